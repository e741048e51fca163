"""servstd: service standards as code.

*Rule:* importing it has no side effects and loads next to nothing; each name is loaded when it is first used (PEP 562).

Example:
    >>> import servstd
    >>> servstd.parse_amount("4h").us // 3_600_000_000
    4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servstd.calendars import Calendar, read_calendar
    from servstd.decide import CaseState, Clock, Decision
    from servstd.delivery import Delivery, deliver
    from servstd.document import Edition, check_edition, schema
    from servstd.document.diff import diff_editions
    from servstd.durations import Amount, Period, Span, parse_amount
    from servstd.effects import Effect
    from servstd.errors import NoOpenTime, Place, PluginError, Problem, ServstdError, StandardError, UsageError
    from servstd.estimates import Estimate
    from servstd.events import Event, History, read_event
    from servstd.host import Host
    from servstd.sla.attainment import attainment
    from servstd.standard import Standard, load, loads

__version__ = "0.1.0"

_HOMES = {
    "servstd.calendars": ("Calendar", "read_calendar"),
    "servstd.decide": ("CaseState", "Clock", "Decision"),
    "servstd.delivery": ("Delivery", "deliver"),
    "servstd.document": ("Edition", "check_edition", "schema"),
    "servstd.document.diff": ("diff_editions",),
    "servstd.durations": ("Amount", "Period", "Span", "parse_amount"),
    "servstd.effects": ("Effect",),
    "servstd.errors": ("NoOpenTime", "Place", "PluginError", "Problem", "ServstdError", "StandardError", "UsageError"),
    "servstd.estimates": ("Estimate",),
    "servstd.events": ("Event", "History", "read_event"),
    "servstd.host": ("Host",),
    "servstd.sla.attainment": ("attainment",),
    "servstd.standard": ("Standard", "load", "loads"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Amount", "Calendar", "CaseState", "Clock", "Decision", "Delivery", "Edition", "Effect", "Estimate", "Event", "History", "Host",
    "NoOpenTime", "Period", "Place", "PluginError", "Problem", "ServstdError", "Span", "Standard", "StandardError", "UsageError",
    "attainment", "check_edition", "deliver", "diff_editions", "load", "loads", "parse_amount", "read_calendar", "read_event", "schema",
]  # fmt: skip


def __getattr__(name: str) -> object:
    module = "servstd" if name == "feedback" else _HOME.get(name)
    if module is None:
        raise AttributeError(f"module 'servstd' has no attribute {name!r}")
    from importlib import import_module

    value: object = import_module(f"servstd.{name}") if module == "servstd" else getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
