"""Bounds on what a server may send: an SDK's time-out is one between two bytes, and it takes any size."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from types import ModuleType

MOST_BYTES = 4 * 1024 * 1024
"""Of one answer: an answer of the largest allowed number of tokens is a hundredth of it."""


class TooMuch(Exception):
    """The server sends more than an answer can be."""


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            if size > MOST_BYTES:
                raise TooMuch(f"The answer is larger than {MOST_BYTES} bytes.")
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("The answer takes too long.")
            yield chunk

    def close(self) -> None:
        self._stream.close()


def bounded(seconds: float) -> Callable[[httpx2.Response], None]:
    """A hook that bounds the body of each response."""

    def bind(response: httpx2.Response) -> None:
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Bounded(response.stream, time.monotonic() + seconds)

    return bind


def http_client(sdk: ModuleType, seconds: float) -> httpx2.Client:
    """The HTTP client that an SDK makes for itself, with bounds. It follows no redirect: that would carry the key."""
    client: httpx2.Client = sdk.DefaultHttpxClient(
        timeout=seconds, follow_redirects=False, event_hooks={"response": [bounded(seconds)]}
    )
    return client
