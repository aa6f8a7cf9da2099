"""A language model behind an SDK: every try is counted, kept, paid out of the budget and spaced from the next."""

from __future__ import annotations

import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from auditor.providers import form
from auditor.providers.budget import Amount, Budget, Price
from auditor.providers.exchange import MOST_RAW, Came, Exchange, quiet, scrubbed
from auditor.providers.provider import NotAsked, Reply, Request, schema_json
from auditor.records import Attempt

MOST_FOR_A_PICTURE = 4000
"""Tokens that a page of 1600 points on its longer side takes at most."""
FIRST_WAIT = 0.5
LONGEST_WAIT = 60.0
IN_A_ROW = 3
"""So many questions in a row without any answer, and the provider is not asked further."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class Manner:
    """How models are asked."""

    seconds: float = 120.0
    """How long one exchange may take."""
    tries: int = 5
    """How often one request is sent where it fails on the way."""
    output_tokens: int = 8192
    """The longest answer, thinking included."""
    stop: threading.Event = field(default_factory=threading.Event)
    """Set where the person has had enough: nothing more is sent."""
    now: Callable[[], str] = _now
    jitter: Callable[[], float] = random.random
    """A number from 0 to 1 that spreads the tries of several threads."""


class LanguageModel(ABC):
    """What the models of all SDKs have in common."""

    name: ClassVar[str]

    def __init__(
        self,
        model: str,
        *,
        vendor: str | None = None,
        price: Price | None = None,
        manner: Manner | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.model = model
        self.vendor = vendor
        self.price = price
        self.manner = manner or Manner()
        self.budget = budget or Budget()
        self._lock = threading.Lock()
        self._not_before = 0.0
        self._in_a_row = 0
        self._closed = ""
        self._client: Any = None

    @property
    @abstractmethod
    def parameters(self) -> Mapping[str, Any]:
        """What is sent besides the prompt, as it is kept with each judgement."""

    @property
    @abstractmethod
    def limit(self) -> Mapping[str, int]:
        """The longest answer, under the name that the server has for it."""

    @abstractmethod
    def body(self, request: Request) -> dict[str, Any]:
        """The request as it is sent."""

    @abstractmethod
    def connect(self) -> Any:
        """A client of the SDK that tries everything once."""

    @property
    def client(self) -> Any:
        """The client, made when it is first needed: loading an SDK takes seconds."""
        with self._lock:
            if self._client is None:
                quiet("instructor", "openai", "anthropic", "httpx2")
                form.ready(self.name)
                self._client = self.connect()
            return self._client

    def close(self) -> None:
        """Closes its connections; it may be asked again afterwards."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            # A connection in the middle of an exchange may refuse; it ends with the command.
            with suppress(Exception):
                client.close()

    @abstractmethod
    def exchange(self, request: Request) -> Exchange:
        """Sends the request once. Raises nothing."""

    @property
    @abstractmethod
    def key(self) -> str | None:
        """The secret, taken from what is kept where a server sends it back."""

    def answer(self, request: Request) -> Reply:
        """The model's answer, tried again where a failure may pass. Raises NotAsked."""
        attempts: list[Attempt] = []
        while True:
            try:
                came = self._try(request, attempts)
            except NotAsked as error:
                if not attempts:
                    raise
                # Tries that were made are kept; the next run goes on from here.
                return self._reply(request, Exchange(Came.failed, error=error.message), attempts)
            if came.came is not Came.failed or len(attempts) >= self.manner.tries:
                break
            wait = self._wait(len(attempts), came.wait)
            if wait > LONGEST_WAIT:
                break
            with self._lock:
                self._not_before = max(self._not_before, time.monotonic() + wait if came.wait else 0.0)
            self.manner.stop.wait(wait)
        self._note(came)
        return self._reply(request, came, attempts)

    def _try(self, request: Request, attempts: list[Attempt]) -> Exchange:
        if self._closed:
            raise NotAsked(self._closed)
        while (wait := self._not_before - time.monotonic()) > 0 and not self.manner.stop.is_set():
            self.manner.stop.wait(wait)
        if self.manner.stop.is_set():
            raise NotAsked("Stopped.")
        # Making the client is no part of an exchange.
        _ = self.client
        most = self._most(request)
        self.budget.set_aside(most)
        started, before = self.manner.now(), time.monotonic()
        used = most
        try:
            came = scrubbed(self.exchange(request), self.key)
            used = self._used(came, most)
        finally:
            self.budget.settle(most, used)
        usage = came.usage
        attempts.append(
            Attempt(
                number=len(attempts) + 1,
                started=started,
                latency=round(time.monotonic() - before, 4),
                usage=usage,
                cost_usd=used.usd if self.price and usage.input_tokens is not None else None,
                raw=came.raw[:MOST_RAW] if came.raw is not None else None,
                error=came.error or None,
            )
        )
        return came

    def _reply(self, request: Request, came: Exchange, attempts: list[Attempt]) -> Reply:
        return Reply(
            answer=came.answer,
            model=self.model,
            prompt=request.prompt,
            prompt_sha256=request.prompt_sha256,
            parameters=self.parameters,
            attempts=tuple(attempts),
            error=came.error,
            said=(came.raw or "")[:MOST_RAW] if came.came is Came.wrong else "",
            again=came.came is Came.wrong,
            settled=came.came in (Came.answered, Came.wrong, Came.refused),
        )

    def _most(self, request: Request) -> Amount:
        # No tokeniser makes more tokens than there are bytes.
        asked = sum(len(text.encode()) for text in (request.text, request.said, request.complaint))
        asked += len(schema_json(request.schema)) + 500 + (MOST_FOR_A_PICTURE if request.picture else 0)
        usd = self.price.of(asked, self.manner.output_tokens) if self.price else 0.0
        return Amount(usd, asked + self.manner.output_tokens)

    def _used(self, came: Exchange, most: Amount) -> Amount:
        usage = came.usage
        if usage.input_tokens is None or usage.output_tokens is None:
            return most if came.billed else Amount()
        usd = self.price.of(usage.input_tokens, usage.output_tokens) if self.price else 0.0
        return Amount(usd, usage.input_tokens + usage.output_tokens)

    def _wait(self, tries: int, asked: float | None) -> float:
        if asked is not None:
            return asked * (1 + 0.1 * self.manner.jitter())
        return float(min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT) * (0.5 + 0.5 * self.manner.jitter()))

    def _note(self, came: Exchange) -> None:
        with self._lock:
            spoke = came.came in (Came.answered, Came.wrong, Came.refused)
            self._in_a_row = 0 if spoke else self._in_a_row + 1
            if came.came is Came.closed:
                self._closed = f"{self.name}:{self.model} cannot be asked. {came.error}"
            elif self._in_a_row >= IN_A_ROW:
                self._closed = f"{self.name}:{self.model} failed {IN_A_ROW} questions in a row. {came.error}"
