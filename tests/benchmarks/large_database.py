"""A large made-up database to measure on: `python -m tests.benchmarks.large_database large.db`.

By default 200 releases with 1,000 claims and 100 findings each. Models, vendors and benchmarks are the registry's; all
scores, runs and findings are made from a seed and mean nothing. The same arguments give the same records.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

from auditor import registry
from auditor.records import (
    Audit,
    Benchmark,
    Block,
    BlockKind,
    Cell,
    Claim,
    Comparison,
    Condition,
    ConditionName,
    Confidence,
    Document,
    Dossier,
    Emphasis,
    Evidence,
    EvidenceKind,
    Extraction,
    Finding,
    Grid,
    How,
    Independence,
    Judgement,
    Model,
    Origin,
    Place,
    Placement,
    Question,
    Release,
    Report,
    Resolution,
    ResolvedClaim,
    Role,
    Run,
    SaidIn,
    Setting,
    Severity,
    Source,
    Standing,
    Unit,
    Verdict,
)
from auditor.registry import Registry
from auditor.store.database import open_database
from auditor.store.records import save_report

MODELS = 10
"""Columns of each made-up table: the released model and nine rivals."""
CHECKS = (
    ("omission", "endorsed_then_demoted", "demoted"),
    ("harness", "mixed_settings", "not comparable"),
    ("harness", "undisclosed_setting", "undisclosed"),
    ("crosscheck", "unlike_independent_runs", "contradicted"),
    ("statistics", "within_noise", "not resolvable"),
    ("crosscheck", "misquoted_rival", "contradicted"),
)
EFFORTS = ("low", "medium", "high", "max")
STANDINGS = (Standing.consistent, Standing.explained, Standing.unexplained, Standing.not_comparable)
SOURCE = Source(
    id="made-up",
    name="Made-up runs",
    publisher="Nobody",
    licence="CC0",
    attribution="",
    independence=Independence.third_party,
)


def reports(known: Registry, releases: int, claims: int, findings: int, seed: int) -> Iterator[Report]:
    """One report a release, each of another model of the registry as far as there are any."""
    random = Random(seed)
    models = sorted((m for m in known.models.values() if m.released), key=lambda m: (m.released or "", m.id))
    benchmarks = sorted(known.benchmarks.values(), key=lambda b: b.id)
    own = random.sample(models, k=min(releases, len(models)))
    for n in range(releases):
        subject = own[n % len(own)]
        rivals = random.sample([m for m in models if m.id != subject.id], k=MODELS - 1)
        rows = random.sample(benchmarks, k=min(-(-claims // MODELS), len(benchmarks)))
        yield _report(n, known, (subject, *rivals), rows, claims, findings, random)


def _report(
    n: int,
    known: Registry,
    models: Sequence[Model],
    benchmarks: Sequence[Benchmark],
    claims: int,
    findings: int,
    random: Random,
) -> Report:
    document = f"doc-{n:016x}"
    cells = [(row, column) for row in range(len(benchmarks)) for column in range(MODELS)][:claims]
    resolved = tuple(_claim(n, document, row, column, models, benchmarks, random) for row, column in cells)
    made = tuple(one.claim for one in resolved)
    runs = tuple(_run(n, one, random) for one in resolved[:: MODELS * 2])
    release = Release(
        id=f"rel-{n:016x}",
        subjects=(models[0].name,),
        model_ids=(models[0].id,),
        vendor=models[0].vendor,
        released=models[0].released,
        documents=(document,),
    )
    found = tuple(_finding(n, i, made, random) for i in range(findings))
    return Report(
        audit=Audit(
            id=f"audit-{n:016x}",
            release=release.id,
            started=f"2026-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}+00:00",
            version="0",
            registry_sha256=known.sha256,
            runs_sha256="0" * 64,
        ),
        dossier=Dossier(
            release=release,
            documents=(_document(document, n, made, models, benchmarks),),
            extractions=(Extraction(document=document, claims=made),),
            claims=resolved,
            runs={run.id: run for run in runs},
            sources={SOURCE.id: SOURCE},
            comparisons=tuple(_comparison(made[i * MODELS * 2], run, random) for i, run in enumerate(runs)),
            benchmarks=known.benchmarks,
            models=known.models,
            vendors=known.vendors,
        ),
        findings=found,
        judgements=tuple(
            Judgement(
                id=f"judg-{finding.id}-{who}",
                question=finding.question.id,
                finding=finding.id,
                provider=who,
                model=f"{who}@1",
                prompt="judge_made_up@1",
                prompt_sha256="0" * 64,
                reason="It is made up.",
                verdict=random.choice(list(Verdict)),
            )
            for finding in found
            if finding.question
            for who in ("rubric", "recorded")
        ),
    )


def _claim(
    n: int,
    document: str,
    row: int,
    column: int,
    models: Sequence[Model],
    benchmarks: Sequence[Benchmark],
    random: Random,
) -> ResolvedClaim:
    model, benchmark = models[column], benchmarks[row]
    score = f"{random.uniform(20, 95):.1f}"
    effort = random.choice(EFFORTS) if random.random() < 0.2 else None
    return ResolvedClaim(
        claim=Claim(
            id=f"claim-{n:08x}{row:04x}{column:04x}",
            document=document,
            block=1,
            row=row + 1,
            column=column + 1,
            place=Place(line=row + 5),
            quote=score,
            origin=Origin.table,
            label="Table 1",
            placement=Placement.headline if row < 12 else Placement.body,
            row_path=(benchmark.name,),
            column_path=(model.name,),
            model=model.name,
            benchmark=benchmark.name,
            value=score,
            number=Decimal(score),
            decimals=1,
            unit=Unit.percent,
            emphasis=Emphasis.none,
            role=Role.rival if column else Role.own,
            setting=Setting()
            if effort is None
            else Setting(
                conditions=(Condition(name=ConditionName.effort, value=effort, printed=effort, said_in=SaidIn.column),),
                printed=effort,
            ),
            found_by="tables",
        ),
        model=Resolution(printed=model.name, id=model.id, how=How.exact),
        benchmark=Resolution(printed=benchmark.name, id=benchmark.id, how=How.exact),
    )


def _run(n: int, resolved: ResolvedClaim, random: Random) -> Run:
    claimed = resolved.claim.number or Decimal(0)
    return Run(
        id=f"run-{resolved.claim.id[6:]}",
        source=SOURCE.id,
        run_by="Nobody",
        independence=Independence.third_party,
        model=resolved.claim.model,
        model_id=resolved.model.id,
        benchmark=resolved.claim.benchmark,
        benchmark_id=resolved.benchmark.id,
        score=claimed + Decimal(random.randint(-60, 40)) / 10,
        unit=Unit.percent,
        stderr=1.5,
        cost_usd=round(random.uniform(0.01, 9), 2),
        cost_basis="per task",
    )


def _comparison(claim: Claim, run: Run, random: Random) -> Comparison:
    difference = (claim.number or Decimal(0)) - run.score
    return Comparison(
        id=f"comp-{run.id[4:]}",
        claim=claim.id,
        run=run.id,
        difference=difference,
        stderr=2.0,
        interval=(float(difference) - 3.9, float(difference) + 3.9),
        standing=random.choice(STANDINGS),
        why=f"{claim.value} − {run.score} = {difference} points.",
    )


def _document(
    id: str, n: int, claims: Sequence[Claim], models: Sequence[Model], benchmarks: Sequence[Benchmark]
) -> Document:
    head = [Cell(row=0, column=i + 1, text=model.name, header=True) for i, model in enumerate(models)]
    names = [Cell(row=i + 1, column=0, text=one.name, header=True) for i, one in enumerate(benchmarks)]
    body = [Cell(row=claim.row or 0, column=claim.column or 0, text=claim.value) for claim in claims]
    grid = Grid(
        rows=len(benchmarks) + 1,
        columns=len(models) + 1,
        header_rows=1,
        cells=tuple(sorted((*head, *names, *body), key=lambda cell: (cell.row, cell.column))),
    )
    return Document(
        id=id,
        name=f"card-{n}.md",
        sha256=f"{n:064x}",
        media_type="text/markdown",
        blocks=(
            Block(kind=BlockKind.heading, order=0, text=models[0].name, level=1, place=Place(line=1)),
            Block(kind=BlockKind.table, order=1, label="Table 1", place=Place(line=3), grid=grid),
        ),
    )


def _finding(n: int, i: int, claims: Sequence[Claim], random: Random) -> Finding:
    family, check, says = CHECKS[i % len(CHECKS)]
    claim = random.choice(claims)
    id = f"find-{n:08x}{i:08x}"
    asks = Question(id=f"ques-{id[5:]}", judge="made_up", asks="Is it so?", variables={}) if i % 3 == 0 else None
    return Finding(
        id=id,
        check=check,
        family=family,
        check_version=1,
        severity=list(Severity)[3 - min(3, i * 8 // 100)] if i < 50 else random.choice(list(Severity)),
        confidence=Confidence.high,
        says=says,
        title=f"{claim.model} on {claim.benchmark}: {claim.value}",
        message="A finding that was made up to measure on.",
        evidence=(
            Evidence(
                kind=EvidenceKind.claim,
                ref=claim.id,
                document=claim.document,
                place=claim.place,
                label=claim.label,
                quote=claim.value,
                primary=True,
            ),
        ),
        arithmetic=(f"{claim.value} − 0 = {claim.value}",),
        overturned_by="Nothing: it is made up.",
        question=asks,
    )


def make(path: Path, *, releases: int = 200, claims: int = 1000, findings: int = 100, seed: int = 1) -> None:
    """Fills the database at `path`."""
    known = registry.load()
    with open_database(path) as database:
        for report in reports(known, releases, claims, findings, seed):
            save_report(database, report)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", type=Path)
    for name, default in (("releases", 200), ("claims", 1000), ("findings", 100), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    started = time.perf_counter()
    make(given.path, releases=given.releases, claims=given.claims, findings=given.findings, seed=given.seed)
    print(
        f"{given.path}: {given.releases} releases, {given.path.stat().st_size >> 20} MB, "
        f"{time.perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
