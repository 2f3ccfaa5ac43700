"""What a person is told about the own placement, choice by choice, on screen and on paper."""

from datetime import date

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.queries import load_case
from linli.apps.applications.states import State
from linli.apps.reports.placement_paper import placement_paper
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import backfill_county, release_reserve
from linli.apps.selection.explaining import (
    NotExplained,
    ToldChoice,
    command_of,
    explain_placement,
    method_words,
    ranking_words,
)
from linli.apps.selection.medical import record_medical
from linli.apps.selection.models import Placement, PlacementRun
from linli.core.documents.official import Mark, OfficialPaper, Paragraph, Signature, Table
from linli.core.placement import Outcome, drawn_lot
from tests.apps.cast import Officials, at, candidate, placed_by, scored
from tests.factories import DAI, YUANPING

NOTICE = (
    "《关于做好2024年招募高校毕业生担任社区助理工作的通知》（忻社发〔2024〕3号，以下简称《通知》）"
)


@pytest.fixture
def placed(small: Season, cast: Officials) -> Season:
    """Two who take 代县, one who goes on to 原平市, one who waits, one who asks for another city."""
    candidate(small, 9000, "代县", "原平市")
    candidate(small, 8900, priority=True)
    candidate(small, 8800, "代县", "原平市", "五台县")
    candidate(small, 8750)
    candidate(small, 7000, "代县", city="大同市")
    placed_by(small, cast)
    return small


def leave(season: Season, number: str, cast: Officials) -> None:
    """Let someone fail the medical check, and fill the place from the reserve."""
    one = Application.objects.get(season=season, case_number=number)
    record_medical(
        {one: "fail"},
        hospital="样本医院",
        checked_on=date(2024, 7, 8),
        actor=cast.dai,
        at=at(7, 8, 16),
    )
    backfill_county(season, DAI, actor=cast.dai, at=at(7, 9))


def paper_of(season: Season, number: str) -> OfficialPaper:
    return placement_paper(load_case(season, number))


def sentences(paper: OfficialPaper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Paragraph)]


def tables(paper: OfficialPaper) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in paper.blocks if isinstance(block, Table)]


def whole_text(paper: OfficialPaper) -> str:
    cells = [cell for table in tables(paper) for row in table for cell in row]
    return "\n".join([*sentences(paper), *cells])


def test_every_choice_is_told_in_order_with_its_clause_and_later_ones_are_not_looked_at(
    placed: Season,
) -> None:
    told = explain_placement(load_case(placed, "00003"))

    assert told.choices == (
        ToldChoice(
            "第一意向",
            DAI,
            "代县",
            Outcome.BEATEN,
            "面见总分88.00（第3名），低于该地区末位入围89.00（第2名）",
            "D0 附件2",
        ),
        ToldChoice(
            "第1调剂地区", YUANPING, "原平市", Outcome.PLACED, "按第1调剂地区入围", "D0 附件2"
        ),
        ToldChoice(
            "第2调剂地区",
            "140922",
            "五台县",
            Outcome.NOT_REACHED,
            "前面的志愿已入围，不再检索",
            "D0 附件2",
        ),
    )


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        ("00001", "按第一意向入围代县体检"),
        ("00003", "按第1调剂地区入围原平市体检"),
        ("00004", "列代县递补第1位"),
        ("00005", "未入围，也未列入递补"),
    ],
)
def test_the_outcome_is_one_sentence(placed: Season, number: str, outcome: str) -> None:
    assert explain_placement(load_case(placed, number)).outcome == outcome


def test_a_place_outside_the_city_is_told_as_written(placed: Season) -> None:
    (choice,) = explain_placement(load_case(placed, "00005")).choices

    assert (choice.code, choice.place, choice.text) == ("", "大同市代县", "该地区不在本次招募范围")


def test_nothing_is_explained_before_a_placement_or_of_one_that_kept_no_tables(
    placed: Season,
) -> None:
    waiting = scored(placed, 6000)
    Placement.objects.filter(application__case_number="00001").update(run=None)

    for number in (waiting.case_number, "00001"):
        with pytest.raises(NotExplained, match=f"报名{number}没有可以逐项说明的入围结果"):
            explain_placement(load_case(placed, number))


def test_method_and_ranking_are_told_in_words(placed: Season) -> None:
    run = PlacementRun.objects.get()

    deferred = method_words(run)
    run.rule = "score-first"

    assert (deferred, method_words(run), ranking_words(run)) == (
        "每人按志愿先后申请，各地区在名额内保留名次在前的人选，没有保留的再申请下一个志愿",
        "按名次从前到后，依次看每人的志愿，地区还有名额的即入围",
        "先看面见总分，相同的看优先人员，仍相同的抽签",
    )


def test_the_command_repeats_the_run_and_a_seed_with_a_blank_is_quoted(placed: Season) -> None:
    run = PlacementRun.objects.get()
    run.seed = "two words"

    assert command_of(run) == (
        "linli place --seats seats.csv --candidates candidates.csv \\",
        "  --choices choices.csv --out placements.csv \\",
        "  --rule deferred-acceptance --rank-by total:desc,priority:desc \\",
        "  --seed 'two words'",
    )


def test_the_paper_tells_outcome_standing_choices_cut_offs_and_how_to_check(
    placed: Season,
) -> None:
    run = PlacementRun.objects.get()

    paper = paper_of(placed, "00003")

    assert (paper.title, paper.addressee) == ("入围情况说明", "张样本（报名编号00003）")
    assert paper.signature == Signature(("中共忻州市委社会工作部",), date(2024, 7, 5))
    assert sentences(paper)[:3] == [
        f"根据{NOTICE}，现将您参加2024年招募高校毕业生担任社区助理的入围情况说明如下。",
        "按第1调剂地区入围原平市体检。",
        "面见总分88.00分，在参加本次安排的5名面见人员中列第3名。",
    ]
    assert tables(paper) == [
        (
            (
                "第一意向",
                "代县",
                "面见总分88.00（第3名），低于该地区末位入围89.00（第2名）",
                "《通知》附件2",
            ),
            ("第1调剂地区", "原平市", "按第1调剂地区入围", "《通知》附件2"),
            ("第2调剂地区", "五台县", "前面的志愿已入围，不再检索", "《通知》附件2"),
        ),
        (
            ("代县", "2", "2", "第2名", "89.00"),
            ("原平市", "1", "1", "第3名", "88.00"),
            ("五台县", "0", "0", "没有名额", "没有名额"),
        ),
    ]
    assert [drawn_lot("公开种子", "00003"), run.fingerprint] == [
        text for text in sentences(paper) if len(text) == 64
    ]


def test_priority_is_told_by_its_clause_and_without_its_kind(placed: Season) -> None:
    paper = paper_of(placed, "00002")

    assert sentences(paper)[2] == (
        "面见总分89.00分，在参加本次安排的5名面见人员中列第2名。"
        "属于同等条件下优先的人员（《通知》二5），优先只在总分相同时起作用。"
    )
    assert [kind for kind in ("低保", "退役", "士兵") if kind in whole_text(paper)] == []


def test_a_backfill_is_told_without_who_left_and_why(placed: Season, cast: Officials) -> None:
    leave(placed, "00001", cast)

    paper = paper_of(placed, "00004")

    assert sentences(paper)[1:4] == [
        "列代县递补第1位。",
        "没有入围的，只列第一意向地区的递补候选；该地区出现名额空缺时，"
        "从该地区的递补候选中按位次递补（《通知》三(四)）。",
        "其后代县出现名额空缺，您按递补次序（第1位）递补入围。",
    ]
    assert [word for word in ("00001", "体检不合格") if word in whole_text(paper)] == []


def test_reserve_that_was_never_called_is_told_that_it_is_over(
    placed: Season, cast: Officials
) -> None:
    placed.applications.filter(state=State.PLACED).update(state=State.FORMAL)
    release_reserve(placed, DAI, actor=cast.dai, at=at(7, 31))

    assert sentences(paper_of(placed, "00004"))[2].endswith(
        "（《通知》三(四)）。本季递补已经结束，没有轮到您递补。"
    )


def test_who_left_is_told_what_became_of_the_place(placed: Season, cast: Officials) -> None:
    leave(placed, "00001", cast)
    leave(placed, "00002", cast)

    assert [sentences(paper_of(placed, number))[2] for number in ("00001", "00002")] == [
        "您的名额其后空出，由代县递补第1位的人选递补。",
        "您的名额其后空出，代县的递补候选已用完，名额空缺。",
    ]


@pytest.mark.parametrize("number", ["00001", "00002", "00003", "00004", "00005"])
def test_the_paper_names_no_other_case(placed: Season, number: str) -> None:
    text = whole_text(paper_of(placed, number))
    others = {f"0000{other}" for other in range(1, 6)} - {number}

    assert [other for other in sorted(others) if other in text] == []


def test_who_asked_for_other_cities_alone_is_told_so_in_place_of_a_table(placed: Season) -> None:
    paper = paper_of(placed, "00005")

    assert "所填地区都不在本次招募范围。" in sentences(paper)
    assert [len(table) for table in tables(paper)] == [1]


def test_the_paper_of_a_rehearsal_is_marked(rehearsal: Season, cast: Officials) -> None:
    candidate(rehearsal, 9000)
    placed_by(rehearsal, cast)

    assert paper_of(rehearsal, "00001").marks == (Mark.REHEARSAL, Mark.SAMPLE)


def test_a_county_with_room_left_has_no_cut_off(season: Season, cast: Officials) -> None:
    candidate(season, 9000)
    placed_by(season, cast)

    assert tables(paper_of(season, "00001"))[1] == (("代县", "11", "1", "名额未满", "名额未满"),)
