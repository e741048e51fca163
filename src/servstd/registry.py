"""What a host has to offer: kind -> name -> component, frozen.

*Rule:* plain data that knows nothing of how it came about. A name that is not there is refused with what is wrong: a slip of the
pen, or a plugin that could not be loaded and would have offered it.

Example:
    >>> registry = Registry()
    >>> registry.names("notifiers"), "notifiers" in KINDS
    ((), True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from servstd.errors import Problem, UsageError
from servstd.messages.nearest import did_you_mean
from servstd.protocols import (
    AsyncNotifier,
    CalendarSource,
    Channel,
    Command,
    Condition,
    Directory,
    Entitlements,
    Notifier,
    Observer,
    ReportFormat,
    ScoringRule,
    StandardCheck,
    ThemeClassifier,
)

__all__ = ["KINDS", "Component", "Failure", "Kind", "Registry", "Structure"]


@attrs.frozen
class Kind:
    """A kind of component.

    Attributes:
        hook: The hook that yields them, also the kind's name.
        protocols: What one must satisfy: any of these.
        title: What it is called, in English and Chinese.
    """

    hook: str
    protocols: tuple[type, ...]
    title: tuple[str, str]


_TABLE: tuple[Kind, ...] = (
    Kind("notifiers", (Notifier, AsyncNotifier), ("notifier", "通知方式")),
    Kind("channels", (Channel,), ("channel", "来信渠道")),
    Kind("scoring_rules", (ScoringRule,), ("scoring rule", "评分规则")),
    Kind("conditions", (Condition,), ("condition", "条件")),
    Kind("calendars", (CalendarSource,), ("calendar source", "日历来源")),
    Kind("directories", (Directory,), ("directory", "通讯录")),
    Kind("entitlements", (Entitlements,), ("source of agreements", "客户约定来源")),
    Kind("classifiers", (ThemeClassifier,), ("theme classifier", "主题分类")),
    Kind("standard_checks", (StandardCheck,), ("standard check", "标准检查")),
    Kind("reports", (ReportFormat,), ("report format", "报表格式")),
    Kind("commands", (Command,), ("command", "命令")),
    Kind("observers", (Observer,), ("observer", "观察者")),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.hook: kind for kind in _TABLE})
"""Every kind of component, in the order in which the host collects them."""


Structure: TypeAlias = Callable[[Mapping[str, object]], tuple[object | None, tuple[Problem, ...]]]


@attrs.frozen
class Component:
    """A part that a plugin offers under a name.

    Attributes:
        plugin: The plugin's name, `servstd` for what is built in.
        structure: Reads settings written in a standard into the class the part wants (its `settings_type`): the value, or None with the
            problems, whose paths start at the settings; None: the part takes them as plain data.
    """

    name: str
    kind: str = attrs.field(kw_only=True)
    plugin: str = attrs.field(kw_only=True)
    part: object = attrs.field(kw_only=True, eq=False)
    structure: Structure | None = attrs.field(default=None, kw_only=True, eq=False, repr=False)


@attrs.frozen
class Failure:
    """A plugin that offers nothing now, with what it would have offered as far as that is known.

    Attributes:
        offers: (kind, name) pairs known before it failed; types of instances are of the kind `types`.
        partly: Only these are missing; the plugin is active otherwise.
    """

    plugin: str
    reason: Problem = attrs.field(kw_only=True)
    offers: frozenset[tuple[str, str]] = attrs.field(default=frozenset(), kw_only=True)
    partly: bool = attrs.field(default=False, kw_only=True)

    def may_offer(self, kind: str, name: str) -> bool:
        """Return whether the plugin is known to offer a name, or is called like it."""
        return (kind, name) in self.offers or (name == self.plugin and not self.partly)

    def say(self, locale: str) -> str:
        """Return the plugin's name with its reason, and the place of the reason where it has one."""
        place = f"{self.reason.place}: " if self.reason.place is not None else ""
        return f"{self.plugin}: {place}{self.reason.message(locale)}"


@attrs.frozen
class Registry:
    """What is offered. Made by a host; immutable.

    Attributes:
        components: In the order in which they were offered.
        failures: The plugins that offer nothing now.
        types: The types of which `notifiers:` may make instances.
    """

    components: tuple[Component, ...] = ()
    failures: tuple[Failure, ...] = attrs.field(default=(), kw_only=True)
    types: frozenset[str] = attrs.field(default=frozenset(), kw_only=True)
    _index: Mapping[tuple[str, str], Component] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_index", {(component.kind, component.name): component for component in self.components})

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names of a kind, in the order in which they were offered."""
        return tuple(component.name for component in self.components if component.kind == kind)

    def of_kind(self, kind: str) -> tuple[Component, ...]:
        """Return the components of a kind, in the order in which they were offered."""
        return tuple(component for component in self.components if component.kind == kind)

    def find(self, kind: str, name: str) -> Component | None:
        """Return a component, None when nothing of that name is offered."""
        return self._index.get((kind, name))

    def get(self, kind: str, name: str) -> Component:
        """Return a component.

        Raises:
            UsageError: PLG030 nothing of that name is offered; PLG031 a plugin that could not be loaded would have offered it.
        """
        found = self.find(kind, name)
        if found is None:
            raise UsageError.of(self.missing(kind, name))
        return found

    def missing(self, kind: str, name: str, known: Iterable[str] | None = None) -> Problem:
        """Return the problem that tells why a name is not offered; `known` are the names to choose from, when not those of the kind."""
        names = tuple(known) if known is not None else self.names(kind)
        near = did_you_mean(name, names)
        title = KINDS[kind].title if kind in KINDS else ("type", "类型")
        params: dict[str, object] = {"name": name, "title_en": title[0], "title_zh": title[1], "expected": near or ", ".join(names) or "-"}
        broken = [failure for failure in self.failures if failure.may_offer(kind, name)] or (
            [] if near else [failure for failure in self.failures if not failure.partly]
        )
        if not broken:
            return Problem("PLG030", params=params)
        told = {locale: "; ".join(failure.say(locale) for failure in broken) for locale in ("en", "zh")}
        params |= {"plugins": ", ".join(f.plugin for f in broken), "why_en": told["en"], "why_zh": told["zh"]}
        return Problem("PLG031", params=params)
