"""What is typed is kept: field by field, twice, from two pages, until the registration ends."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import Saved, draft_of, draft_to_show, save_fields
from linli.apps.drafts.window import CaseDecided, NotOpenYet, RegistrationOver, ReviewOver
from linli.apps.seasons.models import Season, Stage
from tests.factories import BEIJING, make_application, make_season
from tests.support.portal import APPLYING, make_applicant

pytestmark = pytest.mark.django_db
CLOSING = datetime(2024, 6, 15, tzinfo=BEIJING)
SECOND = timedelta(seconds=1)


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def draft(season: Season) -> Draft:
    return draft_of(season, make_applicant())


def test_an_account_has_one_draft_in_a_season(season: Season, draft: Draft) -> None:
    assert draft_of(season, draft.account) == draft


def test_who_only_looks_begins_no_draft(season: Season) -> None:
    account = make_applicant()

    shown = draft_to_show(season, account)

    assert (shown.pk, shown.fields, list(shown.present_uploads())) == (None, {}, [])
    assert not Draft.objects.exists()
    begun = draft_of(season, account)
    assert draft_to_show(season, account) == begun


def test_saved_text_is_found_again_on_another_device(season: Season, draft: Draft) -> None:
    save_fields(draft, {"name": "样本甲", "phone": "13800000001"}, base=0, at=APPLYING)

    again = draft_of(season, draft.account)

    assert (again.fields, again.saved_at) == ({"name": "样本甲", "phone": "13800000001"}, APPLYING)


def test_the_same_saving_twice_is_one(draft: Draft) -> None:
    first = save_fields(draft, {"name": "样本甲"}, base=0, at=APPLYING)

    second = save_fields(draft, {"name": "样本甲"}, base=0, at=APPLYING + SECOND)

    assert first == second == Saved(1, APPLYING)


def test_two_pages_that_change_different_fields_keep_both(draft: Draft) -> None:
    save_fields(draft, {"name": "样本甲"}, base=0, at=APPLYING)

    saved = save_fields(draft, {"phone": "13800000001"}, base=0, at=APPLYING)

    draft.refresh_from_db()
    assert saved == Saved(2, APPLYING, others={"name": "样本甲"})
    assert draft.fields == {"name": "样本甲", "phone": "13800000001"}


def test_a_field_changed_on_another_page_is_told_and_not_overwritten(draft: Draft) -> None:
    save_fields(draft, {"name": "样本甲"}, base=0, at=APPLYING)

    saved = save_fields(draft, {"name": "样本乙", "phone": "1"}, base=0, at=APPLYING)

    draft.refresh_from_db()
    assert saved == Saved(2, APPLYING, {"name": "样本甲"})
    assert draft.fields == {"name": "样本甲", "phone": "1"}


def test_whoever_has_seen_the_other_text_may_overwrite_it(draft: Draft) -> None:
    save_fields(draft, {"name": "样本甲"}, base=0, at=APPLYING)

    saved = save_fields(draft, {"name": "样本乙"}, base=1, at=APPLYING)

    draft.refresh_from_db()
    assert (saved, draft.fields) == (Saved(2, APPLYING), {"name": "样本乙"})


def test_a_field_can_be_emptied_again(draft: Draft) -> None:
    save_fields(draft, {"degree": "法学学士"}, base=0, at=APPLYING)

    save_fields(draft, {"degree": ""}, base=1, at=APPLYING)

    draft.refresh_from_db()
    assert draft.fields == {"degree": ""}


def test_names_that_are_no_field_and_marks_that_no_database_stores_are_left_out(
    draft: Draft,
) -> None:
    save_fields(draft, {"name": " 样\x00本 \r\n", "verdict": "pass"}, base=0, at=APPLYING)

    draft.refresh_from_db()
    assert draft.fields == {"name": "样\ufffd本"}


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        (datetime(2024, 6, 1, tzinfo=BEIJING) - SECOND, NotOpenYet),
        (datetime(2024, 6, 1, tzinfo=BEIJING), None),
        (CLOSING - SECOND, None),
        (CLOSING, RegistrationOver),
        (CLOSING + SECOND, RegistrationOver),
    ],
)
def test_the_servers_clock_decides_when_typing_counts(
    draft: Draft, at: datetime, refused: type[Exception] | None
) -> None:
    if refused is None:
        assert save_fields(draft, {"name": "样本甲"}, base=0, at=at).revision == 1
    else:
        with pytest.raises(refused):
            save_fields(draft, {"name": "样本甲"}, base=0, at=at)


def test_the_refusal_after_the_end_states_the_second_at_which_it_came(draft: Draft) -> None:
    with pytest.raises(RegistrationOver) as refusal:
        save_fields(draft, {"name": "样本甲"}, base=0, at=CLOSING + 3 * SECOND)

    assert refusal.value.what == (
        "报名已于2024年6月14日24时截止，系统收到您这次操作的时间是2024年6月15日00:00:03"
    )


def test_an_extension_moves_everyone(season: Season, draft: Draft) -> None:
    season.windows.filter(stage=Stage.REGISTRATION).update(last_day=datetime(2024, 6, 16).date())

    assert save_fields(draft, {"name": "样本甲"}, base=0, at=CLOSING).revision == 1


def test_whoever_was_asked_for_a_supplement_may_answer_until_the_review_ends(
    season: Season, draft: Draft
) -> None:
    draft.application = make_application(season, state=State.SUPPLEMENT_REQUESTED)
    draft.save()
    end = datetime(2024, 6, 26, tzinfo=BEIJING)

    assert save_fields(draft, {"major": "社会学"}, base=0, at=end - SECOND).revision == 1
    with pytest.raises(ReviewOver):
        save_fields(draft, {"major": "法学"}, base=1, at=end)


def test_a_decided_case_is_changed_no_more(season: Season, draft: Draft) -> None:
    draft.application = make_application(season, state=State.QUALIFIED)
    draft.save()

    with pytest.raises(CaseDecided):
        save_fields(draft, {"name": "样本甲"}, base=0, at=APPLYING)
    assert Application.objects.count() == 1
