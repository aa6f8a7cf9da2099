"""Options written down in a file, and completion in a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-c", "from auditor.cli import main; main()"]


def test_a_key_holds_for_every_command_that_has_the_option(run: Any, audited: Path, folder: Path) -> None:
    shutil.copy(audited, folder / "work.db")
    (folder / "auditor.toml").write_text('db = "work.db"\nquiet = true\n[findings]\nformat = "jsonl"\nlimit = 1\n')
    found = run("findings")
    assert found.stderr == ""
    assert found.stdout.startswith('{"id"')
    assert len(found.stdout.splitlines()) == 1
    assert "audit" in run("query", "audits").stdout
    assert run("query", "SELECT 1 AS one", "--format", "csv").stdout.split() == ["one", "1"]
    run("runs", "list")


def test_the_command_line_wins_then_the_environment_then_the_file(
    run: Any, audited: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "auditor.toml").write_text('db = "file.db"\n')
    assert "file.db" in run("findings", code=2).stderr
    monkeypatch.setenv("AUDITOR_DB", "environment.db")
    assert "environment.db" in run("findings", code=2).stderr
    assert "argument.db" in run("findings", "--db", "argument.db", code=2).stderr


def test_a_project_file_above_and_paths_from_where_it_lies(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[tool.auditor]\ndb = "kept.db"\n[tool.auditor.audit]\nfail-on = "info"\n'
        'output = ["report.md"]\n'
    )
    (folder / "deep" / "deeper").mkdir(parents=True)
    monkeypatch.chdir(folder / "deep" / "deeper")
    run("audit", "../../card.md", code=1)
    assert (folder / "kept.db").exists()
    assert (folder / "report.md").exists()


def test_another_file_and_none_that_matters(run: Any, folder: Path) -> None:
    (folder / "other.toml").write_text('db = "other.db"\n')
    assert "other.db" in run("--config", "other.toml", "findings", code=2).stderr
    (folder / "pyproject.toml").write_text("this is no TOML")
    assert "audits.db" in run("findings", code=2).stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('dbb = "x"', "No command has an option dbb.\nDid you mean db?"),
        ("[audi]\nx = 1", "There is no command audi.\nDid you mean audit?"),
        ('[audit]\nfail_onn = "high"', "`auditor audit` has no option fail-onn.\nDid you mean fail-on?"),
        ('[findings]\nfail-on = "high"', "`auditor findings` has no option fail-on."),
        ('[audit]\nfail-on = "terrible"', "'terrible' is not one of"),
        ("db =", "cannot be read"),
    ],
)
def test_what_is_wrong_is_refused(text: str, words: str, run: Any, folder: Path) -> None:
    (folder / "auditor.toml").write_text(text)
    assert words in run("audit", "card.md", code=2).stderr
    assert not (folder / "audits.db").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_takes_the_completion(shell: str, run: Any, folder: Path) -> None:
    script = run("completion", shell).stdout
    assert "_AUDITOR_COMPLETE" in script
    if shutil.which(shell):
        (folder / "completion").write_text(script)
        subprocess.run([shell, "-n", "completion"], check=True, cwd=folder)


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("auditor que", "query"),
        ("auditor query contra", "contradicted_claims"),
        ("auditor findings --sever", "--severity"),
        ("auditor findings --severity hi", "high"),
        ("auditor runs comp", "compare"),
    ],
)
def test_words_are_completed(typed: str, completed: str, folder: Path) -> None:
    words = typed.split(" ")
    environment = {
        **os.environ,
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
        "_AUDITOR_COMPLETE": "bash_complete",
    }
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=True)
    assert f"plain,{completed}" in done.stdout.splitlines()
