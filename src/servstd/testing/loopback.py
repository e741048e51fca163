"""A provider on loopback: an HTTP server that answers as a test scripts, and keeps what it was asked.

*Rule:* it is a real server on 127.0.0.1, so that a notifier's own client, time-outs and retries are what is tested. Without a script
it answers every request with `usual`.

Example:
    >>> from urllib.request import urlopen
    >>> with LoopbackServer(Answer(200, body="fine")) as server:
    ...     with urlopen(server.url + "/ping") as answer:
    ...         print(answer.read(), server.requests[0].path)
    b'fine' /ping
"""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Literal, Self

import attrs

__all__ = ["Answer", "LoopbackServer", "Request", "refused_url"]


@attrs.frozen
class Answer:
    """What the provider answers.

    Attributes:
        status: The HTTP status.
        body: The body, text in UTF-8 or bytes.
        headers: Beside Content-Length; Content-Type is JSON unless told.
        instead: `drop` closes the connection after the request was read, `hang` never answers until the server stops.
    """

    status: int = 200
    body: str | bytes = attrs.field(default="{}", kw_only=True)
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    instead: Literal["", "drop", "hang"] = attrs.field(default="", kw_only=True)


@attrs.frozen
class Request:
    """What the provider was asked; header names in lower case."""

    method: str
    path: str = attrs.field(kw_only=True)
    headers: Mapping[str, str] = attrs.field(kw_only=True, repr=False)
    body: bytes = attrs.field(kw_only=True)


class LoopbackServer:
    """A scripted HTTP server; use it in a `with` statement.

    Attributes:
        usual: What it answers when nothing is scripted.
        requests: What it was asked, in order.
    """

    def __init__(self, usual: Answer | None = None) -> None:
        self.usual = usual or Answer()
        self.requests: list[Request] = []
        self._script: deque[Answer] = deque()
        self._stopping = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        """Return where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, *answers: Answer) -> None:
        """Script what the next requests are answered, one answer each."""
        self._script.extend(answers)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _take(self, request: Request) -> Answer:
        self.requests.append(request)
        try:
            return self._script.popleft()
        except IndexError:
            return self.usual

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except ConnectionError:  # the client went away
                    self.close_connection = True

            def _handle(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer = server._take(Request(self.command, path=self.path, headers=headers, body=body))
                if answer.instead:
                    if answer.instead == "hang":
                        server._stopping.wait()
                    self.close_connection = True
                    return
                content = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                for name, value in {"Content-Type": "application/json", **answer.headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815  # the names http.server looks for

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler


@contextmanager
def refused_url() -> Generator[str]:
    """Yield a URL on loopback where every connection is refused: the port is bound, and nobody listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
