"""The channel: a signed payload becomes events.

*Rule:* nothing of a payload is looked at before its signature and its age are found good. An event without an id gets one made from the
`webhook-id`, so that the same message delivered twice is one event.

Example:
    >>> read_payload(b'{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}', "msg_1")[0].id
    'msg_1'
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn

import attrs

from servstd.errors import UsageError
from servstd.events import Event, read_event
from servstd.plain import is_list, is_map
from servstd.protocols import Inbound, InboundRefused
from servstd_webhook.settings import InboundSettings
from servstd_webhook.signing import signatures_match

__all__ = ["WebhookChannel", "read_payload"]

_ID = re.compile(r"[\x21-\x7e]{1,256}")
_STAMP = re.compile(r"[0-9]{1,12}")
_ENVELOPE: frozenset[str] = frozenset(("type", "timestamp", "data"))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _parse(body: bytes) -> object:
    try:
        data: object = json.loads(body.decode("utf-8-sig"), parse_constant=_no_constant)
        json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair could be stored nowhere
    except (ValueError, RecursionError) as error:
        raise InboundRefused("not_understood", f"the body is not JSON in UTF-8 ({type(error).__name__})") from None
    return data


def read_payload(body: bytes, ident: str) -> tuple[Event, ...]:
    """Return the events of a body: one or a list, in the JSON Lines form or as CloudEvents 1.0.

    They may stand bare, or as `data` beside `type` and `timestamp`, the form that Standard Webhooks advises.

    Args:
        body: The JSON text.
        ident: The `webhook-id`; an event without an id is called like it, in a list with its number.

    Raises:
        InboundRefused: `not_understood`: it is no JSON, or no event.
    """
    data = _parse(body)
    if is_map(data) and frozenset(data) == _ENVELOPE:
        data = data["data"]
    items = data if is_list(data) else [data]
    events: list[Event] = []
    for number, item in enumerate(items, start=1):
        if not is_map(item):
            raise InboundRefused("not_understood", f"event {number} is no JSON object")
        events.append(_event(item, ident if len(items) == 1 else f"{ident}#{number}", number))
    return tuple(events)


def _event(item: Mapping[str, object], ident: str, number: int) -> Event:
    try:
        event = read_event(item)
    except UsageError as error:
        problem = error.problem
        raise InboundRefused("not_understood", f"event {number}, {problem.path_text or 'the whole'}: {problem.message()}") from error
    if event.id:
        return event
    return attrs.evolve(event, at=event.at_us, recorded_at=event.recorded_at_us, id=ident)


@attrs.frozen
class WebhookChannel:
    """Takes signed webhooks whose body tells events."""

    name: str = "webhook"
    settings: InboundSettings = attrs.field(factory=InboundSettings, kw_only=True)

    @property
    def summary(self) -> str:
        """Return what it does."""
        return "Takes events that other systems post, signed by the rules of Standard Webhooks."

    def receive(self, inbound: Inbound, /) -> Sequence[Event]:
        """Return the events a payload tells of.

        Raises:
            InboundRefused: `bad_signature`: a header is missing or no signature fits; `too_old`: the time stamp is farther from the
                arrival than the tolerance, before or after; `not_understood`: the body is too large, no JSON, or no event.
        """
        settings = self.settings
        ident = inbound.headers.get("webhook-id", "")
        stamp = inbound.headers.get("webhook-timestamp", "")
        signature = inbound.headers.get("webhook-signature", "")
        if not (_ID.fullmatch(ident) and _STAMP.fullmatch(stamp) and signature):
            raise InboundRefused("bad_signature", "webhook-id, webhook-timestamp and webhook-signature are needed")
        if len(inbound.body) > settings.max_bytes:
            raise InboundRefused("not_understood", f"the body has more than {settings.max_bytes} bytes")
        if not signatures_match(settings.keys, ident, int(stamp), inbound.body, signature):
            raise InboundRefused("bad_signature", "no signature fits")
        age = inbound.received_us - int(stamp) * 1_000_000
        # A stamp is cut to whole seconds, so a message may look up to one second older than it is; the tolerance is far above that.
        if abs(age) > settings.tolerance.total_seconds() * 1_000_000:
            raise InboundRefused("too_old", f"it was signed {abs(age) // 1_000_000} s {'before' if age > 0 else 'after'} it came in")
        return read_payload(inbound.body, ident)
