"""``linli season``: open a real season, see where it stands, extend it, move it on, close or withdraw it."""

import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from linli.cli.acting import OneOf, official_named, running_stages, season_coded
from linli.cli.start import parse_day, prepare, print_json

if TYPE_CHECKING:
    from linli.apps.seasons.models import Season

_acting = click.option("--as", "username", required=True, metavar="USERNAME", help="办理人的用户名")
_json = click.option("--json", "as_json", is_flag=True, help="输出JSON")
_leaving = click.option(
    "--leaving",
    type=int,
    metavar="N",
    help="现阶段还有N人没有办完，知道而仍要转入；人数记入台账",
)
_stage = click.argument("stage", metavar="STAGE", type=OneOf("stage", running_stages))


@click.group()
def season() -> None:
    """招募季：开启、查看、延长、转入下一阶段、结束、撤销。

    例：linli season open xinzhou-2024 --as 用户名
    """


@season.command("open")
@click.argument("pack_id", metavar="PACK")
@click.option("--rehearsal", is_flag=True, help="作为演练开启，处处标明“演练”，不发通知")
@click.option(
    "--starts",
    metavar="DATE",
    callback=parse_day,
    help="报名从这一天开始，各阶段整体顺延；只用于演练，正式的日期由文件规定",
)
@click.option("--seed", help="公开种子，用于抽签；不填则随机产生")
@click.option(
    "--another", is_flag=True, help="已有同一政策包、同一用途、同日开始的一季，仍要另开一个"
)
@_acting
@_json
def open_one(
    pack_id: str,
    rehearsal: bool,
    starts: date | None,
    seed: str | None,
    another: bool,
    username: str,
    as_json: bool,
) -> None:
    """按政策包开启一个招募季。

    例：linli season open xinzhou-2024 --as 用户名

    例：linli season open xinzhou-2024 --rehearsal --starts 2026-12-01 --as 用户名
    """
    prepare(say=False)
    from django.utils import timezone

    from linli.apps.seasons.actions import open_season
    from linli.policies import get_pack

    opened = open_season(
        get_pack(pack_id),
        actor=official_named(username),
        at=timezone.now(),
        seed=secrets.token_hex(8) if seed is None else seed,
        is_rehearsal=rehearsal,
        first_day=starts,
        is_another=another,
    )
    _tell(opened, "已开启", as_json=as_json)


@season.command()
@click.argument("code", required=False)
@_json
def status(code: str | None, as_json: bool) -> None:
    """查看招募季：所处阶段、各阶段时限、报名件数、通知的发送情况。

    不填编号则列出全部招募季。

    例：linli season status xinzhou-2024
    """
    prepare(say=False)
    from linli.apps.seasons.models import Season

    if code is not None:
        _tell(season_coded(code), "", as_json=as_json)
        return
    seasons = list(Season.objects.all())
    if as_json:
        print_json([_shape(one) for one in seasons])
        return
    for one in seasons:
        click.echo(f"{one.code}　{_heading(one)}")
    if not seasons:
        click.echo("还没有招募季")


@season.command()
@click.argument("code")
@_stage
@click.argument("last_day", callback=parse_day)
@click.option("--reason", required=True, help="理由，记入台账，并在本站公开")
@_acting
@_json
def extend(
    code: str, stage: str, last_day: date, reason: str, username: str, as_json: bool
) -> None:
    """延长一个阶段，以后各阶段顺延同样的天数。

    须在该阶段最后一天以前办理；所有人的截止时间一起改变，记入台账。

    STAGE 是 registration（宣传报名）、eligibility_review（资格审查）、interview（面见复审）、
    medical_check（组织体检）、selection（确定人选）、agreement（签订协议）或者 reporting（人员报到）；
    LAST_DAY 是新的最后一天（含当日）。

    例：linli season extend xinzhou-2024 registration 2024-06-20 --reason 停电 --as 用户名
    """
    prepare(say=False)
    from django.utils import timezone

    from linli.apps.seasons.extending import extend_stage
    from linli.apps.seasons.models import Stage

    found = season_coded(code)
    extend_stage(
        found,
        Stage(stage),
        last_day,
        reason=reason,
        actor=official_named(username),
        at=timezone.now(),
    )
    _tell(found, "已延长", as_json=as_json)


@season.command()
@click.argument("code")
@click.option("--channel", required=True, help="发布渠道，例如网站、公众号、公告栏的名称")
@click.option("--url", "address", default="", help="网址，没有的不填")
@click.option(
    "--at", "published_at", required=True, type=click.DateTime(), help="发布时间（北京时间）"
)
@_acting
@_json
def publish(
    code: str, channel: str, address: str, published_at: datetime, username: str, as_json: bool
) -> None:
    """登记招募通知在哪里、什么时候发布，显示在通知页上，记入台账。

    例：linli season publish xinzhou-2024 --channel 县人民政府公告栏 --at 2024-06-07T09:00:00 --as 用户名
    """
    prepare(say=False)
    from django.utils import timezone

    from linli.apps.ledger.actions import BEIJING
    from linli.apps.seasons.publishing import record_publication

    found = season_coded(code)
    record_publication(
        found,
        channel=channel,
        address=address,
        published_at=published_at.replace(tzinfo=BEIJING),
        actor=official_named(username),
        at=timezone.now(),
    )
    _tell(found, f"已登记“{channel}”", as_json=as_json)


@season.command()
@click.argument("code")
@_stage
@click.option("--reason", required=True, help="理由，记入台账")
@_leaving
@_acting
@_json
def advance(
    code: str, stage: str, reason: str, leaving: int | None, username: str, as_json: bool
) -> None:
    """转入下一阶段，不能跳过，也不能退回。

    STAGE 是 registration（宣传报名）、eligibility_review（资格审查）、interview（面见复审）、
    medical_check（组织体检）、selection（确定人选）、agreement（签订协议）或者 reporting（人员报到）。

    例：linli season advance xinzhou-2024 eligibility_review --reason 报名已截止 --as 用户名
    """
    _advance(code, stage, reason, leaving, username, "已转入下一阶段", as_json=as_json)


@season.command()
@click.argument("code")
@click.option("--reason", required=True, help="理由，记入台账")
@_leaving
@_acting
@_json
def close(code: str, reason: str, leaving: int | None, username: str, as_json: bool) -> None:
    """结束一个招募季：人员报到以后的最后一步。

    例：linli season close xinzhou-2024 --reason 首月补贴已发放 --as 用户名
    """
    _advance(code, "closed", reason, leaving, username, "已结束", as_json=as_json)


@season.command()
@click.argument("code")
@click.option("--reason", required=True, help="理由，记入台账")
@_acting
@_json
def withdraw(code: str, reason: str, username: str, as_json: bool) -> None:
    """撤销误开的招募季：还没有人报名、咨询，通知也没有登记发布的。

    撤销不能恢复；同一政策包可以重新开启，编号另起。

    例：linli season withdraw xinzhou-2024-2 --reason 重复开启 --as 用户名
    """
    prepare(say=False)
    from django.utils import timezone

    from linli.apps.seasons.withdrawing import withdraw_season

    found = season_coded(code)
    withdraw_season(found, reason=reason, actor=official_named(username), at=timezone.now())
    _tell(found, "已撤销", as_json=as_json)


def _advance(
    code: str,
    stage: str,
    reason: str,
    leaving: int | None,
    username: str,
    done: str,
    *,
    as_json: bool,
) -> None:
    prepare(say=False)
    from django.utils import timezone

    from linli.apps.dashboard.moving_on import move_on
    from linli.apps.seasons.models import Stage

    found = season_coded(code)
    move_on(
        found,
        Stage(stage),
        actor=official_named(username),
        at=timezone.now(),
        reason=reason,
        leaving=leaving,
    )
    _tell(found, done, as_json=as_json)


def _heading(one: "Season") -> str:
    mark = "（演练）" if one.is_rehearsal else ""
    return f"{one.title}{mark}　{'已撤销' if one.withdrawn_at else one.get_stage_display()}"


def _tell(one: "Season", done: str, *, as_json: bool) -> None:
    """Print where a season stands, after what was done."""
    shape = _shape(one)
    if as_json:
        print_json(shape)
        return
    if done:
        click.echo(f"{done}：{one.code}")
    click.echo(_heading(one))
    for window in shape["windows"]:
        mark = "＞" if window["stage"] == one.stage else "　"
        click.echo(f"{mark}{window['label']}　{window['first_day']}至{window['last_day']}")
    click.echo(f"　报名{shape['applications']}件")
    for row in shape["deliveries"]:
        click.echo(f"　通知：{row['label']}{row['count']}件")


def _shape(one: "Season") -> dict[str, Any]:
    from django.utils import timezone

    from linli.apps.notifications.models import Delivery
    from linli.apps.notifications.queries import delivery_counts

    return {
        "season": one.code,
        "title": one.title,
        "pack": one.pack_id,
        "edition": one.edition,
        "rehearsal": one.is_rehearsal,
        "stage": one.stage,
        "seed": one.seed,
        "opened_at": timezone.localtime(one.opened_at).isoformat(),
        "withdrawn": one.withdrawn_at is not None,
        "windows": [
            {
                "stage": window.stage,
                "label": window.get_stage_display(),
                "first_day": window.first_day.isoformat(),
                "last_day": window.last_day.isoformat(),
                "clause": window.clause,
            }
            for window in one.windows.all()
        ],
        "applications": one.applications.count(),
        "deliveries": [
            {
                "channel": channel,
                "status": status,
                "label": f"{Delivery.Channel(channel).label}{Delivery.Status(status).label}",
                "count": count,
            }
            for (channel, status), count in sorted(delivery_counts(one).items())
        ],
    }


COMMANDS = (season,)
