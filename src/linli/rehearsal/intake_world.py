"""A mailbox of further variety for those who develop and measure readers, with its truth.

It is harder than the rehearsal's and slower to make: every paper and every page of a form
is drawn as a scanner or a phone would take it. ``truth.json`` has the shape of that of the
sample mailboxes.

Source: D0 三(一), 附件2.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from linli.rehearsal.dice import Dice
from linli.rehearsal.intake_world_desk import REPORTS, Workshop, WorldDesk
from linli.rehearsal.intake_world_files import WorldFile
from linli.rehearsal.intake_world_letters import INQUIRIES, NOTE, SPAM, Letter
from linli.rehearsal.intake_world_people import SentPaper, make_people
from linli.rehearsal.intake_world_places import read_province
from linli.rehearsal.intake_world_plans import make_cases, make_plans
from linli.rehearsal.intake_world_post import Post, post_bytes
from linli.rehearsal.intake_world_rules import Sent
from linli.rehearsal.intake_world_stories import told_mails
from linli.rehearsal.intake_world_teller import FIRST_DAY, NICKNAMES
from linli.rehearsal.intake_world_truth import applicant_truth
from linli.rehearsal.sample_truth import MailKind

SEASON = "xinzhou-2024"
STRANGERS_SHARE = 0.14
SHARE_WITH_PICTURES = 0.02
Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class WorldOrder:
    """What world to make.

    ``hardness`` is how bad pictures get, 0 to 1. In a text world no form needs OCR and few
    people send any picture, so that a thousand mails are made and read quickly.
    """

    people: int
    seed: int
    hardness: float = 0.6
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """A world as written: its truth, and every page picture that a reader has to look at."""

    truth: dict[str, Any]
    pictures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A mail on its way into the folder."""

    post: Post
    sent: Sent
    key: str | None
    notes: str


def write_intake_world(
    folder: Path,
    order: WorldOrder,
    *,
    assets: Path,
    progress: Progress = lambda _label, items, _length: items,
) -> World:
    """Write ``mails/NNN.eml`` and ``truth.json`` into ``folder`` and return what is true.

    ``assets`` holds ``fonts`` and ``divisions``. Same order and assets, same bytes. The
    folder is made if need be; files of the same names are replaced.
    """
    shop = Workshop.of(order.seed, assets / "fonts", order.hardness, 1.0 if order.is_text else 0.55)
    letters: list[_Letter] = []
    applicants = []
    told = _told(order, shop, assets)
    for key, notes, mails in progress("编写邮件", told, order.people):
        letters += [_Letter(mail.post, mail.sent, key, notes) for mail in mails]
        applicants.append(applicant_truth(key, [mail.sent for mail in mails]))
    letters += _strangers(order)
    letters.sort(key=lambda letter: (letter.post.received_at, letter.post.sender))
    truth = {
        "season": SEASON,
        "mails": _write_mails(folder / "mails", letters, order.seed),
        "applicants": applicants,
    }
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
    return World(truth, tuple(shop.pictures))


def _told(
    order: WorldOrder, shop: Workshop, assets: Path
) -> Iterator[tuple[str, str, Sequence[Any]]]:
    province = read_province(assets / "divisions")
    plans = make_plans(order.people, seed=order.seed, is_text=order.is_text)
    cases = make_cases(plans, seed=order.seed)
    people = make_people(cases, seed=order.seed, province=province)
    dice = Dice(order.seed, "text world")
    for person, plan in zip(people, plans, strict=True):
        if order.is_text and not dice.chance(SHARE_WITH_PICTURES):
            person = replace(person, papers=_as_text(person.papers))
        special = "; ".join(sorted(case.name.lower() for case in person.cases))
        notes = f"{plan.notes}; {special}" if special else plan.notes
        yield person.key, notes, told_mails(WorldDesk(person, shop), plan)


def _as_text(papers: Sequence[SentPaper]) -> tuple[SentPaper, ...]:
    """Return the papers that can travel as text."""
    return tuple(paper for paper in papers if paper.sort in REPORTS)


def _strangers(order: WorldOrder) -> list[_Letter]:
    """Return questions and spam; the letters go round, so that each occurs."""
    dice = Dice(order.seed, "world strangers")
    letters = []
    for number in range(max(round(order.people * STRANGERS_SHARE), 2)):
        is_spam = number % 2 == 1
        pool: Sequence[Letter] = SPAM if is_spam else INQUIRIES
        letter = pool[(number // 2) % len(pool)]
        at = FIRST_DAY + timedelta(days=dice.below(13), seconds=dice.below(50_000))
        post = Post(
            subject=letter.subject,
            text=f"{letter.text}\n{NOTE}",
            sender=f"stranger{number:03}@mail.example",
            sender_name=dice.pick(NICKNAMES),
            received_at=at,
            files=_advertising(dice) if is_spam and dice.chance(0.2) else (),
        )
        kind = MailKind.SPAM if is_spam else MailKind.INQUIRY
        letters.append(_Letter(post, Sent(kind, at), None, kind.value))
    return letters


def _advertising(dice: Dice) -> tuple[WorldFile, ...]:
    name = dice.pick(("宣传单.txt", "报价.txt"))
    return (WorldFile(name, "样本广告".encode("gb18030")),)


def _write_mails(folder: Path, letters: Sequence[_Letter], seed: int) -> list[dict[str, Any]]:
    folder.mkdir(parents=True, exist_ok=True)
    truths = []
    for number, letter in enumerate(letters, start=1):
        file = f"{number:03}.eml"
        dice = Dice(seed, f"world post {number}")
        (folder / file).write_bytes(post_bytes(letter.post, number, dice))
        truths.append(
            {
                "file": f"mails/{file}",
                "kind": letter.sent.kind.value,
                "received_at": letter.post.received_at.isoformat(),
                "from": letter.post.sender,
                "applicant_key": letter.key,
                "notes": letter.notes,
            }
        )
    return truths
