from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.fields import headed
from auditor.checks.naming import Mention, Names
from auditor.checks.rows import Row, difference, fold, key_of, rows
from auditor.checks.tally import kin, main_keys, own_names
from auditor.checks.wording import Said, plain, said
from auditor.records import Confidence, Dossier, Finding, ResolvedClaim, Severity

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
RANKED = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)|com(?:es|ing) in|finish(?:es|ed|ing)?|stands?)\s+(?:a\s+|the\s+)?"
    r"(?P<a>first|second|third|fourth|1st|2nd|3rd|4th)\b|"
    r"\b(?P<b>second|third|fourth)[- ](?:best|highest|strongest)\b|\b(?P<c>second)\s+only\s+to\b",
    re.IGNORECASE,
)
"""A place that a sentence gives to a model."""
OTHERS = re.compile(
    r"\b(?:exceed\w*|surpass\w*|beat\w*|than|over|ahead of|above|outperform\w*|compared (?:to|with)|the|among|"
    r"open[- ]?\w*|dense|smaller|similar\w*|same)\s+(?:the\s+)?$|\bif\b|\bexcept\b|\bother than\b|\bamong\b",
    re.IGNORECASE,
)
"""What before the words makes the place somebody else's, or one in a class."""
LIMITED = re.compile(
    r"\b(?:among|amongst|open[- ]?(?:source\w*|weights?)|of (?:its|similar|the same) (?:size|class)|(?:in|on) average|"
    r"leaderboard|Arena|overall|no-?reasoning|non-?reasoning|on average|average)\b",
    re.IGNORECASE,
)
"""A class, an average or a board that the rows do not show."""
CLAUSE = re.compile(r"[;:]|,?\s+(?:while|whereas|but|although|though|however|and (?:it|our|we))\b", re.IGNORECASE)


@dataclass(frozen=True)
class Misplaced:
    """A row in which more models are ahead than a sentence says."""

    sentence: Said
    said: int
    row: Row
    mine: ResolvedClaim
    ahead: tuple[ResolvedClaim, ...]

    def line(self) -> str:
        """The row in numbers."""
        theirs = ", ".join(f"{cell.claim.model} {cell.claim.value}" for cell in self.ahead)
        return (
            f"{self.row.printed}: said {self.said}, is {len(self.ahead) + 1}: {theirs} ahead of {self.mine.claim.value}"
        )


class RankMisstated(Check):
    """A sentence gives the released model a place, and the row shows a lower one.

    What it finds:
        Sentences such as "ranks second on X", "the second-best score on X" and "second only to Y on X", where more
        models of the row are ahead than the place allows.

    Why it matters:
        A place is repeated without the table. One place more or less is what such a sentence is about.

    Decision rule:
        The sentence gives a place to an own model (or names none) and names at least one benchmark with a row in the
        same document, or has the printed category of rows for the heading of its paragraph; it limits itself to no
        class, average or board. In every row of the benchmark more models are ahead of the best own cell than the
        place says; ties count for the own model. "Second only to Y": some other model than Y is ahead too. High: two
        places or more. Medium: one. Low: where every one of those ahead is less than a point ahead. One finding a
        release.

    Example:
        Ling-Coder-Lite's report says that it ranks second on MBPP; in table 5 two models are ahead, 75.80 and 75.00
        against 72.40.

    What would clear it:
        A class of models in the sentence in which the place holds.

    References:
        Ling Team, report of Ling-Coder-Lite, section 5.1.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        names = Names(dossier)
        row_list = [row for row in rows(dossier) if row.own and row.rivals and row.higher is not None]
        found: list[Misplaced] = []
        for sentence in said(dossier):
            text = plain(sentence.text)
            if len(text) > 600:
                continue
            for match in RANKED.finditer(text):
                found += self.misplaced(dossier, names, row_list, sentence, text, match)
        if found:
            unique = {(m.row.key, m.said, m.mine.claim.value): m for m in reversed(found)}
            yield self.report(dossier, list(unique.values())[::-1])

    def misplaced(
        self,
        dossier: Dossier,
        names: Names,
        row_list: list[Row],
        sentence: Said,
        text: str,
        match: re.Match[str],
    ) -> list[Misplaced]:
        begins = max((m.end() for m in CLAUSE.finditer(text[: match.start()])), default=0)
        turn = CLAUSE.search(text, match.end())
        clause = text[begins : turn.start() if turn else len(text)]
        before, after = text[begins : match.start()], text[match.end() : begins + len(clause)]
        if OTHERS.search(before) or LIMITED.search(clause):
            return []
        models = names.find_models(text[: match.start()])
        if models and not models[-1].own:
            return []
        cut = re.split(r",?\s+and\s+\w+ing\b|,\s+\w+ing\b", after)[0]
        named = [m.key for m in names.find_benchmarks(cut)] or [m.key for m in names.find_benchmarks(before)]
        here = [row for row in row_list if row.document == sentence.document.id]
        pool = [row for row in here if row.key in named]
        if not named:
            pool = headed(sentence.block, cut, here)
        place = ORDINALS[(match["a"] or match["b"] or match["c"]).casefold()]
        behind = {m.key for m in names.find_models(after) if not m.own} if match["c"] else set()
        return self.judged(dossier, sentence, pool, place, self.subjects(dossier, models), behind, bool(match["c"]))

    def subjects(self, dossier: Dossier, models: list[Mention]) -> set[str]:
        """The own models that the place is given to: the last one named, else the main one."""
        if not models:
            return main_keys(dossier) | kin(dossier, own_names(dossier), fold(dossier.release.subjects[0]))
        last = models[-1]
        return {m.key for m in models if m.start == last.start} | kin(dossier, own_names(dossier), fold(last.name))

    def judged(
        self,
        dossier: Dossier,
        sentence: Said,
        pool: list[Row],
        place: int,
        subjects: set[str],
        behind: set[str],
        only: bool,
    ) -> list[Misplaced]:
        by_key: dict[str, list[Misplaced | None]] = {}
        for row in pool:
            mine = row.best([cell for cell in row.own if key_of(cell.model) in subjects])
            if not mine:
                continue
            ahead = tuple(cell for cell in row.rivals if row.better(cell, mine[0]))
            if only and behind:
                others = tuple(cell for cell in ahead if key_of(cell.model) not in behind)
                wrong = bool(others)
            else:
                wrong = len(ahead) + 1 > place
            by_key.setdefault(row.key, []).append(Misplaced(sentence, place, row, mine[0], ahead) if wrong else None)
        return [group[0] for group in by_key.values() if group and all(group) and group[0] is not None]

    def report(self, dossier: Dossier, found: list[Misplaced]) -> Finding:
        first = max(found, key=lambda m: len(m.ahead) + 1 - m.said)
        off = len(first.ahead) + 1 - first.said
        near = all(abs(difference(cell, m.mine)) < 1 for m in found for cell in m.ahead)
        severity = Severity.low if near else Severity.high if off >= 2 else Severity.medium
        quote = first.sentence.text
        quote = quote if len(quote) <= 150 else quote[:149].rsplit(" ", 1)[0] + " …"
        more = f"; {len(found) - 1} more row{'s' if len(found) > 2 else ''}" if len(found) > 1 else ""
        mine = first.mine.claim
        theirs = ", ".join(f"{cell.claim.model} {cell.claim.value}" for cell in first.ahead[:4])
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.medium,
            says="unsupported",
            title=(
                f'"{quote}": on {first.row.printed} {mine.model} ({mine.value}) is number {len(first.ahead) + 1}, '
                f"behind {theirs}{more}"
            ),
            message=(
                f"{where('', first.sentence.block.place)} gives place {first.said}. "
                f"{where(first.row.label, mine.place)} has {len(first.ahead)} models ahead of {mine.model} on "
                f"{first.row.printed}: {theirs}."
            ),
            evidence=[
                item
                for m in found[:8]
                for item in (
                    cite_text(m.sentence.document, m.sentence.text, m.sentence.block.place, primary=m is first),
                    cite_claim(m.mine),
                    *(cite_claim(cell) for cell in m.ahead[:4]),
                )
            ],
            arithmetic=[m.line() for m in found[:12]],
            overturned_by="A class of models in the sentence in which the place holds.",
            models=[mine.model if first.mine.model.id is None else first.mine.model.id],
            benchmarks=[m.row.benchmark.id or m.row.printed for m in found],
        )
