"""How the command behaves as a program: help, speed, pipes, colours, interruption, failures."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from auditor import __version__, pipeline
from auditor.cli import COMMANDS, cli

COMMAND = [sys.executable, "-c", "from auditor.cli import main; main()"]
Start = Callable[..., subprocess.Popen[str]]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches(name: str, run: Any) -> None:
    command = cli.get_command(click.Context(cli), name)  # type: ignore[attr-defined]
    assert command is not None
    assert command.name == name
    assert (command.help or "").splitlines()[0] == COMMANDS[name]
    text = run(name, "--help").stdout
    assert "Usage: auditor" in text
    assert f"auditor {name}" in text.split("Example", 1)[1]


def test_help_lists_every_command_and_the_exit_codes(run: Any) -> None:
    text = run("--help").stdout
    for name in COMMANDS:
        assert f"  {name} " in text
    assert "Exit codes" in text
    assert run("--version").stdout.strip() == f"auditor {__version__}"
    assert "No such command" in run("audti", code=2).stderr


def test_help_is_there_at_once(process: Start) -> None:
    spent = []
    for _ in range(3):
        # Processor time of the whole process, so that a busy machine does not fail it.
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert "Usage: auditor" in process("--help").communicate(timeout=30)[0]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.3


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from auditor.cli import cli\ntry: cli(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pydantic", "rich", "sqlite_utils", "lxml", "pypdfium2", "scipy", "openai"} & set(loaded)


def test_a_reader_that_has_enough(process: Start, audited: Path) -> None:
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i FROM n"
    asking = process("query", sql, "--format", "jsonl", "--db", audited)
    assert asking.stdout is not None
    assert asking.stdout.readline() == '{"i": 1}\n'
    asking.stdout.close()
    assert asking.stderr is not None
    with asking.stderr as said:
        assert said.read() == ""
    assert asking.wait(timeout=60) == 141


def test_ctrl_c_in_a_long_query(process: Start, audited: Path) -> None:
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    asking = process("query", sql, "--db", audited)
    time.sleep(3)
    asking.send_signal(signal.SIGINT)
    output, errors = asking.communicate(timeout=30)
    assert asking.returncode == 130
    assert errors.strip() == "Stopped."
    assert output == ""


def test_an_unexpected_failure_is_one_sentence(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("something nobody thought of")

    monkeypatch.setattr(pipeline, "read_documents", fail)
    result = run("claims", "card.md", code=2)
    assert "Unexpected failure: RuntimeError: something nobody thought of" in result.stderr
    assert "--verbose" in result.stderr


def test_verbose_shows_where(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("something nobody thought of")

    monkeypatch.setattr(pipeline, "read_documents", fail)
    result = CliRunner().invoke(cli, ["claims", "card.md", "--verbose"])
    assert result.exit_code == 2
    assert "Traceback" in result.stderr


def on_a_terminal(arguments: list[str], environment: dict[str, str]) -> str:
    """What a command writes to a terminal of 100 columns."""
    import pty

    child, terminal = pty.fork()
    if not child:
        os.environ.update({"TERM": "xterm-256color", "COLUMNS": "100", **environment})
        os.execv(sys.executable, [*COMMAND, *arguments])
    output = b""
    while True:
        try:
            output += (piece := os.read(terminal, 65536))
        except OSError:
            break
        if not piece:
            break
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, output
    return output.decode()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal to pretend")
@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [((), {}, True), (("--no-color",), {}, False), ((), {"NO_COLOR": "1"}, False)],
)
def test_colours_only_where_they_are_wanted(
    arguments: tuple[str, ...], environment: dict[str, str], coloured: bool, audited: Path
) -> None:
    output = on_a_terminal(["findings", "--db", str(audited), *arguments], environment)
    assert "finding" in output
    assert bool(re.search(r"\x1b\[[0-9;]*3[0-9]m", output)) is coloured


def test_no_colour_and_no_bar_in_a_pipe(process: Start) -> None:
    output, errors = process("audit", "card.md", TERM="xterm-256color").communicate(timeout=60)
    assert "\x1b" not in output + errors


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal to pretend")
def test_a_terminal_too_narrow_for_a_table_gets_its_rows_as_lists(audited: Path) -> None:
    asked = ["query", "beside_runs", "--limit", "2", "--db", str(audited)]
    narrow = on_a_terminal(asked, {"COLUMNS": "60"}).replace("\r", "")
    assert all(len(line) <= 60 for line in narrow.splitlines())
    assert re.search(r"^standing +consistent$", narrow, re.MULTILINE)
    wide = re.sub(r"\x1b\[[\d;]*m", "", on_a_terminal(asked, {"COLUMNS": "200"}))
    assert re.search(r"model +benchmark +claimed", wide)
