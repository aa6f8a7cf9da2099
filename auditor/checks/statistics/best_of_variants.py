from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.wording import Said, plain, said
from auditor.evidence.statistics import expected_best_of
from auditor.records import Confidence, Dossier, Finding, Severity

COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "several": 0, "multiple": 0, "many": 0,
}  # fmt: skip
WHAT = r"(?:runs?|seeds?|checkpoints?|variants?|trials?|submissions?|configurations?|prompts?|templates?|settings)"
MANY = r"(\d{1,3}|" + "|".join(COUNTS) + ")"
BEST = re.compile(
    rf"\b(?:best|highest|maximum|top|strongest)\b(?:[- ]\w+){{0,4}}?\s+(?:of|among|across|over|from|out of)\s+"
    rf"(?:the |all |our )?{MANY}\s+(?:\w+\s+){{0,2}}?{WHAT}\b|"
    rf"\b(?:select\w*|choos\w*|chose|pick\w*|report\w*)\s+the\s+(?:best|highest)[- ]?(?:\w+\s+){{0,2}}?"
    rf"(?:of|among|across|over|from)\s+(?:the |all |our )?{MANY}\s+(?:\w+\s+){{0,2}}?{WHAT}\b",
    re.IGNORECASE,
)
TESTED = re.compile(
    r"\b(?:evaluat\w*|report\w*|scores?|results?|benchmarks?|leaderboard|arena|accuracy|perform\w*)\b", re.IGNORECASE
)
TRAINING = re.compile(
    r"\b(?:reward\w*|rejection sampling|distill\w*|SFT|preference|rollouts?|data|loss)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Chosen:
    """A sentence that says a score is the best of several."""

    said: Said
    n: int | None
    words: str


class BestOfVariants(Check):
    """A score is the best of several runs, checkpoints, prompts or variants, and stands for one model.

    What it finds:
        Sentences that say that the best of several runs, seeds, checkpoints, prompts or variants was reported.

    Why it matters:
        The best of N draws lies above their mean for no merit of the model: by up to σ·√(2·ln N) for N normal draws of
        spread σ.

    Decision rule:
        A sentence on evaluation, not on training data or rewards, says best (highest, selected) of N such things. The
        expected rise is given in units of the spread, and in points where σ is the sampling error of a test of 200
        items at 50 % (3.5 points). Medium: N of 5 or more, or uncounted ("several"). Low: less. One finding a release.

    Example:
        Meta tested 27 private variants on the Chatbot Arena before Llama 4; the best of 27 draws lies about two
        spreads above their mean.

    What would clear it:
        The mean over the runs or variants beside the best one.

    References:
        Singh et al., The Leaderboard Illusion, arXiv:2504.20879.
    """

    many = 5
    spread = 3.5

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: list[Chosen] = []
        for sentence in said(dossier):
            text = plain(sentence.text)
            match = BEST.search(text) if len(text) < 500 else None
            if match is None or TRAINING.search(text) or not TESTED.search(text):
                continue
            word = (match[1] or match[2]).casefold()
            n = int(word) if word.isdigit() else COUNTS[word] or None
            if n is None or n > 1:
                found.append(Chosen(sentence, n, match[0]))
        if found and any(True for _ in dossier.own()):
            yield self.report(dossier, found)

    def report(self, dossier: Dossier, found: list[Chosen]) -> Finding:
        first = max(found, key=lambda chosen: chosen.n or self.many)
        own = next(dossier.own())
        rise = expected_best_of(1.0, first.n) if first.n else None
        arithmetic = [
            f"N = {c.n}: expected best of N up to {expected_best_of(1.0, c.n):.2f} spreads; at {self.spread} "
            f"points a spread {expected_best_of(self.spread, c.n):.1f} points"
            for c in found
            if c.n
        ]
        return self.finding(
            dossier,
            severity=Severity.medium if first.n is None or first.n >= self.many else Severity.low,
            confidence=Confidence.medium,
            says="disclosed",
            title=f'Scores are "{first.words}"' + (f": up to {rise:.1f} spreads above their mean" if rise else ""),
            message=(
                f'{where("", first.said.block.place)} of {first.said.document.name} says: "{first.said.text}" '
                + (
                    f"The best of {first.n} draws of one quality is expected up to {rise:.2f} spreads above their mean."
                    if rise
                    else "How many there were is not said."
                )
            ),
            evidence=[
                *(cite_text(c.said.document, c.said.text, c.said.block.place, primary=c is first) for c in found[:6]),
                cite_claim(own),
            ],
            arithmetic=arithmetic,
            overturned_by="The mean over the runs or variants beside the best one.",
            models=list(dossier.release.subjects[:1]),
        )
