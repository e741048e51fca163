"""The command: a table out of a file, and what it says about files that cannot be measured."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from servstd.protocols import Command
from servstd_rfm import RfmCommand

TEXT = "customer,date,amount\nli,1997-01-01,29.33\nli,1997-01-18,29.73\nli,1997-08-02,14.96\nhan,1997-01-01,5\n"
TABLE = (
    "customer,first,last,purchases,frequency,first_to_last,age,since_last,monetary,total\n"
    "li,1997-01-01,1997-08-02,3,2,30.43,38.86,8.43,22.35,74.02\n"
    "han,1997-01-01,1997-01-01,1,0,0.00,38.86,38.86,,5.00\n"
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text("\ufeff" + TEXT, encoding="utf-8")
    return path


def _run(*arguments: object) -> int:
    return RfmCommand().run([str(argument) for argument in arguments])


def test_it_prints_a_table(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(RfmCommand(), Command)
    assert _run("measure", log, "--on", "1997-09-30") == 0
    assert capsys.readouterr().out == TABLE


def test_it_reads_gzip_other_columns_and_other_dates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "log.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.write(TEXT.replace("customer,date,amount", "who,day,money").replace("-", ""))
    columns = ("--customer", "who", "--date", "day", "--amount", "money", "--date-format", "%Y%m%d")
    assert _run("measure", path, "--on", "1997-09-30", *columns) == 0
    assert capsys.readouterr().out == TABLE


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("1997-01-18", "18.1.1997"), "log.csv: line 3: the day is '18.1.1997'; expected %Y-%m-%d"),
        (("14.96", "n/a"), "log.csv: purchase 3: the amount is 'n/a'"),
        (("customer,", "who,"), "log.csv: there is no column 'customer'; there are who, date, amount"),
    ],
)
def test_what_cannot_be_measured_is_named(log: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], told: str) -> None:
    log.write_text(TEXT.replace(*change), encoding="utf-8")
    assert _run("measure", log, "--on", "1997-09-30") == 1
    shown = capsys.readouterr()
    assert (shown.out, told in shown.err) == ("", True)


def test_a_missing_file_and_wrong_calls(tmp_path: Path, log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("measure", tmp_path / "none.csv", "--on", "1997-09-30") == 1
    assert "No such file" in capsys.readouterr().err
    assert _run("measure", log, "--on", "30.9.1997") == 2
    assert _run("measure", log) == 2
    assert _run("--help") == 0
