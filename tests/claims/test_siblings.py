"""What is released together with a document's main model, and what the registry adds to it."""

from __future__ import annotations

import pytest

from auditor.claims.siblings import known_ids, newer_version, release_date, siblings
from auditor.claims.vocabulary import PlainVocabulary
from auditor.records import Block, BlockKind, Document


class Listed(PlainVocabulary):
    """A registry of three models."""

    ids = {"Aurora 5": "aurora-5", "Aurora 5 8B": "aurora-5-8b", "Aurora 5 Pro": "aurora-5-pro"}
    dates = {"Aurora 5": "2026-02-03"}

    def vendor_of(self, label: str) -> str | None:
        return "other" if "Borealis" in label else "aurora"

    def model_id(self, label: str) -> str | None:
        return self.ids.get(label)

    def released_on(self, label: str) -> str | None:
        return self.dates.get(label)


def written(*paragraphs: str) -> tuple[Document, ...]:
    blocks = tuple(Block(kind=BlockKind.paragraph, order=i, text=text) for i, text in enumerate(paragraphs))
    return (Document(id="doc-1", name="card.md", sha256="0" * 64, media_type="text/markdown", blocks=blocks),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aurora Pro, which was released with it, thinks longer.", ("Aurora Pro",)),
        ("Alongside Aurora 5, we are releasing Aurora Nano 2 for phones.", ("Aurora Nano 2",)),
        ("Today we introduce Aurora 5 and Aurora Breeze.", ("Aurora Breeze",)),
        ("We present two models, Aurora 5 and Aurora Swift.", ("Aurora Swift",)),
        ("We compare Aurora 5 and Aurora 4 on ten tasks.", ()),
        ("We introduce Aurora 5, which beats Borealis 3 and Aurora 4.", ()),
        ("We release Aurora 5 and Borealis 3.", ()),
        ("All Breeze 5 results use the same prompt.", ("Breeze 5",)),
        ("All Borealis 5 results use the same prompt.", ()),
    ],
)
def test_sentences_name_siblings(text: str, expected: tuple[str, ...]) -> None:
    found = siblings(written(text), ("Aurora 5",), Listed())
    assert tuple(name for name in found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aurora 1.5 Mini (12B) and Aurora 1.5 Large (94B) are meant for business.", ("Aurora 1.5 Large",)),
        ("Aurora 1.5 Mini and Aurora 2 Large are meant for business.", ()),
        ("Aurora 1.5 Mini beats Aurora 1.5 Large on ten tasks.", ()),
    ],
)
def test_two_tiers_of_one_version_are_released_together(text: str, expected: tuple[str, ...]) -> None:
    assert siblings(written(text), ("Aurora-1.5-Mini",), PlainVocabulary()) == expected


def test_ids_of_subjects_and_their_sizes() -> None:
    assert known_ids(("Aurora 5",), ("Aurora 5 8B", "Aurora 4"), Listed()) == ("aurora-5", "aurora-5-8b")
    assert known_ids(("Aurora 5",), (), PlainVocabulary()) == ()


def test_date_from_the_registry_says_so() -> None:
    known = release_date(("Aurora 5",), (), Listed())
    assert known is not None
    assert (known.value, known.how) == ("2026-02-03", "release date of Aurora 5 in the registry")
    assert release_date(("Borealis",), (), Listed()) is None


def test_title_of_an_older_version() -> None:
    text = "Aurora 5.1 8B is small. We ran Aurora 5.1 70B. All Aurora 5.1 models use the same prompt."
    assert newer_version("Aurora 5", text) == "Aurora 5.1"
    assert newer_version("Aurora 5", "Aurora 5 is new. Aurora 5.1 will follow.") == "Aurora 5"
