"""``linli official``: the accounts of an office."""

import sys
from typing import TYPE_CHECKING

import click

from linli.cli.acting import OneOf, offices
from linli.cli.start import prepare, print_json

if TYPE_CHECKING:
    from linli.apps.accounts.models import User


@click.group()
def official() -> None:
    """工作人员账号。

    例：linli official add zhang --office county --division 140923 --name 张某
    """


@official.command()
@click.argument("username")
@click.option(
    "--office",
    type=OneOf("office", offices),
    metavar="OFFICE",
    required=True,
    help="单位类别",
)
@click.option("--division", required=True, metavar="CODE", help="所属区划代码，如忻州市1409")
@click.option("--name", required=True, help="姓名")
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def add(username: str, office: str, division: str, name: str, as_json: bool) -> None:
    """建立一个工作人员账号。

    密码在终端上输入两遍，或者从标准输入读一行，不写在命令里；建立账号记入台账。

    OFFICE 是 city（市委社会工作部）、county（县（市、区）委社会工作部）、street（街道（乡镇））、
    community（社区）、finance（财政局）或者 auditor（纪检监察、审计）。

    例：linli official add zhang --office county --division 140923 --name 张某
    """
    prepare(say=False)
    from django.utils import timezone

    from linli.apps.accounts.models import Office
    from linli.apps.accounts.officials import add_official

    made = add_official(
        username,
        password=_password(),
        name=name,
        office=Office(office),
        division=division,
        actor=None,
        at=timezone.now(),
    )
    if as_json:
        print_json(_shape(made))
    else:
        click.echo(f"已建立账号{made.username}（{made.get_office_display()}，{made.division}）")


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("密码", hide_input=True, confirmation_prompt="再输入一遍"))
    return sys.stdin.readline().rstrip("\r\n")


def _shape(made: "User") -> dict[str, object]:
    return {"username": made.username, "office": made.office, "division": made.division_id}


COMMANDS = (official,)
