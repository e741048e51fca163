"""`servstd tiers`: assigning a file of customers, explaining, looking back, recording requests; and what a bad file leaves as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from servstd.cli._tiers_files import HistoryFile, appending, read_tier_history
from servstd.errors import UsageError
from tests.cli.conftest import Said

Call = Callable[..., Said]
STANDARD = """
format: 1
standard: shop
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
language: zh
attributes: {tier: {values: [standard, key, vip], from: tiers}}
sla:
  policies:
    - {name: vip, when: {tier: vip}, targets: {resolution: 2h}}
    - {name: all, default: true, targets: {resolution: 8h}}
tiers:
  ladder: [{standard: 普通客户}, {key: 重点客户}, {vip: 核心客户}]
  currency: CNY
  criteria:
    paid:
      weight: 50%
      missing: exclude
      rule: {thresholds: {field: paid, unit: CNY, steps: [{from: 0, points: 0}, {from: 500, points: 100}]}}
    reach: {weight: 50%, missing: lowest, rule: {lookup: {field: reach, values: {none: 0, group: 60, "7": 100}}}}
  levels: {key: {enter: 30, leave: 25}, vip: {enter: 70, leave: 60}}
"""
CUSTOMERS = "customer,paid,reach,name\n0001,600,none,Li\n0002,600,7,Han\n0003,,none,Wu\n"


@pytest.fixture
def shop(here: Path) -> Path:
    (here / "s.yaml").write_text(STANDARD, encoding="utf-8")
    (here / "c.csv").write_text(CUSTOMERS, encoding="utf-8")
    return here


def assigned(call: Call, *options: str, on: str = "2026-04-01") -> Said:
    return call("tiers", "assign", "s.yaml", "--customers", "c.csv", "--on", on, "--no-plugins", *options)


def test_assign_counts_by_tier_and_cause_and_appends_what_changed(shop: Path, call: Call) -> None:
    said = assigned(call, "--history", "h.jsonl", "--format", "json")
    told = json.loads(said.out)
    assert said.code == 0
    assert (told["tiers"], told["causes"], told["appended"]) == ({"vip": 1, "key": 1, "standard": 1}, {"first": 3}, 3)
    assert told["unused_columns"] == ["name"]
    history = read_tier_history("h.jsonl")
    assert {customer: record.tier for customer in history.customers if (record := history.last(customer))} == {
        "0001": "key", "0002": "vip", "0003": "standard",
    }  # fmt: skip
    contributions = history.of("0001")[0].explanation["contributions"]
    assert isinstance(contributions, list)
    assert sum(part["share"] for part in contributions) == 50.0
    before = (shop / "h.jsonl").read_bytes()
    again = json.loads(assigned(call, "--history", "h.jsonl", "--format", "json").out)
    assert (again["changed"], again["causes"]) == (0, {"kept": 3})
    assert (shop / "h.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("locale", "words"),
    [("en", ["first assignment", "appended to h.jsonl: 3"]), ("zh", ["首次评定", "已向 h.jsonl 追加 3 条"])],
)
def test_assign_says_it_in_words(shop: Path, call: Call, locale: str, words: list[str]) -> None:
    said = assigned(call, "--history", "h.jsonl", "--locale", locale)
    assert said.code == 0
    assert all(word in said.out for word in words)
    assert "核心客户" in said.out


def test_a_later_run_moves_customers_from_where_they_were(shop: Path, call: Call) -> None:
    assigned(call, "--history", "h.jsonl")
    (shop / "c.csv").write_text("customer,paid,reach\n0001,600,group\n0002,0,none\n0003,,none\n", encoding="utf-8")
    told = json.loads(assigned(call, "--history", "h.jsonl", "--format", "json", on="2026-07-01").out)
    assert (told["causes"]["risen"], told["causes"]["fallen"]) == (1, 1)
    history = read_tier_history("h.jsonl")
    assert [tier for tier, _, _ in history.spans("0001")] == ["key", "vip"]
    assert [tier for tier, _, _ in history.spans("0002")] == ["vip", "standard"]


def test_dry_run_appends_nothing(shop: Path, call: Call) -> None:
    said = assigned(call, "--history", "h.jsonl", "--dry-run")
    assert "would be appended to h.jsonl: 3; nothing was" in said.out
    assert not (shop / "h.jsonl").exists()


@pytest.mark.parametrize(
    ("explain", "has"), [("none", None), ("short", {"share", "points"}), ("full", {"share", "points", "raw", "evidence"})]
)
def test_explanations_are_kept_as_asked(shop: Path, call: Call, explain: str, has: set[str] | None) -> None:
    assigned(call, "--out", "o.jsonl", "--explain", explain)
    row = json.loads((shop / "o.jsonl").read_text("utf-8").splitlines()[0])
    assert (row["customer"], row["tier"], row["score"]) == ("0001", "key", 50.0)
    if has is None:
        assert "explanation" not in row
    else:
        part = row["explanation"]["contributions"][0]
        assert has <= set(part)
        assert ("raw" in part) is (explain == "full")


@pytest.mark.parametrize(
    "bad", ["0004,-5,none,Wu", "0004,NaN,none,Wu", "0004,inf,none,Wu", "0004,many,none,Wu", ",5,none,Wu", "0004,5 USD,none,Wu"]
)
def test_a_row_that_cannot_be_judged_fails_the_run_and_nothing_is_written(shop: Path, call: Call, bad: str) -> None:
    assigned(call, "--history", "h.jsonl")
    before = (shop / "h.jsonl").read_bytes()
    (shop / "c.csv").write_text(CUSTOMERS + bad + "\n", encoding="utf-8")
    said = assigned(call, "--history", "h.jsonl", "--out", "o.csv", on="2026-07-01")
    assert said.code == 1
    assert "c.csv:5:1" in said.err
    assert "rows of c.csv that cannot be judged: 1" in said.err
    assert (shop / "h.jsonl").read_bytes() == before
    assert sorted(item.name for item in shop.iterdir()) == ["c.csv", "h.jsonl", "s.yaml"]


def test_with_rejects_bad_rows_are_set_aside_with_their_reasons(shop: Path, call: Call) -> None:
    (shop / "c.csv").write_text(CUSTOMERS + "0004,-5,none,Wu\n0005,1\n", encoding="utf-8")
    said = assigned(call, "--history", "h.jsonl", "--rejects", "r.csv", "--format", "json")
    assert (said.code, json.loads(said.out)["rejected"], json.loads(said.out)["customers"]) == (0, 2, 3)
    assert "TIR156" in said.err
    rows = (shop / "r.csv").read_text("utf-8-sig").splitlines()
    assert [row.split(",")[1] for row in rows[1:]] == ["5", "6"]


def test_a_customer_who_stands_twice_fails_the_run_even_with_rejects(shop: Path, call: Call) -> None:
    (shop / "c.csv").write_text(CUSTOMERS + "0001,5,none,Li\n", encoding="utf-8")
    for options in ((), ("--rejects", "r.csv")):
        said = assigned(call, "--history", "h.jsonl", *options)
        assert said.code == 1
        assert "TIR155" in said.err
        assert "first in row 2" in said.err
    assert not (shop / "h.jsonl").exists()
    assert "客户 '0001' 出现两次，第一次在第 2 行" in assigned(call, "--locale", "zh").err


def test_wrong_calls(shop: Path, call: Call) -> None:
    assert assigned(call, on="1 April").code == 2
    assert "CLI010" in assigned(call, "--history", "c.csv").err
    assert "CLI010" in assigned(call, "--history", "x.jsonl", "--out", "x.jsonl").err
    assert call("tiers", "assign", "s.yaml", "--customers", "c.csv").code == 2
    (shop / "c.csv").write_text("customer,paid,reach\n", encoding="utf-8")
    assert "TIR154" in assigned(call).err
    (shop / "c.csv").write_text("customer,pay,reach\n1,2,none\n", encoding="utf-8")
    assert "pai" in assigned(call).err


def test_explain_in_both_languages_and_for_both_audiences(shop: Path, call: Call) -> None:
    words = ("tiers", "explain", "s.yaml", "--customers", "c.csv", "--on", "2026-04-01", "--customer")
    english, chinese = call(*words, "0001"), call(*words, "0001", "--locale", "zh", "--audience", "customer")
    assert (english.code, chinese.code) == (0, 0)
    assert "50.0" in english.out
    assert "重点客户" in chinese.out
    assert json.loads(call(*words, "0001", "--format", "json").out)["tier"] == "key"
    missing = call(*words, "1")
    assert (missing.code, "TIR151" in missing.err) == (2, True)


def test_simulate_says_who_would_move_and_draws_it(shop: Path, call: Call) -> None:
    (shop / "n.yaml").write_text(STANDARD.replace("enter: 70, leave: 60", "enter: 50, leave: 40"), encoding="utf-8")
    words = ("tiers", "simulate", "s.yaml", "n.yaml", "--customers", "c.csv", "--on", "2026-04-01")
    assert "1 would move up" in call(*words, "--html", "o.html").out
    assert "<html" in (shop / "o.html").read_text("utf-8")
    assert json.loads(call(*words, "--format", "json").out)["rejected"] == 0


def test_requests_are_recorded_and_answered_and_mark_the_assignment(shop: Path, call: Call) -> None:
    assigned(call, "--history", "h.jsonl")
    words = ("tiers", "request", "--history", "h.jsonl", "--customer", "0001")
    assert call(*words, "--kind", "objection", "--at", "2026-04-03", "--note", "an order is missing").code == 0
    assigned(call, "--history", "h.jsonl", "--out", "o.jsonl", on="2026-04-05")
    assert [json.loads(line)["disputed"] for line in (shop / "o.jsonl").read_text("utf-8").splitlines()] == [True, False, False]
    assert call(*words, "--kind", "answer", "--at", "2026-04-09", "--by", "zhao").code == 2
    assert call(*words, "--kind", "answer", "--at", "2026-04-09", "--by", "zhao", "--outcome", "upheld").code == 0
    shown = call("tiers", "history", "--history", "h.jsonl", "--customer", "0001")
    assert "an order is missing" in shown.out
    assert "answered by zhao: the tier stands" in shown.out
    assert call(*words[:-1], "9", "--kind", "objection", "--at", "2026-04-03").code == 2


@pytest.mark.parametrize("option", ["--rejects", "--html"])
@pytest.mark.parametrize("name", ["s.yaml", "n.yaml", "c.csv", "h.jsonl"])
def test_simulate_writes_into_nothing_that_it_reads(shop: Path, call: Call, option: str, name: str) -> None:
    (shop / "n.yaml").write_text(STANDARD, encoding="utf-8")
    assigned(call, "--history", "h.jsonl")
    before = (shop / name).read_bytes()
    words = ("tiers", "simulate", "s.yaml", "n.yaml", "--customers", "c.csv", "--history", "h.jsonl", "--on", "2026-05-01")
    said = call(*words, option, name)
    assert (said.code, "CLI010" in said.err, (shop / name).read_bytes() == before) == (2, True, True)
    assert call(*words, "--rejects", "o", "--html", "./o").code == 2
    assert not (shop / "o").exists()


def test_an_id_of_another_customers_request_is_refused_before_it_spoils_the_history(shop: Path, call: Call) -> None:
    assigned(call, "--history", "h.jsonl")
    words = ("tiers", "request", "--history", "h.jsonl", "--kind", "objection", "--at", "2026-04-03", "--id", "X", "--customer")
    assert call(*words, "0001").code == 0
    said = call(*words, "0002")
    assert (said.code, "TIR038" in said.err) == (1, True)
    assert call("tiers", "history", "--history", "h.jsonl").code == 0


def test_spaces_around_a_customers_name_are_no_part_of_it(shop: Path, call: Call) -> None:
    (shop / "c.jsonl").write_text('{"customer": " 0002 ", "paid": 600, "reach": "7"}\n', encoding="utf-8")
    words = ("s.yaml", "--customers", "c.jsonl", "--history", "h.jsonl", "--on")
    told = [json.loads(call("tiers", "assign", *words, day, "--format", "json").out) for day in ("2026-04-01", "2026-04-02")]
    assert [one["causes"] for one in told] == [{"first": 1}, {"kept": 1}]
    assert read_tier_history("h.jsonl").customers == ("0002",)
    assert "0002" in call("tiers", "explain", *words, "2026-04-02", "--customer", "0002").out


def test_days_of_a_parquet_file_are_days(shop: Path, call: Call) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rule = "{decay: {field: last, half_life: 30 days}}"
    (shop / "s.yaml").write_text(STANDARD.replace('{lookup: {field: reach, values: {none: 0, group: 60, "7": 100}}}', rule), "utf-8")
    for kind in (arrow.date32(), arrow.timestamp("us"), arrow.timestamp("ns")):
        days = arrow.array([datetime(2026, 4, 1), None], arrow.timestamp("us")).cast(kind)
        parquet.write_table(arrow.table({"customer": [7, 8], "paid": [600, 600], "last": days}), shop / "c.parquet")
        said = call("tiers", "assign", "s.yaml", "--customers", "c.parquet", "--on", "2026-04-01", "--format", "json")
        assert (said.code, json.loads(said.out)["tiers"]) == (0, {"vip": 1, "key": 1, "standard": 0})


def test_decide_does_not_write_over_the_history_it_reads(shop: Path, call: Call) -> None:
    assigned(call, "--history", "h.jsonl")
    before = (shop / "h.jsonl").read_bytes()
    line = {"case": "1", "at": "2026-04-02T09:00:00Z", "kind": "opened", "by": "customer", "data": {"customer": "0002"}}
    (shop / "e.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    said = call("decide", "s.yaml", "--events", "e.jsonl", "--tiers", "h.jsonl", "--out", "h.jsonl")
    assert (said.code, "CLI010" in said.err, (shop / "h.jsonl").read_bytes() == before) == (2, True, True)


@pytest.mark.parametrize("day", ["20260401", "2026-W14-3", "2026-04-31", "2026-04-01T00:00", ""])
def test_a_day_is_written_in_one_way(shop: Path, call: Call, day: str) -> None:
    said = assigned(call, on=day)
    assert (said.code, "CLI003" in said.err) == (2, True)


def test_history_on_a_day_and_as_it_was_known(shop: Path, call: Call) -> None:
    assigned(call, "--history", "h.jsonl")
    words = ("tiers", "history", "--history", "h.jsonl", "--format", "json", "--customer", "0002")
    assert [record["tier"] for record in json.loads(call(*words, "--on", "2026-05-01").out)["records"]] == ["vip"]
    before = call(*words, "--on", "2026-05-01", "--known-on", "2026-03-31")
    assert (before.code, json.loads(before.out)["records"]) == (1, [])


def test_a_history_that_contradicts_itself_is_refused_with_its_line(shop: Path, call: Call) -> None:
    assigned(call, "--history", "h.jsonl")
    good = (shop / "h.jsonl").read_text("utf-8")
    first = good.splitlines()[0]
    earlier = first.replace('"recorded_on": "2026-04-01"', '"recorded_on": "2026-03-01"').replace(
        '"valid_from": "2026-04-01"', '"valid_from": "2026-03-01"'
    )
    for bad, code in ((first, "TIR036"), (earlier, "TIR034"), ("{", "TIR041"), (first.replace("04-01", "04-99"), "TIR041")):
        (shop / "h.jsonl").write_text(good + bad + "\n", encoding="utf-8")
        said = assigned(call, "--history", "h.jsonl", on="2026-07-01")
        assert said.code == 1
        assert code in said.err
        assert "h.jsonl:4" in said.err
        assert (shop / "h.jsonl").read_text("utf-8") == good + bad + "\n"


def test_a_history_changed_meanwhile_is_left_alone(shop: Path) -> None:
    (shop / "h.jsonl").write_text("a", encoding="utf-8")
    with pytest.raises(UsageError, match="TIR153"), appending("h.jsonl") as append:  # noqa: PT012  # the block is what is tested
        append("b")
        (shop / "h.jsonl").write_text("other", encoding="utf-8")
    assert (shop / "h.jsonl").read_text("utf-8") == "other"
    with appending("h.jsonl") as append:
        append("b")
    assert (shop / "h.jsonl").read_text("utf-8") == "other\nb\n"


def test_the_index_knows_what_the_whole_history_knows(shop: Path, call: Call) -> None:
    assigned(call, "--history", "h.jsonl")
    (shop / "c.csv").write_text("customer,paid,reach\n0001,600,group\n0002,0,none\n", encoding="utf-8")
    assigned(call, "--history", "h.jsonl", on="2026-07-01")
    whole, index = read_tier_history("h.jsonl"), HistoryFile(shop / "h.jsonl")
    for customer in whole.customers:
        found = index.of(customer)
        assert found is not None
        assert found.last(customer) == whole.last(customer)
    assert index.of("nobody") is None
    index.close()


def test_decide_explain_and_report_see_the_tier_in_force(shop: Path, call: Call) -> None:
    assigned(call, "--history", "h.jsonl")
    event = {"case": "1", "at": "2026-04-02T09:00:00+08:00", "kind": "opened", "by": "customer", "data": {"customer": "0002"}}
    (shop / "e.jsonl").write_text(json.dumps(event) + "\n", encoding="utf-8")
    words = ("s.yaml", "--events", "e.jsonl", "--tiers", "h.jsonl", "--now", "2026-04-02T10:00:00+08:00")

    def policy(*options: str) -> object:
        return json.loads(call("decide", "s.yaml", "--events", "e.jsonl", *options).out)["clocks"][-1]["policy"]

    assert (policy(), policy("--tiers", "h.jsonl")) == ("all", "vip")
    assert "vip" in call("explain", *words, "--case", "1").out
    assert call("report", *words, "--by", "tier").code == 0
