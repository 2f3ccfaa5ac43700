"""The explanation of a placement: what it says, and that it can be drawn."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from docx import Document

from linli.core.documents.official import Heading, Mark, OfficialPaper, Paragraph, Table
from linli.core.documents.official_pdf import write_pdf
from linli.core.documents.official_word import write_word
from linli.core.documents.placement_explanation import (
    ChoiceLine,
    CutOffLine,
    PlacementExplanation,
    Recomputing,
    placement_explanation_paper,
)
from tests.core.documents.test_agreement import FONTS

LOT, FINGERPRINT = "ab" * 32, "0123456789abcdef" * 4
TOLD = PlacementExplanation(
    organ="中共忻州市委社会工作部",
    season_title="2024年招募高校毕业生担任社区助理",
    basis="关于做好2024年招募高校毕业生担任社区助理工作的通知",
    basis_number="忻社发〔2024〕3号",
    name="张样本",
    case_number="00012",
    total="88.00",
    rank=3,
    candidates=5,
    priority="",
    choices=(
        ChoiceLine(
            "第一意向",
            "代县",
            "面见总分88.00（第3名），低于该地区末位入围89.00（第2名）",
            "《通知》附件2",
        ),
        ChoiceLine("第1调剂地区", "原平市", "按第1调剂地区入围", "《通知》附件2"),
    ),
    cut_offs=(
        CutOffLine("代县", 2, 2, "第2名", "89.00"),
        CutOffLine("原平市", 2, 1, "", ""),
        CutOffLine("五台县", 0, 0, "", ""),
    ),
    outcome="按第1调剂地区入围原平市体检",
    later=("其后的一句。",),
    recomputing=Recomputing(
        method="每人按志愿先后申请",
        ranking="先看面见总分，仍相同的抽签",
        seed="样本种子",
        lot=LOT,
        fingerprint=FINGERPRINT,
        command=("linli place \\", "  --seed 样本种子"),
    ),
    telephone="（由市填写）",
    dated=date(2024, 7, 5),
    marks=(Mark.REHEARSAL,),
)


def sentences(told: PlacementExplanation) -> list[str]:
    blocks = placement_explanation_paper(told).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_the_outcome_comes_first_and_the_way_to_object_last() -> None:
    blocks = placement_explanation_paper(TOLD).blocks

    assert [block.text for block in blocks if isinstance(block, Heading)] == [
        "一、结果",
        "二、成绩和名次",
        "三、各志愿的办理情况",
        "四、各地区末位入围情况",
        "五、核对办法",
        "六、意见和异议",
    ]


def test_every_sentence_stands_as_the_office_would_write_it() -> None:
    assert sentences(TOLD) == [
        "根据《关于做好2024年招募高校毕业生担任社区助理工作的通知》（忻社发〔2024〕3号，"
        "以下简称《通知》），现将您参加2024年招募高校毕业生担任社区助理的入围情况说明如下。",
        "按第1调剂地区入围原平市体检。",
        "其后的一句。",
        "面见总分88.00分，在参加本次安排的5名面见人员中列第3名。",
        "每人按志愿先后申请。前面的志愿已入围的，后面的志愿不再检索。",
        "以下是办理本次安排时的情况，不含其后的递补。",
        "本次安排所依据的名额表、人员表、志愿表和结果表，可以向中共忻州市委社会工作部索取。"
        "表中只有报名编号、总分、是否优先和志愿，没有姓名和优先的种类。"
        "有了前三个表（依次存为seats.csv、candidates.csv、choices.csv），"
        "任何人都可以用下面的命令重新计算，得到同样的结果：",
        "linli place \\",
        "  --seed 样本种子",
        "排名次时，先看面见总分，仍相同的抽签。抽签种子为“样本种子”，抽签值是"
        "“抽签种子|报名编号”的SHA-256值，小者在前。您的抽签值：",
        LOT,
        "三个表、办法和种子的指纹（SHA-256）：",
        FINGERPRINT,
        "对成绩、名次或者办理过程有不同意见的，可以向中共忻州市委社会工作部书面或者电话提出，"
        "写明报名编号和理由，由受理单位核对后答复。",
        "联系电话：（由市填写）",
    ]


def test_a_place_without_a_cut_off_says_whether_it_had_room_or_no_places() -> None:
    blocks = placement_explanation_paper(TOLD).blocks
    (_, cut_offs) = (block.rows for block in blocks if isinstance(block, Table))

    assert cut_offs == (
        ("代县", "2", "2", "第2名", "89.00"),
        ("原平市", "2", "1", "名额未满", "名额未满"),
        ("五台县", "0", "0", "没有名额", "没有名额"),
    )


def test_priority_is_named_by_its_clause_alone() -> None:
    assert sentences(replace(TOLD, priority="《通知》二5"))[3] == (
        "面见总分88.00分，在参加本次安排的5名面见人员中列第3名。"
        "属于同等条件下优先的人员（《通知》二5），优先只在总分相同时起作用。"
    )


@pytest.mark.parametrize("part", ["张样本（报名编号00012）：", LOT, FINGERPRINT])
def test_the_pdf_holds_addressee_lot_and_fingerprint_each_on_one_line(part: str) -> None:
    pdf = pypdfium2.PdfDocument(write_pdf(placement_explanation_paper(TOLD), fonts=FONTS))

    lines = [
        line.replace(" ", "")
        for page in pdf
        for line in page.get_textpage().get_text_range().splitlines()
    ]

    assert part in lines


def test_the_word_file_holds_both_tables_as_the_paper_does() -> None:
    paper: OfficialPaper = placement_explanation_paper(TOLD)

    tables = Document(BytesIO(write_word(paper))).tables

    assert [
        tuple(tuple(cell.text for cell in row.cells) for row in table.rows[1:]) for table in tables
    ] == [block.rows for block in paper.blocks if isinstance(block, Table)]
