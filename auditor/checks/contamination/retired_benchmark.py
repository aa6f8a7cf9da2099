from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_fact
from auditor.checks.dates import surely_before
from auditor.records import Confidence, Dossier, Finding, Placement, ResolvedClaim, Severity
from auditor.registry import may_carry


class RetiredBenchmark(Check):
    """A score on a benchmark that its curator had withdrawn before the release.

    What it finds:
        Scores of the released models on a benchmark whose curator, before the release, told others not to use it.

    Why it matters:
        The curator's reason (broken items, contamination) applies to the printed score, and differences at the top of
        the benchmark may not mean what they seem to.

    Decision rule:
        The registry holds a dated withdrawal (grade checked or partly) not later than the release date. Medium where
        the row stands in the headline, low elsewhere. One finding a benchmark.

    Example:
        OpenAI stopped reporting SWE-bench Verified, which it had curated, on 2026-02-23; Claude Opus 4.7 (87.6) and
        DeepSeek-V4-Pro (80.6) report it in April 2026.

    What would clear it:
        A score on the items that the curator still stands by.

    References:
        The statement cited in the finding.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        own: dict[str, list[ResolvedClaim]] = {}
        for resolved in dossier.own():
            if resolved.benchmark.id:
                own.setdefault(resolved.benchmark.id, []).append(resolved)
        for id, claims in own.items():
            benchmark = dossier.benchmarks.get(id)
            if benchmark is None:
                continue
            statements = [
                statement
                for statement in benchmark.retired
                if may_carry(statement) and surely_before(statement.date, dossier.release.released)
            ]
            if not statements:
                continue
            last = max(statements, key=lambda statement: statement.date or "")
            headline = [c for c in claims if c.claim.placement is Placement.headline]
            lead = (headline or claims)[0]
            yield self.finding(
                dossier,
                severity=Severity.medium if headline else Severity.low,
                confidence=Confidence.high,
                says="disclosed",
                title=(
                    f"{benchmark.name}: {lead.claim.model} {lead.claim.value} is reported on a benchmark withdrawn on "
                    f"{last.date}"
                ),
                message=(
                    f"The registry records: {last.text.rstrip('.')} ({last.date}). This release of "
                    f"{dossier.release.released} prints {lead.claim.value} for {lead.claim.model} on it"
                    f"{' in its first results' if headline else ''}."
                ),
                evidence=[
                    cite_claim(lead, primary=True),
                    *(cite_claim(claim) for claim in claims[:5] if claim is not lead),
                    cite_fact(id, benchmark.name, last),
                ],
                overturned_by=(
                    "A score on the items that the curator still stands by, or a later statement that takes the "
                    "withdrawal back."
                ),
                models=[claim.model.id or claim.model.printed for claim in claims],
                benchmarks=[id],
            )
