from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.naming import Names
from auditor.checks.rows import Row, difference, key_of, points, rows
from auditor.checks.wording import Said, mentions, plain, said
from auditor.records import (
    BlockKind,
    Confidence,
    Dossier,
    Finding,
    Provenance,
    ResolvedClaim,
    Severity,
)

SCORES = r"(?:results?|scores?|numbers?|values?|metrics?|figures|performance|data points?|evaluations?)"
SOURCE = (
    r"(?:papers?|publications?|reports?|leaderboards?|model cards?|blogs?(?: posts?)?|documentation|announcements?|"
    r"literature|websites?|repositor(?:y|ies)|authors?|developers?|vendors?|providers?|tables?)"
)
TAKEN = re.compile(
    rf"\b{SCORES}\b[^.;]{{0,90}}?\b(?:(?:directly |mainly |mostly |partly )?(?:sourced|taken|cited|quoted|copied|"
    r"adopted|drawn|borrowed|collected|excerpted|retrieved)(?: directly)? from|come from)\s+(?P<from>[^.;]{3,80})|"
    rf"\bvalues? [^.;]{{0,40}}\b(?:sourced|taken|cited|quoted|copied) from (?P<public>[^.;]{{3,60}})|"
    rf"\breport (?:its|their) {SCORES} (?:based on|from) (?P<based>[^.;]{{3,60}})|"
    rf"\breport the (?:highest|best|higher|maximum) {SCORES} (?:among|of|from|between) (?P<best>[^.;]{{0,40}}"
    rf"(?:public\w*|official\w*|reported|published)[^.;]{{0,40}})",
    re.IGNORECASE,
)
"""A sentence that says where scores were taken from."""
ELSEWHERE = re.compile(rf"\b{SOURCE}\b|\b(?:public\w*|official\w*|published|original)\b|[A-Z][\w-]*[A-Z]\w*")
"""What such a source is: a document or a named framework, not the Web from which data were taken."""
FAMILY = re.compile(r"[A-Z][A-Za-z]+\d?(?:\.\d)?(?![A-Za-z])")
"""The word with which a model's label begins: "Qwen3" of Qwen3-8B."""
TABLE = re.compile(r"\bTables? (\d+)\b")
ANEW = re.compile(r"\bre-?(?:ran|run|evaluat\w+|test\w*|produc\w+)\b", re.IGNORECASE)
"""Words of a caption by which all its scores were run anew."""
NOT_SCORES = re.compile(
    r"\b(?:tokens?|corpus|corpora|dataset|data ?sets?|training data|questions?|prompts|images|videos|issues|challenges|"
    r"problems|tasks)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Taken:
    """A sentence on the origin of scores, with the rows of which it speaks."""

    said: Said
    origin: str
    pairs: tuple[tuple[Row, ResolvedClaim, ResolvedClaim], ...]
    """Row, best own cell, best cell that was taken from elsewhere."""

    @property
    def led(self) -> list[tuple[Row, ResolvedClaim, ResolvedClaim]]:
        """The rows in which the own model is ahead, the narrowest first."""
        ahead = [pair for pair in self.pairs if pair[0].better(pair[1], pair[2])]
        return sorted(ahead, key=lambda pair: abs(difference(pair[1], pair[2])))


class MixedSources(Check):
    """The text says that scores of rivals were taken from elsewhere, and they stand beside the vendor's own runs.

    What it finds:
        Sentences and notes that name the origin of rivals' scores (papers, reports, a leaderboard, another harness),
        with the rows in which these scores stand beside own ones.

    Why it matters:
        Scores of two origins were made with other prompts, shots, extraction and tools. A narrow lead in such a row can
        be the harness's, and the mark is easily passed over.

    Decision rule:
        A sentence with a word for scores and one for taking them from a document, a public source or a named framework;
        not about training data. Its rows: those of the table that it is a note of, or of its section (or the nearest
        table of the document) that have own scores and scores marked as taken over, or of the models that it names, or,
        where it names none, of rivals not marked as run anew. High: two origins are named, or the own model leads such
        a row by 2 points at most and the source is no leaderboard, which has one harness for all. Medium: it leads
        one. Low: none. One finding a release, all sentences together.

    Example:
        DeepSeek-Coder-V2's SWE-bench Lite column holds values of GPT models from OpenDevin, of Claude 3 Opus from
        SWE-agent, and own runs with another agent.

    What would clear it:
        All models of the row run in one harness, or the conditions of the sources beside the own ones.

    References:
        DeepSeek-AI, arXiv:2406.11931, section 4.3.
    """

    narrow = 2
    # Prompts and extraction alone move common tests by as much.
    nearest = 12
    # A note may stand some blocks before or after its table; farther away it speaks of another one.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        names = Names(dossier)
        row_list = [row for row in rows(dossier) if row.own and row.rivals]
        found: list[Taken] = []
        told: set[str] = set()
        for sentence in said(dossier):
            text = plain(sentence.text)
            match = TAKEN.search(text)
            if match is None or text in told or len(text) > 500:
                continue
            origin = next(part for part in match.groups() if part is not None).strip(" ,")
            if not ELSEWHERE.search(origin) or NOT_SCORES.search(match[0]):
                continue
            told.add(text)
            pairs = self.pairs(names, sentence, row_list)
            if pairs:
                found.append(Taken(sentence, origin, pairs))
        if found:
            yield self.report(dossier, found)

    def pairs(
        self, names: Names, sentence: Said, row_list: list[Row]
    ) -> tuple[tuple[Row, ResolvedClaim, ResolvedClaim], ...]:
        """The rows of which a sentence speaks."""
        text = plain(sentence.text)
        named = names.find_models(text)
        if named and all(mention.own for mention in named):
            return ()
        near = about(sentence, self.near(sentence, row_list))
        rivals = {mention.key for mention in named if not mention.own}
        rivals |= {key_of(c.model) for row in near for c in row.rivals if in_family(c.claim.model, text)}
        copied = any(cell.claim.provenance is Provenance.copied for row in near for cell in row.rivals)
        found = []
        for row in near:
            if copied:
                taken = [c for c in row.rivals if c.claim.provenance is Provenance.copied]
            else:
                taken = [c for c in row.rivals if key_of(c.model) in rivals] if rivals else list(row.rivals)
                taken = [c for c in taken if c.claim.provenance is Provenance.unknown]
            mine = [c for c in row.own if c.claim.provenance is not Provenance.copied]
            best, theirs = row.best(mine), row.best(taken)
            if best and theirs:
                found.append((row, best[0], theirs[0]))
        return tuple(found)

    def near(self, sentence: Said, row_list: list[Row]) -> list[Row]:
        """The rows of the table that a sentence is a note of, else of those its section names, else of the nearest."""
        block = sentence.block
        here = [
            row
            for row in row_list
            if row.document == sentence.document.id
            and (row.block == block.order or not ANEW.search(row.first.claim.caption))
        ]
        same = [row for row in here if row.block == block.order]
        if same or block.kind in (BlockKind.table, BlockKind.caption):
            return same or [row for row in here if abs(row.block - block.order) <= 1]
        section = block.section
        inside = [b.text for b in sentence.document.blocks if section and b.section[: len(section)] == section]
        for texts in ([block.text], inside):
            labels = {f"Table {number}" for text in texts for number in TABLE.findall(text)}
            referred = [row for row in here if row.label in labels]
            if referred:
                return referred
        distance = min((abs(row.block - block.order) for row in here), default=self.nearest + 1)
        return [row for row in here if distance <= self.nearest and abs(row.block - block.order) == distance]

    def report(self, dossier: Dossier, found: list[Taken]) -> Finding:
        found = sorted(found, key=lambda taken: (not taken.led, not taken.said.block.place.page))
        first = found[0]
        led = first.led
        row, mine, theirs = (led or list(first.pairs))[0]
        quote = first.said.text if len(first.said.text) <= 200 else first.said.text[:199].rsplit(" ", 1)[0] + " …"
        count = len(first.pairs)
        two = re.search(r"\bwhile\b|\bwhereas\b", first.said.text) is not None
        narrow = (
            bool(led) and abs(difference(mine, theirs)) <= self.narrow and "leaderboard" not in first.origin.casefold()
        )
        severity = Severity.high if two or narrow else Severity.medium if led else Severity.low
        more = f" (and {len(found) - 1} more passages)" if len(found) > 1 else ""
        state = (
            f"the own model leads {len(led)} of {count} such rows, most narrowly {row.printed} ({mine.claim.value} "
            f"against {theirs.claim.value} of {theirs.claim.model})"
            if led
            else f"the own model leads none of {count} such rows ({row.printed}: {mine.claim.value} against "
            f"{theirs.claim.value} of {theirs.claim.model})"
        )
        spot = where(row.label, mine.claim.place)
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.medium,
            says="not comparable",
            title=f'Values of other origin beside own runs in {spot}: "{quote}"; {state}{more}',
            message=(
                f'{where("", first.said.block.place)} of {first.said.document.name} says: "{first.said.text}" In '
                f"{spot} they stand beside the vendor's own runs; {state}. Scores of other origin can differ in "
                "prompt, shots, extraction and tools."
            ),
            evidence=[
                *(
                    cite_text(
                        t.said.document, t.said.text, t.said.block.place, label=t.said.block.label, primary=t is first
                    )
                    for t in found[:6]
                ),
                *(
                    cite_claim(cell)
                    for t in found[:6]
                    for pair in (t.led or list(t.pairs))[:6]
                    for cell in (pair[1], pair[2])
                ),
            ],
            arithmetic=[
                f"{r.printed}: {a.claim.model} {a.claim.value} − {b.claim.model} {b.claim.value} = "
                f"{points(difference(a, b))}"
                for t in found[:4]
                for r, a, b in (t.led or list(t.pairs))[:5]
            ],
            overturned_by="All models of these rows run in one harness, or the sources' conditions beside the own.",
            models=list(dict.fromkeys(key_of(c.model) for t in found for p in t.pairs for c in p[1:]))[:12],
            benchmarks=list(dict.fromkeys(p[0].benchmark.id or p[0].printed for t in found for p in t.pairs))[:12],
        )


def in_family(label: str, text: str) -> bool:
    """Whether a text speaks of the line that a model's label begins with ("the GPT series")."""
    family = FAMILY.match(label)
    if family is None:
        return False
    return re.search(rf"\b{re.escape(family[0])} (?:series|models?|family)\b", text) is not None


def about(sentence: Said, near: list[Row]) -> list[Row]:
    """The rows of the one benchmark that a sentence or its passage is about; all where it is about several or none."""
    for text in (plain(sentence.text), plain(sentence.block.text)):
        stems = {stem for row in near if len(stem := row.printed.split(" ")[0]) >= 3 and mentions(text, stem)}
        if len(stems) == 1:
            return [row for row in near if row.printed.split(" ")[0] in stems]
    return near
