"""Effects: what the outside world must be told, each with an idempotency key.

*Rule:* effects are cumulative: a decision lists all with an instant up to now, in order. A key never changes, so that who
carries them out can tell what is done.

Example:
    >>> effect = Effect("missed", case="42", metric="resolution", cycle_id="e1", at_us=0)
    >>> effect.key
    '|42|resolution|e1|missed'
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import attrs

from servstd.instants import from_us, instant_text

__all__ = ["Effect"]


@attrs.frozen
class Effect:
    """One thing that came to pass on a clock.

    Attributes:
        kind: `threshold` (a declared warning was crossed) or `missed` (the target was).
        cycle_id: The id of the event that started the clock's cycle.
        threshold: The threshold as written in the standard; empty for `missed`.
        at_us: Since when, microseconds since the epoch.
    """

    kind: Literal["threshold", "missed"]
    case: str = attrs.field(kw_only=True)
    metric: str = attrs.field(kw_only=True)
    cycle_id: str = attrs.field(kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    threshold: str = attrs.field(default="", kw_only=True)
    tenant: str | None = attrs.field(default=None, kw_only=True)

    @property
    def key(self) -> str:
        """Return the idempotency key: tenant, case, metric, the cycle's starting event, and what happened."""
        what = self.kind if not self.threshold else f"{self.kind} {self.threshold}"
        return "|".join((self.tenant or "", self.case, self.metric, self.cycle_id, what))

    @property
    def at(self) -> datetime:
        """Return since when, in UTC."""
        return from_us(self.at_us)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        out: dict[str, object] = {"key": self.key, "kind": self.kind, "at": instant_text(self.at_us), "case": self.case}
        out |= {"metric": self.metric, "cycle_id": self.cycle_id}
        if self.threshold:
            out["threshold"] = self.threshold
        return out
