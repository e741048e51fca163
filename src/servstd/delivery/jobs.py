"""One notice on its way: its words, the notifiers in order, the addresses that are known; and what a notifier says of itself.

*Rule:* words are made once, before any notifier is tried. Jinja2 is asked for only where there is a template.

Example:
    >>> effect = Effect("missed", case="42", metric="resolution", cycle_id="e1", at_us=0)
    >>> make_job(effect, staff=StaffRoom("group"), case_url=None).via
    ('group',)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

import attrs

from servstd.delivery.addresses import Addresses
from servstd.delivery.outcome import Delivery
from servstd.delivery.staff_text import staff_order_notice
from servstd.delivery.staffing import StaffRoom, staff_notice
from servstd.effects import Effect, Order
from servstd.errors import Problem, UsageError
from servstd.notices import Addressing, Limit, Notice

if TYPE_CHECKING:
    from servstd.delivery.rendering import Rendered

__all__ = ["Job", "finish", "make_job", "members", "renderer"]


@attrs.frozen
class Job:
    """One notice on its way.

    Attributes:
        via: Notifiers in order of preference.
        own: Contact key -> address, as the order has them.
        recipient: The key of whom it is for.
        rendered: What the templates had to say; None: there are none.
    """

    effect: Effect
    notice: Notice = attrs.field(kw_only=True)
    via: tuple[str, ...] = attrs.field(kw_only=True)
    own: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True, repr=False)
    recipient: str = attrs.field(default="", kw_only=True)
    rendered: Rendered | None = attrs.field(default=None, kw_only=True)


def make_job(effect: Effect, *, staff: StaffRoom | None, case_url: str | None, reached: Collection[str] | None = None) -> Job:
    """Return the notice of an effect with the ways it goes.

    Args:
        effect: What came to pass.
        staff: Where thresholds and misses are told; None: nowhere.
        case_url: Where staff find a case, checked; None: no link is offered.
        reached: Keys of what reached somebody: who was to be told before, and was not, is not said to be. None: all did.

    Raises:
        UsageError: DLV003 Jinja2 is not installed; DLV005 the effect has no order, and no room is named.
    """
    order = effect.order
    if order is None:
        if staff is None:
            raise UsageError("DLV005", found=effect.key)
        return Job(effect, notice=staff_notice(effect, staff, case_url=case_url), via=(staff.notifier,))
    if order.audience == "staff":
        notice, rendered = staff_order_notice(effect, order, renderer, case_url=case_url, reached=reached)
    else:
        rendered = renderer()(order)
        notice = Notice(
            effect.key, tenant=effect.tenant, case=effect.case, reason=order.reason, subject=rendered.subject, text=rendered.text,
            urgency=order.urgency, locale="zh" if order.language.startswith("zh") else "en",
        )  # fmt: skip
    return Job(
        effect, notice=notice, via=order.via, own=Addresses(order.contacts, order.secrets), recipient=order.recipient, rendered=rendered
    )


def finish(job: Job, delivery: Delivery) -> Delivery:
    """Return a delivery with what rendering had to say."""
    problems = delivery.problems
    if job.rendered is not None:
        problems = (*job.rendered.problems, *problems)
        delivery = attrs.evolve(delivery, missing=job.rendered.missing, fallback_text=job.rendered.fallback_text)
    if not job.via:
        problems = (*problems, Problem("DLV030", path=() if job.effect.order is None else job.effect.order.path))
    return attrs.evolve(delivery, problems=problems)


def members(part: object) -> tuple[Addressing, str, Limit]:
    """Return what a notifier says of itself; it may raise anything."""
    addressing: object = getattr(part, "addressing")  # noqa: B009  # its members are asked for by name, whatever its type
    contact: object = getattr(part, "contact")  # noqa: B009
    limit: object = getattr(part, "limit")  # noqa: B009
    if not isinstance(limit, Limit) or not isinstance(contact, str) or addressing not in ("person", "room"):
        raise TypeError("addressing, contact or limit is not what a notifier has")
    return ("room" if addressing == "room" else "person"), contact, limit


def renderer() -> Callable[[Order], Rendered]:
    """Return what fills templates.

    Raises:
        UsageError: DLV003 Jinja2 is not installed.
    """
    try:
        from servstd.delivery.rendering import render
    except ModuleNotFoundError as error:
        raise UsageError("DLV003", name=error.name or "jinja2") from error
    return render
