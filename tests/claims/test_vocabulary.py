"""Names by shape alone."""

import pytest

from auditor.claims import PlainVocabulary


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Aurora-2 70B Instruct", "model"),
        ("Borealis-8x7B", "model"),
        ("Nova 2.5 Flash Preview", "model"),
        ("HardExamBench", "benchmark"),
        ("ReadQA (F1)", "benchmark"),
        ("MATHX 2024 pass@1", "benchmark"),
        ("Zibbo", None),
        ("12.5", None),
    ],
)
def test_kinds(label: str, kind: str | None) -> None:
    assert PlainVocabulary().kind(label) == kind


def test_family_is_the_leading_word() -> None:
    plain = PlainVocabulary()
    assert plain.same_family("Aurora-2 70B", "Aurora 1.5 Mini")
    assert not plain.same_family("Aurora-2", "Borealis-2")
    assert plain.vendor_of("Aurora-2") is None
