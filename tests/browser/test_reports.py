"""The HTML report as a reader meets it: on a phone, at a desk, in the dark, on paper, without a script."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from auditor.exports import EXPORTERS
from auditor.pipeline import Options, audit
from auditor.providers.rubric import RubricProvider
from auditor.records import Report

from .conftest import DESK, PHONE

Look = Callable[..., AbstractContextManager[Any]]
LARGEST = 5_000_000
"""Bytes of one report."""
DOCUMENTS = "corpus/docs"
RELEASES = {
    "DeepSeek-R1": ("deepseek__DeepSeek-R1__paper.pdf", "deepseek__DeepSeek-R1__readme.md"),
    "LongCat-Flash-Omni": ("meituan__LongCat-Flash-Omni__techreport.pdf", "meituan__LongCat-Flash-Omni__readme.md"),
    "gpt-oss": ("openai__gpt-oss__modelcard.pdf", "openai__gpt-oss__dockercard.md", "openai__gpt-oss__readme.md"),
}


def page_of(report: Report, folder: Path) -> Path:
    file = folder / "report.html"
    file.write_text(EXPORTERS["html"].export(report), encoding="utf-8")
    assert file.stat().st_size < LARGEST
    return file


def audited(*paths: Path) -> Report:
    return audit(paths, Options(), [RubricProvider()], started="2026-11-28T00:00:00+00:00")


def inspected(file: Path, look: Look) -> None:
    """Everything that holds for every page."""
    for width, scheme in ((PHONE, "light"), (DESK, "dark")):
        with look(file, width=width, scheme=scheme) as sight:
            assert sight.width() <= width, "the page scrolls sideways"
            sight.unfold()
            assert sight.width() <= width, "the page scrolls sideways when all is unfolded"
            assert sight.faults() == []
            assert sight.faint() == []
            assert sight.messages == []
            assert sight.requests == []
    with look(file) as sight:
        sight.page.emulate_media(media="print")
        assert sight.faint() == []
        printed = pypdfium2.PdfDocument(io.BytesIO(sight.page.pdf(format="A4", print_background=False)))
        try:
            text = "\n".join(page.get_textpage().get_text_range() for page in printed)
        finally:
            printed.close()
        # What is folded on the screen is unfolded on paper.
        assert text.lower().count("what would overturn it") >= sight.page.locator("article").count()


@pytest.mark.shared
@pytest.mark.parametrize("release", RELEASES)
def test_reports_of_real_releases(release: str, shared: Path, tmp_path: Path, look: Look) -> None:
    report = audited(*(shared / DOCUMENTS / name for name in RELEASES[release]))
    file = page_of(report, tmp_path)
    inspected(file, look)
    with look(file, script=False) as sight:
        # The picture of a table shows ink where it is outlined, and the page says in words what it is of.
        crop = sight.page.locator("article[aria-labelledby] details[open] .crop svg[role=img]").first
        assert "outlined" in crop.get_attribute("aria-label")
        assert crop.locator("rect.primary, rect.other").count() > 0
        box = crop.bounding_box()
        assert box["width"] > 300
        assert box["height"] > 30
        assert _shades(crop.screenshot()) > 20, "the picture is blank"


def test_the_bundled_release(tmp_path: Path, look: Look) -> None:
    file = page_of(audited(Path("corpus/documents/openai/gpt-5.5")), tmp_path)
    inspected(file, look)
    with look(file, width=PHONE, script=False) as sight:
        assert sight.page.get_by_role("heading", name="GPT-5.5").first.is_visible()
        assert "What stands" in sight.page.inner_text("main")


def test_keyboard_reaches_and_unfolds_findings(tmp_path: Path, look: Look) -> None:
    with look(page_of(audited(Path("corpus/documents/openai/gpt-5.5")), tmp_path)) as sight:
        folded = sight.page.locator("article details:not([open]) > summary").first
        folded.focus()
        sight.page.keyboard.press("Enter")
        assert sight.page.evaluate("document.activeElement.parentElement.open")
        # A link to a folded finding unfolds it.
        last = sight.page.locator(".inside").last.get_attribute("id")
        sight.page.goto(f"{sight.page.url.partition('#')[0]}#{last}")
        assert sight.page.locator(f"#{last}").is_visible()


def test_hostile_text_stays_text(tmp_path: Path, look: Look) -> None:
    card = tmp_path / "card.md"
    card.write_text(
        "# Foo-1 <script>document.title='owned'</script>\n\n"
        "We release Foo-1 <img src=http://127.0.0.1:9/x onerror=alert(1)>.\n\n"
        '| Benchmark | Foo-1 | GPT-4o "><svg onload=alert(1)> |\n|---|---|---|\n'
        "| MMLU <iframe src=http://127.0.0.1:9></iframe> | **70.1** | 88.7 |\n"
        "| GPQA javascript:alert(1) | 50.0 | 53.6 |\n"
        "| HumanEval | 91.2 | 90.2 |\n",
        encoding="utf-8",
    )
    file = page_of(audited(card), tmp_path)
    with look(file) as sight:
        sight.unfold()
        assert sight.requests == []
        assert sight.messages == []
        assert sight.page.title().startswith("Audit of")
        assert sight.page.locator("script, iframe, img").count() == 0


def _shades(png: bytes) -> int:
    with Image.open(io.BytesIO(png)) as picture:
        return sum(count > 0 for count in picture.convert("L").histogram())
