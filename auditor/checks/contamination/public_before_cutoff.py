from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, cite_text
from auditor.checks.dates import days_between, surely_before
from auditor.checks.rows import rows
from auditor.checks.tally import main_keys
from auditor.checks.wording import plain, said
from auditor.records import Benchmark, Confidence, Dossier, Evidence, Finding, ResolvedClaim, Severity
from auditor.registry import may_carry

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CUTOFF = re.compile(
    r"\b(?:knowledge|training|pre-?training|data)(?: data)?(?: knowledge)? cut-?off(?: date)?\b[^.;]{0,25}?"
    r"\b(?:(?P<month>[A-Z][a-z]{2,8})\.?(?: \d{1,2},)? ?(?P<year>20\d\d)|(?P<iso>20\d\d-\d\d(?:-\d\d)?))",
)


@dataclass(frozen=True)
class Cutoff:
    """The end of a model's training data, with where that is said."""

    model: str
    date: str
    evidence: Evidence


class PublicBeforeCutoff(Check):
    """Items and answers were public before the training data ended.

    What it finds:
        Reported benchmarks whose items were on the web before the cutoff of the training data; and, where no cutoff is
        known, recent benchmarks that read as fresh though nobody can tell.

    Why it matters:
        What was public before the cutoff may be in the training data. What came after cannot be. A reader who knows
        which is which can weigh the rows.

    Decision rule:
        The registry (grade checked, in a source other than memory) says that a benchmark's test items are public and
        when it appeared. With a cutoff, stated in a document of the release or held by the registry for the released
        model: every such benchmark not later than it is counted, and all those later are named, unless they are part of
        an older one. Low: at least 3 before and at least one later, so that rows differ; info: all before. Without a
        cutoff, in pedantic audits only: info, where one appeared within the year before the release. One finding a
        release. It says what cannot be excluded, never that a model saw an item.

    Example:
        gpt-oss (cutoff June 2024) reports AIME 2024, GPQA and MMLU beside AIME 2025: only the last came after the
        cutoff; the issues behind SWE-bench Verified were public before.

    What would clear it:
        Scores on items made after the cutoff, or a check that the items are not in the training data.

    References:
        White et al., LiveBench, arXiv:2406.19314, on items newer than the cutoff.
    """

    least = 3
    fresh = 365
    # A year is how long a set passes for new.
    say_unknown = False
    # Most releases state no cutoff: that they do not tells a reader little, and is said in pedantic audits only.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        public: dict[str, tuple[Benchmark, ResolvedClaim]] = {}
        dated: dict[str, tuple[Benchmark, ResolvedClaim]] = {}
        for row in rows(dossier):
            benchmark = dossier.benchmarks.get(row.benchmark.id or "")
            if benchmark is None or not row.own:
                continue
            dated.setdefault(benchmark.id, (benchmark, row.own[0]))
            if not may_carry(benchmark, "public_test_set"):
                continue
            if benchmark.released and re.match(r"yes|public", benchmark.public_test_set or "", re.IGNORECASE):
                public.setdefault(benchmark.id, (benchmark, row.own[0]))
        if not public:
            return
        cutoff = stated(dossier) or registered(dossier)
        if cutoff is not None:
            before = [one for one in public.values() if surely_before(one[0].released, cutoff.date)]
            after = [
                one
                for one in dated.values()
                if one[0].released
                and surely_before(cutoff.date, one[0].released)
                and not older(dossier, one[0], cutoff.date)
            ]
            if len(before) >= self.least:
                yield self.known(dossier, cutoff, before, after)
            return
        if not self.say_unknown:
            return
        recent = [
            one
            for one in public.values()
            if (age := days_between(one[0].released, dossier.release.released)) is not None and 0 <= age <= self.fresh
        ]
        if recent:
            yield self.unknown(dossier, recent, len(public))

    def known(
        self,
        dossier: Dossier,
        cutoff: Cutoff,
        before: list[tuple[Benchmark, ResolvedClaim]],
        after: list[tuple[Benchmark, ResolvedClaim]],
    ) -> Finding:
        listed = ", ".join(benchmark.name for benchmark, _ in before[:6]) + (", …" if len(before) > 6 else "")
        later = ", ".join(benchmark.name for benchmark, _ in after[:4])
        return self.finding(
            dossier,
            severity=Severity.low if after else Severity.info,
            confidence=Confidence.medium,
            says="disclosed",
            title=(
                f"{len(before)} of the public benchmarks reported were out before the training data of {cutoff.model} "
                f"ends ({cutoff.date}): {listed}" + (f"; later: {later}" if later else "")
            ),
            message=(
                f"The training data of {cutoff.model} ends {cutoff.date}. Items of {listed} were public by then, so "
                "that it cannot be excluded that they were trained on." + (f" {later} came later." if later else "")
            ),
            evidence=[
                *(cite_claim(claim, primary=number == 0) for number, (_, claim) in enumerate(before[:8])),
                cutoff.evidence,
                *(
                    cite_plain_fact(b.id, b.name, f"items public since {b.released}", b.sources)
                    for b, _ in (*before[:8], *after[:4])
                ),
            ],
            arithmetic=[
                f"{b.name}: {b.released} is {'before' if surely_before(b.released, cutoff.date) else 'after'} "
                f"{cutoff.date}"
                for b, _ in (*before, *after)
            ],
            overturned_by="Scores on items newer than the cutoff, or a check of the training data for these items.",
            models=[cutoff.model],
            benchmarks=[b.id for b, _ in before],
        )

    def unknown(self, dossier: Dossier, recent: list[tuple[Benchmark, ResolvedClaim]], of: int) -> Finding:
        listed = ", ".join(f"{benchmark.name} ({benchmark.released})" for benchmark, _ in recent[:5])
        return self.finding(
            dossier,
            severity=Severity.info,
            confidence=Confidence.medium,
            says="undisclosed",
            title=f"No end of the training data is stated, so that {listed} cannot be called unseen",
            message=(
                f"{listed} appeared within a year before the release of {dossier.release.released}. No document says "
                "when the training data ends, and the registry does not know; whether these items were public before "
                "it cannot be told."
            ),
            evidence=[
                *(cite_claim(claim, primary=number == 0) for number, (_, claim) in enumerate(recent[:6])),
                *(cite_plain_fact(b.id, b.name, f"items public since {b.released}", b.sources) for b, _ in recent[:6]),
            ],
            arithmetic=[
                f"public benchmarks reported: {of}; within a year before the release: {len(recent)}",
                *(
                    f"{b.name}: {b.released} to {dossier.release.released} = "
                    f"{days_between(b.released, dossier.release.released)} days"
                    for b, _ in recent[:6]
                ),
            ],
            overturned_by="The end of the training data, stated in any document of the release.",
            models=list(dossier.release.subjects[:1]),
            benchmarks=[b.id for b, _ in recent],
        )


def older(dossier: Dossier, benchmark: Benchmark, date: str) -> bool:
    """Whether it may be made of items of a benchmark that was public by then: a part or a cleaned edition."""
    whole = dossier.benchmarks.get(benchmark.parent or "")
    return whole is not None and not surely_before(date, whole.released)


def stated(dossier: Dossier) -> Cutoff | None:
    """The cutoff that a sentence of the release states for its own model; None where sentences differ."""
    found: dict[str, Cutoff] = {}
    subject = dossier.release.subjects[0] if dossier.release.subjects else "the model"
    for sentence in said(dossier):
        match = CUTOFF.search(plain(sentence.text))
        if match is None:
            continue
        if match["iso"]:
            date = match["iso"]
        elif match["month"][:3].casefold() in MONTHS:
            date = f"{match['year']}-{MONTHS.index(match['month'][:3].casefold()) + 1:02d}"
        else:
            continue
        found.setdefault(date, Cutoff(subject, date, cite_text(sentence.document, sentence.text, sentence.block.place)))
    return next(iter(found.values())) if len(found) == 1 else None


def registered(dossier: Dossier) -> Cutoff | None:
    """The earliest cutoff that the registry holds for the main models."""
    known = [
        model
        for key in sorted(main_keys(dossier))
        if (model := dossier.models.get(key)) is not None
        and model.training_cutoff
        and may_carry(model, "training_cutoff")
    ]
    if not known:
        return None
    model = min(known, key=lambda one: one.training_cutoff or "")
    date = model.training_cutoff or ""
    return Cutoff(model.name, date, cite_plain_fact(model.id, model.name, f"training data end {date}", model.sources))
