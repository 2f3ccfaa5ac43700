"""``linli intake``: read a mailbox and say what is in it, without changing anything."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from linli.cli.start import prepare, print_json, progress


@click.command()
@click.argument("mailbox", type=click.Path(path_type=Path))
@click.option(
    "--season",
    "pack_id",
    default="xinzhou-2024",
    show_default=True,
    help="政策包编号，定报名截止时间",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="结果JSON文件；不填则输出到标准输出",
)
@click.option("--json", "as_json", is_flag=True, help="写入文件后输出JSON；不写文件时总是JSON")
def intake(mailbox: Path, pack_id: str, out: Path | None, as_json: bool) -> None:
    """读一个邮箱：每封邮件归类，每人一份报名表。本版本只读Word报名表，其余列为待人工阅读。

    例：linli intake mails --out result.json
    """
    prepare(say=False)
    from linli.apps.intake.actions import read_mailbox, terms_of_pack
    from linli.core.intake.result import result_document
    from linli.policies import get_pack

    reading = read_mailbox(mailbox, terms_of_pack(get_pack(pack_id)), progress=progress)
    document = result_document(reading.sorted, season=pack_id)
    _write(document, out)
    if out and as_json:
        counts = {key: len(document[key]) for key in ("mails", "applicants")}
        print_json({"file": str(out), **counts})


def _write(document: Mapping[str, Any], out: Path | None) -> None:
    import json

    from linli.apps.reports.export import write_whole

    if out is None:
        print_json(document)
        return
    write_whole(
        out,
        (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(
            "utf-8", "surrogatepass"
        ),
    )
    click.echo(
        f"{len(document['mails'])}封邮件，{len(document['applicants'])}人，结果在 {out}", err=True
    )


COMMANDS = (intake,)
