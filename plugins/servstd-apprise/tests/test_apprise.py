"""The real Apprise against a service on loopback."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
import time

import pytest

from servstd.protocols import Action, Notice, Notifier, Receipt, Recipient
from servstd.secret import Secret
from servstd.testing.loopback import Answer, LoopbackServer, refused_url
from servstd_apprise import UNVERIFIED, AppriseNotifier, AppriseSettings

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # Apprise's own, on Python before 3.13

TOKEN = "693a91f67a0c4bc497a00ec2a5fa5aaa"
NOTICE = Notice(
    "42|missed",
    case="42",
    reason="missed",
    subject="投诉 42",
    text="<b>超时</b>",
    recipients=(Recipient("li", address="x"),),
    actions=(Action("打开", url="https://desk.example/42"),),
)


def send(url: str, notice: Notice = NOTICE, *, title: bool = True) -> Receipt:
    notifier = AppriseNotifier("ops", settings=AppriseSettings(url=Secret(url), title=title))
    assert isinstance(notifier, Notifier)
    receipt = notifier.send(notice)
    assert TOKEN not in repr((notifier, receipt))
    return receipt


def at(server: LoopbackServer) -> str:
    return server.url.replace("http://", "json://") + f"/hook/{TOKEN}?rto=0.3"


def test_a_notice_goes_out_as_it_is() -> None:
    with LoopbackServer() as server:
        assert send(at(server)) == Receipt.sent()
        assert send(at(server), title=False) == Receipt.sent()
    first, second = (json.loads(request.body) for request in server.requests)
    assert (first["title"], first["message"]) == ("投诉 42", "<b>超时</b>\n打开: https://desk.example/42")
    assert second["title"] == ""
    assert server.requests[0].path.startswith(f"/hook/{TOKEN}")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(401), ("permanent", "http_401")),
        (Answer(404), ("permanent", "http_404")),
        (Answer(429), ("retryable", "rate_limited")),
        (Answer(503), ("retryable", "http_503")),
        (Answer(302, headers={"Location": "/elsewhere"}), ("retryable", "http_302")),
        (Answer(instead="drop"), ("ambiguous", "connection_lost")),
        (Answer(instead="hang"), ("ambiguous", "connection_lost")),
    ],
)
def test_failures(answer: Answer, expected: tuple[str, str]) -> None:
    with LoopbackServer(answer) as server:
        got = send(at(server) + "&retry=3")
    assert (got.status, got.code) == expected
    assert len(server.requests) == 1, "nothing is tried twice, no redirect is followed"


def test_nobody_there_is_retryable() -> None:
    with refused_url() as url:
        assert send(url.replace("http", "json") + f"/{TOKEN}") == Receipt.retryable("unreachable")


@pytest.mark.parametrize("url", ["", "nonsense", f"unknownservice://{TOKEN}", f"discord://{TOKEN}", "json://", "mailto://"])
def test_a_url_that_is_none_is_permanent(url: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    got = send(url)
    assert (got.status, got.code) == ("permanent", "bad_url")
    assert TOKEN not in caplog.text + capfd.readouterr().err


def test_a_notice_without_words_is_not_sent() -> None:
    with LoopbackServer() as server:
        assert send(at(server), Notice("k", case="1", reason="event", text=" ")) == Receipt.permanent("empty")
    assert server.requests == []


def test_no_line_of_apprise_gets_out(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    with LoopbackServer(Answer(500)) as server:
        assert send(at(server)).code == "http_500"
    assert TOKEN not in caplog.text + capfd.readouterr().err
    logging.getLogger("apprise").warning("of somebody else")
    assert "of somebody else" in caplog.text, "other users of Apprise keep their lines"


def test_it_does_not_wait_between_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    with LoopbackServer() as server:
        monkeypatch.setattr(time, "sleep", slept.append)
        notifier = AppriseNotifier("ops", settings=AppriseSettings(url=Secret(at(server))))
        assert [notifier.send(NOTICE).status for _ in range(3)] == ["sent"] * 3
    assert slept == []


def test_threads_may_share_it() -> None:
    got: list[str] = []
    with LoopbackServer() as server:
        notifier = AppriseNotifier("ops", settings=AppriseSettings(url=Secret(at(server))))
        threads = [threading.Thread(target=lambda: got.append(notifier.send(NOTICE).status)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert got == ["sent"] * 6


# ── services that report success whatever the provider says ──────────────────────────────────────────────────
def _urls() -> dict[str, str]:
    return {
        "wecombot": f"wecombot://{TOKEN}",
        "dingtalk": f"dingtalk://{TOKEN}",
        "feishu": f"feishu://{TOKEN}",
        "lark": f"lark://{TOKEN}",
    }


@pytest.mark.parametrize("schema", sorted(UNVERIFIED))
def test_success_of_a_service_that_does_not_look_is_ambiguous(schema: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from apprise import Apprise

    service = Apprise.instantiate(_urls()[schema])
    assert service is not None
    with LoopbackServer(Answer(200, body='{"errcode": 93000, "code": 19021, "errmsg": "invalid", "msg": "invalid"}')) as server:
        address = server.url + "/" + {"wecombot": "{key}", "dingtalk": "{token}", "feishu": "{token}", "lark": ""}[schema]
        monkeypatch.setattr(type(service), "notify_url", address)
        got = send(_urls()[schema])
    assert len(server.requests) == 1
    assert (got.status, got.code) == ("ambiguous", "unverified"), "Apprise 2.2.0 says it was sent, the provider says it was not"


def test_the_address_as_the_provider_gives_it_is_no_way_around() -> None:
    from apprise import Apprise, NotifyBase

    from servstd_apprise.notifier import _lies

    service = Apprise.instantiate("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7a0c-4bc4-97a0-0ec2a5fa5aaa")
    other = Apprise.instantiate("json://127.0.0.1")
    assert isinstance(service, NotifyBase)
    assert isinstance(other, NotifyBase)
    assert (_lies(service), _lies(other)) == (True, False)


def test_looking_at_the_plugin_does_not_import_apprise() -> None:
    program = (
        "import sys, servstd_apprise as p; from servstd.secret import Secret\n"
        "p.AppriseNotifier('a', settings=p.AppriseSettings(url=Secret('json://x')))\n"
        "assert 'apprise' not in sys.modules and 'requests' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0
