"""One exchange with a model: what came back, and whether it is worth trying again."""

from __future__ import annotations

import email.utils
import json
import logging
import time
from dataclasses import dataclass, replace
from enum import Enum
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from auditor.providers.wire import TooMuch
from auditor.records import Usage

MOST_RAW = 100_000
"""Characters of an answer that are kept with the attempt."""


NOT_STATED = Usage()


class Came(Enum):
    """What an exchange came to."""

    answered = "answered"
    wrong = "wrong"
    """An answer that does not have the form asked for: asked again with the complaint."""
    refused = "refused"
    """The model refuses: asking again does not help."""
    failed = "failed"
    """A failure that may pass: too many requests, a fault of the server, a lost connection, no answer in time."""
    denied = "denied"
    """A failure of this request that does not pass."""
    closed = "closed"
    """A failure that every request will meet: a wrong key, an unknown model."""


@dataclass(frozen=True)
class Exchange:
    """What came of one request."""

    came: Came
    answer: BaseModel | None = None
    raw: str | None = None
    usage: Usage = NOT_STATED
    error: str = ""
    wait: float | None = None
    """Seconds that the server asks to wait."""
    billed: bool = True
    """Whether the provider may charge for it; what it charges is unknown where usage is."""


CLOSED = {401, 402, 403, 404}
PASSING = {408, 409, 425, 429}


def failure(error: BaseException, sdk: ModuleType) -> Exchange:
    """What an error of an SDK means. Both SDKs name their errors alike."""
    if isinstance(error, sdk.APITimeoutError):
        return Exchange(Came.failed, error="No answer in time.")
    if isinstance(error, sdk.APIConnectionError):
        cause = error.__cause__
        if isinstance(cause, TooMuch):
            return Exchange(Came.denied, error=str(cause))
        said = f"{type(cause).__name__}: {cause}" if cause else str(error)
        return Exchange(Came.failed, error=f"The connection failed ({said}).")
    if isinstance(error, sdk.APIStatusError):
        status = error.status_code
        came = (
            Came.failed
            if status in PASSING or status >= 500
            else Came.closed
            if status in CLOSED or 300 <= status < 400
            else Came.denied
        )
        return Exchange(
            came,
            raw=error.response.text[:MOST_RAW] or None,
            error=f"HTTP {status}: {_message(error)}{_elsewhere(error.response.headers)}",
            wait=_wait(error.response.headers),
            billed=False,
        )
    if isinstance(error, sdk.APIResponseValidationError | json.JSONDecodeError):
        return Exchange(Came.failed, error=f"The server does not speak the protocol ({str(error)[:200]}).")
    return Exchange(Came.denied, error=f"{type(error).__name__}: {str(error)[:300]}")


def no_protocol(response: object) -> Exchange:
    """What came is no answer of the protocol: a page of a proxy, or a server of another kind."""
    said = response.model_dump_json() if isinstance(response, BaseModel) else str(response)
    return Exchange(Came.denied, raw=said[:MOST_RAW], error="The server does not speak the protocol.")


def tokens(value: object) -> int | None:
    """A count of tokens as a server states it; None where it is no count."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


def scrubbed(exchange: Exchange, *secrets: str | None) -> Exchange:
    """The exchange without a key that a server sent back."""
    raw, error = exchange.raw, exchange.error
    for secret in secrets:
        if secret:
            raw = raw.replace(secret, "[key]") if raw else raw
            error = error.replace(secret, "[key]")
    return replace(exchange, raw=raw, error=error)


def quiet(*libraries: str) -> None:
    """What the libraries log about failed exchanges is kept as attempts instead of printed."""
    for library in libraries:
        logging.getLogger(library).addHandler(logging.NullHandler())


def _message(error: Any) -> str:
    body = error.body
    if isinstance(body, dict):
        inside = body.get("error", body)
        if isinstance(inside, dict) and isinstance(inside.get("message"), str):
            return str(inside["message"])[:300]
    return str(error.message)[:300]


def _elsewhere(headers: Any) -> str:
    return f" (it points to {headers['location'][:200]}, which is not followed)" if "location" in headers else ""


def _wait(headers: Any) -> float | None:
    """Seconds from `retry-after-ms` or `retry-after` (a number, or a date)."""
    try:
        return max(float(headers["retry-after-ms"]) / 1000, 0.0)
    except (KeyError, ValueError):
        pass
    said = headers.get("retry-after")
    if said is None:
        return None
    try:
        return max(float(said), 0.0)
    except ValueError:
        pass
    try:
        return max(email.utils.parsedate_to_datetime(said).timestamp() - time.time(), 0.0)
    except ValueError:
        return None
