"""A database whose findings ask questions, and a loopback server to answer them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli import cli
from auditor.records import Audit, Dossier, Release, Report
from auditor.store.database import open_database
from auditor.store.records import save_report
from tests.benchmarks.judging import findings
from tests.server.loopback import Loopback

OPENAI_KEY = "sk-test-0123456789-openai"
ANTHROPIC_KEY = "sk-ant-test-9876543210"
HAIKU = "anthropic:claude-haiku-4-5"
Run = Callable[..., Result]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with Loopback() as loopback:
        monkeypatch.setenv("OPENAI_API_KEY", OPENAI_KEY)
        monkeypatch.setenv("ANTHROPIC_API_KEY", ANTHROPIC_KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", f"{loopback.url}/v1")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", loopback.url)
        yield loopback


@pytest.fixture
def local(server: Loopback) -> str:
    """A model behind a compatible server."""
    return f"openai:x@{server.url}/v1"


@pytest.fixture
def asking(tmp_path: Path) -> Callable[..., Path]:
    """Makes a database with one audit whose findings ask so many questions."""

    def make(count: int, vendor: str | None = "acme") -> Path:
        path = tmp_path / "audits.db"
        release = Release(id="rel-1", subjects=("M",), vendor=vendor, documents=())
        audit = Audit(
            id="audit-1",
            release="rel-1",
            started="2026-01-01T00:00:00+00:00",
            version="0",
            registry_sha256="0" * 64,
            runs_sha256="0" * 64,
        )
        dossier = Dossier(release=release, documents=(), extractions=(), claims=())
        with open_database(path) as database:
            save_report(database, Report(audit=audit, dossier=dossier, findings=tuple(findings(count))))
        return path

    return make


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process."""
    monkeypatch.delenv("AUDITOR_DB", raising=False)

    def invoke(*arguments: object, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="auditor")
        assert result.exit_code == code, f"{result.stdout}\n{result.stderr}\n{result.exception!r}"
        return result

    return invoke


def start(*arguments: object) -> subprocess.Popen[str]:
    """Starts a command as a process of its own."""
    command = [sys.executable, "-c", "from auditor.cli import main; main()", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))


def rows(path: Path, query: str) -> list[dict[str, object]]:
    """What a query gives."""
    with open_database(path) as database:
        return [dict(row) for row in database.rows(query)]


def exported(run: Run, path: Path) -> dict[str, object]:
    """The report as JSON."""
    made: dict[str, object] = json.loads(run("export", "--format", "json", "--db", path).stdout)
    return made
