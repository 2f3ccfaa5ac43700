"""A whole mailbox, as it came, through the intake desk: an official who sees what was sent leaves nothing waiting.

``SAMPLE_MAILBOX`` names a folder with ``mails`` and ``truth.json``; without it a mailbox is made up.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.cache import cache
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.applications.states import State
from linli.apps.intake.doubts import OTHER_PAPER, form_of
from linli.apps.intake.imap import mailbox_at
from linli.apps.intake.models import Doubt, Mail
from linli.apps.intake.taking import take_in
from linli.apps.places.actions import load_divisions
from linli.apps.seasons.models import Season
from linli.benchmarks.intake_score import score_intake
from linli.core.documents.form_entry import (
    ACCEPTS,
    BOTH,
    ENTRY_LABELS,
    NEITHER,
    REFUSES,
    SIGNED,
    UNSIGNED,
)
from linli.core.intake.result import form_document
from linli.rehearsal.intake_world import WorldOrder, write_intake_world
from tests.apps.cast import at
from tests.core.intake import made_mail
from tests.factories import make_season

pytestmark = pytest.mark.thorough
PageOf = Callable[[User, int], Page]
Truth = Mapping[str, Any]
PEOPLE, SEED = 12, 41
#: At most so many fields are sure and wrong: nobody is asked about them.
SURE_WRONG = 0.002


@pytest.fixture
def folder(kept_files: None, tmp_path: Path, settings: Any) -> Path:
    """Return a folder with ``mails`` and ``truth.json``."""
    settings.DATA = tmp_path / "data"
    named = os.environ.get("SAMPLE_MAILBOX")
    if named:
        return Path(named)
    order = WorldOrder(people=PEOPLE, seed=SEED)
    write_intake_world(tmp_path / "world", order, assets=site.ASSETS)
    add_withdrawals(tmp_path / "world")
    return tmp_path / "world"


def add_withdrawals(folder: Path) -> None:
    """Let one person withdraw, and a stranger write in the name of another who then sends a paper."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    people = {one["key"]: one for one in truth["applicants"] if one["form"]}
    count = Counter(mail["applicant_key"] for mail in truth["mails"])
    sent = [mail for mail in truth["mails"] if mail["applicant_key"] in people]
    first = {mail["applicant_key"]: mail for mail in reversed(sent)}
    leaving = next(mail for key, mail in first.items() if count[key] == 1)
    sends_more = next(mail["applicant_key"] for mail in sent if mail["kind"] == "supplement")
    for mail, sender in (
        (leaving, leaving["from"]),
        (first[sends_more], "stranger@mail.example"),
    ):
        form = people[mail["applicant_key"]]["form"]
        at = datetime.fromisoformat(mail["received_at"]) + timedelta(seconds=90)
        text = f"我是{form['name']}，电话{form['phone']}，自愿放弃本次社区助理报名。"
        content = made_mail.mail(
            made_mail.text_part(text),
            sender=sender.encode(),
            subject=made_mail.word("放弃报名"),
            received=format_datetime(at),
        )
        file = f"mails/leave-{mail['applicant_key']}.eml"
        (folder / file).write_bytes(content)
        letter = {"file": file, "kind": "withdrawal", "received_at": at.isoformat(), "from": sender}
        truth["mails"].append({**letter, "applicant_key": mail["applicant_key"], "notes": ""})
    people[leaving["applicant_key"]]["verdict"] = "withdrawn"
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def truth(folder: Path) -> Truth:
    document: Truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return document


@pytest.fixture
def season(live_server: Any, folder: Path, city_official: User) -> Season:
    """Return a season into which the mailbox was taken as a city takes it."""
    load_divisions(site.ASSETS / "divisions")
    cache.clear()
    season = make_season(is_rehearsal=True)
    with mailbox_at(str(folder / "mails"), environment=os.environ) as source:
        take_in(source, season, actor=city_official, at=at(6, 15, 8), progress=_unshown)
    return season


def _unshown(label: str, items: Iterable[Any], length: int) -> Iterable[Any]:
    return items


def owners(truth: Truth) -> dict[str, str | None]:
    """Return whose each mail is, by the name of its file."""
    return {Path(mail["file"]).name: mail["applicant_key"] for mail in truth["mails"]}


def people_of_cases(truth: Truth) -> dict[int, Truth]:
    """Return the true applicant of each case, by the case's key: whose mails lie in it."""
    people = {one["key"]: one for one in truth["applicants"]}
    whose = owners(truth)
    laid = Mail.objects.exclude(application=None).values_list("application_id", "file")
    return {
        case: people[key]
        for case, file in laid
        if case is not None and (key := whose.get(Path(file).name)) is not None
    }


def true_answer(doubt: Doubt, person: Truth | None) -> str:
    """Return what an official who reads the picture well types or chooses."""
    if doubt.kind == Doubt.Kind.PAPER:
        return doubt.proposed or OTHER_PAPER
    if person is None or person["form"] is None:
        return doubt.proposed
    form = person["form"]
    special: Mapping[str, Callable[[], str]] = {
        "intended": lambda: area(form["intended"]),
        "transfer": lambda: transfer(form["adjustment"], doubt.proposed),
        "pledge": lambda: SIGNED if form["pledge_signed"] else UNSIGNED,
    }
    if doubt.field in special:
        return special[doubt.field]()
    # Free text of the form, the résumé say, is no part of the truth.
    return form[doubt.field] or "" if doubt.field in form else doubt.proposed


def area(named: Truth | None) -> str:
    return "".join(filter(None, (named["city"], named["county"]))) if named else ""


def transfer(adjustment: Truth, proposed: str) -> str:
    answer = {True: ACCEPTS, False: REFUSES}.get(adjustment["accepts"])
    if answer is None:
        answer = BOTH if proposed.startswith(BOTH) else NEITHER
    places = "、".join(map(area, adjustment["places"]))
    return f"{answer}：{places}" if places else answer


def is_withdrawn(person: Truth) -> bool:
    return bool(person["verdict"] == "withdrawn")


def settle_everything(page: Page, address: str, truth: Truth) -> None:
    """Go through all doubts with the keyboard, as the desk leads."""
    people = people_of_cases(truth)
    page.goto(address)
    left = Doubt.objects.filter(status=Doubt.Status.OPEN).count()
    while left:
        doubt = Doubt.objects.get(pk=page.url.rstrip("/").rpartition("/")[2])
        answer_on(page, true_answer(doubt, people.get(doubt.application_id)))
        expect(page).not_to_have_url(f"{address}{doubt.pk}/")
        left = Doubt.objects.filter(status=Doubt.Status.OPEN).count()


def answer_on(page: Page, answer: str) -> None:
    """Give an answer on the page of a doubt: a key for a choice, else typing and Enter."""
    choice = page.locator(f'input[name="value"][value="{answer}"]')
    if page.locator("fieldset.choices").count():
        page.keyboard.press(choice.get_attribute("data-key") or "")
        return
    page.locator("#value").fill(answer)
    is_long = page.locator("textarea#value").count()
    page.keyboard.press("Control+Enter" if is_long else "Enter")


def handle_every_mail(page: Page, base: str, truth: Truth) -> None:
    """Note what was done with each mail that a person must read; confirm what its person did withdraw."""
    people = people_of_cases(truth)
    waiting = Mail.objects.filter(is_set_aside=True, handled_by=None)
    for key, case in list(waiting.values_list("pk", "application_id")):
        page.goto(f"{base}/intake/mails/{key}/")
        withdrawing = page.get_by_role("button", name=re.compile("^确认撤回"))
        did_leave = case is not None and case in people and is_withdrawn(people[case])
        # A letter that was confirmed closes the others of its case.
        if page.get_by_text("已处理").count():
            continue
        if did_leave and withdrawing.count():
            withdrawing.click()
        else:
            page.get_by_label("处理说明").fill("已阅，电话告知当事人（演练）")
            page.get_by_role("button", name="提交处理结果").click()
        expect(page.get_by_text("已处理")).to_be_visible()


def type_every_missing_form(page: Page, base: str, truth: Truth) -> None:
    """Type the form of each case whose form nobody could read, where one was sent at all."""
    people = people_of_cases(truth)
    for case in Application.objects.filter(state__in=OPEN_STATES, form={}):
        person = people.get(case.pk)
        if person is None or person["form"] is None:
            continue
        page.goto(f"{base}/applications/{case.case_number}/form/")
        for name, text in entries(person["form"]).items():
            field = page.locator(f'#entry [name="{name}"]')
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)
        page.get_by_role("button", name="试算").click()
        page.get_by_role("button", name="核对无误，登记").click()
        expect(page).to_have_url(f"{base}/applications/{case.case_number}/")


def entries(form: Truth) -> dict[str, str]:
    """Return a true form as an official types it."""
    plain = {name: form[name] or "" for name in ENTRY_LABELS if isinstance(form.get(name), str)}
    pledge = SIGNED if form["pledge_signed"] else UNSIGNED
    places = {"intended": area(form["intended"]), "transfer": transfer(form["adjustment"], "")}
    return {**plain, **places, "pledge": pledge}


def release_every_letter(page: Page, base: str) -> int:
    """Look through each letter that waits and send it; return how many there were."""
    page.goto(f"{base}/intake/waiting/letter/")
    cases = page.locator("table.cases th[scope=row]").all_inner_texts()
    for case in cases:
        page.goto(f"{base}/applications/{case}/")
        page.get_by_label("我已核对标题和正文").check()
        page.get_by_role("button", name="发出").click()
        expect(page.get_by_text("发出：请补正报名材料")).to_be_visible()
    return len(cases)


def as_read(truth: Truth) -> dict[str, Any]:
    """Return the cases as they stand, in the shape of the truth."""
    cases = Application.objects.filter(state__in=OPEN_STATES)
    laid = Mail.objects.values_list("file", "kind", "application__case_number")
    return {
        "mails": [{"file": f, "kind": kind, "applicant_key": case} for f, kind, case in laid],
        "applicants": [
            {"key": case.case_number, "form": form_document(form_of(case)) if case.form else None}
            for case in cases
        ],
    }


def withdrawn_people(truth: Truth) -> set[str]:
    """Return the true applicants whose cases are withdrawn, by key."""
    people = people_of_cases(truth)
    gone = Application.objects.filter(state=State.WITHDRAWN)
    return {people[case]["key"] for case in gone.values_list("pk", flat=True)}


def test_a_whole_mailbox_passes_the_desk_and_every_form_ends_as_it_was_sent(
    live_server: Any, season: Season, truth: Truth, page_of: PageOf, city_official: User
) -> None:
    page = page_of(city_official, 1440)
    base = f"{live_server.url}/office/seasons/{season.code}"

    settle_everything(page, f"{base}/intake/doubts/", truth)
    handle_every_mail(page, base, truth)
    type_every_missing_form(page, base, truth)
    letters = release_every_letter(page, base)

    page.goto(f"{base}/intake/doubts/")
    expect(page.get_by_text("没有待核对的读取结果")).to_be_visible()
    found = score_intake(truth, as_read(truth))
    settled = Doubt.objects.exclude(settled_by=None).count()
    print(f"\n{settled} readings settled, {letters} letters sent; sure and wrong: {found.misread}")
    assert found.sure_wrong <= SURE_WRONG
    assert withdrawn_people(truth) == {
        one["key"] for one in truth["applicants"] if is_withdrawn(one)
    }
    assert Application.objects.count() == len(truth["applicants"])
    assert not Mail.objects.filter(is_set_aside=True, handled_by=None).exists()
    assert not Application.objects.filter(state__in=OPEN_STATES, proposal="").exists()
