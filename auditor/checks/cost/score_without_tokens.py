from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, where
from auditor.checks.wording import plain, said
from auditor.records import ConditionName, Confidence, Dossier, Finding, Placement, Severity

RAISED = ("high", "xhigh", "max", "heavy", "ultra", "extended", "think-max", "deep")
TOKENS = re.compile(
    r"\d[\d,.]*\s*[kKmM]?\s*(?:(?:output|reasoning|thinking|generated|completion|CoT)\s+)?tokens?\s*"
    r"(?:per|/|on average|in total|for (?:each|a|the|every))|"
    r"(?:average|mean|median)\s+(?:of\s+)?[\w ]{0,20}\d[\d,.]*\s*[kK]?\s*(?:output |reasoning |thinking )?tokens|"
    r"cost[^.]{0,40}\$\s?\d[\d.,]*\s*(?:per|/)\s*(?:task|problem|run|question)",
    re.IGNORECASE,
)


class ScoreWithoutTokens(Check):
    """Scores at raised effort without the tokens or cost that they took.

    What it finds:
        A release whose own scores are stated to be at high, extra-high or maximum effort, and that gives neither output
        tokens nor cost per task anywhere.

    Why it matters:
        More reasoning buys score with tokens, money and waiting. A score at maximum effort without its price is half
        a claim.

    Decision rule:
        At least one own claim states a raised effort, and no sentence of the release gives tokens or cost per task.
        Low. One finding a release.

    Example:
        DeepSeek-V4-Pro rises from 9.2 to 90.2 on Apex Shortlist between its lowest and highest effort.

    What would clear it:
        Output tokens or cost per task beside the scores.

    References:
        None.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        raised = [
            resolved
            for resolved in dossier.own()
            if (effort := resolved.claim.setting.get(ConditionName.effort)) is not None and effort.casefold() in RAISED
        ]
        if not raised or any(TOKENS.search(plain(sentence.text)) for sentence in said(dossier)):
            return
        headline = [resolved for resolved in raised if resolved.claim.placement is Placement.headline]
        first = (headline or raised)[0]
        stated = next(c for c in first.claim.setting.conditions if c.name is ConditionName.effort)
        yield self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.medium,
            says="undisclosed",
            title=(
                f"{len(raised)} scores of the own models are at raised effort ({stated.printed}), without tokens "
                "or cost per "
                "task"
            ),
            message=(
                f"{where(first.claim.label, first.claim.place)} prints {first.claim.value} on "
                f"{first.claim.benchmark} at "
                f"{stated.printed} effort. No sentence of the release says how many tokens, or how much money, a "
                "task took."
            ),
            evidence=[
                cite_claim(resolved, primary=resolved is first)
                for resolved in [first, *(r for r in raised[:4] if r is not first)]
            ],
            arithmetic=[f"own claims at raised effort: {len(raised)}; sentences with tokens or cost per task: 0"],
            overturned_by="Output tokens or cost per task for these scores, in a document of the release.",
            models=[first.model.id or first.claim.model],
        )
