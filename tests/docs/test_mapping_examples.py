"""The exports and mappings that the how-to pages show give the events the pages show.

*Rule:* a `csv` block stands under its file's name; the first since the last mapping is the export, further ones are files it joins.
The mapping follows, and after it the events.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from servstd.instants import instant_text
from servstd.mapping import read_log, read_mapping
from tests.support import REPOSITORY

PAGES = ["docs/how-to/map-an-export.md", "docs/zh/map-an-export.md"]
_EXAMPLE = re.compile(
    r"(?P<files>(?:`[^`\n]+`[:：]\n\n```csv\n.*?```\n\n)+)```yaml\n(?P<mapping>.*?)```\n\n(?:[^`\n]+\n\n)?```text\n(?P<events>.*?)```",
    re.DOTALL,
)
_FILE = re.compile(r"`(?P<name>[^`\n]+)`[:：]\n\n```csv\n(?P<rows>.*?)```", re.DOTALL)


def _examples() -> list[tuple[str, re.Match[str]]]:
    return [(page, match) for page in PAGES for match in _EXAMPLE.finditer((REPOSITORY / page).read_text("utf-8"))]


@pytest.mark.parametrize("example", [pytest.param(match, id=f"{page}:{i}") for i, (page, match) in enumerate(_examples())])
def test_an_export_gives_the_events_shown(example: re.Match[str], tmp_path: Path) -> None:
    mapping = read_mapping(example["mapping"])
    files = list(_FILE.finditer(example["files"]))
    for file in files:
        (tmp_path / file["name"]).write_bytes(file["rows"].encode(mapping.read.encoding))
    log = read_log(tmp_path / files[0]["name"], mapping)
    told = "".join(
        f"{event.case} {instant_text(event.at_us)} {event.kind} {event.by.role} {json.dumps(dict(event.data), ensure_ascii=False)}\n"
        for event in log.events
    )
    assert told == example["events"], told


def test_every_shape_is_shown() -> None:
    shown = {read_mapping(match["mapping"]).shape for page, match in _examples() if page == PAGES[0]}
    assert shown == {"snapshots", "activities", "changes", "cases"}
