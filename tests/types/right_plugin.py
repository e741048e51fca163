"""A right plugin: nothing here is an error. Checked by test_types.py, never imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import attrs

from servstd.decide import Decision
from servstd.events import Event
from servstd.hookspecs import PluginContext, implements
from servstd.people import Person
from servstd.protocols import (
    AsyncNotifier,
    CalendarSource,
    Channel,
    Command,
    Condition,
    Directory,
    Entitlements,
    Finding,
    Inbound,
    Limit,
    Notice,
    Notifier,
    Observer,
    Receipt,
    ReportFormat,
    Score,
    ScoringRule,
    StandardCheck,
    ThemeClassifier,
)
from servstd.secret import Secret


@attrs.frozen
class Settings:
    url: str
    token: Secret


@attrs.frozen
class FrozenPager:
    """Members that are data may be those of a frozen class."""

    name: str
    settings: Settings
    summary: str = "Pages."
    addressing: Literal["person", "room"] = "room"
    contact: str = "pager"
    limit: Limit = attrs.field(factory=Limit)

    def send(self, notice: Notice, /) -> Receipt:
        return Receipt.sent(provider_id=notice.key + self.settings.token.reveal())


@attrs.define
class SettablePager:
    """They may also be settable."""

    name: str
    summary: str = "Pages."
    addressing: Literal["person", "room"] = "room"
    contact: str = "pager"
    limit: Limit = attrs.field(factory=Limit)

    async def send(self, notice: Notice, /) -> Receipt:
        return Receipt.sent(provider_id=notice.key)


class Everything:
    """One object may be of several kinds; nobody inherits."""

    name = "everything"
    summary = "Is everything."
    version = "1"
    reads = ("area",)
    range = (0.0, 1.0)

    def receive(self, inbound: Inbound, /) -> Sequence[Event]:
        return []

    def score(self, facts: Mapping[str, object], settings: object, /) -> Score:
        return Score(None)

    def holds(self, attributes: Mapping[str, object], args: Mapping[str, object], /) -> bool:
        return True

    def calendar(self, args: Mapping[str, object], first: date, last: date, /) -> Mapping[str, object]:
        return {}

    def people(self) -> Iterable[Person]:
        return []

    def themes(self, text: str, language: str, /) -> Iterable[str]:
        return [text, language]

    def agreements(self) -> Iterable[Mapping[str, object]]:
        return []

    def check(self, source: Mapping[str, object], today: date | None, /) -> Iterator[Finding]:
        yield Finding("x", path=("sla",))

    def write(self, report: Mapping[str, object], locale: str, /) -> bytes:
        return b""

    def run(self, arguments: Sequence[str], /) -> int:
        return 0

    def decided(self, decision: Decision, /) -> None:
        return None


@implements.settings
def settings(ctx: PluginContext) -> type[Settings]:
    return Settings


@implements.notifiers
def notifiers(ctx: PluginContext) -> Iterator[Notifier | AsyncNotifier]:
    for instance in ctx.instances("pager", Settings):
        yield FrozenPager(instance.name, instance.settings)
    yield SettablePager(ctx.settings_as(Settings).url)


@implements.channels
def channels(ctx: PluginContext) -> list[Channel]:
    return [Everything()]


@implements.scoring_rules
def scoring_rules(ctx: PluginContext) -> list[ScoringRule]:
    return [Everything()]


@implements.conditions
def conditions(ctx: PluginContext) -> list[Condition]:
    return [Everything()]


@implements.calendars
def calendars(ctx: PluginContext) -> list[CalendarSource]:
    return [Everything()]


@implements.directories
def directories(ctx: PluginContext) -> list[Directory]:
    return [Everything()]


@implements.entitlements
def entitlements(ctx: PluginContext) -> list[Entitlements]:
    return [Everything()]


@implements.classifiers
def classifiers(ctx: PluginContext) -> list[ThemeClassifier]:
    return [Everything()]


@implements.standard_checks
def standard_checks(ctx: PluginContext) -> tuple[StandardCheck, ...]:
    return (Everything(),)


@implements.reports
def reports(ctx: PluginContext) -> list[ReportFormat]:
    return [Everything()]


@implements.commands
def commands(ctx: PluginContext) -> list[Command]:
    return [Everything()]


@implements.observers
def observers(ctx: PluginContext) -> list[Observer]:
    return [Everything()]


class Plugin:
    """A plugin may be an object."""

    @property
    def of(self) -> str:
        return "acme"


def as_function(ctx: PluginContext) -> list[Everything]:
    """The parts may be of their own type."""
    return [Everything()]


implements.conditions(as_function)
