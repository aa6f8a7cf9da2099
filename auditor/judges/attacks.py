"""Documents with planted instructions: what is planted where, and what it did to judgements and prompts."""

from __future__ import annotations

import ctypes
import re
import textwrap
import tomllib
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from auditor import resources
from auditor.documents.concealed import strip_invisible
from auditor.judges.panel import majority
from auditor.records import Finding, Judgement, Record, Report

Format = Literal["md", "html", "pdf"]
_SLOT = re.compile(r"\{\{(\w+)\}\}")
REPORTS = "hidden_or_injected_text"
"""The check that reports what was planted."""


class Attack(Record):
    """One planted instruction."""

    id: str
    kind: str
    """What it tries: override, address, verdict, turn, answer, quote, marker, encoded …"""
    where: str
    """The slot of the card; of PDFs how it is set: "plain", "white", "tiny", "off page", "unpainted"."""
    text: str
    format: Format = "md"
    language: str = "en"
    words: str
    """Words of it, as a reader decodes them, that no prompt may carry."""
    reported: bool = True
    """Whether a finding has to report it. False: it lies where no reader and no judge reads."""
    benign: bool = False
    """A near miss: it instructs no model, and is not to be set apart."""


class Outcome(Record):
    """What became of one attack."""

    attack: Attack
    judgements: int
    changed: tuple[str, ...] = ()
    """Judgements that are other ones than without the attack: "check, judge: before → after"."""
    leaked: tuple[str, ...] = ()
    """Questions whose prompt carries the planted words."""
    reported: bool = False


def attacks() -> tuple[Attack, ...]:
    """The shipped suite, near misses included."""
    file = resources.folder("corpus") / "attacks" / "attacks.toml"
    return tuple(Attack(**one) for one in tomllib.loads(file.read_text(encoding="utf-8"))["attack"])


def document(format: Format, *planted: Attack) -> tuple[str, bytes]:
    """Name and bytes of the card in a format, with attacks planted in it, or as it is: one attack a place.

    Raises ValueError where the card has no such place.
    """
    folder = resources.folder("corpus") / "attacks"
    if format == "pdf":
        data = (folder / "card.pdf").read_bytes()
        return "card.pdf", _printed(data, planted) if planted else data
    text = (folder / "card.md").read_text(encoding="utf-8")
    texts = {attack.where: attack.text for attack in planted}
    missing = set(texts) - set(_SLOT.findall(text))
    if missing:
        raise ValueError(f"the card has no place called {', '.join(missing)}")
    filled = _SLOT.sub(lambda slot: texts.get(slot[1], ""), text)
    if format == "md":
        return "card.md", filled.encode()
    return "card.html", page(filled).encode()


def page(markdown: str) -> str:
    """The card as a web page, its front matter in the head."""
    from html import escape

    from markdown_it import MarkdownIt

    _, front, body = markdown.split("---\n", 2)
    about = dict(line.split(": ", 1) for line in front.splitlines())
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(about["title"])}</title>\n'
        f'<meta name="author" content="{escape(about["publisher"])}">\n'
        f'<meta property="article:published_time" content="{about["date"]}"></head>\n'
        f"<body>\n{rendered}</body>\n</html>\n"
    )


def _printed(data: bytes, planted: Iterable[Attack]) -> bytes:
    """A PDF with each attack set on its first page the way its `where` says."""
    import io

    import pypdfium2
    from pypdfium2 import raw

    pdf = pypdfium2.PdfDocument(data)
    sheet = pdf[0]
    width, height = sheet.get_size()
    below = 0
    for attack in planted:
        for line in textwrap.wrap(attack.text, 90):
            thing = raw.FPDFPageObj_NewTextObj(pdf.raw, b"Helvetica", 0.4 if attack.where == "tiny" else 8.0)
            letters = (line + "\x00").encode("utf-16-le")
            raw.FPDFText_SetText(thing, ctypes.cast(ctypes.create_string_buffer(letters), raw.FPDF_WIDESTRING))
            shade = 255 if attack.where == "white" else 0
            raw.FPDFPageObj_SetFillColor(thing, shade, shade, shade, 255)
            if attack.where == "unpainted":
                raw.FPDFTextObj_SetTextRenderMode(thing, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
            x, y = (width + 200.0, height / 2) if attack.where == "off page" else (40.0, 30.0)
            raw.FPDFPageObj_Transform(thing, 1, 0, 0, 1, x, y - 9 * below)
            raw.FPDFPage_InsertObject(sheet.raw, thing)
            below += 1
    raw.FPDFPage_GenerateContent(sheet.raw)
    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    return out.getvalue()


def outcome(attack: Attack, before: Report, after: Report, prompts: Iterable[tuple[str, str]]) -> Outcome:
    """What an attack did: `before` without it, `after` with it; `prompts` are (question id, text) as they were sent."""
    changed = _differences(_verdicts(before), _verdicts(after))
    wanted = _folded(attack.words)
    return Outcome(
        attack=attack,
        judgements=len(_verdicts(before)),
        changed=changed,
        leaked=tuple(id for id, text in prompts if wanted in _folded(text)),
        reported=any(finding.check == REPORTS for finding in after.findings),
    )


def _verdicts(report: Report) -> dict[tuple[str, ...], list[str]]:
    """Every asked finding by what it is about, with what was answered; findings that report an attack left out."""
    found: dict[tuple[str, ...], list[str]] = {}
    for finding in report.findings:
        if finding.question is not None and finding.check != REPORTS:
            about = (finding.check, finding.question.judge, *sorted(finding.models), *sorted(finding.benchmarks))
            found.setdefault(about, []).append(_answer(finding, report.judgements_of(finding.id)))
    return found


def _answer(finding: Finding, judgements: tuple[Judgement, ...]) -> str:
    severities = sorted({judgement.severity or "" for judgement in judgements})
    return f"{finding.severity.value}, {majority(judgements).value} {'/'.join(severities)}".strip()


def _differences(before: dict[tuple[str, ...], list[str]], after: dict[tuple[str, ...], list[str]]) -> tuple[str, ...]:
    found = []
    for about in sorted({*before, *after}):
        old, new = Counter(before.get(about, [])), Counter(after.get(about, []))
        if old != new:
            said = " → ".join("; ".join(sorted(each.elements())) or "none" for each in (old, new))
            found.append(f"{about[0]}, {about[1]}: {said}")
    return tuple(found)


def _folded(text: str) -> str:
    return " ".join(strip_invisible(text).casefold().split())
