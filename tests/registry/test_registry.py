"""A whole document resolved in the light of its own tables; and what names look like to the extraction of claims."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auditor.records.claim import Blank, Claim, Condition, ConditionName, Extraction, Origin, SaidIn, Setting
from auditor.records.document import Block, BlockKind, Document, Place
from auditor.records.entity import How
from auditor.registry import Registry, load


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load()


def claim(model: str, benchmark: str, *, block: int = 0, category: str | None = None) -> Claim:
    conditions = ()
    if category:
        conditions = (Condition(name=ConditionName.category, value=category, printed=category, said_in=SaidIn.group),)
    return Claim(
        id=f"claim-{model}-{benchmark}-{block}",
        document="doc-0",
        block=block,
        place=Place(line=1),
        quote="1",
        origin=Origin.table,
        model=model,
        benchmark=benchmark,
        value="1",
        number=Decimal(1),
        setting=Setting(conditions=conditions),
        found_by="tables",
    )


def document_with(*captions: str, published: str | None = None) -> Document:
    blocks = tuple(Block(kind=BlockKind.table, order=order, caption=caption) for order, caption in enumerate(captions))
    return Document(id="doc-0", name="a.md", sha256="0", media_type="text/markdown", published=published, blocks=blocks)


def test_a_table_is_resolved_in_its_own_light(registry: Registry) -> None:
    document = document_with("Comparison of base models", "Post-trained models", published="2026-04-24")
    blank = Blank(
        document="doc-0",
        block=1,
        row=0,
        column=0,
        place=Place(),
        model="Opus 4.7",
        benchmark="GPQA Diamond",
        printed="-",
    )
    rows = (
        claim("Qwen2.5-72B", "HLE"),
        claim("Qwen2.5-72B", "HLE", block=1),
        claim("GPT-5.5", "HLE w/ tools", block=1),
    )
    extraction = Extraction(document="doc-0", claims=rows, blanks=(blank,))
    claims, blanks = registry.resolve(extraction, document)
    assert [item.model.id for item in claims] == ["qwen2.5-72b-base", "qwen2.5-72b-instruct", "gpt-5.5"]
    assert [item.benchmark.id for item in claims] == ["hle", "hle-no-tools", "hle-with-tools"]
    assert claims[1].benchmark.how is How.rule
    assert blanks[0].model.id == "claude-opus-4.7"
    assert blanks[0].benchmark.id == "gpqa-diamond"


def test_a_date_stands_in_where_the_document_has_none(registry: Registry) -> None:
    document = document_with("")
    extraction = Extraction(document="doc-0", claims=(claim("GPT-5", "Terminal-Bench"),))
    assert registry.resolve(extraction, document)[0][0].benchmark.id is None
    assert registry.resolve(extraction, document, date="2025-08-07")[0][0].benchmark.id == "terminal-bench-1"


def test_the_category_of_a_row_may_decide(registry: Registry) -> None:
    document = document_with("")
    rows = (
        claim("Llama 3.1 8B", "MMLU", category="Base pretrained models"),
        claim("Llama 3.1 8B", "IFEval", category="Chat"),
    )
    claims, _ = registry.resolve(Extraction(document="doc-0", claims=rows), document)
    assert [item.model.id for item in claims] == ["llama-3.1-8b-base", "llama-3.1-8b-instruct"]


def test_a_column_of_sizes_decides_where_the_name_is_that_of_a_line(registry: Registry) -> None:
    sized = claim("StarCoder2", "HumanEval")
    sized = sized.model_copy(update={"setting": Setting(printed="category=Open; # Params=7B")})
    claims, _ = registry.resolve(Extraction(document="doc-0", claims=(sized,)), document_with(""))
    assert (claims[0].model.id, claims[0].model.printed) == ("starcoder2-7b", "StarCoder2")


def test_sources_are_cited_in_words(registry: Registry) -> None:
    text = registry.cite("arXiv:2310.06770; background")
    assert "2310.06770" in text
    assert "not looked up" in text
    assert registry.source("arXiv:2310.06770") is not None
    assert registry.source("nowhere:1") is None


def test_harnesses_and_vendors_by_name(registry: Registry) -> None:
    assert registry.resolve_harness("terminus 2") == "terminus-2"
    assert registry.resolve_harness("lm-eval") == "lm-evaluation-harness"
    assert registry.resolve_harness("no such harness") is None
    assert registry.resolve_vendor("Zhipu AI") == "zai"
    assert registry.resolve_vendor("meta-llama") == "meta"


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("GPT-5.5", "model"),
        ("Claude Opus 9", "model"),
        ("Foo-3.5-70B-Instruct", "model"),
        ("qwen/qwen9-14b", "model"),
        ("SWE-bench Verified", "benchmark"),
        ("MMMLU | French", "benchmark"),
        ("GPQA", "benchmark"),
        ("NewBench", "benchmark"),
        ("Math", None),
        ("Include", None),
        ("Code", None),
        ("English", None),
        ("Step", None),
        ("Command", None),
        ("Vision", None),
        ("Architecture", None),
        ("Ours", None),
        ("2024", None),
        ("", None),
    ],
)
def test_kinds_of_labels(registry: Registry, label: str, kind: str | None) -> None:
    assert registry.vocabulary().kind(label) == kind


def test_families_and_vendors_of_labels(registry: Registry) -> None:
    vocabulary = registry.vocabulary()
    assert vocabulary.same_family("Qwen2.5-72B", "Qwen9-7B")
    assert not vocabulary.same_family("GPT-5.5", "Claude Opus 4.7")
    assert not vocabulary.same_family("Gemini 2.5 Pro", "Gemma 3 27B")
    assert vocabulary.vendor_of("Claude Opus 9") == "anthropic"
    assert vocabulary.vendor_of("o3") == "openai"
    assert vocabulary.vendor_of("Foo-3.5-70B") is None
