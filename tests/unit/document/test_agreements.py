"""Agreements as written: rows, tables and plugins, what is wrong with them and where."""
# ruff: noqa: E501  # a row stays on one line, as it is written

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import attrs
import pytest

import servstd
from servstd.document import Edition, check_edition, read_editions
from servstd.document.agreement_tables import TableRow, read_table
from servstd.document.lint import agreements as lint_agreements
from servstd.errors import Problem, Report, StandardError
from servstd.hookspecs import PluginContext, implements
from servstd.messages import Entry, entries
from servstd.protocols import Entitlements
from tests.docs.test_problem_examples import problems_of

HEAD = 'format: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: Asia/Shanghai\nlanguage: en\n'
SLA = "sla:\n  policies: [{name: all, default: true, calendar: always, targets: {resolution: 24h}}]\n  agreements:\n"
COLUMNS = "customer,contract,clause,from,to,metric,within,calendar,end_of_day\n"
_CODES = {code: entry for code, entry in entries("TIR").items() if "TIR100" <= code <= "TIR129"}


def check(agreements: str, *, calendars: str = "", today: date | None = None) -> tuple[Edition | None, list[str]]:
    edition, problems = check_edition(HEAD + calendars + SLA + agreements, "s.yaml", today=today)
    return edition, [f"{problem.place} {problem.code} {problem.path_text}" for problem in problems]


def read(table: str, name: str = "a.csv", section: str = "") -> tuple[Edition | None, tuple[Problem, ...]]:
    standard = HEAD + SLA + f"    {{from: {name}{section}}}\n"
    try:
        (edition,) = read_editions([("d/s.yaml", standard), (f"d/{name}", table)])
    except StandardError as error:
        return None, error.problems
    return edition, edition.problems


def said(problems: Iterable[Problem]) -> list[str]:
    return [f"{problem.place} {problem.code}" for problem in problems]


@pytest.mark.parametrize(("code", "entry"), [pytest.param(code, entry, id=code) for code, entry in _CODES.items()])
def test_every_problem_has_an_example_that_shows_it(code: str, entry: Entry) -> None:
    assert all((*entry.en, *entry.zh, *entry.why))
    if not entry.bad:
        assert code in ("TIR110", "TIR124")
        return
    bad, good = problems_of(entry.bad), problems_of(entry.good)
    assert code in {problem.code for problem in bad}, said(bad)
    assert code not in {problem.code for problem in good}, said(good)
    assert not [problem for problem in good if problem.severity == "error"]
    assert all(problem.render(locale) for problem in bad for locale in ("en", "zh"))


def test_rows_become_agreements() -> None:
    edition, problems = check(
        '    combine: earliest\n    rows:\n      - {customer: K1, contract: C1, clause: "6", from: 2026-01-01, to: 2026-01-31,'
        ' label: L, note: N, calendar: {hours: {mon-sun: ["10:00-22:00"]}}, targets: {resolution: {within: 1wd, end_of_day: true,'
        ' warn: [50%], commitment: goal, clause: "7", note: M, calendar: agreed}, first_response: 2h}}\n'
        '      - {customer: K2, contract: C2, clause: "1", from: 2026-01-01, calendar: {hours: {mon-sun: ["10:00-22:00"]}}}\n'
        '      - {customer: K3, contract: C3, clause: "1", from: 2026-01-01, calendar: always, targets: {resolution: 2h}}\n',
        calendars="calendars: {agreed: {from: agreement.calendar, else: always}}\n",
    )
    assert problems == ["s.yaml:13:173 TIR122 sla.agreements.rows[0].targets.resolution"]
    assert edition is not None
    one, two, three = edition.agreements.rows
    assert (one.customer, one.contract, one.clause, one.since, one.to) == ("K1", "C1", "6", date(2026, 1, 1), date(2026, 1, 31))
    assert (one.until_us or 0) - one.since_us == 31 * 86_400_000_000
    assert (one.label, one.note, one.clause_of("resolution"), one.clause_of("first_response")) == ({"en": "L"}, {"en": "N"}, "7", "6")
    target = one.target("resolution")
    assert target is not None
    assert (str(target.within), target.end_of_day, target.commitment, target.calendar, target.warn[0].text) == (
        "1wd", True, "goal", "agreed", "50%",
    )  # fmt: skip
    assert one.calendar == two.calendar, "equal calendars are one"
    assert three.calendar == "always"
    assert [calendar.name for calendar in edition.agreed_calendars.values()] == ["agreed"]
    assert "first_response" in [metric.name for metric in edition.metrics], "what only an agreement names is measured"
    assert edition.agreements.agreed == {"agreed"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('customer: K1, contract: C1, clause: "6"', ["11:9 DOC031 sla.agreements.rows[0]"]),
        ('contract: C1, clause: "6", from: 2026-01-01', ["11:9 DOC031 sla.agreements.rows[0]"]),
        ("customer: K1, contract: C1, from: 2026-01-01", ["11:9 DOC031 sla.agreements.rows[0]"]),
        ("customer: K1, contract: C1, clause: 9, from: 2026-01-01, calendar: always", ["DOC034 sla.agreements.rows[0].clause"]),
        ('customer: K1, contract: C1, clause: "9", from: 2026-01-01, calendar: ofice', ["DOC061 sla.agreements.rows[0].calendar"]),
        ('customer: K1, contract: C1, clause: "9", from: 2026-01-01, calendar: 7', ["DOC034 sla.agreements.rows[0].calendar"]),
        (
            'customer: K1, contract: C1, clause: "9", from: 2026-01-01, calendar: {hours: {mon-fri: ["9"]}}',
            ["CAL004 sla.agreements.rows[0].calendar.hours.mon-fri[0]"],
        ),
        (
            'customer: K1, contract: C1, clause: "9", from: 2026-01-01, targets: {resolution: {within: 2h, calendar: {priority: {x: ofice}}}}',
            ["DOC061 sla.agreements.rows[0].targets.resolution.calendar.priority.x"],
        ),
        (
            'customer: K1, contract: C1, clause: "9", from: 2026-01-01, targets: {resolution: 7}',
            ["DOC053 sla.agreements.rows[0].targets.resolution"],
        ),
        (
            'customer: K1, contract: C1, clause: "9", from: 2026-01-01, targets: {resolution: {until: a}}',
            ["DOC031 sla.agreements.rows[0].targets.resolution", "DOC030 sla.agreements.rows[0].targets.resolution.until"],
        ),
    ],
)
def test_what_is_wrong_in_a_row_is_told_at_its_place(row: str, expected: list[str]) -> None:
    edition, problems = check(f"    rows:\n      - {{{row}}}\n")
    assert edition is None
    for text in expected:
        assert any(problem.endswith(text) for problem in problems), problems


def test_a_calendar_said_twice_in_a_contract_is_a_contradiction() -> None:
    row = 'customer: K1, contract: C1, clause: "9", from: 2026-01-01, '
    _, problems = check(f"    rows:\n      - {{{row}calendar: always}}\n      - {{{row}calendar: 24/7}}\n")
    assert [text.split()[1:] for text in problems] == [["TIR103", "sla.agreements.rows[1].calendar"]]
    edition, problems = check(
        f"    rows:\n      - {{{row}calendar: always}}\n      - {{{row}targets: {{resolution: 2h}}, calendar: always}}\n"
    )
    assert (edition is not None, problems) == (True, [])
    edition, problems = check(f"    rows: [{{{row}calendar: always}}, 7]\n")
    assert [text.split()[1] for text in problems] == ["DOC039"]


def test_a_table_merges_the_rows_of_one_contract() -> None:
    edition, problems = read(
        COLUMNS
        + 'K1,C1,6.2,2026-01-01,,resolution,8h,always,\n\nK1,C1,6.3,2026-01-01,,first_response,1wd,always,是\n"K2,x",C2,1,2026-01-01,2026-12-31,resolution,2h,always,no\n'
    )
    assert said(problems) == []
    assert edition is not None
    one, two = edition.agreements.rows
    assert (one.customer, one.clause, one.clause_of("first_response"), [target.metric for target in one.targets]) == (
        "K1", "6.2", "6.3", ["resolution", "first_response"],
    )  # fmt: skip
    assert [target.end_of_day for target in one.targets] == [False, True]
    assert (two.customer, two.to, str(two.place)) == ("K2,x", date(2026, 12, 31), "d/a.csv:5:1")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("K1,C1,6.2,2026-01-01,,resolutoin,8h,always,", ["d/a.csv:2:23 TIR100"]),
        ("K1,C1,6.2,2026-1-1,,resolution,8h,always,", ["d/a.csv:2:11 DOC042"]),
        ("K1,C1,6.2,2026-01-01,2025-01-01,resolution,8h,always,", ["d/a.csv:2:22 TIR101"]),
        ("K1,C1,,2026-01-01,,resolution,8h,always,", ["d/a.csv:2:1 DOC031"]),
        ("K1,C1,6.2,2026-01-01,,resolution,8 hrs,always,", ["d/a.csv:2:34 TIM010"]),
        ("K1,C1,6.2,2026-01-01,,resolution,8h,ofice,", ["d/a.csv:2:37 DOC061"]),
        ("K1,C1,6.2,2026-01-01,,resolution,8h,always,maybe", ["d/a.csv:2:44 DOC036"]),
        ("K1,C1,6.2,2026-01-01,,resolution,8h,,", ["d/a.csv:2:23 TIR104"]),
        ("K1,C1,6.2,2026-01-01,,resolution,8h,always", ["d/a.csv:2:1 TIR107"]),
        ("K1,C1,6.2,2026-01-01,,,8h,always,", ["d/a.csv:2:24 DOC030"]),
        ("K1,C1,6.2,2026-01-01,,resolution,48h,always,", ["d/a.csv:2:1 TIR122"]),
    ],
)
def test_what_is_wrong_in_a_table_is_told_with_line_and_column(line: str, expected: list[str]) -> None:
    _, problems = read(f"{COLUMNS}{line}\n")
    assert said(problems)[: len(expected)] == expected


def test_tables_that_cannot_be_read() -> None:
    assert said(read("")[1]) == ["d/a.csv TIR107"]
    standard = (HEAD + SLA + "    {from: a.csv}\n").encode()
    with pytest.raises(StandardError) as caught:
        read_editions([("d/s.yaml", standard), ("d/a.csv", "客户".encode("gb18030"))])
    assert [problem.code for problem in caught.value.problems] == ["DOC002"]
    with pytest.raises(StandardError) as caught:
        read_editions([("d/s.yaml", (HEAD + SLA + "    {from: a.xlsx}\n").encode()), ("d/a.csv", "")])
    assert [problem.code for problem in caught.value.problems] == ["TIR106"]


def test_semicolons_tabs_and_quotes() -> None:
    report = Report()
    for delimiter in (";", "\t"):
        (row,) = read_table(f'customer{delimiter}note\nK1{delimiter}"a{delimiter}""b"""\n', "a.csv", report)
        assert row.data == {"customer": "K1", "note": f'a{delimiter}"b"'}
    assert report.problems == []


def test_json_lines_hold_rows_as_the_standard_writes_them_or_one_target_each() -> None:
    edition, problems = read(
        '{"customer": "K1", "contract": "C1", "clause": "6", "from": "2026-01-01", "calendar": {"hours": {"mon-sun": ["10:00-22:00"]}},'
        ' "targets": {"resolution": "2h"}}\n\n'
        '{"customer": "K1", "contract": "C1", "clause": "7", "from": "2026-01-01", "metric": "first_response", "within": "1h",'
        ' "calendar": "always"}\n',
        "a.jsonl",
    )
    assert said(problems) == []
    assert edition is not None
    (row,) = edition.agreements.rows
    assert (row.calendar in edition.agreed_calendars, row.clause_of("first_response"), str(row.place)) == (True, "7", "d/a.jsonl:1:1")
    wrong = (
        '{"customer": "K1", "contract": "C1", "clause": "6", "from": "2026-01-01", "targets": {"resolution": {"within": "2 h x", "calendar": "always"}}}\n'
        '{"customer": "K1", "customer": "K2"}\n[]\n'
        '{"customer": "K1", "contract": "C1", "clause": "7", "from": "2026-01-01", "metric": "first", "within": "1h", "calendar": "always"}\n'
    )
    _, problems = read(wrong, "a.jsonl")
    assert [text for text in said(problems) if "TIM" not in text] == [
        "d/a.jsonl:2:1 TIR107",
        "d/a.jsonl:3:1 TIR107",
        "d/a.jsonl:4:85 TIR100",
    ]
    assert [text for text in said(problems) if "TIM" in text] == ["d/a.jsonl:1:112 TIM010"]


def test_a_folder_and_a_file_find_their_table(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(HEAD + SLA + "    {from: a.csv}\n")
    (tmp_path / "a.csv").write_text(COLUMNS + "K1,C1,6.2,2026-01-01,,resolution,8h,always,\n")
    for place in (tmp_path, tmp_path / "s.yaml"):
        standard = servstd.load(place)
        assert [row.contract for row in standard.current.agreements.rows] == ["C1"]
    before = standard.fingerprint
    (tmp_path / "a.csv").write_text(COLUMNS + "K1,C1,6.2,2026-01-01,,resolution,7h,always,\n")
    assert servstd.load(tmp_path).fingerprint != before, "the table is part of the standard"
    (tmp_path / "a.csv").unlink()
    with pytest.raises(StandardError) as caught:
        servstd.load(tmp_path)
    assert said(caught.value.problems) == [f"{tmp_path}/s.yaml:10:12 TIR106"]
    (tmp_path / "s.yaml").write_text(HEAD + SLA.replace("agreements:", "agreements: 7"))
    assert servstd.standard.list_files(tmp_path) == [tmp_path / "s.yaml"]
    (tmp_path / "s.yaml").write_text(HEAD + "# agreements\nsla: 7\n")
    assert servstd.standard.list_files(tmp_path / "s.yaml") == [tmp_path / "s.yaml"]


@attrs.frozen
class Crm:
    rows: Iterable[Mapping[str, object]]
    name: str = "crm"
    summary: str = "Contracts as the customer database has them."

    def agreements(self) -> Iterable[Mapping[str, object]]:
        yield from self.rows


def host_of(*rows: object) -> servstd.Host:
    class Plugin:
        @implements.entitlements
        def entitlements(self, ctx: PluginContext) -> list[Entitlements]:
            return [Crm(rows)]  # type: ignore[arg-type]  # also what a careless plugin gives

    return servstd.Host.empty().with_plugin(Plugin())


GOOD: Mapping[str, object] = {
    "customer": "K1", "contract": "C1", "clause": "6", "from": "2026-01-01",
    "targets": {"resolution": {"within": "8h", "calendar": "always"}},
}  # fmt: skip
SOURCED = HEAD + SLA + "    {source: crm}\n"


def test_rows_of_a_plugin_are_part_of_the_standard() -> None:
    standard = servstd.loads(SOURCED, host=host_of(GOOD))
    assert [row.contract for row in standard.current.agreements.rows] == ["C1"]
    assert servstd.loads(SOURCED, host=host_of()).fingerprint != standard.fingerprint


def test_rows_of_a_plugin_that_are_wrong() -> None:
    for host, expected in (
        (None, "TIR109"),
        (servstd.Host.empty(), "PLG030"),
        (host_of(7), "TIR110"),
        (host_of({**GOOD, "from": "soon"}), "DOC042"),
        (host_of({**GOOD, "targets": {"x": "8h"}, "calendar": "always"}), "TIR100"),
    ):
        with pytest.raises(StandardError) as caught:
            servstd.loads(SOURCED, host=host)
        assert [problem.code for problem in caught.value.problems] == [expected]
        assert str(caught.value.problems[0].place).startswith("draft:10:")


def test_a_plugin_that_fails_is_named() -> None:
    class Plugin:
        @implements.entitlements
        def entitlements(self, ctx: PluginContext) -> list[Entitlements]:
            return [Crm(rows=7)]  # type: ignore[arg-type]

    with pytest.raises(StandardError) as caught:
        servstd.loads(SOURCED, host=servstd.Host.empty().with_plugin(Plugin()))
    assert [problem.code for problem in caught.value.problems] == ["PLG036"]


def test_agreements_that_meet_or_have_ended() -> None:
    rows = (
        '    rows:\n      - {customer: K1, contract: A, clause: "1", from: 2026-01-01, to: 2026-03-31, calendar: always, targets: {resolution: 2h}}\n'
        '      - {customer: K1, contract: B, clause: "1", from: 2026-03-31, calendar: always, targets: {resolution: 3h, first_response: 1h}}\n'
        '      - {customer: K1, contract: C, clause: "1", from: 2025-01-01, to: 2025-12-31, calendar: 24/7}\n'
    )
    _, problems = check(rows, today=date(2026, 4, 1))
    assert [text.split()[1:] for text in problems] == [
        ["TIR123", "sla.agreements.rows[0].to"], ["TIR120", "sla.agreements.rows[1].targets.resolution"],
        ["TIR123", "sla.agreements.rows[2].to"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("policies", "told"),
    [
        ("[{name: all, default: true, calendar: always, targets: {resolution: 4h}}]", True),
        ("[{name: all, default: true, calendar: always, targets: {resolution: 9h}}]", False),
        ("[{name: all, default: true, calendar: agreed, targets: {resolution: 4h}}]", False),
        ("[{name: all, default: true, targets: {resolution: none}}]", False),
        ("[{name: some, when: {priority: high}, calendar: always, targets: {resolution: 4h}}]", False),
        ("[{name: all, default: true, calendar: always, targets: {first_response: 4h}}]", False),
        (
            "[{name: x, when: {priority: high}, exempt: true}, {name: all, default: true, calendar: always, targets: {resolution: 4h}}]",
            False,
        ),
        (
            "[{name: x, when: {priority: high}, targets: {resolution: none}}, {name: all, default: true, calendar: always, targets: {resolution: 4h}}]",
            False,
        ),
    ],
)
def test_terms_that_change_nothing(policies: str, told: bool) -> None:
    text = (
        HEAD + "attributes: {priority: {values: [low, high]}}\ncalendars: {agreed: {from: agreement.calendar, else: always}}\n"
        f"sla:\n  policies: {policies}\n  agreements:\n    rows:\n"
        '      - {customer: K, contract: C, clause: "1", from: 2026-01-01, calendar: {hours: {mon-fri: ["09:00-17:00"]}},'
        " targets: {resolution: {within: 5h, calendar: agreed}, first_response: {within: {priority: {high: 1h, else: 2h}}},"
        " next_response: {within: 5h, calendar: {priority: {high: always, else: agreed}}}}}\n"
    )
    edition, problems = check_edition(text, "s.yaml")
    assert edition is not None
    assert ("TIR122" in [problem.code for problem in problems]) is told, [str(problem) for problem in problems]


def test_so_many_different_terms_are_compared_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "    rows:\n" + "".join(
        f'      - {{customer: K{i}, contract: C{i}, clause: "1", from: 2026-01-01, calendar: always, targets: {{resolution: {i}h}}}}\n'
        for i in (30, 40, 40, 50)
    ).replace("K40", "K41", 1)
    monkeypatch.setattr(lint_agreements, "_MOST_COMPARED", 2)
    _, problems = check(rows)
    assert [text.split()[1] for text in problems] == ["TIR122"] * 3


def test_terms_below_the_floor() -> None:
    floor = "tiers:\n  ladder: [standard, vip]\n  currency: CNY\n  criteria: {c: {weight: 100%, rule: {thresholds: {field: paid, steps: [{from: 0, points: 0}, {from: 9, points: 100}]}}, missing: lowest}}\n  levels: {vip: {enter: 60, leave: 50}}\n  floor: {resolution: {within: 10h, calendar: always}, first_response: {within: 10h, calendar: {priority: {high: always, else: always}}}}\n"
    rows = (
        '    rows:\n      - {customer: K, contract: A, clause: "1", from: 2026-01-01, calendar: always, targets: {resolution: 12h, first_response: 99h}}\n'
        '      - {customer: L, contract: B, clause: "1", from: 2026-01-01, calendar: always, targets: {resolution: 9h}}\n'
    )
    edition, problems = check_edition(HEAD + floor + SLA.replace("24h", "9h, first_response: 1h") + rows, "s.yaml")
    assert edition is not None, [str(problem) for problem in problems]
    assert [problem.path_text for problem in problems if problem.code == "TIR124"] == ["sla.agreements.rows[0].targets.resolution"]
    assert "12:00" in next(problem for problem in problems if problem.code == "TIR124").message("en")


def test_a_row_without_a_place_stands_nowhere() -> None:
    assert TableRow({}).place(("from",)) is None
