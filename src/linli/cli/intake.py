"""``linli intake``: read a mailbox and say what is in it, without changing anything."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from linli.cli.start import prepare, print_json, progress


@click.command()
@click.argument("mailbox")
@click.option(
    "--season",
    "pack_id",
    default="xinzhou-2024",
    show_default=True,
    help="政策包编号，定报名截止时间、报名表和审查条件",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="结果JSON文件；不填则输出到标准输出",
)
@click.option("--workers", type=click.IntRange(1, 64), help="读取进程数；不填则每个核一个")
@click.option("--json", "as_json", is_flag=True, help="写入文件后输出JSON；不写文件时总是JSON")
def intake(
    mailbox: str, pack_id: str, out: Path | None, workers: int | None, as_json: bool
) -> None:
    """读一个邮箱：每封邮件归类，每人一份报名表、材料、审查意见和须人工核对的内容。

    MAILBOX 是放 .eml 的文件夹、.mbox 文件，或者 imaps://用户@主机/文件夹（密码放在环境变量
    LINLI_IMAP_PASSWORD 中）。不改动邮箱，不写入招募季。中途停止后再运行同一命令，已读的不再读。

    例：linli intake mails --out result.json
    """
    prepare(say=False)
    from linli.apps.intake.imap import mailbox_at
    from linli.policies import get_pack

    pack = get_pack(pack_id)
    with mailbox_at(mailbox, environment=os.environ) as source, _record(pack, out) as record:
        document, left = _read(source, pack, workers, record)
        _write(document, out)
        if record:
            record.remove()
    for name in left:
        click.echo(f"邮件{name}正在写入或者已被移走，留待下次读取", err=True)
    if out and as_json:
        counts = {key: len(document[key]) for key in ("mails", "applicants")}
        print_json({"file": str(out), **counts})


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
    from linli.apps.reports.export import write_whole

    if out is None:
        print_json(document)
        return
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    write_whole(out, text.encode("utf-8", "surrogatepass"))
    doubts = sum(len(one["doubts"]) + one["unsorted"] for one in document["applicants"])
    click.echo(
        f"{len(document['mails'])}封邮件，{len(document['applicants'])}人，"
        f"{doubts}项内容须人工核对，结果在 {out}",
        err=True,
    )


COMMANDS = (intake,)
