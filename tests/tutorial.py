"""Renews the outputs in docs/tutorial.md: `python -m tests.tutorial` from the root of a checkout.

Every line of a `console` block that begins with `$ ` is run, in order, in one empty folder that sees the bundled
documents; what follows it is replaced by what it printed, long lines and long outputs cut. A block that names a file
after its language becomes that file.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
TUTORIAL = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MOST, WIDEST = 48, 160
"""Lines of output shown of one command, and columns of each."""


def renewed(text: str, folder: Path) -> str:
    """The text with every output made anew in the folder."""
    (folder / "corpus").symlink_to(ROOT / "corpus", target_is_directory=True)

    def block(found: re.Match[str]) -> str:
        language, name, body = found.groups()
        if name:
            (folder / name).write_text(body, encoding="utf-8")
        if language != "console":
            return found[0]
        commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
        return (
            "```console\n"
            + "\n".join(f"$ {command}\n{output(command, folder)}".rstrip() for command in commands)
            + "\n```"
        )

    return BLOCK.sub(block, text)


def output(command: str, folder: Path) -> str:
    """What a command prints, both streams, with what differs from run to run masked."""
    program = f'auditor() {{ {shlex.quote(sys.executable)} -m auditor "$@"; }}\n{command}'
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AUDITOR")}
    environment |= {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", program],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode == 2:
        raise RuntimeError(f"{command}: {done.stdout}")
    printed = re.sub(r"audit-[0-9a-f]{16}", "audit-…", done.stdout)
    printed = re.sub(r"\d{4}-\d\d-\d\d(?=\)$)", "…", printed, flags=re.MULTILINE)
    lines = [
        line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…" for line in map(str.rstrip, printed.splitlines())
    ]
    if len(lines) > MOST:
        lines = [*lines[:MOST], "…"]
    return "\n".join(lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        TUTORIAL.write_text(renewed(TUTORIAL.read_text(encoding="utf-8"), Path(made)), encoding="utf-8")
