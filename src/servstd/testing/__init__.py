"""What a plugin's author needs to test a plugin: contracts to subclass, fixtures, a clock that is stepped, drawn data.

*Rule:* importing this package loads nothing else; each name is loaded when it is first used (PEP 562). pytest finds the fixtures by
itself (`servstd.testing.pytest_plugin`); what is drawn needs hypothesis: `pip install "servstd[testing]"`.

Example:
    >>> from servstd.testing import SteppedClock
    >>> clock = SteppedClock("2026-01-05T09:00:00+08:00")
    >>> clock.step("2h").isoformat()
    '2026-01-05T11:00:00+08:00'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servstd.testing.cases import dedented_standard, run_case
    from servstd.testing.clock import SteppedClock
    from servstd.testing.contracts.calendars import CalendarContract
    from servstd.testing.contracts.channels import ChannelContract
    from servstd.testing.contracts.classifiers import ThemeClassifierContract
    from servstd.testing.contracts.conditions import ConditionContract
    from servstd.testing.contracts.directories import DirectoryContract
    from servstd.testing.contracts.entitlements import EntitlementsContract
    from servstd.testing.contracts.notifiers import AsyncNotifierContract, NotifierContract
    from servstd.testing.contracts.others import CommandContract, ObserverContract, ReportFormatContract, StandardCheckContract
    from servstd.testing.contracts.plugins import PluginContract
    from servstd.testing.contracts.scoring import ScoringRuleContract
    from servstd.testing.hosting import HostMaker
    from servstd.testing.loopback import Answer, LoopbackServer, Request
    from servstd.testing.outbox import Outbox

_HOMES = {
    "servstd.testing.cases": ("dedented_standard", "run_case"),
    "servstd.testing.clock": ("SteppedClock",),
    "servstd.testing.contracts.calendars": ("CalendarContract",),
    "servstd.testing.contracts.channels": ("ChannelContract",),
    "servstd.testing.contracts.classifiers": ("ThemeClassifierContract",),
    "servstd.testing.contracts.conditions": ("ConditionContract",),
    "servstd.testing.contracts.directories": ("DirectoryContract",),
    "servstd.testing.contracts.entitlements": ("EntitlementsContract",),
    "servstd.testing.contracts.notifiers": ("AsyncNotifierContract", "NotifierContract"),
    "servstd.testing.contracts.others": ("CommandContract", "ObserverContract", "ReportFormatContract", "StandardCheckContract"),
    "servstd.testing.contracts.plugins": ("PluginContract",),
    "servstd.testing.contracts.scoring": ("ScoringRuleContract",),
    "servstd.testing.hosting": ("HostMaker",),
    "servstd.testing.loopback": ("Answer", "LoopbackServer", "Request"),
    "servstd.testing.outbox": ("Outbox",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Answer", "AsyncNotifierContract", "CalendarContract", "ChannelContract", "CommandContract", "ConditionContract", "DirectoryContract",
    "EntitlementsContract", "HostMaker", "LoopbackServer", "NotifierContract", "ObserverContract", "Outbox", "PluginContract",
    "ReportFormatContract", "Request", "ScoringRuleContract", "StandardCheckContract", "SteppedClock", "ThemeClassifierContract",
    "dedented_standard", "run_case",
]  # fmt: skip


def __getattr__(name: str) -> object:
    module = _HOME.get(name)
    if module is None:
        raise AttributeError(f"module 'servstd.testing' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
