"""The one program, ``linli``: the same actions as the pages, for operators."""

import os
import sys

import click

from linli.cli.wording import speak_chinese
from linli.core.refusal import Refusal
from linli.core.workdays import MissingYear

speak_chinese()


class _Program(click.Group):
    """A group of commands that turns a refusal into one line and exit status 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(f"linli：{refusal}", err=True)
            if isinstance(refusal, MissingYear):
                click.echo(
                    "载入放假安排：linli calendar load 文件 --as 用户名 --source 通知", err=True
                )
            sys.exit(2)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="linli", message="%(version)s")
def main() -> None:
    """邻里 Linli：社区工作者队伍的招募、安排、补贴和台账。

    退出码：0 完成；1 答案为否（检查不通过、台账不一致）；2 用法或输入有误。
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.settings")


def _register() -> None:
    from linli.cli import (
        bench,
        calendar,
        cases,
        intake,
        ledger,
        officials,
        place,
        policy,
        rows,
        season,
        seasons,
        site,
        worker,
    )

    nouns = (policy, cases, rows, calendar, season, seasons, officials)
    for module in (*nouns, intake, place, ledger, bench, site, worker):
        for command in module.COMMANDS:
            main.add_command(command)


_register()
