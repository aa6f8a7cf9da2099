"""What the tests share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest


def _only_loopback(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = str(address[0]) if isinstance(address, tuple) else ""
        if host and not (host.startswith("127.") or host in {"::1", "localhost"}):
            raise RuntimeError(f"A test tried to reach {host}: tests use loopback only.")


sys.addaudithook(_only_loopback)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measurement documents, AUDITOR_SHARED or ../shared; the test is skipped where it is absent."""
    folder = Path(os.environ.get("AUDITOR_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the measurement documents are not here ({folder}); set AUDITOR_SHARED to their folder")
    return folder
