"""First opinions of a season that asks for a second reader, and short ways to them."""

from __future__ import annotations

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, FirstOpinion
from linli.apps.applications.reviewing import Verdict, rule_on
from linli.apps.applications.seen_mark import seen_of
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.factories import make_application, make_checks

FAULT = "毕业院校不在省内（D0 一(一)）"
FAIL = Verdict("fail", ("school_outside_province",), "院校在内蒙古")


def checked(season: Season, proposal: str = "fail", **fields: object) -> Application:
    one = make_application(season, proposal=proposal, **fields)  # type: ignore[arg-type]
    make_checks(one)
    return one


def rule(
    one: Application, actor: User, verdict: Verdict = FAIL, *, day: int = 20
) -> FirstOpinion | None:
    return rule_on(one, verdict, seen=seen_of(one), actor=actor, at=at(6, day))


def opinion_on(one: Application, actor: User, verdict: Verdict = FAIL) -> FirstOpinion:
    given = rule(one, actor, verdict)
    assert given is not None
    return given


def kept(opinion: FirstOpinion) -> tuple[str, str, User | None]:
    """Return what the database holds of an opinion: what became of it, why, by whom."""
    fresh = FirstOpinion.objects.get(pk=opinion.pk)
    return fresh.status, fresh.answer, fresh.closed_by
