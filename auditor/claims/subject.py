"""What a release releases, who released it and when, read from the documents; and what each model of a table is to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from auditor.claims import lexicon
from auditor.claims.vocabulary import Vocabulary, model_shape
from auditor.records import Block, BlockKind, Document, Known, Release, Role, content_id

_GENERIC_TITLE = re.compile(
    r"\b(?:technical report|tech report|model card|system card|card|addendum|report|readme|introducing|announcing|meet|blog|release notes?|model information|model details?|model overview|overview|evaluation results?|"
    r"evaluation details?|results?|introduction|abstract|preprint|arxiv|paper|docker|preview of|the (?=[A-Z])|family of models|models?|series|update|official|repository|github|hugging ?face|welcome to|hello,?|safety|"
    r"deployment|capabilities|release[sd]?|open[- ]?sourc(?:e|ed|ing)|available|now)\b",
    re.I,
)
_NAME_WORD = r"(?:[A-Z][\w.]*|\d+(?:\.\d+)*[A-Za-z]?|[a-z]{2,12}-?\d[\w.]*|v\d[\d.]*)(?:[-/][\w.]+)*"
_NAME = re.compile(rf"{_NAME_WORD}(?:[ -]{_NAME_WORD}){{0,4}}")
_INTRODUCED = re.compile(
    r"(?:\b(?:introduc\w+|present(?:s|ing|ed)?|releas\w+|announc\w+|unveil\w*|launch\w*|open[- ]?sourc\w+|propos\w+|describes?|report on|developed|train(?:ed)?|share)\b[^.]{0,60}?|^|\bmodel card for |\bthis (?:report|paper|card|document) \w+ )"
    rf"(?:the |our |a |an |two |new |latest |first |version of |family of |series of |collection of |Meta |models?,? |\*\*|`|\[)*(?P<name>{_NAME_WORD}(?:[ -]{_NAME_WORD}){{0,3}})",
    re.I | re.M,
)
_FILE_NOISE = re.compile(r"(?i)\b(?:readme|report|techreport|paper|card|modelcard|systemcard|hfcard|dockercard|blog|arxiv|evaldetails|results|webprint|index|main|model|technical|tech|en|zh|md|pdf|html?|pointer|addendum|source|translated)\b")
_STOP = frozenset(
    "the a an we our this that these it in on of for with and or to by from model models language large report technical card system family series open source figure table section appendix introduction abstract "
    "github hugging face huggingface arxiv apache mit license api cot llm llms ai agi rl sft moe gpu gpus json yaml python readme use usage quickstart citation overview evaluation results news "
    "benchmark benchmarks date license how what why note notes contact links paper blog demo home english chinese".split()
)
_STAGES = frozenset(
    "base instruct chat it pt sft rl dpo rlhf thinking think reasoning non inst ins preview exp experimental latest high low medium max mode final ga beta alpha bf16 fp8 fp16 int4 int8 text model models card".split()
)


def tokens(label: str) -> tuple[str, ...]:
    """The comparable parts of a model name: words and version numbers, split ("Qwen2.5-72B" → qwen, 2.5, 72b)."""
    return _tokens(label)


@lru_cache(maxsize=16384)
def _tokens(label: str) -> tuple[str, ...]:
    text = label.lower().replace("_", " ")
    found = re.findall(r"\d+x\d+(?:\.\d+)?b|a?\d+(?:\.\d+)?b(?![a-z])|\d+(?:\.\d+)+|\d+|[^\W\d_]+", text)
    return tuple(t for t in found if t not in ("v", "the", "model", "models"))


def _core(label: str) -> frozenset[str]:
    """What identifies a released model: its tokens without size, stage and date stamp."""
    kept = [t for t in tokens(label) if not re.fullmatch(r"a?\d+(?:\.\d+)?b|\d+x\d+(?:\.\d+)?b", t) and t not in _STAGES and not re.fullmatch(r"\d{4}|\d{6,8}", t)]
    return frozenset(kept)


@lru_cache(maxsize=16384)
def is_own(label: str, subjects: tuple[str, ...]) -> bool:
    """Whether a label names one of the released models: a size, mode, stage or effort of it, never a predecessor.

    All identifying words and version numbers of the subject must stand in the label; a further version number or a longer version ("3.1" for "3") says it is another model.
    """
    if re.search(r"\bvs\.?\b", label):
        label = re.split(r"\bvs\.?\b", label)[0]
    have = tokens(label)
    return any(_matches(have, subject) for subject in subjects)


def _matches(have: tuple[str, ...], subject: str) -> bool:
    core = _core(subject)
    if not core or not core <= set(have):
        return False
    numbers = {t for t in core if t[0].isdigit()}
    extra_versions = {t for t in have if re.fullmatch(r"\d+\.\d+|\d", t)} - numbers
    return not (extra_versions and not numbers and any("." in t for t in extra_versions))


def find_release(
    documents: Sequence[Document], *, model: str | None = None, vendor: str | None = None, released: str | None = None, vocabulary: Vocabulary
) -> Release:
    """The release that documents make up. What is given counts; the rest is read from titles, first sentences, tables and file names."""
    known: dict[str, Known] = {}
    if model:
        subjects: tuple[str, ...] = tuple(part.strip() for part in re.split(r"\s*[,;]\s*", model) if part.strip())
        known["model"] = Known(value=model, how="given with --model")
    else:
        subjects, how = _subjects(documents, vocabulary)
        known["model"] = Known(value=subjects[0] if subjects else None, how=how)
    if vendor:
        known["vendor"] = Known(value=vendor, how="given with --vendor")
    else:
        known["vendor"] = _vendor(documents, subjects, vocabulary)
    if released:
        known["released"] = Known(value=released, how="given with --released")
    else:
        known["released"] = _date(documents)
    ids = tuple(document.id for document in documents)
    return Release(
        id=content_id("rel", known["vendor"].value, subjects, ids),
        subjects=subjects,
        vendor=known["vendor"].value,
        released=known["released"].value,
        documents=ids,
        known=known,
    )


def _subjects(documents: Sequence[Document], vocabulary: Vocabulary) -> tuple[tuple[str, ...], str]:
    """Candidates from the places that name a document's subject, weighed by how often tables and text repeat them."""
    weights: Counter[str] = Counter()
    hows: dict[str, str] = {}
    spelled: dict[str, Counter[str]] = {}

    def add(name: str, weight: float, how: str) -> None:
        name = _clean(name)
        if not _plausible(name):
            return
        key = " ".join(sorted(_core(name))) or lexicon.squeeze(name)
        if not key:
            return
        weights[key] += weight  # type: ignore[assignment]
        spelled.setdefault(key, Counter())[name] += weight  # type: ignore[assignment]
        hows.setdefault(key, how)

    axis: Counter[str] = Counter()
    for document in documents:
        for name in _title_names(document.title or ""):
            add(name, 6, f"title of {document.name}")
        headings = [b for b in document.blocks if b.kind is BlockKind.heading][:4]
        for rank, block in enumerate(headings):
            for name in _title_names(block.text):
                add(name, 5 if rank == 0 else 2, f"heading “{block.text[:60]}” of {document.name}")
        for block in [b for b in document.blocks if b.kind in (BlockKind.paragraph, BlockKind.list_item)][:14]:
            for match in _INTRODUCED.finditer(block.text[:900]):
                for name in _split_names(match["name"]):
                    add(name, 2.5, f"opening text of {document.name}")
        stem = re.sub(r"\.[A-Za-z0-9]+$", "", document.name)
        for piece in re.split(r"__|\s", stem):
            cleaned = _FILE_NOISE.sub(" ", piece.replace("_", " ")).strip(" -")
            if re.search(r"\d|[A-Z]", cleaned):
                add(cleaned, 3, f"file name {document.name}")
        for block in document.blocks:
            if block.grid is not None:
                for cell in block.grid.cells:
                    if (cell.row < max(1, block.grid.header_rows) or cell.column < 1) and 1 < len(cell.text) < 60:
                        axis[cell.text] += 1
    if not weights:
        return (), "no document names it"
    scored: dict[str, float] = {}
    for key, weight in weights.items():
        name = spelled[key].most_common(1)[0][0]
        seen = sum(n for label, n in axis.items() if is_own(label, (name,)))
        shape = model_shape(name) + (0.5 if vocabulary.kind(name) == "model" else 0.0) - (1.0 if vocabulary.kind(name) == "benchmark" else 0.0)
        digits = 0.5 if re.search(r"\d", name) else 0.0
        scored[key] = weight * (1.0 + min(seen, 12) / 4) + 2 * shape + digits
    best = max(scored, key=lambda k: (scored[k], k))
    chosen = [best]
    for key, score in sorted(scored.items(), key=lambda item: -item[1]):
        # A second subject is named as prominently and is no other spelling of the first.
        if key != best and score >= 0.55 * scored[best] and not set(key.split()) >= set(best.split()) and not set(key.split()) <= set(best.split()):
            if weights[key] >= 5 and len(chosen) < 4:
                chosen.append(key)
    names = tuple(spelled[key].most_common(1)[0][0] for key in chosen)
    return names, hows[best]


def _clean(name: str) -> str:
    name = re.sub(r"[*_`\[\]🎉🔥🚀“”\"']", " ", name)
    return " ".join(name.split()).strip(" -–—:,.;()|!")


def _plausible(name: str) -> bool:
    words = [w.lower() for w in re.findall(r"[A-Za-z]+", name)]
    if not words or len(name) < 2 or len(name) > 50 or len(name.split()) > 6:
        return False
    if all(w in _STOP or lexicon.is_category(w) for w in words):
        return False
    if words[0] in _STOP and len(words) == 1:
        return False
    return bool(re.search(r"\d|[A-Z]", name)) and not re.fullmatch(r"(?i)(?:table|figure|section|appendix|step|part|chapter)\s?[\d.]+", name)


def _split_names(text: str) -> list[str]:
    return [part for part in re.split(r"\s*(?:,| and | & |;|/(?=\s)|\+(?=\s))\s*", text) if part.strip()]


def _title_names(title: str) -> list[str]:
    """Names in a title: what stands before a colon or dash, without words like "technical report"."""
    head = re.split(r"\s*[:：|]\s+|\s+[–—-]\s+|:(?=\s|$)", title.strip(), maxsplit=1)
    parts = [head[0]]
    if not re.search(r"\d", head[0]) and len(head) > 1:
        parts.append(head[1])
    names: list[str] = []
    for part in parts:
        part = re.sub(r"^\W*(?:\d+(?:\.\d+)*\.?\s+)", "", part)
        part = " ".join(_GENERIC_TITLE.sub(" ", re.sub(r"[^\w\s.&,+/()\-]", " ", part)).split())
        for name in _split_names(part):
            name = re.sub(r"\s*\(.*?\)\s*$", "", name)
            if len(name.split()) <= 5:
                names.append(name)
            else:
                names.extend(m.group() for m in _NAME.finditer(name) if re.search(r"\d", m.group()))
    return names


def _vendor(documents: Sequence[Document], subjects: tuple[str, ...], vocabulary: Vocabulary) -> Known:
    for subject in subjects:
        found = vocabulary.vendor_of(subject)
        if found:
            return Known(value=found, how=f"vendor of {subject} in the registry")
    for document in documents:
        if document.publisher:
            return Known(value=document.publisher, how=f"publisher of {document.name}")
    for document in documents:
        by = re.compile(r"\b(?:developed|created|built|released|trained|published|provided)\s+by\s+(?:the\s+)?([A-Z][\w.&-]*(?:\s(?:AI|Team|Labs?|Research|[A-Z][\w&-]+)){0,2})")
        line = re.compile(r"(?:model )?(?:developers?|provider|author|vendor|organi[sz]ation|publisher)\W{1,6}([A-Z][\w.&-]*(?:\s[A-Z][\w.&-]+){0,2})", re.I)
        for block in document.blocks[:60]:
            match = line.match(block.text.strip("*- ")) or by.search(block.text)
            if match:
                return Known(value=match.group(1).strip(" ."), how=f"“{match.group().strip()[:60]}” in {document.name}")
    for document in documents:
        head, found, _ = document.name.partition("__")
        if found:
            return Known(value=head, how=f"file name {document.name}")
    return Known(value=None, how="no document names it")


_MONTHS = {name: f"{number:02d}" for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DATE_WORDS = re.compile(r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(20[12]\d)\b", re.I)
_DATE_ISO = re.compile(r"\b(20[12]\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?\b")


def _iso(text: str) -> str | None:
    match = _DATE_ISO.search(text)
    if match:
        return "-".join(part for part in match.groups() if part)
    match = _DATE_WORDS.search(text)
    if match:
        day = match.group(1) or match.group(3)
        return f"{match.group(4)}-{_MONTHS[match.group(2).lower()[:3]]}" + (f"-{int(day):02d}" if day else "")
    return None


def _date(documents: Sequence[Document]) -> Known:
    labelled = re.compile(r"\b(?:model )?(?:releas(?:e|ed)|publish(?:ed)?|publication|launch(?:ed)?|updated|dated?)\b[^.\n]{0,30}", re.I)
    for document in documents:
        if document.published:
            return Known(value=document.published, how=f"date of {document.name}")
    for document in documents:
        for block in document.blocks[:80]:
            for match in labelled.finditer(block.text[:600]):
                found = _iso(block.text[match.start() : match.end() + 20])
                if found and not re.search(r"cut-?off|knowledge", block.text[max(0, match.start() - 30) : match.end()], re.I):
                    return Known(value=found, how=f"“{block.text[match.start() : match.end()].strip()[:60]}” in {document.name}")
    for document in documents:
        for block in document.blocks[:6]:
            found = _iso(block.text[:300])
            if found:
                return Known(value=found, how=f"opening of {document.name}")
    return Known(value=None, how="no document states it")


def role(label: str, release: Release, *, named_elsewhere: bool, any_named: bool) -> Role:
    """What a model of a table is to the release.

    `any_named`: whether the table has a label that names any model at all. Where none does, its labels are variants of the release's own experiments.
    """
    if lexicon.HUMAN.match(label):
        return Role.baseline
    if is_own(label, release.subjects):
        return Role.own
    if not any_named and not named_elsewhere:
        return Role.ablation
    return Role.rival


def sizes_only(label: str) -> bool:
    """Whether a label is only a size, stage or mode ("27B", "Instruct", "4B thinking"): it belongs to the table's one family."""
    words = tokens(label)
    return bool(words) and all(w in _STAGES or re.fullmatch(r"a?\d+(?:\.\d+)?b|params?|dense|h|m|\d+m", w) for w in words)


def headings(blocks: Iterable[Block]) -> list[str]:
    """Texts of headings, in order."""
    return [block.text for block in blocks if block.kind is BlockKind.heading]
