"""The fields of the form on the site, and how they come to those of 附件2.

Birth and sex are taken from the ID number; the transfer has an answer and three places.

Source: D0 附件2; requirements B5-B8.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from linli.core.documents.form_entry import ACCEPTS, ENTRY_LABELS, SIGNED
from linli.core.identity.id_number import IdNumberRefused, parse_id_number

ANSWER = "transfer"
#: The places of transfer, in the order of the applicant.
TRANSFERS = ("transfer_1", "transfer_2", "transfer_3")
_DERIVED = frozenset({"sex", "birth", "pledge"})


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the form: its name in addresses, its title, its fields in order."""

    name: str
    title: str
    fields: tuple[str, ...]


SECTIONS = (
    Section(
        "person",
        "个人信息",
        ("name", "id_number", "ethnicity", "political_status", "native_place", "phone", "address"),
    ),
    Section("study", "学业", ("school", "graduation", "major", "education", "degree")),
    Section("wish", "工作意向", ("intended", ANSWER, *TRANSFERS)),
    Section("experience", "简历和奖惩", ("resume", "awards", "strengths")),
)
#: What nobody has to fill in: a degree not obtained, prizes and hobbies that there are none of.
OPTIONAL = frozenset({"degree", "awards", "strengths", *TRANSFERS})
LABELS: Mapping[str, str] = {
    **ENTRY_LABELS,
    **dict(zip(TRANSFERS, ("调剂地区一", "调剂地区二", "调剂地区三"), strict=True)),
}
NAMES = frozenset(name for section in SECTIONS for name in section.fields)


def entry_fields(fields: Mapping[str, str], *, is_signed: bool) -> dict[str, str]:
    """Return the texts of 附件2, as an official would type them in, from those of the site."""
    texts = {name: fields.get(name, "") for name in ENTRY_LABELS if name not in _DERIVED}
    texts["transfer"] = _transfer(fields)
    texts["pledge"] = SIGNED if is_signed else ""
    return {**texts, **_from_number(texts["id_number"])}


def _transfer(fields: Mapping[str, str]) -> str:
    answer = fields.get(ANSWER, "")
    places = [fields[name] for name in TRANSFERS if fields.get(name)]
    return f"{answer}：{'、'.join(places)}" if answer == ACCEPTS and places else answer


def _from_number(number: str) -> dict[str, str]:
    try:
        parsed = parse_id_number(number)
    except IdNumberRefused:
        return {"sex": "", "birth": ""}
    return {"sex": parsed.sex, "birth": f"{parsed.birth_date:%Y-%m}"}
