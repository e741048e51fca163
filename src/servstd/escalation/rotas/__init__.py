"""Rotas: who is on duty when.

*Rule:* a rota is a value; who is on duty is a pure function of it, of the zone's data and of an instant.

Example:
    >>> from servstd.calendars.model import day_of
    >>> from datetime import date
    >>> day = ShiftTime("day", start=8 * 3_600_000_000, end=20 * 3_600_000_000)
    >>> rota = Rota("desk", time_zone="UTC", shifts=(day,), pattern=("day",), people=("li",), start=day_of(date(2026, 1, 5)))
    >>> compile_rota(rota).who(1_767_607_200_000_000)  # 2026-01-05 10:00
    ('li',)
"""

from servstd.escalation.rotas.compiling import CompiledRota, compile_rota
from servstd.escalation.rotas.figures import Coverage, Handover, Load, Overlap, Rest, Shift, Stretch, Week
from servstd.escalation.rotas.model import Change, Layer, Limits, Posts, Rota, ShiftTime, Turn, wall_of

__all__ = [
    "Change", "CompiledRota", "Coverage", "Handover", "Layer", "Limits", "Load", "Overlap", "Posts", "Rest", "Rota", "Shift", "ShiftTime",
    "Stretch", "Turn", "Week", "compile_rota", "wall_of",
]  # fmt: skip
