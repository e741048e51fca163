"""Themes and loops, bound: what tells a theme, what sets a loop off, what it opens.

*Rule:* a pattern is never run to find out how long it takes: one that may take for ever is refused as it is written.

Example:
    >>> report = Report()
    >>> item = {"trigger": {"response": "after", "score": {"lte": 2}}, "open": {"matter": "complaint", "label": "Low score"}}
    >>> loop = bind_loops([("low", item, ())], "en", report)[0]
    >>> loop.trigger.kind, loop.trigger.tests[0].op, loop.opens, loop.label
    ('response', 'lte', {'matter': 'complaint'}, {'en': 'Low score'})
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from typing import Final, cast
from unicodedata import normalize

import attrs

from servstd.conditions import OnEvent, read_condition
from servstd.document._addressees import read_addressee
from servstd.document._binding_complaints import read_case
from servstd.document._pattern_cost import MOST_WAYS, ways_of
from servstd.document._plain import BAD, entries_of, flag_of, is_list, is_map, text_of
from servstd.document.binding_values import read_texts
from servstd.durations import Period, parse_period, percent_of
from servstd.errors import Path, Report, UsageError
from servstd.feedback.model import Loop, LoopTrigger, Theme
from servstd.feedback.themes import LONGEST_PATTERN
from servstd.protocols import ThemeClassifier
from servstd.registry import Component, Registry
from servstd.sla.metrics import read_label

__all__ = ["bind_loops", "bind_themes", "refuse_beside"]

_OF_OPEN: Final = ("improvement", "measure", "target", "due", "label")
_OF_IMPROVEMENT: Final = ("measure", "target", "due")
_CLASSIFIERS: Final = "classifiers"


def refuse_beside(data: Mapping[str, object], keys: tuple[str, ...], path: Path, report: Report) -> None:
    """Note every key that has no place beside those named (FBK040)."""
    for key in data:
        if key not in keys:
            report.add("FBK040", (*path, key), on_key=True, key=key, keys=" + ".join(name for name in keys if name in data))


# ── themes ────────────────────────────────────────────────────────────────────────────────────────────────────
def bind_themes(themes: Mapping[str, object], language: str, registry: Registry | None, report: Report) -> dict[str, Theme]:
    """Return the themes by name.

    Args:
        themes: As checked.
        language: Language of plain texts.
        registry: What plugins offer; None: there are none.
        report: Takes the problems: FBK069 empty, 071 and 072 patterns, 073 a classifier that nobody offers.
    """
    return {
        name: _bind_theme(name, data, ("feedback", "themes", name), language, registry, report)
        for name, data in themes.items()
        if is_map(data)
    }


def _bind_theme(name: str, data: Mapping[str, object], path: Path, language: str, registry: Registry | None, report: Report) -> Theme:
    words = data.get("words")
    spoken = {"": read_texts(words)} if is_list(words) else {key: read_texts(item) for key, item in entries_of(words).items()}
    classifier = text_of(data.get("classifier")) or ""
    written = any(spoken.values()) or "patterns" in data or "classifier" in data or words is BAD
    if not written:
        report.add("FBK069", path, on_key=True, name=name)
    component = _find_classifier(classifier, registry, (*path, "classifier"), report) if classifier else None
    patterns = read_texts(data.get("patterns"))
    for i, pattern in enumerate(patterns):
        _check_pattern(pattern, (*path, "patterns", i), report)
    return Theme(
        name,
        words={key: item for key, item in spoken.items() if item},
        patterns=patterns,
        without=read_texts(data.get("without")),
        classifier=classifier,
        part=None if component is None else cast(ThemeClassifier, component.part),
        plugin="" if component is None else component.plugin,
        label=read_label(data.get("label"), language),
        path=path,
    )


def _find_classifier(name: str, registry: Registry | None, path: Path, report: Report) -> Component | None:
    found = None if registry is None else registry.find(_CLASSIFIERS, name)
    if found is None:
        # a caller without a host may bring classifiers of its own
        report.add("FBK073", path, severity=None if registry is not None else "warning", name=name)
    return found


def _check_pattern(pattern: str, path: Path, report: Report) -> None:
    if len(pattern) > LONGEST_PATTERN:
        found = len(pattern)
        zh = f"有 {found} 个字符，最多 {LONGEST_PATTERN} 个"
        report.add("FBK071", path, why_en=f"it has {found} characters, {LONGEST_PATTERN} is the most", why_zh=zh)
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is only going to be wrong in a later Python is right today
            re.compile(normalize("NFKC", pattern))  # as it is looked for: a wide bracket becomes a narrow one
    except (re.error, OverflowError, RecursionError) as error:
        report.add("FBK071", path, why_en=str(error), why_zh=str(error))
        return
    if ways_of(normalize("NFKC", pattern)) > MOST_WAYS:
        report.add("FBK072", path, found=pattern)


# ── loops ─────────────────────────────────────────────────────────────────────────────────────────────────────
def bind_loops(items: Iterable[tuple[str, Mapping[str, object], Path]], language: str, report: Report) -> tuple[Loop, ...]:
    """Return the loops in order.

    Args:
        items: Name, data as checked and path of each.
        language: Language of plain texts.
        report: Takes the problems: FBK040 keys that do not go together, FBK041, FBK075 a theme that opens a case, and those of conditions.
    """
    return tuple(_bind_loop(name, data, path, language, report) for name, data, path in items)


def _bind_loop(name: str, data: Mapping[str, object], path: Path, language: str, report: Report) -> Loop:
    opened, here = entries_of(data.get("open")), (*path, "open")
    improvement = flag_of(opened.get("improvement"))
    if improvement:
        refuse_beside(opened, _OF_OPEN, here, report)
    else:
        if "theme" in entries_of(data.get("trigger")) and opened:
            report.add("FBK075", here, on_key=True)
        for only in _OF_IMPROVEMENT:
            if only in opened:
                others = " + ".join(key for key in opened if key != only) or "-"
                report.add("FBK040", (*here, only), on_key=True, key=only, keys=others)
    return Loop(
        name,
        trigger=_read_trigger(data.get("trigger"), (*path, "trigger"), report),
        when=read_case(data, "when", path, report),
        opens={} if improvement else {key: item for key, item in opened.items() if key not in _OF_OPEN and _is_given(item)},
        improvement=improvement,
        owner=read_addressee(data.get("owner"), (*path, "owner")),
        measure=text_of(opened.get("measure")) or "",
        target=_read_share(opened.get("target")),
        due=_read_period(opened.get("due")),
        label=read_label(opened.get("label", data.get("label")), language),
        path=path,
    )


def _read_share(value: object) -> float | None:
    percent = percent_of(value) if isinstance(value, str) else None
    return None if percent is None else percent[0] / percent[1]


def _is_given(item: object) -> bool:
    return isinstance(item, (str, int, float)) or is_list(item)


def _read_trigger(value: object, path: Path, report: Report) -> LoopTrigger:
    data = entries_of(value)
    if "theme" in data:
        refuse_beside(data, ("theme", "at_least", "within"), path, report)
        least = data.get("at_least", 1)
        return LoopTrigger(
            "theme",
            name=text_of(data["theme"]) or "",
            at_least=least if isinstance(least, int) else 1,
            within=_read_period(data.get("within")),
        )
    if "response" in data:
        return _read_response(data, path, report)
    if not is_map(value):  # the grammar tells it
        return LoopTrigger("event")
    return LoopTrigger("event", condition=read_condition(value, report, path))


def _read_response(data: Mapping[str, object], path: Path, report: Report) -> LoopTrigger:
    """Read what stands beside `response:` as the tests of an answer's data are read everywhere."""
    tests = {key: item for key, item in data.items() if key not in ("response", "event", "by", "set")}
    for key in ("event", "by", "set"):
        if key in data:
            report.add("FBK040", (*path, key), on_key=True, key=key, keys="response")
    found = Report()
    condition = read_condition({"event": "answered", **tests}, found, path)
    for problem in found.problems:
        beside = problem.code == "SLA108"
        report.problems.append(attrs.evolve(problem, code="FBK040", params={**problem.params, "keys": "response"}) if beside else problem)
    name = text_of(data["response"]) or ""
    return LoopTrigger("response", name=name, tests=cast(OnEvent, condition).tests)


def _read_period(value: object) -> Period | None:
    """Return a period as written: a trigger has a reader of its own, so it was not replaced when it was refused."""
    try:
        return parse_period(value) if isinstance(value, str) else None
    except UsageError:  # the grammar tells it
        return None
