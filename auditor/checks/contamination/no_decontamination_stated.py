from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.asking import ask, texts
from auditor.checks.check import Check
from auditor.checks.citing import cite_text
from auditor.checks.wording import Said, plain, said
from auditor.records import Confidence, Dossier, Finding, Severity

WORD = re.compile(r"contaminat|data leak|leakage|overlap with (?:the )?(?:test|evaluation|benchmark)", re.IGNORECASE)
OF_A_TEST = re.compile(
    r"\bcontamination[- ](?:free|resistant|limited)\b[^.]{0,40}\b(?:benchmark|evaluation|test|dataset|assessment)",
    re.IGNORECASE,
)
"""Words about a benchmark's own design, not about the training data."""
OF_SECURITY = re.compile(
    r"(?:\b(?:security|privacy|privileges?|personal|sensitive|confidential)\b.{0,80}\b(?:data leak|leakage)|"
    r"\b(?:data leak|leakage).{0,80}\b(?:security|privacy|privileges?|personal|sensitive|confidential)\b)",
    re.IGNORECASE,
)
"""Words about data that leave a machine or a person, not about test items in training data."""
METHOD = re.compile(
    r"n-?gram|\d+-gram|substring|embedding|fuzzy|minhash|exact match|threshold|similarity|clean (?:sub)?set|canary",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:not|never)\b[^.]{0,40}\b(?:dedup\w+|de-duplicat\w+|filter\w+|clean\w+|decontaminat\w+)\b[^.]{0,40}"
    r"\b(?:test|eval)\w*",
    re.IGNORECASE,
)
"""Words by which a release says openly that test items were not taken out of its training data."""
TRAINING = re.compile(
    r"\b(?:pre-?train\w*|post-?train\w*|fine-?tun\w*|training (?:data|corpus|tokens)|trillion tokens|"
    r"\d+(?:\.\d+)?T tokens|reinforcement learning|RL)\b",
    re.IGNORECASE,
)


SENTENCE = re.compile(r"^.{30,}[.!?。:;\"')\]]*$")
LEADERS = re.compile(r"(?:\. ?){4,}|…{2,}|\.{4,}|^\d+(?:\.\d+)* [A-Z][\w -]+ \d+$")
"""What an entry of a table of contents looks like."""
REPORT = 12
"""Sentences on training from which on a document describes training rather than mentions it."""


class NoDecontaminationStated(Check):
    """The release describes its training and says nothing, or nothing checkable, of keeping test items out of it.

    What it finds:
        Releases that speak of training data or training stages without a word on decontamination; or with the word
        and without method, benchmarks or the result on clean items.

    Why it matters:
        Most public benchmarks are on the web. Without a stated method a reader cannot tell ability from memory.

    Decision rule:
        At least three sentences on training, and no sentence (outside the bibliography, headings and tables of
        contents) with a word for contamination or leakage, that of private data aside: medium from 12 sentences on
        training on, low below. Such a sentence, but none with a method (n-grams, substring, embedding, threshold,
        clean subset): low. One finding a release. Releases that do not describe training are left alone.

    Example:
        The Gemma 3 report says that evaluation sets were decontaminated, without method, benchmarks or result.

    What would clear it:
        The method, its parameters, the benchmarks covered and the scores on items that passed.

    References:
        Deng et al., Investigating Data Contamination, arXiv:2311.09783.
    """

    least_sentences = 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        training, words, methods = [], [], []
        for sentence in said(dossier):
            text = plain(sentence.text)
            if not SENTENCE.search(text) or LEADERS.search(text):
                continue
            if TRAINING.search(text):
                training.append(sentence)
            if WORD.search(text) and not OF_A_TEST.search(text) and not of_security(text):
                words.append(sentence)
                if METHOD.search(text):
                    methods.append(sentence)
        if any(DENIED.search(plain(sentence.text)) for sentence in said(dossier)):
            return
        if len(training) < self.least_sentences or methods or not any(True for _ in dossier.own()):
            return
        first = (words or training)[0]
        quote = first.text if len(first.text) <= 110 else first.text[:109].rsplit(" ", 1)[0] + " …"
        yield self.finding(
            dossier,
            severity=Severity.low if words or len(training) < REPORT else Severity.medium,
            confidence=Confidence.medium,
            says="undisclosed",
            title=(
                f'Decontamination is mentioned without a method: "{quote}"'
                if words
                else "The release describes its training and does not mention decontamination against its benchmarks"
            ),
            message=(
                f"{len(training)} sentences of the release speak of training data or training stages. "
                + (
                    f"{len(words)} mention contamination; none gives a method, the benchmarks covered, or scores "
                    "on clean items."
                    if words
                    else "None says whether items of the reported benchmarks were kept out of it, or how."
                )
            ),
            evidence=[
                cite_text(sentence.document, sentence.text, sentence.block.place, primary=sentence is first)
                for sentence in (words[:6] or spread(training)[:16])
            ],
            arithmetic=[
                f"sentences on training: {len(training)}; on contamination: {len(words)}; with a method: {len(methods)}"
            ],
            overturned_by="A document of the release that states method, benchmarks and result.",
            models=list(dossier.release.subjects[:1]),
            question=ask(
                "contamination_disclosure",
                features={"mentioned": len(words), "method_stated": False, "sentences_on_training": len(training)},
                evidence=texts((sentence.text for sentence in words[:6]), "passage"),
                benchmark="all benchmarks of the release",
                score="all scores of the released model",
                words=words[0].text,
            )
            if words
            else None,
        )


def of_security(text: str) -> bool:
    """Whether a sentence speaks of leakage in the sense of security alone."""
    return OF_SECURITY.search(text) is not None and re.search(r"contaminat|overlap with", text, re.IGNORECASE) is None


def spread(sentences: list[Said]) -> list[Said]:
    """The first sentence of each document and page, so that the evidence spans the release."""
    seen: dict[tuple[str, int | None], Said] = {}
    for sentence in sentences:
        seen.setdefault((sentence.document.id, sentence.block.place.page), sentence)
    return list(seen.values())
