"""Commands run as a person runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli import cli

Run = Callable[..., Result]
CARD = """# Foo-2 model card

Foo-2 is our new language model.

| Benchmark | Foo-2 | Bar-1 |
|---|---|---|
| GPQA Diamond | **71.3%** | 70.1% |
| MMLU-Pro | 80.2% | **79.9%** |
| SWE-bench Verified | 61.0% | – |

![Results of Foo-2 on all benchmarks](results.png)
"""
COMMAND = [sys.executable, "-c", "from auditor.cli import main; main()"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with one card; nothing of the environment shows through."""
    for name in ("AUDITOR_DB", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "card.md").write_text(CARD, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs a command in this process."""

    def invoke(*arguments: object, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="auditor")
        assert result.exit_code == code, f"{result.stdout}\n{result.stderr}\n{result.exception!r}"
        assert "Traceback" not in result.output
        return result

    return invoke


@pytest.fixture
def process(folder: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a command as a process of its own."""

    def start(*arguments: object, **extra: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **extra},
            cwd=folder,
        )

    return start


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds one audit of the bundled release, for tests that only read."""
    from auditor import resources

    db = tmp_path_factory.mktemp("audited") / "audits.db"
    card = resources.folder("corpus") / "documents" / "openai" / "gpt-5.5"
    result = CliRunner().invoke(cli, ["audit", str(card), "--db", str(db)])
    assert result.exit_code == 0, result.output
    return db
