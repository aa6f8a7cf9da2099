"""Questions that a finding leaves open: what is asked, on which facts, and which words an answer may quote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from auditor.checks.citing import cell_text
from auditor.records import Question, ResolvedClaim, Severity, content_id

ASKS: Mapping[str, str] = {
    "audit_summary": "What does this audit say, in plain words, each sentence tied to findings?",
    "claim_in_words": "Does this sentence say more than the rows show?",
    "contamination_disclosure": "Do these words leave open whether printed scores are on items seen in training?",
    "demotion": "Is this row placed where a reader of the headline does not meet a result that the release lost?",
    "footnote_condition": "Does this note state a condition under which this very score was obtained?",
    "footnote_meaning": "Does this note put the printed score of this very model in doubt?",
    "material_difference": (
        "Is the stated difference of conditions large enough to change how a reader should take this row?"
    ),
    "misquote_or_rerun": "Is this number a misquotation, rather than a run of its own under other conditions?",
    "omission_by_domain": "Is what is left out a peer, so that no purpose, class or setting explains its absence?",
    "reader_severity": "Does this matter to a reader who chooses a model as much as the check says?",
}
"""Each question in one sentence. All are put so that "upheld" means that the finding stands."""

LONGEST = 1200
"""Letters of one piece of evidence that are shown; longer passages are cut at a word."""
MOST = 16
"""Pieces of evidence that are shown."""


def ask(judge: str, *, features: Mapping[str, Any], evidence: Mapping[str, str], **variables: str) -> Question:
    """A question with its evidence listed in the variable `evidence`, "[id] text" a line.

    `features`: what the written rubric decides on. `evidence`: id → verbatim text, in the order of weight.
    """
    shown = {id: cut(text) for id, text in list(evidence.items())[:MOST] if text.strip()}
    filled = {**variables, "evidence": listing(shown)}
    return Question(
        id=content_id("ques", judge, filled),
        judge=judge,
        asks=ASKS[judge],
        variables=filled,
        features=dict(features),
        evidence=shown,
    )


def listing(evidence: Mapping[str, str]) -> str:
    """Evidence as a prompt shows it: one piece a line, so that no piece can pass for another."""
    return "\n".join(f"[{id}] {' '.join(text.split())}" for id, text in evidence.items())


def cut(text: str, limit: int = LONGEST) -> str:
    """The text, or its beginning up to a word: a prefix, so that quotes from it stay verbatim."""
    return text if len(text) <= limit else text[:limit].rsplit(None, 1)[0]


def cells(claims: Iterable[ResolvedClaim], prefix: str = "cell") -> dict[str, str]:
    """Cells as evidence: "cell 1" → "model, benchmark: value"."""
    return {f"{prefix} {number}": cell_text(claim) for number, claim in enumerate(claims, start=1)}


def texts(passages: Iterable[str], prefix: str) -> dict[str, str]:
    """Passages as evidence, numbered, each once."""
    return {f"{prefix} {number}": text for number, text in enumerate(dict.fromkeys(passages), start=1)}


def matters(
    what: str,
    severity: Severity,
    *,
    lines: Iterable[str],
    headline: bool,
    own: bool,
    order_changes: bool | None,
    gap: float | None = None,
    explained: bool = False,
) -> Question:
    """How serious a finding is for a reader who chooses a model, where only size and place were weighed.

    `what`: the finding in one sentence of neutral words. `lines`: its arithmetic. `order_changes`: whether the order of
    the models is another one for it; None: cannot be told. `gap`: in points. `explained`: a stated difference of
    conditions accounts for it.
    """
    shown = list(lines)
    return ask(
        "reader_severity",
        features={
            "severity": severity.value,
            "in_headline": headline,
            "own_model": own,
            "order_changes": order_changes,
            "gap": gap,
            "explained": explained,
        },
        evidence=texts(shown, "line"),
        finding=what,
        severity=severity.value,
        place="headline" if headline else "further back",
    )
