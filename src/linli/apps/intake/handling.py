"""A mail that was set aside, read by a person: what it is, and whose case it belongs to.

Source: D0 三(一)3; requirements B4, B17.
"""

from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.actions import recheck
from linli.apps.applications.change import lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.permissions import may_view
from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.intake.doubts import may_settle
from linli.apps.intake.laying import lay_in, take_out
from linli.apps.intake.models import Mail
from linli.apps.ledger.actions import Event, record
from linli.apps.people.storing import storable
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.permissions import Permission, may_act_at, require
from linli.core.intake.sorting import COUNTED, MailKind
from linli.core.refusal import Refusal

#: What a person may say that a mail is.
KINDS = tuple(kind for kind in MailKind if kind not in (MailKind.SET_ASIDE, MailKind.ONLINE))
LONGEST_NOTE = 400
#: Who opens mails: they hold whole identity cards, and money and audit need none of it.
READERS = (Office.CITY, Office.COUNTY)


class HandlingIncomplete(Refusal):
    """A mail is handled with its kind and a note of what was found and done."""


class AlreadyHandled(Refusal):
    """Somebody else has handled the mail in the meantime, or it needs no handling."""


class WrongCase(Refusal):
    """A mail belongs to a case of its own season."""


def may_read(official: User, mail: Mail) -> Permission:
    """Tell whether an official may open a mail: city and county as its case, city alone without one.

    Source: 个人信息保护法 art. 6.
    """
    if official.office not in READERS:
        return _left_to_readers("查看来件")
    if mail.application is not None:
        return may_view(official, mail.application)
    return may_act_at(
        official,
        READERS,
        mail.season.city_id,
        act="查看来件",
        is_rehearsal=mail.season.is_rehearsal,
    )


def may_handle(official: User, mail: Mail) -> Permission:
    """Tell whether an official may say what became of a mail."""
    if official.office not in READERS:
        return _left_to_readers("处理来件")
    return may_read(official, mail)


def _left_to_readers(act: str) -> Permission:
    names = "、".join(office.label for office in READERS)
    return Permission(False, f"“{act}”由{names}办理")


@transaction.atomic
def handle_mail(
    mail: Mail, *, kind: str, note: str, application: Application | None, actor: User, at: datetime
) -> None:
    """Record what a person found a set-aside mail to be, and lay its papers into the case it belongs to.

    ``application`` is the whole answer: with ``None`` the mail belongs to no case from now
    on. Papers of a counted kind go into an open case, which is checked again; those of a mail
    that leaves an open case leave it, too. Decided cases keep theirs. Raises
    ``NotPermitted``, ``HandlingIncomplete``, ``AlreadyHandled``, ``WrongCase`` and
    ``linli.apps.intake.laying.FormOfTheCase``. Source: D0 三(一)3.
    """
    require(may_handle(actor, mail))
    if application is not None:
        _require_own_case(mail, application, actor)
    _require_complete(kind, note)
    former = mail.application
    # The form that a mail brings may bear an ID number, of which another case may get hold.
    lock_season(mail.season)
    cases = {one.pk: one for one in (former, application) if one is not None}
    standings = lock_standings(cases.values())
    _require_waiting(mail)
    for one in cases.values():
        one.refresh_from_db()
    mail.kind, mail.application = kind, application
    mail.handled_by, mail.handled_at, mail.handling_note = actor, at, storable(note.strip())
    mail.save(update_fields=["kind", "application", "handled_by", "handled_at", "handling_note"])
    record([handling_event(mail, former, actor, at)])
    still_open = {key: one for key, one in cases.items() if standings[key].state in OPEN_STATES}
    _lay(mail, former, still_open)
    checked = [one for one in still_open.values() if one.proposal]
    recheck(checked, actor=actor, at=at)


def _lay(mail: Mail, former: Application | None, still_open: dict[int, Application]) -> None:
    """Move the papers of a mail between open cases."""
    counts = mail.kind in COUNTED
    belongs = mail.application.pk if mail.application and counts else None
    if former is not None and former.pk in still_open and former.pk != belongs:
        take_out(mail, still_open[former.pk])
    if belongs in still_open:
        lay_in(mail, still_open[belongs])


def _require_own_case(mail: Mail, application: Application, actor: User) -> None:
    if application.season_id != mail.season_id:
        raise WrongCase("本招募季没有这个报名编号", mend="核对报名编号后重新填写")
    require(may_settle(actor, application))


def _require_complete(kind: str, note: str) -> None:
    if kind not in KINDS:
        raise HandlingIncomplete("没有选择来件的类别", mend="从列出的类别中选择一种")
    if not note.strip():
        raise HandlingIncomplete(
            "没有填写处理说明", why="D0 三(一)3", mend="写明来件内容和处理结果后再提交"
        )
    if len(note.strip()) > LONGEST_NOTE:
        raise HandlingIncomplete(
            f"处理说明共{len(note.strip())}字，超过{LONGEST_NOTE}字",
            mend=f"缩短到{LONGEST_NOTE}字以内，详情写入案卷",
        )


def _require_waiting(mail: Mail) -> None:
    standing = Mail.objects.select_for_update().defer("reading").get(pk=mail.pk)
    if standing.handled_by_id is not None or not standing.is_set_aside:
        raise AlreadyHandled("这封来件已由他人处理，或者无须人工处理", mend="刷新页面查看")


def handling_event(mail: Mail, former: Application | None, actor: User, at: datetime) -> Event:
    """Return what the ledger keeps of a mail that was handled; ``former`` is the case it lay in before."""
    return Event(
        at=at,
        actor=actor.username,
        action="handle_mail",
        subject=mail.application.subject if mail.application else mail.season.code,
        clause="D0 三(一)3",
        reason=mail.handling_note,
        rule=mail.season.rule_version,
        inputs={
            "mail": mail.pk,
            "kind": mail.kind,
            "from_case": former.case_number if former else "",
        },
        rehearsal=mail.season.is_rehearsal,
    )
