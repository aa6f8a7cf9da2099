from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.rows import fold, key_of
from auditor.checks.wording import plain, said
from auditor.records import ConditionName, Confidence, Dossier, Finding, Placement, ResolvedClaim, Severity

RAISED = ("high", "xhigh", "max", "heavy", "ultra", "extended", "think-max", "deep")
TOKENS = re.compile(
    r"\d[\d,.]*\s*[kKmM]?\s*(?:(?:output|reasoning|thinking|generated|completion|CoT)\s+)?tokens?\s*"
    r"(?:per|/|on average|in total|for (?:each|a|the|every))|"
    r"(?:average|mean|median)\s+(?:of\s+)?[\w ]{0,20}\d[\d,.]*\s*[kK]?\s*(?:output |reasoning |thinking )?tokens|"
    r"cost[^.]{0,40}\$\s?\d[\d.,]*\s*(?:per|/)\s*(?:task|problem|run|question)",
    re.IGNORECASE,
)


OFFERED = re.compile(
    r"\b(?:cost-effective|cost-efficient|token-efficient|(?:efficient|economical|affordable)(?: and [\w-]+)? "
    r"(?:\w+ ){0,3}(?:model|LLM))\b",
    re.IGNORECASE,
)
"""Words by which a release offers its model as cheap to run."""
NOT_USED = re.compile(r"\bsummar(?:y|ies)\b|\bmax(?:imum)?\b|\bcapped\b|\blimit\w*\b|\bup to\b", re.IGNORECASE)
"""What such a sentence gives is the part that is shown, or a limit: not the tokens that were used."""
LIMIT = re.compile(
    r"\bmax\w* (?:generation|output|response|completion|token)[^.]{0,30}?\b(\d{2,3},?\d{3})\b[^.]{0,10}\btokens?\b",
    re.IGNORECASE,
)
REASONING = re.compile(
    r"\b(?:long(?:er)? (?:chain[- ]of[- ]thoughts?|CoTs?)|reasoning models?|thinking (?:mode|model|tokens|time))\b",
    re.IGNORECASE,
)


ABOUT_TRAINING = re.compile(
    r"\b(?:train\w*|distill\w*|TPUs?|GPUs?|compress\w*|quanti[sz]\w*|execution|frameworks?|paradigm|toolset|vllm|"
    r"architecture|accelerators?|hardware|tools?|debugging|infrastructure|serving|annotat\w*|pipelines?)\b",
    re.IGNORECASE,
)
"""What such a sentence calls efficient is not the model's use."""


class ScoreWithoutTokens(Check):
    """Scores at raised effort without the tokens or cost that they took.

    What it finds:
        A release whose own scores are stated to be at high, extra-high or maximum effort, and that gives neither output
        tokens nor cost per task anywhere.

    Why it matters:
        More reasoning buys score with tokens, money and waiting. A score at maximum effort without its price is half
        a claim.

    Decision rule:
        At least one own claim states a raised effort, in its conditions or as the last word of its label, and no
        sentence of the release gives tokens or cost per task. Low. One finding a release. The same where one or two
        sentences give tokens and at least 10 benchmarks are at raised effort; and where no effort is stated, the model
        is offered as cost-effective or an efficient model, and no tokens or costs are given; or the release speaks of
        long reasoning and states a limit of at least 16,000 tokens. Lengths of summaries are no tokens of
        the reasoning.

    Example:
        DeepSeek-V4-Pro rises from 9.2 to 90.2 on Apex Shortlist between its lowest and highest effort.

    What would clear it:
        Output tokens or cost per task beside the scores.

    References:
        None.
    """

    long_answer = 16_000
    few = 2
    many = 10
    # Two sentences on tokens do not speak for ten benchmarks.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        raised = [
            resolved
            for resolved in dossier.own()
            if (effort := effort_of(dossier, resolved)) is not None and effort.casefold() in RAISED
        ]
        spoken = [
            sentence
            for sentence in said(dossier)
            if TOKENS.search(plain(sentence.text)) and not NOT_USED.search(plain(sentence.text))
        ]
        tests = {key_of(resolved.benchmark) for resolved in raised}
        if not raised:
            if not spoken:
                yield from self.efficient(dossier) or self.long(dossier)
            return
        if spoken and (len(spoken) > self.few or len(tests) < self.many):
            return
        headline = [resolved for resolved in raised if resolved.claim.placement is Placement.headline]
        first = (headline or raised)[0]
        effort = next(
            (c.printed for c in first.claim.setting.conditions if c.name is ConditionName.effort),
            effort_of(dossier, first),
        )
        effort = re.sub(r"\s*effort$", "", effort or "raised")
        yield self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.medium,
            says="undisclosed",
            title=(
                f"{len(raised)} scores of the own models are at raised effort ({effort}), "
                + (f"with tokens in {len(spoken)} sentence(s) only" if spoken else "without tokens or cost per task")
            ),
            message=(
                f"{where(first.claim.label, first.claim.place)} prints {first.claim.value} on "
                f"{first.claim.benchmark} at "
                f"{effort} effort. "
                + (
                    f"{len(spoken)} sentence(s) give tokens, for {len(tests)} benchmarks."
                    if spoken
                    else "No sentence of the release says how many tokens, or how much money, a task took."
                )
            ),
            evidence=[
                cite_claim(resolved, primary=resolved is first)
                for resolved in [first, *(r for r in raised[:4] if r is not first)]
            ]
            + [cite_text(s.document, s.text, s.block.place) for s in spoken],
            arithmetic=[
                f"own claims at raised effort: {len(raised)}, on {len(tests)} benchmarks; sentences with tokens or "
                f"cost per task: {len(spoken)}"
            ],
            overturned_by="Output tokens or cost per task for these scores, in a document of the release.",
            models=[first.model.id or first.claim.model],
        )

    def long(self, dossier: Dossier) -> list[Finding]:
        """A model that reasons at length under a stated limit, without what it took of it."""
        scored = [r for r in dossier.own() if r.claim.row is not None]
        limits = [
            s
            for s in said(dossier)
            if (match := LIMIT.search(plain(s.text))) and int(match[1].replace(",", "")) >= self.long_answer
        ]
        reasons = any(REASONING.search(plain(s.text)) for s in said(dossier))
        if not limits or not reasons or len(scored) < 5:
            return []
        first = limits[0]
        return [
            self.finding(
                dossier,
                severity=Severity.low,
                confidence=Confidence.medium,
                says="undisclosed",
                title=f'The limit of an answer is given, not the tokens that the scores took: "{first.text[:120]}"',
                message=(
                    f'{where("", first.block.place)} of {first.document.name} says: "{first.text}" How many reasoning '
                    f"tokens stand behind the {len(scored)} scores of the own models is not said."
                ),
                evidence=[
                    cite_text(first.document, first.text, first.block.place, primary=True),
                    *(cite_claim(r) for r in scored[:1]),
                ],
                arithmetic=[f"own scores: {len(scored)}; sentences with reasoning tokens or cost per task: 0"],
                overturned_by="Reasoning tokens or cost per task beside the scores, in a document of the release.",
                models=list(dossier.release.subjects[:1]),
            )
        ]

    def efficient(self, dossier: Dossier) -> list[Finding]:
        """A model that is offered as efficient, without what a task takes."""
        scored = [r for r in dossier.own() if r.claim.row is not None]
        offered = [
            s
            for s in said(dossier)
            if len(s.text) < 500 and OFFERED.search(plain(s.text)) and not ABOUT_TRAINING.search(plain(s.text))
        ]
        if not offered or len(scored) < 5:
            return []
        first = offered[0]
        found = self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.low,
            says="undisclosed",
            title=f'Offered as efficient, with neither tokens nor cost beside a score: "{first.text[:120]}"',
            message=(
                f'{where("", first.block.place).capitalize()} of {first.document.name} says: "{first.text}" None of '
                f"the {len(scored)} scores of the own models comes with tokens or cost per task."
            ),
            evidence=[
                *(cite_text(s.document, s.text, s.block.place, primary=s is first) for s in offered[:4]),
                *(cite_claim(r) for r in scored[:1]),
            ],
            arithmetic=[f"own scores: {len(scored)}; sentences with tokens or cost per task: 0"],
            overturned_by="Output tokens or cost per task beside the scores, in a document of the release.",
            models=list(dossier.release.subjects[:1]),
        )
        return [found]


def effort_of(dossier: Dossier, resolved: ResolvedClaim) -> str | None:
    """The stated effort; else the last word of the model's label where it is no part of the model's own name."""
    stated = resolved.claim.setting.get(ConditionName.effort)
    model = dossier.models.get(resolved.model.id or "")
    last = resolved.claim.model.split()[-1].strip("()") if resolved.claim.model.split() else ""
    if stated or model is None or any(fold(name).endswith(fold(last)) for name in (model.name, model.id)):
        return stated
    return last
