"""`servstd tiers parity`: which differences between tiers are real, which are promised, and what answers add."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Said

Call = Callable[..., Said]
STANDARD = """
format: 1
standard: shop
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
language: zh
attributes: {tier: {values: {standard: {en: everybody, zh: 普通客户}, vip: {en: key accounts, zh: 核心客户}}}}
sla:
  measure: [solution]
  policies:
    - {name: vip, calendar: always, when: {tier: vip}, targets: {first_response: 30m, resolution: 2h}}
    - {name: all, calendar: always, default: true, targets: {first_response: 30m, resolution: 8h}}
"""


def case(name: str, tier: str | None, answered: int, resolved: int | None) -> list[dict[str, object]]:
    """Return a case's events: answered and resolved so many minutes after 09:00."""

    def at(minutes: int) -> str:
        return f"2026-04-02T{9 + minutes // 60:02}:{minutes % 60:02}:00+08:00"

    data = {} if tier is None else {"tier": tier}
    events: list[dict[str, object]] = [
        {"case": name, "at": at(0), "kind": "opened", "by": "customer", "data": data},
        {"case": name, "at": at(answered), "kind": "message", "by": "agent", "data": {"public": True}},
    ]
    return events if resolved is None else [*events, {"case": name, "at": at(resolved), "kind": "resolved", "by": "agent"}]


@pytest.fixture
def shop(here: Path) -> Path:
    """Return a folder where everybody's cases are answered too late half the time, and those of key accounts never are."""
    (here / "s.yaml").write_text(STANDARD, encoding="utf-8")
    events: list[dict[str, object]] = []
    for i in range(40):
        events += case(f"s{i}", "standard", 60 if i % 2 else 10, 180)
        events += case(f"v{i}", "vip", 10, 180 if i % 2 else 90)
    events += [*case("o", "vip", 10, None), *case("n", None, 10, 90)]
    (here / "e.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    return here


def compared(call: Call, *options: str) -> Said:
    return call("tiers", "parity", "s.yaml", "--events", "e.jsonl", "--now", "2026-04-02T13:30:00+08:00", "--no-plugins", *options)


def measures(said: Said) -> dict[str, Any]:
    assert said.code == 0, said.err
    return {one["measure"]: one for one in json.loads(said.out)["measures"]}


def test_a_real_difference_and_one_that_is_promised(shop: Path, call: Call) -> None:
    said = compared(call, "--format", "json")
    found, told = measures(said), json.loads(said.out)
    assert (told["cases"], told["undecidable"], told["answers"], told["unplaced"]) == (82, 0, 0, 2)
    assert set(found) == {"first_response", "resolution"}
    (courtesy,) = found["first_response"]["gaps"]
    assert (courtesy["first"], courtesy["second"]) == ("standard", "vip")
    assert (courtesy["verdict"], courtesy["by_design"], round(courtesy["difference"]["value"], 2)) == ("real", False, -0.5)
    (design,) = found["resolution"]["gaps"]
    assert (design["verdict"], design["by_design"]) == ("real", True)
    shares = {one["tier"]: one["share"] for one in found["resolution"]["tiers"]}
    assert list(shares) == ["standard", "vip"]
    assert shares["standard"]["value"] == 1.0


def test_too_few_cases_claim_nothing(shop: Path, call: Call) -> None:
    found = measures(compared(call, "--format", "json", "--minimum", "41"))
    assert found["first_response"]["gaps"][0]["verdict"] == "too_few"


@pytest.mark.parametrize("minimum", ["0", "-1", "many", "1.5", "²", ""])
def test_a_minimum_that_is_none(shop: Path, call: Call, minimum: str) -> None:
    said = compared(call, "--minimum", minimum)
    assert said.code == 2
    assert "CLI003" in said.err
    assert "--minimum" in said.err


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", ["everybody - key accounts", "real; promised differently by design", "cases: 82", "2026-04-02T13:30:00+08:00"]),
        ("zh", ["普通客户 − 核心客户", "确有差异；承诺本就不同", "事项 82 个", "解决"]),
    ],
)
def test_words_and_page(shop: Path, call: Call, locale: str, words: list[str]) -> None:
    said = compared(call, "--locale", locale, "--html", "o.html")
    assert said.code == 0
    assert all(word in said.out for word in words)
    page = (shop / "o.html").read_text("utf-8")
    assert words[0] in page
    assert words[1] in page
    assert "o.html" in said.err


def test_the_page_replaces_nothing_that_is_read(shop: Path, call: Call) -> None:
    before = (shop / "e.jsonl").read_bytes()
    said = compared(call, "--html", "e.jsonl")
    assert "CLI010" in said.err
    assert (shop / "e.jsonl").read_bytes() == before


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_answers_of_cases_and_of_tiers(shop: Path, call: Call, kind: str) -> None:
    rows: list[tuple[str, str, bool]] = [(f"s{i}", "", i % 4 == 0) for i in range(40)]
    rows += [("", "vip", True)] * 40
    rows += [("nobody", "", True), ("n", "", True)]
    if kind == "csv":
        text = "case,tier,satisfied\n" + "".join(f"{name},{tier},{str(good).lower()}\n" for name, tier, good in rows)
    else:
        text = "".join(json.dumps({"satisfied": good, **({"case": name} if name else {"tier": tier})}) + "\n" for name, tier, good in rows)
    (shop / f"a.{kind}").write_text(text, encoding="utf-8")
    said = compared(call, "--answers", f"a.{kind}", "--format", "json")
    satisfaction = measures(said)["satisfaction"]
    assert {one["tier"]: (one["share"]["value"], one["share"]["n"]) for one in satisfaction["tiers"]} == {
        "standard": (0.25, 40), "vip": (1.0, 40),
    }  # fmt: skip
    assert (satisfaction["gaps"][0]["verdict"], satisfaction["gaps"][0]["by_design"]) == ("real", False)
    told = json.loads(said.out)
    assert (told["answers"], told["answers_without_case"], told["unplaced"]) == (82, 1, 3)
    assert "TIR161" in said.err


def test_where_an_answer_names_both_its_tier_counts(shop: Path, call: Call) -> None:
    (shop / "a.csv").write_text("case,tier,satisfied\ns1,vip,TRUE\n", encoding="utf-8")
    satisfaction = measures(compared(call, "--answers", "a.csv", "--format", "json"))["satisfaction"]
    assert [one["tier"] for one in satisfaction["tiers"]] == ["vip"]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.csv", "case,satisfied\ns1,true\ns2,4\n", "TIR159"),
        ("a.csv", "case,satisfied\ns1,true\ns2,\n", "TIR159"),
        ("a.csv", "case,tier,satisfied\ns1,,true\n,,true\n", "TIR160"),
        ("a.csv", "case,satisfied\ns1,true\ns2\n", "MAP207"),
        ("a.csv", "satisfied,score\ntrue,4\n", "MAP102"),
        ("a.csv", "case,satisfid\ns1,true\n", "MAP102"),
        ("a.jsonl", '{"case": "s1", "satisfied": true}\n{"case": "s2"}\n', "TIR159"),
        ("a.jsonl", '{"case": "s1", "satisfied": true}\n{"satisfied": false}\n', "TIR160"),
        ("a.jsonl", '{"case": "s1", "satisfied": true}\n[]\n', "MAP213"),
    ],
)
def test_an_answer_that_cannot_be_read_fails_the_run(shop: Path, call: Call, name: str, text: str, code: str) -> None:
    (shop / name).write_text(text, encoding="utf-8")
    said = compared(call, "--answers", name, "--html", "o.html")
    assert said.code != 0
    assert code in said.err
    assert name in said.err
    if code != "MAP102":
        assert f"{name}:{3 if name == 'a.csv' else 2}:1" in said.err
    assert not (shop / "o.html").exists()


def test_answers_in_parquet_are_refused_as_such(shop: Path, call: Call) -> None:
    (shop / "a.parquet").write_bytes(b"PAR1PAR1")
    assert "MAP106" in compared(call, "--answers", "a.parquet").err


def test_a_case_that_cannot_be_decided_is_told_and_the_others_are_compared(shop: Path, call: Call) -> None:
    event = {"case": "bad", "at": "2026-04-02T09:00:00+08:00", "kind": "opened", "by": "customer", "data": {"tier": "vip"}}
    twin = {**event, "at": "2026-04-02T09:01:00+08:00", "id": "x"}
    with (shop / "e.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({**event, "id": "x"}) + "\n" + json.dumps(twin) + "\n")
    said = compared(call, "--format", "json")
    told = json.loads(said.out)
    assert (said.code, told["cases"], told["undecidable"]) == (1, 82, 1)
    assert "CLI017" in said.err


def test_the_tier_comes_from_a_history_where_one_is_given(shop: Path, call: Call) -> None:
    head = {"schema": 1, "entry": "tier", "customer": "c", "tier": "vip", "valid_from": "2026-04-01", "recorded_on": "2026-04-01"}
    rest = {"cause": "first", "computed": "vip", "reached_on": "2026-04-01", "edition": "1"}
    (shop / "h.jsonl").write_text(json.dumps({**head, **rest}) + "\n", encoding="utf-8")
    events = case("1", None, 10, 90)
    events[0]["data"] = {"customer": "c"}
    (shop / "e.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    found = measures(compared(call, "--format", "json", "--tiers", "h.jsonl"))
    assert [one["tier"] for one in found["resolution"]["tiers"]] == ["vip"]
