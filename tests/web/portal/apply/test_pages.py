"""The application's pages by the server's clock: before, in time, at the closing second, after it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.drafts.consenting import give_consent
from linli.apps.drafts.file_reading import read
from linli.apps.drafts.models import Draft, Upload
from linli.apps.drafts.saving import draft_of, save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.drafts.uploading import UPLOADS, add_upload
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from tests.factories import BEIJING, make_season
from tests.support.portal import (
    APPLYING,
    NAME,
    fields,
    filled_draft,
    make_applicant,
    paper,
    portrait,
    submitted_case,
)

pytestmark = pytest.mark.django_db
CLOSING = datetime(2024, 6, 15, tzinfo=BEIJING)
SECOND = timedelta(seconds=1)
HOME = "/apply/xinzhou-2024/"
REVIEW, SAVE = f"{HOME}review/", f"{HOME}save/"


@pytest.fixture
def season(kept_files: None) -> Season:
    return make_season()


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=False)


def pledge(draft: Draft) -> dict[str, Any]:
    return {"revision": draft.revision, "pledged": "on", "signed_name": NAME}


def test_whoever_is_not_signed_in_is_asked_to(client: Client, season: Season) -> None:
    for address in ("", "form/person/", "photo/", "materials/", "review/", "receipt/", "files/1/"):
        response = client.get(HOME + address)

        assert response["Location"] == f"/account/login/?next={HOME}{address}"


def test_another_applicants_file_is_not_there(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    other = filled_draft(season, make_applicant("applicant-2", phone="13800000002"))
    theirs = Upload.objects.filter(draft=other)[0]

    assert as_applicant.get(f"{HOME}files/{theirs.pk}/").status_code == 404
    with at(APPLYING):
        assert as_applicant.post(f"{HOME}files/{theirs.pk}/remove/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.removed_at is None


def test_own_file_is_shown_as_it_was_sent_and_under_no_name_of_the_persons(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    draft = filled_draft(season, applicant)
    file = draft.uploads.get(kind="diploma")

    response = as_applicant.get(f"{HOME}files/{file.pk}/")

    assert response.content == paper("diploma")
    assert response["Content-Disposition"] == f'inline; filename="diploma-{file.pk}.jpg"'


def test_typing_is_answered_with_the_time_of_saving(as_applicant: Client, season: Season) -> None:
    with at(APPLYING):
        response = as_applicant.post(SAVE, {"base": "0", "name": "样本甲"})

    assert (response.status_code, response.json()) == (
        200,
        {"revision": 1, "saved_at": "09:30:00", "conflicts": {}, "others": {}},
    )


def test_typing_after_the_end_is_answered_with_the_reason(
    as_applicant: Client, season: Season
) -> None:
    with at(CLOSING):
        response = as_applicant.post(SAVE, {"base": "0", "name": "样本甲"})

    assert (response.status_code, response.json()) == (
        409,
        {
            "refusal": "报名已于2024年6月14日24时截止，系统收到您这次操作的时间是2024年6月15日00:00:00"
            "；依据：通知三(一)2；处理办法：截止前已经提交的，不受影响；没有提交的，可以向受理单位咨询。"
        },
    )


def test_section_keeps_what_was_typed_and_says_how_to_mend_it(
    as_applicant: Client, season: Season
) -> None:
    with at(APPLYING):
        response = as_applicant.post(
            f"{HOME}form/person/", {**fields(), "base": "0", "phone": "138"}
        )

    assert response.status_code == 422
    assert dict(response.context["form"].errors) == {
        "phone": ["“联系电话”的填写内容无法识别。填11位手机号码"]
    }
    assert Draft.objects.get().fields["phone"] == "138"


def test_section_may_be_left_for_later(as_applicant: Client, season: Season) -> None:
    with at(APPLYING):
        response = as_applicant.post(
            f"{HOME}form/person/", {"base": "0", "name": "样本甲", "later": "1"}
        )

    assert response["Location"] == HOME


@pytest.mark.parametrize(
    ("moment", "status", "count"),
    [(CLOSING - SECOND, 302, 1), (CLOSING, 422, 0), (CLOSING + SECOND, 422, 0)],
)
def test_at_the_closing_second_the_servers_clock_decides(
    as_applicant: Client,
    season: Season,
    applicant: User,
    moment: datetime,
    status: int,
    count: int,
) -> None:
    draft = filled_draft(season, applicant)

    with at(moment):
        response = as_applicant.post(REVIEW, pledge(draft))

    assert (response.status_code, Application.objects.count()) == (status, count)


def test_interrupted_applicant_is_told_exactly_what_came_and_what_did_not(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    draft = filled_draft(season, applicant, at=CLOSING - 90 * SECOND)

    with at(CLOSING + SECOND):
        as_applicant.post(REVIEW, pledge(draft))
        page = as_applicant.get(HOME).content.decode()

    told = page[page.index("系统收到了什么") :]
    assert "最后一次保存：6月14日 23:58:30" in told
    assert "4个" in told
    assert "只填写、没有提交的，不算报名" in told


def test_changes_that_were_not_submitted_in_time_are_told_not_to_count(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    submitted_case(season, applicant, at=APPLYING)
    draft = draft_of(season, applicant)
    save_fields(draft, {"major": "法学"}, base=draft.revision, at=CLOSING - SECOND)

    with at(CLOSING):
        page = as_applicant.get(HOME).content.decode()

    assert "6月3日 09:30:00收到，报名编号00001。此后的改动没有提交，不计" in page


def test_receipt_names_number_time_and_papers(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    submitted_case(season, applicant)

    with at(APPLYING + SECOND):
        page = as_applicant.get(f"{HOME}receipt/").content.decode()

    for words in ("00001", "2024年6月3日 09:30:00", "照片、户口簿、毕业证、学位证"):
        assert words in page


def test_there_is_no_receipt_before_there_is_a_submission(
    as_applicant: Client, season: Season
) -> None:
    assert as_applicant.get(f"{HOME}receipt/").status_code == 404


@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_official_form_can_be_taken_home_as_it_was_submitted(
    as_applicant: Client, season: Season, applicant: User, ending: str, start: bytes
) -> None:
    submitted_case(season, applicant)

    response = as_applicant.get(f"{HOME}form.{ending}")

    assert response.content.startswith(start)
    assert response["Content-Disposition"] == f'attachment; filename="form-00001.{ending}"'


@pytest.fixture
def agreed(season: Season, applicant: User) -> None:
    give_consent(draft_of(season, applicant), at=APPLYING)


def test_nothing_is_uploaded_before_the_applicant_has_agreed_to_it(
    as_applicant: Client, season: Season
) -> None:
    file = {"kind": "photo", "file": SimpleUploadedFile("a.jpg", portrait())}
    with at(APPLYING):
        asked = as_applicant.get(f"{HOME}photo/").content.decode()
        refused = as_applicant.post(f"{HOME}files/", file)
        as_applicant.post(f"{HOME}consent/", {"photo": "1"})
        file["file"] = SimpleUploadedFile("a.jpg", portrait())
        taken = as_applicant.post(f"{HOME}files/", file)

    assert ("上传前请您单独同意" in asked, 'name="file"' in asked) == (True, False)
    assert refused.context["refusal"].what == "还没有同意上传证件和照片"
    assert (taken.status_code, Upload.objects.count()) == (302, 1)
    assert Draft.objects.get().consented_at == APPLYING


@pytest.mark.usefixtures("agreed")
def test_refused_file_is_named_and_the_others_stay(as_applicant: Client, season: Season) -> None:
    with at(APPLYING):
        response = as_applicant.post(
            f"{HOME}files/",
            {
                "kind": "diploma",
                "file": [
                    SimpleUploadedFile("a.jpg", paper("a")),
                    SimpleUploadedFile("b.doc", b"\xd0\xcf\x11\xe0 no picture"),
                ],
            },
        )

    assert response.status_code == 422
    assert response.context["refusal"].what == "文件格式不能用，只收JPG、PNG、HEIC图片和PDF"
    assert Upload.objects.count() == 1


@pytest.mark.usefixtures("agreed")
def test_the_same_file_twice_is_one(as_applicant: Client, season: Season) -> None:
    with at(APPLYING):
        for _ in range(2):
            as_applicant.post(
                f"{HOME}files/",
                {"kind": "photo", "file": SimpleUploadedFile("a.jpg", portrait())},
            )

    assert Upload.objects.count() == 1


def test_review_lists_what_is_missing_with_the_place_to_mend_it(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    draft = draft_of(season, applicant)
    save_fields(draft, fields(resume=""), base=0, at=APPLYING)

    with at(APPLYING):
        to_mend = as_applicant.get(REVIEW).context["to_mend"]

    assert to_mend == [
        ("个人简历：没有填写个人简历", f"{HOME}form/experience/#id_resume"),
        ("照片：没有照片", f"{HOME}photo/"),
        ("缺少户口簿或身份证", f"{HOME}materials/"),
        ("既无毕业证，也无《教育部学籍在线验证报告》", f"{HOME}materials/"),
    ]


def test_nothing_of_a_person_stands_in_addresses_or_the_log(
    as_applicant: Client, season: Season, applicant: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="linli")
    give_consent(draft_of(season, applicant), at=APPLYING)
    with at(APPLYING):
        as_applicant.post(SAVE, {"base": "0", **fields()})
        answers = [as_applicant.post(f"{HOME}form/person/", {**fields(), "base": "0"})]
        for content in (portrait(), b"no picture"):
            file = SimpleUploadedFile(f"{NAME}{fields()['id_number']}.jpg", content)
            answers.append(as_applicant.post(f"{HOME}files/", {"kind": "photo", "file": file}))
        refused = as_applicant.post(REVIEW, pledge(Draft.objects.get()))
        filled_draft(season, applicant)
        answers.append(as_applicant.post(REVIEW, pledge(Draft.objects.get())))
    UPLOADS.discard(set(Upload.objects.values_list("digest", flat=True)))
    for upload in Upload.objects.all():
        read(upload.pk)
    take_over_application(Application.objects.get().pk, at=APPLYING)

    assert (refused.status_code, Application.objects.count()) == (422, 1)
    places = [answer.get("Location", "") for answer in answers]
    tasks = list(map(str, DBTaskResult.objects.values_list("args_kwargs", "traceback")))
    told = json.dumps([places, caplog.text, tasks], ensure_ascii=False)
    # The month of graduation is the month of these tests as well.
    secret = [text for name, text in fields().items() if name != "graduation"]
    assert [text for text in secret if text in told] == []


@pytest.mark.parametrize("address", ["", "form/wish/", "photo/", "materials/", "review/"])
def test_pages_ask_the_same_number_of_queries_however_many_files_there_are(
    as_applicant: Client,
    season: Season,
    applicant: User,
    address: str,
    django_assert_num_queries: Any,
) -> None:
    draft = filled_draft(season, applicant)
    with at(APPLYING):
        as_applicant.get(HOME + address)
        with CaptureQueriesContext(connection) as few:
            as_applicant.get(HOME + address)
        for text in ("one", "two", "three"):
            add_upload(draft, "diploma", paper(text), at=APPLYING)
            add_upload(draft, "unknown", paper(text), at=APPLYING)

        with django_assert_num_queries(len(few)):
            as_applicant.get(HOME + address)


def test_every_county_of_the_province_can_be_chosen(as_applicant: Client, season: Season) -> None:
    with at(APPLYING):
        form = as_applicant.get(f"{HOME}form/wish/").context["form"]

    groups = dict(form.fields["intended"].choices[1:])
    counties = Division.objects.filter(parent__parent_id="14", level=Division.Level.COUNTY)
    assert sum(map(len, groups.values())) == counties.count() > 0
    assert ("忻州市代县", "忻州市代县") in groups["忻州市"]


def test_honours_are_handed_in_by_their_level(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    draft = filled_draft(season, applicant)
    levels = ("honor_national", "honor_provincial", "honor_municipal", "honor_department")

    with at(APPLYING):
        for kind in levels:
            file = SimpleUploadedFile("a.jpg", paper(kind))
            as_applicant.post(f"{HOME}files/", {"kind": kind, "file": file})
    draft.refresh_from_db()
    case = submit(draft, revision=draft.revision, signed_name=NAME, at=APPLYING).application

    assert {kind: case.materials.get(kind) for kind in levels} == dict.fromkeys(levels, 1)


def test_proofs_of_preference_are_asked_of_those_alone_who_claim_it(
    as_applicant: Client, season: Season, applicant: User
) -> None:
    filled_draft(season, applicant)

    with at(APPLYING):
        cards = as_applicant.get(f"{HOME}materials/").context["cards"]
        missing = as_applicant.get(REVIEW).context["to_mend"]

    asked = {card.group.name: (card.group.condition, card.is_open) for card in cards}
    assert asked["low_income"] == ("低保家庭毕业生提供", False)
    assert asked["veteran"] == ("退役大学生士兵提供", False)
    assert missing == []
