"""``linli demo`` and ``linli rehearse``: a whole season, carried to its end."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linli.cli.site import require_free_port, serve_site
from linli.cli.start import prepare, print_json, progress, usage_errors

if TYPE_CHECKING:
    from linli.apps.seasons.models import Season

SAMPLE_SEED = 20240611
PACK = "xinzhou-2024"


@click.command()
@click.option(
    "--mailbox",
    type=click.Path(path_type=Path),
    help="邮箱：放 .eml 的文件夹或 .mbox；不填则用自带样本",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out/demo"),
    show_default=True,
    help="结果文件夹",
)
@click.option("--serve/--no-serve", default=True, help="结束后打开网站（默认）或不打开")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="网站端口"
)
@click.option("--json", "as_json", is_flag=True, help="把 summary.json 输出到标准输出")
def demo(mailbox: Path | None, out: Path, serve: bool, port: int, as_json: bool) -> None:
    """从一个邮箱走完一季，到第一个月的补贴（演练）；另开一季，今日起可以试着报名。

    例：linli demo --mailbox mails --out out/demo --no-serve
    """
    from linli.core.intake.mailbox import open_mailbox

    if mailbox:
        open_mailbox(mailbox)
    if serve:
        require_free_port("127.0.0.1", port)
    with usage_errors():
        out.mkdir(parents=True, exist_ok=True)
    prepare()
    from linli.rehearsal.runs import demo_season

    with tempfile.TemporaryDirectory() as scratch:
        source = mailbox or _sample_mailbox(Path(scratch) / "mails")
        season = demo_season(PACK, source, seed=SAMPLE_SEED, progress=progress, say=_say)
    summary = _export(season, out)
    _tell(summary, season, out, as_json)
    _tell_sign_in()
    _tell_where_to_apply(port)
    if serve:
        serve_site("127.0.0.1", port)


@click.command()
@click.argument("pack")
@click.option("--applicants", type=click.IntRange(1, 100_000), required=True, help="报名人数")
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=SAMPLE_SEED,
    show_default=True,
    help="种子：种子相同，结果相同",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="结果文件夹"
)
@click.option("--json", "as_json", is_flag=True, help="把 summary.json 输出到标准输出")
def rehearse(pack: str, applicants: int, seed: int, out: Path, as_json: bool) -> None:
    """用虚构人员演练一季，走同一套程序，处处标明“演练”。

    例：linli rehearse xinzhou-2024 --applicants 973 --out out/rehearsal
    """
    with usage_errors():
        out.mkdir(parents=True, exist_ok=True)
    prepare()
    from linli.rehearsal.runs import rehearsal_season

    season = rehearsal_season(pack, applicants=applicants, seed=seed, say=_say)
    summary = _export(season, out)
    _tell(summary, season, out, as_json)
    _tell_sign_in()
    click.echo("查看这一季：linli serve", err=True)


def _sample_mailbox(folder: Path) -> Path:
    from django.conf import settings

    from linli.rehearsal.mailbox import write_sample_mailbox

    click.echo("正在生成样本邮箱……", err=True)
    font = settings.ASSETS / "fonts" / "NotoSansSC-Regular.ttf"
    write_sample_mailbox(folder, seed=SAMPLE_SEED, font=font if font.exists() else None)
    return folder


def _say(text: str) -> None:
    click.echo(f"  · {text}", err=True)


def _export(season: "Season", out: Path) -> dict[str, Any]:
    from django.conf import settings

    from linli.apps.reports.export import export_season

    workers = len(os.sched_getaffinity(0))
    return export_season(
        season, out, fonts=settings.ASSETS / "fonts", progress=progress, workers=workers
    )


def _tell(summary: dict[str, Any], season: "Season", out: Path, as_json: bool) -> None:
    if as_json:
        print_json(summary)
        return
    from linli.apps.applications.overview import overview
    from linli.core.money import yuan_text

    click.echo(f"\n{season.title}（演练）")
    for step in overview(season, season.city_id).funnel:
        click.echo(f"  {step.label:　<10}{step.people:>6}人")
    click.echo(
        f"  月生活补贴合计 {yuan_text(summary['monthly_pay_fen'])}元；年度预算 {yuan_text(summary['budget_year_fen'])}元"
    )
    click.echo(
        f"结果在 {out}/：来件清单、资格审查名单、面见成绩、花名册、生活补贴发放表、年度预算（.xlsx），"
        "入围安排/（.csv），公示/、协议/（.docx 和 .pdf），ledger.jsonl、summary.json"
    )


def _tell_sign_in() -> None:
    from linli.rehearsal.officials import accounts_to_show, sign_in_password

    click.echo(f"\n登录（演练账号，地址 /office/，密码都是 {sign_in_password()}）：", err=True)
    for one in accounts_to_show():
        click.echo(f"  {one.username:<30}{one.display_name}", err=True)


def _tell_where_to_apply(port: int) -> None:
    """Open a season that takes applications today, and say where a visitor finds it."""
    from django.conf import settings
    from django.utils import timezone

    from linli.apps.seasons.models import Stage
    from linli.rehearsal.runs import season_to_apply_in

    season = season_to_apply_in(PACK, seed=SAMPLE_SEED, at=timezone.now())
    last = season.windows.get(stage=Stage.REGISTRATION).last_day
    click.echo(
        f"\n试着报名（演练招募季 {season.code}，报名到{last.month}月{last.day}日）："
        f"http://127.0.0.1:{port}/",
        err=True,
    )
    click.echo(
        f"  验证码不真的发出：短信写在 {settings.SMS_FOLDER}，邮件写在 {settings.EMAIL_FILE_PATH}",
        err=True,
    )
    click.echo("  核对上传的材料、写报名回执：在另一个窗口运行 linli worker", err=True)
    click.echo("  演练招募季的通知只显示在网站的“消息”里，不发邮件和短信", err=True)


COMMANDS = (demo, rehearse)
