"""A pack's TOML file with the lines of its keys, so that every refusal names its line."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from linli.core.policy.errors import PackError
from linli.core.policy.figures import is_texts
from linli.core.policy.toml_lines import line_numbers, nearest_line

At = tuple[str | int, ...]


class Source:
    """A TOML file with the lines of its keys."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            text = file.read_text(encoding="utf-8")
            self.data: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
        except FileNotFoundError:
            raise PackError(
                "找不到文件", file=file, mend="每个政策包是一个含 pack.toml 的文件夹"
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise PackError(
                f"不是有效的TOML：{error}", file=file, mend="改正所指位置的写法"
            ) from error
        self.lines = line_numbers(text)

    def error(self, path: At, what: str, mend: str = "") -> PackError:
        """Return the refusal of what stands at a path."""
        return PackError(what, file=self.file, line=nearest_line(self.lines, path), mend=mend)

    def get(self, path: At) -> Any:
        """Return what stands at a path, or ``None``."""
        node: Any = self.data
        for step in path:
            if isinstance(step, int):
                node = node[step]
            else:
                node = node.get(step) if isinstance(node, dict) else None
            if node is None:
                return None
        return node

    def table(self, path: At) -> dict[str, Any]:
        """Return the table at a path."""
        node = self.get(path)
        if not isinstance(node, dict):
            raise self.error(path, f"缺少[{'.'.join(map(str, path))}]一节")
        return node

    def text(self, path: At) -> str:
        """Return the text at a path, which must be there."""
        node = self.get(path)
        if not isinstance(node, str) or not node.strip():
            raise self.error(path, f"缺少“{'.'.join(map(str, path))}”", "补上这一项")
        return node

    def texts(self, path: At) -> tuple[str, ...]:
        """Return the list of texts at a path; none where nothing stands."""
        node = self.get(path)
        if node is None or node == []:
            return ()
        if not is_texts(node):
            raise self.error(path, f"“{'.'.join(map(str, path))}”应是一组文字")
        return tuple(node)

    def only(self, path: At, known: tuple[str, ...]) -> None:
        """Refuse a key that no one reads: a slip of the pen would otherwise count for nothing."""
        node = self.get(path)
        for key in node if isinstance(node, dict) else ():
            if key not in known:
                where = f"[{'.'.join(map(str, path))}] " if path else ""
                raise self.error(
                    self._first_below((*path, key)),
                    f"{where}没有“{key}”一项",
                    f"可写：{'、'.join(known)}",
                )

    def _first_below(self, path: At) -> At:
        return next((one for one in self.lines if one[: len(path)] == path), path)

    def flag(self, path: At) -> bool:
        """Return the yes or no at a path; no where nothing stands."""
        node = self.get(path)
        if node is not None and type(node) is not bool:
            raise self.error(path, f"“{'.'.join(map(str, path))}”应是 true 或 false，不加引号")
        return bool(node)

    def day(self, path: At) -> date:
        """Return the date at a path, which must be there."""
        node = self.get(path)
        if type(node) is not date:
            raise self.error(path, f"“{'.'.join(map(str, path))}”应是日期，如 2024-06-07")
        return node

    def line(self, path: At) -> int:
        """Return the line of a path, or of the closest table around it."""
        return nearest_line(self.lines, path) or 1
