"""A posted list is corrected by a further one: what is different, who is public how long, what stays."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from linli.apps.applications.change import Change, NotPermitted, ReasonMissing, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.ledger.queries import entries_of
from linli.apps.notices.actions import (
    LineNotFit,
    ListChanged,
    ListCorrected,
    NotOnTheList,
    PeriodStillOpen,
    answer_objection,
    confirm_recruits,
    list_text,
    publish_list,
)
from linli.apps.notices.correcting import (
    Correction,
    Fix,
    NothingToCorrect,
    RowConfirmed,
    correct_list,
    preview_correction,
)
from linli.apps.notices.lodging import PeriodOver, Statement, lodge_objection
from linli.apps.notices.models import Listing, Objection, PublicNotice
from linli.apps.notices.taking import take_objection
from linli.apps.notifications.models import Message
from linli.apps.seasons.models import Season
from linli.core.record import sm3_hex
from tests.apps.cast import Officials, at, entry_count, last_entry, state_of, states_of
from tests.factories import DAI, YUANPING, make_application

MISREAD = Correction("第2行毕业院校登记有误", (Fix(2, school="山西师范大学"),))
WITH_LATE = Correction("递补人选体检合格", adds_passed=True)
#: Posted on 16 July, a list is public until 19 July.
WHOLE, NEW = date(2024, 7, 17), date(2024, 7, 19)


@pytest.fixture(autouse=True)
def holiday_table(db: None) -> None:
    fill_packaged_years()


@pytest.fixture
def people(season: Season) -> list[Application]:
    names = ("张样本", "欧阳样本", "李样")
    return [make_application(season, state=State.MEDICAL_PASSED, name=name) for name in names]


@pytest.fixture
def notice(season: Season, cast: Officials, people: list[Application]) -> PublicNotice:
    return publish_list(season, DAI, actor=cast.dai, at=at(7, 12, 9), telephone="0350-0000000")


def corrected(
    notice: PublicNotice,
    cast: Officials,
    correction: Correction = MISREAD,
    *,
    shown: str | None = None,
) -> PublicNotice:
    return correct_list(notice, correction, actor=cast.dai, at=at(7, 16, 9), shown=shown)


def withdraw(one: Application) -> None:
    Application.objects.filter(pk=one.pk).update(state=State.WITHDRAWN)


def lines(notice: PublicNotice) -> list[tuple[int, str, str, str]]:
    return [(row["number"], row["name"], row["school"], row["last_day"]) for row in notice.rows]


def periods(notice: PublicNotice) -> list[tuple[int, date, date]]:
    found = notice.listings.select_related("notice").order_by("position")
    return [(one.application_id, one.posted_on, one.last_day) for one in found]


def object_to(
    notice: PublicNotice, one: Application, cast: Officials, moment: datetime
) -> Objection:
    return take_objection(
        notice,
        Application.objects.get(pk=one.pk),
        Statement("反映样本人员毕业时间不实"),
        way=Objection.Way.TELEPHONE,
        actor=cast.dai,
        at=moment,
    )


def lodge(notice: PublicNotice, position: int, moment: datetime) -> Objection:
    return lodge_objection(
        notice, position, Statement("样本内容"), code=f"{position:032}{moment:%d%H%M}", at=moment
    )


def test_wrong_line_is_put_right_on_a_further_list_and_begins_a_new_period(
    notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    made = corrected(notice, cast)

    assert (made.number, str(made), made.corrects, made.telephone) == (
        2,
        "代县公示2（更正）",
        notice,
        "0350-0000000",
    )
    assert made.changes == [
        "原第2行毕业院校由“忻州师范学院”更正为“山西师范大学”",
    ]
    assert lines(made) == [
        (1, "张*本", "忻州师范学院", "2024年7月17日"),
        (2, "欧**本", "山西师范大学", "2024年7月19日"),
        (3, "李*", "忻州师范学院", "2024年7月17日"),
    ]
    assert periods(made) == [
        (people[0].pk, date(2024, 7, 12), WHOLE),
        (people[1].pk, date(2024, 7, 16), NEW),
        (people[2].pk, date(2024, 7, 12), WHOLE),
    ]
    assert (made.posted_on, made.last_day, states_of(people)) == (
        date(2024, 7, 16),
        NEW,
        [State.PROPOSED] * 3,
    )


def test_former_list_stays_as_it_was_and_knows_by_what_it_was_corrected(
    notice: PublicNotice, cast: Officials
) -> None:
    before = (notice.rows, notice.fingerprint, notice.last_day)

    made = corrected(notice, cast)

    former = PublicNotice.objects.get(pk=notice.pk)
    assert (former.rows, former.fingerprint, former.last_day) == before
    assert former.corrected_by == made


def test_fingerprint_of_a_correction_seals_the_former_the_reason_and_the_changes(
    notice: PublicNotice, cast: Officials
) -> None:
    made = PublicNotice.objects.get(pk=corrected(notice, cast).pk)

    text = list_text(made.rows, made.correction)
    assert json.loads(text) == {
        "changes": made.changes,
        "corrects": {"fingerprint": notice.fingerprint, "number": 1},
        "reason": "第2行毕业院校登记有误",
        "rows": made.rows,
    }
    assert made.fingerprint == sm3_hex(text.encode())


def test_name_is_masked_before_anybody_reads_it(notice: PublicNotice, cast: Officials) -> None:
    made = corrected(notice, cast, Correction("姓名误读", (Fix(1, name="章样本"),)))

    assert made.rows[0]["name"] == "章*本"
    assert made.changes == ["原第1行姓名由“张*本”更正为“章*本”"]
    assert "章样本" not in json.dumps([made.rows, made.changes], ensure_ascii=False)


def test_who_withdrew_or_left_by_an_objection_comes_off_and_the_others_keep_their_period(
    notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    withdraw(people[0])
    objection = object_to(notice, people[2], cast, at(7, 15))
    answer_objection(
        objection, is_upheld=True, result="属实", told="不符", actor=cast.dai, at=at(7, 15, 12)
    )

    made = corrected(notice, cast, Correction("人选变动"))

    assert made.changes == ["原第1行张*本不再列入", "原第3行李*不再列入"]
    assert lines(made) == [(1, "欧**本", "忻州师范学院", "2024年7月17日")]
    assert made.last_day == WHOLE
    assert set(notice.listings.values_list("application_id", flat=True)) == {
        people[0].pk,
        people[2].pk,
    }


def test_list_of_which_nobody_is_left_is_corrected_all_the_same(
    notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    for one in people:
        withdraw(one)

    made = corrected(notice, cast, Correction("人选全部退出"))

    assert (made.rows, len(made.changes), made.last_day) == ([], 3, date(2024, 7, 16))


def test_filler_who_passed_after_the_posting_may_be_added_with_a_whole_period(
    season: Season, notice: PublicNotice, cast: Officials
) -> None:
    late = make_application(season, state=State.MEDICAL_PASSED, name="赵样本")

    made = corrected(notice, cast, WITH_LATE)

    assert made.changes == ["增加第4行赵*本"]
    assert lines(made)[3] == (4, "赵*本", "忻州师范学院", "2024年7月19日")
    assert (state_of(late), last_entry(late.subject)["reason"]) == (
        State.PROPOSED,
        "公示3个工作日，至2024年7月19日24时止",
    )


def test_who_passed_stays_for_a_list_of_their_own_unless_they_are_added(
    season: Season, notice: PublicNotice, cast: Officials
) -> None:
    late = make_application(season, state=State.MEDICAL_PASSED)

    made = corrected(notice, cast)

    assert (len(made.rows), state_of(late)) == (3, State.MEDICAL_PASSED)


@pytest.mark.parametrize(
    ("moment", "confirmed"),
    [
        (at(7, 18, 0), [0, 2]),
        (at(7, 19, 23, 59), [0, 2]),
        (at(7, 20, 0), [0, 1, 2]),
    ],
)
def test_each_is_confirmed_after_the_own_period(
    notice: PublicNotice,
    cast: Officials,
    people: list[Application],
    moment: datetime,
    confirmed: list[int],
) -> None:
    made = corrected(notice, cast)

    found = confirm_recruits(made, actor=cast.dai, at=moment)

    assert [one.case_number for one in found] == [people[one].case_number for one in confirmed]


def test_nobody_of_a_correction_is_confirmed_on_the_last_day_of_the_first_period(
    notice: PublicNotice, cast: Officials
) -> None:
    made = corrected(notice, cast)

    with pytest.raises(PeriodStillOpen, match="公示至2024年7月17日24时止"):
        confirm_recruits(made, actor=cast.dai, at=at(7, 17, 23, 59))


def test_whoever_still_hangs_is_refused_after_the_others_are_confirmed(
    notice: PublicNotice, cast: Officials
) -> None:
    made = corrected(notice, cast)
    confirm_recruits(made, actor=cast.dai, at=at(7, 18))

    with pytest.raises(PeriodStillOpen, match="公示至2024年7月19日24时止"):
        confirm_recruits(made, actor=cast.dai, at=at(7, 19))


def test_objection_stays_with_the_person_and_holds_them_back_on_the_corrected_list(
    notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    objection = object_to(notice, people[0], cast, at(7, 15))
    made = corrected(notice, cast)

    confirm_recruits(made, actor=cast.dai, at=at(7, 20))
    answer_objection(objection, is_upheld=False, result="不属实", actor=cast.dai, at=at(7, 22))
    found = confirm_recruits(made, actor=cast.dai, at=at(7, 22, 11))

    assert [one.case_number for one in found] == [people[0].case_number]
    assert states_of(people) == [State.FORMAL] * 3


def test_public_objects_on_the_corrected_list_and_on_the_former_no_more(
    notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    made = corrected(notice, cast)

    with pytest.raises(ListCorrected, match="已由第2份公示更正"):
        lodge(notice, 1, at(7, 16, 10))
    with pytest.raises(ListCorrected):
        object_to(notice, people[0], cast, at(7, 16, 10))
    assert lodge(made, 1, at(7, 16, 10)).application == people[0]


@pytest.mark.parametrize(
    ("position", "moment", "is_taken"),
    [
        (1, at(7, 17, 23, 59), True),
        (1, at(7, 18, 0), False),
        (2, at(7, 19, 23, 59), True),
        (2, at(7, 20, 0), False),
    ],
)
def test_public_objects_to_each_in_the_own_period(
    notice: PublicNotice, cast: Officials, position: int, moment: datetime, is_taken: bool
) -> None:
    made = corrected(notice, cast)

    try:
        lodge(made, position, moment)
    except PeriodOver:
        assert not is_taken

    assert Objection.objects.exists() == is_taken


def test_whose_line_reads_otherwise_is_told_and_the_others_are_not(
    notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    Message.objects.all().delete()

    corrected(notice, cast)

    assert list(Message.objects.values_list("application__case_number", "body")) == [
        (
            people[1].case_number,
            f"您（报名编号{people[1].case_number}）所在的拟招募人选公示名单已更正。"
            "原第2行毕业院校由“忻州师范学院”更正为“山西师范大学”。"
            "自2024年7月16日重新公示3个工作日，至2024年7月19日24时止。",
        )
    ]


def test_ledger_keeps_why_what_and_whose_period_ends_when(
    season: Season, notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    made = corrected(notice, cast)

    entry = entries_of(f"{season.code}/{DAI}")[-1]
    first, second, third = (one.case_number for one in people)
    assert (entry["action"], entry["reason"], entry["rule"], entry["inputs"]) == (
        "correct_list",
        "第2行毕业院校登记有误",
        "xinzhou-2024@2024-06-07:notice_working_days",
        {
            "number": 2,
            "corrects": 1,
            "former": notice.fingerprint,
            "fingerprint": made.fingerprint,
            "changes": made.changes,
            "posted_on": "2024-07-16",
            "periods": {first: "2024-07-17", second: "2024-07-19", third: "2024-07-17"},
        },
    )
    assert last_entry(people[1].subject)["action"] == "correct_listing"


@pytest.mark.parametrize(
    "correction",
    [
        Correction("没有什么"),
        Correction("名字读作同样", (Fix(1, name="张又本"),)),
        Correction("院校相同", (Fix(1, school="忻州师范学院"),)),
        WITH_LATE,
    ],
)
def test_list_that_would_be_the_same_is_not_posted_again(
    notice: PublicNotice, cast: Officials, correction: Correction
) -> None:
    with pytest.raises(NothingToCorrect):
        corrected(notice, cast, correction)

    assert PublicNotice.objects.count() == 1


@pytest.mark.parametrize("reason", ["", " \n"])
def test_list_is_not_corrected_without_a_reason(
    notice: PublicNotice, cast: Officials, reason: str
) -> None:
    with pytest.raises(ReasonMissing, match="更正公示必须写明理由"):
        corrected(notice, cast, Correction(reason, MISREAD.fixes))


@pytest.mark.parametrize(
    "correction",
    [
        Correction("电话138 0000 0001来电", MISREAD.fixes),
        Correction("院校", (Fix(1, school="样本1380000-0001"),)),
        Correction("专业", (Fix(1, major="样本13800000001"),)),
    ],
)
def test_number_that_could_be_somebodys_is_not_posted(
    notice: PublicNotice, cast: Officials, correction: Correction
) -> None:
    with pytest.raises(LineNotFit):
        corrected(notice, cast, correction)

    assert PublicNotice.objects.count() == 1


@pytest.mark.parametrize("fixes", [(Fix(0, school="甲"),), (Fix(4, school="甲"),),
                                   (Fix(1, school="甲"), Fix(1, major="乙"))])  # fmt: skip
def test_line_that_is_not_there_or_given_twice_is_refused(
    notice: PublicNotice, cast: Officials, fixes: tuple[Fix, ...]
) -> None:
    with pytest.raises(NotOnTheList):
        corrected(notice, cast, Correction("有误", fixes))


def test_line_of_somebody_who_is_gone_is_not_put_right(
    notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    withdraw(people[1])

    with pytest.raises(NotOnTheList):
        corrected(notice, cast)


def test_line_of_a_formal_recruit_is_not_opened_again(
    notice: PublicNotice, cast: Officials
) -> None:
    confirm_recruits(notice, actor=cast.dai, at=at(7, 18))

    with pytest.raises(RowConfirmed, match="第2行已确定为正式招募人选"):
        correct_list(notice, MISREAD, actor=cast.dai, at=at(7, 18, 9))


def test_list_is_corrected_once_and_then_its_correction(
    notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    second = corrected(notice, cast)

    with pytest.raises(ListCorrected, match="已由第2份公示更正"):
        corrected(notice, cast)
    third = correct_list(
        second, Correction("再次更正", (Fix(3, major="汉语"),)), actor=cast.dai, at=at(7, 17, 9)
    )

    assert third.number == 3
    assert [row[2] for row in periods(third)] == [WHOLE, NEW, date(2024, 7, 22)]
    with pytest.raises(ListCorrected):
        confirm_recruits(notice, actor=cast.dai, at=at(7, 25))


def test_list_that_is_no_longer_what_was_shown_is_not_posted(
    notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    shown = preview_correction(notice, MISREAD, on=date(2024, 7, 16)).mark
    withdraw(people[0])

    with pytest.raises(ListChanged):
        corrected(notice, cast, shown=shown)

    assert (PublicNotice.objects.count(), notice.listings.count()) == (1, 3)


def test_preview_is_the_very_list_that_is_posted_and_writes_nothing(
    notice: PublicNotice, cast: Officials
) -> None:
    before = entry_count()
    preview = preview_correction(notice, MISREAD, on=date(2024, 7, 16))
    assert (entry_count(), PublicNotice.objects.count()) == (before, 1)

    made = corrected(notice, cast, shown=preview.mark)

    assert (made.rows, made.fingerprint, made.last_day, tuple(made.changes)) == (
        preview.rows,
        preview.fingerprint,
        preview.last_day,
        preview.changes,
    )


@pytest.mark.parametrize("who", ["yuanping", "city", "auditor"])
def test_nobody_but_the_county_corrects_its_list(
    notice: PublicNotice, cast: Officials, who: str
) -> None:
    with pytest.raises(NotPermitted, match="更正公示|范围"):
        correct_list(notice, MISREAD, actor=getattr(cast, who), at=at(7, 16))

    assert PublicNotice.objects.count() == 1


def test_number_of_a_list_counts_corrections_and_counties_apart(
    season: Season, notice: PublicNotice, cast: Officials
) -> None:
    make_application(season, county=YUANPING, state=State.MEDICAL_PASSED)
    corrected(notice, cast)
    make_application(season, state=State.MEDICAL_PASSED)

    other = publish_list(season, YUANPING, actor=cast.yuanping, at=at(7, 16))
    own = publish_list(season, DAI, actor=cast.dai, at=at(7, 16))

    assert (other.number, own.number, own.corrects) == (1, 3, None)


def test_revoked_person_comes_off(
    notice: PublicNotice, cast: Officials, people: list[Application]
) -> None:
    one = Application.objects.get(pk=people[0].pk)
    change_states([Change(one, Act.REVOKE, cast.dai, at(7, 15), reason="未按期取得毕业证书")])

    made = corrected(notice, cast, Correction("人选变动"))

    assert made.changes == ["原第1行张*本不再列入"]
    assert Listing.objects.get(application=one).notice == notice
