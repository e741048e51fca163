"""Teams beside each other without ranks: who lies outside what chance alone explains around the overall rate.

*Rule:* a team is flagged only outside the outer limit of the funnel; below a minimum n it has no place at all. There is no order of
merit: ten identical agents with twenty answers each differ by twenty points from best to worst.

Example:
    >>> table = team_table({"north": (190, 200), "south": (150, 200), "east": (187, 200), "new": (3, 3)}, minimum=30)
    >>> {row.name: row.flag for row in table.rows}
    {'north': 'above', 'south': 'below', 'east': 'within', 'new': 'too_few'}
    >>> [row.name for row in table.outstanding()]
    ['north']
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from statistics import NormalDist
from typing import Literal, TypeAlias

import attrs

from servstd.errors import UsageError
from servstd.estimates import Estimate
from servstd.feedback._quantiles import binomial_at_most
from servstd.feedback._tallies import check_choice, check_count
from servstd.feedback.estimating import proportion

__all__ = ["FunnelMethod", "TeamFlag", "TeamRow", "TeamTable", "funnel_limits", "team_table"]

TeamFlag: TypeAlias = Literal["within", "above", "below", "too_few", "no_data"]
"""Where a team lies: within what chance explains, above or below it; too few cases to say; none at all."""
FunnelMethod: TypeAlias = Literal["exact", "normal"]
"""`exact`: binomial, interpolated; `normal`: the overall rate -+ z standard errors, as on a p chart."""

_OUTER, _INNER = 0.998, 0.95


@attrs.frozen
class TeamRow:
    """One team.

    Attributes:
        name: As given.
        estimate: Its own share.
        outer: The limits within which 99.8 % of teams of this size fall by chance, were all alike; None without data.
        inner: The same for 95 %: outside is worth a look, in a table of twenty one such team is to be expected.
        flag: By the outer limits; `too_few` below the minimum.
    """

    name: str
    estimate: Estimate = attrs.field(kw_only=True)
    outer: tuple[float, float] | None = attrs.field(kw_only=True)
    inner: tuple[float, float] | None = attrs.field(kw_only=True)
    flag: TeamFlag = attrs.field(kw_only=True)

    @property
    def worth_a_look(self) -> bool:
        """Return whether it lies outside the inner limits, and is large enough."""
        value = self.estimate.value
        return self.flag != "too_few" and self.inner is not None and value is not None and not self.inner[0] <= value <= self.inner[1]

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        ends = {"outer": self.outer and list(self.outer), "inner": self.inner and list(self.inner)}
        return {"name": self.name, **self.estimate.as_dict(), **ends, "flag": self.flag, "worth_a_look": self.worth_a_look}


@attrs.frozen
class TeamTable:
    """Teams in the order given, around the rate of all of them together."""

    overall: Estimate
    rows: tuple[TeamRow, ...] = attrs.field(kw_only=True)
    minimum: int = attrs.field(kw_only=True)
    method: str = attrs.field(kw_only=True)

    def outstanding(self) -> tuple[TeamRow, ...]:
        """Return the teams that an award can name: above the outer limit, with at least the minimum n; in the order given, unranked."""
        return tuple(row for row in self.rows if row.flag == "above")

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        rows = [row.as_dict() for row in self.rows]
        return {"overall": self.overall.as_dict(), "rows": rows, "minimum": self.minimum, "method": self.method}


def team_table(
    teams: Mapping[str, tuple[int, int]], *, minimum: int = 30, method: FunnelMethod = "exact", definition: str = "share, v1"
) -> TeamTable:
    """Return teams with funnel limits around the overall rate.

    Source: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005), 1185-1202:
    limits at 95 % and 99.8 %. The limits of a team do not depend on its own rate, only on its n and on the rate of all.

    Args:
        teams: Name -> (how many count, of how many).
        minimum: With fewer a team has no place and wins no award.
        method: How the limits are made.
        definition: What was measured, with its version.

    Raises:
        UsageError: EST001 the counts of a team, at its name; FBK009 the method; FBK010 the minimum.
    """
    check_choice("method", method, ("exact", "normal"))
    least = check_count(minimum, "minimum")
    shares = {name: _share(name, *pair, definition) for name, pair in teams.items()}
    overall = proportion(sum(k for k, _ in teams.values()), sum(n for _, n in teams.values()), definition=definition)
    rows = tuple(_row(name, share, overall.value, least, method) for name, share in shares.items())
    return TeamTable(overall, rows=rows, minimum=least, method=f"funnel {method} 95% and 99.8%")


def funnel_limits(rate: float, n: int, chance: float, method: FunnelMethod = "exact") -> tuple[float, float]:
    """Return the limits within which a share of n falls with a chance, were its true rate the one given.

    `exact` is Spiegelhalter's appendix A.1.1: with r the least number for which the chance of at most r reaches p, and a the
    part of r's own chance that lies beyond p, the limit is (r - a) / n, kept within 0 and 1.

    Args:
        rate: 0 to 1.
        n: 1 or more.
        chance: 0.95, 0.998.
        method: As for `team_table`.
    """
    tail = (1 - chance) / 2
    if method == "normal":
        half = NormalDist().inv_cdf(1 - tail) * sqrt(rate * (1 - rate) / n)
        return max(rate - half, 0.0), min(rate + half, 1.0)
    return _exact_limit(rate, n, tail), _exact_limit(rate, n, 1 - tail)


def _share(name: str, k: int, n: int, definition: str) -> Estimate:
    try:
        return proportion(k, n, definition=definition)
    except UsageError as error:
        raise error.at("teams", name) from None


def _row(name: str, share: Estimate, rate: float | None, minimum: int, method: FunnelMethod) -> TeamRow:
    if share.value is None or rate is None:
        return TeamRow(name, estimate=share, outer=None, inner=None, flag="no_data")
    outer, inner = funnel_limits(rate, share.n, _OUTER, method), funnel_limits(rate, share.n, _INNER, method)
    flag: TeamFlag = "above" if share.value > outer[1] else "below" if share.value < outer[0] else "within"
    return TeamRow(name, estimate=share, outer=outer, inner=inner, flag="too_few" if share.n < minimum else flag)


def _exact_limit(rate: float, n: int, p: float) -> float:
    if rate in (0.0, 1.0):
        return rate
    low, high = -1, n  # at most `low` is less likely than p, at most `high` is not
    while high - low > 1:
        middle = (low + high) // 2
        if binomial_at_most(middle, n, rate) < p:
            low = middle
        else:
            high = middle
    reached, before = binomial_at_most(high, n, rate), binomial_at_most(high - 1, n, rate)
    return min(max((high - (reached - p) / (reached - before)) / n, 0.0), 1.0)
