from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, cite_text, where
from auditor.checks.naming import Names
from auditor.checks.rows import Row, fold, key_of, rows
from auditor.checks.wording import Said, plain, said
from auditor.records import Benchmark, Confidence, Dossier, Finding, Severity
from auditor.registry import may_carry

MODEL = (
    r"(?P<model>(?:GPT|Gemini|Claude|Qwen|DeepSeek|Llama|Grok|Mistral|o[1345])[\w.-]*"
    r"(?: (?:\d[\w.-]*|Pro|Opus|Sonnet|Flash|Mini|Turbo|Max)\b)*)"
)
GRADED = re.compile(
    rf"\b(?:(?:judged|graded|scored|assessed) (?:by|with|using)(?: an?| the)? {MODEL}|"
    rf"{MODEL.replace('?P<model>', '?P<other>')} (?:serves as|is used as|was used as|as|acts as)(?: an?| the| our)? "
    r"(?:\w+ )?(?:judge|grader|autorater|evaluator)\b)",
)
MAKERS = {
    "gpt": "openai",
    "o1": "openai",
    "o3": "openai",
    "o4": "openai",
    "gemini": "google",
    "claude": "anthropic",
    "qwen": "alibaba",
    "deepseek": "deepseek",
    "llama": "meta",
    "grok": "xai",
    "mistral": "mistral",
}
"""The vendor behind the first word of a grading model's name."""


@dataclass(frozen=True)
class Graded:
    """A row whose grading bears on who is ranked."""

    row: Row
    benchmark: Benchmark
    why: str
    own: bool
    """Whether the grader is of the releasing vendor."""


@dataclass(frozen=True)
class Stated:
    """A grader that the release itself names."""

    said: Said
    grader: str
    vendor: str
    benchmark: Benchmark | None


class JudgeSubstitution(Check):
    """Answers are graded by a model of a ranked vendor, or by another grader than the benchmark's own.

    What it finds:
        Rows whose grader, by the registry or by the release's own words, is a model of a vendor that is ranked in the
        row; graders other than the benchmark's usual one; and benchmarks that share their tasks with another one and
        not their grader.

    Why it matters:
        A grading model may prefer answers in its own style. Another grader makes another scale: scores of the same
        tasks under two graders cannot be set side by side.

    Decision rule:
        (a) A sentence names a model as the grader of a benchmark of the tables. Medium: the registry, from a source
        that says so, holds a usual grader of another vendor for it. Low: the grader is of the releasing vendor and
        rivals of others stand in the rows. One finding a release and grader. (b) By the registry, in rows of the
        tables: low where the usual grader is of the releasing vendor, or where the row has its tasks in common with a
        parent benchmark that is graded in another way; info where the releasing vendor's model drafted the rubrics,
        and, in pedantic audits, where grader or drafter is of a rival's vendor. One finding a release. Nothing says
        that the grader is biased.

    Example:
        GDPval is graded by people of the occupations, GDPval-AA has the same tasks and a Gemini model as the judge:
        84.9 percent and an Elo of 1753 are two scales.

    What would clear it:
        Scores by a grader of a vendor that is not ranked, or the agreement of the grader with people.

    References:
        Panickssery et al., LLM Evaluators Recognize and Favor Their Own Generations, arXiv:2404.13076; SemiAnalysis,
        2026-04-24, on GDPval-AA and Finance Agent.
    """

    say_rivals = False
    # Half the benchmarks with a grader use a GPT or Gemini model, and both are in most tables: said when pedantic.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        row_list = [row for row in rows(dossier) if row.own]
        yield from self.in_words(dossier, row_list)
        found: dict[str, Graded] = {}
        for row in row_list:
            graded = self.by_registry(dossier, row)
            if graded is not None:
                found.setdefault(graded.benchmark.id, graded)
        if found:
            yield self.listed(dossier, sorted(found.values(), key=lambda g: (not g.own, g.benchmark.id)))

    def by_registry(self, dossier: Dossier, row: Row) -> Graded | None:
        benchmark = dossier.benchmarks.get(row.benchmark.id or "")
        if benchmark is None:
            return None
        vendor = fold(dossier.release.vendor or "~")
        ranked = {m.vendor for cell in row.rivals if (m := dossier.models.get(cell.model.id or "")) is not None}
        others = {v for v in ranked if fold(v) != vendor}
        parent = dossier.benchmarks.get(benchmark.parent or "")
        if others and may_carry(benchmark, "judge_vendors"):
            if vendor in map(fold, benchmark.judge_vendors):
                return Graded(row, benchmark, f"graded by {benchmark.judge}, a model of the releasing vendor", True)
            if self.say_rivals and others & set(benchmark.judge_vendors):
                return Graded(row, benchmark, f"graded by {benchmark.judge}, of a ranked vendor", False)
        drafted = {vendor} | (others if self.say_rivals else set())
        if drafted & set(benchmark.rubric_vendors) and may_carry(benchmark, "rubric_vendors"):
            return Graded(row, benchmark, benchmark.judge or "rubrics drafted by a model", False)
        if (
            parent is not None
            and may_carry(benchmark, "judge_vendors")
            and may_carry(parent, "judge")
            and parent.evaluation_method != benchmark.evaluation_method
        ):
            return Graded(
                row, benchmark, f"graded by {benchmark.judge}; {parent.name}, the same tasks, by {parent.judge}", False
            )
        return None

    def in_words(self, dossier: Dossier, row_list: list[Row]) -> Iterator[Finding]:
        names = Names(dossier)
        keys = {row.key: row for row in row_list}
        found: dict[str, list[Stated]] = {}
        for sentence in said(dossier):
            text = plain(sentence.text)
            match = GRADED.search(text)
            if match is None or len(text) > 600:
                continue
            grader = (match["model"] or match["other"]).rstrip(".-")
            vendor = next((maker for name, maker in MAKERS.items() if grader.casefold().startswith(name)), "")
            on = [m.key for m in names.find_benchmarks(f"{plain(sentence.before)} {text}") if m.key in keys]
            benchmark = dossier.benchmarks.get(on[0]) if len(set(on)) == 1 else None
            if vendor and on:
                found.setdefault(grader, []).append(Stated(sentence, grader, vendor, benchmark))
        for stated in found.values():
            finding = self.stated(dossier, stated, keys)
            if finding is not None:
                yield finding

    def stated(self, dossier: Dossier, group: list[Stated], keys: dict[str, Row]) -> Finding | None:
        first = next((one for one in group if self.unusual(one)), group[0])
        unusual = self.unusual(first)
        own = fold(first.vendor) == fold(dossier.release.vendor or "~")
        others = any(
            fold(m.vendor) != fold(first.vendor)
            for row in keys.values()
            for cell in row.rivals
            if (m := dossier.models.get(cell.model.id or "")) is not None
        )
        if not unusual and not (own and others):
            return None
        benchmark = first.benchmark
        usual = f" Its usual grader is {benchmark.judge}." if unusual and benchmark is not None else ""
        return self.finding(
            dossier,
            severity=Severity.medium if unusual else Severity.low,
            confidence=Confidence.medium,
            says="not comparable",
            title=(
                f"{first.grader} grades {benchmark.name if benchmark else 'answers'} here"
                + (f", where {benchmark.judge} is usual" if unusual and benchmark else "")
                + (": a model of the releasing vendor" if own else "")
            ),
            message=(
                f"{where('', first.said.block.place).capitalize()} names {first.grader} as the grader.{usual}"
                + (" It is a model of the vendor whose own model is ranked." if own else "")
                + " Scores by another grader are on another scale."
            ),
            evidence=[
                *(cite_text(s.said.document, s.said.text, s.said.block.place, primary=s is first) for s in group[:4]),
                *(
                    cite_plain_fact(benchmark.id, benchmark.name, f"graded by {benchmark.judge}", benchmark.sources)
                    for _ in (0,)
                    if benchmark is not None and benchmark.judge
                ),
            ],
            overturned_by="Scores by the usual grader, or its agreement with the one used here.",
            models=list(dossier.release.subjects[:1]),
            benchmarks=[one.benchmark.id for one in group if one.benchmark is not None],
        )

    def unusual(self, stated: Stated) -> bool:
        """Whether the registry holds a grader of another vendor for the benchmark."""
        benchmark = stated.benchmark
        return (
            benchmark is not None
            and may_carry(benchmark, "judge_vendors")
            and stated.vendor not in benchmark.judge_vendors
        )

    def listed(self, dossier: Dossier, found: list[Graded]) -> Finding:
        first = found[0]
        own = any(graded.own for graded in found)
        tasks = any("the same tasks" in graded.why for graded in found)
        names = ", ".join(graded.benchmark.name for graded in found[:5])
        mine = (first.row.best(first.row.own) or first.row.own)[0]
        return self.finding(
            dossier,
            severity=Severity.low if own or tasks else Severity.info,
            confidence=Confidence.medium,
            says="not comparable",
            title=f"{names}: {first.why}" + (f" (and {len(found) - 1} more)" if len(found) > 1 else ""),
            message=(
                f"{first.row.printed} is {first.why}; {mine.claim.model} has {mine.claim.value} there. "
                "That a grader is of a ranked vendor does not show that it favours it; the release says nothing of it."
            ),
            evidence=[
                item
                for graded in found[:8]
                for item in (
                    cite_claim((graded.row.best(graded.row.own) or graded.row.own)[0], primary=graded is first),
                    cite_plain_fact(
                        graded.benchmark.id, graded.benchmark.name, f"{graded.why}", graded.benchmark.sources
                    ),
                )
            ],
            arithmetic=[f"{graded.benchmark.name}: {graded.why}" for graded in found],
            overturned_by="Scores by a grader of a vendor that is not ranked, or its agreement with people.",
            models=[mine.model.id or mine.claim.model],
            benchmarks=[key_of(graded.row.benchmark) for graded in found],
        )
