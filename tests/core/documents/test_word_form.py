"""Reading Annex 2 from Word: the same answers from every shape in which people fill it in.

Source: D0 附件2.
"""

import random
from dataclasses import replace

import pytest
from docx.oxml.ns import nsdecls

from linli.core.documents.form_file import read_form_file
from linli.core.documents.form_reading import ReadForm, other_form
from linli.core.documents.problems import ProblemCode
from linli.core.documents.registration_form import RegistrationForm
from linli.core.places import Area
from tests.core.intake import made_form as made

EXPECTED = RegistrationForm(
    name="演练甲",
    sex="女",
    ethnicity="汉族",
    birth="2002-03",
    native_place="山西省忻州市",
    political_status="共青团员",
    school="样本大学",
    graduation="2024-07",
    major="社会工作",
    education="本科",
    degree="法学学士",
    id_number="990101200203159026",
    address="样本省样本市样本路1号",
    phone="13800000001",
    intended=Area("忻州市", "代县"),
    accepts_transfer=True,
    transfer_areas=(Area("忻州市", "五台县"),),
    resume="2020.09—2024.07 样本大学 学生",
    awards="无",
    strengths="阅读",
    pledge_signed=True,
    pledge_date="2024-06-08",
)


def read(content: bytes) -> ReadForm:
    return read_form_file(content, gazetteer=made.gazetteer(), title=made.TITLE)


def codes(found: ReadForm) -> list[ProblemCode]:
    return [problem.code for problem in found.problems]


def test_form_as_printed_is_read_whole() -> None:
    found = read(made.form())

    assert (found.form, found.problems) == (EXPECTED, ())


def test_originals_keep_the_words_as_written() -> None:
    found = read(made.form({"学位": "法学学士学位", "出生年月": "二〇〇二年三月"}))

    assert (found.fields["degree"].original, found.fields["birth"].original) == (
        "法学学士学位",
        "二〇〇二年三月",
    )


@pytest.mark.parametrize(
    "paint", [made.split_runs, made.control], ids=["split runs", "content controls"]
)
def test_text_in_pieces_or_controls_is_read_like_plain_text(paint: made.Paint) -> None:
    found = read(made.form(paint=paint))

    assert found.form == EXPECTED


@pytest.mark.parametrize("seed", range(5))
def test_rows_in_another_order_change_nothing(seed: int) -> None:
    rows = made.form_rows(made.PERSON, photo=False)
    random.Random(seed).shuffle(rows)

    found = read(made.document(made.table(rows)))

    assert found.form == EXPECTED


@pytest.mark.parametrize("ending", ["：", ":", " ", "*", "（必填）"])
def test_labels_with_blanks_colons_and_hints_are_known(ending: str) -> None:
    found = read(made.form(label_paint=lambda label: "　".join(label) + ending))

    assert found.form == EXPECTED


def test_cells_of_a_row_in_another_order_change_nothing() -> None:
    rows = [tuple(reversed(row)) for row in made.ROWS]

    found = read(made.document(made.table(made.form_rows(made.PERSON, rows=rows))))

    assert found.form == EXPECTED


def test_value_in_the_cell_of_its_label_is_read_behind_the_colon() -> None:
    rows = [made.cell(made.paragraphs(f"{name}：{value}")) for name, value in made.PERSON.items()]

    found = read(made.document(made.table([row for row in rows if made.TRANSFER not in row])))

    expected = replace(EXPECTED, accepts_transfer=None, transfer_areas=())
    assert replace(found.form or RegistrationForm(), pledge_signed=True) == expected


def test_form_without_any_table_is_read_from_its_lines() -> None:
    lines = "姓　名：演练甲    性别：女    民族：汉\n联系电话：13800000001  身份证号：990101200203159026"

    found = read(
        made.document(
            *(f"<w:p {nsdecls('w')}>{made.run(line)}</w:p>" for line in lines.split("\n"))
        )
    )

    expected = RegistrationForm(
        name="演练甲",
        sex="女",
        ethnicity="汉族",
        phone="13800000001",
        id_number="990101200203159026",
    )
    assert found.form == expected


def test_header_row_over_a_row_of_values_is_read_downwards() -> None:
    names = ["姓名", "性别", "民族"]
    head = "".join(made.cell(made.paragraphs(name)) for name in names)
    values = "".join(made.cell(made.paragraphs(made.PERSON[name])) for name in names)

    found = read(
        made.document(made.table([head, values, *made.form_rows(made.PERSON, photo=False)[1:]]))
    )

    assert found.form == EXPECTED


def test_id_number_in_eighteen_boxes_is_one_number() -> None:
    boxes = "".join(made.cell(made.paragraphs(digit)) for digit in made.PERSON["身份证号"])
    rows = made.form_rows(made.PERSON)
    rows[4] = made.cell(made.paragraphs("身份证号")) + boxes

    found = read(made.document(made.table(rows)))

    assert found.form == EXPECTED


def test_places_in_rows_of_their_own_belong_to_the_merged_question() -> None:
    lines = made.PERSON[made.TRANSFER].split("\n")
    rows = made.form_rows(made.PERSON)
    label = made.paragraphs(made.TRANSFER)
    rows[8:9] = [
        made.cell(label if not number else "<w:p/>", merge="continue" if number else "restart")
        + made.cell(made.paragraphs(line), span=6)
        for number, line in enumerate(lines)
    ]

    found = read(made.document(made.table(rows)))

    assert found.form == EXPECTED


def test_form_inside_another_table_is_found() -> None:
    inner = made.table(made.form_rows(made.PERSON))

    found = read(made.document(made.table([made.cell(inner + "<w:p/>")])))

    assert found.form == EXPECTED


def test_form_in_two_tables_is_one_form() -> None:
    rows = made.form_rows(made.PERSON)

    found = read(made.document(made.table(rows[:9]), made.table(rows[9:])))

    assert found.form == EXPECTED


def test_blank_form_before_the_filled_one_is_passed_over() -> None:
    blank = made.table(made.form_rows({}))

    found = read(made.document(blank, made.table(made.form_rows(made.PERSON))))

    assert found.form == EXPECTED


def test_value_in_a_text_box_is_read_once() -> None:
    found = read(made.form(raw={"姓名": f"<w:p>{made.text_box('演练甲')}</w:p>"}))

    assert found.form == EXPECTED


def test_prompt_of_an_empty_control_is_no_value() -> None:
    found = read(made.form(raw={"学位": f"<w:p>{made.prompt('单击此处输入文字')}</w:p>"}))

    assert found.form == replace(EXPECTED, degree=None)


def test_deleted_hidden_and_struck_out_words_are_not_read() -> None:
    gone = f'<w:del w:id="1">{made.run("旧")}</w:del>'.replace("<w:t ", "<w:delText ").replace(
        "</w:t>", "</w:delText>"
    )
    struck = made.run("错").replace("<w:r>", "<w:r><w:rPr><w:strike/></w:rPr>")
    hidden = made.run("隐").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")

    found = read(made.form(raw={"姓名": f"<w:p>{gone}{struck}{hidden}{made.run('演练甲')}</w:p>"}))

    assert found.form == EXPECTED


def test_inserted_words_under_review_are_read() -> None:
    inserted = f'<w:ins w:id="2">{made.run("演练甲")}</w:ins>'

    found = read(made.form(raw={"姓名": f"<w:p>{inserted}</w:p>"}))

    assert found.form == EXPECTED


def test_picture_in_the_place_of_the_photo_is_a_photo() -> None:
    rows = made.form_rows(made.PERSON)
    rows[0] = rows[0].replace(
        made.paragraphs("近期1寸免冠正面彩色照片"), f"<w:p>{made.picture()}</w:p>"
    )

    found = read(made.document(made.table(rows)))

    assert found.form == replace(EXPECTED, has_photo=True)


def test_picture_of_a_signature_is_a_signature_but_no_photo() -> None:
    unsigned = made.PERSON["本人承诺"].replace("：演练甲", "：")
    pledge = made.paragraphs(unsigned) + f"<w:p>{made.picture()}</w:p>"

    found = read(made.form(raw={"本人承诺": pledge}))

    assert found.form == EXPECTED


@pytest.mark.parametrize(
    ("written", "is_signed", "date"),
    [
        ("报名人（签名）： 年 月 日", False, None),
        ("报名人（签名）：__________\n年   月   日", False, None),
        ("报名人（签名）：\n2024年6月8日", False, "2024-06-08"),
        ("报名人（签名）：演 练 甲   2024.6.8", True, "2024-06-08"),
        ("报名人签字：古丽·样本 日期：2024-06-08", True, "2024-06-08"),
        ("报名人（签名）：演练甲\n二〇二四年六月八日", True, "2024-06-08"),
        ("报名人（签名）：演练甲\n2024年6月31日", True, None),
    ],
)
def test_signature_is_a_name_where_the_pledge_asks_for_it(
    written: str, is_signed: bool, date: str | None
) -> None:
    found = read(made.form({"本人承诺": "本人承诺：本表填报内容真实。\n" + written}))

    assert found.form == replace(EXPECTED, pledge_signed=is_signed, pledge_date=date)


def test_form_of_another_programme_is_the_wrong_form() -> None:
    found = read(made.form(title="2024年高校毕业生“三支一扶”计划招募报名表", rows=made.ROWS[:7]))

    assert (found.form, codes(found)) == (None, [ProblemCode.FORM_WRONG])


@pytest.mark.parametrize(
    "title",
    [
        "山西省2023年招募高校毕业生担任社区助理报名登记表",
        "样本省2024年招募高校毕业生担任社区助理报名登记表",
    ],
)
def test_same_form_of_another_year_or_province_is_the_wrong_form(title: str) -> None:
    found = read(made.form(title=title))

    assert (found.form, codes(found)) == (None, [ProblemCode.FORM_WRONG])


@pytest.mark.parametrize(
    "title",
    [None, "报名登记表", "2024年招募高校毕业生担任\n社区助理报名登记表", "附件2 社区助理报名表"],
)
def test_title_cut_off_or_shortened_is_still_this_form(title: str | None) -> None:
    found = read(made.form(title=title))

    assert found.form == EXPECTED


def test_form_with_nothing_filled_in_is_blank() -> None:
    found = read(made.form(dict.fromkeys(made.PERSON, "")))

    assert (found.form, codes(found)) == (None, [ProblemCode.FORM_BLANK])


def test_document_without_any_form_says_so() -> None:
    found = read(
        made.document(made.table([made.cell(made.paragraphs("报名材料"))]), title="报名材料")
    )

    assert (found.form, codes(found)) == (None, [ProblemCode.NO_FORM])


@pytest.mark.parametrize(
    ("title", "is_other"),
    [
        ("2023年高校毕业生就业见习登记表", True),
        ("机关事业单位公益性岗位申请表", True),
        ("应聘人员登记表", True),
        ("三好学生登记表", False),
        ("山西省普通高等学校优秀学生干部登记表", False),
        ("国家助学金申请表", False),
        ("普通高等学校毕业生登记表", False),
        ("个人简历", False),
    ],
)
def test_a_form_to_apply_for_something_else_is_known_by_its_title(
    title: str, is_other: bool
) -> None:
    assert (other_form([title, "姓名"]) is not None) == is_other


def test_month_that_cannot_be_read_is_named_and_left_out() -> None:
    found = read(made.form({"出生年月": "春天"}))

    assert (found.form, codes(found)) == (replace(EXPECTED, birth=None), [ProblemCode.FIELD_UNREAD])


def test_place_beyond_the_gazetteer_is_named_and_left_out() -> None:
    found = read(made.form({"工作意向地区": "样本市样本县"}))

    assert (found.form, codes(found)) == (
        replace(EXPECTED, intended=Area()),
        [ProblemCode.FIELD_UNREAD],
    )


def test_county_that_the_city_lacks_is_named_and_only_the_city_taken() -> None:
    found = read(made.form({"工作意向地区": "忻州市样本县"}))

    assert (found.form, codes(found)) == (
        replace(EXPECTED, intended=Area("忻州市")),
        [ProblemCode.FIELD_UNREAD],
    )


@pytest.mark.parametrize("written", ["忻州市", "忻州市 市 县（市、区）", "忻州_市____县(市、区)"])
def test_city_alone_is_no_trouble_of_reading(written: str) -> None:
    found = read(made.form({"工作意向地区": written}))

    assert (found.form, found.problems) == (replace(EXPECTED, intended=Area("忻州市")), ())


def test_blank_place_is_no_trouble_of_reading() -> None:
    found = read(made.form({"工作意向地区": f"_____市_____县(市、区) {made.HINT}"}))

    assert (found.form, found.problems) == (replace(EXPECTED, intended=Area()), ())
