"""The built-in notifiers, offered like any plugin's: `type: console` and `type: jsonl` in the operations file.

*Rule:* nothing here that a plugin could not do.

Example:
    >>> from servstd.registry import KINDS
    >>> notifiers.__name__ in KINDS
    True
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from servstd.delivery.builtin import ConsoleNotifier, ConsoleSettings, JsonLinesNotifier, JsonLinesSettings
from servstd.hookspecs import PluginContext, implements
from servstd.protocols import AsyncNotifier, Notifier

__all__ = ["notifiers"]


@implements.notifiers
def notifiers(ctx: PluginContext) -> Iterable[Notifier | AsyncNotifier]:
    """Return one notifier for each instance of the types `console` and `jsonl`."""
    screens = [
        ConsoleNotifier(instance.name, contact=instance.contact or "console") for instance in ctx.instances("console", ConsoleSettings)
    ]
    files = [
        JsonLinesNotifier(
            instance.name,
            file=os.path.join(ctx.folder, instance.settings.file),
            sync=instance.settings.sync,
            contact=instance.contact or "jsonl",
        )
        for instance in ctx.instances("jsonl", JsonLinesSettings)
    ]
    return [*screens, *files]
