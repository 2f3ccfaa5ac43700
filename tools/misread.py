"""Show what a reader of mails gets wrong: each field that differs from the truth, with the picture of its place.

Example: python tools/misread.py --world out/world --out out/misread
"""

import argparse
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linli.benchmarks.intake_score import FIELDS, OTHER_NAMES, pairs_of, value
from linli.cli.start import prepare
from linli.core.documents.grid import Place
from linli.core.intake.applicants import Applicant
from linli.core.intake.mail import read_mail
from linli.core.intake.page_content import page_content
from linli.core.intake.result import result_document
from linli.core.intake.sorting import sort_mails
from linli.core.pages.showing import value_crop
from linli.policies import get_pack


@dataclass(frozen=True, slots=True)
class Misreading:
    """A field that was read otherwise than it was written; ``asked`` if a person is asked about it.

    ``shot`` is a JPEG of its place, ``None`` where the carrier has no picture of it.
    """

    key: str
    field: str
    source: str
    written: Any
    read: Any
    asked: bool
    shot: bytes | None


def main() -> None:
    """Read the world, and write a list of what was misread beside its pictures."""
    parser = argparse.ArgumentParser(description="列出所造邮箱中读错的内容，附原图")
    parser.add_argument("--world", type=Path, required=True, help="所造邮箱的目录")
    parser.add_argument("--out", type=Path, required=True, help="写入的目录")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.settings")
    prepare(say=False)
    lines = [_line(one, given.out) for one in misreadings(given.world)]
    (given.out / "index.md").write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)}项读错：{given.out / 'index.md'}")


def misreadings(world: Path) -> Iterator[Misreading]:
    """Yield every field of a world's forms that was misread."""
    from linli.apps.intake.actions import read_mailbox  # noqa: PLC0415 (settings load first)
    from linli.apps.intake.imap import mailbox_at  # noqa: PLC0415 (settings load first)
    from linli.apps.intake.terms import terms_of_pack  # noqa: PLC0415 (settings load first)

    truth = json.loads((world / "truth.json").read_text(encoding="utf-8"))
    pack = get_pack(truth["season"])
    terms = terms_of_pack(pack)
    with mailbox_at(str(world / "mails"), environment=os.environ) as source:
        facts = read_mailbox(source, terms, progress=_unshown).facts
    found = sort_mails(facts.values(), deadline=terms.deadline)
    applicants = {one.key: one for one in found.applicants}
    for true, read in pairs_of(truth, result_document(found, season=pack.id)):
        if true["form"] and read.get("form"):
            yield from _of_one(true, read, applicants[read["key"]], world / "mails")


def _unshown(label: str, items: Iterable[Any], length: int) -> Iterable[Any]:
    return items


def _of_one(
    true: Mapping[str, Any], read: Mapping[str, Any], applicant: Applicant, mails: Path
) -> Iterator[Misreading]:
    for name in FIELDS:
        written, got = value(true["form"], name), value(read["form"], name)
        if written == got:
            continue
        names = (name, *OTHER_NAMES.get(name, ()))
        reading = next((applicant.fields[one] for one in names if one in applicant.fields), None)
        place = reading.place if reading is not None else None
        yield Misreading(
            key=true["key"],
            field=name,
            source=true["form_source"],
            written=written,
            read=got,
            asked=not applicant.doubts.keys().isdisjoint(names),
            shot=_shot(applicant, place, mails) if place is not None else None,
        )


def _shot(applicant: Applicant, place: Place, mails: Path) -> bytes | None:
    if not applicant.form_pages or applicant.form_mail is None:
        return None
    at = applicant.form_pages[place.page]
    raw = (mails / applicant.form_mail).read_bytes()
    content = page_content(read_mail(applicant.form_mail, raw), at)
    return value_crop(content, page=at.page, frame=at.frame, box=place.box)


def _line(one: Misreading, out: Path) -> str:
    name = f"{one.key}-{one.field}.jpg"
    if one.shot is not None:
        (out / name).write_bytes(one.shot)
    picture = f"![{one.field}]({name})" if one.shot is not None else ""
    asked = "asked" if one.asked else "not asked"
    return f"| {one.key} | {one.source} | {one.field} | {one.written} | {one.read} | {asked} | {picture} |\n"


if __name__ == "__main__":
    main()
