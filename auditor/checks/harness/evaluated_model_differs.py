from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.checks.noting import note_question, scores_in
from auditor.checks.wording import Said, plain, said
from auditor.records import Confidence, Dossier, Finding, Severity

OTHER = re.compile(
    r"\b(?:launch candidates?|release candidates?|preliminary (?:results?|numbers?|scores?)|"
    r"(?:early|earlier|intermediate|near-final|pre-?release|experimental|internal|unreleased) "
    r"(?:\w+ ){0,2}(?:checkpoints?|snapshots?|versions?) of|"
    r"(?:an?|the) (?:early|earlier|intermediate|near-final|pre-?release|experimental) (?:\w+ )?(?:checkpoint|snapshot)|"
    r"experimental chat version|optimi[sz]ed for conversationality|"
    r"(?:not|differ\w* from) the (?:final|released|shipped) (?:model|checkpoint|version))\b",
    re.IGNORECASE,
)
TESTED = re.compile(
    r"\b(?:evaluat\w*|results?|scores?|numbers?|tested|benchmarks?|arena|elo|ran|run|perform\w*|challenges?)\b",
    re.IGNORECASE,
)
TRAINING = re.compile(r"\b(?:train\w*|distill\w*|data|rewards?|filter\w*|annotat\w*|bootstrap\w*)\b", re.IGNORECASE)


class EvaluatedModelDiffers(Check):
    """The model that was tested may not be the one that is shipped.

    What it finds:
        Sentences that say scores are of a candidate, an early checkpoint or an experimental version, or preliminary.

    Why it matters:
        Whoever downloads or calls the model gets another one than the one that was scored.

    Decision rule:
        A sentence with such words and a word for testing, none for training data, in the documents of the release.
        Medium: it speaks of an experimental version on a public board. Low: the rest. One finding a release.

    Example:
        Llama 4 Maverick's arena score was of an "experimental chat version optimized for conversationality".

    What would clear it:
        The same test on the shipped model.

    References:
        Singh et al., The Leaderboard Illusion, arXiv:2504.20879.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: list[Said] = []
        for sentence in said(dossier):
            text = plain(sentence.text)
            if len(text) < 500 and OTHER.search(text) and TESTED.search(text) and not TRAINING.search(text):
                found.append(sentence)
        if not found or not any(True for _ in dossier.own()):
            return
        board = [s for s in found if re.search(r"\b(?:arena|leaderboard|elo)\b", s.text, re.IGNORECASE)]
        first = (board or found)[0]
        experimental = bool(board) and re.search(r"experimental|conversationality", first.text, re.IGNORECASE)
        quote = first.text if len(first.text) <= 140 else first.text[:139].rsplit(" ", 1)[0] + " …"
        yield self.finding(
            dossier,
            severity=Severity.medium if experimental else Severity.low,
            confidence=Confidence.medium,
            says="not comparable",
            title=f'The scores may be of another version than the one released: "{quote}"',
            message=(
                f'{where("", first.block.place).capitalize()} of {first.document.name} says: "{first.text}" Whether '
                "the released model scores the same is not said there."
            ),
            evidence=[
                cite_text(s.document, s.text, s.block.place, label=s.block.label, primary=s is first)
                for s in [first, *(other for other in found[:6] if other is not first)]
            ],
            overturned_by="The same test on the released model, or a statement that the two are one.",
            models=list(dossier.release.subjects[:1]),
            question=note_question(
                [first, *(other for other in found if other is not first)],
                "another version of the model than the one released",
                scores_in(dossier, first),
            ),
        )
