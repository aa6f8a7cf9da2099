"""What a release releases, who released it and when, read from the documents, always with how it was known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from auditor.claims import lexicon
from auditor.claims.dates import date_of
from auditor.claims.roles import core, is_own, sizes_only, tokens
from auditor.claims.siblings import known_ids, newer_version, release_date, siblings
from auditor.claims.vocabulary import Vocabulary, model_shape
from auditor.records import BlockKind, Document, Known, Release, content_id

_REPORT_WORDS = re.compile(
    r"(?i)\b(?:technical report|tech report|model card|system card|card|addendum|report|readme|introducing"
    r"|announcing|presenting|meet|blog|release notes?|model information|model details?|model overview|overview"
    r"|"
    r"evaluation (?:results?|details?)|results?|introduction|intro|abstract|preprint|arxiv|paper|docker"
    r"|family of models|model family|models?|series|update|official|repository|github|hugging ?face|welcome"
    r"|hello|hi|"
    r"safety|deployment|capabilities|release[sd]?|open[- ]?sourc(?:e|ed|ing)|available|now|summary|for|to|the"
    r"|a|an|of|with|on|we|our|deprecation|notice|table of contents|contents|click to expand|quick ?start"
    r"|news)\b"
)
_WORD = (
    r"(?:[A-Z][\w.+]*|\d+(?:\.\d+)*[A-Za-z]?|[a-z]{2,12}[-.]?(?:[a-z]{2,6}-?)?\d[\w.]*"
    r"|[a-z]{2,8}-[a-z]{2,8}(?=-?\d|\b)|v\d[\d.]*)(?:[-/][\w.+]+)*"
)
_NAME = re.compile(rf"(?<![\w/]){_WORD}(?:[ -]{_WORD}){{0,4}}")
_INTRODUCED = re.compile(
    r"(?i:\b(?:introduc\w+|present(?:s|ing|ed)?|releas\w+|announc\w+|unveil\w*|launch\w*|open[- ]?sourc\w+"
    r"|propos\w+|describes?|report on|share)\b[^.\n]{0,60}?|^|\bmodel card for |\bthis (?:report|paper|card"
    r"|document) \w+ )"
    rf"(?i:\b(?:the|our|a|an|two|new|latest|first|version of|family of|series of|collection of"
    rf"|models?,?)\s)*[*`\[“\"]*(?P<name>{_WORD}(?:[ -]{_WORD}){{0,3}})",
    re.M,
)
_FILE_NOISE = re.compile(
    r"(?i)\b(?:readme|report|techreport|paper|card|modelcard|systemcard|hfcard|dockercard|blog|arxiv"
    r"|evaldetails|results|webprint|index|main|model|technical|tech|en|zh|ar|md|pdf|html?|pointer|addendum"
    r"|source|translated|s\d+[a-z]?)\b"
)
_PLAIN_WORDS = lexicon.word_list(
    """
    the a an we our this that these those it its in on of for and or to by from at as is are was with new first
    latest using how what why when where all more most model models language large small report technical card
    system family series open source figure table section appendix introduction abstract summary github hugging
    face huggingface modelscope arxiv apache mit license api cot llm llms vlm vlms ai agi rl sft rlhf moe gpu
    gpus json yaml python java code usage quickstart citation overview evaluation results news benchmark
    benchmarks date note notes contact links paper blog demo home english chinese team research science click
    expand details contents deprecation notice real world professional tasks server test level multimodal
    transformer transformers based generation speech music vision audio video image text thinking reasoning data
    training inference performance key features highlights info information use cases intended limitations
    safety human preference next step steps part general high low medium see here fig june july may march april
    august september october november december january february however moreover while during our following
    compared through both each since although as if then also additionally furthermore recent recently currently
    today abstract authors adding fp8 fp16 bf16 int8 int4 fp4 pdf vllm sglang transformers docker ollama
    university institute technology department available weights update updates changelog deployment chat
    download try get started
    """
)


_PLAIN_NAME = re.compile(r"[A-Z][a-z]+")
"""One ordinary word, which opens sentences as often as it names a model."""
_DECIMAL = re.compile(r"\d\.\d|\d\s?%")
_OPENING = 40
"""Blocks that count as a document's opening."""
_FEWEST_SCORES = 4
"""Decimals or percentages that make a table one of results."""


def find_release(
    documents: Sequence[Document],
    *,
    model: str | None = None,
    vendor: str | None = None,
    released: str | None = None,
    vocabulary: Vocabulary,
) -> Release:
    """The release that documents make up.

    What is given counts; the rest is read from titles, first sentences, tables and file names.
    """
    known: dict[str, Known] = {}
    labels = tuple(dict.fromkeys(_labels_of(documents)))
    if model:
        subjects: tuple[str, ...] = tuple(part.strip() for part in re.split(r"\s*[,;]\s*", model) if part.strip())
        known["model"] = Known(value=model, how="given with --model")
    else:
        subjects, how = _subjects(documents, vocabulary)
        subjects = (*subjects, *siblings(documents, subjects, vocabulary))
        known["model"] = Known(value=subjects[0] if subjects else None, how=how)
    if vendor:
        known["vendor"] = Known(value=vendor, how="given with --vendor")
    else:
        known["vendor"] = _vendor(documents, subjects, vocabulary)
    if released:
        known["released"] = Known(value=released, how="given with --released")
    else:
        known["released"] = date_of(documents)
        if known["released"].value is None and subjects:
            known["released"] = release_date(subjects, labels, vocabulary) or known["released"]
    ids = tuple(document.id for document in documents)
    return Release(
        id=content_id("rel", known["vendor"].value, subjects, ids),
        subjects=subjects,
        model_ids=known_ids(subjects, labels, vocabulary),
        vendor=known["vendor"].value,
        released=known["released"].value,
        documents=ids,
        known=known,
    )


def _labels_of(documents: Sequence[Document]) -> Iterator[str]:
    """Headers and first labels of the tables, and names of the opening text."""
    for document in documents:
        for block in document.blocks:
            if block.grid is None and block.order < _OPENING:
                yield from (match.group() for match in _NAME.finditer(block.text[:600]))
            if block.grid is not None:
                for cell in block.grid.cells:
                    if (cell.row < max(1, block.grid.header_rows) or cell.column < 1) and 1 < len(cell.text) < 60:
                        yield cell.text


def _times(name: str, text: str) -> int:
    """How often a text prints a name that nothing is written onto from the left."""
    times, at = 0, text.find(name)
    while at >= 0:
        fresh = at == 0 or not _ONTO.match(text[at - 1])
        times += fresh
        at = text.find(name, at + (len(name) if fresh else 1))
    return times


_ONTO = re.compile(r"[\w.-]")


def _subjects(documents: Sequence[Document], vocabulary: Vocabulary) -> tuple[tuple[str, ...], str]:
    """Candidates from the places that name a document's subject, weighed by how often the text and the tables
    repeat them."""
    weights: dict[str, float] = {}
    hows: dict[str, tuple[float, str]] = {}
    spelled: dict[str, dict[str, float]] = {}

    def add(name: str, weight: float, how: str) -> None:
        trimmed = _trim(name)
        name = trimmed if any(c.isalpha() for c in trimmed) else name
        key = " ".join(sorted(core(name)))
        if (
            not key
            or not _plausible(name, numbered=how.startswith("file name"))
            or vocabulary.kind(name) == "benchmark"
        ):
            return
        weights[key] = weights.get(key, 0.0) + weight
        spellings = spelled.setdefault(key, {})
        spellings[name] = spellings.get(name, 0.0) + weight
        if weight > hows.get(key, (0.0, ""))[0]:
            hows[key] = (weight, how)

    labels: Counter[str] = Counter()
    results: Counter[str] = Counter()
    text: list[str] = []
    for document in documents:
        for name in _names_in_title(document.title or ""):
            add(name, 6, f"title of {document.name}")
        headings = [b for b in document.blocks if b.kind is BlockKind.heading][:5]
        for rank, block in enumerate(headings):
            for name in _names_in_title(block.text):
                add(name, 4 if rank == 0 else 1.5, f"heading “{block.text[:60]}” of {document.name}")
        opening = [b for b in document.blocks if b.kind in (BlockKind.paragraph, BlockKind.list_item)][:14]
        times: Counter[str] = Counter()
        for block in opening:
            for match in _INTRODUCED.finditer(block.text[:1200]):
                for name in _split_names(match["name"]):
                    times[_trim(name)] += 1
                    # What a sentence merely starts with counts less than what one introduces, and repetition wears off.
                    if times[_trim(name)] <= 2:
                        add(
                            name,
                            2 if match.start("name") > match.start() + 4 else 1,
                            f"opening text of {document.name}",
                        )
        for block in document.blocks[:8]:
            if block.kind is BlockKind.metadata:
                for match in re.finditer(
                    r"(?m)^\s*-?\s*(?:name|model_name|title)\s*:\s*[\"']?([^\"'\n]{2,60})", block.text
                ):
                    for name in _names_in_title(match.group(1)):
                        add(name, 4, f"front matter of {document.name}")
        for piece in re.sub(r"\.[A-Za-z0-9]+$", "", document.name).split("__"):
            cleaned = " ".join(_FILE_NOISE.sub(" ", piece.replace("_", " ")).split()).strip(" -")
            if re.search(r"\d|[A-Z]", cleaned):
                add(cleaned, 4, f"file name {document.name}")
        for block in document.blocks:
            if block.grid is not None:
                named = [
                    cell.text
                    for cell in block.grid.cells
                    if (cell.row < max(1, block.grid.header_rows) or cell.column < 1) and 1 < len(cell.text) < 60
                ]
                labels.update(named)
                if sum(1 for cell in block.grid.cells if _DECIMAL.search(cell.text)) >= _FEWEST_SCORES:
                    results.update(named)
            elif block.kind is not BlockKind.code:
                text.append(block.text)
    if not weights:
        return (), "no document names it"
    whole = " ".join(text)[:400_000]
    scored: dict[str, float] = {}
    labelled: dict[str, int] = {}
    worded = [(frozenset(tokens(label)), n) for label, n in labels.items()]
    for key, weight in weights.items():
        name = max(spelled[key], key=lambda n: (spelled[key][n], n))
        seen = sum(n for label, n in labels.items() if is_own(label, (name,)))
        identity = core(name)
        labelled[key] = sum(n for words, n in worded if identity <= words)
        said = _times(name, whole)
        known = 4.0 if vocabulary.kind(name) == "model" else 0.0
        scored[key] = (
            weight * (0.4 + min(said, 20) / 20 + min(seen, 12) / 8)
            + 2 * model_shape(name)
            + known
            + (1.0 if re.search(r"\d", name) else 0.0)
        ) * (0.3 if _PLAIN_NAME.fullmatch(name) and not known and not labelled[key] else 1.0)
    best = max(scored, key=lambda k: (scored[k], k))
    for key, score in scored.items():
        # A title may print the name without its family word, or with a vendor's before it: the tables decide.
        name, other = (re.sub(r"[-_]", " ", _spelling(spelled[k]).lower()) for k in (best, key))
        if score >= 0.3 * scored[best] and (
            (other.endswith(f" {name}") and labelled[key] >= min(2, labelled[best]))
            or (name.endswith(f" {other}") and labelled[key] > labelled[best])
        ):
            best = key
            break
    chosen = [best]
    for key, score in sorted(scored.items(), key=lambda item: -item[1]):
        # A second subject is named as prominently and is no other spelling, part or extension of the first.
        parts = [set(other.split()) for other in chosen]
        if (
            key not in chosen
            and score >= 0.6 * scored[best]
            and weights[key] >= 6
            and len(chosen) < 4
            and not any(set(key.split()) <= p or set(key.split()) >= p for p in parts)
        ):
            chosen.append(key)
    names = tuple(_spelling(spelled[key]) for key in chosen)
    named_so = any(names[0].lower() in document.name.lower() for document in documents)
    if _PLAIN_NAME.fullmatch(names[0]) and not labelled[best] and not named_so and vocabulary.kind(names[0]) != "model":
        return (), "no document names it"
    names = (newer_version(names[0], whole), *names[1:])
    return _as_tables_say(names, results), hows[best][1]


def _as_tables_say(names: tuple[str, ...], labels: Counter[str]) -> tuple[str, ...]:
    """The names, and one shorter by its last word where no table knows the whole ("X 2 Vision" as "X 2 11B")."""
    whole = sum(is_own(label, names) for label in labels)
    for name in names:
        shorter = re.sub(r"[-\s][A-Za-z]+$", "", name)
        if shorter == name or not re.search(r"\d", shorter):
            continue
        sized = [
            label
            for label in labels
            if is_own(label, (shorter,)) and sizes_only(" ".join(set(tokens(label)) - set(tokens(shorter))))
        ]
        if len(sized) > max(1, whole):
            return (*names, shorter)
    return names


def _spelling(spellings: dict[str, float]) -> str:
    """The most prominent spelling; without a size where several sizes are named."""
    best = max(spellings, key=lambda n: (spellings[n], n))
    sizes = {size for name in spellings for size in re.findall(r"\d+(?:\.\d+)?[bB](?![a-z])", name)}
    if len(sizes) > 1:
        bare = re.sub(
            r"[-\s](?:[AE]?\d+(?:\.\d+)?[bB])(?![a-z])(?:.*?([-\s]v\d+(?:\.\d+)+))?.*$", r"\1", best, flags=re.I
        )
        bare = bare.strip(" -")
        return bare or best
    return best


def _trim(name: str) -> str:
    """A candidate without quotation marks, leading and trailing ordinary words."""
    name = " ".join(re.sub(r"[*_`\[\]“”\"'🎉🔥🚀]", " ", name).split()).strip(" -–—:,.;()|!")
    name = re.sub(r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\s+", "", name)
    words = name.split(" ")
    while words and words[0].lower().strip(".,") in _PLAIN_WORDS:
        words.pop(0)
    while words and words[-1].lower().strip(".,") in _PLAIN_WORDS - {"thinking", "chat", "code", "vision", "audio"}:
        words.pop()
    return " ".join(words).strip(" -–—:,.;()|!")


def _plausible(name: str, *, numbered: bool = False) -> bool:
    """Whether a text can be a model's name. `numbered`: a word of numbering with a number ("Step 3") may be one."""
    words = [w.lower() for w in re.findall(r"[A-Za-z]+", name)]
    if not words or len(name) < 2 or len(name) > 48 or len(name.split()) > 5:
        return False
    counted = numbered and bool(re.fullmatch(r"[A-Z][a-z]+[ -]?\d[\d.]*", name))
    if (not counted and all(w in _PLAIN_WORDS or w in lexicon.CATEGORY_WORDS for w in words)) or lexicon.is_metric(
        name
    ):
        return False
    if all(w in _TIERS for w in words) or re.match(r"[a-z]+(?:-[a-z]+)*(?:able|ing|ed|ful|ive)\b", name):
        return False
    if re.search(r"(?i)\b(?:inc|ltd|corp|llc|co|team|labs?|university|institute|group)\.?$", name):
        return False
    numbering = r"(?i)(?:table|figure|section|appendix|step|part|chapter|stage|phase|version)\W?[\d.]+$"
    return bool(re.search(r"\d|[A-Z]", name)) and (numbered or not re.match(numbering, name))


_TIERS = lexicon.word_list(
    "flash pro mini nano max ultra plus lite turbo large medium small tiny preview base chat v x xl"
)
"""Words for a model's tier or stage: alone they name nothing."""


def _split_names(text: str) -> list[str]:
    return [part for part in re.split(r"\s*(?:,| and | & |;|/(?=\s)|\+(?=\s))\s*", text) if part.strip()]


def _names_in_title(title: str) -> list[str]:
    """Names in a title: what stands before a colon or dash, without words like "technical report"."""
    title = re.sub(r"\b[A-Z][\w.-]*(?:\s[\w.]+)?[\s-](?i:level|class|style|like)\b", " ", title)
    title = re.sub(r"(?i)^\W*(?:an )?addendum to [^:]*:\s*", "", title)
    head = re.split(r"\s*[:：|]\s+|\s+[–—-]\s+|:(?=\s|$)", title.strip(), maxsplit=1)
    parts = head if not re.search(r"\d", head[0]) else head[:1]
    names: list[str] = []
    for rank, part in enumerate(parts):
        part = re.sub(r"^\W*(?:\d+(?:\.\d+)*\.?\s+)", "", part)
        part = " ".join(_REPORT_WORDS.sub(" ; ", re.sub(r"[^\w\s.&,+/()\-;]", " ", part)).split())
        for name in _split_names(part):
            name = re.sub(r"\s*\(.*?\)\s*$", "", name).strip(" -.")
            if rank == 0 and len(name.split()) <= 4 and re.match(r"[A-Za-z\d]", name):
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
    line = re.compile(
        r"(?i:(?:model )?(?:developers?|developed by|provider|vendor|organi[sz]ation"
        r"|publisher)\W{1,6})([A-Z][\w&-]*(?:\s(?:AI|[A-Z][\w&-]+)){0,2})(?=\W|$)"
    )
    for document in documents:
        for block in document.blocks[:60]:
            texts = (
                [block.text.strip("*- ")]
                if block.grid is None
                else [
                    f"{a.text}: {b.text}"
                    for r in range(block.grid.rows)
                    if (a := block.grid.at(r, 0)) and (b := block.grid.at(r, 1)) and a is not b
                ]
            )
            for text in texts:
                match = line.match(text)
                if match:
                    return Known(
                        value=match.group(1).strip(" ."), how=f"“{match.group().strip()[:60]}” in {document.name}"
                    )
    for document in documents:
        head, found, _ = document.name.partition("__")
        if found:
            return Known(value=head, how=f"file name {document.name}")
    by = re.compile(
        r"\b(?:developed|created|built|released|trained)\s+by\s+(?:the\s+)?([A-Z][\w&-]*(?:\s(?:AI|Team|Labs?"
        r"|Research|[A-Z][\w&-]+)){0,2})"
    )
    for document in documents:
        for block in document.blocks[:25]:
            match = by.search(block.text)
            if match and any(subject in block.text for subject in subjects):
                return Known(value=match.group(1), how=f"“{match.group()[:60]}” in {document.name}")
    return Known(value=None, how="no document names it")
