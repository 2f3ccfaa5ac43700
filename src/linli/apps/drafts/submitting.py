"""Submit a draft: once for every state of it, whole or not at all, by the clock of the server.

Source: D0 三(一)2-3, 三(一)6, 附件2; requirements B3, B9, B16, B17.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.queries import verified_addresses
from linli.apps.applications.change import Change, change_states, lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.own import amend_own, receive_own
from linli.apps.applications.receiving import Draft as Received
from linli.apps.applications.states import Act, State
from linli.apps.drafts import tasks
from linli.apps.drafts.freezing import SubmittedForGood, require_form_as_submitted
from linli.apps.drafts.models import PHOTO, SIGNATURE, Draft, Upload
from linli.apps.drafts.reviewing import Review, review
from linli.apps.drafts.saving import locked
from linli.apps.drafts.window import registration_closed, require_open
from linli.apps.people.claiming import claim_person
from linli.apps.people.models import Person
from linli.apps.seasons.actions import lock_season
from linli.core.identity.id_number import normalise_id_number
from linli.core.refusal import Refusal

Listener = Callable[[Application, datetime], None]
_listeners: list[Listener] = []
_ANSWERED = "本人在网站提交补正"
_WISHES_ANEW = "本人更改工作意向地区，须重新转县"


class Incomplete(Refusal):
    """Something of the form or the papers is missing or wrong; the review says what."""


class ChangedSinceReviewed(Refusal):
    """The draft is no longer what the applicant has seen and pledged for."""


class NothingChanged(Refusal):
    """A supplement was asked for, and the draft is still what was submitted before."""


class SignatureMissing(Refusal):
    """The pledge is not signed, or with another name."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a submission came to: the case, and whether it is the first of its case, or the same again."""

    application: Application
    is_first: bool
    is_repeated: bool


def on_submission(listener: Listener) -> Listener:
    """Register what is told of a submission, inside its transaction."""
    _listeners.append(listener)
    return listener


@transaction.atomic
def submit(draft: Draft, *, revision: int, signed_name: str, at: datetime) -> Submission:
    """Submit a draft as the applicant reviewed it at ``revision``; return the case.

    The same state of a draft is submitted once, however often that is asked. What is submitted
    again after a change takes the place of what was there, under the same number.
    Raises ``Incomplete``, ``ChangedSinceReviewed``, ``NothingChanged``, ``SignatureMissing``,
    ``SubmittedForGood``, ``NumberHeld``, ``AccountOfAnother``, ``AppliedAlready`` and what
    ``require_open`` raises.
    """
    present = locked(draft)
    case = present.application
    if case is not None and present.submitted_revision == revision:
        _require_changed(present, case)
        return Submission(case, is_first=False, is_repeated=True)
    require_open(present, at)
    uploads = list(present.uploads.all().present())
    _require_seen(present, revision)
    found = review(present, uploads, at=at)
    _require_whole(found, uploads, signed_name)
    require_form_as_submitted(present, found.form, at)
    is_first = case is None
    application = _hand_in(present, _received(present, found, uploads, at), at)
    _mark(present, application, uploads, at)
    tasks.take_over.enqueue(application.pk)
    for listener in _listeners:
        listener(application, at)
    return Submission(application, is_first, is_repeated=False)


def _require_seen(draft: Draft, revision: int) -> None:
    if draft.revision != revision:
        raise ChangedSinceReviewed(
            "报名内容在您查看以后又改动过，可能是在另一个页面或者另一台设备上改的",
            mend="请再看一遍，然后提交",
        )


def _require_changed(draft: Draft, case: Application) -> None:
    if case.state == State.SUPPLEMENT_REQUESTED and not draft.has_changes_to_submit:
        raise NothingChanged(
            "没有改动，补正尚未提交",
            why="D0 三(二)",
            mend="按补正要求修改或者上传以后再提交；材料已交到窗口的，不用在网上再提交",
        )


def _require_whole(found: Review, uploads: list[Upload], signed_name: str) -> None:
    if not found.is_complete:
        count = len(found.faults) + len(found.missing)
        raise Incomplete(
            f"还有{count}项没有填好或者没有备齐", why="D0 三(一)6", mend="按列出的各项补齐后再提交"
        )
    is_drawn = any(upload.kind == SIGNATURE for upload in uploads)
    if not is_drawn and "".join(signed_name.split()) != "".join((found.form.name or "").split()):
        raise SignatureMissing(
            "承诺栏的签名与姓名不一致",
            why="D0 附件2",
            mend="输入与身份证一致的姓名作为签名，或者手写签名",
        )


def _received(draft: Draft, found: Review, uploads: list[Upload], at: datetime) -> Received:
    form = replace(found.form, pledge_signed=True)
    pictures = {one.kind: one.digest for one in uploads}
    return Received(
        form=form,
        materials=found.materials,
        received_at=at,
        source=Application.Source.PORTAL,
        name=form.name or "",
        id_number=form.id_number,
        phone=form.phone or "",
        email=draft.account.email,
        reading={
            "carrier": Application.Source.PORTAL.value,
            "digest": "",
            "mail": "",
            "fields": {},
            "doubts": {},
            "unknown": [],
            "photo": pictures.get(PHOTO, ""),
            "signature": pictures.get(SIGNATURE, ""),
        },
    )


def _hand_in(draft: Draft, received: Received, at: datetime) -> Application:
    account, season, case = draft.account, draft.season, draft.application
    lock_season(season)
    state = lock_standings([case])[case.pk].state if case is not None else None
    person = claim_person(
        normalise_id_number(received.id_number or ""),
        account,
        addresses=verified_addresses(account),
        is_rehearsal=season.is_rehearsal,
        amended=case.pk if case is not None else None,
    )
    if case is None:
        return receive_own(season, received, person, account=account)
    _require_same(person, case, at)
    if state is State.SUPPLEMENT_REQUESTED:
        # What was asked for comes after the registration; the application itself came in time.
        received = replace(received, received_at=case.received_at)
    wish = case.form.get("intended")
    amend_own(case, received, person, account=account, at=at)
    if state is State.SUPPLEMENT_REQUESTED:
        change_states([Change(case, Act.ANSWER_SUPPLEMENT, account, at, reason=_ANSWERED)])
    if case.state == State.ROUTED and case.form["intended"] != wish:
        # The county that it was sent to is no longer the one that is wished for.
        case.county = case.applied_county = None
        change_states([Change(case, Act.CHANGE_WISH, account, at, reason=_WISHES_ANEW)])
    return case


def _require_same(person: Person, case: Application, at: datetime) -> None:
    if person.pk != case.person_id and registration_closed(case.season, at) is not None:
        raise SubmittedForGood(
            f"报名已经截止，报名{case.case_number}不能改为另一个人的",
            why="D0 三(一)2",
            mend="身份证号填错的，请带身份证到受理窗口更正",
        )


def _mark(draft: Draft, application: Application, uploads: list[Upload], at: datetime) -> None:
    draft.application = application
    draft.submitted_at, draft.submitted_revision = at, draft.revision
    draft.save(update_fields=("application", "submitted_at", "submitted_revision"))
    draft.uploads.filter(is_submitted=True).exclude(removed_at=None).update(is_submitted=False)
    draft.uploads.all().present().update(is_submitted=True)
