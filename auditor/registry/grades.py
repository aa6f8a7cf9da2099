"""Which registry facts may carry a finding: those that someone checked, in a source other than memory."""

from __future__ import annotations

from auditor.records.entity import Benchmark, Drift, Grade, Harness, Model, Statement

MEMORY = "background"
"""The source key of facts that were not looked up."""

NAMES_ONLY = frozenset({"release-documents", "independent-tables"})
"""Source keys that show no more than that a name is printed."""

_SEEN_IN_A_NAME = frozenset({"id", "name", "aliases", "parent", "family", "variants", "vendor", "variant_of", "stage",
                             "sources"})  # fmt: skip
_SEEN_WHEN_PARTLY = {
    "benchmark": frozenset({"id", "name", "aliases", "parent", "family", "variants", "publisher", "released",
                            "n_items", "n_scored", "made_by_vendors", "sources", "judge_vendors",
                            "rubric_vendors"}),
    "model": frozenset({"id", "name", "aliases", "vendor", "family", "tier", "released", "open_weights", "price_in",
                        "price_out", "context_window", "effort_levels", "variant_of", "stage", "sources"}),
    "harness": frozenset({"id", "name", "aliases", "kind", "made_by", "tau", "tau_note", "sources"}),
}  # fmt: skip


def sources_of(source: str) -> tuple[str, ...]:
    """The single source keys of a statement's source field."""
    return tuple(part.strip() for part in source.split(";") if part.strip())


def may_carry(fact: Statement | Drift | Benchmark | Model | Harness, field: str | None = None) -> bool:
    """Whether a finding may rest on a statement, or on one field of an entry.

    Recalled facts and facts whose only source is memory never do. Of a partly checked entry only the fields
    that were seen in a source do: its name, maker, size and dates, not the judgements about it. Of an entry
    known from printed names alone only what a name shows does.
    """
    if isinstance(fact, Statement | Drift):
        return fact.grade is not Grade.recalled and any(key != MEMORY for key in sources_of(fact.source))
    if fact.grade is Grade.recalled or not any(source != MEMORY for source in fact.sources):
        return False
    if field is not None and getattr(fact, field) in (None, ()):
        return False
    if field is not None and set(fact.sources) <= NAMES_ONLY | {MEMORY}:
        return field in _SEEN_IN_A_NAME
    if fact.grade is Grade.checked or field is None:
        return True
    kind = "benchmark" if isinstance(fact, Benchmark) else "model" if isinstance(fact, Model) else "harness"
    return field in _SEEN_WHEN_PARTLY[kind]
