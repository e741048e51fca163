"""Delivery without a runtime: effects become notices, notices become receipts.

*Rule:* whoever calls says what is done already; nothing here remembers anything between two calls. Each name is loaded when it is first
used: a host that only offers the built-in notifiers loads no more than these.

Example:
    >>> import servstd
    >>> servstd.deliver is deliver
    True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from servstd.delivery.calling import deliver
    from servstd.delivery.delivering import Contacts, Deliverer, Due
    from servstd.delivery.outcome import Attempt, Delivery, DeliveryStatus
    from servstd.delivery.staffing import StaffRoom
    from servstd.document import Edition
    from servstd.effects import Order
    from servstd.errors import Path, Problem

__all__ = ["Attempt", "Contacts", "Deliverer", "Delivery", "DeliveryStatus", "Due", "StaffRoom", "check_templates", "deliver"]

_HOMES = {
    "servstd.delivery.calling": ("deliver",),
    "servstd.delivery.delivering": ("Contacts", "Deliverer", "Due"),
    "servstd.delivery.outcome": ("Attempt", "Delivery", "DeliveryStatus"),
    "servstd.delivery.staffing": ("StaffRoom",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def check_templates(templates: Edition | Iterable[Order | tuple[Path, str]]) -> list[Problem]:
    """Return why templates of notices will be refused; without Jinja2, one warning that nobody looked.

    Args:
        templates: An edition, orders, or (path, text) of each template.
    """
    from servstd.document import Edition
    from servstd.errors import Problem

    if isinstance(templates, Edition):
        templates = _templates_of(templates)
        if not templates:
            return []
    try:
        from servstd.delivery import templates as reading
    except ModuleNotFoundError as error:
        return [Problem("DLV003", params={"name": error.name or "jinja2"}, severity_override="warning")]
    return reading.check_templates(templates)


def _templates_of(edition: Edition) -> list[tuple[Path, str]]:
    """Return the templates of an edition with their paths; one text for all languages stands at the field itself."""
    notices = () if edition.customer_notices is None else edition.customer_notices.notices
    out: list[tuple[Path, str]] = []
    for notice in notices:
        for field, texts in (("text", notice.text), ("subject", notice.subject or {})):
            for language, text in texts.items():
                below = (language,) if len(texts) > 1 else ()
                out.append(((*notice.path, field, *below), text))
    return out


def __getattr__(name: str) -> object:
    module = _HOME.get(name)
    if module is None:
        raise AttributeError(f"module 'servstd.delivery' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(module), name)
    globals()[name] = value
    return value
