"""The sentences of Click in Chinese: help, usage errors, interruption.

Click marks each of its sentences for gettext, whose catalogues only count in a locale that the
operator's machine may not have; here the same sentences are looked up in a table. What Click puts
together without a sentence (headings, ranges, what is missing) is put together here.
"""

from collections.abc import Mapping
from typing import Any

from click import core, decorators, exceptions, formatting, parser, types

#: By Click's own sentence; one that is not here is shown as it is.
SENTENCES: Mapping[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "default: {default}": "默认：{default}",
    "Show the version and exit.": "显示版本并退出",
    "Show this message and exit.": "显示本说明并退出",
    "Aborted!": "已中止",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法见 {command} {option}",
    "Missing command.": "没有写明命令",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "No such option {name!r}.": "没有选项{name!r}",
    "No such command {name!r}.": "没有命令{name!r}",
    "Did you mean {possibility}?": "是否为{possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是否为其中之一：{possibilities}？）",
    "Invalid value: {message}": "填写有误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint}填写有误：{message}",
    "Got unexpected extra argument ({args})": "多出参数（{args}）",
    "Got unexpected extra arguments ({args})": "多出参数（{args}）",
    "Option {name!r} does not take a value.": "选项{name!r}后面不填内容",
    "Option {name!r} requires an argument.": "选项{name!r}后面没有填写内容",
    "{value!r} is not a valid {number_type}.": "{value!r}不是有效的数",
    "{value} is not in the range {range}.": "{value}超出范围，应为{range}",
    "{value!r} is not {choice}.": "{value!r}不是{choice}",
    "{value!r} is not one of {choices}.": "{value!r}不是{choices}之一",
    "{name} {filename!r} does not exist.": "没有{name}{filename!r}",
    "{name} {filename!r} is a file.": "{filename!r}是文件，不是{name}",
    "{name} {filename!r} is a directory.": "{filename!r}是文件夹，不是{name}",
    "{name} {filename!r} is not readable.": "{name}{filename!r}不能读取",
    "{name} {filename!r} is not writable.": "{name}{filename!r}不能写入",
    "Could not open file {filename!r}: {message}": "文件{filename!r}不能打开：{message}",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
}


def _said(sentence: str) -> str:
    return SENTENCES.get(sentence, sentence)


def _counted(one: str, several: str, count: int) -> str:
    return _said(one if count == 1 else several)


def _write_heading(formatter: formatting.HelpFormatter, heading: str) -> None:
    formatter.write(f"{'':>{formatter.current_indent}}{heading}：\n")


def _describe_range(numbers: Any) -> str:
    """Return the numbers that an option takes; every option of the program names both ends."""
    return f"{numbers.min}至{numbers.max}"


class _Missing(exceptions.MissingParameter):
    """Says what is missing without a blank before it and a dot behind."""

    def format_message(self) -> str:
        return super().format_message().replace(" ", "", 1).removesuffix(".")


def speak_chinese() -> None:
    """Have Click look its sentences up here; before the first command is made."""
    formatting.HelpFormatter.write_heading = _write_heading  # type: ignore[method-assign, assignment]
    types.IntRange._describe_range = _describe_range  # type: ignore[method-assign, assignment]
    core.MissingParameter = _Missing  # type: ignore[attr-defined]
    for module in (core, decorators, exceptions, formatting, parser, types):
        for name, lookup in (("_", _said), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, lookup)
