"""What the tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measurement documents, AUDITOR_SHARED or ../shared; the test is skipped where it is absent."""
    folder = Path(os.environ.get("AUDITOR_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the measurement documents are not here ({folder}); set AUDITOR_SHARED to their folder")
    return folder
