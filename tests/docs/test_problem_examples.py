"""Every problem of the document and its lints: the bad example shows it, the good one does not.

*Rule:* an `Entry` holds what its page shows, and this test is what keeps the page true. The convention of `bad` and `good`:

- a whole document; or, with a first line `# fragment`, top-level keys put under a minimal header (`format`, `standard`,
  `version`, `effective_from: 2026-01-01`, `time_zone: Asia/Shanghai`, `language: en`), whose keys the fragment may replace;
- `# today: 2027-01-31` sets the date for review lints (default 2026-06-01);
- `# format: json` or `toml`; in a JSON fragment the header is JSON too;
- `# encoding: gb18030` gives the reader these bytes instead of text;
- `# file: NAME` begins one file of a folder; several are read together as `read_editions` does;
- an empty `bad` means that the code has a test of its own (`_ELSEWHERE`).

`bad` must yield the entry's code, `good` must not, and `good` must have no error at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest

from servstd.document import check_edition, read_editions, read_source
from servstd.document.reading import check_source
from servstd.errors import Problem, StandardError
from servstd.messages import Entry, entries

HEADER = {
    "format": "format: 1",
    "standard": "standard: acme",
    "version": 'version: "2026.1"',
    "effective_from": "effective_from: 2026-01-01",
    "time_zone": "time_zone: Asia/Shanghai",
    "language": "language: en",
}
_JSON_HEADER = {"format": 1, "standard": "acme", "version": "2026.1", "effective_from": "2026-01-01", "time_zone": "Asia/Shanghai"}
_DIRECTIVE = re.compile(r"# (fragment|today|format|encoding|file)(?:: (\S+))?\n")
_ELSEWHERE = {"DOC003": "a file of more than 10 MB; tests/unit/document/test_source.py"}
TODAY = date(2026, 6, 1)


def _directives(example: str) -> tuple[dict[str, str], str]:
    found: dict[str, str] = {}
    while (match := _DIRECTIVE.match(example)) and match[1] != "file":
        found[match[1]] = match[2] or ""
        example = example[match.end() :]
    return found, example


def with_header(fragment: str) -> str:
    """Return a fragment under the header, whose keys it may replace."""
    return "\n".join(line for name, line in HEADER.items() if not re.search(rf"^{name}\s*[:：]", fragment, re.MULTILINE)) + "\n" + fragment


def problems_of(example: str) -> tuple[Problem, ...]:
    """Return every problem of an example."""
    directives, text = _directives(example)
    today = date.fromisoformat(directives["today"]) if "today" in directives else TODAY
    if text.startswith("# file: "):
        return _problems_of_files(text, today)
    if directives.get("format") == "json":
        head = json.dumps(_JSON_HEADER)[:-1] + ", "
        return check_source(read_source(head + text.strip()[1:], "example.json"), today=today)[1]
    if "fragment" in directives:
        text = with_header(text)
    data = text.encode(directives["encoding"]) if "encoding" in directives else text
    return check_edition(data, f"example.{directives.get('format', 'yaml')}", today=today)[1]


def _problems_of_files(text: str, today: date) -> tuple[Problem, ...]:
    parts = re.split(r"^# file: (\S+)\n", text, flags=re.MULTILINE)[1:]
    try:
        editions = read_editions(list(zip(parts[::2], parts[1::2], strict=True)), today=today)
    except StandardError as error:
        return error.problems
    return tuple(problem for edition in editions for problem in edition.problems)


def _examples() -> Iterator[tuple[str, Entry]]:
    for area in ("DOC", "SLA"):
        yield from entries(area).items()


@pytest.mark.parametrize(("code", "entry"), [pytest.param(code, entry, id=code) for code, entry in _examples()])
def test_bad_shows_it_and_good_does_not(code: str, entry: Entry) -> None:
    if not entry.bad:
        assert code in _ELSEWHERE, f"{code} needs a bad and a good example"
        return
    bad, good = problems_of(entry.bad), problems_of(entry.good)
    assert code in {problem.code for problem in bad}, [str(problem) for problem in bad]
    assert code not in {problem.code for problem in good}, [str(problem) for problem in good]
    assert not [str(problem) for problem in good if problem.severity == "error"]
    shown = next(problem for problem in bad if problem.code == code)
    for locale in ("en", "zh"):
        assert "{" not in shown.message(locale).replace("{}", "") or "{" in str(shown.params) or "{" in entry.en[0]
        assert shown.render(locale)


@pytest.mark.parametrize(("code", "entry"), [pytest.param(code, entry, id=code) for code, entry in _examples()])
def test_every_entry_is_whole(code: str, entry: Entry) -> None:
    for words in (entry.en, entry.zh, entry.why):
        assert len(words) == 2
        assert all(words), f"{code}: a text is missing"
    assert re.search("[\u4e00-\u9fff]", entry.zh[0])
    assert re.search("[\u4e00-\u9fff]", entry.why[1])
