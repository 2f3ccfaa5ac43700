"""What the receipt of filed agreements says."""

from datetime import date

import pytest

from linli.core.documents.filing_receipt import (
    FiledLine,
    FilingReceipt,
    NothingFiled,
    filing_receipt_paper,
)
from linli.core.documents.official import Mark, Paragraph, Signature, Table

RECEIPT = FilingReceipt(
    organ="中共忻州市委社会工作部",
    addressee="中共代县县委社会工作部",
    season_title="2024年招募高校毕业生担任社区助理",
    basis="样本通知",
    basis_number="样社发〔2024〕1号",
    lines=(
        FiledLine("BA001", "xz-00001", "张样本", "上馆镇东关社区"),
        FiledLine("BA002", "xz-00002", "王样本", "上馆镇西关社区"),
    ),
    dated=date(2024, 7, 20),
    marks=(Mark.REHEARSAL,),
)


def test_receipt_names_each_agreement_in_order_and_the_day() -> None:
    paper = filing_receipt_paper(RECEIPT)

    text, table = paper.blocks
    assert isinstance(text, Paragraph)
    assert isinstance(table, Table)
    assert text.text == (
        "你单位根据《样本通知》（样社发〔2024〕1号）三（六）上报的协议签订名单收悉。"
        "截至2024年7月20日，已备案2份，名单如下。"
    )
    assert table.rows == (
        ("1", "BA001", "xz-00001", "张样本", "上馆镇东关社区"),
        ("2", "BA002", "xz-00002", "王样本", "上馆镇西关社区"),
    )
    assert (paper.addressee, paper.signature, paper.marks) == (
        "中共代县县委社会工作部",
        Signature(("中共忻州市委社会工作部",), date(2024, 7, 20)),
        (Mark.REHEARSAL,),
    )


def test_receipt_of_nothing_is_refused() -> None:
    with pytest.raises(NothingFiled):
        filing_receipt_paper(FilingReceipt("市", "县", "季", "通知", "号", (), date(2024, 7, 20)))
