"""Pictures of tiers: a what-if and a comparison of tiers, for a terminal and as HTML.

*Rule:* both show the same numbers; the page stands alone, without scripts and without a network.

Example:
    >>> from servstd.tiers.parity import parity
    >>> print(render_parity(parity([]), "en").splitlines()[0])
    Parity: the same courtesy for every tier
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.report._tiers_html import parity_page, simulation_page
from servstd.report._tiers_terminal import parity_lines, simulation_lines
from servstd.tiers.model import Tiers
from servstd.tiers.parity import Parity
from servstd.tiers.simulating import Simulation

__all__ = ["labels_of", "parity_html", "render_parity", "render_simulation", "simulation_html"]


def labels_of(*ladders: Tiers, locale: str) -> dict[str, str]:
    """Return what levels and criteria are called in one language; where two ladders differ, the last one's words count."""
    language = "zh" if locale.startswith("zh") else "en"
    out: dict[str, str] = {}
    for tiers in ladders:
        named = [(one.name, one.label) for one in tiers.criteria] + [(one.name, one.label) for one in tiers.ladder]
        out |= {name: label[language] for name, label in named if label is not None and language in label}
    return out


def render_simulation(one: Simulation, locale: str = "en", *, labels: Mapping[str, str] | None = None, width: int | None = None) -> str:
    """Return a what-if as text.

    Args:
        one: What was found.
        locale: `en` or `zh`.
        labels: What levels and criteria are called, see `labels_of`.
        width: Columns of the terminal; None: as wide as it takes.
    """
    return "\n\n".join(simulation_lines(one, locale, labels or {}, width))


def render_parity(one: Parity, locale: str = "en", *, labels: Mapping[str, str] | None = None, width: int | None = None) -> str:
    """Return a comparison of tiers as text; `labels` also names the metrics."""
    return "\n\n".join(parity_lines(one, locale, labels or {}, width))


def simulation_html(one: Simulation, locale: str = "en", *, labels: Mapping[str, str] | None = None) -> str:
    """Return a what-if as a page of HTML that needs nothing else."""
    return simulation_page(one, locale, labels or {})


def parity_html(one: Parity, locale: str = "en", *, labels: Mapping[str, str] | None = None) -> str:
    """Return a comparison of tiers as a page of HTML that needs nothing else; `labels` also names the metrics."""
    return parity_page(one, locale, labels or {})
