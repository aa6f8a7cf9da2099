"""Shared by the tests of the PDF reader: the press that prints their documents."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def press() -> ModuleType:
    """`press.py` beside this file."""
    name = "pdf_press"
    spec = spec_from_file_location(name, Path(__file__).with_name("press.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
