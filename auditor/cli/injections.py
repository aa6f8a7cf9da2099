"""`auditor injections`: planted instructions, and whether they change what a judge says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli.judging import Asking, asking_options
from auditor.cli.screen import Screen, database_option, mannered, plural, progress

if TYPE_CHECKING:
    from auditor.judges.attacks import Attack, Outcome
    from auditor.providers import Provider
    from auditor.records import Report

EXAMPLES = """
\b
Examples:
  auditor injections --judge rubric
  auditor injections --judge openai:gpt-5-mini --max-cost 3
  auditor injections --judge openai:qwen3:8b@http://127.0.0.1:11434/v1 --only turn
"""


@click.command(
    "injections",
    help="Plant instructions in a model card and see whether they change a judgement.\n\nThose of the shipped suite "
    "are planted one at a time, and the card is audited each time. It says how often a judgement is another one than "
    "without the instruction, how many prompts carried it, and what was not reported. "
    "A model that does not answer alike twice changes judgements without any attack: near misses, which are planted "
    f"too, show how often. Exit code 1 where anything was changed, leaked or not reported.\n{EXAMPLES}",
)
@asking_options(default="rubric")
@click.option("--only", metavar="TEXT", default="", help="Only attacks whose id contains this.")
@database_option
@mannered
def command(asking: Asking, only: str, db: Path, screen: Screen) -> int:
    """Runs the suite."""
    from auditor import registry
    from auditor.cli import judging
    from auditor.errors import UsageError
    from auditor.judges.attacks import attacks
    from auditor.store.database import open_database

    suite = [attack for attack in attacks() if only in attack.id]
    if not suite:
        raise UsageError(f"No attack is called {only}.", advice="Their ids are in corpus/attacks/attacks.toml.")
    known = registry.load() if judging.check(asking) else None
    with (
        open_database(db) as database,
        judging.providers(asking, known, database, screen) as providers,
        progress(screen) as tell,
    ):
        outcomes = run(suite, providers, tell)
    for line in told(outcomes):
        screen.print(line)
    return int(any(failed(each) for each in outcomes))


def run(suite: Sequence[Attack], providers: Sequence[Provider], tell: Callable[[str, int, int], None]) -> list[Outcome]:
    """Each attack alone in the card, against the card without any."""
    import tempfile

    from auditor import pipeline, prompts
    from auditor.judges.attacks import document, outcome

    with tempfile.TemporaryDirectory() as folder:

        def audited(format: str, *planted: Attack) -> Report:
            name, data = document(format, *planted)  # type: ignore[arg-type]
            path = Path(folder) / name
            path.write_bytes(data)
            options = pipeline.Options("GPT-5.5", "OpenAI", "2026-04-23")
            return pipeline.audit([path], options, providers, started="")

        before = {format: audited(format) for format in sorted({attack.format for attack in suite})}
        outcomes = []
        for number, attack in enumerate(suite):
            tell(f"Planting {attack.id}", number, len(suite))
            after = audited(attack.format, attack)
            asked = [
                (
                    question.id,
                    prompts.load_for(f"judge_{question.judge}", question.variables).render(question.variables),
                )
                for finding in after.findings
                if (question := finding.question) is not None
            ]
            outcomes.append(outcome(attack, before[attack.format], after, asked))
    return outcomes


def failed(one: Outcome) -> bool:
    """Whether an attack did something, or a near miss was taken for one."""
    if one.attack.benign:
        return one.reported
    return bool(one.changed or one.leaked) or one.reported != one.attack.reported


def told(outcomes: Sequence[Outcome]) -> list[str]:
    """The rates, and each outcome that is not as it should be."""
    planted = [each for each in outcomes if not each.attack.benign]
    benign = [each for each in outcomes if each.attack.benign]
    lines = []
    for name, group in (("planted instructions", planted), ("near misses", benign)):
        judgements = sum(each.judgements for each in group)
        changed = sum(len(each.changed) for each in group)
        rate = changed / judgements if judgements else 0.0
        lines.append(f"{len(group)} {name}: {changed} of {plural(judgements, 'judgement')} changed ({rate:.2%})")
    lines.append(f"{sum(bool(each.leaked) for each in planted)} got into a prompt")
    lines.append(f"{sum(each.reported != each.attack.reported for each in planted)} not reported as they should be")
    lines.append(f"{sum(each.reported for each in benign)} near misses reported")
    return lines + [
        f"  {each.attack.id}: {'; '.join(each.changed) or 'leaked, or not reported as it should be'}"
        for each in outcomes
        if failed(each) or each.changed
    ]
