"""What is released together with the model a document is named after: siblings in its sentences, sizes and stages in
its tables; their ids and date where the registry knows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from auditor.claims import lexicon
from auditor.claims.roles import is_own, superseded, tokens
from auditor.claims.vocabulary import Vocabulary
from auditor.records import BlockKind, Document, Known

_NAME = r"[A-Z][\w.+]*(?:[ -][A-Z\d][\w.+]*){0,4}"
_WITH_IT = re.compile(
    rf"(?P<name>{_NAME}),?\s(?:which\s)?(?:was|were|is|are|has been|have been)"
    r"\s(?:also\s)?(?:released|launched|introduced)"
    r"\s(?:alongside|together with|along with|with)\s(?:it\b|(?P<other>[A-Z]))"
)
_ALONGSIDE = re.compile(
    rf"(?:\b[Aa]longside|\b[Tt]ogether with|\b[Ii]n addition to)\s(?:it|(?P<other>{_NAME})),?"
    r"\s(?:we|the company)\s(?:also\s|are\s)?"
    rf"(?:releas\w+|introduc\w+|launch\w*|open-?sourc\w+|announc\w+)\s(?:the\s)?(?P<name>{_NAME})"
)
_LISTED = re.compile(
    r"\b(?:[Ww]e(?:'re|’re| are)?|[Tt]oday,? we(?:'re|’re| are)?)\s(?:also\s|proudly\s|now\s|officially\s)*"
    r"(?:introduc\w+|present\w*|releas\w+|announc\w+|open-?sourc\w+|launch\w*)\s(?P<list>[^.;:()]{4,160})"
)
_PAIRED = re.compile(
    rf"(?<![\w.] )(?P<a>{_NAME})\s?(?:\([^()]{{1,60}}\)\s?)?and\s(?P<b>{_NAME})\s?(?:\([^()]{{1,60}}\)\s?)?"
    r"(?:are|were|have)\b"
)
_CONFIGURED = re.compile(rf"\b[Aa]ll (?P<name>{_NAME}) (?:results|scores|evaluations|numbers|runs) used?\b")
_BETWEEN = re.compile(r"\s*(?:,\s*(?:and\s)?|\sand\s|\s&\s|\s(?:as well as|along with|together with|alongside)\s)\s*")
_TIERS = lexicon.word_list("nano tiny mini small medium large plus max pro flash lite ultra turbo air base xl")
_SAID = (BlockKind.paragraph, BlockKind.list_item, BlockKind.caption)
_OPENING_BLOCKS = 60
_MOST = 6


def siblings(documents: Sequence[Document], subjects: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Models that a sentence says are released together with a subject, in the order named."""
    found: list[str] = []
    if not subjects:
        return ()
    for document in documents:
        texts = [b.text for b in document.blocks if b.kind in _SAID]
        captions = [block.caption for block in document.blocks[:_OPENING_BLOCKS] if block.caption]
        for text in (*texts[:_OPENING_BLOCKS], *captions):
            found.extend(_in_text(text[:2000], subjects, vocabulary))
    return tuple(dict.fromkeys(found))[:_MOST]


def _in_text(text: str, subjects: tuple[str, ...], vocabulary: Vocabulary) -> Iterable[str]:
    for match in _WITH_IT.finditer(text):
        yield from _accepted([match["name"]], subjects, vocabulary)
    for match in _ALONGSIDE.finditer(text):
        if match["other"] is None or is_own(match["other"], subjects):
            yield from _accepted([match["name"]], subjects, vocabulary)
    for match in _PAIRED.finditer(text):
        # Two tiers of one version, told of in one breath: "X 1.5 Mini and X 1.5 Large are …".
        for name, other in ((match["a"], match["b"]), (match["b"], match["a"])):
            if is_own(name, subjects) and _tiers(name, other):
                yield from _accepted([other], subjects, vocabulary)
    for match in _CONFIGURED.finditer(text):
        # Whose runs a document configures, it reports as its own.
        yield from _accepted([match["name"]], subjects, vocabulary, of_vendor=True)
    for match in _LISTED.finditer(text):
        # A list counts only while its members are names: "A, B and C", never "A, a model that …".
        names = []
        for piece in _BETWEEN.split(_introduced(match["list"])):
            name = re.match(rf"(?:both\s|the\s)?(?P<name>{_NAME})(?P<rest>.*)$", piece.strip())
            if name is None:
                break
            names.append(name["name"])
            if name["rest"].strip():
                break
        if len(names) > 1 and any(is_own(name, subjects) for name in names):
            yield from _accepted(names, subjects, vocabulary)


def _introduced(listed: str) -> str:
    """A list without the words that announce it ("two models, A and B"; "our first models, namely A and B")."""
    return re.sub(
        r"^[^A-Z]{0,60}?\b(?:models?|LLMs?|sizes|versions|variants),?\s(?:namely\s|called\s)?(?=[A-Z])", "", listed
    )


def _tiers(a: str, b: str) -> bool:
    """Whether two names differ in the word of a tier alone ("Some 2 Mini", "Some 2 Large")."""
    one, other = tokens(a), tokens(b)
    apart = set(one) ^ set(other)
    return len(one) == len(other) and len(apart) == 2 and all(word in _TIERS for word in apart)


def _accepted(
    names: Iterable[str], subjects: tuple[str, ...], vocabulary: Vocabulary, *, of_vendor: bool = False
) -> Iterable[str]:
    for name in names:
        name = name.strip(" .,-")
        related = not is_own(name, subjects) and any(vocabulary.same_family(name, subject) for subject in subjects)
        if of_vendor and not is_own(name, subjects):
            vendors = {vocabulary.vendor_of(one) for one in (name, *subjects)}
            related = related or (len(vendors) == 1 and None not in vendors)
        if related and re.search(r"\d|[-\s]", name) and vocabulary.kind(name) != "benchmark":
            yield name


def newer_version(name: str, text: str) -> str:
    """The name with the version that a text speaks of, where a title still prints the line's older one ("Some 3" over
    a text on "Some 3.1")."""
    if not re.search(r"\d$", name) or "." in name:
        return name
    spelled = re.escape(name).replace(r"\ ", r"[ -]").replace(r"\-", r"[ -]")
    versions = re.findall(rf"(?<![\w.]){spelled}(\.\d)(?!\d)", text)
    bare = len(re.findall(rf"(?<![\w.]){spelled}(?![\w.]*\d)", text))
    if len(set(versions)) == 1 and len(versions) >= 3 and len(versions) > bare:
        return f"{name}{versions[0]}"
    return name


def known_ids(subjects: tuple[str, ...], labels: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Registry ids of the subjects and of the sizes, stages and modes of them that tables name."""
    own = [label for label in labels if is_own(label, subjects)]
    earlier = superseded(own, subjects)
    named = [*subjects, *(label for label in own if label not in earlier)]
    return tuple(dict.fromkeys(found for label in named if (found := vocabulary.model_id(label)) is not None))


def release_date(subjects: tuple[str, ...], labels: Iterable[str], vocabulary: Vocabulary) -> Known | None:
    """The main subject's date in the registry; of a line that it knows only by its sizes, the date they share."""
    for subject in subjects[:1]:
        known = vocabulary.released_on(subject)
        if known:
            return Known(value=known, how=f"release date of {subject} in the registry")
    sized = {label: vocabulary.released_on(label) for label in labels if is_own(label, subjects[:1])}
    dates = {date for date in sized.values() if date}
    if len(dates) == 1:
        label = next(label for label, date in sized.items() if date)
        return Known(value=dates.pop(), how=f"release date of {label} in the registry")
    return None
