from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.checks.rows import fold
from auditor.checks.wording import Said, plain, said
from auditor.records import BlockKind, Confidence, Document, Dossier, Finding, Severity

OUTCOME = re.compile(
    r"\b(?:our|the|these|internal|human|extensive|manual|baseline|safety|red[- ]team\w*)\s+(?:\w+\s+){0,3}"
    r"(?:evaluations?|tests?|testing|assessments?|audits?|red[- ]teaming|studies|results?)\s+"
    r"(?:\w+\s+){0,2}?(?:suggest|show|indicat|confirm|demonstrat|reveal|find|found)\w*\b|"
    r"\b(?:repeatedly|consistently|manually|internally) (?:confirm|verif|observ|found|find)\w*\b|"
    r"\b(?:violation|refusal|failure|error|hallucination|attack success) rates? (?:is|are|was|were|remain\w*)\b",
    re.IGNORECASE,
)
"""A sentence that reports the outcome of an evaluation."""
VERDICT = re.compile(
    r"\b(?:low|lower|high|higher|strong\w*|safe\w*|robust\w*|significant\w*|substantial\w*|improv\w+|better|superior|"
    r"comparable|minimal|negligible|(?:does|do|did) not (?:exhibit|show|have|exceed)\b|no (?:evidence|sign\w*)|"
    r"well below|outperform\w*|natural|high-quality|excellent)\b",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(?:safety|harm\w*|polic(?:y|ies)|violation|refus\w*|jailbreak\w*|red[- ]team\w*|hack\w*|CBRN|bio\w*|cyber\w*|"
    r"hazard\w*|chemical|nuclear|hallucinat\w*|bias\w*|toxic\w*|human (?:evaluat\w+|raters?|preference)|users?|"
    r"contaminat\w*|memori[sz]\w*|internal)\b",
    re.IGNORECASE,
)
"""What such evaluations are of, where a release has no table for them."""
NUMBER = re.compile(
    r"\d+(?:\.\d+)?\s?%|\b\d+\.\d+\b|\b\d+ (?:of|out of) \d+\b|\bTable\b|\bFig(?:ure|\.)|\bAppendix\b|\bSection\b"
)
FIGURE = re.compile(r"\b(Fig(?:ure|\.)) ?(\d+)")
SIZED = re.compile(r"\b([A-Z][A-Za-z]+[\w.]*-\d+(?:\.\d+)?B)\b")
NEITHER = re.compile(r"\b(?:may|might|could|would|should|will|plan|future|if|aim|goal|prior work)\b", re.IGNORECASE)


class ResultWithoutNumbers(Check):
    """The outcome of an evaluation is told in words, with no number anywhere near.

    What it finds:
        Sentences that report what an evaluation of the released model showed (on safety, refusals, reward hacking,
        people's judgement and the like), in a section that has no number of it, no table and no figure.

    Why it matters:
        "Significantly low" can be compared with nothing, nor checked.

    Decision rule:
        The sentence has a word for an evaluation and its outcome, a verdict, and a subject of such evaluations; no
        plan or condition. Neither it, nor the two sentences before and after it, nor the block has a score or refers
        to a table, figure or section, and under its own heading there is no table. Figures of another model under the
        heading are named. Medium: at least two such sentences. Low: one. One finding a release.

    Example:
        Gemma 3's report says that its violation rate is "significantly low overall", with no rate and no baseline.

    What would clear it:
        The rate, the number of prompts and the baseline, in any document of the release.

    References:
        Gemma Team, arXiv:2503.19786, section 7.3.
    """

    reach = 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: list[Said] = []
        for document in dossier.documents:
            sentences = list(said(dossier, [document]))
            for index, sentence in enumerate(sentences):
                text = plain(sentence.text)
                if not (OUTCOME.search(text) and VERDICT.search(text) and ABOUT.search(text)):
                    continue
                if NEITHER.search(text) or len(text) > 400 or sentence.block.kind is BlockKind.caption:
                    continue
                near = sentences[max(0, index - self.reach) : index + self.reach + 1]
                around = " ".join(plain(s.text) for s in near if s.block.section == sentence.block.section)
                around = FIGURE.sub(partial(of_another, dossier, document), around)
                if NUMBER.search(around) or tabled(document, sentence):
                    continue
                if all(plain(other.text) != text for other in found):
                    found.append(sentence)
        if found and any(True for _ in dossier.own()):
            yield self.report(dossier, found)

    def report(self, dossier: Dossier, found: list[Said]) -> Finding:
        first = found[0]
        quote = first.text if len(first.text) <= 160 else first.text[:159].rsplit(" ", 1)[0] + " …"
        more = f" (and {len(found) - 1} more sentences)" if len(found) > 1 else ""
        return self.finding(
            dossier,
            severity=Severity.medium if len(found) > 1 else Severity.low,
            confidence=Confidence.medium,
            says="unsupported",
            title=f'"{quote}" stands without a number, a baseline or a table{more}',
            message=(
                f'{where("", first.block.place)} of {first.document.name} says: "{first.text}" Neither the sentences '
                "around it nor its section give a rate, a number of prompts, a baseline or a table."
            ),
            evidence=[cite_text(s.document, s.text, s.block.place, primary=s is first) for s in found[:8]],
            arithmetic=[f"sentences with an outcome and no number: {len(found)}"],
            overturned_by="The rate, the number of prompts and the baseline, in a document of the release.",
            models=list(dossier.release.subjects[:1]),
        )


def of_another(dossier: Dossier, document: Document, match: re.Match[str]) -> str:
    """A reference to a figure, or nothing where its caption says that it shows a model of another name."""
    caption = next((plain(b.caption) for b in document.blocks if b.caption and b.label == f"Figure {match[2]}"), "")
    model = SIZED.search(caption)
    own = " ".join(dossier.release.subjects)
    return "" if model is not None and fold(own) not in fold(caption) else match[0]


def tabled(document: Document, sentence: Said) -> bool:
    """Whether a table with numbers stands under the sentence's own heading."""
    return any(
        block.grid is not None and block.section == sentence.block.section
        for block in document.blocks
        if block.kind in (BlockKind.table, BlockKind.figure)
    )
