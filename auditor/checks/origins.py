"""What a release says of who obtained the scores of others: sentences, and the tables that they reach."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.checks.twins import stage
from auditor.checks.wording import passages, plain, sentences
from auditor.records import Dossier, ResolvedClaim

OWN_RUNS = re.compile(
    r"\b(?:(?:our|an?|the|unified|same|identical|consistent|internal|in-house)\s+)+(?:\w+[- ]){0,3}"
    r"(?:evaluation|testing|test|eval|internal)\s+(?:\w+\s+)?(?:framework|pipeline|harness|codebase|settings?|protocols?|environment)\b|"
    r"\bsame (?:\w+ ){0,3}(?:settings?|protocol|framework|pipeline|conditions|prompts?)\b|"
    r"\bre-?(?:evaluat\w+|ran|run|test\w+)\b",
    re.IGNORECASE,
)
"""Words for one way of running that is the release's own."""
BOARD = re.compile(r"\bopen LLM leaderboard\b|\bnormali[sz]ed (?:results|scores|accurac\w+)\b", re.IGNORECASE)
"""Words for scores that a public board obtained, all in one way."""
OTHERS = re.compile(
    r"\b(?:all|both|these|other|baseline|compared|competing|open(?:-source|-weight)?|each)\s+(?:of\s+)?(?:the\s+|our\s+|these\s+)?"
    r"(?:\w+[- ]){0,3}(?:models?|baselines?|methods|systems|competitors|results|evaluations|scores|numbers)\b|"
    r"\bbaselines\b|"
    r"\bcompare\w* .{0,80}\b(?:models?|with)\b",
    re.IGNORECASE,
)
"""Words for the models that others made."""
BASE_ALONE = re.compile(r"\bbase(?: \w+)? models?\b", re.IGNORECASE)


LONGEST = 600
"""Letters from which on a passage is no sentence that was cut out rightly."""


@dataclass(frozen=True)
class OwnRuns:
    """A sentence by which a release says that one party ran all compared models in one way."""

    text: str
    base: bool
    """Whether it speaks of base models."""


def own_framework(dossier: Dossier) -> list[OwnRuns]:
    """Such sentences in any text of any document: prose, captions and notes."""
    return [
        OwnRuns(text, BASE_ALONE.search(text) is not None)
        for passage in passages(dossier)
        if OWN_RUNS.search(plain(passage)) or BOARD.search(plain(passage))
        for text in map(plain, sentences(passage))
        if len(text) < LONGEST and (BOARD.search(text) or (OWN_RUNS.search(text) and OTHERS.search(text)))
    ]


def reaches(sentence: OwnRuns, cell: ResolvedClaim) -> bool:
    """Whether a sentence covers a score: one on base models covers no tuned one."""
    return not sentence.base or stage(cell) == "base"
