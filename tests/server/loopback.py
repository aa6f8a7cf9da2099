"""A loopback server that speaks the wire formats of OpenAI and Anthropic, as scripted, for the real SDKs to talk to.

It counts what it serves: the tokens that its answers state, and how often each question came.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.server import batches, formats


@dataclass(frozen=True)
class Step:
    """What is done with one request."""

    kind: str = "valid"
    """valid, not_json, wrong_schema, truncated, refusal, wrong_usage, no_usage, huge, empty, status, slow, trickle,
    dropped, not_the_protocol, redirect, echo_key."""
    answer: dict[str, Any] | None = None
    """The answer's fields; the default answer where not given."""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    """How long the answer takes."""


VALID = Step()


def rate_limited(seconds: float) -> Step:
    """429 with a wish to wait."""
    return Step("status", status=429, headers=(("retry-after", str(seconds)),))


@dataclass
class Served:
    """What the server's answers state."""

    requests: Counter[str] = field(default_factory=Counter)
    """By path."""
    questions: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Answers given, by model and text of the first turn."""
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    at_once: int = 0
    """The most requests that were in work at the same time."""


def default_answer(prompt: str) -> dict[str, Any]:
    """An answer that quotes nothing."""
    return {
        "reason": "The words bear it out.",
        "verdict": "upheld",
        "severity": "medium",
        "confidence": 0.8,
        "quotes": [],
        "would_change": "Other words.",
    }


class Loopback:
    """The server, with its script and its counts."""

    def __init__(self, *, latency: float = 0.0, answer: Callable[[str], dict[str, Any]] = default_answer) -> None:
        self.latency = latency
        self.answer = answer
        self.served = Served()
        self.batches = batches.Batches(self)
        self._steps: deque[Step] = deque()
        self._when: list[tuple[re.Pattern[str], deque[Step]]] = []
        self._lock = threading.Lock()
        self._working = 0
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.loopback = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def script(self, *steps: Step) -> None:
        """What is done with the next requests, in turn; afterwards all are answered."""
        self._steps.extend(steps)

    def when(self, words: str, *steps: Step) -> None:
        """What is done with the next requests whose first turn holds the words."""
        self._when.append((re.compile(re.escape(words)), deque(steps)))

    def step(self, prompt: str) -> Step:
        with self._lock:
            for pattern, steps in self._when:
                if steps and pattern.search(prompt):
                    return steps.popleft()
            return self._steps.popleft() if self._steps else VALID

    @contextmanager
    def working(self, path: str) -> Iterator[None]:
        with self._lock:
            self.served.requests[path] += 1
            self.served.times.append(time.monotonic())
            self._working += 1
            self.served.at_once = max(self.served.at_once, self._working)
        try:
            yield
        finally:
            with self._lock:
                self._working -= 1

    def count(self, model: str, prompt: str, usage: formats.Tokens) -> None:
        with self._lock:
            self.served.questions[model, prompt] += 1
            self.served.input_tokens += usage.all_input
            self.served.output_tokens += usage.output
            self.served.cached_tokens += usage.cached

    def note(self, body: dict[str, Any], headers: dict[str, str]) -> None:
        with self._lock:
            self.served.bodies.append(body)
            self.served.headers.append(headers)

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    loopback: Loopback

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""

    def do_GET(self) -> None:
        status, kind, data = self.server.loopback.batches.get(self.path)
        self._send(status, data, content_type=kind)

    def do_POST(self) -> None:
        loopback = self.server.loopback
        data = self.rfile.read(int(self.headers.get("content-length", 0)))
        path = self.path.split("?")[0]
        with loopback.working(path):
            if path in ("/v1/files", "/v1/batches", "/v1/messages/batches"):
                status, _, said = loopback.batches.post(path, data, self.headers.get("content-type", ""))
                self._send(status, said)
                return
            style = formats.STYLES.get(path)
            if style is None:
                self._send(404, json.dumps({"error": {"message": f"no such path {path}"}}).encode())
                return
            body = json.loads(data)
            loopback.note(body, {name.lower(): value for name, value in self.headers.items()})
            self._play(style, body)

    def _play(self, style: formats.Style, body: dict[str, Any]) -> None:
        loopback = self.server.loopback
        prompt = style.prompt(body)
        step = loopback.step(prompt)
        time.sleep(loopback.latency + step.seconds)
        if step.kind == "dropped":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if step.kind == "not_the_protocol":
            self._send(200, b"<html>Welcome to the wireless network</html>", content_type="text/html")
            return
        if step.kind == "redirect":
            self._send(307, b"", headers=(("location", "http://127.0.0.1:9/elsewhere"),))
            return
        if step.kind in ("status", "echo_key"):
            said = dict(step.headers).get("x-message", f"scripted {step.status}")
            if step.kind == "echo_key":
                said = f"Incorrect API key provided: {self.headers.get('authorization') or self.headers['x-api-key']}"
            self._send(step.status, json.dumps(style.error(step.status, said)).encode(), headers=step.headers)
            return
        answer = step.answer if step.answer is not None else loopback.answer(prompt)
        reply, usage = style.reply(step.kind, answer, body)
        data = json.dumps(reply).encode()
        if step.kind == "trickle":
            self._trickle(data)
            return
        loopback.count(body["model"], prompt, usage)
        self._send(200, data)

    def _send(
        self,
        status: int,
        data: bytes,
        *,
        headers: Iterable[tuple[str, str]] = (),
        content_type: str = "application/json",
    ) -> None:
        self.send_response(status)
        for name, value in (("content-type", content_type), ("content-length", str(len(data))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _trickle(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        for byte in data:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.05)
