"""Sentences and notes on how scores were obtained, as questions: does this note speak of these very scores?"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.checks.asking import ask, cells, texts
from auditor.checks.rows import key_of
from auditor.checks.wording import Said, mentions, plain
from auditor.records import BlockKind, Dossier, Question, ResolvedClaim


def scores_in(dossier: Dossier, sentence: Said) -> list[ResolvedClaim]:
    """Own scores that a sentence may speak of: those on benchmarks it names, else those of its own table."""
    text = plain(sentence.text)
    named: dict[str, ResolvedClaim] = {}
    for resolved in dossier.own():
        known = dossier.benchmarks.get(resolved.benchmark.id or "")
        labels = {resolved.claim.benchmark, *((known.name, *known.aliases) if known else ())}
        if any(len(label) > 3 and mentions(text, label) for label in labels):
            named.setdefault(key_of(resolved.benchmark), resolved)
    if named:
        return list(named.values())
    near = [
        resolved
        for resolved in dossier.own()
        if (resolved.claim.document, resolved.claim.block) == (sentence.document.id, sentence.block.order)
    ]
    return list({key_of(resolved.benchmark): resolved for resolved in near}.values())


def note_question(found: Sequence[Said], condition: str, scores: Sequence[ResolvedClaim]) -> Question:
    """Whether the first of these sentences says that the condition holds for the scores."""
    first = found[0]
    text = plain(first.text)
    names = any(mentions(text, claim.claim.benchmark) for claim in scores if len(claim.claim.benchmark) > 3)
    return ask(
        "footnote_condition",
        features={
            "names_benchmark": names,
            "scores": len(scores),
            "in_a_note": first.block.kind in (BlockKind.footnote, BlockKind.caption),
        },
        evidence={
            "note": first.text,
            **({"before": first.before} if first.before else {}),
            **cells(scores[:4], "score"),
            **texts((s.text for s in found[1:4]), "also"),
        },
        note=first.text,
        condition=condition,
        scores="; ".join(f"{c.claim.model} {c.claim.value} on {c.claim.benchmark}" for c in scores[:6]) or "none named",
        section=" > ".join(first.block.section[-2:]) or "none",
    )
