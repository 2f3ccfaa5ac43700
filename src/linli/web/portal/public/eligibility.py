"""Can I apply? What the season's pack answers to a few questions. Nothing is kept.

The pack decides what is asked (``can_i_apply_questions``) and answers (rule ``may_apply``); here
stands how each question is put. Who does not know an answer is told that a person decides, never
that the answer is no. Source: D0 一(一), 二4, 三(二).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from linli.apps.applications.checking import surroundings
from linli.apps.seasons.carried_out import not_carried_out
from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import first_day, rule_texts
from linli.core.policy import Edition, Explanation, Outcome, compile_rules, explain
from linli.core.schools import SchoolBook
from linli.policies import get_pack

Facts = Mapping[str, int | bool | str | date | None]
UNKNOWN = ""
HAVE, REPORT, NO_REPORT, LATE = "have", "report", "no_report", "late"


@dataclass(frozen=True, slots=True)
class Terms:
    """What answers are held against: the year of the class, the last day of the diploma, the schools."""

    class_year: int
    diploma_deadline: date
    schools: SchoolBook


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its field in the form, the checks that rest on it, the facts that an answer gives.

    ``unsure`` says why an answer that was given decides nothing; the next steps say what to do
    where it stands in the way.
    """

    field: str
    rules: tuple[str, ...]
    facts: Callable[[str, Terms], Facts]
    if_no: str
    if_unsure: str
    unsure: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the pack says to one answer: its outcome, why, by which clauses, what to do next."""

    name: str
    outcome: Outcome
    reasons: tuple[str, ...]
    clauses: tuple[str, ...]
    next_step: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the pack says to all answers together, and to each."""

    outcome: Outcome
    findings: tuple[Finding, ...]


def _year(answer: str, _: Terms) -> Facts:
    return {"graduation_year": int(answer) if answer else None}


def _school(answer: str, terms: Terms) -> Facts:
    return {"school_in_province": terms.schools.in_province(answer) if answer else None}


def _full_time(answer: str, _: Terms) -> Facts:
    return {"full_time": {"yes": True, "no": False}.get(answer)}


def _education(answer: str, _: Terms) -> Facts:
    return {"education": answer or None}


def _diploma(answer: str, terms: Terms) -> Facts:
    """Return the facts at the far end of what an answer says: by the deadline is on the deadline."""
    if answer == UNKNOWN:
        return dict.fromkeys(("diploma_given", "enrollment_report_given", "diploma_date"))
    last = terms.diploma_deadline
    return {
        "diploma_given": answer == HAVE,
        "enrollment_report_given": answer == REPORT,
        "diploma_date": last + timedelta(days=1) if answer == LATE else last,
    }


_WORST_FIRST = (Outcome.FAIL, Outcome.REFER)
_IF_NO = "如果填错了，请改正后再看一次；认为系统判断有误的，可以向市委社会工作部咨询"
QUESTIONS = {
    "毕业年份": Question(
        "graduation_year",
        ("class_of_the_year",),
        _year,
        if_no=_IF_NO,
        if_unsure="按毕业证（没有毕业证的按学籍报告）上的毕业时间填写",
    ),
    "毕业院校": Question(
        "school",
        ("school_of_the_province",),
        _school,
        if_no=_IF_NO,
        if_unsure="按毕业证上的校名填写全称；仍不能判断的，报名后由工作人员核对",
        unsure="这个校名不在省内院校名单中，需人工核对",
    ),
    "培养方式": Question(
        "full_time",
        ("full_time_study",),
        _full_time,
        if_no=_IF_NO,
        if_unsure="查看学信网的学籍报告，其中“学习形式”写明是否全日制",
    ),
    "学历": Question(
        "education",
        ("college_or_above",),
        _education,
        if_no=_IF_NO,
        if_unsure="按毕业证上写的层次选择",
    ),
    "毕业证书": Question(
        "diploma",
        ("diploma_or_report", "diploma_in_hand", "diploma_in_time"),
        _diploma,
        if_no=_IF_NO,
        if_unsure="登录学信网，在首页点击“学籍查询”，下载《教育部学籍在线验证报告》备好",
    ),
}


def questions_of(season: Season) -> dict[str, Question]:
    """Return the questions that a season's pack wants put, in its order. Raises ``NotCarriedOut``."""
    pack, day = season.pack, first_day(season)
    wanted = pack.texts("can_i_apply_questions", day)
    if not set(wanted) <= set(QUESTIONS):
        raise not_carried_out(pack, "can_i_apply_questions", day, QUESTIONS)
    return {name: QUESTIONS[name] for name in wanted}


def terms_of(season: Season) -> Terms:
    """Return what the answers are held against in a season."""
    day = first_day(season)
    deadline = season.pack.scalar("diploma_deadline", day)
    assert isinstance(deadline, date)
    return Terms(season.pack.whole("class_year", day), deadline, surroundings(season, day).schools)


def assess(season: Season, answers: Mapping[str, str], terms: Terms) -> Assessment:
    """Return what a season's pack says to answers by field; a blank answer is unknown.

    A question that the pack does not want put counts as unknown.
    """
    asked = questions_of(season)
    facts = {
        name: value
        for question in QUESTIONS.values()
        for name, value in question.facts(answers.get(question.field, UNKNOWN), terms).items()
    }
    answer = explain(edition_of(season.pack_id, first_day(season)), "may_apply", facts)
    texts = {one.name: one.sentences[0] for one in rule_texts(season) if one.sentences}
    return Assessment(
        Outcome(str(answer.value)),
        tuple(
            _finding(name, question, answer, texts, answers.get(question.field, UNKNOWN))
            for name, question in asked.items()
        ),
    )


# Compiled once for everybody: a season keeps the edition that it was opened from.
@lru_cache(maxsize=8)
def edition_of(pack_id: str, day: date) -> Edition:
    """Return the rules of a pack as in force on a day."""
    return compile_rules(get_pack(pack_id), day)


def _finding(
    name: str, question: Question, answer: Explanation, texts: Mapping[str, str], given: str
) -> Finding:
    """Return what an answer comes to: the worst of its checks, with the reasons of that outcome."""
    steps = [step for step in answer.steps if step.rule in question.rules]
    outcomes = [Outcome(str(step.value)) for step in steps]
    outcome = next((one for one in _WORST_FIRST if one in outcomes), Outcome.PASS)
    reasons = {reason.code: reason for reason in answer.reasons}
    rules = get_pack(answer.pack).rules
    same = [step for step in steps if step.value == outcome]
    told = [step for step in same if rules[step.rule].code in reasons]
    is_unknown = any(reasons[rules[step.rule].code].is_unknown for step in told)
    unsure = question.unsure if given else "这一项没有回答"
    return Finding(
        name,
        outcome,
        (unsure,) if is_unknown else tuple(texts[step.rule] for step in told),
        tuple(dict.fromkeys(step.clause for step in told or same)),
        _next_step(question, outcome),
    )


def _next_step(question: Question, outcome: Outcome) -> str:
    if outcome is Outcome.FAIL:
        return question.if_no
    return question.if_unsure if outcome is Outcome.REFER else ""
