"""``linli intake``: read a mailbox, and say what is in it or take it into a season."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from linli.cli.start import prepare, print_json, progress
from linli.core.refusal import Refusal

DEFAULT_PACK = "xinzhou-2024"


class WrongTarget(Refusal):
    """The options do not say, or not rightly, where a mailbox goes and who takes it in."""


@click.command()
@click.argument("mailbox")
@click.option(
    "--season",
    "pack_id",
    help=f"政策包编号，定报名截止时间、报名表和审查条件；不填则为 {DEFAULT_PACK}",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="结果JSON文件；不填则输出到标准输出",
)
@click.option("--into", metavar="SEASON_CODE", help="招募季编号：把邮件和报名登记到这个招募季")
@click.option("--as", "username", metavar="USERNAME", help="登记人的用户名，与 --into 一起填")
@click.option(
    "--again", is_flag=True, help="与 --into 一起填：此前没有读完的来件再读一次，每封最多十分钟"
)
@click.option("--workers", type=click.IntRange(1, 64), help="读取进程数；不填则每个核一个")
@click.option("--json", "as_json", is_flag=True, help="写入文件或登记后输出JSON；其余时候总是JSON")
def intake(
    mailbox: str,
    pack_id: str | None,
    out: Path | None,
    into: str | None,
    username: str | None,
    again: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """读一个邮箱：每封邮件归类，每人一份报名表、材料、审查意见和须人工核对的内容。

    MAILBOX 是放 .eml 的文件夹、.mbox 文件，或者 imaps://用户@主机/文件夹（密码放在环境变量
    LINLI_IMAP_PASSWORD 中）。不改动邮箱；填了 --into 才登记到招募季，不填只输出结果。
    中途停止后再运行同一命令，已读的不再读。

    例：linli intake mails --out result.json

    例：linli intake mails --into xinzhou-2024 --as 用户名
    """
    if into is None:
        if username is not None or again:
            given = "--again" if again else "--as"
            raise WrongTarget(f"填了 {given}，没有填 --into", mend="用 --into 写明招募季编号")
        _tell(mailbox, pack_id or DEFAULT_PACK, out, workers, as_json=as_json)
        return
    if out is not None or pack_id is not None:
        raise WrongTarget(
            "--into 不能与 --out、--season 一起用",
            mend="登记到招募季用 --into，只看结果用 --out 和 --season",
        )
    if username is None:
        raise WrongTarget("填了 --into，没有填 --as", mend="用 --as 写明登记人的用户名")
    _take_in(mailbox, into, username, workers, again=again, as_json=as_json)


def _take_in(
    mailbox: str, code: str, username: str, workers: int | None, *, again: bool, as_json: bool
) -> None:
    prepare(say=False)
    from django.utils import timezone

    from linli.apps.intake.imap import mailbox_at
    from linli.apps.intake.taking import take_in

    season, actor = target(code, username)
    with mailbox_at(mailbox, environment=os.environ) as source:
        taken = take_in(
            source,
            season,
            actor=actor,
            at=timezone.now(),
            progress=progress,
            workers=workers,
            again=again,
        )
    _say_left(len(taken.left))
    _say_taken(taken, season, actor, as_json=as_json)


def target(code: str, username: str) -> tuple[Any, Any]:
    """Return the season and the official that the options name. Raises ``WrongTarget`` and ``SeasonWithdrawn``."""
    from linli.apps.accounts.models import User
    from linli.apps.seasons.models import Season
    from linli.apps.seasons.withdrawn import require_standing

    season = Season.objects.filter(code=code).first()
    if season is None:
        raise WrongTarget("没有这个编号的招募季", mend="核对 --into；编号见网站上该招募季的地址")
    require_standing(season)
    actor = User.objects.filter(username=username, is_active=True).first()
    if actor is None:
        raise WrongTarget("没有这个用户，或者该用户已停用", mend="核对 --as 的用户名")
    return season, actor


def _say_taken(taken: Any, season: Any, actor: Any, *, as_json: bool) -> None:
    from dataclasses import asdict

    from django.urls import reverse

    from linli.apps.intake.letters import asked_for
    from linli.apps.intake.queries import waiting

    waits = waiting(season, actor.scope, asked_for=asked_for(season))
    counts = {
        "mails": taken.mails,
        "applications": len(taken.received),
        "left": len(taken.left),
        "unread": taken.unread,
    }
    page = reverse("office:intake", args=[season.code])
    if as_json:
        print_json({"season": season.code, **counts, "waiting": asdict(waits), "page": page})
        return
    click.echo(f"新登记邮件{taken.mails}封，新增报名{len(taken.received)}人")
    click.echo(
        f"须人工办理：待核对{waits.readings}项，须人工阅读的来件{waits.mails}封，"
        f"须补录登记表{waits.formless}人，补正通知{waits.letters}份"
    )
    if taken.unread:
        click.echo(f"没有读完的来件{taken.unread}封，已留待人工阅读；加 --again 可再读一次")
    click.echo(f"在网站办理：{page}")


def _tell(
    mailbox: str, pack_id: str, out: Path | None, workers: int | None, *, as_json: bool
) -> None:
    prepare(say=False)
    from linli.apps.intake.imap import mailbox_at
    from linli.policies import get_pack

    pack = get_pack(pack_id)
    if out is not None and not out.parent.is_dir():
        raise click.UsageError(f"没有文件夹 {out.parent}，请先建立")
    with mailbox_at(mailbox, environment=os.environ) as source, _record(pack, out) as record:
        document, left = _read(source, pack, workers, record)
        _write(document, out)
        if record:
            record.remove()
    _say_left(len(left))
    if out and as_json:
        counts = {key: len(document[key]) for key in ("mails", "applicants")}
        print_json({"file": str(out), **counts})


def _say_left(left: int) -> None:
    # A mail's name may be a person's.
    if left:
        click.echo(f"{left}封邮件正在写入或者已被移走，留待下次读取", err=True)


@contextmanager
def _record(pack: Any, out: Path | None) -> Iterator[Any]:
    """Open the record of mails read beside the result, so that a stopped run can go on."""
    from linli.apps.intake.actions import reading_version
    from linli.apps.intake.reading_record import ReadingRecord
    from linli.apps.intake.terms import terms_of_pack

    if out is None:
        yield None
        return
    version = reading_version(terms_of_pack(pack), with_pictures=True)
    with ReadingRecord(out.with_name(f"{out.name}.read"), version=version) as record:
        yield record


def _read(
    source: Any, pack: Any, workers: int | None, record: Any
) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    from linli.apps.intake.actions import read_mailbox
    from linli.apps.intake.judging import judged
    from linli.apps.intake.terms import terms_of_pack
    from linli.core.intake.result import result_document
    from linli.core.intake.sorting import sort_mails

    terms = terms_of_pack(pack)
    read = read_mailbox(source, terms, progress=progress, workers=workers, record=record)
    found = sort_mails(read.facts.values(), deadline=terms.deadline)
    return result_document(found, season=pack.id, verdicts=judged(found, pack)), read.left


def _write(document: Mapping[str, Any], out: Path | None) -> None:
    from linli.core.whole_file import write_whole

    if out is None:
        print_json(document)
        return
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    write_whole(out, text.encode("utf-8", "surrogatepass"))
    doubts = sum(len(one["doubts"]) + one["unsorted"] for one in document["applicants"])
    aside = sum(mail["set_aside"] for mail in document["mails"])
    formless = sum(one["form"] is None for one in document["applicants"])
    click.echo(
        f"{len(document['mails'])}封邮件，{len(document['applicants'])}人，"
        f"{doubts}项内容须人工核对，{aside}封须人工阅读，{formless}人没有可读的登记表，结果在 {out}",
        err=True,
    )


COMMANDS = (intake,)
