"""What comes with servstd keeps the contracts that plugins keep."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from servstd.delivery.builtin import ConsoleNotifier, JsonLinesNotifier
from servstd.notices import Receipt
from servstd.protocols import Notifier
from servstd.testing import NotifierContract
from servstd.testing.contracts._samples import ordinary_notice


class TestConsole(NotifierContract):
    def make(self) -> Notifier:
        screen = io.StringIO()
        return ConsoleNotifier("screen", stream=lambda: screen)


class TestJsonLines(NotifierContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def make(self) -> Notifier:
        return JsonLinesNotifier("file", file=str(self.folder / "notices.jsonl"))

    def test_several_at_once_are_whole_lines(self) -> None:
        notifier = self.make()
        receipts = self._send_at_once(notifier, [ordinary_notice(f"42|{number}") for number in range(50)])
        lines = (self.folder / "notices.jsonl").read_text("utf-8").splitlines()
        assert sorted(json.loads(line)["key"] for line in lines) == sorted(f"42|{number}" for number in range(50))
        assert all(isinstance(receipt, Receipt) and receipt.ok for receipt in receipts)
