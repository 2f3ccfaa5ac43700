"""A real office starts from the shell: officials, a season, its extension, its stages, its end."""

import json
import os
import pty
import shutil
import sqlite3
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from linli.apps.accounts.models import Office
from linli.apps.seasons.models import Stage
from linli.cli import main
from linli.cli.acting import OneOf, offices, running_stages
from tests.cli.program import PROGRAM, Answer, environment, linli

PASSWORD = "样本-密码-2024-长"


def add(data: Path, username: str, *options: str, given: str = f"{PASSWORD}\n") -> Answer:
    return linli("official", "add", username, *options, data=data, given=given)


def city_official(data: Path) -> Answer:
    return add(data, "city", "--office", "city", "--division", "1409", "--name", "李样本")


@pytest.fixture(scope="module")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the official of the city; every test opens its own season there."""
    data = tmp_path_factory.mktemp("office") / "data"
    shutil.copytree(prepared, data)
    assert city_official(data).status == 0
    return data


def season(data: Path, *call: object) -> Answer:
    return linli("season", *call, "--as", "city", data=data)


def shape(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.out)
    return found


def opened(data: Path, *options: object) -> str:
    """Open a rehearsal, beside those of other tests, and return its number."""
    call = ("open", "xinzhou-2024", "--rehearsal", "--another", *options, "--json")
    return str(shape(season(data, *call))["season"])


def put_at(data: Path, code: str, stage: Stage) -> None:
    with sqlite3.connect(data / "linli.sqlite3") as database:
        database.execute("UPDATE seasons_season SET stage = ? WHERE code = ?", (stage, code))


def days(found: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {row["stage"]: (row["first_day"], row["last_day"]) for row in found["windows"]}


def test_an_official_is_made_with_a_password_from_standard_input(office: Path) -> None:
    answer = add(
        office, "zhang", "--office", "county", "--division", "140923", "--name", "张样本", "--json"
    )

    assert (answer.status, json.loads(answer.out)) == (
        0,
        {"username": "zhang", "office": "county", "division": "140923"},
    )
    assert PASSWORD not in answer.out + answer.err


@pytest.mark.parametrize(
    ("options", "given", "told"),
    [
        (("--division", "140923"), "\n", "密码不合要求"),
        (("--division", "1409"), f"{PASSWORD}\n", "“县（市、区）委社会工作部”设在县（市、区）"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_one_line(
    office: Path, options: tuple[str, ...], given: str, told: str
) -> None:
    answer = add(office, "wang", "--office", "county", "--name", "张样本", *options, given=given)

    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert told in answer.err


def test_a_user_name_is_given_once(office: Path) -> None:
    answer = city_official(office)

    assert (answer.status, answer.out) == (2, "")
    assert "这个用户名已经有人使用" in answer.err


def test_the_shell_gives_an_administrator_another_password_and_closes_the_account_once(
    office: Path,
) -> None:
    add(office, "an", "--office", "security", "--division", "1409", "--name", "安样本")

    weak = linli("official", "password", "an", data=office, given="12345678\n")
    other = linli("official", "password", "an", data=office, given="另一个样本密码-2024\n")
    closed, again = (
        linli("official", "close", "an", "--reason", "调离", data=office) for _ in range(2)
    )

    assert (weak.status, "密码不合要求" in weak.err) == (2, True)
    assert (other.status, other.out) == (0, "已重设账号an的密码\n")
    assert (closed.status, closed.out) == (0, "已停用账号an\n")
    assert (again.status, again.out) == (2, "")
    assert "没有这个工作人员，或者该用户已停用" in again.err


def test_on_a_terminal_the_password_is_asked_for_twice_and_not_shown(office: Path) -> None:
    terminal, program = pty.openpty()
    call = ["official", "add", "zhao", "--office", "county", "--division", "140923"]
    run = subprocess.Popen(
        [str(PROGRAM), *call, "--name", "张样本"],
        env=environment(office),
        stdin=program,
        stdout=program,
        stderr=program,
        start_new_session=True,
    )
    os.close(program)
    shown = b""
    for prompt in ("密码", "再输入一遍"):
        while prompt.encode() not in shown:
            shown += os.read(terminal, 1024)
        os.write(terminal, f"{PASSWORD}\n".encode())
    run.wait()
    shown += os.read(terminal, 4096)
    os.close(terminal)

    assert (run.returncode, PASSWORD in shown.decode()) == (0, False)
    assert "已建立账号zhao（县（市、区）委社会工作部，代县）" in shown.decode()


def test_a_real_season_has_the_days_of_the_notice_and_is_told_in_words_and_as_json(
    office: Path,
) -> None:
    words = season(office, "open", "xinzhou-2024", "--seed", "公开种子")

    code = words.out.splitlines()[0].partition("：")[2]
    found = shape(linli("season", "status", code, "--json", data=office))
    assert (words.status, words.out.splitlines()[1:]) == (
        0,
        [
            "忻州市2024年招募高校毕业生担任社区助理　宣传报名",
            "＞宣传报名　2024-06-01至2024-06-14",
            "　资格审查　2024-06-15至2024-06-25",
            "　面见复审　2024-06-26至2024-07-05",
            "　组织体检　2024-07-06至2024-07-11",
            "　确定人选　2024-07-12至2024-07-17",
            "　签订协议　2024-07-18至2024-07-20",
            "　人员报到　2024-07-21至2024-07-31",
            "　报名0件",
        ],
    )
    assert (found.pop("opened_at")[-6:], len(found.pop("windows"))) == ("+08:00", 7)
    assert found == {
        "season": code,
        "title": "忻州市2024年招募高校毕业生担任社区助理",
        "pack": "xinzhou-2024",
        "edition": "2024-06-07",
        "rehearsal": False,
        "stage": "registration",
        "seed": "公开种子",
        "withdrawn": False,
        "applications": 0,
        "deliveries": [],
    }


def test_a_rehearsal_begins_on_the_day_named_with_a_drawn_seed_and_a_real_season_does_not(
    office: Path,
) -> None:
    refused = season(office, "open", "xinzhou-2024", "--starts", "2026-12-01")
    found = shape(
        season(office, "open", "xinzhou-2024", "--rehearsal", "--starts", "2026-12-01", "--json")
    )

    assert (refused.status, refused.out) == (2, "")
    assert "正式招募季的报名自文件规定的2024-06-01开始" in refused.err
    assert days(found)["registration"] == ("2026-12-01", "2026-12-14")
    assert (found["rehearsal"], len(found["seed"])) == (True, 16)


def test_a_season_that_is_open_already_is_opened_again_only_as_another(office: Path) -> None:
    code = opened(office, "--starts", "2027-03-01")
    again = ("open", "xinzhou-2024", "--rehearsal", "--starts", "2027-03-01")

    refused = season(office, *again)
    another = season(office, *again, "--another")

    assert (refused.status, f"编号{code}" in refused.err, another.status) == (2, True, 0)


def test_all_seasons_are_listed_newest_first_with_number_and_stage(office: Path) -> None:
    code = opened(office)

    words = linli("season", "status", data=office).out.splitlines()
    listed = json.loads(linli("season", "status", "--json", data=office).out)

    assert words[0] == f"{code}　忻州市2024年招募高校毕业生担任社区助理（演练）　宣传报名"
    assert [one["season"] for one in listed] == [line.partition("　")[0] for line in words]


def test_a_stage_is_extended_and_what_follows_moves_along(office: Path) -> None:
    today = date.today()
    code = opened(office, "--starts", today)

    found = shape(
        season(
            office, "extend", code, "registration", today + timedelta(days=15), "--reason", "停电",
            "--json",
        )
    )  # fmt: skip

    notice_days, moved = timedelta(days=60), timedelta(days=2)
    assert days(found)["registration"] == (
        today.isoformat(),
        (today + timedelta(days=15)).isoformat(),
    )
    assert days(found)["reporting"][1] == (today + notice_days + moved).isoformat()


def test_a_season_opened_by_mistake_is_withdrawn_and_does_not_go_on(office: Path) -> None:
    code = opened(office, "--starts", "2027-04-01")

    done = season(office, "withdraw", code, "--reason", "重复开启", "--json")
    again = season(office, "withdraw", code, "--reason", "重复开启")
    listed = linli("season", "status", data=office).out
    instead = season(office, "open", "xinzhou-2024", "--rehearsal", "--starts", "2027-04-01")

    assert (done.status, shape(done)["withdrawn"]) == (0, True)
    assert (again.status, f"招募季{code}已经撤销" in again.err) == (2, True)
    assert f"{code}　忻州市2024年招募高校毕业生担任社区助理（演练）　已撤销" in listed
    assert instead.status == 0


def test_a_publication_is_recorded_and_one_from_the_future_is_refused(office: Path) -> None:
    code = opened(office, "--starts", date.today())
    channel = ("--channel", "样本公告栏", "--at")

    done = season(office, "publish", code, *channel, "2024-06-07T09:00:00")
    refused = season(office, "publish", code, *channel, "2124-06-07T09:00:00")

    assert (done.status, refused.status) == (0, 2)
    assert "发布时间晚于现在" in refused.err


def test_a_stage_that_is_over_is_not_extended(office: Path) -> None:
    code = opened(office)

    answer = season(office, "extend", code, "registration", "2030-01-01", "--reason", "样本")

    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith("linli：“宣传报名”已经结束，不能延长；依据：D0 三；处理办法：")


def test_a_season_goes_on_stage_by_stage_and_is_closed_after_the_last(office: Path) -> None:
    code = opened(office)

    early = season(office, "close", code, "--reason", "样本")
    moved = season(office, "advance", code, "eligibility_review", "--reason", "报名已截止")
    put_at(office, code, Stage.REPORTING)
    closed = season(office, "close", code, "--reason", "首月补贴已发放", "--json")

    assert (early.status, "不能转入“已结束”" in early.err) == (2, True)
    assert (moved.status, moved.out.splitlines()[0]) == (0, f"已转入下一阶段：{code}")
    assert (closed.status, shape(closed)["stage"]) == (0, "closed")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("open", "xinzhou-2024", "--as", "nobody"), "没有这个工作人员，或者该用户已停用"),
        (("status", "nowhere"), "没有这个编号的招募季；处理办法：编号见 linli season status"),
    ],
)
def test_who_or_what_is_not_there_is_refused_and_the_way_to_find_it_told(
    office: Path, call: tuple[str, ...], told: str
) -> None:
    answer = linli("season", *call, data=office)

    assert (answer.status, answer.out) == (2, "")
    assert told in answer.err


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("open", "xinzhou-2024"), "缺少选项'--as'"),
        (("advance", "x", "closed", "--reason", "x", "--as", "city"), "'closed'不是'registration'"),
        (("extend", "x", "registration", "2024-13-01", "--reason", "x", "--as", "y"), "不是日期"),
        (("extend", "x", "registration", "2024-06-20", "--as", "city"), "缺少选项'--reason'"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_is_looked_up(
    call: tuple[str, ...], told: str
) -> None:
    answer = CliRunner().invoke(main, ["season", *call])

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert told in answer.stderr


@pytest.mark.parametrize("command", ["extend", "advance"])
def test_help_names_every_stage_with_its_chinese_name(command: str) -> None:
    text = CliRunner().invoke(main, ["season", command, "--help"]).output

    names = [f"{stage.value}（{stage.label}）" for stage in list(Stage)[:-1]]
    assert [name for name in names if name not in "".join(text.split())] == []


def test_help_names_every_office_with_its_chinese_name() -> None:
    text = CliRunner().invoke(main, ["official", "add", "--help"]).output

    names = [f"{office.value}（{office.label}）" for office in Office]
    assert [name for name in names if name not in "".join(text.split())] == []


def test_stages_and_offices_that_a_command_takes_are_those_of_the_models() -> None:
    stage, office = OneOf("stage", running_stages), OneOf("office", offices)

    assert [stage.convert(one.value, None, None) for one in list(Stage)[:-1]] == [
        one.value for one in list(Stage)[:-1]
    ]
    assert [office.convert(one.value, None, None) for one in Office] == list(Office.values)
    for kind, other in ((stage, Stage.CLOSED.value), (office, "province")):
        with pytest.raises(click.BadParameter, match=other):
            kind.convert(other, None, None)
