"""At the door: who came and what was found of the originals is kept once, with its entry in the ledger."""

from __future__ import annotations

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.door import (
    LONGEST_NOTE,
    Finding,
    NotExpected,
    OriginalRefused,
    check_in,
    original_name,
    originals_of,
)
from linli.apps.interviews.models import Attendance, OriginalCheck
from linli.apps.interviews.slips import WrongSlip, comer_of, scanned_text, slip_code
from linli.apps.rights.case_copy import told_case
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.papers.kinds import MaterialKind as K
from tests.apps.cast import Officials, at, entry_count, last_entry
from tests.factories import DAI, YUANPING, make_application

R = OriginalCheck.Result
CARD = Finding(K.ID_CARD_FRONT, R.VERIFIED)
DIPLOMA = Finding(K.DIPLOMA, R.DIFFERS, "专业与发来的不一致")


@pytest.fixture
def case(season: Season) -> Application:
    return make_application(season, state=State.INTERVIEW_LISTED)


def checks() -> list[tuple[str, str, str]]:
    return list(OriginalCheck.objects.values_list("kind", "result", "note"))


def test_originals_are_what_was_sent_and_both_faces_of_the_card_are_one(season: Season) -> None:
    card_alone = make_application(season, materials={"id_card_back": 1, "hukou": 0})
    many = make_application(
        season, materials={"diploma": 2, "id_card_front": 1, "id_card_back": 1, "form": 1}
    )

    assert originals_of(card_alone) == (K.ID_CARD_FRONT,)
    assert originals_of(many) == (K.ID_CARD_FRONT, K.DIPLOMA)
    assert [original_name(kind) for kind in originals_of(many)] == ["身份证", "毕业证"]


def test_arrival_and_originals_are_kept_with_time_name_and_ledger(
    case: Application, cast: Officials
) -> None:
    came = check_in(case, [CARD, DIPLOMA], showed_slip=True, actor=cast.dai, at=at(6, 28, 8, 30))

    assert (came.arrived_at, came.recorded_by, came.showed_slip) == (
        at(6, 28, 8, 30),
        cast.dai,
        True,
    )
    assert checks() == [
        ("id_card_front", "verified", ""),
        ("diploma", "differs", "专业与发来的不一致"),
    ]
    entry = last_entry(case.subject)
    assert (entry["action"], entry["actor"], entry["clause"], entry["inputs"]) == (
        "check_in",
        "dai",
        "D0 三(三)",
        {
            "showed_slip": True,
            "originals": {"id_card_front": "verified", "diploma": "differs"},
        },
    )


def test_later_finding_replaces_the_earlier_and_the_first_arrival_stays(
    case: Application, cast: Officials
) -> None:
    missing = Finding(K.DIPLOMA, R.MISSING)
    check_in(case, [CARD, missing], showed_slip=False, actor=cast.dai, at=at(6, 28, 8))
    found = Finding(K.DIPLOMA, R.VERIFIED, "下午补带")
    came = check_in(case, [CARD, found], showed_slip=True, actor=cast.dai, at=at(6, 28, 14))

    assert (came.arrived_at, came.showed_slip) == (at(6, 28, 8), True)
    assert Attendance.objects.get().showed_slip
    assert checks() == [("id_card_front", "verified", ""), ("diploma", "verified", "下午补带")]
    times = dict(OriginalCheck.objects.values_list("kind", "checked_at"))
    assert times == {"id_card_front": at(6, 28, 8), "diploma": at(6, 28, 14)}
    assert last_entry(case.subject)["inputs"]["originals"] == {"diploma": "verified"}


def test_same_findings_again_are_not_recorded_again(case: Application, cast: Officials) -> None:
    check_in(case, [CARD], showed_slip=True, actor=cast.dai, at=at(6, 28, 8))
    before = entry_count()

    check_in(case, [CARD], showed_slip=False, actor=cast.dai, at=at(6, 28, 9))

    assert entry_count() == before
    assert Attendance.objects.get().showed_slip


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        (Finding(K.HUKOU, R.VERIFIED), "没有发来过户口簿"),
        (Finding(K.DIPLOMA, R.DIFFERS), "毕业证不符，没有写明"),
        (Finding(K.DIPLOMA, R.MISSING, "字" * (LONGEST_NOTE + 1)), "说明超过200字"),
    ],
)
def test_finding_that_does_not_fit_is_refused_and_nothing_is_kept(
    case: Application, cast: Officials, finding: Finding, told: str
) -> None:
    with pytest.raises(OriginalRefused, match=told):
        check_in(case, [CARD, finding], showed_slip=True, actor=cast.dai, at=at(6, 28))

    assert (Attendance.objects.count(), checks()) == (0, [])


def test_note_as_long_as_its_column_is_kept(case: Application, cast: Officials) -> None:
    long = Finding(K.DIPLOMA, R.MISSING, "字" * LONGEST_NOTE)

    check_in(case, [long], showed_slip=False, actor=cast.dai, at=at(6, 28))

    assert checks() == [("diploma", "missing", "字" * 200)]


@pytest.mark.parametrize("state", [State.QUALIFIED, State.INTERVIEWED, State.WITHDRAWN])
def test_door_takes_nobody_who_is_not_on_the_list(
    season: Season, cast: Officials, state: State
) -> None:
    case = make_application(season, state=state)

    with pytest.raises(NotExpected, match=f"现为“{state.label}”"):
        check_in(case, [], showed_slip=True, actor=cast.dai, at=at(6, 28))


def test_only_the_countys_own_office_stands_at_the_door(case: Application, cast: Officials) -> None:
    for official in (cast.city, cast.yuanping, cast.dai_street):
        with pytest.raises(NotPermitted):
            check_in(case, [], showed_slip=True, actor=official, at=at(6, 28))

    assert Attendance.objects.count() == 0


def test_the_persons_copy_tells_arrival_and_originals(case: Application, cast: Officials) -> None:
    check_in(case, [DIPLOMA], showed_slip=True, actor=cast.dai, at=at(6, 28, 8))

    told = told_case(Application.objects.get(pk=case.pk))

    assert told["attendance"] == {"arrived_at": "2024-06-28T08:00:00+08:00", "showed_slip": True}
    assert told["original_checks"] == [
        {
            "kind": "毕业证",
            "result": "不符",
            "note": "专业与发来的不一致",
            "checked_at": "2024-06-28T08:00:00+08:00",
        }
    ]


@pytest.mark.parametrize("typed", ["code", "spaced", "scan", "wide"])
def test_code_of_a_slip_finds_its_case(season: Season, case: Application, typed: str) -> None:
    make_application(season, state=State.INTERVIEW_LISTED)
    code = slip_code(case)
    words = {
        "code": code.replace(" ", ""),
        "spaced": f" {code} ",
        "scan": scanned_text(case),
        "wide": code.translate({ord("0") + one: "０１２３４５６７８９"[one] for one in range(10)}),
    }

    found = comer_of(season, DAI, words[typed])

    assert (found.application, found.showed_slip) == (case, True)


@pytest.mark.parametrize("typed", ["1", "00001", " 00001"])
def test_case_number_finds_the_case_without_a_slip(
    season: Season, case: Application, typed: str
) -> None:
    found = comer_of(season, DAI, typed)

    assert (found.application, found.showed_slip) == (case, False)


def test_wrong_and_foreign_words_are_told_apart(season: Season, case: Application) -> None:
    other = make_application(season, state=State.INTERVIEW_LISTED, county=YUANPING)
    unlisted = make_application(season, state=State.QUALIFIED)
    scan = scanned_text(case)
    wrong = f"{scan[:-1]}{(int(scan[-1]) + 1) % 10}"
    expected = {
        "甲乙": "看不出是报名编号还是核验码",
        "00009": "没有报名编号00009",
        "000000000000": "没有哪份面见通知单是这个核验码",
        wrong: "通知单上的核验码与报名00001不符",
        scan.replace("xinzhou-2024", "xinzhou-2023"): "不是本招募季的",
        "linli:": "不是本招募季的",
        slip_code(other): "报名00002在原平市办理，不在本县面见",
        scanned_text(other): "报名00002在原平市办理，不在本县面见",
        unlisted.case_number: "报名00003现为“资格审查通过”，不在面见名单",
    }

    found = {}
    for words in expected:
        with pytest.raises(WrongSlip) as refused:
            comer_of(season, DAI, words)
        found[words] = refused.value.sentence()

    assert [words for words, told in expected.items() if told not in found[words]] == []
