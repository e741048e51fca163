"""Each line marked WRONG is an error for type checkers, and no other line is. Checked by test_types.py, never imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import Condition, Limit, Notice, Notifier, Receipt


class NoMembers:
    name = "no members"

    def send(self, notice: Notice, /) -> Receipt:
        return Receipt.sent()


class NoReceipt:
    name: str = "no receipt"
    summary: str = "Says nothing."
    addressing: Literal["room"] = "room"
    contact: str = "x"
    limit: Limit = Limit()

    def send(self, notice: Notice, /) -> None:
        return None


class WrongAddressing:
    name: str = "wrong addressing"
    summary: str = "Sends to all."
    addressing: str = "everyone"
    contact: str = "x"
    limit: Limit = Limit()

    def send(self, notice: Notice, /) -> Receipt:
        return Receipt.sent()


class OneArgument:
    name: str = "one argument"
    summary: str = "Takes one."
    reads: Sequence[str] = ()

    def holds(self, attributes: Mapping[str, object], /) -> bool:
        return True


@implements.notifers  # WRONG
def misspelt(ctx: PluginContext) -> list[Notifier]:
    return []


@implements.notifiers  # WRONG
def no_argument() -> list[Notifier]:
    return []


@implements.notifiers  # WRONG
def two_arguments(ctx: PluginContext, more: int) -> list[Notifier]:
    return []


@implements.notifiers  # WRONG
def other_kind(ctx: PluginContext) -> list[Condition]:
    return []


@implements.notifiers  # WRONG
def no_list(ctx: PluginContext) -> Notifier | None:
    return None


@implements.notifiers  # WRONG
async def asynchronous(ctx: PluginContext) -> list[Notifier]:
    return []


@implements.notifiers  # WRONG
def other_context(ctx: int) -> list[Notifier]:
    return []


@implements.settings  # WRONG
def settings(ctx: PluginContext) -> dict[str, object]:
    return {}


@implements.channels  # WRONG
def no_channel(ctx: PluginContext) -> list[NoMembers]:
    return [NoMembers()]


@implements.notifiers
def lacks_members(ctx: PluginContext) -> list[Notifier]:
    return [NoMembers()]  # WRONG


@implements.notifiers
def no_receipt(ctx: PluginContext) -> list[Notifier]:
    return [NoReceipt()]  # WRONG


@implements.notifiers
def wrong_addressing(ctx: PluginContext) -> list[Notifier]:
    return [WrongAddressing()]  # WRONG


@implements.conditions
def conditions(ctx: PluginContext) -> list[Condition]:
    return [OneArgument()]  # WRONG


def changes(notice: Notice, receipt: Receipt) -> None:
    notice.text = "x"  # WRONG
    receipt.status = "sent"  # WRONG
    Receipt("gone")  # WRONG
    print(notice.txt)  # WRONG
