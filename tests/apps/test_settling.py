"""What the machine read with doubt, settled by a person: the case follows, once, within scope."""

from __future__ import annotations

import pytest

from linli.apps.applications.change import WrongState
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.doubts import AlreadySettled, NoSuchPaper, NumberTaken, settle
from linli.apps.intake.models import Doubt
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.documents.form_entry import EntryNotUnderstood
from tests.apps.cast import Officials, at, last_entry, make_registration_form, new_id_number
from tests.apps.made_desk import application_mail, doubt_of, registered

pytestmark = pytest.mark.usefixtures("kept_files")

WHY = "字迹不清"


@pytest.fixture
def case(season: Season, cast: Officials) -> Application:
    (one,) = registered(
        season, cast.city, application_mail("1.eml", {"name": WHY, "birth": WHY}, unsorted=1)
    )
    return one


def test_a_doubt_bears_the_place_the_words_and_what_was_read(case: Application) -> None:
    doubt = doubt_of(case, "name")

    assert (doubt.kind, doubt.reason, doubt.original, doubt.proposed) == (
        "field",
        WHY,
        "name？",
        "张样本",
    )
    assert doubt.box == [0.2, 0.1, 0.45, 0.15]
    assert doubt.page["digest"] == case.reading["digest"]
    assert doubt.mail is not None and doubt.mail.file == "1.eml"


def test_an_accepted_reading_leaves_the_form_and_is_doubted_no_more(
    case: Application, cast: Officials
) -> None:
    doubt = doubt_of(case, "name")

    settle(doubt, "张样本", actor=cast.city, at=at(6, 5))

    case.refresh_from_db()
    assert (doubt.status, case.form["name"]) == ("accepted", "张样本")
    assert list(case.reading["doubts"]) == ["birth"]


def test_a_corrected_reading_changes_form_and_person_and_is_checked_again(
    case: Application, cast: Officials
) -> None:
    doubt = doubt_of(case, "name")

    settle(doubt, "张 演样本", actor=cast.city, at=at(6, 5))

    case.refresh_from_db()
    assert (doubt.status, case.form["name"], case.person.name) == (
        "corrected",
        "张演样本",
        "张演样本",
    )
    assert last_entry(case.subject)["action"] == "check"


def test_the_ledger_says_who_settled_what_without_the_value(
    case: Application, cast: Officials
) -> None:
    case.proposal = ""
    case.save()

    settle(doubt_of(case, "birth"), "2002-04", actor=cast.city, at=at(6, 5))

    entry = last_entry(case.subject)
    assert (entry["actor"], entry["action"], entry["clause"], entry["inputs"]) == (
        "city",
        "settle_doubt",
        "D0 三(二)",
        {"field": "birth", "outcome": "corrected"},
    )
    assert "2002" not in str(entry)


def test_what_the_field_does_not_take_is_refused_and_nothing_changes(
    case: Application, cast: Officials
) -> None:
    before = dict(case.form)

    with pytest.raises(EntryNotUnderstood, match="出生年月"):
        settle(doubt_of(case, "birth"), "去年春天", actor=cast.city, at=at(6, 5))

    case.refresh_from_db()
    assert (case.form, doubt_of(case, "birth").status) == (before, "open")


def test_what_really_stands_on_the_paper_is_accepted_be_it_usual_or_not(
    season: Season, cast: Officials
) -> None:
    form = make_registration_form(new_id_number(), education="高中", phone="1380000")
    mail = application_mail("3.eml", {"education": WHY, "phone": WHY}, form=form)
    (one,) = registered(season, cast.city, mail)

    for name in ("education", "phone"):
        doubt = doubt_of(one, name)
        settle(doubt, doubt.proposed, actor=cast.city, at=at(6, 5))
        assert doubt.status == "accepted"
        with pytest.raises(EntryNotUnderstood):
            settle(doubt, "不详", actor=cast.city, at=at(6, 5))

    one.refresh_from_db()
    assert (one.form["education"], one.form["phone"]) == ("高中", "1380000")


def test_a_page_becomes_the_paper_that_a_person_sees(case: Application, cast: Officials) -> None:
    settle(doubt_of(case, "paper"), "hukou", actor=cast.city, at=at(6, 5))

    case.refresh_from_db()
    assert case.reading["unsorted"] == []
    assert (case.materials["hukou"], "unknown" in case.materials) == (1, False)


def test_a_page_that_is_no_paper_counts_as_nothing(case: Application, cast: Officials) -> None:
    before = len(case.papers)

    settle(doubt_of(case, "paper"), "other", actor=cast.city, at=at(6, 5))

    case.refresh_from_db()
    assert (len(case.papers), case.reading["unsorted"], "unknown" in case.materials) == (
        before,
        [],
        False,
    )


def test_a_page_told_wrong_can_be_told_again(case: Application, cast: Officials) -> None:
    doubt = doubt_of(case, "paper")
    settle(doubt, "hukou", actor=cast.city, at=at(6, 5))

    settle(doubt, "honor_provincial", actor=cast.city, at=at(6, 5, 11))

    case.refresh_from_db()
    assert ("hukou" in case.materials, case.materials["honor_provincial"]) == (False, 1)


def test_no_page_is_a_paper_that_nobody_asks_for(case: Application, cast: Officials) -> None:
    with pytest.raises(NoSuchPaper):
        settle(doubt_of(case, "paper"), "passport", actor=cast.city, at=at(6, 5))


def test_of_two_officials_at_one_doubt_the_slower_is_told(
    case: Application, cast: Officials
) -> None:
    one, other = doubt_of(case, "name"), doubt_of(case, "name")
    settle(one, "张样本", actor=cast.city, at=at(6, 5))

    with pytest.raises(AlreadySettled):
        settle(other, "章样本", actor=cast.city, at=at(6, 5, 10, 1))

    case.refresh_from_db()
    assert case.form["name"] == "张样本"


def test_an_id_number_of_another_live_application_is_refused(
    season: Season, cast: Officials, case: Application
) -> None:
    taken = new_id_number()
    form = make_registration_form(taken, name="李样本", phone="13800000002")
    (other,) = registered(season, cast.city, application_mail("2.eml", {}, form=form))
    doubt = Doubt.objects.create(
        application=case, kind="field", field="id_number", reason=WHY, proposed="x"
    )

    with pytest.raises(NumberTaken, match=other.case_number):
        settle(doubt, taken, actor=cast.city, at=at(6, 5))

    other.state = State.WITHDRAWN
    other.save()
    settle(doubt, taken, actor=cast.city, at=at(6, 5))
    case.refresh_from_db()
    assert case.person.id_number == taken


@pytest.mark.parametrize("state", [State.QUALIFIED, State.NOT_QUALIFIED, State.WITHDRAWN])
def test_a_decided_case_is_settled_no_more(
    case: Application, cast: Officials, state: State
) -> None:
    Application.objects.update(state=state)

    with pytest.raises(WrongState, match=state.label):
        settle(doubt_of(case, "name"), "张样本", actor=cast.city, at=at(6, 5))


@pytest.mark.parametrize("office", ["dai_street", "dai_community", "finance", "auditor"])
def test_offices_that_only_look_settle_nothing(
    case: Application, cast: Officials, office: str
) -> None:
    with pytest.raises(NotPermitted, match="核对读取结果"):
        settle(doubt_of(case, "name"), "张样本", actor=getattr(cast, office), at=at(6, 5))


def test_a_county_settles_in_its_own_cases_alone(case: Application, cast: Officials) -> None:
    Application.objects.update(county_id="140923", state=State.ROUTED)
    doubt = doubt_of(case, "name")

    with pytest.raises(NotPermitted, match="管辖范围"):
        settle(doubt, "张样本", actor=cast.yuanping, at=at(6, 5))

    settle(doubt, "张样本", actor=cast.dai, at=at(6, 5))
    assert doubt_of(case, "name").status == "accepted"
