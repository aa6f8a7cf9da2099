"""One spelling for what is one name, and only for that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.registry.normalise import bag, compact, normalise, numbers
from auditor.registry.peel import parse_date


@given(st.text(max_size=60))
def test_normalise_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet="abcτ²³0123456789.-–_ ()/+*†'’@^w", max_size=40))
def test_normalise_is_idempotent_on_names(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.lists(st.sampled_from(["Qwen2.5", "72B", "VL", "Instruct", "v3.1", "Pro"]), min_size=1, max_size=4))
def test_the_order_of_words_does_not_count_in_a_bag(words: list[str]) -> None:
    assert bag(" ".join(words)) == bag("-".join(reversed(words)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DeepSeek-V3.1 Terminus", "DeepSeekV3.1Terminus"),
        ("Qwen2.5‑72B‑Inst.", "qwen2.5 72b instruct"),
        ("τ²-Bench", "tau2-bench"),
        ("Humanity’s Last Exam", "Humanitys Last Exam"),
        ("HLE (w/o tools)", "HLE no tools"),
        ("HLE w/ tools", "HLE (with tools)"),
        ("Gemini 3.0 Pro", "Gemini 3 Pro"),
        ("HumanEval+", "HumanEval Plus"),
        ("GPT-4o*", "gpt 4o"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert compact(one) == compact(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Llama 3 8B", "Llama 3.1 8B"),
        ("Qwen3-1.7B", "Qwen3.1-7B"),
        ("MBPP", "MBPP+"),
        ("HLE (w/ tools)", "HLE (w/o tools)"),
        ("Claude Opus 4.5", "Claude Opus 4.6"),
    ],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert compact(one) != compact(other)
    assert bag(one) != bag(other)


def test_numbers_are_found_in_order() -> None:
    assert numbers("Qwen2.5-72B (2024)") == ("2.5", "2024", "72")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-05-13", (2024, 5, 13)),
        ("20241022", (2024, 10, 22)),
        ("0513", (None, 5, 13)),
        ("11-20", (None, 11, 20)),
        ("Oct '24", (2024, 10, None)),
        ("May 2025", (2025, 5, None)),
        ("03/24/2025", (2025, 3, 24)),
        ("09-2025", (2025, 9, None)),
        ("128k", None),
        ("2407", (2024, 7, None)),
        ("9999", None),
        ("high", None),
    ],
)
def test_dates_as_names_print_them(text: str, date: tuple[int | None, int, int | None] | None) -> None:
    assert parse_date(text) == date
