"""A season: fixed from its pack at opening, moved stage by stage by its own city."""

from datetime import date
from itertools import pairwise

import pytest

from linli.apps.ledger.queries import entries_of
from linli.apps.places.models import Division
from linli.apps.seasons.actions import DivisionMissing, WrongStage, advance
from linli.apps.seasons.models import EditionChanged, Quota, Season, Stage, StageWindow
from linli.apps.seasons.permissions import NotPermitted
from tests.apps.cast import Officials, at, entry_count, open_one

IN_ORDER = [
    "registration", "eligibility_review", "interview", "medical_check", "selection", "agreement",
    "reporting", "closed",
]  # fmt: skip


def test_the_quotas_of_annex_1_are_fixed_when_a_season_opens(season: Season) -> None:
    quotas = {quota.county.name: (quota.places, quota.communities) for quota in season.quotas.all()}

    assert quotas == {
        "忻府区": (46, 45), "定襄县": (6, 6), "原平市": (22, 22), "五台县": (12, 12),
        "代县": (11, 11), "繁峙县": (12, 12), "宁武县": (10, 10), "静乐县": (10, 10),
        "神池县": (6, 6), "五寨县": (8, 8), "岢岚县": (5, 5), "河曲县": (10, 10),
        "保德县": (11, 11), "偏关县": (6, 6),
    }  # fmt: skip
    assert sum(places for places, _ in quotas.values()) == 175
    assert sum(communities for _, communities in quotas.values()) == 174


def test_only_the_urban_district_has_a_place_more_than_communities(season: Season) -> None:
    differing = [
        quota.county.name for quota in season.quotas.all() if quota.differs_from_communities
    ]

    assert differing == ["忻府区"]


def test_the_windows_of_the_notice_are_fixed_with_their_clauses(season: Season) -> None:
    windows = {
        window.stage: (window.first_day, window.last_day, window.clause)
        for window in season.windows.all()
    }

    def window(
        first: tuple[int, int], last: tuple[int, int], clause: str
    ) -> tuple[date, date, str]:
        return date(2024, *first), date(2024, *last), clause

    assert windows == {
        "registration": window((6, 1), (6, 14), "D0 三(一)"),
        "eligibility_review": window((6, 15), (6, 25), "D0 三(二)"),
        "interview": window((6, 26), (7, 5), "D0 三(三)"),
        "medical_check": window((7, 6), (7, 11), "D0 三(四)"),
        "selection": window((7, 12), (7, 17), "D0 三(五)"),
        "agreement": window((7, 18), (7, 20), "D0 三(六)"),
        "reporting": window((7, 21), (7, 31), "D0 三(七)"),
    }


def test_opening_a_season_writes_one_entry_with_document_and_figures(cast: Officials) -> None:
    open_one(cast.city)

    assert entries_of("xinzhou-2024") == [
        {
            "sequence": 1,
            "at": "2024-05-31T09:00:00+08:00",
            "actor": "city",
            "action": "open_season",
            "subject": "xinzhou-2024",
            "clause": "D0 一",
            "reason": "",
            "rule": "xinzhou-2024@2024-06-07",
            "inputs": {
                "document": "忻社发〔2024〕3号",
                "places": 175,
                "communities": 174,
                "counties": 14,
                "seed": "公开种子",
            },
            "rehearsal": False,
        }
    ]


def test_a_second_run_of_a_pack_has_its_own_number_quotas_and_windows(cast: Officials) -> None:
    seasons = [open_one(cast.city), open_one(cast.city, is_rehearsal=True)]

    assert [one.code for one in seasons] == ["xinzhou-2024", "xinzhou-2024-2"]
    assert [one.quotas.count() for one in seasons] == [14, 14]
    assert [one.windows.count() for one in seasons] == [7, 7]


def test_a_county_that_is_missing_from_the_table_stops_the_opening_without_a_trace(
    cast: Officials,
) -> None:
    Division.objects.filter(code="140932").delete()

    with pytest.raises(DivisionMissing, match=r"没有代码140932.*GB/T 2260.*make setup"):
        open_one(cast.city)

    assert (Season.objects.count(), Quota.objects.count(), StageWindow.objects.count()) == (0, 0, 0)
    assert entry_count() == 0


def test_a_season_goes_through_all_stages_in_their_order_and_then_stands_closed(
    season: Season, cast: Officials
) -> None:
    seen = [season.stage]

    for stage in list(Stage)[1:]:
        advance(season, stage, actor=cast.city, at=at(6, 15), reason="上一阶段已结束")
        seen.append(Season.objects.get(pk=season.pk).stage)

    assert seen == IN_ORDER


def test_every_step_but_the_next_is_refused_from_every_stage(
    season: Season, cast: Officials
) -> None:
    accepted = []
    for standing in Stage:
        for wanted in Stage:
            Season.objects.filter(pk=season.pk).update(stage=standing)
            try:
                advance(season, wanted, actor=cast.city, at=at(6, 15), reason="样本")
            except WrongStage as refusal:
                assert f"现处于“{standing.label}”，不能转入“{wanted.label}”" in refusal.what
            else:
                accepted.append((standing.value, wanted.value))

    assert accepted == list(pairwise(IN_ORDER))


@pytest.mark.parametrize(
    "who", ["dai", "dai_street", "dai_community", "finance", "auditor", "datong"]
)
def test_nobody_but_the_city_of_the_season_moves_it_on(
    season: Season, cast: Officials, who: str
) -> None:
    before = entry_count()

    with pytest.raises(
        NotPermitted, match="“转入下一阶段”(由市委社会工作部办理|不在您的管辖范围内)"
    ):
        advance(season, Stage.ELIGIBILITY_REVIEW, actor=getattr(cast, who), at=at(6, 15), reason="")

    assert Season.objects.get(pk=season.pk).stage == Stage.REGISTRATION
    assert entry_count() == before


def test_a_stage_that_another_has_already_opened_is_not_opened_again(
    season: Season, cast: Officials
) -> None:
    stale = Season.objects.get(pk=season.pk)
    advance(season, Stage.ELIGIBILITY_REVIEW, actor=cast.city, at=at(6, 15), reason="样本")

    with pytest.raises(WrongStage, match="现处于“资格审查”"):
        advance(stale, Stage.ELIGIBILITY_REVIEW, actor=cast.city, at=at(6, 15), reason="样本")


def test_moving_to_the_next_stage_is_written_down_with_its_reason(
    season: Season, cast: Officials
) -> None:
    advance(season, Stage.ELIGIBILITY_REVIEW, actor=cast.city, at=at(6, 15, 8), reason="报名截止")

    entry = entries_of(season.code)[-1]
    assert {key: entry[key] for key in ("at", "actor", "action", "clause", "reason", "inputs")} == {
        "at": "2024-06-15T08:00:00+08:00",
        "actor": "city",
        "action": "advance_season",
        "clause": "D0 三",
        "reason": "报名截止",
        "inputs": {"from": "registration", "to": "eligibility_review"},
    }


def test_a_season_is_not_worked_by_another_edition_than_it_was_opened_from(
    season: Season,
) -> None:
    Season.objects.filter(pk=season.pk).update(edition="2023-01-01")
    season.refresh_from_db()

    with pytest.raises(EditionChanged, match="按政策包2023-01-01版开启，现安装的是2024-06-07版"):
        season.pack  # noqa: B018 (reading it is the act)
