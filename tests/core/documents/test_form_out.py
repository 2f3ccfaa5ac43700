"""The filled official form, Word and PDF, as our own readers read it again."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

import linli
from linli.core.documents.form_file import read_form_file
from linli.core.documents.form_labels import label_of
from linli.core.documents.form_pdf import pdf_form
from linli.core.documents.form_reading import ReadForm, plain_fields, read_form_content
from linli.core.documents.form_word import word_form
from linli.core.documents.official_pdf import FontsMissing
from linli.core.documents.registration_form import RegistrationForm
from linli.core.documents.text_carrier import read_text_carrier
from linli.core.pages.form_page import form_content
from linli.core.pages.form_portrait import cut_portrait, portrait_of
from linli.core.pages.form_signature import cut_signature
from linli.core.pages.reading import read_file
from linli.core.places import Area
from tests.core.intake.made_form import TITLE, gazetteer
from tests.support.signatures import signature

GAZETTEER = gazetteer()
FONTS = Path(linli.__file__).parent / "assets" / "fonts"
DAY = date(2024, 6, 8)
AREAS = [
    Area("忻州市", "代县"),
    Area("忻州市", "原平市"),
    Area("忻州市", "忻府区"),
    Area("晋城市", "城区"),
    Area("阳泉市", "城区"),
    Area("朔州市", "怀仁市"),
    Area("大同市"),
]
FREE = ("resume", "awards", "strengths")
FORM = RegistrationForm(
    name="王样本",
    sex="女",
    ethnicity="汉族",
    birth="2002-03",
    native_place="山西忻州",
    political_status="中共预备党员",
    school="忻州师范学院",
    graduation="2024-07",
    major="社会工作",
    education="本科",
    degree="法学学士",
    id_number="990101200203159028",
    address="忻州市代县样本街1号",
    phone="13800000001",
    intended=AREAS[0],
    accepts_transfer=True,
    transfer_areas=(AREAS[1], AREAS[3]),
    resume="2017.09—2020.06 样本中学 学生\n2020.09—2024.07 忻州师范学院 学生",
    awards="三好学生",
    strengths="书法",
    pledge_signed=True,
    pledge_date="2024-06-08",
)


def word(
    form: RegistrationForm, *, portrait: bytes | None = None, rehearsal: bool = False
) -> bytes:
    return word_form(form, title=TITLE, portrait=portrait, rehearsal=rehearsal, dated=DAY)


def pdf(form: RegistrationForm, *, portrait: bytes | None = None, rehearsal: bool = False) -> bytes:
    return pdf_form(
        form, title=TITLE, portrait=portrait, rehearsal=rehearsal, dated=DAY, fonts=FONTS
    )


def read_word(content: bytes) -> ReadForm:
    return read_form_file(content, gazetteer=GAZETTEER, title=TITLE)


def read_pdf(content: bytes) -> ReadForm:
    pages = read_file(content, recogniser=None).pages
    return read_form_content(form_content(pages), gazetteer=GAZETTEER, title=TITLE)


def without_blanks(form: RegistrationForm | None) -> RegistrationForm | None:
    """A PDF holds drawn characters: where a line is full it goes on, and blanks have no width."""
    if form is None:
        return None
    texts = {name: "".join((getattr(form, name) or "").split()) or None for name in FREE}
    return replace(form, **texts)


def portrait(kind: str) -> bytes:
    picture = Image.new("RGB", (100, 140), (150, 170, 200))
    picture.paste((90, 70, 60), (30, 40, 70, 120))
    target = io.BytesIO()
    picture.save(target, kind)
    return target.getvalue()


def drawn(kind: str) -> bytes:
    picture = Image.open(io.BytesIO(cut_signature(signature()) or b""))
    target = io.BytesIO()
    picture.save(target, kind)
    return target.getvalue()


LETTERS = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
WORDS = st.text(LETTERS, max_size=14)
TEXTS = st.text(LETTERS | st.sampled_from("，。；、（）0123456789.—abcXYZ ·〔〕\n　"), max_size=160)
MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(1950, 2024), st.integers(1, 12)) | st.just(
    ""
)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2039, 12, 31)).map(date.isoformat)
ANSWERS = st.sampled_from([(True, False), (False, False), (None, False), (None, True)])


@st.composite
def forms(draw: st.DrawFn) -> RegistrationForm:
    """Return a form as a reader gives it: every field is what its own text reads as."""
    written = {
        "name": draw(WORDS.filter(bool)),
        "sex": draw(st.sampled_from(["男", "女", ""])),
        "birth": draw(MONTHS),
        "graduation": draw(MONTHS),
        "education": draw(st.sampled_from(["专科", "本科", "硕士研究生", "博士研究生", ""])),
        "id_number": draw(st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True) | st.just("")),
        "phone": draw(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True) | st.just("")),
    }
    for name in ("ethnicity", "native_place", "political_status", "school", "major", "degree"):
        written[name] = draw(WORDS)
    for name in ("address", *FREE):
        written[name] = draw(TEXTS)
    for name, text in written.items():
        # A value that is itself a label, or speaks of a photo, is a printed cell to the reader.
        if label_of(text) is not None or "照片" in text:
            written[name] = ""
    assume(plain_fields(written).name)
    accepts, both = draw(ANSWERS)
    return replace(
        plain_fields(written),
        intended=draw(st.sampled_from([Area(), *AREAS])),
        accepts_transfer=accepts,
        transfer_contradictory=both,
        transfer_areas=tuple(draw(st.lists(st.sampled_from(AREAS), unique=True, max_size=5))),
        pledge_signed=draw(st.booleans()),
        pledge_date=draw(DAYS),
    )


@given(forms())
@settings(max_examples=25, deadline=None)
def test_any_form_as_word_reads_back_field_for_field(form: RegistrationForm) -> None:
    assert read_word(word(form)).form == form


@given(forms())
@settings(max_examples=3, deadline=None)
def test_any_form_as_pdf_reads_back_field_for_field_but_for_blanks(form: RegistrationForm) -> None:
    assert without_blanks(read_pdf(pdf(form)).form) == without_blanks(form)


@pytest.mark.parametrize("rehearsal", [False, True])
def test_a_usual_form_reads_back_without_any_doubt(rehearsal: bool) -> None:
    for read in (
        read_word(word(FORM, rehearsal=rehearsal)),
        read_pdf(pdf(FORM, rehearsal=rehearsal)),
    ):
        assert (read.form, read.problems) == (FORM, ())
        assert [
            name for name, one in read.fields.items() if one.place and one.place.sure < 0.9
        ] == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_portrait_stands_in_its_cell(kind: str) -> None:
    form = replace(FORM, has_photo=True)

    assert read_word(word(form, portrait=portrait(kind))).form == form
    assert read_pdf(pdf(form, portrait=portrait(kind))).form == form


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_drawn_signature_beside_a_portrait_reads_back_as_signed(kind: str) -> None:
    form = replace(FORM, has_photo=True)
    pictures = {"portrait": portrait(kind), "signature": drawn(kind)}
    in_word = word_form(form, title=TITLE, rehearsal=False, dated=DAY, **pictures)
    in_pdf = pdf_form(form, title=TITLE, rehearsal=False, dated=DAY, fonts=FONTS, **pictures)

    assert [read_word(in_word).form, read_pdf(in_pdf).form] == [form, form]
    shapes = docx.Document(io.BytesIO(in_word)).inline_shapes
    assert [(round(one.width.mm), round(one.height.mm)) for one in shapes] == [(25, 35), (28, 9)]
    assert portrait_of(read_text_carrier(in_word)) == cut_portrait(portrait(kind))


def test_a_signed_form_without_a_name_still_reads_as_signed() -> None:
    form = replace(FORM, name=None)

    assert read_word(word(form)).form == form
    assert read_pdf(pdf(form)).form == form


def test_a_long_resume_goes_on_over_the_page() -> None:
    form = replace(FORM, resume="\n".join(f"第{number}段经历" for number in range(1, 60)))

    assert len(pypdfium2.PdfDocument(pdf(form))) > 1
    assert read_pdf(pdf(form)).form == form
    assert read_word(word(form)).form == form


def test_words_of_an_applicant_are_never_markup() -> None:
    form = replace(FORM, resume="#panic() $x$ *粗* <w:t>&amp;</w:t> `a` \\n @b", strengths="= 题目")

    assert read_word(word(form)).form == form
    assert without_blanks(read_pdf(pdf(form)).form) == without_blanks(form)


def test_only_the_papers_of_a_rehearsal_bear_its_mark_on_every_page() -> None:
    long = replace(FORM, resume="\n".join("经历" for _ in range(60)))
    pages = pypdfium2.PdfDocument(pdf(long, rehearsal=True))

    assert all("演练" in page.get_textpage().get_text_bounded() for page in pages)
    assert "演练" in header(word(long, rehearsal=True))
    assert "演练" not in header(word(long))
    assert "演练" not in pypdfium2.PdfDocument(pdf(FORM))[0].get_textpage().get_text_bounded()


def header(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/default_header.xml").decode()


def test_the_word_file_opens_with_the_thirteen_rows_of_the_official_form() -> None:
    opened = docx.Document(io.BytesIO(word(FORM, portrait=portrait("JPEG"))))

    (table,) = opened.tables
    assert len(table.rows) == 13
    assert [paragraph.text for paragraph in opened.paragraphs[:3]] == [
        "附件2",
        "山西省2024年招募高校毕业生",
        "担任社区助理报名登记表",
    ]
    assert len(opened.inline_shapes) == 1


def test_the_same_form_gives_the_same_bytes() -> None:
    assert word(FORM) == word(FORM)
    assert pdf(FORM) == pdf(FORM)


def test_a_folder_without_fonts_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="make setup"):
        pdf_form(FORM, title=TITLE, rehearsal=False, dated=DAY, fonts=tmp_path)
