"""The strict check of plain data against shapes: every problem at once, and a copy in which only what passed is left.

*Rule:* nothing is converted. A text is not a list, a number is not a text, `yes` is not true; what does not fit is told with the
form it should have, and is `BAD` in the copy.

Example:
    >>> from servstd.document.shapes import Field, ListOf, Record, Text
    >>> source = read_source("names: li\\nnote: a\\n", "s.yaml")
    >>> checker = Checker(source, {})
    >>> checker.check(Record({"names": Field(ListOf(Text()), ("Names", "名单"))}), source.data)
    {'names': BAD}
    >>> [problem.code for problem in checker.report.problems]
    ['DOC038', 'DOC030']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from servstd.document._plain import BAD, is_list, is_map, note_error
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
    node_of,
)
from servstd.document.source import Source, read_source
from servstd.document.thresholds import parse_threshold
from servstd.durations import parse_amount, parse_period, parse_span
from servstd.errors import Path, Problem, Report, Severity, UsageError
from servstd.messages.nearest import did_you_mean

__all__ = ["DATE", "DATE_OR_TIME", "Checker", "read_source"]

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
DATE_OR_TIME = DATE + r"(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)? *(?:Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
_DATE_LIKE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[T ]*([0-9]{1,2})[:时点]([0-9]{2})分?)?")
_WIDE_COLON = "："
_PARSERS: Mapping[str, Callable[[str], object]] = {
    "amount": parse_amount,
    "span": lambda text: parse_span(text, zero=True),
    "threshold": parse_threshold,
    "period": parse_period,
}
_EXAMPLES: Mapping[str, str] = {
    "amount": "30m, 4h, 1h30m, 2wd",
    "span": "30m, 4h",
    "threshold": '50%, "8h remaining", "1h overdue"',
    "period": "30 days, 2 weeks, 1 month, quarter",
}


class Checker:
    """Checks one source. `report` takes the problems; `own` those of parts that have readers of their own, by path.

    Args:
        source: The text that was read: problems quote its spelling.
        definitions: The shapes that `Ref` names.
        strict: Whether an unknown key is an error; else it is a warning, for documents of a later format.
    """

    def __init__(self, source: Source, definitions: Mapping[str, Shape], *, strict: bool = True) -> None:
        self.report = Report()
        self.own: dict[Path, Report] = {}
        self._source = source
        self._definitions = definitions
        self._strict = strict

    def check(self, shape: Shape, value: object, path: Path = ()) -> object:
        """Return a copy of the value in which what does not fit the shape is `BAD`; note why.

        Args:
            shape: What may stand there.
            value: Plain data.
            path: Where it stands.
        """
        if isinstance(shape, Ref):
            return self.check(self._definitions[shape.name], value, path)
        if isinstance(shape, Own):
            return self._check_own(shape, value, path)
        if isinstance(shape, Anything) or (value is None and isinstance(shape, Scalar) and shape.empty):
            return value
        if value is None:
            return self._refuse("DOC032", path)
        if isinstance(shape, Record):
            return self._check_record(shape, value, path)
        if isinstance(shape, MapOf):
            return self._check_map(shape, value, path)
        if isinstance(shape, ListOf):
            return self._check_list(shape, value, path)
        if isinstance(shape, OneOf):
            return self._check_choice(shape, value, path)
        return self._check_plain(shape, value, path)

    def _refuse(self, code: str, path: Path, **params: object) -> object:
        self.report.problems.append(Problem(code, params=params, path=path))
        return BAD

    def _check_own(self, shape: Own, value: object, path: Path) -> object:
        outer, self.report = self.report, Report()
        self.check(shape.shape, value, path)
        if self.report.problems:
            self.own[path] = self.report
        self.report = outer
        return value

    def _check_record(self, shape: Record, value: object, path: Path) -> object:
        if not is_map(value):
            return self._refuse("DOC039", path, expected=shape.example or _record_example(shape), found=_show(value))
        if shape.only and len(value) != 1:
            return self._refuse("DOC055", path, found=", ".join(value) or "{}", expected=shape.example)
        out: dict[str, object] = {}
        for key, item in value.items():
            here = (*path, key)
            field = shape.fields.get(key)
            if field is not None:
                if field.later:
                    self.report.add("DOC070", here, on_key=True, key=key)
                out[key] = self.check(field.shape, item, here)
            elif shape.rest is not None:
                out[key] = self.check(shape.rest, item, here)
            else:
                self._refuse_key(shape.fields, key, here)
        for key, field in shape.fields.items():
            if field.required and key not in value:
                self.report.add("DOC031", path, key=key, title_en=field.title[0], title_zh=field.title[1])
        self._check_combination(shape, value, path)
        return out

    def _refuse_key(self, fields: Mapping[str, Field], key: str, path: Path) -> None:
        titles = {field.title[1]: name for name, field in fields.items()}
        near = did_you_mean(key, fields) or titles.get(key, "")
        if _WIDE_COLON in key:
            self.report.add("DOC007", path, on_key=True, found=_WIDE_COLON, expected=": ")
            return
        severity: Severity | None = None if self._strict else "warning"
        self.report.add("DOC030", path, on_key=True, severity=severity, key=key, expected=near or ", ".join(fields))

    def _check_combination(self, shape: Record, given: Mapping[str, object], path: Path) -> None:
        if shape.one_of and sum(key in given for key in shape.one_of) != 1:
            self.report.add("DOC050", path, expected=" | ".join(shape.one_of), found=", ".join(given) or "{}")
        for key, needed in shape.needs.items():
            if key in given and needed not in given:
                self.report.add("DOC051", (*path, key), on_key=True, key=key, needed=needed)
        if len(given) < shape.least:
            self.report.add("DOC046", path)

    def _check_map(self, shape: MapOf, value: object, path: Path) -> object:
        if not is_map(value):
            return self._refuse("DOC039", path, expected=shape.example or "{name: ...}", found=_show(value))
        if shape.only and len(value) != 1:
            if shape.example:
                return self._refuse("DOC055", path, found=", ".join(value) or "{}", expected=shape.example)
            return self._refuse("DOC049", path, found=", ".join(value) or "{}", expected="{priority: {urgent: ..., else: ...}}")
        if len(value) < shape.least:
            self.report.add("DOC046", path)
        return {key: self.check(shape.shape, item, (*path, key)) for key, item in value.items()}

    def _check_list(self, shape: ListOf, value: object, path: Path) -> object:
        if not is_list(value):
            expected = shape.example or "[...]" if shape.example or is_map(value) else f"[{_show(value, bare=True)}]"
            return self._refuse("DOC038", path, expected=expected, found=_show(value))
        if len(value) < shape.least:
            self.report.add("DOC046", path)
        return [self.check(shape.shape, item, (*path, i)) for i, item in enumerate(value)]

    def _check_choice(self, shape: OneOf, value: object, path: Path) -> object:
        node = node_of(value)
        if node in shape.choices:
            return self.check(shape.choices[node], value, path)
        if node in ("number", "bool") and "text" in shape.choices:
            return self.check(shape.choices["text"], value, path)
        return self._refuse("DOC040", path, expected=shape.example, found=_show(value))

    def _check_plain(self, shape: Shape, value: object, path: Path) -> object:
        node = node_of(value)
        if isinstance(shape, Bool):
            return value if node == "bool" else self._refuse("DOC036", path, expected="true | false", found=_show(value))
        if isinstance(shape, Int):
            good = isinstance(value, int) and node == "number" and value >= shape.least
            return value if good else self._refuse("DOC037", path, expected=f">= {shape.least}", found=_show(value))
        if isinstance(shape, Number):
            good = isinstance(value, (int, float)) and node == "number" and shape.least <= value <= shape.most
            return value if good else self._refuse("DOC056", path, expected=_spell_bounds(shape), found=_show(value))
        if isinstance(shape, Const):
            good = node == "number" and value == shape.value
            return value if good else self._refuse("DOC047", path, expected=shape.value, found=_show(value))
        if isinstance(shape, Scalar):
            return self._check_scalar(shape, value, path)
        if isinstance(shape, Duration) and node != "text":
            return self._refuse("DOC053", path, expected=_EXAMPLES[shape.kind], found=_show(value))
        return self._check_text(shape, value, path)

    def _check_scalar(self, shape: Scalar, value: object, path: Path) -> object:
        if shape.lists and is_list(value):
            return [self._check_scalar(Scalar(), item, (*path, i)) for i, item in enumerate(value)]
        if node_of(value) in ("text", "number", "bool"):
            return value
        return self._refuse("DOC054", path, found=_show(value))

    def _check_text(self, shape: Shape, value: object, path: Path) -> object:
        if not isinstance(value, str):
            if node_of(value) == "number" and isinstance(shape, (Text, Enum)):
                raw = self._source.raw(path)
                return self._refuse(shape.quote if isinstance(shape, Text) else "DOC034", path, found=raw, expected=f'"{raw}"')
            return self._refuse("DOC033", path, found=_show(value))
        if not value.strip():
            return self._refuse("DOC045", path)
        if isinstance(shape, Enum):
            return self._check_enum(shape, value, path)
        if isinstance(shape, Duration):
            return self._check_duration(shape, value, path)
        if isinstance(shape, Date):
            return self._check_date(shape, value, path)
        if isinstance(shape, Text) and shape.pattern is not None and not re.fullmatch(shape.pattern, value):
            return self._refuse("DOC048", path, expected=shape.example, found=value)
        return value

    def _check_enum(self, shape: Enum, value: str, path: Path) -> object:
        if value in shape.values:
            return value
        meanings = {words[1]: name for name, words in shape.values.items()}
        near = did_you_mean(value, shape.values) or meanings.get(value, "")
        return self._refuse("DOC041", path, found=value, expected=near or " | ".join(shape.values))

    def _check_duration(self, shape: Duration, value: str, path: Path) -> object:
        if value in shape.also:
            return value
        try:
            _PARSERS[shape.kind](value)
        except UsageError as error:
            note_error(error, self.report, path)
            return BAD
        return value

    def _check_date(self, shape: Date, value: str, path: Path) -> object:
        if not re.fullmatch(DATE_OR_TIME if shape.time else DATE, value):
            expected = _mend_date(value, shape.time) or ("2026-01-05, 2026-01-05 09:00" if shape.time else "2026-01-05")
            return self._refuse("DOC044" if shape.time else "DOC042", path, expected=expected, found=value)
        try:
            date.fromisoformat(value[:10])
        except ValueError:
            return self._refuse("DOC043", path, found=value)
        return value


def _mend_date(text: str, time: bool) -> str:
    """Return the date, and the time where one may stand, that a text in another notation means: `2026/1/5 9:00`, `2026年1月5日`."""
    from servstd.messages.recognise import normalise_width

    match = _DATE_LIKE.fullmatch(normalise_width(text).strip())
    if match is None:
        return ""
    year, month, day, hour, minute = (int(number or 0) for number in match.groups())
    clock = f" {hour:02}:{minute:02}" if time and match[4] else ""
    return f"{year}-{month:02}-{day:02}{clock}"


def _spell_bounds(shape: Number) -> str:
    """Return the bounds of a number; the greatest is left out where nobody would write a greater one."""
    return f">= {shape.least:g}" if shape.most == Number().most else f"{shape.least:g} … {shape.most:g}"


def _record_example(shape: Record) -> str:
    return "{" + ", ".join(f"{key}: ..." for key in list(shape.fields)[:3]) + "}"


def _show(value: object, *, bare: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) and bare else repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
