"""What a sentence's numbers belong to where it does not tie them to a benchmark itself: the list item's lead, the
heading, or the benchmark the paragraph spoke of last; and models printed directly at their number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from auditor.claims import lexicon
from auditor.claims.sentences import BEATEN
from auditor.claims.vocabulary import Vocabulary, benchmark_shape, model_shape
from auditor.records import Block, BlockKind


@dataclass(frozen=True)
class Name:
    """A name in a sentence and where it stands."""

    text: str
    start: int
    end: int


_NUMBERING = re.compile(r"^\W*(?:\d+(?:\.\d+)*\.?|[A-Z](?:\.\d+)+)\s+")
_LEAD = re.compile(r"^[\W_]*(?P<lead>[A-Z][^:.;]{2,58}?)[*_]*:[*_]*\s")
_HUMAN = re.compile(r"(?i)human (?:preference )?evaluations?(?: results?)?")
_OTHER_LEADS = re.compile(
    r"(?i)^(?:note|notes|remarks?|results?|summary|findings?|example|examples|table|figure|metrics?|benchmarks?"
    r"|setup|settings?|limitations?|data\w*|training|inference|speed|cost|efficiency|performance|stage|step|phase)\b"
)
_SHARE = re.compile(r"^\s?of\s(?!\d)")
_THRESHOLD = re.compile(r"(?i)^[^.;,()]{0,20}\b(?:thresholds?|target|limit|cap|baseline|chance)\b")
_NEAR = re.compile(
    r"(?:['’]s?)?(?:\s\([^()]{1,24}\))?"
    r"(?:\swith(?:out)?\s(?:[\w-]+\s){0,3}(?:thinking|reasoning|effort|tools?|harness|scaffold|search))?"
    r"[,:]?\s(?:(?:also |only |now |has |have |had )?(?:at|with|scor\w+"
    r"|achiev\w+|got|gets|receiv\w+|reach\w*|attain\w*|obtain\w*|record\w*|post\w*|earn\w*|hits?)\s)?(?:an?\s|the\s|only\s|just\s)?"
    r"(?:(?:new\s)?(?:state-of-the-art|record|strict|normali[sz]ed|impressive|strong)\s)?"
    r"(?:(?:overall|average|mean|top|remarkable|total|accuracy|score|reward|rate|result)\s(?:of\s)?){0,3}$"
)
_BRACKET = re.compile(r"(?:\s\([^()]{1,24}\))?\s?[(（]\s?$")
_SECOND = re.compile(r"[(（]\s?[\d.]+\s?%?\s?/\s?$")


def heading_topic(
    block: Block, known: Collection[str], vocabulary: Vocabulary, defined: frozenset[str] = frozenset()
) -> str:
    """The benchmark that the heading directly above names as a whole; empty where it names none.

    `defined`: headings that the document itself says to be evaluations.
    """
    if not block.section:
        return ""
    bare = _NUMBERING.sub("", block.section[-1]).strip(" .:*")
    if _HUMAN.fullmatch(bare):
        return bare
    if not 0 < len(bare.split()) <= 5 or lexicon.is_category(bare) or lexicon.is_metric(bare) or "," in bare:
        return ""
    if vocabulary.kind(bare) == "model" or model_shape(bare) >= 0.5:
        return ""
    named = lexicon.squeeze(bare) in known or (vocabulary.kind(bare) == "benchmark" and benchmark_shape(bare) >= 0.6)
    return bare if named or bare in defined else ""


_DEFINES = re.compile(
    r"[^.]{0,90}?\b(?:(?:is|are)\s(?:an?|the)\s[^.]{0,80}?\b(?:benchmark|evaluation|test|suite|dataset)\b"
    r"|(?:assess|measure|evaluate|test)s\b)"
)


def defined_headings(blocks: Iterable[Block]) -> frozenset[str]:
    """Headings whose own text says that what they name is an evaluation ("SomeBench measures …")."""
    found: set[str] = set()
    for block in blocks:
        if not block.section or block.kind is not BlockKind.paragraph:
            continue
        bare = _NUMBERING.sub("", block.section[-1]).strip(" .:*")
        words = re.findall(r"\w+", bare)
        if bare in found or not 0 < len(words) <= 5 or not re.match(r"[A-Zτ\d]", bare):
            continue
        name = re.search(r"\b" + r"[\W_]{0,3}".join(map(re.escape, words)) + r"(?!\w)", block.text[:400])
        if name is not None and _DEFINES.match(block.text[name.end() : name.end() + 260]):
            found.add(bare)
    return frozenset(found)


def opens_with(sentence: str, name: str) -> bool:
    """Whether a sentence says at once what it is about ("On SomeBench, …")."""
    return bool(re.match(rf"\W*(?:On|For|In)\s(?:the\s)?{re.escape(name)}(?:\s[a-z]+)?,", sentence))


def lead(block: Block) -> str:
    """What a list item names before a colon; empty where it has no such lead."""
    match = _LEAD.match(block.text) if block.kind is BlockKind.list_item else None
    return " ".join(match["lead"].split()) if match else ""


def lead_topic(text: str, vocabulary: Vocabulary, said: str = "") -> bool:
    """Whether a list item's lead can be the evaluation it speaks of. `said`: the whole item; one that sets a score
    against a counterpart may be led by the name of a field."""
    return (
        0 < len(text.split()) <= 6
        and (not lexicon.is_category(text) or bool(COUNTERPART.search(said)))
        and not lexicon.is_fragment(text)
        and not lexicon.NOT_A_SCORE.search(text)
        and not lexicon.COST_TOPIC.search(text)
        and not _OTHER_LEADS.search(text)
        and not re.search(r"\s(?:is|are|was|were|an?|we|our|this|that)\s", text)
        and vocabulary.kind(text) != "model"
        and model_shape(text) < 0.5
    )


LISTED = re.compile(r"(?:['’]s?)?,?\s(?:and|or|as well as)\s|,\s")
"""Between two names of one list."""


def no_score(after: str) -> bool:
    """Whether what follows a number makes it a share of something or a threshold."""
    return bool(_SHARE.match(after) or _THRESHOLD.match(after))


def adjacent(sentence: str, model_end: int, number_start: int) -> bool:
    """Whether a number stands directly at a model: "M (N", "M at N", "M scored N", "M (x / N"."""
    between = sentence[model_end:number_start]
    if _BRACKET.fullmatch(between) or _NEAR.fullmatch(between):
        return True
    return bool(re.fullmatch(r"\s?[(（]\s?[\d.]+\s?%?\s?/\s?", between))


FOR_MODEL = re.compile(
    r"^\s?%?(?:\s?±\s?[\d.]+%?)?\)?\s(?:(?:achieved|obtained|reached|scored) by|for|by|from)\s(?:the\s)?$"
)
"""Between a number and the model it is of: "N for M"."""
STRONG = re.compile(
    r"\b(?:achiev\w+|attain\w*|scor(?:es?|ed|ing)|reach\w*|obtain\w*|got|receiv\w+|record\w*|ranks?|lead\w*"
    r"|ahead of|compared (?:to|with)|vs\.?|outperform\w*|surpass\w*|exceed\w*|accuracy|pass rate|success rate"
    r"|win[- ]?rate)\b",
    re.I,
)
_NUMBER = r"\d{1,4}(?:\.\d+)?\s?%?"
_AGAINST = r"(?:vs\.?|versus|compared (?:to|with))"
VERSUS = re.compile(
    rf"[(（](?P<a>[A-Za-z][\w.\- ]{{1,30}}?)\s(?P<x>{_NUMBER})\s{_AGAINST}\s"
    rf"(?P<b>[A-Za-z][\w.\- ]{{1,30}}?)\s(?P<y>{_NUMBER})[)）]"
)
"""Two models with their scores in one bracket behind a benchmark: "B (M 94.4% vs N 91.9%)"."""
PAIR = re.compile(rf"[(（](?P<x>{_NUMBER}),?\s{_AGAINST}\s(?P<y>{_NUMBER})[)）]")
"""One's own score against the one compared with: "B (66.1 vs. 18.7)"."""
RATE = re.compile(r"(?P<what>(?:(?:overall|average|mean|total)\s)?(?:[a-z][a-z-]+\s){1,3}rates?)\s?$")
"""The rate that a pair in brackets behind it gives."""
_PRAISE = re.compile(
    r"^(?:(?:an?|the|its|slightly|further|improved|higher|lower|better|worse|strong|high|low|similar|comparable)\s)+"
)
COMPARED = re.compile(
    r"(?i)\b(?:over|than|compared (?:to|with)|versus|vs\.?|against|relative to|trail(?:s|ing)(?: behind)?)"
    r"\s(?:the\s|that of\s)?$"
)
"""What stands before a model that scores are compared with."""
COUNTERPART = re.compile(rf"\b{_AGAINST}\s[\d.]+\s?[%×]?(?:/\d+)?(?:\s?±\s?[\d.]+%?)?\sfor\s")
"""Says that the number before, which names no model, is the released model's."""
MEASURED = re.compile(
    r"(?i)(?:\b(?:score|rate|accuracy|mse|error|reward|result|speedup)s?\sof\s|\bscor(?:ing|ed)\s)(?:an?\s)?$"
)
_ELSEWHERE = re.compile(r"(?:^|\s)(?:[Oo]n|[Ii]n terms of|[Ff]or|[Ii]n|across)\s(?:the\s)?(?P<name>[A-Z][\w+-]*)")


MARK = re.compile(r"\s?\((?:x?high|low|medium|max|minimal|thinking|non-thinking|A?\d+(?:\.\d+)?B)\)", re.I)
"""An effort, mode or size in brackets behind a model's name, which belongs to the name."""
PART = re.compile(r"\s(?!Benchmarks?\b)[A-Z][a-z]+(?=\s?[(,;.](?!\d))|\s\([A-Z][\w -]{1,20} (?:subset|split|set)\)")
"""One capitalised word between a benchmark's name and a bracket or stop: the part of it that is meant."""


_PART_OF_IT = re.compile(
    r"\b(?:[Oo]n|[Ff]or|[Ii]n)\s(?:the\s)?[a-z][\w -]{2,30}"
    r"\s(?:questions|tasks|problems|subset|split|category|items|prompts)\b"
)


def rate_name(before: str) -> str:
    """The rate named directly before a bracket ("overall harmless response rate"); empty where none is."""
    match = RATE.search(before)
    return _PRAISE.sub("", match["what"]) if match else ""


def speaks_of_another(before: str, topic: str, models: Iterable[str]) -> bool:
    """Whether the words before a number name something else that it is measured on."""
    allowed = f"{topic} {' '.join(models)}".lower()
    before = re.sub(r"\([^()]*\)", " ", before)
    if _PART_OF_IT.search(before):
        return True
    return any(match["name"].lower() not in allowed for match in _ELSEWHERE.finditer(before))


def parts_behind(sentence: str, end: int) -> list[tuple[int, str]]:
    """Starts and names of the parts listed in brackets behind a score: "0.86 (0.98 for One Part, 0.87 for Another)"."""
    bracket = re.match(r"\s?\(([^()]{5,160})\)", sentence[end:])
    if bracket is None:
        return []
    listed = list(
        re.finditer(r"(\d+(?:\.\d+)?\s?%?)\sfor\s([A-Z][\w-]*(?:\s[A-Z][\w-]*){0,3})(?=,|;|$|\sand\b)", bracket[1])
    )
    return [(end + bracket.start(1) + match.start(), match[2]) for match in listed]


_OPENING_PART = re.compile(
    r"^\W*(?:On|For|In)\s(?:the\s|its\s)?(?P<part>[A-Z][\w-]*(?:\s[A-Z\d][\w-]*){0,3}"
    r"\s(?:subset|split|set|category|section|track|portion)),\s"
)


def opening_part(sentence: str) -> re.Match[str] | None:
    """The part of an evaluation with which a sentence opens ("On the Hard subset, …")."""
    return _OPENING_PART.match(sentence)


def with_part(topic: str, sentence: str) -> str:
    """The topic with the part that a sentence opens with or prints in brackets behind it ("SomeCode (Hard subset)")."""
    opened = opening_part(sentence)
    if opened is not None:
        return f"{topic} | {opened['part']}"
    match = re.search(rf"{re.escape(topic)}\s(\([A-Z][\w -]{{2,24}}\))", sentence)
    return f"{topic} {match.group(1)}" if match else topic


def bracketed(sentence: str, scores: Iterable[re.Match[str]], models: Sequence[Name]) -> int:
    """How many numbers stand in a bracket directly behind a model: "M (N), O (P) and Q (R)"."""
    return sum(
        any(n.end <= s.start("number") and _BRACKET.fullmatch(sentence[n.end : s.start("number")]) for n in models)
        for s in scores
    )


def meant(sentence: str, models: Sequence[Name]) -> list[Name]:
    """The models that a sentence is about: not those it compares with, alone or in a list."""
    out: list[Name] = []
    beaten_to = -1
    for model in models:
        listed = 0 <= beaten_to < model.start and LISTED.fullmatch(sentence[beaten_to : model.start])
        if listed or BEATEN.search(sentence[max(0, model.start - 24) : model.start]):
            beaten_to = model.end
        else:
            out.append(model)
    return out


def shared_out(sentence: str, score: re.Match[str], models: Sequence[Name]) -> str | None:
    """The model of a number in "M and N achieve 51.0 and 59.7 on B": the first of two has the first number."""
    first = re.match(rf"\s?%?\s(?:and|/)\s{_NUMBER}(?!\w)", sentence[score.end() :])
    second = re.search(rf"(?<![\w.])({_NUMBER})\s(?:and|/)\s$", sentence[: score.start()])
    before = [m for m in models if m.end <= score.start()]
    if not (first or second) or len(before) < 2 or not LISTED.fullmatch(sentence[before[-2].end : before[-1].start]):
        return None
    start = score.start() if first else second.start(1) if second else 0
    if not adjacent(sentence, before[-1].end, start):
        return None
    return before[-2].text if first else before[-1].text


def model_at(sentence: str, score: re.Match[str], models: Sequence[Name]) -> str | None:
    """The model that stands directly at a number: "M (N)", "M scored N", "N for M"."""
    for model in models:
        if model.end <= score.start() and adjacent(sentence, model.end, score.start()):
            return model.text
        if model.start >= score.end() and FOR_MODEL.match(sentence[score.end() : model.start]):
            return model.text
    return None
