from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_footnote, cite_plain_fact, where
from auditor.checks.rows import Row, rows
from auditor.checks.wording import plain, said
from auditor.records import Benchmark, Confidence, Dossier, Finding, Placement, Provenance, ResolvedClaim, Severity
from auditor.registry import may_carry

SCAFFOLD = re.compile(r"scaffold|harness|agent framework", re.IGNORECASE)


class QuotedBesideOwn(Check):
    """On a test that depends on the scaffold, scores quoted from other vendors stand beside the vendor's own runs.

    What it finds:
        Rows on agentic benchmarks in which some rivals' scores are marked as taken from elsewhere, while the released
        model, and often other rivals, were run by the vendor with its own tools.

    Why it matters:
        Each vendor quotes its model with its best scaffold. The order in such a row compares scaffolds as much as
        models.

    Decision rule:
        The registry lists the scaffold or harness among the settings that move scores on the benchmark, or names a
        harness that is more than a prompt; the row has an own score that is not marked as copied and at least one
        rival's that is. High: the own score of such a row is ahead of a quoted one. Medium: such a row stands in the
        headline, or there are several. Low: the rest. One finding a release, the rows listed.

    Example:
        Kimi K2's README sets its own 65.8 on SWE-bench Verified, with bash and editor tools, beside 72.7 and 72.5 from
        Anthropic's reports.

    What would clear it:
        All models under one scaffold.

    References:
        Kimi K2 README, note on SWE-bench Verified.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[str, tuple[Row, ResolvedClaim, list[ResolvedClaim], Benchmark]] = {}
        for row in rows(dossier):
            benchmark = dossier.benchmarks.get(row.benchmark.id or "")
            if benchmark is None or not depends_on_scaffold(benchmark):
                continue
            mine = [cell for cell in row.own if cell.claim.provenance is not Provenance.copied]
            quoted = [cell for cell in row.rivals if cell.claim.provenance is Provenance.copied]
            best = row.best(mine)
            if best and quoted:
                found.setdefault(row.key + row.printed, (row, best[0], quoted, benchmark))
        if found:
            yield self.report(dossier, list(found.values()))

    def report(
        self, dossier: Dossier, found: list[tuple[Row, ResolvedClaim, list[ResolvedClaim], Benchmark]]
    ) -> Finding:
        found = sorted(found, key=lambda entry: entry[0].placement is not Placement.headline)
        row, mine, quoted, benchmark = found[0]
        notes = {n.text: (dossier.document(c.claim.document), n, c) for c in quoted for n in c.claim.footnotes}
        how = [
            s
            for s in said(dossier)
            if SCAFFOLD_WORDS.search(plain(s.text)) and any(plain(n) in plain(s.text) for n in names_of(benchmark))
        ]
        how.sort(key=lambda s: mine.claim.model.split(" ")[0] not in s.text)
        listed = ", ".join(f"{c.claim.model} {c.claim.value}" for c in quoted)
        own_way = f' The own run: "{how[0].text}"' if how else ""
        more = f"; {len(found) - 1} more rows" if len(found) > 1 else ""
        headline = row.placement is Placement.headline
        pairs = [(r, m, c) for r, m, q, _ in found for c in q]
        ahead = sum(r.better(m, c) is True for r, m, c in pairs)
        usual = Severity.medium if headline or len(found) > 1 else Severity.low
        return self.finding(
            dossier,
            severity=Severity.high if ahead else usual,
            confidence=Confidence.high,
            says="not comparable",
            title=(
                f"{row.printed}: {mine.claim.model} {mine.claim.value} by the vendor's own run beside quoted scores "
                f"({listed}){more}"
            ),
            message=(
                f"{where(row.label, mine.claim.place)} sets {mine.claim.value} of {mine.claim.model} beside scores "
                f"that its notes say are taken from elsewhere: {listed}. The scaffold moves scores on {benchmark.name}."
                f"{own_way}"
            ),
            evidence=[
                *(
                    item
                    for _, own, theirs, _ in found[:6]
                    for item in (cite_claim(own, primary=own is mine), *(cite_claim(c) for c in theirs[:4]))
                ),
                *(cite_footnote(document, note, cell.claim.place) for document, note, cell in notes.values()),
                cite_plain_fact(
                    benchmark.id,
                    benchmark.name,
                    "settings that move scores: " + ", ".join(benchmark.settings_that_move_scores),
                    benchmark.sources,
                ),
            ],
            arithmetic=[
                f"quoted scores in these rows: {len(pairs)}; the own score is ahead of {ahead}",
                *(
                    f"{r.printed}: own {m.claim.value}; quoted: "
                    + ", ".join(f"{c.claim.model} {c.claim.value}" for c in q)
                    for r, m, q, _ in found[:8]
                ),
            ],
            overturned_by="Scores of all models of the row under one scaffold.",
            models=[mine.model.id or mine.claim.model, *(c.model.id or c.claim.model for c in quoted)],
            benchmarks=[b.id for _, _, _, b in found],
        )


SCAFFOLD_WORDS = re.compile(r"\b(?:scaffold\w*|tools?|harness|framework|bash|editor|docker)\b", re.IGNORECASE)


def depends_on_scaffold(benchmark: Benchmark) -> bool:
    """Whether the registry says that the scores depend on what is built around the model."""
    if may_carry(benchmark, "settings_that_move_scores") and any(
        SCAFFOLD.search(setting) for setting in benchmark.settings_that_move_scores
    ):
        return True
    harness = benchmark.harness or ""
    return may_carry(benchmark, "harness") and not harness.startswith(("minimal", "none"))


def names_of(benchmark: Benchmark) -> tuple[str, ...]:
    return (benchmark.name, *benchmark.aliases)
