"""Evidence of a finding out of what the dossier holds, quoted as it stands."""

from __future__ import annotations

from auditor.records import (
    Block,
    Document,
    Evidence,
    EvidenceKind,
    Footnote,
    Place,
    ResolvedBlank,
    ResolvedClaim,
    Run,
    Source,
    Statement,
    Unit,
)


def where(label: str, place: Place) -> str:
    """The place in words: "Table 3, page 7", "line 12"."""
    spot = f"page {place.page}" if place.page else f"line {place.line}" if place.line else ""
    return ", ".join(part for part in (label, spot) if part) or "the document"


def cell_text(resolved: ResolvedClaim) -> str:
    """One cell in words: model, benchmark, value."""
    claim = resolved.claim
    return f"{claim.model}, {claim.benchmark}: {claim.value}"


def cite_claim(resolved: ResolvedClaim, *, primary: bool = False) -> Evidence:
    """A claim, quoted as the cell or sentence that prints it."""
    claim = resolved.claim
    return Evidence(
        kind=EvidenceKind.claim,
        ref=claim.id,
        document=claim.document,
        place=claim.place,
        label=claim.label,
        quote=claim.quote or claim.value,
        primary=primary,
    )


def cite_blank(resolved: ResolvedBlank, *, primary: bool = False) -> Evidence:
    """A blank cell."""
    blank = resolved.blank
    return Evidence(
        kind=EvidenceKind.blank,
        ref=f"{blank.document}:{blank.block}:{blank.row}:{blank.column}",
        document=blank.document,
        place=blank.place,
        label=blank.label,
        quote=blank.printed,
        primary=primary,
    )


def cite_text(document: Document, quote: str, place: Place, *, label: str = "", primary: bool = False) -> Evidence:
    """A passage of a document."""
    return Evidence(
        kind=EvidenceKind.text,
        ref=document.id,
        document=document.id,
        place=place,
        label=label,
        quote=quote,
        primary=primary,
    )


def cite_block(document: Document, block: Block, quote: str | None = None, *, primary: bool = False) -> Evidence:
    """A block of a document, or a passage out of it."""
    text = quote if quote is not None else block.text or block.caption
    return cite_text(document, text, block.place, label=block.label, primary=primary)


def cite_footnote(document: Document, footnote: Footnote, fallback: Place, *, primary: bool = False) -> Evidence:
    """A footnote at its own place, or at the place of what it belongs to."""
    place = footnote.place if footnote.place != Place() else fallback
    return cite_text(document, footnote.text, place, label=f"footnote {footnote.mark}".strip(), primary=primary)


def cite_fact(id: str, name: str, statement: Statement) -> Evidence:
    """A sourced statement of the registry about a benchmark or model."""
    return Evidence(kind=EvidenceKind.fact, ref=id, label=name, quote=statement.text, source=statement.source)


def cite_plain_fact(id: str, name: str, text: str, sources: tuple[str, ...]) -> Evidence:
    """A registry field in words, with the sources of its record."""
    return Evidence(kind=EvidenceKind.fact, ref=id, label=name, quote=text, source="; ".join(sources) or None)


def observed(run: Run) -> str:
    """The score of a run as a person would print it: fractions as percent, two decimals at most."""
    value = run.score * 100 if run.unit is Unit.fraction else run.score
    return f"{value:f}" if value == round(value, 2) else f"{round(value, 2):f}"


def cite_run(run: Run, source: Source | None) -> Evidence:
    """An independent run."""
    setting = f" ({run.setting.printed})" if run.setting.printed else ""
    dated = f", {run.date}" if run.date else ""
    return Evidence(
        kind=EvidenceKind.run,
        ref=run.id,
        label=source.name if source else run.source,
        quote=f"{run.model}, {run.benchmark}{setting}: {observed(run)}{dated}",
        source=(source.url or source.name) if source else run.source,
    )
