"""What is written: the built-in notifiers, and the file of what was sent."""

from __future__ import annotations

import io
import json
from pathlib import Path

import attrs
import pytest

from servstd.delivery import Attempt, Delivery
from servstd.delivery.builtin import ConsoleNotifier, JsonLinesNotifier, append_line
from servstd.delivery.pacing import Pacer
from servstd.delivery.sent_file import SentFile, locked, read_sent
from servstd.errors import Problem, UsageError
from servstd.escalation.flood import Sending
from servstd.host import Host
from servstd.notices import Limit, Notice, Receipt, Recipient
from servstd.protocols import Notifier

NOTICE = Notice("k", case="42", reason="opened", subject="事项 42：已受理", text="您好\n再见", recipients=(Recipient("c7"),))
HEAD = '{"after": "2026-01-05T01:00:00Z"}\n'


def test_the_screen() -> None:
    stream = io.StringIO()
    screen = ConsoleNotifier("前台", stream=lambda: stream)
    assert isinstance(screen, Notifier)
    assert screen.send(NOTICE).status == "delivered"
    assert stream.getvalue() == "[前台] c7: 事项 42：已受理\n您好\n再见\n"


def test_the_file_of_notices(tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    notifier = JsonLinesNotifier("group", file=str(file), sync=True)
    assert isinstance(notifier, Notifier)
    assert [notifier.send(NOTICE).ok, notifier.send(NOTICE).ok] == [True, True]
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [(line["key"], line["text"], line["recipients"][0]["key"]) for line in lines] == [("k", "您好\n再见", "c7")] * 2
    lost = JsonLinesNotifier("group", file=str(tmp_path / "no" / "out.jsonl"))
    assert (lost.send(NOTICE).status, lost.send(NOTICE).code) == ("permanent", "cannot_write")


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    file = tmp_path / "out.jsonl"
    append_line(str(file), "whole")
    write = os.write
    monkeypatch.setattr("servstd.delivery.builtin.os.write", lambda handle, data: write(handle, data[:3]))
    assert JsonLinesNotifier("group", file=str(file)).send(NOTICE).status == "retryable"
    assert file.read_text("utf-8") == "whole\n"


def test_they_are_made_by_the_host_like_a_plugins(tmp_path: Path) -> None:
    file = str(tmp_path / "x.jsonl")
    host = Host.empty({"notifiers": {"screen": {"type": "console", "contact": "wecom"}, "group": {"type": "jsonl", "file": file}}})
    assert host.problems == ()
    screen, group = (host.registry.get("notifiers", name).part for name in ("screen", "group"))
    assert screen == ConsoleNotifier("screen", contact="wecom")
    assert group == JsonLinesNotifier("group", file=file)


# ── the file of what was sent ────────────────────────────────────────────────────────────────────────────────────


def delivery(status: str, *receipts: tuple[str, Receipt], key: str = "k") -> Delivery:
    attempts = tuple(Attempt(name, receipt=receipt) for name, receipt in receipts)
    return Delivery(key, status=status, notifier=attempts[-1].notifier, attempts=attempts, problems=(Problem("DLV030"),))  # type: ignore[arg-type]


def test_it_tells_what_is_closed(tmp_path: Path) -> None:
    name = str(tmp_path / "sent.jsonl")
    sent = read_sent(name)
    assert (sent.is_new, sent.entries) == (True, {})
    sent.begin(1_000_000)
    sent.received(delivery("sent", ("a", Receipt.sent()), key="sent"), 5_000_000)
    sent.received(delivery("permanent", ("a", Receipt.permanent("x")), key="permanent"), 5_000_000)
    sent.received(delivery("permanent", ("a", Receipt.permanent("no_notifier")), key="unknown notifier"), 5_000_000)
    sent.received(delivery("retryable", ("a", Receipt.retryable("x", after=2.5)), key="later"), 5_000_000)
    sent.received(delivery("retryable", ("a", Receipt.retryable("paced"))), 5_000_000)
    sent.sending("interrupted", 6_000_000)
    again = read_sent(name)
    assert (again.after_us, again.broken_end, again.problems) == (1_000_000, False, ())
    assert again.closed(5_000_000) == {"sent", "permanent", "later", "interrupted"}
    assert again.closed(7_500_000) == {"sent", "permanent", "interrupted"}
    assert again.closed(5_000_000, ["interrupted", "permanent"]) == {"sent", "later"}
    assert (again.entries["interrupted"].status, again.entries["interrupted"].code) == ("ambiguous", "interrupted")
    assert (again.entries["later"].used, again.entries["k"].used, again.entries["sent"].is_done) == (("a",), (), True)


@pytest.mark.parametrize(
    "end",
    ["{", '{"key": "k", "stat', '{"key": "k", "status": "sent"}', '{"key": "k", "status": "sent", "at": "never"}', "\u0000\u0000", "[]"],
)
def test_a_last_line_that_is_not_whole_is_told_and_taken_back(tmp_path: Path, end: str) -> None:
    file = tmp_path / "sent.jsonl"
    line = '{"key": "k", "status": "sending", "at": "2026-01-05T02:00:00Z"}\n'
    file.write_text(HEAD + line + end, encoding="utf-8")
    sent = read_sent(str(file))
    assert ([p.code for p in sent.problems], list(sent.entries)) == (["DLV042"], ["k"])
    sent.mend()
    sent.sending("k2", 0)
    assert list(read_sent(str(file)).entries) == ["k", "k2"]
    assert file.read_text("utf-8").startswith(HEAD + line + '{"key": "k2"')


def test_a_whole_last_line_without_its_end_counts(tmp_path: Path) -> None:
    file = tmp_path / "sent.jsonl"
    file.write_text(HEAD + '{"key": "k", "status": "sending", "at": "2026-01-05T02:00:00Z"}', encoding="utf-8")
    sent = read_sent(str(file))
    assert (sent.problems, list(sent.entries)) == ((), ["k"])
    sent.mend()
    sent.sending("k2", 0)
    assert list(read_sent(str(file)).entries) == ["k", "k2"]


def test_a_torn_head_is_mended(tmp_path: Path) -> None:
    file = tmp_path / "sent.jsonl"
    file.write_text('{"after": "2026-0', encoding="utf-8")
    sent = read_sent(str(file))
    assert (sent.is_new, sent.broken_end) == (True, True)
    sent.mend()
    assert file.read_bytes() == b""


@pytest.mark.parametrize("text", ["hello\n", '{"id": "e1", "case": "42"}\n', f"{HEAD}nonsense\n{HEAD}", f"nonsense\n{HEAD}"])
def test_another_file_is_refused_and_not_touched(tmp_path: Path, text: str) -> None:
    file = tmp_path / "sent.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="DLV043"):
        read_sent(str(file))
    assert file.read_text("utf-8") == text


def test_one_process_at_a_time(tmp_path: Path) -> None:
    name = str(tmp_path / "sent.jsonl")
    with locked(name), pytest.raises(UsageError, match="DLV041"), locked(name):
        pass
    with locked(name):
        assert not Path(name).exists()


# ── pacing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pacing() -> None:
    pacer = Pacer([("b", 0), ("a", -59_000_000)])
    limit = Limit(per_minute=2)
    assert [pacer.wait_us("a", limit, now_us=0) for _ in range(3)] == [0, 1_000_000, 60_000_000]
    assert pacer.wait_us("a", Limit(), now_us=0) == 0
    assert pacer.wait_us("b", limit, now_us=120_000_000) == 0


def test_half_a_character_in_a_key_is_kept(tmp_path: Path) -> None:
    file = str(tmp_path / "sent.jsonl")
    for key in ("|7\ud800||e1|notice n", "|8\udc80||e1|notice n"):
        SentFile(file).sending(key, 0)
        assert read_sent(file).entries[key].code == "interrupted"


def test_a_file_under_two_names_is_held_once(tmp_path: Path) -> None:
    (tmp_path / "sent.jsonl").write_text("")
    (tmp_path / "link.jsonl").symlink_to("sent.jsonl")
    with locked(str(tmp_path / "sent.jsonl")), pytest.raises(UsageError, match="DLV041"), locked(str(tmp_path / "link.jsonl")):
        pass


def test_the_file_keeps_whom_a_notice_reached(tmp_path: Path) -> None:
    name = str(tmp_path / "sent.jsonl")
    sent = read_sent(name)
    made = Delivery("a", status="sent", notifier="sms", contact="wang", urgent=True, digest="d")
    sent.received(made, 5_000_000)
    sent.received(attrs.evolve(made, key="b", digest="", urgent=False, status="ambiguous"), 6_000_000)
    sent.received(attrs.evolve(made, key="c", status="retryable"), 7_000_000)
    sent.received(attrs.evolve(made, key="e", status="overtaken", contact="", digest=""), 7_000_000)
    entries = read_sent(name).entries
    assert entries["a"].sending == Sending("sms", contact="wang", at_us=5_000_000, urgent=True, key="d")
    assert entries["b"].sending == Sending("sms", contact="wang", at_us=6_000_000, key="b")
    assert (entries["c"].sending, entries["e"].sending) == (None, None)
    assert {key for key, entry in entries.items() if entry.reached} == {"a", "b"}
    assert {key for key, entry in entries.items() if entry.is_done} == {"a", "e"}
    assert read_sent(name).closed(9_000_000) == {"a", "b", "e"}
