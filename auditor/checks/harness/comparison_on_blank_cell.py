from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from auditor.checks.assertions import Assertion, Kind, Names, assertions
from auditor.checks.check import Check
from auditor.checks.citing import cite_blank, cite_text, where
from auditor.checks.rows import Row, key_of, rows
from auditor.checks.tally import scope, subjects_of
from auditor.checks.wording import Said, plain, said
from auditor.records import Confidence, Dossier, Finding, Placement, ResolvedBlank, Role, Severity

BEHIND = re.compile(r"\b(?:below|behind|trail\w*|lags?|inferior to|lower than|worse than)\b", re.IGNORECASE)
CLAUSE = re.compile(
    r"[;:]|,\s+(?:our|we|it|its|they|the (?:\w+ )?model|this|but|while|whereas|although|and (?:it|our|we))\b",
    re.IGNORECASE,
)
"""Where a clause about a rival ends."""
THESE = re.compile(
    r"\bon (?:all (?:of )?)?(?:these|those|both) (?:\w+ )?(?:benchmarks?|tasks?|tests?|evaluations?)\b", re.IGNORECASE
)


class ComparisonOnBlankCell(Check):
    """A sentence compares with a rival on a benchmark where the rival's cell is blank.

    What it finds:
        Sentences that set the released model above, below or level with a named rival on a named benchmark, while the
        only cell of that rival on that benchmark is blank.

    Why it matters:
        The reader is told an outcome and cannot look it up. The number was not run, not printed, or is another one.

    Decision rule:
        The sentence names a model of another column and a benchmark, or points back to benchmarks that the sentence
        before names ("on these benchmarks"). The documents hold a blank cell of that model in a row of that benchmark
        and no score of it there, in tables or words. High: a comparison in the released model's favour in the first
        part of a document. Medium: another in its favour. Low: against it. One finding a sentence.
        A superlative without a named rival: of the rows that it can refer to, at least 2 and at least half have no
        score of half or more of the rivals that fill half of the table, of at least 3. It names a
        benchmark, and the model leads those rows. Medium.

    Example:
        The DeepSeek-R1 report says that R1 is slightly below OpenAI-o1-1217 on MMLU, MMLU-Pro and GPQA Diamond; the
        cell of o1-1217 on MMLU-Pro holds a dash.

    What would clear it:
        The rival's score on that benchmark, with its source.

    References:
        DeepSeek-AI, DeepSeek-R1, section 1 and table 4.
    """

    least_rivals = 3
    least_rows = 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        scored = {(key_of(c.model), key_of(c.benchmark)) for c in dossier.claims}
        blanks = {
            (key_of(b.model), key_of(b.benchmark)): b
            for b in dossier.blanks
            if (key_of(b.model), key_of(b.benchmark)) not in scored
        }
        if not dossier.blanks:
            return
        names = Names(dossier)
        seen: set[str] = set()
        for assertion in assertions(dossier, Kind.beats, Kind.par):
            benchmarks = set(assertion.benchmarks) | pointed(names, assertion.said.text, assertion.said.before)
            empty = matching(blanks, self.rivals(assertion), benchmarks)
            if empty and assertion.text not in seen:
                seen.add(assertion.text)
                yield self.report(dossier, assertion.said, empty, favours=True)
        for sentence in said(dossier):
            text = plain(sentence.text)
            match = BEHIND.search(text)
            if match is None or len(text) > 600:
                continue
            begins = max((m.end() for m in CLAUSE.finditer(text[: match.start()])), default=0)
            ends = CLAUSE.search(text, match.end())
            clause = text[begins : ends.start() if ends else len(text)]
            objects = [m.key for m in names.find_models(text[match.end() :]) if not m.own]
            benchmarks = {m.key for m in names.find_benchmarks(clause)} | pointed(names, sentence.text, sentence.before)
            empty = matching(blanks, objects[:2], benchmarks)
            if empty and sentence.text not in seen:
                seen.add(sentence.text)
                yield self.report(dossier, sentence, empty, favours=False)

        for assertion in assertions(dossier, Kind.best):
            if assertion.text not in seen and (thin := self.thin(dossier, assertion)):
                seen.add(assertion.text)
                yield self.report_class(dossier, assertion, thin)

    def thin(self, dossier: Dossier, assertion: Assertion) -> list[Row]:
        """The rows of a superlative in which half of the table's rivals or more are blank; none where they are few."""
        if not assertion.benchmarks or assertion.among or assertion.open_only or assertion.some:
            return []
        row_list = rows(dossier)
        subjects = subjects_of(dossier, assertion)
        pool = [row for row in scope(dossier, assertion, row_list) if row.document == assertion.said.document.id]
        pool = [row for row in pool if any(key_of(cell.model) in subjects for cell in row.own)]
        rivals: dict[int, set[str]] = {}
        for block in {row.block for row in pool}:
            table = [row for row in row_list if row.document == assertion.said.document.id and row.block == block]
            filled = Counter(key_of(cell.model) for row in table for cell in row.rivals)
            rivals[block] = {key for key, n in filled.items() if 2 * n >= len(table)}  # others were hardly compared
        found = [
            row
            for row in pool
            if any(cell in row.own for cell in row.best())
            and len(rivals[row.block]) >= self.least_rivals
            and 2 * len({key_of(b.model) for b in row.blanks} & rivals[row.block]) >= len(rivals[row.block])
        ]
        return found if len(found) >= self.least_rows and 2 * len(found) >= len(pool) else []

    def report_class(self, dossier: Dossier, assertion: Assertion, thin: list[Row]) -> Finding:
        first = thin[0]
        blanks = [b for row in thin for b in row.blanks if b.blank.role is Role.rival]
        models = list(dict.fromkeys(b.blank.model for b in blanks))
        listed = ", ".join(dict.fromkeys(row.printed for row in thin))
        quote = assertion.text if len(assertion.text) <= 150 else assertion.clause
        quote = quote if len(quote) <= 150 else quote[:149].rsplit(" ", 1)[0] + " …"
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="unsupported",
            title=f'"{quote}": {", ".join(models[:4])} blank on {listed}',
            message=(
                f"{where('', assertion.said.block.place).capitalize()} puts the model first. In {len(thin)} of the "
                f"rows that this can refer to ({listed}, {where(first.label, first.first.claim.place)}) at least half "
                "of the rivals of the table have no score."
            ),
            evidence=[
                cite_text(assertion.said.document, assertion.text, assertion.said.block.place, primary=True),
                *(cite_blank(blank) for blank in blanks[:10]),
            ],
            arithmetic=[f"{row.printed}: {row.values()}; blank: {len(row.blanks)}" for row in thin[:10]],
            overturned_by="Scores of these rivals on these benchmarks, in any document of the release.",
            models=models[:4],
            benchmarks=[row.benchmark.id or row.printed for row in thin],
        )

    def rivals(self, assertion: Assertion) -> list[str]:
        """The rivals that a sentence names without doubt."""
        return [keys[0] for keys in assertion.objects if len(keys) == 1]

    def report(self, dossier: Dossier, sentence: Said, empty: list[ResolvedBlank], *, favours: bool) -> Finding:
        text, block = sentence.text, sentence.block
        first = empty[0]
        listed = ", ".join(dict.fromkeys(b.blank.benchmark for b in empty))
        quote = text if len(text) <= 160 else text[:159].rsplit(" ", 1)[0] + " …"
        early = block.placement is Placement.headline
        return self.finding(
            dossier,
            severity=Severity.high if favours and early else Severity.medium if favours else Severity.low,
            confidence=Confidence.high,
            says="unsupported",
            title=f'"{quote}": the cell of {first.blank.model} on {listed} is blank',
            message=(
                f"The sentence compares with {first.blank.model} on {listed}. "
                f"{where(first.blank.label, first.blank.place)} leaves that cell blank "
                f'("{first.blank.printed or "empty"}"), and no document of the release has a score for it.'
            ),
            evidence=[
                cite_text(sentence.document, text, block.place, label=block.label, primary=True),
                *(cite_blank(blank, primary=True) for blank in empty[:8]),
            ],
            arithmetic=list(
                dict.fromkeys(f"{b.blank.model} on {b.blank.benchmark}: “{b.blank.printed}”" for b in empty)
            ),
            overturned_by="The rival's score on that benchmark in any document of the release.",
            models=[first.model.id or first.blank.model],
            benchmarks=[b.benchmark.id or b.blank.benchmark for b in empty],
        )


def matching(
    blanks: dict[tuple[str, str], ResolvedBlank], rivals: list[str], benchmarks: set[str]
) -> list[ResolvedBlank]:
    """The blank cells of those models on those benchmarks."""
    return [blanks[rival, b] for rival in dict.fromkeys(rivals) for b in sorted(benchmarks) if (rival, b) in blanks]


def pointed(names: Names, text: str, before: str) -> set[str]:
    """The benchmarks of the sentence before, where the sentence points back to them."""
    if not before or not THESE.search(plain(text)):
        return set()
    return {mention.key for mention in names.find_benchmarks(plain(before))}
