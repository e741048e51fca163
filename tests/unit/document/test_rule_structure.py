"""A plugin's scoring rule in a standard: its settings become the class it wants, and what is wrong stands at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs
import pytest

import servstd
from servstd.errors import StandardError
from servstd.hookspecs import PluginContext, implements
from servstd.protocols import Finding, Score


@attrs.frozen
class Wanted:
    field: str
    best: float = 10.0


@attrs.frozen
class Share:
    name: str = "share"
    summary: str = "How much of the best."
    version: str = "1"
    reads: tuple[str, ...] = ()
    range: tuple[float, float] = (0.0, 1.0)
    settings_type: type = Wanted

    def score(self, facts: Mapping[str, object], settings: object, /) -> Score:
        assert isinstance(settings, Wanted)
        value = facts.get(settings.field)
        return Score(min(float(value) / settings.best, 1.0) if isinstance(value, (int, float)) else None)

    def check(self, settings: object, /) -> Iterator[Finding]:
        assert isinstance(settings, Wanted)
        if settings.best <= 0:
            yield Finding("the best is nothing", path=("best",), severity="error")


class Plugin:
    @implements.scoring_rules
    def scoring_rules(self, ctx: PluginContext) -> list[Share]:
        return [Share()]


HOST = servstd.Host.empty().with_plugin(Plugin(), name="acme")
TEXT = """format: 1
standard: s
version: "1"
effective_from: 2026-01-01
time_zone: UTC
tiers:
  ladder: [{low: Low}, {high: High}]
  criteria:
    volume: {weight: 100%, rule: {share: SETTINGS}, missing: lowest}
  levels: {high: {enter: 50}}
"""


def test_the_rule_is_given_its_own_class() -> None:
    standard = servstd.loads(TEXT.replace("SETTINGS", "{field: orders, best: 4.0}"), host=HOST)
    assigned = standard.tiers.assign({"customer": "c", "orders": 3}, on=date(2026, 2, 1))
    assert (assigned.tier, assigned.score) == ("high", 75.0)


@pytest.mark.parametrize(
    ("settings", "code", "path"),
    [
        ("{field: orders, bets: 4.0}", "PLG020", "tiers.criteria.volume.rule.share.bets"),
        ("{best: 4.0}", "PLG021", "tiers.criteria.volume.rule.share"),
        ("{field: orders, best: much}", "PLG022", "tiers.criteria.volume.rule.share.best"),
        ("{field: orders, best: 0}", "PLG037", "tiers.criteria.volume.rule.share.best"),
    ],
)
def test_wrong_settings_are_told_at_their_place(settings: str, code: str, path: str) -> None:
    with pytest.raises(StandardError) as error:
        servstd.loads(TEXT.replace("SETTINGS", settings), name="s.yaml", host=HOST)
    (problem,) = [problem for problem in error.value.problems if problem.severity == "error"]
    assert (problem.code, problem.path_text) == (code, path)
    assert problem.place is not None
    assert problem.place.line == 9
