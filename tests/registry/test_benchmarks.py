"""Printed benchmark names: what they resolve to, by which rule, and what must never merge."""

from __future__ import annotations

import pytest

from auditor.records.document import Document
from auditor.records.entity import How
from auditor.registry import Registry, load


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load()


def of(published: str | None, publisher: str | None = None) -> Document:
    return Document(
        id="doc-0", name="a.md", sha256="0", media_type="text/markdown", published=published, publisher=publisher
    )


@pytest.mark.parametrize(
    ("printed", "id_"),
    [
        ("SWE-Bench Pro (Public)", "swe-bench-pro"),
        ("MMLU (EM)", "mmlu"),
        ("GPQA Diamond | single attempt (pass@1)", "gpqa-diamond"),
        ("AIME 2024 (Competition Math) (With Tools)", "aime-2024"),
        ("AIME25 avg@16", "aime-2025"),
        ("MATH-500 | Pass@1", "math-500"),
        ("DROP (3-shot F1)", "drop"),
        ("τ²-Bench", "tau2-bench"),
        ("Tau2-Bench (Telecom)", "tau2-bench-telecom"),
        ("HLE (w/o Tool)", "hle-no-tools"),
        ("Humanity’s Last Exam (with tools)", "hle-with-tools"),
        ("MBPP+ (pass@1)", "mbpp-plus"),
        ("Ruler | 128k", "ruler"),
        ("MMMUval", "mmmu"),
        ("HealthBench (Realistic Health Conversations)", "healthbench"),
        ("SWE-bench Verified (Agentic Coding)", "swe-bench-verified"),
        ("Terminal-Bench 2.0 (Codex CLI)", "terminal-bench-2"),
        ("ArenaHard (GPT-4-1106)", "arena-hard"),
        ("inspect_evals/aime2025", "aime-2025"),
        ("Multidisciplinary reasoning (HLE, no tools)", "hle-no-tools"),
        ("Agentic coding (SWE-bench Pro)", "swe-bench-pro"),
        ("AI2 Reasoning Challenge (ARC)", "arc-challenge"),
    ],
)
def test_names_that_resolve(registry: Registry, printed: str, id_: str) -> None:
    resolution = registry.resolve_benchmark(printed)
    assert resolution.id == id_, resolution.why
    assert resolution.why


@pytest.mark.parametrize(
    ("printed", "candidate"),
    [
        ("MMMLU | French", "mmmlu"),
        ("LongBench v2 | hard", "longbench-v2"),
        ("RewardBench | Chat-Hard", "rewardbench"),
        ("LMArena Text / coding", "lmarena-text"),
        ("Arena-Hard (Creative Writing)", "arena-hard"),
        ("LiveBench 0831", "livebench"),
        ("Visual Quality (GenAI-Bench)", None),
        ("Coding (LiveBench)", None),
    ],
)
def test_parts_do_not_merge_with_the_whole(registry: Registry, printed: str, candidate: str | None) -> None:
    resolution = registry.resolve_benchmark(printed)
    assert resolution.id is None
    assert candidate is None or resolution.candidates == (candidate,)


@pytest.mark.parametrize(
    "printed", ["M-MMLU", "Average", "Math", "Coding", "Elo", "Overall", "Instruction Following", "In-house set", ""]
)
def test_headings_are_no_benchmarks(registry: Registry, printed: str) -> None:
    assert registry.resolve_benchmark(printed).id is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SWE-bench Verified", "SWE-bench Pro"),
        ("SWE-bench Verified", "SWE-bench Lite"),
        ("SWE-bench Multilingual", "Multi-SWE-bench"),
        ("SWE-bench Verified", "SWE-bench Verified (bash-only, mini-SWE-agent)"),
        ("SWE-bench Verified", "SWE-bench Verified (Epoch 484-sample subset)"),
        ("AIME 2024", "AIME 2025"),
        ("AIME 2025", "OTIS Mock AIME 2024-2025"),
        ("Terminal-Bench 1.0", "Terminal-Bench 2.0"),
        ("Terminal-Bench 2.0", "Terminal-Bench 2.1"),
        ("MMLU", "MMLU-Pro"),
        ("MMLU", "MMLU-Redux"),
        ("MMLU", "MMMLU"),
        ("MMMU", "MMMU-Pro"),
        ("τ²-bench retail", "τ²-bench telecom"),
        ("τ-bench retail", "τ²-bench retail"),
        ("BFCL v3", "BFCL v4"),
        ("LiveCodeBench v5", "LiveCodeBench v6"),
        ("LiveCodeBench", "LiveCodeBench Pro"),
        ("HLE (no tools)", "HLE (with tools)"),
        ("GPQA Diamond", "SuperGPQA"),
        ("HumanEval", "HumanEval+"),
        ("MBPP", "MBPP+"),
        ("MATH", "MATH-500"),
        ("MATH", "MATH Level 5"),
        ("ARC-C", "ARC-AGI-1"),
        ("ARC-AGI-1", "ARC-AGI-2"),
        ("GDPval", "GDPval-AA"),
        ("MathArena Apex", "APEX-Agents"),
        ("SimpleQA", "SimpleQA Verified"),
        ("IFEval", "IFBench"),
        ("OSWorld", "OSWorld-Verified"),
        ("BrowseComp", "BrowseComp-ZH"),
        ("HealthBench", "HealthBench Hard"),
        ("BBH", "BBEH"),
        ("Arena-Hard", "Arena-Hard v2"),
        ("HMMT Feb 2025", "HMMT Nov 2025"),
    ],
)
def test_names_that_never_merge(registry: Registry, one: str, other: str) -> None:
    first, second = registry.resolve_benchmark(one).id, registry.resolve_benchmark(other).id
    assert first is not None
    assert second is not None
    assert first != second


@pytest.mark.parametrize(
    ("printed", "published", "context", "id_"),
    [
        ("Terminal-Bench", "2025-07", (), "terminal-bench-1"),
        ("Terminal-Bench", "2026-02-12", (), "terminal-bench-2"),
        ("Terminal-Bench", "2026-07", (), None),
        ("Terminal-Bench", None, (), None),
        ("Terminal-Bench", "2026", (), None),
        ("GPQA", "2025-06", (), None),
        ("GPQA", "2023-12", (), "gpqa"),
        ("GPQA", "2024-12", ("GPQA Diamond",), "gpqa"),
        ("GPQA", None, (), None),
        ("HLE", None, ("HLE (w/ tools)",), "hle-no-tools"),
        ("HLE", None, (), "hle"),
        ("Apex", None, ("HMMT 2026 Feb", "AIME 2026"), "matharena-apex"),
        ("Apex", None, ("Mercor APEX-Agents",), "apex-agents"),
        ("Apex", None, (), None),
        ("HMMT 2025", "2025-07-11", (), "hmmt-feb-2025"),
        ("HMMT 2025", "2026-01", (), None),
        ("FrontierMath", "2025-01", (), "frontiermath-tier-1-3"),
        ("AIME", "2025-01", (), None),
        ("SWE-bench", "2026-01", (), None),
        ("ARC-AGI", "2024-12-20", (), "arc-agi-1"),
        ("ARC-AGI", "2026-01", (), None),
    ],
)
def test_rules_for_ambiguous_names(
    registry: Registry, printed: str, published: str | None, context: tuple[str, ...], id_: str | None
) -> None:
    resolution = registry.resolve_benchmark(printed, document=of(published), context=context)
    assert resolution.id == id_, resolution.why
    assert resolution.how is (How.rule if id_ else How.ambiguous)
    assert len(resolution.candidates) >= 1


def test_the_publisher_decides_between_variants_of_one_name(registry: Registry) -> None:
    assert registry.resolve_benchmark("MRCR v2 (8-needle)", document=of(None, "Google")).id == "gdm-mrcr-v2-8-needle"
    assert registry.resolve_benchmark("MRCR v2 (8-needle)", document=of(None, "OpenAI")).id == "openai-mrcr-v2-8-needle"
    assert registry.resolve_benchmark("MRCR v2 (8-needle)", document=of(None, "Someone else")).id is None


def test_headings_of_one_vendor_mean_its_benchmark_of_the_time(registry: Registry) -> None:
    assert registry.resolve_benchmark("Agentic terminal coding", document=of("2026-04-16", "Anthropic")).id == (
        "terminal-bench-2"
    )
    assert registry.resolve_benchmark("Agentic terminal coding", document=of("2025-08-05", "Anthropic")).id == (
        "terminal-bench-1"
    )
    assert registry.resolve_benchmark("Agentic terminal coding", document=of("2026-04-16", "Someone else")).id is None
    assert registry.resolve_benchmark("Agentic terminal coding | Terminal-Bench 2.0").id == "terminal-bench-2"


def test_misspellings_are_found(registry: Registry) -> None:
    for printed, id_ in [
        ("Humnaity's Last Exam (no tools)", "hle-no-tools"),
        ("TheroemQA", "theoremqa"),
        ("Terminal-Benhc 2.0", "terminal-bench-2"),
    ]:
        found = registry.resolve_benchmark(printed)
        assert (found.id, found.how) == (id_, How.fuzzy)
        assert found.score is not None
        assert found.score > 80


@pytest.mark.parametrize(
    "printed",
    [
        "SimplerQA",
        "MMT-Bench",
        "OpenAI MRCR v2 (2-needle)",
        "LiveCodeBench v7",
        "MMLU-Pro-Max",
        "SWE-bench Verifier",
        "MMVU-Pro",
        "AIME 2042",
        "MathVisat2",
    ],
)
def test_other_names_are_no_misspellings(registry: Registry, printed: str) -> None:
    assert registry.resolve_benchmark(printed).id is None


@pytest.mark.parametrize(
    ("id_", "items", "scored"), [("mmmu", 11550, 900), ("hellaswag", 70000, 10042), ("gsm8k", 1319, 1319)]
)
def test_the_split_that_is_scored_is_not_the_whole_set(registry: Registry, id_: str, items: int, scored: int) -> None:
    benchmark = registry.benchmarks[id_]
    assert (benchmark.n_items, benchmark.items_behind_a_score) == (items, scored)


def test_a_scored_split_is_no_larger_than_its_set(registry: Registry) -> None:
    for benchmark in registry.benchmarks.values():
        assert benchmark.n_scored is None or (benchmark.n_items or 0) >= benchmark.n_scored, benchmark.id
