"""Order, sections and placement."""

from __future__ import annotations

import pytest

from auditor.documents import outline
from auditor.documents.grid import Draft, build
from auditor.records import Block, BlockKind, Placement


def heading(text: str, level: int = 2) -> Block:
    return Block(kind=BlockKind.heading, order=0, text=text, level=level)


def paragraph(text: str = "text") -> Block:
    return Block(kind=BlockKind.paragraph, order=0, text=text)


def table(*values: str) -> Block:
    built = build([[Draft("B"), Draft("Alpha")], *([Draft(f"b{i}"), Draft(v)] for i, v in enumerate(values))])
    return Block(kind=BlockKind.table, order=0, grid=built)


def placements(*blocks: Block) -> list[str]:
    return [b.placement.value for b in outline.finish(list(blocks))]


def test_headline_ends_with_the_first_results() -> None:
    sizes, results = table("7", "32", "4096"), table("70.1", "60.2", "50.3")
    assert placements(heading("T", 1), paragraph(), sizes, results, paragraph()) == ["headline"] * 4 + ["body"]


def test_sections() -> None:
    blocks = outline.finish([heading("T", 1), heading("A"), heading("A1", 3), paragraph(), heading("B"), paragraph()])
    assert [b.section for b in blocks] == [(), ("T",), ("T", "A"), ("T", "A", "A1"), ("T",), ("T", "B")]
    assert [b.order for b in blocks] == list(range(6))


@pytest.mark.parametrize("title", ["Appendix", "A Appendix", "Supplementary Material", "Appendix A: Results", "附录"])
def test_everything_after_an_appendix_heading(title: str) -> None:
    body = [paragraph() for _ in range(20)]
    blocks = outline.finish([*body, heading(title), paragraph(), heading("B More", 1), table("70.1", "60.2", "50.3")])
    assert {b.placement for b in blocks[20:]} == {Placement.appendix}


@pytest.mark.parametrize(
    "title",
    ["Additional Results", "Full results", "Evaluation details", "More evaluation results", "Methodology notes"],
)
def test_late_details_end_with_their_section(title: str) -> None:
    body = [*(paragraph() for _ in range(19)), table("71.1", "61.2", "51.3")]
    blocks = outline.finish([*body, heading(title), table("70.1", "60.2", "50.3"), heading("Citation"), paragraph()])
    assert [b.placement for b in blocks[20:]] == [
        Placement.appendix,
        Placement.appendix,
        Placement.body,
        Placement.body,
    ]


def test_detailed_results_are_body_where_no_results_stand_before_or_the_heading_is_numbered() -> None:
    results = table("70.1", "60.2", "50.3")
    assert "appendix" not in placements(*[paragraph() for _ in range(20)], heading("Full results"), results)
    assert "appendix" not in placements(
        results, *[paragraph() for _ in range(20)], heading("4.2 Detailed results"), results
    )


def test_lettered_headings_after_the_references_are_appendix() -> None:
    blocks = [*(paragraph() for _ in range(20)), heading("References"), paragraph(), heading("A Prompts"), paragraph()]
    assert placements(*blocks)[-2:] == ["appendix", "appendix"]


def test_an_early_heading_of_that_name_is_no_appendix() -> None:
    assert "appendix" not in placements(heading("Evaluation details"), paragraph(), *[paragraph() for _ in range(20)])


def test_footnotes() -> None:
    assert placements(paragraph(), Block(kind=BlockKind.footnote, order=0, text="x"))[1] == "footnote"
