"""A plugin that is a module, with one condition."""

from __future__ import annotations

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import Condition
from tests.contracts.parts import Abroad


@implements.conditions
def conditions(ctx: PluginContext) -> list[Condition]:
    return [Abroad()]
