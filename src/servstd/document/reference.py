"""The reference page of the document: every key, what it may hold and what it is for, in either language.

*Rule:* it is generated from the grammar; nobody writes a second list of keys.

Example:
    >>> reference_page("en").splitlines()[0]
    '# The standard, key by key'
"""

from __future__ import annotations

from collections.abc import Iterator

from servstd.document.grammar import DEFINITIONS, OPERATIONS, STANDARD
from servstd.document.shapes import (
    Anything,
    Bool,
    Const,
    Date,
    Duration,
    Enum,
    Field,
    Int,
    ListOf,
    MapOf,
    Number,
    OneOf,
    Own,
    Record,
    Ref,
    Scalar,
    Shape,
    Text,
    Words,
)

__all__ = ["reference_page"]

_TITLES: dict[str, Words] = {
    "page": ("The standard, key by key", "服务标准：逐键说明"),
    "top": ("The document", "文档"),
    "operations": ("The operations file", "运行文件"),
    "key": ("Key", "键"),
    "name": ("Name", "名称"),
    "value": ("Value", "值"),
    "meaning": ("Meaning", "含义"),
    "required": ("required", "必填"),
    "other": ("any other key", "其他键"),
}
_DEFINITION_TITLES: dict[str, Words] = {
    "label": ("Labels", "名称与文字"),
    "calendar": ("A calendar", "日历"),
    "calendar_part": ("Part of a calendar", "日历的组成部分"),
    "condition": ("Conditions", "条件"),
    "condition_map": ("Parts of a condition", "条件的写法"),
    "amount_table": ("A table of amounts by attribute", "按属性列出的时限表"),
    "addressee": ("Whom a step tells", "通知谁"),
    "addressee_or_word": ("One of those a step tells", "通知对象之一"),
    "calendar_table": ("A table of calendars by attribute", "按属性列出的日历表"),
}
_DURATIONS: dict[str, Words] = {
    "amount": ("amount `4h`, `2wd`", "时长 `4h`、`2wd`"),
    "span": ("span `30m`", "自然时间 `30m`"),
    "threshold": ("`50%`, `8h remaining`, `1h overdue`", "`50%`、`8h remaining`、`1h overdue`"),
    "period": ("period `30 days`, `1 month`, `quarter`", "日历期 `30 days`、`1 month`、`quarter`"),
}


def reference_page(locale: str = "en") -> str:
    """Return the page as Markdown.

    Args:
        locale: `en` or `zh`.
    """
    return _Page(1 if locale.startswith("zh") else 0).text()


class _Page:
    def __init__(self, side: int) -> None:
        self._side = side

    def text(self) -> str:
        """Return the whole page."""
        parts = [f"# {self._say(_TITLES['page'])}", ""]
        sections: list[tuple[Words, Shape]] = [(_TITLES["top"], STANDARD), (_TITLES["operations"], OPERATIONS)]
        sections += [(_DEFINITION_TITLES[name], shape) for name, shape in DEFINITIONS.items()]
        for title, shape in sections:
            parts += self._section(self._say(title), shape)
        return "\n".join(parts) + "\n"

    def _say(self, words: Words) -> str:
        return words[self._side]

    def _section(self, title: str, shape: Shape) -> list[str]:
        lines = [f"## {title}", ""]
        if not isinstance(shape, Record):
            lines += [self._kind(shape), ""]
        for where, record in _records(shape, ""):
            if where:
                lines += [f"### `{where}`", ""]
            lines += self._table(record)
        return lines

    def _table(self, record: Record) -> list[str]:
        heads = [self._say(_TITLES[name]) for name in ("key", "name", "value", "meaning")]
        lines = [_row(*heads), "|---|---|---|---|"]
        for key, field in record.fields.items():
            lines.append(_row(f"`{key}`", self._say(field.title), self._value(field), self._say(field.doc)))
        if record.rest is not None:
            lines.append(_row("…", self._say(_TITLES["other"]), self._kind(record.rest), ""))
        return [*lines, ""]

    def _value(self, field: Field) -> str:
        required = f" ({self._say(_TITLES['required'])})" if field.required else ""
        return self._kind(field.shape) + required

    def _kind(self, shape: Shape) -> str:
        """Return in a few words what may stand there."""
        if isinstance(shape, Ref):
            return self._say(_DEFINITION_TITLES[shape.name])
        if isinstance(shape, Own):
            return self._kind(shape.shape)
        if isinstance(shape, OneOf):
            return f"`{shape.example}`"
        if isinstance(shape, Enum):
            return "<br>".join(f"`{name}`: {self._say(words)}" for name, words in shape.values.items())
        if isinstance(shape, Duration):
            return self._say(_DURATIONS[shape.kind])
        if isinstance(shape, ListOf):
            return self._say(("list: ", "列表：")) + self._kind(shape.shape)
        if isinstance(shape, (MapOf, Record)) and shape.example:
            return f"`{shape.example}`"
        if isinstance(shape, MapOf):
            return self._say(("name -> ", "名称 -> ")) + self._kind(shape.shape)
        if isinstance(shape, Const):
            return f"`{shape.value}`"
        if isinstance(shape, Date):
            return "`2026-01-05`, `2026-01-05 09:00`" if shape.time else "`2026-01-05`"
        return self._say(_PLAIN[type(shape)])


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


_PLAIN: dict[type, Words] = {
    Text: ("text", "文字"),
    Bool: ("`true` or `false`", "`true` 或 `false`"),
    Int: ("whole number", "整数"),
    Number: ("number", "数字"),
    Scalar: ("text, number, true or false", "文字、数字、true 或 false"),
    Anything: ("anything", "任意"),
    Record: ("the keys below", "见下"),
}


def _records(shape: Shape, path: str) -> Iterator[tuple[str, Record]]:
    """Yield every record inside a shape with the path of keys that leads to it; what has a name of its own is told there."""
    if isinstance(shape, Record):
        yield path, shape
        for key, field in shape.fields.items():
            yield from _records(field.shape, f"{path}.{key}" if path else key)
    elif isinstance(shape, ListOf):
        yield from _records(shape.shape, f"{path}[]")
    elif isinstance(shape, MapOf):
        yield from _records(shape.shape, f"{path}.*" if path else "*")
    elif isinstance(shape, OneOf):
        for choice in shape.choices.values():
            yield from _records(choice, path)
    elif isinstance(shape, Own):
        yield from _records(shape.shape, path)
