"""Files of a draft as the reader would have read them: no picture is recognised for a test of what follows."""

from __future__ import annotations

from typing import Any

from linli.apps.drafts.models import Draft, Upload
from linli.apps.drafts.usable import ONLY_ONE
from linli.core.intake.facts_record import READING_VERSION, plain
from linli.core.intake.sent import AttachmentFacts, SentPage, SentPaper
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper, PaperValues

SURE = 0.95


def paper_of(*kinds: MaterialKind, sure: float = SURE, **values: Any) -> Paper:
    """Return a paper with values on it."""
    doubtful = values.pop("doubtful", ())
    return Paper(kinds, sure, PaperValues(**values), doubtful)


def tell(upload: Upload, *papers: Paper, **more: Any) -> Upload:
    """Let a file have been read as these papers, one a page; without any it is a page without words."""
    pages = [SentPage(upload.digest, number) for number in range(len(papers))]
    facts = AttachmentFacts(
        **{
            "name": "文件.jpg",
            "digest": upload.digest,
            "papers": tuple(SentPaper(one, at) for one, at in zip(papers, pages, strict=True)),
            "unsorted": () if papers else (SentPage(upload.digest),),
            "is_paper": True,
            **more,
        }
    )
    upload.reading = {"version": READING_VERSION, "file": plain(facts)}
    is_unread = bool(facts.problems) and not (facts.papers or facts.unsorted)
    upload.status = Upload.Status.UNREADABLE if is_unread else Upload.Status.READ
    upload.save()
    return upload


def tell_as_declared(draft: Draft) -> None:
    """Let every file of a draft have been read as what its owner says, with the values of the form."""
    typed = draft.fields
    names = ("name", "id_number", "school", "major", "graduation")
    values = {name: typed[name] for name in names}
    for upload in draft.uploads.all().present().exclude(kind__in=ONLY_ONE):
        kind = MaterialKind(upload.kind)
        own = {"name", "id_number"} if kind in _CARDS else set(values) - {"id_number"}
        tell(upload, paper_of(kind, **{name: values[name] for name in own}))


_CARDS = frozenset({MaterialKind.ID_CARD_FRONT, MaterialKind.ID_CARD_BACK, MaterialKind.HUKOU})
