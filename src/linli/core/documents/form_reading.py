"""Read the registration form out of what any carrier lays out: Word, PDF, a web page, a picture.

Source: D0 附件2.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from linli.core.documents import form_values as values
from linli.core.documents.form_answers import is_signed, pledge_date, read_place, read_transfer
from linli.core.documents.form_labels import LABELS, FoundFields, find_fields
from linli.core.documents.grid import FormContent, Place
from linli.core.documents.problems import Problem, ProblemCode, suspicious
from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import normalise_id_number
from linli.core.identity.names import normalise_name
from linli.core.places import Gazetteer

_LONGEST_VALUE = 20_000
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,3}(?:省|自治区)")
# Without its title a form is known by the two questions that only this one asks.
_TELLING_FIELDS = frozenset({"intended", "transfer"})
_ENOUGH_FIELDS = 5
_WRONG_FORM = Problem(ProblemCode.FORM_WRONG, "所交表格不是本次招募通知附件2的报名登记表")
# A form by which people apply for work or a place, unlike those of honours and of a student's file.
_APPLICATION_TITLE = re.compile(
    r"\S{0,30}(?:报名|应聘|招聘|招募|见习|岗位|报考)\S{0,12}(?:登记|报名|申请|信息)表"
)
_LINES_OF_A_TITLE = 3


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field as it stands on the form: the words as written, and where, if the carrier has pages.

    ``understood`` is false if words are there from which no value could be made.
    """

    original: str = field(repr=False)
    place: Place | None = None
    understood: bool = True


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What a file holds: the form (``None`` if there is none to read), problems, and what was written.

    ``fields`` gives the readings by field name.
    """

    form: RegistrationForm | None
    problems: tuple[Problem, ...] = ()
    fields: Mapping[str, FieldReading] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )


def read_form_content(content: FormContent, *, gazetteer: Gazetteer, title: str) -> ReadForm:
    """Find Annex 2 in what a carrier's reader laid out; ``title`` is the form's, as the notice prints it.

    Source: D0 附件2.
    """
    found = find_fields(content)
    problems = [] if content.complete else [suspicious("文件表格异常庞大，只读取了开头")]
    refusal = _refusal(found, title=title)
    if refusal is not None:
        return ReadForm(None, (*problems, refusal), _readings(found))
    form, unread = _form(found, gazetteer=gazetteer)
    problems += [_unread(name) for name in unread]
    return ReadForm(form, tuple(problems), _readings(found, unread=unread))


def _refusal(found: FoundFields, *, title: str) -> Problem | None:
    names = found.values.keys()
    if len(names) < _ENOUGH_FIELDS:
        return Problem(ProblemCode.NO_FORM, "文件中没有报名登记表")
    if not _is_this_form(found, title=title):
        return _WRONG_FORM
    if not any(values.plain(found.values.get(name, "")) for name in ("name", "id_number", "phone")):
        return Problem(ProblemCode.FORM_BLANK, "报名登记表没有填写姓名、身份证号和联系电话")
    return None


def other_form(lines: Sequence[str]) -> Problem | None:
    """Return the problem of a text that is headed as a form to apply with and is not Annex 2."""
    is_headed = any(map(_APPLICATION_TITLE.fullmatch, lines[:_LINES_OF_A_TITLE]))
    return _WRONG_FORM if is_headed else None


def _is_this_form(found: FoundFields, *, title: str) -> bool:
    """Tell whether the heading is the title, or no more than a shortened or reordered form of it.

    Last year's form and another province's have the same fields, so a year or a
    province that differs decides; a heading without either is judged by the fields.
    """
    expected = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title))
    if expected in found.heading:
        return True
    if not found.values.keys() >= _TELLING_FIELDS or len(found.values) < len(LABELS) - 5:
        return False
    for marker in (_YEAR, _PROVINCE):
        written = set(marker.findall(found.heading))
        if written and written != set(marker.findall(expected)):
            return False
    return True


def _form(found: FoundFields, *, gazetteer: Gazetteer) -> tuple[RegistrationForm, list[str]]:
    written = {name: found.values.get(name, "")[:_LONGEST_VALUE] for name in LABELS}
    transfer = read_transfer(written["transfer"], gazetteer=gazetteer)
    intended, intended_unread = read_place(written["intended"], gazetteer=gazetteer)
    form = replace(
        plain_fields(written),
        intended=intended,
        accepts_transfer=transfer.accepts,
        transfer_contradictory=transfer.contradictory,
        transfer_areas=transfer.areas,
        has_photo=found.has_photo,
        pledge_signed=is_signed(written["pledge"]),
        pledge_date=pledge_date(written["pledge"]),
    )
    doubts = {"intended": intended_unread, "transfer": transfer.unread}
    for name in ("sex", "birth", "graduation"):
        doubts[name] = getattr(form, name) is None and values.plain(written[name]) is not None
    return form, [name for name, is_unread in doubts.items() if is_unread]


def plain_fields(written: Mapping[str, str]) -> RegistrationForm:
    """Return a form with the fields that are words alone, from what is written at each label."""
    name, number = values.plain(written["name"]), values.plain(written["id_number"])
    return RegistrationForm(
        name=normalise_name(name) if name else None,
        sex=values.sex(written["sex"]),
        ethnicity=values.ethnicity(written["ethnicity"]),
        birth=values.month(written["birth"]),
        native_place=values.plain(written["native_place"]),
        political_status=values.political_status(written["political_status"]),
        school=values.plain(written["school"]),
        graduation=values.month(written["graduation"]),
        major=values.plain(written["major"]),
        education=values.education(written["education"], degree_text=written["degree"]),
        degree=values.degree(written["degree"]),
        id_number=normalise_id_number(number) if number else None,
        address=values.plain(written["address"]),
        phone=values.phone(written["phone"]),
        resume=values.paragraphs(written["resume"]),
        awards=values.paragraphs(written["awards"]),
        strengths=values.paragraphs(written["strengths"]),
    )


def _unread(name: str) -> Problem:
    label = LABELS[name][0] if name != "transfer" else "调剂地区"
    return Problem(ProblemCode.FIELD_UNREAD, f"“{label}”的填写内容无法识别，须由人工核对")


def _readings(found: FoundFields, *, unread: Sequence[str] = ()) -> Mapping[str, FieldReading]:
    return MappingProxyType(
        {
            name: FieldReading(text.strip(), found.places.get(name), understood=name not in unread)
            for name, text in found.values.items()
        }
    )
