from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.asking import ask, matters
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, cite_text
from auditor.checks.naming import Names
from auditor.checks.rows import Row, fold, rows
from auditor.checks.wording import Said, plain, said
from auditor.records import Confidence, Dossier, Finding, Placement, Question, Severity
from auditor.registry import may_carry

INTERNAL = re.compile(r"\b(?:internal|in-?house|proprietary|private|held-?out)\b", re.IGNORECASE)

INTRODUCED = re.compile(
    r"\bwe (?:further |also )?(?:introduce|propose|construct(?:ed)?|buil[dt]|present|develop(?:ed)?|creat(?:e|ed)) "
    r"((?:a |an |our )?(?:new |novel |comprehensive |in-?house )*(?:\w+[- ]){0,3}"
    r"(?:benchmark|test set|evaluation set))\b",
    re.IGNORECASE,
)


class InternalHeadlineBenchmark(Check):
    """Results on benchmarks that the vendor made or keeps to itself.

    What it finds:
        Rows on benchmarks that the document calls internal, or that the releasing vendor made and does not publish.

    Why it matters:
        Nobody else can run an internal test, and its maker chose what it rewards. Where it stands in place of a public
        test of the same ability, the reader cannot compare.

    Decision rule:
        The label of the row says internal, in-house, proprietary or held-out; a sentence says that the release
        introduces a benchmark of that name; or the registry (grade checked or partly)
        lists the vendor among the makers and says that the test set is not public. High: such a row in the headline
        without any rival's score, while the release prints a public benchmark of the same domain further back that the
        own model does not lead. Medium: in the headline. Low: elsewhere. One finding a release.

    Example:
        Expert-SWE (Internal) fills a coding row of GPT-5.5's headline table, with both rival columns blank.

    What would clear it:
        The items, or scores of rivals by somebody else.

    References:
        SemiAnalysis, 2026-04-24, on the GPT-5.5 benchmarks.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        all_rows = [row for row in rows(dossier) if row.own]
        introduced = self.introduced(dossier)
        spoken = list(introduced.values())
        found = [row for row in all_rows if row.key in introduced or self.internal(dossier, row)]
        if not found:
            return
        distinct: dict[str, Row] = {}
        for row in sorted(found, key=lambda row: row.placement is not Placement.headline):
            distinct.setdefault(row.key, row)
        first = next(iter(distinct.values()))
        headline = [row for row in distinct.values() if row.placement is Placement.headline]
        alone = [row for row in headline if not row.rivals or self.only_own_vendor(dossier, row)]
        losing = [
            row
            for row in all_rows
            if row.placement is Placement.appendix and self.lost(row) and row.key not in distinct
        ]
        same = [row for row in losing if alone and self.domain(dossier, row) & self.domain(dossier, alone[0])]
        if alone:
            first = alone[0]
        severity = Severity.high if same else Severity.medium if headline else Severity.low
        names = ", ".join(row.printed for row in distinct.values())
        mine = (first.best(first.own) or first.own)[0]
        rivals = (
            "no rival of another vendor has a score there"
            if alone
            else f"{len(first.rivals)} rivals have a score there"
        )
        public = f"; {same[0].printed}, which it does not lead, stands in the appendix" if same else ""
        facts = [
            dossier.benchmarks[str(row.benchmark.id)]
            for row in distinct.values()
            if row.benchmark.id in dossier.benchmarks
        ]
        return_evidence = [cite_claim(mine, primary=True)]
        return_evidence += [
            cite_claim((row.best(row.own) or row.own)[0]) for row in list(distinct.values())[:6] if row is not first
        ]
        return_evidence += [cite_text(s.document, s.text, s.block.place) for s in spoken[:3]]
        return_evidence += [cite_claim(row.first) for row in found if row is not first and row.key == first.key][:4]
        return_evidence += [cite_claim(row.first) for row in same[:1]]
        return_evidence += [
            cite_plain_fact(b.id, b.name, f"made by {', '.join(b.made_by_vendors)}", b.sources)
            for b in facts
            if b.made_by_vendors and may_carry(b)
        ][:4]
        yield self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.high,
            says="not comparable",
            title=f"{first.printed} is the vendor's own test: {mine.claim.model} {mine.claim.value}, {rivals}{public}",
            message=(
                f"The release reports results on {'tests' if len(distinct) > 1 else 'a test'} of the vendor's own: "
                f"{names}. "
                f"{len(headline)} of them stand{'s' if len(headline) == 1 else ''} in the headline. For "
                f"{first.printed}, {rivals}."
            ),
            evidence=return_evidence,
            arithmetic=[
                f"rows on the vendor's own tests: {len(distinct)}; in the headline: {len(headline)} of "
                f"{len({row.key for row in all_rows if row.placement is Placement.headline})}"
            ],
            overturned_by="The items of the test, or scores of rivals on it by somebody else.",
            models=[mine.model.id or mine.claim.model],
            benchmarks=[row.benchmark.id or row.printed for row in distinct.values()],
            question=self.question(dossier, first, same, headline, severity),
        )

    def question(
        self, dossier: Dossier, first: Row, same: list[Row], headline: list[Row], severity: Severity
    ) -> Question:
        """Whether a public row stands behind the internal one; where none does, how much the latter matters."""
        if not same:
            return matters(
                "Results stand on a test that the vendor made or keeps to itself.",
                severity,
                lines=[f"{first.printed}: {first.values()}"],
                headline=bool(headline),
                own=True,
                order_changes=None,
            )
        behind = same[0]
        shown = [row for row in rows(dossier) if row.own and row.placement is Placement.headline]
        return ask(
            "demotion",
            features={
                "rival_leads": True,
                "internal_in_its_place": True,
                "headline_rows": len({row.key for row in shown}),
                "headline_rows_of_same_domain": sum(
                    1 for row in shown if self.domain(dossier, row) & self.domain(dossier, behind)
                ),
            },
            evidence={"row": f"{behind.printed}: {behind.values()}", "internal": f"{first.printed}: {first.values()}"},
            benchmark=behind.printed,
            row=f"{behind.printed}: {behind.values()}",
            spot="in the appendix",
            headline=", ".join(dict.fromkeys(row.printed for row in shown)),
            reason=f"{first.printed}, a test of the vendor's own, stands in the headline",
        )

    def internal(self, dossier: Dossier, row: Row) -> bool:
        if INTERNAL.search(row.printed):
            return True
        benchmark = dossier.benchmarks.get(row.benchmark.id or "")
        vendor = fold(dossier.release.vendor or "")
        if benchmark is None or not vendor or not may_carry(benchmark):
            return False
        published = re.match(r"yes|public", benchmark.public_test_set or "yes", re.IGNORECASE)
        return vendor in map(fold, benchmark.made_by_vendors) and not published

    def introduced(self, dossier: Dossier) -> dict[str, Said]:
        """Benchmarks that a sentence of the release says it introduces."""
        names = None
        found: dict[str, Said] = {}
        for sentence in said(dossier):
            text = plain(sentence.text)
            match = INTRODUCED.search(text)
            if match and len(text) < 400:
                names = names or Names(dossier)
                near = text[match.end() - len(match[1]) : match.end() + 40]
                found.update({mention.key: sentence for mention in names.find_benchmarks(near)})
        return found

    def only_own_vendor(self, dossier: Dossier, row: Row) -> bool:
        vendor = fold(dossier.release.vendor or "")
        models = [dossier.models.get(cell.model.id or "") for cell in row.rivals]
        return all(model is not None and fold(model.vendor) == vendor for model in models)

    def lost(self, row: Row) -> bool:
        mine, theirs = row.best(row.own), row.best(row.rivals)
        return bool(mine and theirs and row.better(theirs[0], mine[0]))

    def domain(self, dossier: Dossier, row: Row) -> set[str]:
        benchmark = dossier.benchmarks.get(row.benchmark.id or "")
        return set(benchmark.domain) if benchmark else set()
