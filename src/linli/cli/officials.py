"""``linli official``: the accounts of an office."""

import sys
from typing import TYPE_CHECKING

import click

from linli.cli.acting import OneOf, offices, official_named
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
    三类管理员的账号都在这里建立；其他账号建好即可登录，不等授权。

    OFFICE 是 city（市委社会工作部）、county（县（市、区）委社会工作部）、street（街道（乡镇））、
    community（社区）、finance（财政局）、auditor（纪检监察、审计）、system（系统管理员）、
    security（安全管理员）或者 audit（审计管理员）。

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
        at=timezone.now(),
    )
    if as_json:
        print_json(_shape(made))
    else:
        click.echo(f"已建立账号{made.username}（{made.get_office_display()}，{made.division}）")


@official.command()
@click.argument("username")
@click.option("--reason", required=True, help="停用的理由，记入台账")
def close(username: str, reason: str) -> None:
    """停用一个工作人员账号；三类管理员的账号只在这里停用。

    例：linli official close zhang --reason 调离
    """
    prepare(say=False)
    from django.utils import timezone

    from linli.apps.accounts.keeping import deactivate_official

    found = official_named(username)
    deactivate_official(found, reason=reason, actor=None, at=timezone.now())
    click.echo(f"已停用账号{found.username}")


@official.command()
@click.argument("username")
def password(username: str) -> None:
    """给一个工作人员账号另设密码；三类管理员忘记密码的，只在这里重设。

    密码在终端上输入两遍，或者从标准输入读一行。该账号的登录随即全部退出。

    例：linli official password zhang
    """
    prepare(say=False)
    from django.utils import timezone

    from linli.apps.accounts.officials import change_password

    found = official_named(username)
    change_password(found, password=_password(), at=timezone.now())
    click.echo(f"已重设账号{found.username}的密码")


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("密码", hide_input=True, confirmation_prompt="再输入一遍"))
    return sys.stdin.readline().rstrip("\r\n")


def _shape(made: "User") -> dict[str, object]:
    return {"username": made.username, "office": made.office, "division": made.division_id}


COMMANDS = (official,)
