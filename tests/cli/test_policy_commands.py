"""The packs on the command line, for people and for programs."""

import json
from pathlib import Path

from tests.cli.program import Answer, linli

FACTS = '{"county": "140902", "days_served": 10, "days_in_month": 31, "first_month": true}'


def test_budget_of_the_quotas_is_3951600_yuan_exactly(prepared: Path) -> None:
    answer = json.loads(linli("budget", "xinzhou-2024", "--json", data=prepared).out)

    rows = answer.pop("by_division")
    assert answer == {
        "pack": "xinzhou-2024",
        "months": 12,
        "headcount": 175,
        "total_fen": 395_160_000,
    }
    assert rows[0] == {
        "division": "140902",
        "name": "忻府区",
        "headcount": 46,
        "monthly_fen": 9_108_000,
        "total_fen": 109_296_000,
    }
    assert sum(row["monthly_fen"] for row in rows) == 32_930_000


def test_budget_follows_a_changed_wage_and_the_people_given(prepared: Path) -> None:
    people = prepared.parent / "people.csv"
    people.write_text("\ufeffdivision,headcount\n140902,2\n140923,1\n", encoding="utf-8")

    answer = linli(
        "budget",
        "xinzhou-2024",
        "--headcount",
        people,
        "--months",
        6,
        "--set",
        "minimum_wage.1=2150",
        "--json",
        data=prepared,
    )

    assert json.loads(answer.out)["total_fen"] == 6 * (2 * 215_000 + 188_000)


def test_a_headcount_row_that_names_no_county_is_refused_by_its_line(prepared: Path) -> None:
    people = prepared.parent / "wrong.csv"
    people.write_text("division,headcount\n140902,2\n999999,1\n", encoding="utf-8")

    answer = linli("budget", "xinzhou-2024", "--headcount", people, data=prepared)

    assert (answer.status, answer.out) == (2, "")
    assert answer.err == (
        "linli：wrong.csv第3行的区划或人数不对；处理办法：每行写 区划代码,人数，区划不重复。\n"
    )


def test_explain_gives_each_step_with_formula_clause_and_figures(prepared: Path) -> None:
    answer = linli(
        "explain",
        "xinzhou-2024",
        "net_pay",
        "--facts",
        "-",
        "--on",
        "2024-07-31",
        "--json",
        data=prepared,
        given=FACTS,
    )

    document = json.loads(answer.out)
    steps = {step["rule"]: step for step in document["steps"]}
    assert (document["value"], document["unit"], document["on"]) == (53_871, "fen", "2024-07-31")
    assert steps["monthly_allowance"] == {
        "rule": "monthly_allowance",
        "label": "月生活补贴",
        "value": 198_000,
        "formula": "1,980.00元",
        "clause": "D0 四(一)1",
        "parameters": [
            {
                "name": "minimum_wage",
                "value": "1,980.00元",
                "since": "2024-06-01",
                "clause": "D0 附件3",
            }
        ],
    }


def test_explain_of_a_check_gives_fail_with_its_reason_and_clause(prepared: Path) -> None:
    answer = linli(
        "explain",
        "xinzhou-2024",
        "class_of_the_year",
        "--facts",
        "-",
        "--json",
        data=prepared,
        given='{"graduation_year": 2023}',
    )

    document = json.loads(answer.out)
    assert (document["value"], document["reasons"]) == (
        "fail",
        [
            {
                "code": "not_2024_graduate",
                "clause": "D0 一(一)",
                "text": "毕业时间不在2024年，不属于2024年应届毕业生",
                "effect": "fail",
            }
        ],
    )


def refused(answer: Answer) -> tuple[int, str, int]:
    """Return status, standard output, and the number of lines on standard error."""
    return answer.status, answer.out, answer.err.count("\n")


def test_unknown_pack_rule_fact_and_bad_json_are_refused_in_one_line(prepared: Path) -> None:
    calls = [
        (("policy", "show", "nowhere"), ""),
        (("policy", "show", "xinzhou-2024", "nothing"), ""),
        (("explain", "xinzhou-2024", "nothing", "--facts", "-"), FACTS),
        (("explain", "xinzhou-2024", "net_pay", "--facts", "-"), '{"ethnicity": "汉族"}'),
        (("explain", "xinzhou-2024", "net_pay", "--facts", "-"), "{"),
        (("explain", "xinzhou-2024", "net_pay", "--facts", "-"), '{"county": "140902"}'),
        (("budget", "xinzhou-2024", "--set", "minimum_wage.9=1"), ""),
        (("budget", "xinzhou-2024", "--set", "minimum_wage.1=viel"), ""),
    ]

    answers = [linli(*call, data=prepared, given=given) for call, given in calls]

    assert [refused(answer) for answer in answers] == [(2, "", 1)] * len(calls)


def test_policy_check_passes_for_the_packs_that_ship(prepared: Path) -> None:
    answer = linli("policy", "check", "--json", data=prepared)

    assert (answer.status, json.loads(answer.out)["failures"]) == (0, [])


def test_policy_check_of_a_pack_that_does_not_add_up_names_file_line_and_figures(
    prepared: Path, tmp_path: Path
) -> None:
    shipped = Path(__file__).parents[2] / "src/linli/policies/xinzhou_2024"
    folder = tmp_path / "changed"
    folder.mkdir()
    text = (shipped / "pack.toml").read_text(encoding="utf-8")
    lines = text.replace("140902 = 46  # 忻府区", "140902 = 47  # 忻府区").splitlines()
    (folder / "pack.toml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "rules.py").write_bytes((shipped / "rules.py").read_bytes())
    table = lines.index("[parameters.quota.values.value]") + 1

    answer = linli("policy", "check", folder, data=prepared)

    assert answer.status == 1
    assert f"changed/pack.toml 第{table}行" in answer.err
    assert "各项之和为176" in answer.err
    assert "175不符" in answer.err


def test_policy_show_gives_figures_in_fen_with_clause_and_first_day(prepared: Path) -> None:
    answer = linli("policy", "show", "xinzhou-2024", "minimum_wage", "--json", data=prepared)

    assert json.loads(answer.out)["parameters"] == [
        {
            "parameter": "minimum_wage",
            "description": "最低工资标准（全日制用工）",
            "unit": "fen",
            "keys": ["tier"],
            "reading": "",
            "values": [
                {
                    "since": "2024-06-01",
                    "clause": "D0 附件3",
                    "value": {"1": 198_000, "2": 188_000, "3": 178_000},
                }
            ],
        }
    ]
