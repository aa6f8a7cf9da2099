"""Printed model names: what they resolve to, what stays open, and what must never merge."""

from __future__ import annotations

import pytest

from auditor.records.entity import How
from auditor.registry import Registry, load


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load()


@pytest.mark.parametrize(
    ("printed", "id_", "how"),
    [
        ("GPT-5.5", "gpt-5.5", How.exact),
        ("Opus 4.7", "claude-opus-4.7", How.alias),
        ("claude-opus-4-7", "claude-opus-4.7", How.alias),
        ("gpt-5.5 (xhigh)", "gpt-5.5", How.normalised),
        ("openai/gpt-5", "gpt-5", How.normalised),
        ("OpenAI o4-mini", "o4-mini", How.normalised),
        ("Claude 4 Sonnet (20250514)", "claude-sonnet-4", How.normalised),
        ("claude-sonnet-4-20250514", "claude-sonnet-4", How.alias),
        ("GPT-4o 0513", "gpt-4o-2024-05-13", How.normalised),
        ("GPT-4o (11-20)", "gpt-4o-2024-11-20", How.normalised),
        ("Claude-3.5-Sonnet-1022", "claude-3.5-sonnet-v2", How.alias),
        ("Claude 3.5 Sonnet (Oct '24)", "claude-3.5-sonnet-v2", How.normalised),
        ("DeepSeek V3 (Dec '24)", "deepseek-v3", How.normalised),
        ("Qwen2.5 72B-Inst.", "qwen2.5-72b-instruct", How.normalised),
        ("Llama 3 Instruct 70B", "llama-3-70b-instruct", How.normalised),
        ("Gemma 3 PT | 12B", "gemma-3-12b-base", How.normalised),
        ("OpenAI baselines (high) | o3", "o3", How.exact),
        ("gpt-oss-120b | high", "gpt-oss-120b", How.normalised),
        ("Qwen3-235B-A22B | Thinking", "qwen3-235b-a22b", How.normalised),
        ("Qwen3-235B-A22B-Thinking-2507", "qwen3-235b-a22b-thinking-2507", How.exact),
        ("together/moonshotai/Kimi-K2-Thinking", "kimi-k2-thinking", How.normalised),
        ("mini-SWE-agent + Claude 4 Sonnet (20250514)", "claude-sonnet-4", How.normalised),
        ("Claude 3.7 Sonnet 64k Extended thinking", "claude-3.7-sonnet", How.normalised),
        ("Claude Haiku 4.5 (Thinking 32K)", "claude-haiku-4.5", How.normalised),
        ("o3-mini (high)", "o3-mini", How.alias),
        ("DeepSeek-V3 (maj@6)", "deepseek-v3", How.normalised),
        ("Mistral Small 3.1 (03/2025)", "mistral-small-3.1", How.normalised),
    ],
)
def test_names_that_resolve(registry: Registry, printed: str, id_: str, how: How) -> None:
    resolution = registry.resolve_model(printed)
    assert (resolution.id, resolution.how) == (id_, how), resolution.why
    assert resolution.printed == printed
    assert resolution.why


@pytest.mark.parametrize(
    "printed",
    [
        "GPT-4.1 (Thinking)",
        "Yi-1.5-9B-32K",
        "Gemini 2.0 Flash-Lite (Feb '25)",
        "Qwen3-4B-Instruct",
        "Qwen3-4B-Thinking",
        "Gemma 3 27B (Reasoning)",
        "Qwen2.5-70B",
        "LLaMA 3 405B",
        "GPT-4o (2025-01-01)",
        "Llama-3.1-70B-Instruct-FP8",
        "someone/DeepSeek-R1",
        "Gemini 2.5 Flash Thinking (06-17) vs. Gemini 2.0 Flash",
        "ChatGPT",
        "12B",
        "Human",
        "Average",
        "Refact.ai Agent",
        "",
    ],
)
def test_names_that_stay_open(registry: Registry, printed: str) -> None:
    resolution = registry.resolve_model(printed)
    assert resolution.id is None
    assert resolution.how in (How.unresolved, How.ambiguous)
    assert resolution.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phi-4", "Phi-4-reasoning"),
        ("GPT-5", "GPT-5 mini"),
        ("GPT-5", "GPT-5 Pro"),
        ("GPT-5-Codex", "GPT-5"),
        ("Claude Opus 4", "Claude Opus 4.1"),
        ("Claude Sonnet 4.5", "Claude Opus 4.5"),
        ("DeepSeek-V3", "DeepSeek-V3-0324"),
        ("DeepSeek-V3", "DeepSeek-V3-Base"),
        ("DeepSeek-R1", "DeepSeek-R1-0528"),
        ("DeepSeek-R1-Distill-Qwen-7B", "DeepSeek-R1-Distill-Qwen-14B"),
        ("Qwen3-30B-A3B", "Qwen3-30B-A3B-Instruct-2507"),
        ("Qwen3-30B-A3B-Thinking-2507", "Qwen3-30B-A3B-Instruct-2507"),
        ("Llama 3.1 8B", "Llama 3.1 70B"),
        ("Llama 3.1 8B Instruct", "meta-llama/Llama-3.1-8B"),
        ("Gemini 2.5 Flash", "Gemini 2.5 Flash-Lite"),
        ("Gemini 2.0 Flash", "Gemini 2.0 Flash Thinking"),
        ("Kimi K2", "Kimi K2 Thinking"),
        ("Kimi K2", "Kimi K2.5"),
        ("GPT-4o-0513", "GPT-4o-0806"),
        ("gpt-oss-20b", "gpt-oss-120b"),
        ("o1", "o1-mini"),
        ("GLM-4.5", "GLM-4.5-Air"),
        ("GPT-5", "gpt-5-chat"),
    ],
)
def test_names_that_never_merge(registry: Registry, one: str, other: str) -> None:
    first, second = registry.resolve_model(one).id, registry.resolve_model(other).id
    assert first is not None
    assert second is not None
    assert first != second


def test_what_was_taken_off_is_said(registry: Registry) -> None:
    assert "xhigh" in registry.resolve_model("GPT-5.2 (xhigh reasoning)").why


def test_a_misspelling_is_found_but_never_across_numbers_or_variants(registry: Registry) -> None:
    found = registry.resolve_model("DeepSeke-V3.1")
    assert (found.id, found.how) == ("deepseek-v3.1", How.fuzzy)
    for printed in ("GPT-5.7", "Mistral Large 4", "Claude Opus 4.9", "Mistral-8x22B", "DeepSeke-V3.7"):
        assert registry.resolve_model(printed).id is None, printed


@pytest.mark.parametrize(
    ("context", "id_"),
    [
        (("Comparison of base models",), "qwen2.5-72b-base"),
        (("Results of instruction-tuned models",), "qwen2.5-72b-instruct"),
        (("Base and instruct models",), "qwen2.5-72b"),
        ((), "qwen2.5-72b"),
    ],
)
def test_the_caption_decides_between_base_and_instruct(registry: Registry, context: tuple[str, ...], id_: str) -> None:
    resolution = registry.resolve_model("Qwen2.5-72B", context=context)
    assert resolution.id == id_
    assert resolution.how is (How.rule if context and id_ != "qwen2.5-72b" else How.exact)


def test_a_plain_name_may_or_may_not_mean_its_variant(registry: Registry) -> None:
    assert registry.same_model("gpt-4o", "gpt-4o") is True
    assert registry.same_model("gpt-4o", "gpt-4o-2024-05-13") is None
    assert registry.same_model("gpt-4o-2024-05-13", "gpt-4o-2024-08-06") is False
    assert registry.same_model("gpt-4o", "gpt-5") is False


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Cla ude 3.7 Son net 64k Exten ded thinki ng", "Claude 3.7 Sonnet 64k Extended thinking"),
        ("DeepSee k R1", "DeepSeek R1"),
        ("Gemini 2.0 Flash Non-thinki ng", "Gemini 2.0 Flash Non-thinking"),
    ],
)
def test_words_broken_by_a_narrow_column_are_put_together(registry: Registry, broken: str, whole: str) -> None:
    found, expected = registry.resolve_model(broken), registry.resolve_model(whole)
    assert expected.id
    assert (found.id, found.printed) == (expected.id, broken)


@pytest.mark.parametrize("printed", ["Flash Lite", "Son of Gemini", "Grok Code Fast Mini", "Phi Son net"])
def test_words_that_stand_alone_are_not_put_together(registry: Registry, printed: str) -> None:
    assert registry.resolve_model(printed).id is None
