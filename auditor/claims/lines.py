"""One JSON object a claim, with keys that stay."""

from __future__ import annotations

from typing import Any

from auditor.records import Box, Claim, Document, Role


def as_object(claim: Claim, document: Document) -> dict[str, Any]:
    """A claim as a flat object. `page` is 1-based in a PDF and the start line of the table or paragraph elsewhere."""
    block = document.blocks[claim.block] if 0 <= claim.block < len(document.blocks) else None
    start = block.place.line if block is not None and block.place.line is not None else claim.place.line
    page = claim.place.page if claim.place.page is not None else start
    box = claim.place.box
    return {
        "document": document.name,
        "page": page,
        "table": claim.label,
        "caption": claim.caption,
        "origin": claim.origin.value,
        "model": claim.model,
        "benchmark": claim.benchmark,
        "setting": claim.setting.printed,
        "value": claim.value,
        "number": None if claim.number is None else str(claim.number),
        "unit": claim.unit.value,
        "emphasis": claim.emphasis.value,
        "subject": claim.role in (Role.own, Role.ablation),
        "line_or_box": _box(box) if box is not None else claim.place.line,
        "id": claim.id,
        "role": claim.role.value,
        "metric": claim.metric,
        "conditions": {condition.name.value: condition.value for condition in claim.setting.conditions},
        "bound": claim.bound,
        "uncertainty": claim.uncertainty,
        "higher_is_better": claim.higher_is_better,
        "section": list(claim.section),
        "placement": claim.placement.value,
        "row_path": list(claim.row_path),
        "column_path": list(claim.column_path),
        "quote": claim.quote,
        "footnotes": [{"mark": note.mark, "text": note.text} for note in claim.footnotes],
        "provenance": claim.provenance.value,
        "confidence": claim.confidence,
        "doubts": list(claim.doubts),
    }


def _box(box: Box) -> list[float]:
    return [round(edge, 1) for edge in (box.x0, box.y0, box.x1, box.y1)]
