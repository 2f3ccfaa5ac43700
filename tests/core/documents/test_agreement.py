"""What the agreement between a street or township and a recruit says."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

import linli
from linli.core.documents.agreement import Agreement, Recruit, agreement_paper
from linli.core.documents.official import Mark, Paragraph, SignaturePlaces
from linli.core.documents.official_pdf import write_pdf
from linli.core.documents.official_word import write_word

FONTS = Path(linli.__file__).parent / "assets" / "fonts"
AGREEMENT = Agreement(
    number="代社助协〔2024〕1号",
    basis="关于做好2024年招募高校毕业生担任社区助理工作的通知",
    basis_number="忻社发〔2024〕3号",
    organiser="中共代县县委社会工作部",
    employer="代县上馆镇人民政府",
    community="代县上馆镇东关社区",
    recruit=Recruit(
        name="张样䶮",
        id_number="990101200203049003",
        school="山西工程科技职业大学",
        major="城市轨道交通运营管理",
        telephone="13900000000",
        address="山西省忻州市代县上馆镇样本路1号样本小区1号楼1单元101",
    ),
    report_by=date(2024, 7, 31),
    term_months=12,
    wage_tier="二类",
    monthly_allowance_fen=188000,
    insurance_premium_fen=10000,
    dated=date(2024, 7, 18),
    marks=(Mark.REHEARSAL,),
)


def paragraphs(agreement: Agreement = AGREEMENT) -> list[Paragraph]:
    return [b for b in agreement_paper(agreement).blocks if isinstance(b, Paragraph)]


def article(lead: str, agreement: Agreement = AGREEMENT) -> str:
    (text,) = [p.text for p in paragraphs(agreement) if p.lead and p.lead.text.startswith(lead)]
    return text


def places(agreement: Agreement = AGREEMENT) -> SignaturePlaces:
    last = agreement_paper(agreement).blocks[-1]
    assert isinstance(last, SignaturePlaces)
    return last


def test_agreement_bears_the_title_that_the_notice_gives_it() -> None:
    paper = agreement_paper(AGREEMENT)

    assert paper.title == "山西省招募高校毕业生担任社区助理协议书"
    assert paper.number == "协议编号：代社助协〔2024〕1号"
    assert paper.marks == (Mark.REHEARSAL,)
    assert paper.organs == ()


def test_both_parties_are_named_with_the_full_id_number() -> None:
    assert [paragraph.text for paragraph in paragraphs()[:5]] == [
        "甲方（用人单位）：代县上馆镇人民政府",
        "乙方（社区助理）：张样䶮",
        "身份证号：990101200203049003　联系电话：13900000000",
        "院校及专业：山西工程科技职业大学　城市轨道交通运营管理",
        "住址：山西省忻州市代县上馆镇样本路1号样本小区1号楼1单元101",
    ]


def test_opening_names_the_notice_and_its_number() -> None:
    assert paragraphs()[5].text == (
        "根据《关于做好2024年招募高校毕业生担任社区助理工作的通知》（忻社发〔2024〕3号，"
        "以下简称《通知》），甲乙双方在平等自愿的基础上订立本协议，共同遵守。"
    )


def test_post_is_in_the_community_and_nobody_borrows_the_recruit() -> None:
    assert article("一、") == (
        "甲方安排乙方到代县上馆镇东关社区担任社区助理，从事社区治理服务等相关工作。"
        "服务期间，上级机关不得随意借调或者调整服务岗位（《通知》一（三）、五（一））。"
    )


def test_service_lasts_one_year_and_both_days_are_named() -> None:
    assert article("二、") == (
        "乙方于2024年7月31日前（含当日）到社区报到（《通知》三（七））。"
        "服务期1年，自报到之日起算，工作经历可视为基层就业经历（《通知》一（四））。"
    )


def test_allowance_is_written_in_digits_and_in_capital_numerals() -> None:
    assert article("三、") == (
        "乙方的生活补贴按工作地最低工资标准（二类）发放，每月1,880.00元"
        "（人民币壹仟捌佰捌拾元整）。服务期间解除协议的，及时停发"
        "（《通知》四（一）1、四（二）2）。"
    )


def test_premium_is_deducted_from_the_first_month() -> None:
    assert article("四、") == (
        "甲方代乙方购买人身意外保险，保险费100.00元，"
        "从第一个月的生活补贴中扣除（《通知》四（一）2）。"
    )


def test_unknown_premium_is_left_to_the_insurance_policy() -> None:
    text = article("四、", replace(AGREEMENT, insurance_premium_fen=None))

    assert text == (
        "甲方代乙方购买人身意外保险，保险费以保险单载明的金额为准，"
        "从第一个月的生活补贴中扣除（《通知》四（一）2）。"
    )


def test_recruit_may_leave_early_on_own_application() -> None:
    assert article("七、") == (
        "乙方由于身体状况等特殊原因不能继续服务的，由乙方提出解除协议申请，"
        "履行有关手续后离开工作岗位（《通知》五（三））。服务期满，本协议自行终止。"
    )


@pytest.mark.parametrize(
    ("lead", "clause"),
    [
        ("一、", "一（三）、五（一）"),
        ("二、", "一（四）"),
        ("三、", "四（一）1、四（二）2"),
        ("四、", "四（一）2"),
        ("五、", "五（一）至（三）"),
        ("六、", "二、三（七）"),
        ("七、", "五（三）"),
        ("八、", "三（六）"),
    ],
)
def test_every_article_cites_the_clause_behind_it(lead: str, clause: str) -> None:
    assert article(lead).count(f"（《通知》{clause}）") == 1


def test_date_is_left_to_be_written_by_hand_until_it_is_known() -> None:
    assert places().left[-1] == "　　　年　　月　　日"


def test_known_date_of_signing_is_printed_for_both_parties() -> None:
    signed = places(replace(AGREEMENT, signed_on=date(2024, 7, 18)))

    assert (signed.left[-1], signed.right[-1]) == ("2024年7月18日", "2024年7月18日")


def test_both_parties_have_a_place_to_sign() -> None:
    assert "甲方（盖章）：" in places().left
    assert "乙方（签名）：" in places().right


def test_agreement_as_pdf_is_two_pages_that_bear_title_number_and_mark() -> None:
    assert list(FONTS.glob("*.ttf")), "no fonts: run `make setup`"

    pdf = pypdfium2.PdfDocument(write_pdf(agreement_paper(AGREEMENT), fonts=FONTS))
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]

    assert len(texts) == 2
    assert [text.startswith("【演练】") for text in texts] == [True, True]
    assert "代社助协〔2024〕1号山西省招募高校毕业生担任社区助理协议书（演练）" in texts[0]
    assert "张样䶮" in texts[0]


def test_agreement_as_word_bears_the_same_sentences_as_the_pdf() -> None:
    document = Document(BytesIO(write_word(agreement_paper(AGREEMENT))))

    texts = [paragraph.text for paragraph in document.paragraphs]

    assert texts[-2] == f"八、其他。{article('八、')}"
    assert [cell.text for cell in document.tables[0].columns[1].cells] == [
        "",
        "乙方（签名）：",
        "",
        "",
        "　　　年　　月　　日",
    ]
