"""What ties a number in a sentence: whether it is a score at all, and the benchmark it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.claims.sentences import (
    AFTER_DIFFERENCE,
    COST,
    DIFFERENCE,
    LINK,
    OVERALL,
    RECORD,
    SHARED_OUT,
    VERB,
)
from auditor.claims.spoken import Name

_REACH = 80
"""Letters before a number in which words that make it a difference stand."""
_GAIN = re.compile(r",\s[+−-]\s?\d+(?:\.\d+)?\s?%?(?=\))")
_SCORE_OF = re.compile(
    r"\s(?:(?:average|overall|mean|top|win|success|pass)\s)?(?:score|accuracy|rating|result|rate)\s(?:of|is|was|at)\s"
    r"(?:an?\s|about\s|over\s)?"
)
"""Between a benchmark's name and its score: "a SomeBench score of N"."""


def is_score(sentence: str, match: re.Match[str]) -> bool:
    """Whether a number can be a score: no difference, cost or count."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    number = match["number"]
    if (
        COST.search(before[-60:])
        or COST.search(after[:30])
        or DIFFERENCE.search(before[-_REACH:])
        or AFTER_DIFFERENCE.match(after)
        or before.rstrip().endswith("±")
    ):
        return False
    if not match["unit"] and "." not in number:
        # A bare whole number is a score only as a rating.
        return (
            bool(re.search(r"\b(?:elo|rating|score)\b", sentence, re.I))
            and len(number.replace(",", "")) == 4
            and not re.fullmatch(r"(?:19|20)\d\d", number)
        )
    return True


def benchmark_of(
    sentence: str, score: re.Match[str], benchmarks: Sequence[Name], scores: Sequence[re.Match[str]]
) -> Name | None:
    """ "N on B" first; then "B (N)"; then the benchmark last named before the number in the same clause."""
    if SHARED_OUT.search(sentence):
        return None
    # A gain may stand between a score in brackets and its benchmark: "(73.8%, +5.8%) on B".
    gain = _GAIN.match(sentence, score.end())
    after = sentence[gain.end() if gain is not None else score.end() :]
    link = LINK.match(after)
    if link is not None:
        position = len(sentence) - len(after) + link.end()
        following = next((b for b in benchmarks if score.end() <= b.start <= position + 24), None)
        if following is not None and not any(score.end() < s.start() < following.start for s in scores):
            return following
    bracket = sentence[: score.start()].rstrip()
    if bracket.endswith(("(", ":", "=")):
        previous = [b for b in benchmarks if b.end <= score.start() and score.start() - b.end <= 4]
        if previous:
            return previous[-1]
    scored = [b for b in benchmarks if _SCORE_OF.fullmatch(sentence, b.end, score.start("number"))]
    if scored:
        return scored[-1]
    if RECORD.search(sentence[: score.start()]) or OVERALL.search(sentence[: score.start()]):
        return None
    clause = max(
        sentence.rfind(";", 0, score.start()),
        sentence.rfind(" while ", 0, score.start()),
        sentence.rfind(" whereas ", 0, score.start()),
        -1,
    )
    led = [b for b in benchmarks if clause < b.start and b.end <= score.start()]
    opens = [b for b in led if re.search(r"\b(?:on|in|for)\s(?:the\s|both\s)?$", sentence[: b.start], re.I)]
    if len({b.text for b in opens}) == 1 and not re.search(r"\band\s*$", sentence[opens[-1].end : score.start()]):
        between = sentence[opens[-1].end : score.start()]
        if len(between) < 90 and VERB.search(between):
            return opens[-1]
    return None
