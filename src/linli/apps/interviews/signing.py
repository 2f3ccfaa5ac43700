"""Sign a panel's scores: both entries are whole and agree, and nothing changes after it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.interviews.ledger import CLAUSE, panel_event
from linli.apps.interviews.models import Panel, ScoreSheet, SignOff
from linli.apps.interviews.permissions import require_county, require_open
from linli.apps.interviews.queries import (
    differences_of,
    examiners_of,
    least_examiners,
    markers_of,
    recused_of,
    sheets_of,
)
from linli.apps.ledger.actions import beijing_date, record
from linli.apps.selection.score_workbook import ScoreRow
from linli.apps.selection.scoring import record_scores
from linli.core.placement.panels import Difference, Marks
from linli.core.record import canonical_json
from linli.core.refusal import Refusal

NAMED_AT_MOST = 3


class EntriesDiffer(Refusal):
    """The two entries of a panel's score sheets say different things."""


class SheetsIncomplete(Refusal):
    """A candidate lacks a sheet, or a sheet is not by those who are to mark the candidate."""


class NotDrawn(Refusal):
    """A panel whose order was never drawn has no scores to sign."""


@transaction.atomic
def sign_off(panel: Panel, *, actor: User, at: datetime) -> SignOff:
    """Sign a panel's scores and record them; after it nothing about them changes.

    Candidates who have withdrawn since the draw are left out. Raises ``NotDrawn``,
    ``EntriesDiffer`` and ``SheetsIncomplete``, naming the first cases, ``TooFewExaminers``,
    ``SignedOff`` and ``NotPermitted``. Source: D0 三(三); requirements D8.
    """
    season = panel.season
    require_county(actor, season, panel.county_id, act="签字确认面见成绩")
    panel = require_open(panel)
    if not panel.seed:
        raise NotDrawn("面见次序尚未抽签，没有可确认的成绩", why=CLAUSE, mend="先抽签、面见并录入")
    marking = markers_of(panel, least=least_examiners(season.pack, beijing_date(at)))
    _require_agreement(differences_of(panel))
    sheets = sheets_of(panel, ScoreSheet.Entry.FIRST)
    _require_complete(marking, sheets)
    signed = SignOff.objects.create(
        panel=panel, signed_by=actor, signed_at=at, fingerprint=fingerprint_of(panel)
    )
    inputs = {"sheets": len(marking), "fingerprint": signed.fingerprint}
    record([panel_event(panel, "sign_off_scores", actor, at, inputs=inputs)])
    rows = [
        ScoreRow(case, tuple(sheets[case][one] for one in sorted(sheets[case]))) for case in marking
    ]
    record_scores(season, panel.county_id, rows, actor=actor, at=at)
    return signed


def fingerprint_of(panel: Panel) -> str:
    """Return the SHA-256 of a panel's sheets with its examiners, relations and drawn order.

    Case numbers and examiners' numbers stand for people. After the sign-off it stays as signed.
    """
    told = {
        "panel": panel.subject,
        "number": panel.number,
        "seed": panel.seed,
        "order": list(panel.turns.values_list("application__case_number", flat=True)),
        "examiners": {str(one.number): one.body for one in examiners_of(panel).values()},
        "recused": {case: sorted(numbers) for case, numbers in recused_of(panel).items()},
        "sheets": {
            str(entry.value): {
                case: {str(number): mark for number, mark in marks.items()}
                for case, marks in sheets_of(panel, entry).items()
            }
            for entry in ScoreSheet.Entry
        },
    }
    return hashlib.sha256(canonical_json(told).encode()).hexdigest()


def _require_agreement(found: Sequence[Difference]) -> None:
    if found:
        raise EntriesDiffer(
            f"两次录入有{len(found)}处不一致：{_named([one.text for one in found])}",
            why=CLAUSE,
            mend="对照评分表原件改正后重新录入",
        )


def _require_complete(marking: Mapping[str, Sequence[int]], sheets: Mapping[str, Marks]) -> None:
    missing = [f"报名{case}" for case in marking if case not in sheets]
    if missing:
        raise SheetsIncomplete(
            f"{len(missing)}名面见人员没有评分表：{_named(missing)}",
            why=CLAUSE,
            mend="补录评分，没有到场的录入缺席",
        )
    wrong = [
        f"报名{case}"
        for case, numbers in marking.items()
        if sheets[case] and set(sheets[case]) != set(numbers)
    ]
    if wrong:
        raise SheetsIncomplete(
            f"{len(wrong)}名面见人员的评分与登记的回避关系不符：{_named(wrong)}",
            why=CLAUSE,
            mend="按回避后的考官重新录入",
        )


def _named(parts: Sequence[str]) -> str:
    more = "等" if len(parts) > NAMED_AT_MOST else ""
    return "；".join(parts[:NAMED_AT_MOST]) + more
