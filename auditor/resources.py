"""Finds prompts/, corpus/ and db/: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

DataFolder = Literal["prompts", "corpus", "db"]


def folder(name: DataFolder) -> Path:
    """The folder of shipped data called `name`.

    Raises FileNotFoundError where neither the installed package nor a checkout holds it.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "_data" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"The data folder {name}/ is missing from this installation of auditor.")
