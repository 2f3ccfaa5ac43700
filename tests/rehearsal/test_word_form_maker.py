import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from linli.core.documents.form_file import read_form_file
from linli.core.documents.registration_form import RegistrationForm
from linli.core.places import Area, Division, Gazetteer, Level
from linli.rehearsal.form_wording import DIALECTS, Dialect, Tick, written_values
from linli.rehearsal.people import PersonOrder, make_ordered_people
from linli.rehearsal.pictures import draw_portrait, draw_signature
from linli.rehearsal.places import HOME_COUNTIES
from linli.rehearsal.word_form_maker import MARK, FormPictures, make_word_form

FORM_TITLE = "山西省2024年招募高校毕业生担任社区助理报名登记表"
GAZETTEER = Gazetteer(
    [
        Division("1409", "忻州市", Level.CITY, "14"),
        *(
            Division(f"1409{number:02}", county, Level.COUNTY, "1409")
            for number, county in enumerate(HOME_COUNTIES, start=1)
        ),
    ]
)
BY_NAME = {dialect.name: dialect for dialect in DIALECTS}
ALL_DIALECTS = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)


def _form(**changes: object) -> RegistrationForm:
    order = PersonOrder(1, "代县", None, ("五台县", "原平市"))
    (person,) = make_ordered_people([order], seed=5, counties=HOME_COUNTIES)
    return replace(person.form, has_photo=True, **changes)


def _pictures() -> FormPictures:
    return FormPictures(
        portrait=draw_portrait(1, "P00001", font=None), signature=draw_signature("", font=None)
    )


def _document(word_file: bytes) -> str:
    with ZipFile(BytesIO(word_file)) as archive:
        return archive.read("word/document.xml").decode()


def _words(word_file: bytes) -> str:
    """All words of body and header, however the runs are cut."""
    with ZipFile(BytesIO(word_file)) as archive:
        parts = [archive.read(name).decode() for name in ("word/header1.xml", "word/document.xml")]
    return "".join(re.findall(r"<w:t [^>]*>([^<]*)</w:t>", "".join(parts)))


def _read(word_file: bytes) -> RegistrationForm | None:
    return read_form_file(word_file, gazetteer=GAZETTEER, title=FORM_TITLE).form


@ALL_DIALECTS
def test_a_form_of_any_dialect_reads_back_as_it_was_meant(dialect: Dialect) -> None:
    form = _form()

    word_file = make_word_form(form, dialect=dialect, pictures=_pictures())

    assert _read(word_file) == form


@ALL_DIALECTS
def test_a_form_of_any_dialect_carries_the_mark_of_a_sample(dialect: Dialect) -> None:
    assert MARK in _words(make_word_form(_form(), dialect=dialect))
    assert "样本" in MARK
    assert "演练" in MARK


@ALL_DIALECTS
def test_a_form_of_any_dialect_opens_with_thirteen_rows(dialect: Dialect) -> None:
    word_file = make_word_form(_form(), dialect=dialect, pictures=_pictures())

    (table,) = docx.Document(BytesIO(word_file)).tables

    assert len(table.rows) == 13


@ALL_DIALECTS
def test_the_same_form_gives_the_same_bytes(dialect: Dialect) -> None:
    first = make_word_form(_form(), dialect=dialect, pictures=_pictures())
    second = make_word_form(_form(), dialect=dialect, pictures=_pictures())

    assert first == second


@ALL_DIALECTS
@pytest.mark.parametrize(
    ("accepts", "contradictory", "areas"),
    [
        (False, False, ()),
        (None, False, ()),
        (True, False, (Area("忻州市", "河曲县"),)),
        (None, True, (Area("忻州市", "河曲县"),)),
    ],
    ids=["refused", "nothing ticked", "accepted", "both ticked"],
)
def test_each_answer_on_transfer_reads_back_from_each_kind_of_tick(
    dialect: Dialect, accepts: bool | None, contradictory: bool, areas: tuple[Area, ...]
) -> None:
    form = _form(
        accepts_transfer=accepts, transfer_contradictory=contradictory, transfer_areas=areas
    )

    assert _read(make_word_form(form, dialect=dialect, pictures=_pictures())) == form


@ALL_DIALECTS
def test_an_unsigned_pledge_and_a_blank_intention_stay_blank(dialect: Dialect) -> None:
    form = _form(pledge_signed=False, pledge_date=None, intended=Area())

    assert _read(make_word_form(form, dialect=dialect, pictures=_pictures())) == form


def test_dialects_differ_in_every_kind_of_tick() -> None:
    assert {dialect.tick for dialect in DIALECTS} == set(Tick)


def test_a_content_control_holds_the_tick_as_word_writes_it() -> None:
    document = _document(make_word_form(_form(), dialect=BY_NAME["word_controls"]))

    assert re.findall(r'<w14:checked w14:val="(\d)"/>', document) == ["0", "1"]


def test_a_symbol_font_holds_the_tick_as_old_word_writes_it() -> None:
    document = _document(make_word_form(_form(), dialect=BY_NAME["old_word"]))

    assert re.findall(r'<w:sym w:font="Wingdings 2" w:char="(\w+)"/>', document) == [
        "F0A3",
        "F052",
    ]


def test_split_runs_cut_a_value_into_pieces() -> None:
    form = _form(id_number="990101200107289804")

    whole = _document(make_word_form(form, dialect=BY_NAME["word"]))
    split = _document(make_word_form(form, dialect=BY_NAME["wps_split"]))

    assert "990101200107289804" in whole
    assert "990101200107289804" not in split


def test_a_photo_spans_three_rows_of_the_last_column() -> None:
    document = _document(make_word_form(_form(), dialect=BY_NAME["word"], pictures=_pictures()))

    assert re.findall(r'<w:vMerge w:val="(\w+)"/>', document) == [
        "restart",
        "continue",
        "continue",
    ]
    assert document.count("<w:drawing>") == 1


def test_without_a_photo_the_printed_note_remains() -> None:
    word_file = make_word_form(_form(), dialect=BY_NAME["word"])

    assert "近期1寸免冠正面彩色照片" in _words(word_file)
    assert "<w:drawing>" not in _document(word_file)


def test_enclosed_papers_follow_the_form_under_their_captions() -> None:
    paper = draw_portrait(1, "P00001", font=None)
    pictures = FormPictures(enclosed=(("身份证正面", paper), ("毕业证", paper)))

    word_file = make_word_form(_form(), dialect=BY_NAME["word"], pictures=pictures)

    assert _words(word_file).endswith("身份证正面毕业证")
    with ZipFile(BytesIO(word_file)) as archive:
        media = [name for name in archive.namelist() if name.startswith("word/media/")]
    assert media == ["word/media/image1.jpeg", "word/media/image2.jpeg"]


def test_markup_in_a_value_stays_text() -> None:
    form = _form(strengths='擅长 <w:b/> & "引号"')

    assert _read(make_word_form(form, dialect=BY_NAME["word"], pictures=_pictures())) == form


@pytest.mark.parametrize(
    ("dialect", "label", "written"),
    [
        ("word", "出生年月", "2002.03"),
        ("wps", "出生年月", "2002年3月"),
        ("wps_split", "出生年月", "2002-03"),
        ("old_word", "出生年月", "2002.3"),
        ("phone", "出生年月", "2002/03"),
        ("compact", "出生年月", "200203"),
        ("word", "姓名", "王芳"),
        ("old_word", "姓名", "王  芳"),
        ("word", "民族", "汉族"),
        ("phone", "民族", "汉"),
        ("word", "学历", "专科"),
        ("phone", "学历", "大专"),
        ("word", "学位", "无"),
        ("phone", "学位", "/"),
        ("phone", "政治面貌", "团员"),
        ("word", "身份证号", "99010120020304900X"),
        ("old_word", "身份证号", "990101 20020304 900X"),
        ("old_word", "联系电话", "154 0000 0001"),
        ("word", "毕业时间", ""),
    ],
)
def test_each_dialect_has_its_own_words_for_a_fact(dialect: str, label: str, written: str) -> None:
    form = RegistrationForm(
        name="王芳",
        ethnicity="汉族",
        birth="2002-03",
        political_status="共青团员",
        education="专科",
        id_number="99010120020304900X",
        phone="15400000001",
    )

    assert written_values(form, BY_NAME[dialect])[label] == written
