"""Renews the generated parts of README.md: `python -m tests.readme` from the root of a checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from auditor.checks import CHECKS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def table_of_checks() -> str:
    """The table of checks in Markdown, one row each, in the order they run."""
    rows = ["| family | check | what it finds |", "|---|---|---|"]
    rows += [f"| {check.family} | `{check.name}` | {check.sections()[''].rstrip('.')} |" for check in CHECKS]
    return "\n".join(rows)


def demo() -> str:
    """What `make demo` prints, indented as a code block: the real command with its own database."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "demo")
        out.mkdir()
        command = [sys.executable, "-m", "auditor", "audit", ROOT / "corpus/documents/openai/gpt-5.5"]
        command += ["--db", out / "audits.db", "--output", out / "report.html", "--output", out / "summary.md"]
        plain = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
        run = subprocess.run(command, env=plain, capture_output=True, text=True, check=True)
    lines = run.stdout.replace(f"{folder}/", "").rstrip().splitlines()
    return "\n".join(f"    {line}".rstrip() for line in lines)


def faults() -> str:
    """The kinds of faults that the tests plant, with the number of places in our own documents."""
    sys.path.insert(0, str(Path(__file__).parent / "mutations"))
    from planting import everything

    count = Counter(planted.kind for planted in everything())
    return "\n".join(
        ["| fault planted | places |", "|---|--:|", *(f"| {kind} | {number} |" for kind, number in count.items())]
    )


def between(text: str, name: str) -> str:
    """What stands between `<!-- name -->` and `<!-- /name -->`. Raises LookupError where the marks are missing."""
    found = re.search(f"<!-- {name} -->\n(.*?)\n?<!-- /{name} -->", text, re.DOTALL)
    if found is None:
        raise LookupError(f"README.md has no part between <!-- {name} --> and <!-- /{name} -->")
    return found.group(1)


def renewed(text: str, name: str, part: str) -> str:
    """The text with that part replaced."""
    between(text, name)
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    return text[: text.index(start) + len(start)] + part + "\n" + text[text.index(end) :]


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    for name, part in (("demo", demo()), ("checks", table_of_checks()), ("faults", faults())):
        text = renewed(text, name, part)
    README.write_text(text, encoding="utf-8")
