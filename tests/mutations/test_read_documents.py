"""Faults planted at the grids of real documents, Markdown and PDF; skipped without AUDITOR_SHARED.

Several faults are planted in one copy, each in a row of its own: one audit of the sound document and one of the faulty
one show all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from grids import Fault, between, dossier_of, with_faults, within

from auditor import checks, documents
from auditor.records import Dossier

LEAST = 0.98
DOCUMENTS = {
    "Markdown": (
        "qwen__Qwen2__blog.md",
        "deepseek__DeepSeek-V3__readme.md",
        "deepseek__DeepSeek-Coder-V2__readme.md",
        "minimax__MiniMax-Text-01__modelcard.md",
        "meta__Llama-3.1__modelcard.md",
        "xiaomi__MiMo-V2-Flash__readme.md",
        "tii__Falcon-Mamba__blog.md",
        "tii__Falcon-H1__blog.md",
        "moonshot__Kimi-K2__readme.md",
    ),
    "PDF": (
        "deepseek__DeepSeek-R1__paper.pdf",
        "deepseek__DeepSeek-Coder-V2__paper.pdf",
        "inclusionai__Ling-Coder-Lite__techreport.pdf",
        "openbmb__MiniCPM-SALA__report.pdf",
        "google__Gemini-2.5-Flash__modelcard.pdf",
        "tencent__Hunyuan-TurboS__techreport_arxiv.pdf",
        "skywork__Skywork-R1V4__report.pdf",
    ),
}
KINDS = (
    "digit changed",
    "rival cell blanked",
    "rival value swapped with its neighbour",
    "average altered",
    "bold moved",
    "fraction among percents",
    "n′ lowered",
)


def told(dossier: Dossier, faults: Sequence[Fault]) -> list[tuple[str, str]]:
    """What the findings of the faults' checks say, with the name of the check."""
    only = sorted({fault.check for fault in faults})
    found, failed = checks.run(dossier, only=only)
    assert not failed
    return [(f.check, " ".join((f.title, f.message, *f.arithmetic, *(e.quote for e in f.evidence)))) for f in found]


def seen(fault: Fault, said: Sequence[tuple[str, str]]) -> bool:
    return any(check == fault.check and all(word in text for word in fault.words) for check, text in said)


Outcome = tuple[str, str, Fault, bool, bool]
"""Format, document, fault, whether it is seen in the faulty document, and whether in the sound one."""


@pytest.fixture(scope="module")
def outcomes(shared: Path) -> list[Outcome]:
    found: list[Outcome] = []
    for form, names in DOCUMENTS.items():
        for name in names:
            path = shared / "corpus" / "docs" / name
            if not path.is_file():
                continue
            sound = documents.read(path)
            alone = dossier_of([sound])
            for faults, beside in ((within(alone), False), (between(alone), True)):
                if not faults:
                    continue
                faulty = with_faults(sound, faults, f"copy-{name}")
                if beside:
                    copy = with_faults(sound, (), f"copy-{name}")
                    before, after = dossier_of([sound, copy]), dossier_of([sound, faulty])
                else:
                    before, after = alone, dossier_of([faulty])
                was, said = told(before, faults), told(after, faults)
                found += [(form, name, fault, seen(fault, said), seen(fault, was)) for fault in faults]
    if not found:
        pytest.skip("no documents beside the measurement documents")
    return found


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_in_a_grid_is_found(
    outcomes: list[Outcome], kind: str, form: str, record_property: Callable[[str, object], None]
) -> None:
    mine = [outcome for outcome in outcomes if outcome[0] == form and outcome[2].kind == kind]
    assert mine, f"no place for the fault in any {form}"
    missed = [(name, fault.words) for _, name, fault, found, _ in mine if not found]
    record_property("detection", f"{kind}, {form}: {len(mine) - len(missed)} of {len(mine)}")
    assert len(missed) <= (1 - LEAST) * len(mine), missed


def test_sound_it_is_not_found(outcomes: list[Outcome]) -> None:
    assert not [(name, fault.kind, fault.words) for _, name, fault, _, before in outcomes if before]
