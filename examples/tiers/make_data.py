"""Writes the made-up purchase log of Northgate Tiles and what is known of its sixty customers; the same at every run.

python examples/tiers/make_data.py purchases > examples/tiers/purchases.csv
python examples/tiers/make_data.py customers > examples/tiers/customers.csv
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from random import Random

CUSTOMERS = 60
LAST = date(2026, 3, 31)
YEAR = timedelta(days=365)


def main(what: str) -> None:
    """Print one of the two tables as CSV."""
    log = [row for number in range(1, CUSTOMERS + 1) for row in _purchases(number)]
    if what == "purchases":
        print("customer,date,amount")
        for day, customer, amount in sorted((day, customer, amount) for customer, day, amount in log):
            print(f"{customer},{day},{amount}")
        return
    print("customer,joined,paid_12m,recommends,sites_planned")
    for number in range(1, CUSTOMERS + 1):
        chance = Random(1000 + number)
        mine = [(day, amount) for customer, day, amount in log if customer == _key(number)]
        paid = sum(amount for day, amount in mine if day > LAST - YEAR)
        recommends = ("no", "no", "no", "sometimes", "often")[int(chance.random() * 5)]
        sites = "" if number % 13 == 0 else str((0, 0, 0, 1, 2, 4)[int(chance.random() * 6)])  # nobody has asked these yet
        print(f"{_key(number)},{min(day for day, _ in mine)},{paid},{recommends},{sites}")


def _key(number: int) -> str:
    return f"N{number:03}"


def _purchases(number: int) -> list[tuple[str, date, int]]:
    chance = Random(number)
    size = (120, 250, 400, 900, 2400)[number % 5]  # what a usual purchase of this customer costs
    times = 2 + int(chance.random() * 12)
    days = sorted(LAST - timedelta(days=int(chance.random() * 700)) for _ in range(times))
    return [(_key(number), day, int(size * (0.5 + chance.random()))) for day in days]


if __name__ == "__main__":
    main(sys.argv[1])
