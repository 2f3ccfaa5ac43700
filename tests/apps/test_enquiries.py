"""Enquiries: kept once, answered by the city alone, public without a number that is somebody's."""

from datetime import date, datetime, timezone

import pytest
from django.db import IntegrityError, transaction

from linli.apps.enquiries.actions import (
    AnswerMissing,
    NotFitToPublish,
    QuestionMissing,
    answer_enquiry,
    ask_enquiry,
    publish_enquiry,
    unpublish_enquiry,
)
from linli.apps.enquiries.models import Enquiry
from linli.apps.enquiries.queries import (
    MonthCount,
    SeasonCount,
    asked_since,
    count_of_season,
    counts_by_year,
    enquiry_of_code,
    public_answers,
)
from linli.apps.ledger.models import Entry
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.record import FormUsed, code_digest
from tests.apps.cast import Officials, at, entry_count, last_entry, open_one

CODE, OTHER_CODE = "7KQM3XWPV2HT", "8KQM3XWPV2HT"
QUESTION, ANSWER = "省外高校的样本毕业生能报名吗？", "不能，须为省内全日制普通高校毕业生。"
UTC = timezone.utc  # noqa: UP017 (Python 3.11 has both)


def ask(season: Season, code: str = CODE, question: str = QUESTION, **fields: object) -> Enquiry:
    values = {"category": Enquiry.Category.CONDITIONS, "at": at(6, 3), **fields}
    return ask_enquiry(season, question=question, code=code, **values)  # type: ignore[arg-type]


@pytest.fixture
def asked(season: Season) -> Enquiry:
    return ask(season, contact="zhang@sample.example")


@pytest.fixture
def answered(asked: Enquiry, cast: Officials) -> Enquiry:
    return answer_enquiry(asked, answer=ANSWER, actor=cast.city, at=at(6, 4))


@pytest.fixture
def public(answered: Enquiry, cast: Officials) -> Enquiry:
    return publish_enquiry(answered, wording=QUESTION, actor=cast.city, at=at(6, 4))


def test_a_question_is_kept_with_the_digest_of_its_code_and_waits(asked: Enquiry) -> None:
    kept = Enquiry.objects.waiting().get()

    assert (kept.question, kept.contact, kept.receipt, kept.asked_at, kept.is_public) == (
        QUESTION,
        "zhang@sample.example",
        code_digest(CODE),
        at(6, 3),
        False,
    )


def test_the_ledger_keeps_that_somebody_asked_and_neither_words_nor_contact(
    asked: Enquiry, season: Season
) -> None:
    entry = last_entry(season.code)

    assert (entry["actor"], entry["action"], entry["clause"], entry["inputs"]) == (
        "public",
        "ask_enquiry",
        "D0 三(一)",
        {"enquiry": asked.pk, "category": "conditions"},
    )


def test_the_enquiries_of_an_hour_are_those_of_the_season_from_its_first_moment_on(
    season: Season, cast: Officials
) -> None:
    ask(season, at=at(6, 3, 9))
    ask(season, OTHER_CODE, at=at(6, 3, 10))
    ask(open_one(cast.city), "9KQM3XWPV2HT", at=at(6, 3, 10))

    counted = [asked_since(season, moment) for moment in (at(6, 3, 9), at(6, 3, 10), at(6, 3, 11))]

    assert counted == [2, 1, 0]


def test_a_repeated_click_keeps_the_question_once(asked: Enquiry, season: Season) -> None:
    before = entry_count()

    again = ask(season, contact="zhang@sample.example")

    assert (again, Enquiry.objects.count(), entry_count()) == (asked, 1, before)


@pytest.mark.parametrize(
    "other",
    [{"question": "另一个问题"}, {"contact": "other"}, {"category": Enquiry.Category.PAY}],
    ids=str,
)
def test_another_question_from_a_form_that_was_sent_is_refused(
    asked: Enquiry, season: Season, other: dict[str, object]
) -> None:
    with pytest.raises(FormUsed, match="先前已经提交过一次"):
        ask(season, **{"contact": "zhang@sample.example", **other})  # type: ignore[arg-type]

    assert Enquiry.objects.get().question == QUESTION


def test_a_question_of_blanks_is_refused(season: Season) -> None:
    with pytest.raises(QuestionMissing, match="没有填写问题"):
        ask(season, question=" 　\n")

    assert Enquiry.objects.count() == 0


def test_the_city_answers_and_the_ledger_keeps_no_word_of_it(
    answered: Enquiry, season: Season, cast: Officials
) -> None:
    entry = last_entry(season.code)

    kept = Enquiry.objects.get()
    assert (kept.answer, kept.answered_by, kept.answered_at) == (ANSWER, cast.city, at(6, 4))
    assert (entry["actor"], entry["action"], entry["inputs"]) == (
        "city",
        "answer_enquiry",
        {"enquiry": answered.pk},
    )
    assert Enquiry.objects.waiting().count() == 0


@pytest.mark.parametrize("who", ["dai", "finance", "auditor", "datong", "dai_street"])
def test_nobody_but_the_city_office_answers_publishes_or_takes_back(
    answered: Enquiry, cast: Officials, who: str
) -> None:
    actor = getattr(cast, who)
    before = entry_count()

    with pytest.raises(NotPermitted, match="“答复咨询”"):
        answer_enquiry(answered, answer="x", actor=actor, at=at(6, 5))
    with pytest.raises(NotPermitted, match="“公开咨询答复”"):
        publish_enquiry(answered, wording="x", actor=actor, at=at(6, 5))
    with pytest.raises(NotPermitted, match="“撤下咨询答复”"):
        unpublish_enquiry(answered, actor=actor, at=at(6, 5))

    assert (entry_count(), Enquiry.objects.get().answer) == (before, ANSWER)


def test_an_answer_of_blanks_is_refused(asked: Enquiry, cast: Officials) -> None:
    with pytest.raises(AnswerMissing, match="还没有答复"):
        answer_enquiry(asked, answer="　", actor=cast.city, at=at(6, 4))


def test_what_has_no_answer_cannot_be_made_public(asked: Enquiry, cast: Officials) -> None:
    with pytest.raises(AnswerMissing, match="还没有答复"):
        publish_enquiry(asked, wording=QUESTION, actor=cast.city, at=at(6, 4))


def test_a_public_question_needs_a_wording(answered: Enquiry, cast: Officials) -> None:
    with pytest.raises(QuestionMissing, match="没有填写公开的问题"):
        publish_enquiry(answered, wording=" ", actor=cast.city, at=at(6, 4))


def test_a_wording_with_a_telephone_number_is_not_made_public(
    answered: Enquiry, cast: Officials
) -> None:
    with pytest.raises(NotFitToPublish, match="电话一类的号码"):
        publish_enquiry(answered, wording="请打 138-0000-0001", actor=cast.city, at=at(6, 4))

    assert Enquiry.objects.published().count() == 0


def test_an_answer_with_a_number_is_not_made_public_nor_written_into_a_public_one(
    asked: Enquiry, cast: Officials
) -> None:
    private = answer_enquiry(asked, answer="请打13800000001", actor=cast.city, at=at(6, 4))

    with pytest.raises(NotFitToPublish):
        publish_enquiry(private, wording=QUESTION, actor=cast.city, at=at(6, 4))

    answer_enquiry(asked, answer=ANSWER, actor=cast.city, at=at(6, 4))
    publish_enquiry(asked, wording=QUESTION, actor=cast.city, at=at(6, 4))
    with pytest.raises(NotFitToPublish):
        answer_enquiry(asked, answer="请打13800000001", actor=cast.city, at=at(6, 5))
    assert Enquiry.objects.get().answer == ANSWER


def test_the_public_reads_the_wording_of_the_office_until_it_is_taken_back(
    public: Enquiry, season: Season, cast: Officials
) -> None:
    shown = [(one.wording, one.answer) for one in public_answers(season)]
    assert last_entry(season.code)["action"] == "publish_enquiry"

    unpublish_enquiry(public, actor=cast.city, at=at(6, 5))

    assert shown == [(QUESTION, ANSWER)]
    assert list(public_answers(season)) == []
    assert last_entry(season.code)["action"] == "unpublish_enquiry"


def test_public_answers_are_found_by_all_the_words_and_by_category(
    public: Enquiry, season: Season, cast: Officials
) -> None:
    other = ask(season, OTHER_CODE, "补贴是多少？", category=Enquiry.Category.PAY)
    answer_enquiry(other, answer="按最低工资标准。", actor=cast.city, at=at(6, 5))
    publish_enquiry(other, wording="补贴是多少？", actor=cast.city, at=at(6, 5))

    def found(**wishes: str) -> list[int]:
        return [one.pk for one in public_answers(season, **wishes)]

    assert found() == [other.pk, public.pk]
    assert found(words="样本 省内") == [public.pk]
    assert found(words="样本 补贴") == []
    assert found(category="pay") == [other.pk]


def test_the_asker_finds_the_own_enquiry_by_code_and_in_its_season_only(
    asked: Enquiry, season: Season, cast: Officials
) -> None:
    another_season = open_one(cast.city)

    assert enquiry_of_code(season, CODE) == asked
    assert enquiry_of_code(season, OTHER_CODE) is None
    assert enquiry_of_code(another_season, CODE) is None


def test_enquiries_are_counted_by_the_year_in_beijing_and_apart_from_rehearsals(
    season: Season, cast: Officials
) -> None:
    moments = [
        datetime(2024, 12, 31, 15, 59, tzinfo=UTC),
        datetime(2024, 12, 31, 16, 0, tzinfo=UTC),
        at(6, 3),
    ]
    for number, moment in enumerate(moments):
        ask(season, f"{'22222222222'}{number + 2}", at=moment)
    rehearsal = open_one(cast.city, is_rehearsal=True)
    ask(rehearsal, "333333333333")

    assert counts_by_year(season) == {2024: 2, 2025: 1}
    assert counts_by_year(rehearsal) == {2024: 1}


def test_enquiries_of_a_season_are_counted_by_the_month_in_beijing_and_by_answer(
    season: Season, cast: Officials
) -> None:
    moments = [
        datetime(2024, 6, 30, 15, 59, tzinfo=UTC),
        datetime(2024, 6, 30, 16, 0, tzinfo=UTC),
        at(6, 3),
    ]
    found = [
        ask(season, f"{'22222222222'}{number + 2}", at=moment)
        for number, moment in enumerate(moments)
    ]
    answer_enquiry(found[0], answer=ANSWER, actor=cast.city, at=at(7, 1))
    ask(open_one(cast.city), "333333333333")

    count = count_of_season(season)

    june, july = MonthCount(date(2024, 6, 1), 2, 1), MonthCount(date(2024, 7, 1), 1, 0)
    assert count == SeasonCount((june, july))
    assert (count.asked, count.answered, count.waiting) == (3, 1, 2)
    assert (june.waiting, july.waiting) == (1, 1)


def test_no_entry_of_the_ledger_holds_a_word_of_question_answer_or_contact(public: Enquiry) -> None:
    bodies = "".join(Entry.objects.values_list("body", flat=True))

    secrets = ("样本毕业生", "全日制普通高校", "sample.example", CODE, public.receipt)
    assert [word for word in secrets if word in bodies] == []


def test_the_database_refuses_what_is_public_without_an_answer(asked: Enquiry) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.filter(pk=asked.pk).update(is_public=True, wording="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.filter(pk=asked.pk).update(answer="x")
