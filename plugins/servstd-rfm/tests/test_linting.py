"""Findings about settings: order, reach, weights, gaps and overlaps; in two languages, at their places."""

from __future__ import annotations

import itertools

import attrs
import pytest

from servstd.protocols import Finding
from servstd_rfm import Dimension, RfmRule, RfmSettings, Segment

SOUND = RfmSettings(
    recency=Dimension((30, 90, 180, 365), direction="lower"),
    frequency=Dimension((1, 2, 4, 8)),
    monetary=Dimension((20, 50, 100, 200)),
)
# a grid as tutorials print it: bounds of recency, and of both frequency and monetary
PUBLISHED = {
    "champions": ((4, 5), (4, 5)),
    "loyal customers": ((2, 5), (3, 5)),
    "potential loyalist": ((3, 5), (1, 3)),
    "new customers": ((4, 5), (1, 1)),
    "promising": ((3, 4), (1, 1)),
    "need attention": ((2, 3), (2, 3)),
    "about to sleep": ((2, 3), (1, 2)),
    "at risk": ((1, 2), (2, 5)),
    "cannot lose them": ((1, 1), (4, 5)),
    "lost": ((1, 2), (1, 2)),
}


def _found(**changes: object) -> list[Finding]:
    found = list(RfmRule().check(attrs.evolve(SOUND, **changes)))
    assert all(finding.zh and finding.fix and finding.fix_zh for finding in found)
    return found


def _one(**changes: object) -> Finding:
    (finding,) = _found(**changes)
    return finding


def test_sound_settings_have_no_findings() -> None:
    halves = {"low": Segment((1, 2)), "high": Segment((3, 5))}
    assert _found(segments=halves) == []


def test_thresholds_out_of_order_are_errors_at_their_place() -> None:
    found = _found(monetary=Dimension((20, 10, 10)))
    assert [finding.path for finding in found] == [("monetary", "thresholds")] * 2
    assert [finding.severity for finding in found] == ["error"] * 2
    assert "threshold 2 is 10, not above 20" in found[0].message
    assert "消费金额" in found[0].zh


@pytest.mark.parametrize("edges", [(), (float("nan"),), (1.0, float("inf"))])
def test_thresholds_that_are_none(edges: tuple[float, ...]) -> None:
    assert (_one(recency=Dimension(edges)).path, _one(recency=Dimension(edges)).severity) == (("recency", "thresholds"), "error")


@pytest.mark.parametrize(
    ("name", "dimension", "unreachable"),
    [
        ("monetary", Dimension((0, 50)), ["1 points of 3"]),
        ("monetary", Dimension((-5, 0, 50)), ["1 points of 4", "2 points of 4"]),
        ("monetary", Dimension((-5, 50), direction="lower"), ["3 points of 3"]),
        ("frequency", Dimension((1.2, 1.8)), ["2 points of 3"]),
        ("recency", Dimension((30.2, 30.7), direction="lower"), ["2 points of 3"]),
        ("recency", Dimension((0, 30), direction="lower"), []),
        ("frequency", Dimension((1.2, 1.8), fact="orders_a_month"), []),
    ],
)
def test_points_nobody_can_get(name: str, dimension: Dimension, unreachable: list[str]) -> None:
    found = _found(**{name: dimension})
    assert [finding.message.split("can get ")[1].split(":")[0] for finding in found] == unreachable


@pytest.mark.parametrize(
    ("name", "edges", "direction"),
    [("frequency", edges, way) for edges in itertools.combinations((-1, 0, 0.5, 1, 1.5, 2), 2) for way in ("higher", "lower")],
)
def test_reach_is_what_trying_every_value_finds(name: str, edges: tuple[float, ...], direction: str) -> None:
    dimension = Dimension(tuple(map(float, edges)), direction=direction)
    settings = attrs.evolve(SOUND, frequency=dimension)
    got = {
        RfmRule().score({"recency_days": 1, "monetary": 1, "frequency": value}, settings).evidence["points"]["frequency"]  # type: ignore[index]
        for value in range(9)
    }
    told = {int(finding.message.split("can get ")[1].split()[0]) for finding in _found(frequency=dimension)}
    assert told == {1, 2, 3} - got


def test_weights() -> None:
    two = [Dimension((1,), weight=weight) for weight in (1.0, 1.0, 2.0)]
    finding = _one(recency=two[0], frequency=two[1], monetary=two[2])
    assert "make 4, not 1; they count as recency 0.25, frequency 0.25, monetary 0.5" in finding.message
    assert finding.severity == "warning"
    assert "消费金额 0.5" in finding.zh
    nothing = Dimension((1,), weight=0.0)
    found = _found(recency=nothing, frequency=nothing, monetary=nothing)
    assert [finding.severity for finding in found] == ["note", "note", "note", "error"]
    assert _one(recency=Dimension((1,), weight=-0.5)).path == ("recency", "weight")


def test_a_published_grid_has_empty_and_double_cells() -> None:
    grid = {name: Segment(recency, frequency=both, monetary=both) for name, (recency, both) in PUBLISHED.items()}
    found = _found(segments=grid)
    gaps, overlaps, *shadowed = found
    assert gaps.message.startswith("36 of 125 cells belong to no segment: 113, 114, 115, 131, 141, ...")
    assert overlaps.message.startswith("39 of 125 cells lie in several segments (the first counts): ")
    assert "125 个格子中有 36 个不属于任何分群" in gaps.zh
    assert [finding.path for finding in shadowed] == [("segments", name) for name in ("new customers", "promising", "cannot lose them")]
    cells = list(itertools.product(range(1, 6), repeat=3))
    holders = [sum(segment.holds(cell) for segment in grid.values()) for cell in cells]
    assert (holders.count(0), sum(count > 1 for count in holders)) == (36, 39)


@pytest.mark.parametrize("bound", [(5, 4), (0, 3), (1, 6), (3,), (1, 2, 3)])
def test_bounds_of_segments(bound: tuple[int, ...]) -> None:
    finding = _one(segments={"odd": Segment(frequency=bound)})
    assert (finding.path, finding.severity) == (("segments", "odd", "frequency"), "error")
    assert "from 1 to 5" in finding.message
