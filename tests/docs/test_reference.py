"""The generated pages under docs/reference agree with the code.

``REFRESH_DOCS=1 .venv/bin/python -m pytest tests/docs/test_reference.py`` writes them anew.
"""

import os
from pathlib import Path

import click

from linli.apps.applications.states import FINAL, TABLE, State
from linli.cli import main

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def kept(name: str, generated: str) -> str:
    """Return the page as it is kept, after writing it where a refresh was asked for."""
    file = REFERENCE / name
    if os.environ.get("REFRESH_DOCS") == "1":
        file.write_text(generated, encoding="utf-8")
    return file.read_text(encoding="utf-8") if file.exists() else ""


def states_page() -> str:
    acts = [
        f"| {line.label} | {_states(line.origins)} | {line.target.label} | {line.done_by} | {line.clause} |"
        for line in TABLE.values()
    ]
    arrows = [
        f"    {origin.value} --> {line.target.value}: {line.label}"
        for line in TABLE.values()
        for origin in line.origins
    ]
    names = [f'    state "{state.label}" as {state.value}' for state in State]
    ends = [f"    {state.value} --> [*]" for state in State if state in FINAL]
    return "\n".join(
        [
            "# The states of an application",
            "",
            "Generated from `src/linli/apps/applications/states.py` by `tests/docs/test_reference.py`.",
            "",
            "| 操作 | 原状态 | 新状态 | 办理单位 | 条款 |",
            "|---|---|---|---|---|",
            *acts,
            "",
            "```mermaid",
            "stateDiagram-v2",
            *names,
            f"    [*] --> {State.RECEIVED.value}",
            *arrows,
            *ends,
            "```",
            "",
        ]
    )


def _states(states: tuple[State, ...]) -> str:
    return "、".join(state.label for state in states)


def commands_page() -> str:
    return "\n".join(
        [
            "# The commands of linli",
            "",
            "Generated from `linli --help` and each command's help by `tests/docs/test_reference.py`.",
            "",
            *_help(main, "linli"),
        ]
    )


def _help(command: click.Command, name: str, parent: click.Context | None = None) -> list[str]:
    widths = {"terminal_width": 100, "max_content_width": 100}
    context = click.Context(command, parent, name, **widths, **command.context_settings)
    lines = [
        f"## {context.command_path}",
        "",
        "```",
        *command.get_help(context).splitlines(),
        "```",
        "",
    ]
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            lines += _help(found, inner, context) if found else []
    return lines


def test_page_of_states_shows_the_transition_table_as_it_is() -> None:
    page = states_page()

    assert kept("application-states.md", page) == page


def test_page_of_commands_shows_every_command_with_its_help() -> None:
    page = commands_page()

    assert kept("commands.md", page) == page
