from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.records import Confidence, Document, Dossier, Finding, Hidden, Severity

TO_A_MODEL = "addressed to a model"
HARMLESS = ("comment",)


class HiddenOrInjectedText(Check):
    """The document holds text that a reader does not see, or that is addressed to a language model.

    What it finds:
        Invisible, tiny, off-page or zero-width text, and passages addressed to a model that reads the document.

    Why it matters:
        Such text can steer automatic readers, reviewers and judges. It is kept out of every prompt of this audit.

    Decision rule:
        The reader set the passage aside as hidden. High: addressed to a model. Low: invisible, tiny, off page or zero
        width with 20 letters or more. Source comments that address nobody, and short passages without a number that a
        web page keeps ready for its controls, are left alone. One finding a document and kind.

    Example:
        Preprints of 2025 with white-on-white lines that ask language-model reviewers for a positive review.

    What would clear it:
        The passage is part of the layout (an accessibility text, a repeated header) and addresses nobody.

    References:
        Nikkei Asia, July 2025, on hidden prompts in 17 preprints.
    """

    least_letters = 20
    # Shorter invisible runs are glyphs, spaces and labels of the layout.
    longest_word = 40
    # Longer "words" are encoded data of the program that made the page.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        for document in dossier.documents:
            kinds: dict[str, list[Hidden]] = defaultdict(list)
            for hidden in document.hidden:
                if hidden.why in HARMLESS:
                    continue
                if hidden.why != TO_A_MODEL and any(len(word) > self.longest_word for word in hidden.text.split()):
                    continue
                if hidden.why != TO_A_MODEL and of_controls(document, hidden):
                    continue
                if hidden.why == TO_A_MODEL or sum(map(str.isalpha, hidden.text)) >= self.least_letters:
                    kinds[hidden.why].append(hidden)
            for why, group in kinds.items():
                yield self.report(dossier, document, why, group)

    def report(self, dossier: Dossier, document: Document, why: str, group: list[Hidden]) -> Finding:
        first = group[0]
        words = first.text if len(first.text) <= 120 else first.text[:119] + "…"
        injected = why == TO_A_MODEL
        passages = f"{len(group)} passages" if len(group) > 1 else "a passage"
        return self.finding(
            dossier,
            severity=Severity.high if injected else Severity.low,
            confidence=Confidence.medium,
            says="disclosed",
            title=f'{document.name} holds {passages} of text {why if injected else f"that is {why}"}: "{words}"',
            message=(
                f"At {where('', first.place)} stands text "
                f"{why if injected else f'that a reader does not see ({why})'}. "
                "It was kept out of every prompt of this audit, and nothing in it was followed."
            ),
            evidence=[
                cite_text(document, hidden.text, hidden.place, label=why, primary=hidden is first)
                for hidden in group[:10]
            ],
            overturned_by="The passage is part of the page's layout or accessibility text and addresses nobody.",
        )


def of_controls(document: Document, hidden: Hidden) -> bool:
    """Whether a page keeps the passage for a control ("No match. Try another filter."): short, and without a number."""
    return (
        document.media_type == "text/html"
        and hidden.why == "invisible"
        and len(hidden.text) <= 120
        and not any(letter.isdigit() for letter in hidden.text)
    )
