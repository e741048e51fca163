"""Themes: what customers write about, told by words and patterns that people can read and change.

*Rule:* a theme is a list somebody wrote. A text has every theme whose words or patterns stand in it and none of whose `without` words does;
a share of texts is told with its n and interval. Chinese words are found anywhere in a text; words of other scripts as whole words,
whatever their case. Width is made equal first (NFKC, Unicode Annex 15).

Example:
    >>> from servstd.feedback.model import Theme
    >>> leaks = Theme("leaks", words={"": ("漏水", "leak")})
    >>> find_themes("厨房又漏水了", [leaks]), find_themes("The tap LEAKS", [leaks]), find_themes("a leak", [leaks])
    (('leaks',), (), ('leaks',))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias
from unicodedata import normalize

import attrs

from servstd.durations import Period, add_period
from servstd.estimates import Estimate, proportion
from servstd.feedback.model import Feedback, Theme
from servstd.feedback.responses import Response
from servstd.instants import local_date, read_zone

__all__ = ["LONGEST_PATTERN", "LONGEST_TEXT", "Classifier", "Remark", "ThemeShare", "find_themes", "remarks_of", "repeated", "share_themes"]

LONGEST_PATTERN = 500
"""Characters of one pattern."""
LONGEST_TEXT = 10_000
"""Characters of a text that are looked at: nobody reads further, and a pattern on a longer one may take for ever."""
Classifier: TypeAlias = Callable[[str], Iterable[str]]
"""A plugin's way to tell themes: text -> names."""
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff]")


@attrs.frozen
class Remark:
    """Something a customer wrote, with where and when."""

    text: str = attrs.field(repr=False)
    at_us: int = attrs.field(kw_only=True)
    case: str = attrs.field(default="", kw_only=True)
    id: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class ThemeShare:
    """How often a theme came up: of `n` remarks with text, with the interval; `cases` are those in which it did."""

    theme: str
    estimate: Estimate = attrs.field(kw_only=True)
    cases: tuple[str, ...] = attrs.field(default=(), kw_only=True)


def _plain(text: str) -> str:
    return normalize("NFKC", text[:LONGEST_TEXT]).casefold()


@lru_cache(maxsize=1024)
def _word(word: str) -> re.Pattern[str]:
    plain = re.escape(_plain(word))
    return re.compile(plain if _HAN.search(word) else rf"(?<!\w){plain}(?!\w)")


@lru_cache(maxsize=1024)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(normalize("NFKC", pattern), re.IGNORECASE)


def _has(theme: Theme, text: str, language: str | None) -> bool:
    if any(_word(word).search(text) for word in theme.without):
        return False
    for spoken, words in theme.words.items():
        if (not spoken or language is None or spoken == language) and any(_word(word).search(text) for word in words):
            return True
    return any(_pattern(pattern).search(text) for pattern in theme.patterns)


def find_themes(
    text: str, themes: Iterable[Theme], *, language: str | None = None, classifiers: Mapping[str, Classifier] | None = None
) -> tuple[str, ...]:
    """Return the themes of a text, in the order of the standard; none is no theme.

    Args:
        text: What somebody wrote; its first 10,000 characters are looked at.
        themes: The standard's.
        language: The text's, `zh` or `en`; None: words of every language are looked for.
        classifiers: What tells themes, by name, for those that name one and were loaded without a plugin that offers it.
    """
    plain = _plain(text)
    known = classifiers or {}
    said: dict[str, frozenset[str]] = {}
    found: list[str] = []
    for theme in themes:
        if theme.classifier:
            if theme.classifier not in said:
                said[theme.classifier] = frozenset(_ask(theme, known.get(theme.classifier), text[:LONGEST_TEXT], language))
            holds = theme.name in said[theme.classifier]
        else:
            holds = _has(theme, plain, language)
        if holds:
            found.append(theme.name)
    return tuple(found)


def _ask(theme: Theme, judge: Classifier | None, text: str, language: str | None) -> Iterable[str]:
    if theme.part is not None:
        return theme.part.themes(text, language or ("zh" if _HAN.search(text) else "en"))
    return () if judge is None else judge(text)


def share_themes(
    remarks: Iterable[Remark],
    themes: Sequence[Theme],
    *,
    language: str | None = None,
    classifiers: Mapping[str, Classifier] | None = None,
) -> list[ThemeShare]:
    """Return each theme's share of the remarks, in the standard's order; remarks without text are left out and counted.

    A remark has as many themes as stand in it, so that shares may add up to more than the whole.
    """
    cases: dict[str, list[str]] = {theme.name: [] for theme in themes}
    hits = dict.fromkeys(cases, 0)
    n = silent = 0
    for remark in remarks:
        if not remark.text.strip():
            silent += 1
            continue
        n += 1
        for name in find_themes(remark.text, themes, language=language, classifiers=classifiers):
            hits[name] += 1
            if remark.case and remark.case not in cases[name]:
                cases[name].append(remark.case)
    excluded = {"no_text": silent} if silent else {}
    return [
        ThemeShare(name, estimate=attrs.evolve(proportion(count, n), excluded=excluded), cases=tuple(cases[name]))
        for name, count in hits.items()
    ]


def remarks_of(feedback: Feedback, responses: Iterable[Response]) -> list[Remark]:
    """Return what customers wrote in the answers that count; what they wrote anonymously leads to nobody, and is left out."""
    return [
        Remark(one.comment, at_us=one.at_us, case=one.case, id=one.id)
        for one in responses
        if one.counts and not feedback.instruments[one.instrument].anonymous
    ]


def repeated(hits: Iterable[Remark], *, at_least: int, within: Period, time_zone: str) -> list[tuple[Remark, ...]]:
    """Return the groups of remarks in which a theme came up often enough: each remark is in one group at most.

    Args:
        hits: Remarks that have the theme.
        at_least: How many make a group; several of one case count once.
        within: The window, in days on the wall: the first and the last of a group are less than this apart.
        time_zone: Where the wall is.
    """
    zone = read_zone(time_zone)
    groups: list[tuple[Remark, ...]] = []
    window: list[Remark] = []
    for remark in sorted(hits, key=lambda item: (item.at_us, item.case, item.id)):
        if remark.case and any(other.case == remark.case for other in window):
            continue
        day = local_date(remark.at_us, zone)
        window = [other for other in window if add_period(local_date(other.at_us, zone), within) > day]
        window.append(remark)
        if len(window) >= at_least:
            groups.append(tuple(window))
            window = []
    return groups
