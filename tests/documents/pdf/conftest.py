"""Shared by the tests of the PDF reader: the press that prints their documents."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


def _load(name: str) -> ModuleType:
    spec = spec_from_file_location(f"pdf_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def press() -> ModuleType:
    """`press.py` beside this file."""
    return _load("press")


@pytest.fixture(scope="session")
def layouts() -> ModuleType:
    """`layouts.py` beside this file: random tables with known truth."""
    return _load("layouts")


@pytest.fixture(scope="session")
def printing() -> ModuleType:
    """`layout_printing.py` beside this file."""
    return _load("layout_printing")
