from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.asking import ask, cells
from auditor.checks.check import Check
from auditor.checks.citing import cell_text, cite_claim, cite_footnote, cite_text
from auditor.checks.rows import key_of
from auditor.checks.wording import mentions, said
from auditor.records import (
    Confidence,
    Document,
    Dossier,
    Evidence,
    Finding,
    Footnote,
    Placement,
    ResolvedClaim,
    Severity,
)

SIGN = re.compile(
    r"\b(memori[sz]\w*|contaminat\w*|leak(ed|age)\b|seen during (pre-?)?training|"
    r"(in|part of) (the|its|their) training data)",
    re.IGNORECASE,
)
"""Words by which a document speaks of items seen in training."""

DENIAL = re.compile(
    r"\b(no|not|never|without|free of|free from|avoid\w*|prevent\w*|remov\w*|exclud\w*|filter\w* out|decontaminat\w*|"
    r"uncontaminated|contamination[- ]free|mitigat\w*|resist\w*|reduc\w*|minimi[sz]\w*|robust|check(ed)? for)\b",
    re.IGNORECASE,
)
"""Words by which it says the opposite, or describes a remedy."""

CLEANED = re.compile(r"\b(clean(ed)?|filtered|decontaminated|uncontaminated|held-?out)\b", re.IGNORECASE)
"""Labels of a score without the affected items."""


class DisclosedMemorisation(Check):
    """The document itself says that items of a reported benchmark may have been memorised.

    What it finds:
        A footnote or sentence that speaks of memorisation or contamination of a benchmark whose score the release
        prints, without a score on the items that are not affected.

    Why it matters:
        A score on remembered items measures memory. The document's own word is the strongest sign there is short of a
        test, and a reader can weigh it only with the cleaned score beside it.

    Decision rule:
        A footnote that belongs to a cell or row of an own model, or a sentence that names a reported benchmark,
        contains a word for memorisation or contamination and no word of denial or remedy; and no claim of the own
        models on that benchmark is labelled as cleaned, filtered or held out. High: a footnote of the row. Medium: a
        sentence elsewhere. One finding a benchmark.

    Example:
        GPT-5.5's appendix prints 58.6 on SWE-Bench Pro with the footnote "Labs have noted evidence of memorization on
        this eval" and no filtered score.

    What would clear it:
        A score of the own model on the items that the screen did not flag, or a statement of how many items that are.

    References:
        Deng et al., Investigating Data Contamination, arXiv:2311.09783.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        own: dict[str, list[ResolvedClaim]] = defaultdict(list)
        for resolved in dossier.own():
            own[key_of(resolved.benchmark)].append(resolved)
        notes: dict[str, list[tuple[ResolvedClaim, Footnote]]] = defaultdict(list)
        for key, claims in own.items():
            for resolved in claims:
                for note in resolved.claim.footnotes:
                    if speaks(note.text):
                        notes[key].append((resolved, note))
        told: dict[str, list[tuple[Document, str, Evidence]]] = defaultdict(list)
        noted = {note.text for found in notes.values() for _, note in found}
        names = {key: {c.claim.benchmark for c in claims} | names_of(dossier, key) for key, claims in own.items()}
        for passage in said(dossier):
            sentence, document = passage.text, passage.document
            if not speaks(sentence) or any(text in sentence or sentence in text for text in noted):
                continue
            for key, labels in names.items():
                if any(mentions(sentence, label) for label in labels):
                    told[key].append((document, sentence, cite_text(document, sentence, passage.block.place)))
        for key in own:
            if notes[key] or told[key]:
                yield self.report(dossier, own[key], notes[key], told[key])

    def report(
        self,
        dossier: Dossier,
        own: list[ResolvedClaim],
        notes: list[tuple[ResolvedClaim, Footnote]],
        told: list[tuple[Document, str, Evidence]],
    ) -> Finding:
        first = notes[0][0] if notes else own[0]
        words = notes[0][1].text if notes else told[0][1]
        cleaned = [c for c in own if CLEANED.search(f"{c.claim.benchmark} {c.claim.setting.printed}")]
        evidence = [cite_claim(first, primary=True)]
        seen: set[str] = set()
        for resolved, note in notes:
            if note.text not in seen:
                seen.add(note.text)
                evidence.append(cite_footnote(dossier.document(resolved.claim.document), note, resolved.claim.place))
        evidence += [item for _, _, item in told[:4]] + [cite_claim(c) for c in cleaned[:3]]
        severity = Severity.low if cleaned else Severity.high if notes else Severity.medium
        kind = "a footnote of the row" if notes else "the text"
        spot = " in the appendix" if first.claim.placement is Placement.appendix else ""
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.high if notes else Confidence.medium,
            says="disclosed",
            title=(
                f'{first.claim.benchmark}{spot}: {kind} says "{_short(words)}"; {first.claim.model} '
                f"{first.claim.value} is printed {'beside a cleaned score' if cleaned else 'without a cleaned score'}"
            ),
            message=(
                f"The release prints {first.claim.value} for {first.claim.model} on {first.claim.benchmark}, and "
                f"{kind} "
                f'says: "{words}". '
                + (
                    "A score labelled as cleaned is printed too."
                    if cleaned
                    else "It prints no score without the affected items, and does not say how many of them there are."
                )
            ),
            evidence=evidence,
            overturned_by=(
                "A score of the same model on the items that are not flagged, or the number of flagged items."
            ),
            models=[first.model.id or first.model.printed],
            benchmarks=[first.benchmark.id or first.benchmark.printed],
            question=ask(
                "footnote_meaning" if notes else "contamination_disclosure",
                features={
                    "note_on_the_row": bool(notes),
                    "cleaned_score_printed": bool(cleaned),
                    "names_memorisation": bool(re.search(r"memori[sz]", words, re.IGNORECASE)),
                    "method_stated": False,
                },
                evidence={"note": words, "cell": cell_text(first), **cells(cleaned[:3], "cleaned")},
                benchmark=first.claim.benchmark,
                score=f"{first.claim.model} {first.claim.value}",
                words=words,
            ),
        )


def speaks(text: str) -> bool:
    """Whether a passage speaks of items seen in training without denying it or describing a remedy."""
    return bool(SIGN.search(text)) and not DENIAL.search(text)


def names_of(dossier: Dossier, key: str) -> set[str]:
    """The registry's names of a benchmark that are long enough to be looked for in prose."""
    benchmark = dossier.benchmarks.get(key)
    return {name for name in (benchmark.name, *benchmark.aliases) if len(name) > 3} if benchmark else set()


def _short(text: str, limit: int = 90) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + " …"
