from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_fact
from auditor.checks.dates import surely_before
from auditor.checks.rows import Row, rows
from auditor.checks.wording import mentions, plain, said
from auditor.records import (
    Benchmark,
    BlockKind,
    Confidence,
    Dossier,
    Finding,
    Placement,
    ResolvedClaim,
    Role,
    Severity,
    Statement,
)
from auditor.registry import may_carry

SEARCHES = re.compile(r"\btools?\b|search|brows|web", re.IGNORECASE)
NOT_SEARCHING = re.compile(r"\b(?:no|w/o|without)[ -](?:\w+ )?(?:tools?|search|brows\w+)(?: use)?\b", re.IGNORECASE)
WORDS = re.compile(r"contaminat|memori[sz]|leak(?:age|ed)\b|decontaminat|污染|记忆化|泄[漏露]", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """One benchmark with what was documented on it before the release."""

    row: Row
    mine: ResolvedClaim
    benchmark: Benchmark
    named: tuple[Statement, ...]
    """Statements that name a model of the row."""
    general: tuple[Statement, ...]
    others: tuple[Statement, ...]
    """Statements that name models which are not in the row: context."""
    own: bool
    """Whether a statement names a released model."""

    @property
    def first(self) -> Statement:
        return (self.named if self.own else self.general or self.named)[0]


class DocumentedContamination(Check):
    """It was public before the release that answers of a benchmark are in training data or can be fetched.

    What it finds:
        Scores on benchmarks for which somebody had shown, before the release, that models reproduce items or fetch
        their answers, where the release says nothing of it and prints no cleaned score.

    Why it matters:
        A score on items that a model has seen measures memory. Whether it did is not known from the document; that
        others did is a reason to ask for a cleaned score.

    Decision rule:
        The registry holds evidence of contamination (grade checked or partly, in a source other than memory) dated not
        later than the release, which names no model, or a released one (in pedantic audits also a rival of the row);
        evidence on runs that search the web counts where the row says that tools or search were allowed. No sentence or
        note of the release speaks of contamination or memorisation on that benchmark or its parent, and no heading
        does. High: the evidence names a
        released model. Medium: it names none, and the released model leads the row in the first results. Low: the rest.
        One finding a release, with source, date and words of the evidence.

    Example:
        On 2026-02-23 OpenAI said that GPT-5.2, Claude Opus 4.5 and Gemini 3 Flash reproduce fixes of SWE-bench
        Verified; DeepSeek-V4's table of 2026-04-24 has the benchmark without a word on it.

    What would clear it:
        A score on items that a stated memorisation test passes, or a test that finds none.

    References:
        Deng et al., Investigating Data Contamination, arXiv:2311.09783; SemiAnalysis, 2026-04-24.
    """

    say_rivals = False
    # That a rival of the row had seen the items is about the rival: said in pedantic audits.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        if any(WORDS.search(b.text) for d in dossier.documents for b in d.blocks if b.kind is BlockKind.heading):
            return  # a section on it is for the check of what it says, not for this one
        spoken = [plain(sentence.text) for sentence in said(dossier) if WORDS.search(sentence.text)]
        found: dict[str, Known] = {}
        for row in rows(dossier):
            benchmark = dossier.benchmarks.get(row.benchmark.id or "")
            mine = row.best(row.own) or row.own
            if benchmark is None or not mine or benchmark.id in found or disclosed(dossier, row, benchmark, spoken):
                continue
            dated = [
                statement
                for statement in benchmark.contamination
                if may_carry(statement)
                and surely_before(statement.date, dossier.release.released)
                and (statement.when is None or SEARCHES.search(setting_of(mine[0])))
            ]
            models = {id for cell in row.cells for id in ids(dossier, cell)}
            named = tuple(s for s in dated if models & set(s.models))
            general = tuple(s for s in dated if not s.models)
            others = tuple(s for s in dated if s.models and s not in named)
            released = {id for cell in row.own for id in ids(dossier, cell)}
            own = any(released & set(statement.models) for statement in named)
            first = row.placement is Placement.headline
            if own or (general and (first or self.say_rivals)) or (named and self.say_rivals):
                found[benchmark.id] = Known(row, mine[0], benchmark, named, general, others, own)
        if found:
            yield self.report(dossier, sorted(found.values(), key=self.weight))

    def weight(self, known: Known) -> tuple[int, str]:
        """Less is heavier."""
        general = bool(known.general) and self.leads(known)
        return (0 if known.own else 1 if general else 2), known.benchmark.id

    def leads(self, known: Known) -> bool:
        best = known.row.best()
        first = known.row.placement is Placement.headline
        return first and bool(best) and best[0].claim.role is Role.own and bool(known.row.rivals)

    def report(self, dossier: Dossier, found: list[Known]) -> Finding:
        first = found[0]
        names = ", ".join(known.benchmark.name for known in found[:5]) + (", …" if len(found) > 5 else "")
        severity = (Severity.high, Severity.medium, Severity.low)[self.weight(first)[0]]
        statement = first.first
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.medium,
            says="undisclosed",
            title=(
                f"{names}: contamination was documented before the release (first {statement.date}, on "
                f"{first.benchmark.name}{of_whom(statement)}), and no cleaned score is printed; "
                f"{first.mine.claim.model} has {first.mine.claim.value}"
            ),
            message=(
                f'On {first.benchmark.name} the registry records, dated {statement.date}: "{statement.text}" The '
                f"release prints {first.mine.claim.value} for {first.mine.claim.model} and says nothing of "
                "contamination on it. This is a reason to ask, not proof for this model."
            ),
            evidence=[
                item
                for known in found[:8]
                for item in (
                    cite_claim(known.mine, primary=known is first),
                    *(
                        cite_fact(known.benchmark.id, known.benchmark.name, s)
                        for s in (*known.named, *known.general, *known.others)[:4]
                    ),
                )
            ],
            arithmetic=[
                f"{known.benchmark.name}: {known.first.date} is before {dossier.release.released}; names "
                f"{', '.join(known.first.models) or 'no model'}"
                for known in found[:8]
            ],
            overturned_by="A cleaned score, or a stated test for memorisation that the model passes.",
            models=[first.mine.model.id or first.mine.claim.model],
            benchmarks=[known.benchmark.id for known in found],
        )


def of_whom(statement: Statement) -> str:
    """The models that a statement names, in words."""
    return f" for {', '.join(statement.models[:3])}" if statement.models else ""


def ids(dossier: Dossier, cell: ResolvedClaim) -> set[str]:
    """The id of a cell's model and of the model that it is a stage or snapshot of."""
    model = dossier.models.get(cell.model.id or "")
    return {id for id in (model.id, model.variant_of) if id} if model else set()


def setting_of(cell: ResolvedClaim) -> str:
    """What the row says of tools, without what it says is not allowed."""
    claim = cell.claim
    text = " ".join((claim.benchmark, claim.setting.printed, *claim.row_path))
    return NOT_SEARCHING.sub("", plain(text))


def disclosed(dossier: Dossier, row: Row, benchmark: Benchmark, spoken: list[str]) -> bool:
    """Whether the release itself speaks of contamination on a benchmark, or on the one that it is a part of."""
    if any(WORDS.search(note.text) for cell in row.cells for note in cell.claim.footnotes):
        return True
    whole = dossier.benchmarks.get(benchmark.parent or "")
    names = {row.printed.split(" | ")[-1].split("(")[0].strip(), benchmark.name, *benchmark.aliases}
    names |= {whole.name, whole.name.split(" (")[0], *whole.aliases} if whole else set()
    names -= {""}
    return any(mentions(text, name) for text in spoken for name in names)
