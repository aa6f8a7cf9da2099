from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, where
from auditor.checks.items import items_of, runs_of
from auditor.checks.rows import Row, rows
from auditor.checks.twins import stage
from auditor.checks.wording import plain, said
from auditor.records import ConditionName, Confidence, Dossier, Finding, Placement, Severity

EVALUATION = re.compile(
    r"\b(?:evaluat\w*|scor\w+|benchmarks?|results?|report\w*|test(?:s|ed|ing)?|pass@\d*|avg@\d*|mean@\d*|run(?:s)?)\b",
    re.IGNORECASE,
)
ABOUT = re.compile(r"eval(?:uat\w*|[_-]?details?|s)?(?![a-z])", re.IGNORECASE)
"""What a heading or a file on evaluation is called."""
TRAINING = re.compile(r"\b(?:train\w*|distill\w*|rollouts?|reward\w*|loss|recommend\w*|suggest\w*|deploy\w*)\b", re.I)
WAYS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "sampling temperature",
        re.compile(r"\btemperature|\btop[- _]?[pk]\b|\bgreedy\b|\bsampling (?:parameters|settings)", re.IGNORECASE),
    ),
    (
        "number of runs",
        re.compile(
            r"\b(?:avg|average|mean|cons|maj|pass)@\s?[2-9k]\d*|\baverag\w+ (?:over|of|across)\b|"
            r"\b(?:\d+|two|three|four|five|six|eight|ten|multiple|several|k)\s+(?:\w+\s+){0,2}"
            r"(?:runs|samples|trials|seeds|times|responses|repetitions|generations|attempts)\b|"
            r"\bsingle[- ](?:run|attempt|sample|trial)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "output limit",
        re.compile(
            r"\b(?:max\w*|limit\w*|up to|budget|cap\w*|length)\b[^.]{0,40}?\d[\d,.]*\s?[kK]?\b[^.]{0,20}\b"
            r"(?:tokens?|length|context)|\btokens?\b[^.]{0,30}\b(?:limit|budget|cap)\b|"
            r"\b\d+\s?[kK]\b[^.]{0,20}\b(?:output|generation|context|tokens?)\b",
            re.IGNORECASE,
        ),
    ),
)


class UndisclosedSampling(Check):
    """How the scores were sampled is stated nowhere: no temperature, number of runs or output limit.

    What it finds:
        Releases with own scores of which no document says at least two of these: the sampling temperature, how many
        runs were made of each item, how many tokens an answer may have.

    Why it matters:
        On a test of 30 problems single runs of one model differ by ten points. Without the number of runs a score may
        be one draw, a mean or the best, and it cannot be repeated.

    Decision rule:
        At least 5 benchmarks with scores of an own tuned model, by the registry two of them of at most 200 items or
        one of at most 60. A way of sampling counts as stated where a score's condition, label or note has it, or a
        sentence of the release that speaks of evaluation, stands under a heading on it or in a document on it, and does
        not speak of training or recommended use, has a word for it. Medium: the number of
        runs is among the missing ones and such a benchmark stands in the headline. Low: the rest. One finding a
        release.

    Example:
        The report of MiMo-V2-Flash lists its benchmarks and gives neither temperature, output limit nor runs for AIME,
        HMMT, GPQA or Terminal-Bench.

    What would clear it:
        The three settings, in any document of the release.

    References:
        Hochlehnert et al., A Sober Look at Progress in Language Model Reasoning, arXiv:2504.07086.
    """

    least = 5
    small = 200
    # On more items than these the spread between runs is below two points.
    least_small = 2
    tiny = 60

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        tests: dict[str, Row] = {}
        for row in sorted(rows(dossier), key=lambda row: row.placement is not Placement.headline):
            if any(stage(cell) != "base" for cell in row.own):
                tests.setdefault(row.key, row)
        if len(tests) < self.least:
            return
        spoken = [
            plain(s.text)
            for s in said(dossier)
            if EVALUATION.search(plain(s.text)) or ABOUT.search(" ".join((s.document.name, *s.block.section)))
        ]
        spoken = [text for text in spoken if not TRAINING.search(text)]
        labels = [
            f"{r.claim.benchmark} {r.claim.metric or ''} {r.claim.setting.printed} {r.claim.caption} "
            + " ".join(note.text for note in r.claim.footnotes)
            for r in dossier.own()
        ]
        known = {
            "sampling temperature": any(r.claim.setting.get(ConditionName.temperature) for r in dossier.own()),
            "number of runs": any(
                r.claim.setting.get(ConditionName.samples) or r.claim.setting.get(ConditionName.attempts)
                for r in dossier.own()
            )
            or any(runs_of(r) is not None for r in dossier.own()),
            "output limit": any(
                r.claim.setting.get(ConditionName.context) or r.claim.setting.get(ConditionName.thinking_budget)
                for r in dossier.own()
            ),
        }
        missing = [
            name
            for name, words in WAYS
            if not known[name] and not any(words.search(text) for text in (*spoken, *labels))
        ]
        small = [(row, n) for row in tests.values() if (n := size(dossier, row)) is not None and n <= self.small]
        enough = len(small) >= self.least_small or any(n <= self.tiny for _, n in small)
        if len(missing) >= 2 and enough and english(spoken):
            yield self.report(dossier, small, missing)

    def report(self, dossier: Dossier, small: list[tuple[Row, int]], missing: list[str]) -> Finding:
        small = sorted(small, key=lambda pair: (pair[0].placement is not Placement.headline, pair[1]))
        first = small[0][0]
        headline = "number of runs" in missing and first.placement is Placement.headline
        cell = (first.best(first.own) or first.own)[0]
        listed = ", ".join(f"{row.printed} ({n} items)" for row, n in small[:6])
        words = " and no ".join((", no ".join(missing[:-1]), missing[-1]))
        many = f"{len(small)} benchmarks of few items" if len(small) > 1 else "a benchmark of few items"
        return self.finding(
            dossier,
            severity=Severity.medium if headline else Severity.low,
            confidence=Confidence.medium,
            says="undisclosed",
            title=f"No {words} is stated for {many} of the own models: {listed}",
            message=(
                f"{where(first.label, cell.claim.place)} prints {cell.claim.value} for {cell.claim.model} on "
                f"{first.printed}. No document of the release states the {' or the '.join(missing)} behind its scores, "
                f"which move most on {listed}."
            ),
            evidence=[cite_claim((row.best(row.own) or row.own)[0], primary=row is first) for row, _ in small[:12]],
            arithmetic=[f"{row.printed}: one of {n} items is {100 / n:.1f} points" for row, n in small[:6]],
            overturned_by=f"The {' and the '.join(missing)}, in any document of the release.",
            models=[cell.model.id or cell.claim.model],
            benchmarks=[row.benchmark.id or row.printed for row, _ in small],
        )


def size(dossier: Dossier, row: Row) -> int | None:
    """The number of items behind the first own tuned score of a row."""
    items = next((found for cell in row.own if (found := items_of(dossier, cell))), None)
    return items.n if items else None


def english(texts: list[str]) -> bool:
    """Whether the words of this check can be looked for: most sentences on evaluation are written in Latin letters."""
    letters = "".join(texts)
    return sum(ch.isascii() for ch in letters) * 10 >= 9 * len(letters)
