"""`auditor explain`: a check's rule, formula and example."""

from __future__ import annotations

import click

from auditor.cli.screen import Screen, mannered

EXAMPLES = """
\b
Example:
  auditor explain endorsed_then_demoted
"""


@click.command("explain", help=f"Explain a check: what it finds, why it matters, its rule, an example.\n{EXAMPLES}")
@click.argument("check")
@mannered
def command(check: str, screen: Screen) -> int:
    """Prints a check's documentation."""
    import difflib

    from auditor import checks
    from auditor.checks.strictness import levels
    from auditor.errors import UsageError

    known = {one.name: one for one in checks.CHECKS}
    if check not in known:
        near = difflib.get_close_matches(check, known, n=1)
        advice = f"Did you mean {near[0]}?" if near else "`auditor checks` lists them."
        raise UsageError(f"There is no check {check}.", advice=advice)
    found = known[check]
    screen.print(f"{found.name}  ({found.family}, version {found.version})")
    for title, text in found.sections().items():
        if title:
            screen.print(f"\n{title}")
        for line in text.splitlines():
            screen.print(f"  {line}" if title else line)
    thresholds = levels(check)
    if thresholds:
        screen.print("\nThresholds that `auditor audit --strict` and `--pedantic` move")
        for line in thresholds:
            screen.print(f"  {line}")
    return 0
