"""The literate cases: each check's Markdown file holds small releases and what the check says of them.

A case is a heading of level 2. Under it, a fence whose info string is "document NAME" holds a file of the release
(level of detail: what a vendor would publish); "earlier NAME" a file of an earlier release ("earlier FOLDER/NAME" where
there are several, a folder each); "runs" independent runs as CSV (publisher, model, benchmark, score, date, n,
harness). Lines that start with "- given" set model, vendor or released. The list after "Finds:" says what is found:
"nothing", or one item a finding, "severity, says: words; more words", whose words all stand in its title, message or
arithmetic.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from auditor import checks, claims, pipeline, registry
from auditor.checks.strictness import PEDANTIC, Strictness
from auditor.documents.html import read_html
from auditor.documents.markdown import read_markdown
from auditor.evidence.comparable import compare
from auditor.evidence.runs import RunLibrary
from auditor.records import (
    BlockKind,
    Condition,
    ConditionName,
    Document,
    Dossier,
    EarlierRelease,
    Finding,
    Independence,
    Release,
    ResolvedBlank,
    ResolvedClaim,
    Run,
    SaidIn,
    Setting,
    Source,
    Unit,
    Unread,
    content_id,
)
from auditor.registry import Registry

HERE = Path(__file__).parent
FENCE = re.compile(r"^~~~(document|earlier|runs|unread)[ ]?([^\n]*)\n(.*?)^~~~$", re.MULTILINE | re.DOTALL)


@dataclass
class Case:
    """One case of a file."""

    check: str
    title: str
    files: list[tuple[str, str]] = field(default_factory=list)
    earlier: list[tuple[str, str]] = field(default_factory=list)
    runs: str = ""
    unread: str = ""
    given: dict[str, str] = field(default_factory=dict)
    finds: list[str] = field(default_factory=list)


def parts_of(text: str) -> list[tuple[str, str]]:
    """Title and body of each part under a heading of level 2 outside the fences."""
    parts: list[tuple[str, list[str]]] = []
    fenced = False
    for line in text.splitlines():
        if line.startswith("~~~"):
            fenced = not fenced
        if line.startswith("## ") and not fenced:
            parts.append((line[3:].strip(), []))
        elif parts:
            parts[-1][1].append(line)
    return [(title, "\n".join(lines) + "\n") for title, lines in parts]


def cases_of(path: Path) -> list[Case]:
    """The cases of a file."""
    found = []
    for title, body in parts_of(path.read_text(encoding="utf-8")):
        case = Case(path.stem, title)
        for kind, name, text in FENCE.findall(body):
            if kind == "runs":
                case.runs = text
            elif kind == "unread":
                case.unread = text
            else:
                (case.files if kind == "document" else case.earlier).append((name.strip(), text))
        prose = FENCE.sub("", body)
        case.given = dict(re.findall(r"^- given (\w+): (.+)$", prose, re.MULTILINE))
        case.finds = re.findall(r"^- (.+)$", prose.split("Finds:", 1)[1], re.MULTILINE) if "Finds:" in prose else []
        found.append(case)
    return found


CASES = [case for path in sorted(HERE.glob("*/*.md")) for case in cases_of(path)]


@cache
def known() -> Registry:
    return registry.load()


def taken(
    files: list[tuple[str, str]], given: dict[str, str]
) -> tuple[Release, list[object], list[object], tuple[ResolvedClaim, ...], tuple[ResolvedBlank, ...]]:
    """Files through the real readers, claims and registry."""
    read = [
        read_html(text.encode(), name) if name.endswith(".html") else read_markdown(text.encode(), name)
        for name, text in files
    ]
    read = [drawn(document) for document in read]
    vocabulary = known().vocabulary()
    release = claims.find_release(
        read,
        model=given.get("model"),
        vendor=given.get("vendor"),
        released=given.get("released"),
        vocabulary=vocabulary,
    )
    extractions = [claims.extract(document, release, vocabulary) for document in read]
    both = [known().resolve(extraction, document) for extraction, document in zip(extractions, read, strict=True)]
    resolved = tuple(claim for found, _ in both for claim in found)
    blanks = tuple(blank for _, found in both for blank in found)
    return release, list(read), list(extractions), resolved, blanks


def drawn(document: Document) -> Document:
    """A document whose tables under a line "Figure 1: …" are charts, as a reader of drawings would give them."""
    blocks = list(document.blocks)
    for before, block in pairwise(document.blocks):
        said = re.match(r"(Figure \d+): (.*)", before.text)
        if said and block.kind is BlockKind.table:
            chart: dict[str, object] = {"kind": BlockKind.figure, "label": said[1], "caption": said[2]}
            begun = re.findall(r"bars from ([\d, ]+)", said[2])
            if begun and block.grid is not None:
                origins = tuple(float(number) for number in begun[0].split(","))
                chart["grid"] = block.grid.model_copy(update={"origins": origins})
            blocks[block.order] = block.model_copy(update=chart)
    return document.model_copy(update={"blocks": tuple(blocks)})


def runs_of(text: str) -> tuple[list[Run], dict[str, Source]]:
    """Independent runs out of a case's CSV."""
    runs, sources = [], {}
    for row in csv.DictReader(io.StringIO(text), skipinitialspace=True):
        publisher = row["publisher"]
        sources[publisher] = Source(
            id=publisher,
            name=publisher,
            publisher=publisher,
            licence="CC0-1.0",
            attribution=publisher,
            independence=Independence(row.get("independence") or "third party"),
        )
        runs.append(
            Run(
                id=content_id("run", *row.values()),
                source=publisher,
                run_by=publisher,
                independence=Independence(row.get("independence") or "third party"),
                model=row["model"],
                model_id=known().resolve_model(row["model"]).id,
                benchmark=row["benchmark"],
                benchmark_id=known().resolve_benchmark(row["benchmark"]).id,
                score=Decimal(row["score"]),
                unit=Unit.percent,
                n=int(row["n"]) if row.get("n") else None,
                date=row.get("date") or None,
                setting=harness(row.get("harness") or ""),
            )
        )
    return runs, sources


def harness(name: str) -> Setting:
    """The setting of a run that states its harness."""
    said = Condition(name=ConditionName.harness, value=name.casefold(), printed=name, said_in=SaidIn.cell)
    return Setting(conditions=(said,), printed=f"harness={name}") if name else Setting()


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Label and reason of each line of an "unread" fence."""
    return [(label.strip(), reason.strip()) for label, _, reason in (line.partition(":") for line in text.splitlines())]


def dossier_of(case: Case) -> Dossier:
    """The dossier of a case."""
    release, read, extractions, resolved, blanks = taken(case.files, case.given)
    refused = [Unread(what="figure", label=label, reason=reason) for label, reason in pairs_of(case.unread)]
    read[0] = read[0].model_copy(update={"unread": (*read[0].unread, *refused)})  # type: ignore[attr-defined]
    runs, sources = runs_of(case.runs) if case.runs else ([], {})
    library = RunLibrary(runs=tuple(runs), sources=sources, sha256="") if runs else None
    earlier = []
    for _, files in groupby(case.earlier, key=lambda one: one[0].rpartition("/")[0]):
        before, docs, _, before_claims, before_blanks = taken(list(files), {})
        earlier.append(
            EarlierRelease(
                release=before,
                documents=tuple(docs),  # type: ignore[arg-type]
                claims=before_claims,
                blanks=before_blanks,
                reported=pipeline.reported(before_claims),
            )
        )
    earlier.sort(key=lambda one: one.release.released or "9999")
    return Dossier(
        release=release,
        documents=tuple(read),  # type: ignore[arg-type]
        extractions=tuple(extractions),  # type: ignore[arg-type]
        claims=resolved,
        blanks=blanks,
        runs={run.id: run for run in runs},
        sources=sources,
        comparisons=compare(resolved, library, benchmarks=known().benchmarks, harnesses=known().harnesses)
        if library
        else (),
        benchmarks=known().benchmarks,
        models=known().models,
        vendors=known().vendors,
        earlier=tuple(earlier),
    )


def matches(finding: Finding, wanted: str) -> bool:
    """Whether a finding is the one that a line of a case describes."""
    head, words = wanted.split(":", 1)
    severity, says = (part.strip() for part in head.split(",", 1))
    text = " ".join((finding.title, finding.message, *finding.arithmetic, *(e.quote for e in finding.evidence)))
    return (finding.severity.value, finding.says) == (severity, says) and all(
        word.strip() in text for word in words.split(";")
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check}: {case.title}")
def test_case(case: Case) -> None:
    assert case.finds, "a case says what is found"
    level = Strictness.pedantic if case.check in PEDANTIC else Strictness.default
    found, failed = checks.run(dossier_of(case), only=[case.check], strictness=level)
    assert not failed
    shown = [f"{f.severity.value}, {f.says}: {f.title} | {' | '.join(f.arithmetic)}" for f in found]
    if case.finds == ["nothing"]:
        assert shown == []
        return
    assert len(found) == len(case.finds), shown
    for wanted in case.finds:
        assert any(matches(finding, wanted) for finding in found), (wanted, shown)


def test_every_check_has_cases_of_both_kinds() -> None:
    for check in checks.CHECKS:
        mine = [case for case in CASES if case.check == check.name]
        assert any(case.finds != ["nothing"] for case in mine), f"{check.name} has no positive case"
        assert any(case.finds == ["nothing"] for case in mine), f"{check.name} has no negative case"
        assert (HERE / check.family / f"{check.name}.md").is_file()


def test_every_case_file_belongs_to_a_check() -> None:
    names = {(check.family, check.name) for check in checks.CHECKS}
    assert {(path.parent.name, path.stem) for path in HERE.glob("*/*.md")} <= names
