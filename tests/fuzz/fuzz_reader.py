"""Fuzzing the reader with atheris, by hand: no bytes may raise anything but StandardError.

    pip install atheris
    python tests/fuzz/fuzz_reader.py -max_total_time=600 tests/fuzz/corpus/

What it finds goes into tests/fuzz/test_known_inputs.py.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found]  # not a dependency: installed by whoever fuzzes

with atheris.instrument_imports(include=["servstd"]):
    from servstd.document import read_edition, read_editions
    from servstd.errors import StandardError

_NAMES = ("s.yaml", "s.json", "s.toml", "s")
_HEADER = b'format: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n'


def fuzz(data: bytes) -> None:
    """Read the bytes as a standard of some format, alone and as a file of a folder; every second time under a header."""
    choice = data[0] if data else 0
    name = _NAMES[choice // 2 % len(_NAMES)] if choice % 2 else "s.yaml"
    text = data[1:] if choice % 2 else _HEADER + data[1:]
    try:
        edition = read_edition(text, name)
    except StandardError as error:
        _tell(error)
        return
    read_editions([(name, text)])
    assert edition.fingerprint


def _tell(error: StandardError) -> None:
    for problem in error.problems:
        assert problem.render("en")
        assert problem.render("zh")
        assert problem.as_dict()


if __name__ == "__main__":
    atheris.Setup(sys.argv, fuzz)
    atheris.Fuzz()
