"""The materials of a case as the bench shows them: every page once, with what it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linli.apps.applications.models import Application
from linli.apps.intake.models import Mail
from linli.web.office.intake_mail import SentFile, pages_of, sent_file_of
from linli.web.office.words import MATERIALS

_FORM, _PHOTO = "报名登记表", "照片"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page that a picture shows, or a file that none shows (``page`` is ``None``)."""

    number: int
    mail: int
    file: SentFile
    page: int | None
    kind: str

    @property
    def page_number(self) -> int:
        """Return the how-manieth page of its file it is."""
        return (self.page or 0) + 1


def sheets_of(application: Application) -> tuple[Sheet, ...]:
    """Return the pages of all mails of a case, the form first, then in the order they came.

    A file that was sent twice is shown once, as it came last.
    """
    found = list(_pages(application.mails.all(), application.reading.get("photo", "")))
    ordered = sorted(found, key=lambda one: one[3] != _FORM)
    return tuple(
        Sheet(number, mail, file, page, kind)
        for number, (mail, file, page, kind) in enumerate(ordered, start=1)
    )


def _pages(mails: Iterable[Mail], photo: str) -> Iterator[tuple[int, SentFile, int | None, str]]:
    latest = sorted(mails, key=lambda one: (one.received_at is not None, one.received_at or 0))
    last = {
        item["digest"]: (mail.pk, number)
        for mail in latest
        for number, item in enumerate(mail.reading.get("attachments", ()))
    }
    for mail in latest:
        for number, item in enumerate(mail.reading.get("attachments", ())):
            if last[item["digest"]] == (mail.pk, number):
                known = _PHOTO if item["digest"] == photo else ""
                yield from _pages_of_file(mail, number, item, known)


def _pages_of_file(
    mail: Mail, number: int, item: Mapping[str, Any], known: str
) -> Iterator[tuple[int, SentFile, int | None, str]]:
    file = sent_file_of(number, item, mail.reading)
    pages = pages_of(item, mail.reading)
    told = known or file.what or "其他附件"
    if not pages:
        yield mail.pk, file, None, told
    for position, page in enumerate(pages):
        yield mail.pk, file, position, known or _kind(page, item, mail.reading) or told


def _kind(page: Mapping[str, Any], item: Mapping[str, Any], reading: Mapping[str, Any]) -> str:
    """Return what stands on a page, blank if nobody and nothing told."""
    place = _place(page)
    form_pages = (one for other in reading["attachments"] for one in other["form_pages"])
    kinds = [_FORM] if any(_place(one) == place for one in form_pages) else []
    for sent in item["papers"]:
        if sent["at"] and _place(sent["at"]) == place:
            kinds += [MATERIALS.get(kind, kind) for kind in sent["paper"]["kinds"]]
    if any(_place(one) == place for one in item["unsorted"]):
        kinds.append(MATERIALS["unknown"])
    return "、".join(dict.fromkeys(kinds))


def _place(page: Mapping[str, Any]) -> tuple[str, int, int]:
    return page["digest"], page["inner"], page["page"]
