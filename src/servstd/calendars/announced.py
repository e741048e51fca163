"""Up to which date each country's holidays are known: where they are announced year by year, later dates are guesses.

*Rule:* a dated table, not a guess at run time. Three kinds of country:

- announced: a government publishes each year's list (make-up working days, bridge days, sighted moons): known to the end of the
  year in the table, from then on provisional;
- statutory (every other country): the law names the days and a formula gives their dates: known for five years from the
  table's date, since a legislature may still change the law;
- lists of dates in the standard itself are known as written; nothing here applies.

Source: the data of the PyPI package holidays 0.109, read on 2026-11-20: the last year with make-up days, or the year before the
first dates it marks "estimated"; where every year is an estimate, the last full year. For China the State Council's notice
for 2026. A newer package may know more; the table then errs on the side of `provisional`.

Example:
    >>> known_through("CN").isoformat(), known_through("DE").isoformat()
    ('2026-12-31', '2031-12-31')
"""

from __future__ import annotations

from datetime import date

__all__ = ["TABLE_DATE", "known_through"]

TABLE_DATE = date(2026, 11, 20)
_STATUTORY_YEARS = 5
_ANNOUNCED_THROUGH: dict[int, str] = {
    2027: "MY RU SG",
    2026: "AM AZ BN BT BY CI CN FJ HU ID IN IR KE KG KH KZ LA LK LV MM PH PK PS QA SA TH TR TW UZ VN",
    2025: (
        "AE AF AL BA BD BF BH BI BJ CC CF CM CX DJ DZ EG EH ER ET GA GH GM GN GW GY IQ JO KM KW LB LY MA MK ML MR MU MV NE NG NP OM "
        "RW SD SL SN SO SR SS SY TD TG TJ TL TM TN TT TZ UG XK YE"
    ),
}
_LAST_YEAR = {country: year for year, countries in _ANNOUNCED_THROUGH.items() for country in countries.split()}


def known_through(country: str) -> date:
    """Return the last date whose holidays are known for a country (ISO 3166 code)."""
    return date(_LAST_YEAR.get(country, TABLE_DATE.year + _STATUTORY_YEARS), 12, 31)
