"""How people write the same fact: blanks in names, kinds of dates, other words for a level."""

from dataclasses import dataclass
from enum import StrEnum

from linli.core.documents.registration_form import RegistrationForm
from linli.core.places import Area


class Tick(StrEnum):
    """How a box is ticked in a Word form."""

    BALLOT_BOX = "☑"
    CHECK_MARK = "√"
    FILLED_BOX = "■"
    CONTENT_CONTROL = "w14:checkbox"
    SYMBOL_FONT = "w:sym"


class Program(StrEnum):
    """The program that a form claims to come from."""

    WORD = "Microsoft Office Word"
    WPS = "WPS Office"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One person's way of filling in the form.

    ``month`` and ``day`` are patterns over year, month and day; ``keeps_blanks`` fills the
    printed blanks (忻州 市 代 县) instead of writing over them.
    """

    name: str
    program: Program = Program.WORD
    tick: Tick = Tick.BALLOT_BOX
    splits_runs: bool = False
    spaces_name: bool = False
    spaces_labels: bool = False
    short_words: bool = False
    groups_digits: bool = False
    keeps_blanks: bool = True
    month: str = "{year}.{month:02}"
    day: str = "{year} 年 {month} 月 {day} 日"
    signs_with_picture: bool = False
    mark_in_header: bool = True


DIALECTS = (
    Dialect("word"),
    Dialect("word_controls", tick=Tick.CONTENT_CONTROL, splits_runs=True, spaces_name=True),
    Dialect(
        "wps",
        program=Program.WPS,
        tick=Tick.CHECK_MARK,
        spaces_labels=True,
        keeps_blanks=False,
        month="{year}年{month}月",
        mark_in_header=False,
    ),
    Dialect(
        "wps_split",
        program=Program.WPS,
        splits_runs=True,
        short_words=True,
        month="{year}-{month:02}",
        day="{year}年{month:02}月{day:02}日",
    ),
    Dialect(
        "old_word",
        tick=Tick.SYMBOL_FONT,
        spaces_name=True,
        groups_digits=True,
        month="{year}.{month}",
        signs_with_picture=True,
    ),
    Dialect(
        "phone",
        program=Program.WPS,
        tick=Tick.FILLED_BOX,
        short_words=True,
        keeps_blanks=False,
        month="{year}/{month:02}",
        day="{year}.{month}.{day}",
        mark_in_header=False,
    ),
    Dialect("compact", tick=Tick.CHECK_MARK, splits_runs=True, month="{year}{month:02}"),
)

SHORT_LEVELS = {"专科": "大专", "本科": "大学本科", "硕士研究生": "硕士"}
SHORT_STATUS = {"共青团员": "团员", "中共党员": "党员", "中共预备党员": "预备党员"}


def written_month(month: str | None, dialect: Dialect) -> str:
    """Return ``YYYY-MM`` in the dialect's way, blank for ``None``."""
    if not month:
        return ""
    year, number = month.split("-")
    return dialect.month.format(year=year, month=int(number))


def written_day(day: str | None, dialect: Dialect) -> str:
    """Return ``YYYY-MM-DD`` in the dialect's way; without a day the printed blanks."""
    if not day:
        return "      年    月    日"
    year, month, number = day.split("-")
    return dialect.day.format(year=year, month=int(month), day=int(number))


def written_name(name: str | None, dialect: Dialect) -> str:
    """Return the name; a name of two characters is often set apart to look like three."""
    if name and dialect.spaces_name and len(name) == 2:
        return "  ".join(name)
    return name or ""


def written_values(form: RegistrationForm, dialect: Dialect) -> dict[str, str]:
    """Return what stands in the plain cells of Annex 2, by the printed label."""
    short = dialect.short_words
    ethnicity = form.ethnicity or ""
    education, status = form.education or "", form.political_status or ""
    return {
        "姓名": written_name(form.name, dialect),
        "性别": form.sex or "",
        "民族": ethnicity.removesuffix("族") if short else ethnicity,
        "出生年月": written_month(form.birth, dialect),
        "籍贯": form.native_place or "",
        "政治面貌": SHORT_STATUS.get(status, status) if short else status,
        "毕业院校": form.school or "",
        "毕业时间": written_month(form.graduation, dialect),
        "所学专业": form.major or "",
        "学历": SHORT_LEVELS.get(education, education) if short else education,
        "学位": form.degree or ("/" if short else "无"),
        "身份证号": _grouped(form.id_number, (6, 14), dialect),
        "家庭详细住址": form.address or "",
        "联系电话": _grouped(form.phone, (3, 7), dialect),
    }


def written_area(area: Area, dialect: Dialect) -> tuple[str, str]:
    """Return city and county for the printed blanks, or both in full where these are gone."""
    city, county = area.city or "", area.county or ""
    if not dialect.keeps_blanks:
        return city, county
    return city.removesuffix("市"), county[:-1]


def _grouped(digits: str | None, cuts: tuple[int, int], dialect: Dialect) -> str:
    if not digits or not dialect.groups_digits:
        return digits or ""
    first, second = cuts
    return f"{digits[:first]} {digits[first:second]} {digits[second:]}"
