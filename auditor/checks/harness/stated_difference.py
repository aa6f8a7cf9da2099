from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.naming import Mention, Names
from auditor.checks.rows import key_of, score
from auditor.checks.wording import Said, plain, said
from auditor.records import BlockKind, Confidence, Dossier, Finding, ResolvedClaim, Severity

WAY = (
    r"(?:tools?|browsing|browser|search|web access|internet|code execution|python|fine-?tuning|scaffold\w*|harness|"
    r"system prompts?|jailbreak\w*|thinking|chain[- ]of[- ]thought|CoT|few-?shot|demonstrations|images?|audio|"
    r"resolution|\d+ ?x ?\d+|verifier|majority voting)"
)
WITHOUT = re.compile(rf"\bwithout\b(?:\W+\w+){{0,2}}?\W+{WAY}\b|\bno[- ](?:tools?|browsing|search)\b", re.IGNORECASE)
WITH = re.compile(
    rf"\b(?:with|using|allow\w*|access to|enabl\w+)\b(?:\W+\w+){{0,3}}?\W+{WAY}\b|\b{WAY}\W+enabled\b", re.IGNORECASE
)
EVALUATED = re.compile(r"\b(?:evaluat\w*|results?|scores?|numbers?|tested|run|ran|runs|measured)\b", re.IGNORECASE)
CONTRAST = re.compile(r"\b(?:whereas|while|but|unlike|in contrast|compared (?:to|with)|however)\b", re.IGNORECASE)
NOTE = re.compile(r"^\W*(?:note|\*)|\bwas (?:evaluated|tested|run)\b|\bwere (?:evaluated|tested|run)\b", re.IGNORECASE)
TRAINED = re.compile(r"\b(?:train\w*|distill\w*|pre-?train\w*|architecture)\b", re.IGNORECASE)


class StatedDifference(Check):
    """The text itself says that models compared with each other were run under different conditions.

    What it finds:
        Sentences, notes and captions that give some of the compared models tools, browsing, a prompt, a resolution or
        the like, and others none.

    Why it matters:
        The difference stands in a sentence, the scores in a table or figure without it. Who reads the figure compares
        settings as much as models.

    Decision rule:
        A sentence that speaks of evaluation, not of training, names at least one model of another name than the
        released ones and says either both "without" and "with" such a condition, models being named at both or the
        released ones meant; or, in a note or caption, or with "was evaluated", that a model was run without (or with)
        it. Medium: the rival has less than the released model. Low: otherwise. One finding a sentence; repeated ones
        count once.

    Example:
        gpt-oss's card notes that o3-mini was evaluated on AIME without tools, beside bars with tools; and that three
        open models were run without browsing, the vendor's with it.

    What would clear it:
        Scores of all models under one setting beside the others.

    References:
        OpenAI, gpt-oss model card, figures 1 and 5.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        names = Names(dossier)
        told: set[str] = set()
        for sentence in said(dossier):
            text = plain(sentence.text)
            if len(text) > 500 or TRAINED.search(text) or not EVALUATED.search(text) or text in told:
                continue
            mentions = names.find_models(text)
            rivals = [m for m in mentions if not m.own]
            own = [m for m in mentions if m.own]
            without, given = WITHOUT.search(text), WITH.search(text)
            if not rivals or without is None:
                continue
            short = sentence.block.kind in (BlockKind.footnote, BlockKind.caption, BlockKind.figure)
            noted = NOTE.search(text) is not None and (short or not own) and len({m.start for m in rivals}) <= 3
            contrast = given is not None and CONTRAST.search(text) is not None
            if not contrast and not (noted and rivals[0].start < without.start()):
                continue
            told.add(text)
            less = any(m.start < without.start() and without.start() - m.end < 60 for m in rivals)
            yield self.report(dossier, sentence, rivals, own, less=less)

    def report(
        self, dossier: Dossier, sentence: Said, rivals: list[Mention], own: list[Mention], *, less: bool
    ) -> Finding:
        keys = {m.key for m in rivals}
        near = [
            r
            for r in dossier.claims
            if r.claim.document == sentence.document.id
            and r.claim.row is not None
            and key_of(r.model) in keys
            and score(r) is not None
        ]
        near.sort(key=lambda r: abs(r.claim.block - sentence.block.order))
        cells: list[ResolvedClaim] = [r for r in near if near and r.claim.block == near[0].claim.block][:4]
        quote = sentence.text if len(sentence.text) <= 220 else sentence.text[:219].rsplit(" ", 1)[0] + " …"
        listed = ", ".join(dict.fromkeys(m.name for m in rivals))
        return self.finding(
            dossier,
            severity=Severity.medium if less else Severity.low,
            confidence=Confidence.medium,
            says="not comparable",
            title=f'The text sets {listed} under other conditions than the models beside: "{quote}"',
            message=(
                f'{where("", sentence.block.place)} of {sentence.document.name} says: "{sentence.text}" The scores '
                "stand side by side."
            ),
            evidence=[
                cite_text(
                    sentence.document, sentence.text, sentence.block.place, label=sentence.block.label, primary=True
                ),
                *(cite_claim(cell) for cell in cells),
            ],
            overturned_by="Scores of all models under one setting, beside these.",
            models=[m.key for m in (*rivals, *own) if not m.key.startswith("~")],
            benchmarks=list(dict.fromkeys(cell.benchmark.id or cell.claim.benchmark for cell in cells)),
        )
