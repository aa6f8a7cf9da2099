"""What is released, by whom, when; and how it was known."""

import pytest

from auditor.claims import PlainVocabulary, find_release
from auditor.claims.roles import is_generic, is_named, is_own, sizes_only, superseded
from auditor.records import BlockKind


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Aurora-2 Technical Report", "Aurora-2"),
        ("Aurora-2: Making Things Brighter", "Aurora-2"),
        ("Introducing Aurora 2.5 Flash", "Aurora 2.5 Flash"),
        ("Aurora-2 Model Card", "Aurora-2"),
    ],
)
def test_subject_from_the_title(hand, title: str, subject: str) -> None:
    read = hand.document(hand.text(f"{subject} is here. {subject} is new."), title=title)
    release = find_release([read], vocabulary=PlainVocabulary())
    assert release.subjects[0] == subject
    assert release.known["model"].value == subject
    assert "title" in release.known["model"].how


def test_a_heading_of_ordinary_words_is_no_subject(hand) -> None:
    read = hand.document(
        hand.text("Table of Contents", BlockKind.heading),
        hand.text("We introduce Aurora-2, our model. Aurora-2 beats Borealis-1."),
        hand.table([["Benchmark", "Borealis-1", "Aurora-2"], ["KnowTest", "1.5", "2.5"]]),
        title=None,
    )
    assert find_release([read], vocabulary=PlainVocabulary()).subjects == ("Aurora-2",)


def test_what_is_given_counts_and_says_so(hand) -> None:
    release = find_release(
        [hand.document()], model="Nova 3", vendor="nova", released="2026-01-02", vocabulary=PlainVocabulary()
    )
    assert (release.subjects, release.vendor, release.released) == (("Nova 3",), "nova", "2026-01-02")
    assert release.known["released"].how == "given with --released"


def test_date_and_vendor_from_the_text(hand) -> None:
    read = hand.document(
        hand.text("Model Developer: Nova Labs"),
        hand.text("Model Release Date: July 23, 2024. Knowledge cutoff 2023-12."),
    )
    release = find_release([read], vocabulary=PlainVocabulary())
    assert (release.vendor, release.released) == ("Nova Labs", "2024-07-23")


def test_nothing_known_is_none_with_the_reason(hand) -> None:
    release = find_release([hand.document(hand.text("hello"), title=None)], vocabulary=PlainVocabulary())
    assert release.released is None
    assert release.known["released"].how == "no document states it"


@pytest.mark.parametrize(
    ("label", "own"),
    [
        ("Aurora-2", True),
        ("Aurora 2 Base", True),
        ("Aurora-2-70B-Instruct", True),
        ("Aurora-2 (high)", True),
        ("Aurora-2.5", False),
        ("Aurora-1", False),
        ("Aurora", False),
        ("Borealis-2", False),
        ("Borealis-2 vs. Aurora-2", False),
    ],
)
def test_own_models_are_sizes_and_modes_never_predecessors(label: str, own: bool) -> None:
    assert is_own(label, ("Aurora-2",)) is own


def test_shapes_of_labels() -> None:
    assert sizes_only("27B")
    assert sizes_only("4B Instruct")
    assert not sizes_only("Aurora 4B")
    assert is_named("Aurora-2")
    assert is_named("o3-mini")
    assert not is_named("Stage-1")
    assert is_generic("w/ gating")


def test_a_line_without_a_number_owns_its_versions() -> None:
    assert is_own("Aurora 3.5 7B", ("Aurora",))
    assert is_own("aurora-lite-1.5", ("Aurora",))


def test_what_a_model_was_made_from_is_not_the_model() -> None:
    labels = ["large-v2", "small-large-v2", "large-v3"]
    assert superseded(labels, ("small-large-v2",)) == {"large-v2"}
    assert not superseded(["Fable 5", "Opus 4"], ("Claude Fable 5",))
    assert superseded(["Original", "June 2024 Update"], ("Aurora-2",)) == {"Original"}
    assert not superseded(["Original", "Filtered"], ("Aurora-2",))


@pytest.mark.parametrize(
    ("label", "own"),
    [("Borrealis-MT-7B", True), ("Boreal-MT-7B", False), ("Borealis-7B", False)],
)
def test_one_letter_wrong_is_the_same_word(label: str, own: bool) -> None:
    assert is_own(label, ("Borealis-MT",)) is own


def test_number_formats_and_training_stages_are_no_names() -> None:
    assert all(map(sizes_only, ("W8A8C8-FP8", "BF16", "DPO", "GRPO")))
