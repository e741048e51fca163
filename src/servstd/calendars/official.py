"""Public holidays and make-up working days by country, from the PyPI package `holidays`, looked up once a country and year.

*Rule:* the package is imported when the first calendar asks for a country, not before. It answers for years not announced
yet too; how far its word is good is `announced.known_through`.

Example:
    >>> holidays, makeup = official_days("CN", "", 2026)
    >>> len(holidays), len(makeup)
    (22, 6)
"""

from __future__ import annotations

from functools import lru_cache

from servstd.calendars.model import Day, day_of

__all__ = ["countries", "holiday_data_version", "official_days", "subdivisions"]


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the ISO 3166 codes of the countries the package knows, without importing their 250 modules."""
    from holidays.registry import COUNTRIES

    return frozenset(code for _, code, *_ in COUNTRIES.values())


def subdivisions(country: str) -> tuple[str, ...]:
    """Return the codes of a known country's subdivisions."""
    import holidays

    return tuple(holidays.country_holidays(country).subdivisions)


@lru_cache(maxsize=1)
def holiday_data_version() -> str:
    """Return the version of the package the holidays come from."""
    from importlib.metadata import version

    return version("holidays")


@lru_cache(maxsize=4096)
def official_days(country: str, subdivision: str, year: int) -> tuple[frozenset[Day], frozenset[Day]]:
    """Return a country's holidays and its make-up working days of one year, as days since 1970-01-01."""
    import holidays

    # the neighbours too: a day off in December may belong to the next year's New Year
    years = range(max(1, year - 1), min(9999, year + 2))
    table = holidays.country_holidays(country, subdiv=subdivision or None, years=years)
    makeup: set[object] = getattr(table, "weekend_workdays", set[object]())
    return (
        frozenset(day_of(at) for at in table if at.year == year),
        frozenset(day_of(at) for at in table.weekend_workdays if at.year == year) if makeup else frozenset(),
    )
