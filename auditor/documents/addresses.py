"""Which addresses a download may connect to, and connections that end in time.

The address that is checked is the one that is connected to: a name cannot be pointed elsewhere in between.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_SILENCE = 15.0
"""Seconds without a byte after which a connection is given up."""


class PrivateAddress(Exception):
    """A name stands for an address that is not on the public internet."""


class TooLate(Exception):
    """The time for a download is over."""


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet; addresses that carry another inside are judged by both."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if any(address in network for network in _NAT64):
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        carried = [one for one in inner if one is not None]
        if carried:
            return all(map(is_public, carried))
        if address.is_site_local:
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )


def addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a name. Raises PrivateAddress where one of them is not public, OSError where there is none."""
    found = list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    for text in found:
        if not allow_private and not is_public(ipaddress.ip_address(text.partition("%")[0])):
            raise PrivateAddress(text)
    return found


class Guarded(httpcore2.NetworkBackend):
    """Connects to checked addresses only, and lets no connection outlive `deadline` (of `time.monotonic`)."""

    def __init__(self, deadline: float, *, allow_private: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._inner = httpcore2.SyncBackend()
        self._deadline, self._allow_private, self._clock = deadline, allow_private, clock

    def left(self, wanted: float | None = None) -> float:
        """Seconds that an operation may take. Raises TooLate."""
        left = self._deadline - self._clock()
        if left <= 0:
            raise TooLate
        return min(left, _SILENCE, wanted or _SILENCE)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            found = addresses(host, port, allow_private=self._allow_private)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} has no address") from error
        failed: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in found[:4]:
            try:
                stream = self._inner.connect_tcp(
                    address, port, self.left(timeout), local_address=local_address, socket_options=socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _Timed(stream, self)
        raise failed

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, self.left()))


class _Timed(httpcore2.NetworkStream):
    """A connection of which every single operation ends before the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, guard: Guarded) -> None:
        self._inner, self._guard = inner, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, self._guard.left(timeout))
        return _Timed(stream, self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
