"""`auditor calibrate`: how well judges agree with labelled questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli.judging import Asking, asking_options
from auditor.cli.screen import Screen, database_option, mannered, plural, progress

if TYPE_CHECKING:
    from auditor.judges.calibration import Calibration
    from auditor.judges.labels import Label
    from auditor.records import Finding, Verdict

EXAMPLES = """
\b
Examples:
  auditor calibrate --judge rubric
  auditor calibrate --judge openai:gpt-5-mini --documents ../releases --max-cost 1
  auditor calibrate --judge rubric --format json
"""


@click.command(
    "calibrate",
    help="Compare judges with labelled questions.\n\nThe rubric decides on kept facts and is asked all of them. A "
    "language model has to read: it is asked those on bundled releases, and those on documents that are in --documents "
    f"under the names that the labels give. Exit code 2 where nothing could be asked.\n{EXAMPLES}",
)
@asking_options(default="rubric")
@click.option(
    "--documents",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the labelled documents are, beyond the bundled ones.",
)
@click.option("--format", "format", type=click.Choice(["table", "json"]), default="table", show_default=True)
@database_option
@mannered
def command(asking: Asking, documents: Path | None, format: str, db: Path, screen: Screen) -> int:
    """Asks, compares, prints."""
    import json

    from auditor.judges.calibration import calibrate, cohens_kappa
    from auditor.judges.labels import labels

    every = labels()
    both = [(label.reading_1, label.reading_2) for label in every]
    agreed = sum(a == b for a, b in both)
    screen.tell(
        f"{plural(len(every), 'labelled question')}; the two readings agree on {agreed} "
        f"(kappa {cohens_kappa(both) or 0:.3f})."
    )
    results: list[Calibration] = []
    for judge in asking.judges:
        if judge == "rubric":
            pairs, cost = by_rubric(every), None
        else:
            pairs, cost = by_model(judge, every, asking, documents, db, screen)
        if pairs:
            results += calibrate(judge, pairs, cost_usd=cost)
        else:
            screen.tell(f"{judge}: none of the labelled questions could be put.")
    if format == "json":
        screen.print(json.dumps([each.model_dump() for each in results], indent=2))
    else:
        for line in table(results):
            screen.print(line)
    return 0 if results else 2


def by_rubric(every: Sequence[Label]) -> list[tuple[str, Verdict, Verdict]]:
    """What the rubrics say: from the features alone."""
    from auditor.judges import known
    from auditor.records import Verdict

    judges = known()
    found = []
    for label in every:
        answer = judges[label.judge].rubric(label.by_features())
        found.append((label.judge, label.settled, Verdict(answer.verdict) if answer else Verdict.uncertain))
    return found


def by_model(
    judge: str, every: Sequence[Label], asking: Asking, documents: Path | None, db: Path, screen: Screen
) -> tuple[list[tuple[str, Verdict, Verdict]], float | None]:
    """What a language model says of the questions whose documents are at hand, and what that cost."""
    from dataclasses import replace

    from auditor import judges, prompts, registry
    from auditor.cli import judging
    from auditor.judges.labels import rebuilt
    from auditor.store.database import open_database

    with progress(screen) as tell:
        asking_now = rebuilt(every, findings_of(every, documents, tell))
    if not asking_now:
        return [], None
    one = replace(asking, judges=(judge,))
    with open_database(db) as database, judging.providers(one, registry.load(), database, screen) as providers:
        findings = list({finding.id: finding for finding in asking_now.values()}.values())
        given = judges.judge(findings, providers, prompts=prompts.load_for, at_once=asking.concurrency)
    said = {judgement.finding: judgement for judgement in given}
    costs = [attempt.cost_usd for judgement in given for attempt in judgement.attempts]
    pairs = [
        (label.judge, label.settled, said[asking_now[label.question].id].verdict)
        for label in every
        if label.question in asking_now and asking_now[label.question].id in said
    ]
    return pairs, None if None in costs else sum(cost or 0.0 for cost in costs)


def findings_of(every: Sequence[Label], documents: Path | None, tell: object) -> dict[str, tuple[Finding, ...]]:
    """The findings of the labelled releases whose documents are at hand, by release."""
    from auditor import pipeline, resources
    from auditor.errors import AuditorError

    found: dict[str, tuple[Finding, ...]] = {}
    for release in sorted({label.release for label in every}):
        if "/" in release:
            paths = [resources.folder("corpus") / "documents" / release]
        else:
            paths = sorted(documents.glob(f"{release}__*")) if documents else []
        if not paths:
            continue
        try:
            report = pipeline.audit(paths, pipeline.Options(), [], started="", tell=tell)  # type: ignore[arg-type]
        except AuditorError:
            continue
        found[release] = report.findings
    return found


def table(results: Sequence[Calibration]) -> list[str]:
    """The figures, a line a judge and kind, the confusion of each judge under it."""

    def number(value: float | None, form: str = ".2f") -> str:
        return "–" if value is None else format(value, form)

    head = f"{'judge':<24} {'question':<24} {'n':>4} {'decided':>7} {'acc':>5} {'acc dec':>7} {'kappa':>6} {'sens':>5}"
    lines = [f"{head} {'spec':>5}"]
    lines += [
        f"{each.judge:<24.24} {each.kind:<24} {each.labels:>4} {each.decided:>7} {number(each.accuracy):>5} "
        f"{number(each.accuracy_decided):>7} {number(each.kappa):>6} {number(each.sensitivity):>5} "
        f"{number(each.specificity):>5}"
        for each in results
    ]
    for each in results:
        if each.kind == "all":
            cost = "" if each.cost_usd is None else f"; cost {each.cost_usd:.2f} USD"
            said = "; ".join(
                f"{label}: " + ", ".join(f"{count} {answer}" for answer, count in row.items() if count)
                for label, row in each.confusion.items()
            )
            lines.append(f"{each.judge}, label: answers. {said}{cost}")
    return lines
