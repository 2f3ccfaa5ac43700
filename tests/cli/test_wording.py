"""What the program itself says is Chinese: help, usage errors, how far it is."""

import inspect
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from linli.cli import main, start
from linli.cli.wording import SENTENCES


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (["intake"], "缺少参数'MAILBOX'"),
        (["intake", "mails", "--nowhere"], "没有选项'--nowhere'"),
        (["nowhere"], "没有命令'nowhere'"),
        (["intake", "mails", "--out"], "选项'--out'后面没有填写内容"),
        (["intake", "a", "b"], "多出参数（b）"),
        (["serve", "--port", "0"], "'--port'填写有误：0超出范围，应为1至65535"),
        (["serve", "--port", "x"], "'--port'填写有误：'x'不是有效的数"),
    ],
)
def test_wrong_call_is_told_in_chinese(call: list[str], sentence: str) -> None:
    answer = CliRunner().invoke(main, call)

    assert answer.exit_code == 2
    assert answer.stderr.splitlines()[-1] == f"错误：{sentence}"


def test_program_that_is_interrupted_says_so_in_chinese() -> None:
    @click.command()
    def interrupted() -> None:
        raise KeyboardInterrupt

    answer = CliRunner().invoke(interrupted)

    assert (answer.exit_code, answer.stderr.strip()) == (1, "已中止")


def test_help_has_chinese_headings() -> None:
    answer = CliRunner().invoke(main, ["-h"])

    lines = answer.output.splitlines()
    assert lines[0] == "用法： main [OPTIONS] COMMAND [ARGS]..."
    assert [line for line in lines if line.endswith("：")] == ["选项：", "命令："]


def test_every_translated_sentence_is_one_that_click_says() -> None:
    folder = Path(inspect.getfile(click)).parent
    said = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))

    assert [one for one in SENTENCES if f'"{one}"' not in said] == []


def test_program_that_no_terminal_watches_tells_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "SECONDS_BETWEEN_LINES", 0.0)

    found = list(start.progress("读取邮件", iter("ab"), 2))

    assert (found, capsys.readouterr().err) == (
        ["a", "b"],
        "读取邮件：1/2\n读取邮件：2/2\n读取邮件：已完成2\n",
    )
