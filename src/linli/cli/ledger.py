"""``linli ledger``: verify and export the record."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from linli.cli.start import prepare, print_json, usage_errors


@click.group()
def ledger() -> None:
    """台账：只增不改的记录，逐条以SM3相连。"""


@ledger.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def verify(file: Path | None, as_json: bool) -> None:
    """核对台账有无改动、缺失或次序颠倒；可核对导出的文件。退出码 1 表示不一致。

    例：linli ledger verify · linli ledger verify out/demo/ledger.jsonl
    """
    prepare(say=False)
    from linli.apps.ledger.queries import verify_export, verify_ledger
    from linli.apps.seasons.models import Season
    from linli.core.record import Break

    with usage_errors():
        found = verify_export(file) if file else verify_ledger()
    if not file and not found.entries and not found.broken and Season.objects.exists():
        found = replace(found, broken=Break(1, "缺少全部条目"))
    if as_json:
        broken = (
            {"sequence": found.broken.sequence, "reason": found.broken.reason}
            if found.broken
            else None
        )
        print_json({"entries": found.entries, "digest": found.digest, "broken": broken})
    elif found.broken:
        click.echo(f"台账不一致：第{found.broken.sequence}条，{found.broken.reason}")
    else:
        click.echo(f"台账完整：共{found.entries}条，链头 {found.digest}")
    if found.broken:
        sys.exit(1)


@ledger.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="写入文件；不填则输出到标准输出"
)
@click.option("--json", "as_json", is_flag=True, help="写入文件后输出JSON")
def export(out: Path | None, as_json: bool) -> None:
    """导出台账，每行一条JSON，末行为链头。

    例：linli ledger export --out ledger.jsonl
    """
    prepare(say=False)
    from linli.apps.ledger.queries import export_lines
    from linli.core.whole_file import write_whole

    if out is None:
        for line in export_lines():
            click.echo(line)
        return
    lines = list(export_lines())
    with usage_errors():
        write_whole(out, "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
    click.echo(f"已导出到 {out}", err=True)
    if as_json:
        print_json({"file": str(out), "entries": len(lines) - 1})


COMMANDS = (ledger,)
