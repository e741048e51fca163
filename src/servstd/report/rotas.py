"""Pictures of rotas: who is on duty and how the time is covered, for a terminal, as data and as HTML.

*Rule:* all show the same shifts, gaps and figures; the page stands alone, without scripts and without a network.

Example:
    >>> from servstd.escalation.rotas import Layer, Rota
    >>> view = look(Rota("call", time_zone="UTC", layers=(Layer("first", people=(("li",),), start=0),)), 0, 86_400_000_000)
    >>> print(render_shifts(view, "en").splitlines()[0])
    Rota call
"""

from __future__ import annotations

from collections.abc import Sequence

from servstd.report._rotas_data import RotaView, look
from servstd.report._rotas_html import rotas_page
from servstd.report._rotas_terminal import coverage_lines, shift_lines

__all__ = ["RotaView", "look", "render_coverage", "render_shifts", "rotas_html"]


def render_shifts(view: RotaView, locale: str = "en", *, width: int | None = None) -> str:
    """Return who is on duty as text, day by day.

    Args:
        view: The rota over some time.
        locale: `en` or `zh`.
        width: Columns of the terminal; None: as wide as it takes.
    """
    return "\n\n".join(shift_lines(view, locale, width))


def render_coverage(view: RotaView, locale: str = "en", *, width: int | None = None) -> str:
    """Return how a rota covers the time as text: gaps, overlaps, hand-overs, hours of each person."""
    return "\n\n".join(coverage_lines(view, locale, width))


def rotas_html(views: Sequence[RotaView], locale: str = "en") -> str:
    """Return rotas as a page of HTML that needs nothing else."""
    return rotas_page(views, locale)
