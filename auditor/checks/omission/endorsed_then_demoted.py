from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.asking import ask, texts
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_fact, cite_footnote, where
from auditor.checks.dates import days_between, surely_before
from auditor.checks.rows import Row, difference, points, rows
from auditor.records import (
    Benchmark,
    Confidence,
    Dossier,
    Evidence,
    Finding,
    Placement,
    Severity,
    Statement,
)
from auditor.registry import may_carry

WITHDRAWAL = re.compile(
    r"^[^:]*:\s*(?:withdr\w+|no longer|stop\w*|retract\w*|disown\w*|advis\w+ against|retired?)\b", re.IGNORECASE
)


class EndorsedThenDemoted(Check):
    """A benchmark that the vendor recommended is missing from its headline table.

    What it finds:
        A benchmark that the vendor publicly recommended within the last 12 months, and that its own release now
        leaves out of the headline table: printed only further back, or not at all.

    Why it matters:
        A vendor that names a benchmark as the one to use sets the reader's expectation. Where that row is missed in
        the first table, the reader who stops there does not see it, least of all when a rival leads it.

    Decision rule:
        The registry holds a recommendation by the vendor dated 0 to 365 days before the release (and no withdrawal by
        the vendor in between); the release has a headline table with scores of its own models; neither the benchmark
        nor a later version of it has a row there. High: it stands further back and a rival leads. Medium: it stands
        further back and the own model leads, or it is nowhere. The margin is own score minus the best rival's.

    Example:
        OpenAI recommended SWE-bench Pro on 2026-02-23. In the GPT-5.5 announcement of 2026-04-23 the row is in the
        appendix, where Claude Opus 4.7 has 64.3 and GPT-5.5 has 58.6 (margin −5.7).

    What would clear it:
        A headline table or figure of the same release that shows the row; a withdrawal of the recommendation before
        the release.

    References:
        SemiAnalysis, 2026-04-24, on the GPT-5.5 benchmarks.
    """

    window_days = 365
    # A recommendation older than a year is no longer a promise about the next release.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        vendor, released = dossier.release.vendor, dossier.release.released
        if not vendor or not released:
            return
        table_rows = [row for row in rows(dossier) if row.own]
        headline = [row for row in table_rows if row.placement is Placement.headline]
        if not headline:
            return
        shown = {row.benchmark.id for row in headline}
        for id, benchmark in dossier.benchmarks.items():
            endorsement = self.endorsement(benchmark, vendor, released)
            successors = {
                newer
                for newer in benchmark.superseded_by
                if (known := dossier.benchmarks.get(newer)) is not None and known.family == benchmark.family
            }
            if endorsement is None or shown & {id, *successors}:
                continue
            behind = [row for row in table_rows if row.benchmark.id == id]
            finding = (
                self.demoted(dossier, benchmark, endorsement, behind, headline)
                if behind
                else self.absent(dossier, benchmark, endorsement, headline)
            )
            if finding is not None:
                yield finding

    def endorsement(self, benchmark: Benchmark, vendor: str, released: str) -> Statement | None:
        """The vendor's latest recommendation in the window, unless the vendor withdrew it before the release."""
        mine = [
            statement
            for statement in benchmark.endorsements
            if statement.text.casefold().startswith(vendor.casefold() + ":")
            and may_carry(statement)
            and surely_before(statement.date, released)
        ]
        if not mine:
            return None
        last = max(mine, key=lambda statement: statement.date or "")
        age = days_between(last.date, released)
        if WITHDRAWAL.search(last.text) or age is None or age > self.window_days:
            return None
        return last

    def demoted(
        self, dossier: Dossier, benchmark: Benchmark, endorsement: Statement, behind: list[Row], headline: list[Row]
    ) -> Finding | None:
        row = behind[0]
        own = row.best(row.own)
        rival = row.best(row.rivals)
        age = days_between(endorsement.date, dossier.release.released)
        losing = bool(own and rival and row.better(rival[0], own[0]))
        shown = own[0] if own else row.own[0]
        evidence: list[Evidence] = [cite_claim(shown, primary=True)]
        evidence += [cite_claim(cell) for cell in row.rivals[:6]]
        document = dossier.document(row.document)
        notes = {note.text: note for cell in row.cells for note in cell.claim.footnotes}
        evidence += [cite_footnote(document, note, shown.claim.place) for note in notes.values()]
        evidence += [cite_fact(benchmark.id, benchmark.name, endorsement)]
        evidence += [cite_claim(headline[0].first)]
        spot = "in the appendix" if row.placement is Placement.appendix else f"in {where(row.label, shown.claim.place)}"
        if losing:
            margin = difference(own[0], rival[0])
            title = (
                f"{benchmark.name}, recommended by the vendor {age} days before, is not in the headline table; "
                f"{spot} {rival[0].claim.model} leads {rival[0].claim.value} to {own[0].claim.value}"
            )
            arithmetic = [f"{own[0].claim.value} − {rival[0].claim.value} = {points(margin)} points"]
        elif own and rival:
            title = (
                f"{benchmark.name}, recommended by the vendor {age} days before, is not in the headline table but "
                f"{spot}, where {own[0].claim.model} has {own[0].claim.value}"
            )
            arithmetic = []
        else:
            return None
        noted = "".join(f' A footnote of the row says: "{text}".' for text in notes)
        return self.finding(
            dossier,
            severity=Severity.high if losing else Severity.medium,
            confidence=Confidence.high,
            says="demoted",
            title=title,
            message=(
                f"On {endorsement.date} the vendor recommended {benchmark.name}. The headline table of this release "
                f"has {len({r.key for r in headline})} other benchmarks and not this one; the row stands {spot}: "
                f"{row.values()}.{noted} The row is printed, so this is about its place, not about its absence."
            ),
            evidence=evidence,
            arithmetic=[*arithmetic, f"{endorsement.date} to {dossier.release.released} = {age} days"],
            overturned_by=(
                "A headline table or figure of this release that shows the row, or a withdrawal of the recommendation "
                "dated before the release."
            ),
            models=[key for cell in row.cells if (key := cell.model.id or cell.model.printed)],
            benchmarks=[benchmark.id],
            question=ask(
                "demotion",
                features={
                    "recommended_days_before": age,
                    "rival_leads": losing,
                    "headline_rows": len({r.key for r in headline}),
                    "headline_rows_of_same_domain": len(self.peers(dossier, benchmark, headline)),
                    "note_on_the_row": bool(notes),
                },
                evidence={
                    "row": f"{row.printed}: {row.values()}",
                    "recommendation": endorsement.text,
                    **texts(notes, "note"),
                },
                benchmark=benchmark.name,
                row=f"{row.printed}: {row.values()}",
                spot=spot,
                headline=", ".join(dict.fromkeys(r.printed for r in headline)),
                reason=f"{endorsement.text} ({endorsement.date})",
            ),
        )

    def peers(self, dossier: Dossier, benchmark: Benchmark, headline: list[Row]) -> list[Row]:
        """The rows of the headline that test the same domain."""
        domain = set(benchmark.domain)
        return [
            row
            for row in headline
            if (known := dossier.benchmarks.get(row.benchmark.id or "")) is not None and domain & set(known.domain)
        ]

    def absent(
        self, dossier: Dossier, benchmark: Benchmark, endorsement: Statement, headline: list[Row]
    ) -> Finding | None:
        if any(resolved.benchmark.id == benchmark.id for resolved in dossier.own()):
            return None
        peers = self.peers(dossier, benchmark, headline)
        if not peers:
            return None
        age = days_between(endorsement.date, dossier.release.released)
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="absent",
            title=f"{benchmark.name}, recommended by the vendor {age} days before, has no score in this release",
            message=(
                f"On {endorsement.date} the vendor recommended {benchmark.name}. The release prints other "
                "benchmarks of "
                f"the same domain ({', '.join(sorted({row.printed for row in peers}))}) and no score on this one."
            ),
            evidence=[cite_claim(peers[0].first, primary=True), cite_fact(benchmark.id, benchmark.name, endorsement)],
            arithmetic=[f"{endorsement.date} to {dossier.release.released} = {age} days"],
            overturned_by="A score on this benchmark in a document of the same release.",
            models=[dossier.release.subjects[0]] if dossier.release.subjects else [],
            benchmarks=[benchmark.id],
            question=ask(
                "omission_by_domain",
                features={
                    "left_out": "benchmark",
                    "peers": len(peers),
                    "reason_stated": False,
                    "special_purpose": False,
                },
                evidence={
                    "recommendation": endorsement.text,
                    **texts((f"{peer.printed}: {peer.values()}" for peer in peers[:6]), "row"),
                },
                left_out=f"{benchmark.name} ({', '.join(benchmark.domain)})",
                beside=", ".join(dict.fromkeys(peer.printed for peer in peers)),
                subject=", ".join(dossier.release.subjects[:3]),
                reason="none found",
            ),
        )
