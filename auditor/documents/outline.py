"""Order, section paths and placement of blocks: the same rules for every reader.

- *Order* is the position in the list.
- The *section* of a block is the chain of headings above it by level; a heading's own section is the chain above it.
- *Placement*:
  - footnote: blocks of kind footnote;
  - appendix: everything after a heading that starts it as such ("Appendix", "Supplementary material") in the last
    60 % of the document; and, down to the next heading of the same or a higher level, what stands there under
    "Additional / Extended / Further results", under "Full / Detailed results" or "Evaluation details" if results were
    printed before, and under a lettered heading ("A.2 …") after the conclusion or the references. Numbered headings of
    such a name belong to the body until then;
  - headline: everything up to and including the first table or figure with results, if it is met in the first 40 %
    of the blocks and not under an appendix heading; without one, the blocks before the third heading of level 1 or 2;
  - body: everything else.
"""

from __future__ import annotations

import re

from auditor.documents.shapes import is_score
from auditor.records import Block, BlockKind, Placement

_STARTS_APPENDIX = re.compile(
    r"^\W*(?:[A-Z]\.?\s+)?(?:appendix|appendices|supplement(?:ary|al)?(?:\s+(?:materials?|information))?|annex|附录|"
    r"补充材料)\b",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"^(?:[A-H]|[A-H]\.\d+(?:\.\d+)*)\.?\s+[A-Z]")
_NUMBER = r"^\W*(?P<number>\d+(?:\.\d+)*\.?\s+)?"
_THINGS = r"(?:results?|evaluations?|experiments?|benchmarks?|scores?|tables?|comparisons?|breakdowns?|details?)"
_FURTHER = re.compile(
    rf"{_NUMBER}(?:additional|extended|further|supplementary|more)\s+(?:\w+\s+){{0,3}}{_THINGS}\b", re.IGNORECASE
)
_DETAILED = re.compile(
    rf"{_NUMBER}(?:(?:full|complete|detailed|per-\w+)\s+(?:\w+\s+){{0,3}}{_THINGS}"
    r"|(?:evaluations?|benchmarks?|experiment(?:al)?|testing|methodology|implementation)\s+details?"
    r"|methodology\s+notes|footnotes|endnotes|details?\s+(?:of|on)\s+(?:the\s+)?(?:evaluations?|benchmarks?))\b",
    re.IGNORECASE,
)
_END_MATTER = re.compile(
    r"^\W*(?:\d+\.?\s+)?(?:references|bibliography|conclusions?|acknowledge?ments?|contributors?|参考文献|结论)\b",
    re.IGNORECASE,
)


def finish(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks with their order, section path and placement set."""
    sections = _sections(blocks)
    appendix = _appendix(blocks)
    head = _headline_end(blocks, appendix)
    finished = []
    for order, block in enumerate(blocks):
        if block.kind is BlockKind.footnote:
            placement = Placement.footnote
        elif appendix[order]:
            placement = Placement.appendix
        elif order <= head:
            placement = Placement.headline
        else:
            placement = Placement.body
        finished.append(block.model_copy(update={"order": order, "section": sections[order], "placement": placement}))
    return tuple(finished)


def _sections(blocks: list[Block]) -> list[tuple[str, ...]]:
    path: list[tuple[int, str]] = []
    sections: list[tuple[str, ...]] = []
    for block in blocks:
        if block.kind is BlockKind.heading:
            level = block.level or 1
            while path and path[-1][0] >= level:
                path.pop()
            sections.append(tuple(text for _, text in path))
            path.append((level, block.text))
        else:
            sections.append(tuple(text for _, text in path))
    return sections


def _appendix(blocks: list[Block]) -> list[bool]:
    flags: list[bool] = []
    inside: int | None = None
    for_good = ended = seen_results = False
    for order, block in enumerate(blocks):
        if block.kind is BlockKind.heading and not for_good:
            level = block.level or 1
            late = order >= 0.4 * len(blocks)
            if inside is not None and level <= inside:
                inside = None
            if _STARTS_APPENDIX.match(block.text) and late:
                for_good = True
            elif inside is None and _is_late_detail(block.text, late, ended, seen_results):
                inside = level
            if _END_MATTER.match(block.text) and late:
                ended = True
        seen_results = seen_results or has_results(block)
        flags.append(for_good or inside is not None)
    return flags


def _is_late_detail(heading: str, late: bool, ended: bool, seen_results: bool) -> bool:
    """Whether a heading opens details at the end; a numbered one does only after the conclusion or the references."""
    if _LETTERED.match(heading):
        return ended
    further, detailed = _FURTHER.match(heading), _DETAILED.match(heading)
    match = further or detailed
    if match is None or not (late or ended) or (match.group("number") and not ended):
        return False
    return further is not None or ended or seen_results


def has_results(block: Block) -> bool:
    """Whether a table or figure prints at least three scores beside labels: numbers with decimals or percent signs,
    no sizes or times."""
    grid = block.grid
    if grid is None:
        return False
    scores = (
        c for c in grid.cells if c.row >= grid.header_rows and c.column >= grid.label_columns and is_score(c.text)
    )
    return sum(1 for _ in zip(range(3), scores, strict=False)) == 3


def _headline_end(blocks: list[Block], appendix: list[bool]) -> int:
    for order, block in enumerate(blocks):
        if appendix[order]:
            break
        if block.kind in (BlockKind.table, BlockKind.figure) and has_results(block):
            if order <= max(12, 0.4 * len(blocks)):
                return order
            break
    sections = [order for order, b in enumerate(blocks) if b.kind is BlockKind.heading and (b.level or 1) <= 2]
    return sections[2] - 1 if len(sections) > 2 else len(blocks) - 1 if len(blocks) <= 12 else 11
