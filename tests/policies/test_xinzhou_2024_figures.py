"""The figures of 忻社发〔2024〕3号, copied from the document and compared with the pack."""

import inspect
from datetime import date, timedelta

import pytest

from linli.core.policy import Document, NothingInForce, compile_rules
from linli.core.policy.budget import DivisionBudget, budget
from linli.policies import get_pack, pack_ids

PACK = get_pack("xinzhou-2024")
DAY = date(2024, 6, 7)
ASKED = tuple(inspect.signature(PACK.rules["eligibility"].function).parameters)

# 附件1: 县（市、区）, 社区数, 招募人数.
ANNEX_1 = """
忻府区 45 46
定襄县 6 6
原平市 22 22
五台县 12 12
代县 11 11
繁峙县 12 12
宁武县 10 10
静乐县 10 10
神池县 6 6
五寨县 8 8
岢岚县 5 5
河曲县 10 10
保德县 11 11
偏关县 6 6
"""

# 附件3: 类别, 全日制用工工资标准 in yuan a month, 适用地区.
ANNEX_3 = {
    (1, 1980): "忻府区、原平市",
    (2, 1880): "代县、宁武县、河曲县、保德县",
    (3, 1780): "定襄县、繁峙县、神池县、五寨县、偏关县、岢岚县、静乐县、五台县",
}

# GB/T 2260.
CODES = {
    "忻府区": "140902",
    "定襄县": "140921",
    "五台县": "140922",
    "代县": "140923",
    "繁峙县": "140924",
    "宁武县": "140925",
    "静乐县": "140926",
    "神池县": "140927",
    "五寨县": "140928",
    "岢岚县": "140929",
    "河曲县": "140930",
    "保德县": "140931",
    "偏关县": "140932",
    "原平市": "140981",
}

ROWS = [line.split() for line in ANNEX_1.split("\n") if line]
COMMUNITIES = {CODES[name]: int(communities) for name, communities, _ in ROWS}
PLACES = {CODES[name]: int(places) for name, _, places in ROWS}
TIERS = {CODES[name]: tier for (tier, _), names in ANNEX_3.items() for name in names.split("、")}

STAGES = {
    "registration": ("宣传报名", date(2024, 6, 1), date(2024, 6, 14), "D0 三(一)"),
    "eligibility_review": ("资格审查", date(2024, 6, 15), date(2024, 6, 25), "D0 三(二)"),
    "interview": ("面见复审", date(2024, 6, 26), date(2024, 7, 5), "D0 三(三)"),
    "medical_check": ("组织体检", date(2024, 7, 6), date(2024, 7, 11), "D0 三(四)"),
    "selection": ("确定人选", date(2024, 7, 12), date(2024, 7, 17), "D0 三(五)"),
    "agreement": ("签订协议", date(2024, 7, 18), date(2024, 7, 20), "D0 三(六)"),
    "reporting": ("人员报到", date(2024, 7, 21), date(2024, 7, 31), "D0 三(七)"),
}


def test_notice_is_named_as_on_its_head_and_its_last_page() -> None:
    assert PACK.documents["D0"] == Document(
        code="D0",
        number="忻社发〔2024〕3号",
        title="关于做好2024年招募高校毕业生担任社区助理工作的通知",
        organs=(
            "中共忻州市委社会工作部",
            "忻州市教育局",
            "忻州市人力资源和社会保障局",
            "忻州市财政局",
        ),
        issued=date(2024, 6, 7),
        disclosure="依申请公开",
        superior="晋社发〔2024〕7号",
    )


def test_pack_is_found_by_its_id_and_holds_the_notice_first() -> None:
    assert "xinzhou-2024" in pack_ids()
    assert PACK.notice == PACK.documents["D0"]


def test_fourteen_counties_are_those_of_the_annex_in_its_order() -> None:
    names = PACK.inputs["county"].choices

    assert list(names.items()) == [(CODES[name], name) for name, _, _ in ROWS]
    assert len(names) == 14


def test_places_by_county_are_those_of_annex_1() -> None:
    assert PACK.whole_table("quota", DAY) == PLACES
    assert (PACK.whole("quota_total", DAY), sum(PLACES.values())) == (175, 175)


def test_communities_by_county_are_those_of_annex_1() -> None:
    assert PACK.whole_table("community_count", DAY) == COMMUNITIES
    assert (PACK.whole("community_total", DAY), sum(COMMUNITIES.values())) == (174, 174)


def test_only_one_county_has_more_places_than_communities() -> None:
    quota, communities = PACK.whole_table("quota", DAY), PACK.whole_table("community_count", DAY)

    differing = {code for code in quota if quota[code] != communities[code]}

    assert differing == {CODES["忻府区"]}


def test_tiers_by_county_are_those_of_annex_3() -> None:
    assert PACK.whole_table("wage_tier", DAY) == TIERS
    assert set(TIERS) == set(CODES.values())


def test_minimum_wages_are_those_of_annex_3() -> None:
    wages = {str(tier): yuan * 100 for tier, yuan in ANNEX_3}

    assert PACK.whole_table("minimum_wage", DAY) == wages


@pytest.mark.parametrize("stage", STAGES)
def test_window_of_each_stage_is_that_of_the_notice(stage: str) -> None:
    found = (
        PACK.inputs["stage"].choices[stage],
        PACK.date_table("stage_start", DAY)[stage],
        PACK.date_table("stage_end", DAY)[stage],
        PACK.table("stage_clause", DAY)[stage],
    )

    assert found == STAGES[stage]


def test_stages_stand_in_order_and_cover_each_day_once() -> None:
    starts, ends = PACK.date_table("stage_start", DAY), PACK.date_table("stage_end", DAY)

    assert list(starts) == list(ends) == list(STAGES)
    covered = [
        starts[stage] + timedelta(days=offset)
        for stage in starts
        for offset in range((ends[stage] - starts[stage]).days + 1)
    ]
    assert covered == [date(2024, 6, 1) + timedelta(days=offset) for offset in range(61)]


@pytest.mark.parametrize(
    ("name", "value", "clause"),
    [
        ("class_year", 2024, "D0 一(一)"),
        ("service_months", 12, "D0 一(四)"),
        ("assistants_per_community", 1, "D0 一(三)"),
        ("diploma_deadline", date(2024, 7, 5), "D0 二4"),
        (
            "priority_groups",
            ("社会工作专业毕业生", "低保家庭毕业生", "退役大学生士兵"),
            "D0 二5",
        ),
        ("transfer_limit", 3, "D0 附件2"),
        ("notice_working_days", 3, "D0 三(五)"),
    ],
)
def test_single_figure_is_that_of_its_clause(name: str, value: object, clause: str) -> None:
    assert (PACK.scalar(name, DAY), PACK.clause(name, DAY)) == (value, clause)


def test_photo_is_one_inch_at_three_hundred_dots() -> None:
    inches = {side: mm / 25.4 for side, mm in PACK.whole_table("photo_mm", DAY).items()}

    assert PACK.whole_table("photo_mm", DAY) == {"width": 25, "height": 35}
    assert PACK.whole_table("photo_pixels", DAY) == {
        side: round(300 * inch) for side, inch in inches.items()
    }


def test_figures_that_the_notice_does_not_state_say_that_they_are_our_reading() -> None:
    with_reading = {name for name, parameter in PACK.parameters.items() if parameter.reading}

    assert with_reading >= {
        "accident_premium",
        "allowance_is_insured",
        "assistants_per_community",
        "backfill_moves_placed",
        "budget_months",
        "conditional_reasons",
        "diploma_deadline",
        "interview_order",
        "interview_ratio",
        "notice_counts_posting_day",
        "photo_mm",
        "photo_pixels",
        "placement_rule",
        "province_share",
        "provincial_schools",
        "school_aliases",
        "schools_elsewhere",
        "service_months",
        "supplement_request",
        "tie_chain",
    }


SCHOOLS = PACK.texts("provincial_schools", DAY)


def test_a_school_stands_in_the_list_once_with_a_code_of_its_own() -> None:
    coded = [line.split() for line in SCHOOLS if line[0].isdigit()]

    assert [line for line in coded if len(line[0]) != 5 or len(line) != 2] == []
    assert len({code for code, _ in coded}) == len(coded)
    assert len({line.split()[-1] for line in SCHOOLS}) == len(SCHOOLS)


@pytest.mark.parametrize(
    "line", ["10108 山西大学", "10112 太原理工大学", "10124 忻州师范学院", "13821 忻州职业技术学院"]
)
def test_codes_of_well_known_schools_are_the_last_five_digits_of_the_ministrys(line: str) -> None:
    assert line in SCHOOLS


def test_another_name_of_a_school_leads_to_a_school_of_the_list_and_is_not_on_it() -> None:
    names = {line.split()[-1] for line in SCHOOLS}
    aliases = [line.split() for line in PACK.texts("school_aliases", DAY)]

    assert [line for line in aliases if len(line) != 2 or line[1] not in names] == []
    assert {written for written, _ in aliases} & names == set()


def test_no_school_of_the_province_begins_as_one_that_is_elsewhere() -> None:
    elsewhere = PACK.texts("schools_elsewhere", DAY)
    names = [line.split()[-1] for line in SCHOOLS]
    names += [line.split()[0] for line in PACK.texts("school_aliases", DAY)]

    assert [name for name in names if name.startswith(elsewhere)] == []


def test_every_reason_that_an_applicant_can_mend_has_its_request_and_no_refusal_has_one() -> None:
    mendable = {
        rule.code for rule in PACK.rules.values() if rule.name in ASKED and rule.effect != "fail"
    }

    assert set(PACK.table("supplement_request", DAY)) == mendable - {"attachment_suspicious"}


def test_what_makes_an_application_conditional_is_a_note_of_the_review() -> None:
    notes = {PACK.rules[name].code for name in ASKED if PACK.rules[name].effect == "note"}

    assert set(PACK.texts("conditional_reasons", DAY)) <= notes


@pytest.mark.parametrize(
    ("day", "is_in_force"),
    [(date(2024, 5, 31), False), (date(2024, 6, 1), True), (date(2024, 6, 2), True)],
)
def test_rules_are_in_force_from_the_first_day_of_registration(
    day: date, is_in_force: bool
) -> None:
    if is_in_force:
        assert compile_rules(PACK, day).on == day
    else:
        with pytest.raises(NothingInForce):
            compile_rules(PACK, day).rule("eligibility")


def test_budget_of_the_quotas_is_329300_a_month_and_3951600_a_year() -> None:
    rows = budget(compile_rules(PACK, DAY))

    wages = {
        CODES[name]: yuan for (_, yuan), names in ANNEX_3.items() for name in names.split("、")
    }
    assert rows == tuple(
        DivisionBudget(
            CODES[name],
            name,
            int(places),
            int(places) * wages[CODES[name]] * 100,
            int(places) * wages[CODES[name]] * 1200,
        )
        for name, _, places in ROWS
    )
    assert sum(row.monthly_fen for row in rows) == 32_930_000
    assert sum(row.total_fen for row in rows) == 395_160_000


def test_budget_of_those_actually_recruited_covers_only_their_counties() -> None:
    rows = budget(compile_rules(PACK, DAY), headcount={CODES["代县"]: 3, CODES["偏关县"]: 0})

    assert rows == (
        DivisionBudget(CODES["代县"], "代县", 3, 564_000, 6_768_000),
        DivisionBudget(CODES["偏关县"], "偏关县", 0, 0, 0),
    )
