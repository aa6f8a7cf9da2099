"""The commands in the tutorial and in the README print what stands there."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(not (ROOT / "docs" / "tutorial.md").exists(), reason="needs a checkout")


def test_the_tutorial_prints_what_it_shows(tmp_path: Path) -> None:
    tutorial = runpy.run_path(str(ROOT / "tests" / "tutorial.py"), run_name="tutorial")
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    assert tutorial["renewed"](text, tmp_path) == text, "run: python -m tests.tutorial"


def test_the_readme_shows_what_make_demo_prints() -> None:
    readme = runpy.run_path(str(ROOT / "tests" / "readme.py"), run_name="readme")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme["between"](text, "demo") == readme["demo"](), "run: python -m tests.readme"
