"""Inputs that broke a reader once, ours or another's; none may do more than tell.

*Rule:* `fuzz_reader.py` looks for new ones by hand; what it finds is kept here.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.document import check_edition
from tests.support import has_shared, shared_path, why_without

HEADER = b'format: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n'
DEEP_NOT = b"calendars: {a: " + b"{not: " * 90 + b"24/7" + b"}" * 90 + b"}\n"
DEEP_ANY = b"calendars: {a: " + b"{any_of: [" * 45 + b"24/7" + b"]}" * 45 + b"}\n"
DEEP_CONDITION = b"sla: {policies: [{name: a, exempt: true, when: " + b"{any: [" * 45 + b"{a: b}" + b"]}" * 45 + b"}]}\n"
DEEP_BECOMES = b"sla: {policies: [{name: a, exempt: true, when: " + b"{becomes: " * 90 + b"{a: b}" + b"}" * 90 + b"}]}\n"
DEEP_TABLE = (
    b"sla: {policies: [{name: a, default: true, calendar: always, targets: {resolution: {within: "
    + b"{a: {b: " * 45
    + b"4h"
    + b"}}" * 45
    + b"}}}]}\n"
)

KNOWN = [
    b"",
    b"\xef\xbb\xbf",
    b"\xff\xfe\x00\x00",
    b"\x00",
    b"---",
    b"--- ---",
    b"...",
    b"%",
    b"%YAML 1.1\n---\n",
    b"%TAG ! x:\n---\na: !y z",
    b"?",
    b"? ?",
    b": :",
    b"- - - -",
    b"&a",
    b"*a",
    b"&a *a",
    b"&a &b c",
    b"!!binary x",
    b"!!set {a, b}",
    b"!!timestamp 2026-01-01",
    b"!<>",
    b"| x",
    b">\n",
    b"a: |\n\tb",
    b"a: >9\n b",
    b"[",
    b"{",
    b"[" * 50_000,
    b"{" * 50_000,
    b"- " * 50_000,
    b"? " * 10_000,
    b"a:\n " * 200,
    b"[&a " * 90 + b"]" * 90,
    b'"\\x',
    b'"\\uD800"',
    b"'",
    b"\xf4\x90\x80\x80",
    b"a: 0x" + b"f" * 5000,
    b"a: 1e" + b"9" * 400,
    b"a: -.inf",
    b"a: 0o9",
    b"a: " + b"9" * 400 + b".5",
    b"x" * 5000 + b": 1",
    b'{"' + b"x" * 5000 + b'": 1}',
    b"a = " + b"[" * 5000,
    b"a" + b".a" * 3000 + b" = 1",
    b"[" + b"a." * 3000 + b"a]\nb=1",
    b"a = 1e999",
    b"a = 99:99:99",
    b"a = 2026-02-30",
    HEADER + DEEP_NOT,
    HEADER + DEEP_ANY,
    HEADER + DEEP_CONDITION,
    HEADER + DEEP_BECOMES,
    HEADER + DEEP_TABLE,
    HEADER + b"calendars: {a: *a}\n",
    HEADER + b"calendars: &a {b: {any_of: *a}}\n",
    HEADER + b"calendars: []\nsla: []\nscenarios: {}\nattributes: 1\n",
    HEADER + b"calendars: {'': {}, ' ': 24/7, a: null, b: [], c: {hours: null}, d: {hours: {'': []}}, e: {versions: [null]}}\n",
    HEADER + b"sla: {metrics: {resolution: null, m: null, n: []}, policies: [null, [], {}, {name: null, when: null, targets: null}]}\n",
    HEADER
    + b"scenarios: [null, {}, {name: a, events: [null, {}, {at: null, kind: null}], expect: {a: null, b: {}}, case: null, now: null}]\n",
    HEADER
    + b"attributes: {a: null, b: {values: null, default: null}, c: {values: [null]}, d: {values: {x: null}}}\nstatuses: {open: [null]}\n",
    HEADER + b"title: {zh: null}\nchange_note: {}\nowner: {}\nlanguage: null\nreview_by: 9999-12-31\n",
    HEADER.replace(b"2026-01-01", b"0001-01-01"),
    HEADER.replace(b"2026-01-01", b"9999-12-31 24:00"),
    HEADER.replace(b"UTC", b"../../etc/passwd"),
    HEADER.replace(b"UTC", b"'\\0'"),
    HEADER.replace(b"UTC", b"/"),
]


@pytest.mark.parametrize("data", KNOWN, ids=range(len(KNOWN)))
def test_a_known_input_is_told_not_raised(data: bytes) -> None:
    for name in ("s.yaml", "s.json", "s.toml", "s"):
        edition, problems = check_edition(data, name)
        assert edition is not None or problems
        assert all(problem.render("zh") and problem.as_dict() for problem in problems)


@pytest.mark.skipif(not has_shared("samples", "renovation.yaml"), reason=why_without("samples", "renovation.yaml"))
@given(st.integers(0, 2**32))
def test_the_sample_with_bytes_changed_is_told_not_raised(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(shared_path("samples", "renovation.yaml").read_bytes())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        end = at + chance.choice([0, 1, 1, 3, 40])
        data[at:end] = chance.choice(
            [b"", b"\n", b"  ", b"\t", b": ", b"- ", b"[", b"}", b'"', b"'", b"#", b"\xff", b"null", b"1", "：".encode(), bytes(data[:20])]
        )
    edition, problems = check_edition(bytes(data), "s.yaml")
    assert edition is not None or any(problem.severity == "error" for problem in problems)
