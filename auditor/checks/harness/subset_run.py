from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.asking import ask, cells
from auditor.checks.check import Check
from auditor.checks.citing import cell_text, cite_claim, cite_plain_fact, cite_text
from auditor.checks.rows import Row, rows, score
from auditor.checks.wording import mentions, plain, said
from auditor.evidence.statistics import restated_over
from auditor.records import (
    Benchmark,
    ConditionName,
    Confidence,
    Dossier,
    Evidence,
    Finding,
    Severity,
    Unit,
)
from auditor.registry import may_carry

OF = re.compile(r"\b(?:n\s*=\s*)?(\d[\d,]{1,6})(?:\s*(?:of|out of|/)\s*(?:the\s+)?(\d[\d,]{1,6}))?\b")
IN_TEXT = re.compile(
    r"n\s*=\s*(\d[\d,]{1,6})|(?:subset|portion|split|sample) of (?:n\s*=\s*)?(\d[\d,]{1,6})|"
    r"\b(\d[\d,]{1,6})\s+(?:of|out of)\s+(?:the\s+)?(\d[\d,]{1,6})\s+(?:\w+\s+){0,2}"
    r"(?:tasks|problems|questions|items|servers|instances)",
    re.IGNORECASE,
)


class SubsetRun(Check):
    """A score on part of a benchmark stands beside scores on all of it.

    What it finds:
        Own scores for which the document states a number of items smaller than the benchmark's.

    Why it matters:
        The items left out are not left out at random (some cannot be run, some are broken). The full score lies in an
        interval, and rivals inside it cannot be ranked.

    Decision rule:
        A stated n′ (in the row, a footnote or a sentence that names the benchmark) is smaller than the registry's n and
        not smaller than a tenth of it. Restated over n: between x·n′/n (all omitted items failed) and
        (x·n′ + 100·(n − n′))/n (all solved). Medium: a rival of the row lies inside. Low: none does. One finding a
        benchmark.

    Example:
        GPT-5's 74.9 on SWE-bench Verified was measured on 477 of 500 tasks: 71.5 to 76.1 over all 500; Claude Opus 4.1
        prints 74.5.

    What would clear it:
        The score on all items.

    References:
        OpenAI, GPT-5 announcement, August 2025, note on SWE-bench Verified.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in rows(dossier):
            if row.own and row.benchmark.id in dossier.benchmarks:
                groups[str(row.benchmark.id)].append(row)
        for id, found in groups.items():
            benchmark = dossier.benchmarks[id]
            if benchmark.items_behind_a_score is None or not may_carry(benchmark) or benchmark.metric.unit != "percent":
                continue
            stated = self.stated(dossier, benchmark, found)
            if stated is not None:
                yield self.report(dossier, benchmark, found[0], *stated)

    def stated(self, dossier: Dossier, benchmark: Benchmark, found: list[Row]) -> tuple[int, Evidence] | None:
        n = benchmark.items_behind_a_score or 0
        for row in found:
            for cell in row.own:
                subset = next((c for c in cell.claim.setting.conditions if c.name is ConditionName.subset), None)
                match = OF.search(subset.printed) if subset else None
                if subset and match and self.plausible(int(match[1].replace(",", "")), n):
                    document = dossier.document(cell.claim.document)
                    return int(match[1].replace(",", "")), cite_text(document, subset.printed, cell.claim.place)
        names = {benchmark.name, *benchmark.aliases, *(row.printed for row in found)}
        for sentence in said(dossier):
            text = plain(sentence.text)
            match = IN_TEXT.search(text)
            spoken_of = f"{text} {plain(' '.join(sentence.block.section[-1:]))}"
            if not match or not any(mentions(spoken_of, name) for name in names if len(name) > 3):
                continue
            part = next(int(group.replace(",", "")) for group in match.groups() if group)
            if self.plausible(part, n) and (match[4] is None or int(match[4].replace(",", "")) == n):
                return part, cite_text(sentence.document, sentence.text, sentence.block.place)
        return None

    def plausible(self, part: int, whole: int) -> bool:
        return part < whole <= 10 * part

    def report(self, dossier: Dossier, benchmark: Benchmark, row: Row, part: int, told: Evidence) -> Finding:
        n = benchmark.items_behind_a_score or 0
        mine = (row.best(row.own) or row.own)[0]
        value = score(mine) or Decimal(0)
        low, high = (float(bound) for bound in restated_over(value, part, n))
        percent = [c for c in row.rivals if c.claim.unit in (Unit.percent, Unit.unknown, Unit.fraction)]
        inside = [c for c in percent if low <= float(score(c) or 0) <= high]
        listed = ", ".join(f"{c.claim.model} {c.claim.value}" for c in inside[:4])
        return self.finding(
            dossier,
            severity=Severity.medium if inside else Severity.low,
            confidence=Confidence.high,
            says="not comparable",
            title=(
                f"{row.printed}: {mine.claim.model} {mine.claim.value} is on {part} of {n} items, {low:.1f} to "
                f"{high:.1f} "
                f"over all" + (f"; {listed} lies inside" if inside else "")
            ),
            message=(
                f"The document says that {benchmark.name} was run on {part} items; it has {n}. Over all of them "
                "the score "
                f"lies between {low:.1f} (all others failed) and {high:.1f} (all solved)."
                + (
                    f" {listed} lies in that range, so their order is open."
                    if inside
                    else " No rival of the row lies in it."
                )
            ),
            evidence=[
                cite_claim(mine, primary=True),
                told,
                *(
                    cite_text(s.document, s.text, s.block.place)
                    for s in said(dossier)
                    if re.search(rf"(?<![\d.]){part}(?![\d.])", s.text) and IN_TEXT.search(plain(s.text))
                ),
                *(cite_claim(c) for c in inside[:6]),
                cite_plain_fact(benchmark.id, benchmark.name, f"{n} items", benchmark.sources),
            ],
            arithmetic=[
                f"{mine.claim.value}·{part}/{n} = {low:.2f}",
                f"({mine.claim.value}·{part} + 100·{n - part})/{n} = {high:.2f}",
            ],
            overturned_by="The score on all items, or that the rivals were run on the same part.",
            models=[mine.model.id or mine.claim.model],
            benchmarks=[benchmark.id],
            question=ask(
                "footnote_condition",
                features={
                    "names_benchmark": any(
                        mentions(plain(told.quote), name) for name in (benchmark.name, *benchmark.aliases, row.printed)
                    ),
                    "states_both_counts": all(
                        re.search(rf"(?<![\d.]){count}(?![\d.])", told.quote.replace(",", "")) for count in (part, n)
                    ),
                    "on_the_row": told.quote in mine.claim.setting.printed or told.place == mine.claim.place,
                    "scores": 1,
                    "rivals_inside": len(inside),
                },
                evidence={"note": told.quote, "score 1": cell_text(mine), **cells(inside[:4], "rival")},
                note=told.quote,
                condition=f"{part} of the {n} items",
                scores=f"{mine.claim.model} {mine.claim.value} on {row.printed}",
                section=" > ".join(mine.claim.section[-2:]) or "none",
            ),
        )
