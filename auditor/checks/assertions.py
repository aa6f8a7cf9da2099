"""What sentences of a release assert about models and benchmarks, found by plain rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditor.checks.rows import fold, key_of
from auditor.checks.wording import Said, find_name, plain, said
from auditor.records import Dossier, Role


class Kind(StrEnum):
    """What a sentence asserts of its subject."""

    beats = "beats"
    best = "best"
    par = "par"
    keeps = "keeps"
    """No loss against what it was built from."""


TRIGGERS: dict[Kind, re.Pattern[str]] = {
    Kind.keeps: re.compile(
        r"\b(?:no|without|zero)\s+(?:any\s+|obvious\s+|noticeable\s+|significant\s+|performance\s+|capability\s+)*"
        r"(?:degradation|degrading|loss|drop|regression|deterioration|compromis\w+|sacrific\w+|reducing\s+performance)\b",
        re.IGNORECASE,
    ),
    Kind.beats: re.compile(
        r"\b(?:outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|beat(?:s|ing)?|"
        r"superior(?: performance| results| capabilit\w+)? (?:to|over|compared (?:to|with)|than)|"
        r"(?:better|stronger|higher)(?: \w+){0,2} than|ahead of|overtak\w+)\b",
        re.IGNORECASE,
    ),
    Kind.best: re.compile(
        r"\b(?:state[- ]of[- ]the[- ]art|SOTA|(?:consistently )?leading (?:performance|results?|scores?)|"
        r"(?:the )?(?:best|highest|strongest|top)(?: \w+){0,2} (?:performance|results?|scores?|accuracy|accuracies|"
        r"among|across|on all|overall)|ranks? (?:first|1st|number one|no\. ?1)|new records?|"
        r"most (?:capable|powerful|advanced)|leads? (?:on|in|across|all))\b",
        re.IGNORECASE,
    ),
    Kind.par: re.compile(
        r"\b(?:comparable (?:to|with|performance (?:to|with))|on (?:a )?par with|(?:at |about |in )?parity with|"
        r"competitive (?:with|to|against|performance (?:with|to|against))|match(?:es|ed|ing)?|rival(?:s|led|ing)|"
        r"equivalent to|as good as|performs? similarly to)\b",
        re.IGNORECASE,
    ),
}

NOT_A_CLAIM = re.compile(
    r"\b(?:aim(?:s|ed|ing)?|goal|hope|expect\w*|potential\w*|could|would|might|may|future|challeng\w+|if|whether|"
    r"should|intend\w*|seek\w*|rather than|instead of|(?:does|do|did|has|have|is|are) not|no (?:single|other|model)|"
    r"not (?:yet )?(?:outperform|surpass|exceed|match|reach|the best)|fail\w* to|previous(?:ly)? (?:work|studies)|"
    r"prior work|compared to training|trained (?:only )?with|ablation)\b",
    re.IGNORECASE,
)
"""Words that make a sentence a plan, a condition or somebody else's result."""

CLASS_AFTER_SOTA = re.compile(
    r"^\s*(?:(?:open|closed|proprietary|commercial|language|large|multimodal|omni|reasoning|thinking|frontier|vision|"
    r"foundation|[a-z]+-?source)[\w-]*\s+){0,4}(?:models?|methods?|systems?|LLMs?|MLLMs?|VLMs?|approach\w*|baselines?|"
    r"techniques?|architectures?|technolog\w+|hardware|GPUs?|competitors?|counterparts?|ones|alternatives?)\b",
    re.IGNORECASE,
)
"""What turns "state-of-the-art" into the name of a class of rivals."""

NEAR = re.compile(
    r"(?:comparable (?:to|with)|competitive with|close to|approach\w*|near(?:ly|ing)?|on par with|rival\w*|match\w*|"
    r"compared (?:to|with)|against|than|over|like|other|second|third|fourth|the current|current|previous|"
    r"existing|recent)[\s-]+(?:the\s+|other\s+|current\s+)*$",
    re.IGNORECASE,
)
"""What before a superlative makes it somebody else's."""

NARROWED = re.compile(
    r"\b(?:among|amongst|(?:in|of|for) (?:its|their) (?:class|size|category|tier|scale)|under \d+B|sub-?\d+B|"
    r"(?:similar|comparable|same)[- ](?:size|sized|scale|scales|class|parameter\w*)|"
    r"(?:dense|omni|non-?thinking|non-?reasoning|small|lightweight|on-device|edge|end-side|base)[- ]?(?:modal)? "
    r"models?)\b",
    re.IGNORECASE,
)
"""A class of rivals that the tables do not name."""

OPEN = re.compile(
    r"\bopen(?:ly)?[- ]?(?:source|sourced|weight|weights|available|model|models|LLMs?|alternatives?)?\b", re.IGNORECASE
)
ALL = re.compile(
    r"\b(?:across the board|(?:on|in|across|over|for|at) (?:all|every|each)\b|consistent(?:ly)?|without exception|"
    r"all (?:benchmarks|tasks|metrics|evaluat\w+|domains|dimensions|other|the|of the|compared|models|competitors)|"
    r"every (?:benchmark|task|metric)|(?:in|on) both|both \w+ and|any other)\b",
    re.IGNORECASE,
)
"""Words that say "all"."""

MOST = re.compile(
    r"\b(?:most|majority|many|nearly all|almost all|generally|overall|typically|various|wide range)\b", re.IGNORECASE
)
SOME = re.compile(
    r"\b(?:several|some|certain|a few|specific|selected|parts? of|in part|one of|among the|either|or)\b", re.IGNORECASE
)
TURN = re.compile(
    r"[;:]|,?\s+(?:while|whereas|but|although|though|however|except|despite|albeit|yet|even though|and (?:is|was|it) "
    r"(?:slightly )?(?:below|behind|lower))\b",
    re.IGNORECASE,
)
STOP = re.compile(
    r"\b(?:approach\w*|close to|closing|behind|below|trail\w*|lag\w*|followed by|only (?:to|by)|excluding|other than|"
    r"with the exception|compared (?:to|with))\b",
    re.IGNORECASE,
)
"""After these words a sentence names models that it does not claim to beat."""
CLASS = re.compile(
    r"^\s*(?:all|every|any|existing|other|both)\s+"
    r"(?:of the\s+|the\s+|other\s+|existing\s+|evaluated\s+|compared\s+|current\s+)*"
    r"(open|closed|proprietary)?[\w-]*\s*(?:\w+[- ]){0,2}"
    r"(?:models?|competitors?|LLMs?|counterparts?|baselines?|systems?|rivals?)\b",
    re.IGNORECASE,
)
"""A class of rivals that is everybody in the table, or everybody open."""
PRONOUN = re.compile(
    r"\b(?:our (?:\w+ ){0,2}models?|our \w+|the models?|this model|it|they|we|both models)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Mention:
    """A model or benchmark that a sentence names."""

    key: str
    name: str
    start: int
    end: int
    own: bool = False


@dataclass(frozen=True)
class Assertion:
    """A sentence that asserts something of a model of the release."""

    said: Said
    kind: Kind
    subjects: tuple[str, ...]
    """Keys of own models; empty: the release's main model."""
    objects: tuple[tuple[str, ...], ...]
    """The models it is set against, each as the keys that its name can mean."""
    benchmarks: tuple[str, ...]
    """Keys of the benchmarks named in the clause."""
    universal: bool
    most: bool
    some: bool
    open_only: bool
    named_tables: tuple[str, ...]
    """Labels of tables and figures named in the sentence or the one before."""
    clause: str
    numbers: tuple[str, ...] = ()
    """Numbers printed in the clause, outside names."""

    @property
    def text(self) -> str:
        return self.said.text


class Names:
    """The names by which the documents of a dossier can call its models and benchmarks."""

    def __init__(self, dossier: Dossier) -> None:
        self.models: dict[str, set[str]] = defaultdict(set)
        self.benchmarks: dict[str, str] = {}
        self.own: set[str] = set()
        vendors = [name for vendor in dossier.vendors.values() for name in (vendor.name, *vendor.aliases)]
        subjects = dossier.release.subjects
        for resolved in dossier.claims:
            claim, key = resolved.claim, key_of(resolved.model)
            if claim.role in (Role.own, Role.rival):
                if claim.role is Role.own:
                    self.own.add(key)
                printed = claim.model.replace(" | ", " ")
                known = dossier.models.get(resolved.model.id or "")
                for name in (claim.model, printed, *((known.name, *known.aliases) if known else ())):
                    self._add_model(name, key)
                for name in short_names(printed, vendors, subjects if claim.role is Role.own else ()):
                    self._add_model(name, key)
            benchmark = dossier.benchmarks.get(resolved.benchmark.id or "")
            key = key_of(resolved.benchmark)
            for name in (claim.benchmark, claim.benchmark.split(" | ")[-1], re.sub(r"\s*\(.*?\)", "", claim.benchmark)):
                self._add_benchmark(name, key)
            for name in (benchmark.name, *benchmark.aliases) if benchmark else ():
                self._add_benchmark(name, key)
        for subject in subjects:
            same = {key for name, keys in self.models.items() if fold(name) == fold(subject) for key in keys & self.own}
            key = min(same) if same else "~" + fold(subject)
            self.own.add(key)
            self._add_model(subject, key)

    def _add_model(self, name: str, key: str) -> None:
        if len(fold(name)) >= 2 and re.search(r"[A-Za-z]", name) and re.search(r"[A-Z]|\d", name):
            self.models[name].add(key)

    def _add_benchmark(self, name: str, key: str) -> None:
        if len(fold(name)) >= 3 and re.search(r"[A-Z]|\d", name) and re.search(r"[A-Za-z]{2}", name):
            self.benchmarks.setdefault(name, key)

    def find_models(self, text: str) -> list[Mention]:
        """The models a text names, longer names first where names overlap."""
        found = [
            Mention(key, name, match.start(), match.end(), key in self.own)
            for name, keys in self.models.items()
            if (match := find_name(text, name)) is not None
            for key in sorted(keys)
        ]
        return _longest(found)

    def find_benchmarks(self, text: str) -> list[Mention]:
        """The benchmarks a text names."""
        found = [
            Mention(key, name, match.start(), match.end())
            for name, key in self.benchmarks.items()
            if (match := find_name(text, name)) is not None
        ]
        return _longest(found)


def short_names(printed: str, vendors: Sequence[str], subjects: Sequence[str]) -> Iterator[str]:
    """Shorter names that prose uses for a printed label: without vendor, date code or the middle of a long own name."""
    name = printed
    for vendor in vendors:
        match = re.match(rf"{re.escape(vendor)}[\s\-_/]+(?=\S)", name, re.IGNORECASE)
        if match and re.search(r"\d", name[match.end() :]):
            name = name[match.end() :]
            yield name
            break
    undated = re.sub(r"[\s\-_]*\(?(?:20\d\d-?\d\d-?\d\d|\d{4}|\d\d-\d\d)\)?$", "", name)
    if undated != name and re.search(r"\d", undated):
        yield undated
    plainer = re.sub(r"[\s\-_]+(?:Instruct|Chat|IT)$", "", undated, flags=re.IGNORECASE)
    if plainer != undated and re.search(r"\d", plainer):
        yield plainer
    size = re.search(r"(?<![\w.])\d+(?:\.\d+)?[Bb]\b", printed)
    for subject in subjects:
        if size and fold(printed).startswith(fold(subject)) and len(fold(printed)) > len(fold(subject + size[0])):
            yield f"{subject}-{size[0]}"
    if size and subjects:
        yield f"{size[0]} model"


def _longest(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if all(
            mention.end <= other.start
            or mention.start >= other.end
            or (mention.start, mention.end) == (other.start, other.end)
            for other in kept
        ):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def assertions(dossier: Dossier, *kinds: Kind) -> Iterator[Assertion]:
    """The sentences that assert one of these kinds of a model of the release, in reading order."""
    names = Names(dossier)
    for sentence in said(dossier):
        text = plain(sentence.text)
        if len(text) > 900 or not any(TRIGGERS[kind].search(text) for kind in kinds):
            continue
        mentions = names.find_models(text)
        for kind in kinds:
            yield from _asserted(names, sentence, text, kind, mentions)


def _asserted(names: Names, sentence: Said, text: str, kind: Kind, mentions: list[Mention]) -> Iterator[Assertion]:
    """What a sentence asserts of one kind, once for each word that says so."""
    previous = 0
    for trigger in TRIGGERS[kind].finditer(text):
        elsewhere = kind is Kind.best and (
            CLASS_AFTER_SOTA.match(text[trigger.end() :]) or NEAR.search(text[: trigger.start()])
        )
        if elsewhere:
            continue
        found = _assertion(names, sentence, text, kind, mentions, trigger, previous)
        if found is not None:
            yield found
        previous = trigger.end()


def _assertion(
    names: Names,
    sentence: Said,
    text: str,
    kind: Kind,
    mentions: list[Mention],
    trigger: re.Match[str],
    previous: int,
) -> Assertion | None:
    start = max((m.end() for m in TURN.finditer(text[: trigger.start()])), default=0)
    if any(previous <= m.start and m.end <= trigger.start() for m in mentions):
        start = max(start, previous)
    turn = TURN.search(text, trigger.end())
    clause = text[start : turn.start() if turn else len(text)]
    end = start + len(clause)
    if NOT_A_CLAIM.search(clause):
        return None
    before = [m for m in mentions if m.end <= trigger.start()]
    ends = (*TRIGGERS.values(), STOP)
    stop = min(
        (m.start() for other in ends for m in other.finditer(text, trigger.end()) if m.start() < end), default=end
    )
    after = [m for m in mentions if trigger.end() <= m.start < stop]
    if stop < end and after and after[-1].own and not re.search(r"\band\b|,", text[after[-1].end : stop]):
        last = after[-1].start
        after = [m for m in after if m.start != last]
    subjects = _subjects(text, text[: trigger.start()], [m for m in before if m.start >= start] or before)
    if before and not subjects:
        return None
    if not subjects and not _about_us(text[: trigger.start()], sentence, names):
        return None
    taken = {m.key for m in subjects}
    objects = [m for m in after if m.key not in taken]
    everybody = CLASS.match(text[trigger.end() : end]) if kind is Kind.beats and not objects else None
    if everybody and everybody[1] and everybody[1].casefold() != "open":
        return None
    if everybody and any(not m.own for m in mentions if m.end <= trigger.start()):
        return None
    if kind in (Kind.beats, Kind.par) and not objects and not everybody:
        return None
    if everybody:
        kind = Kind.best
    benchmarks = names.find_benchmarks(clause)
    inside = {(m.start, m.end) for m in mentions}
    benchmarks = [b for b in benchmarks if not any(s - start <= b.start < e - start for s, e in inside)]
    if kind is Kind.best and NARROWED.search(clause) and not OPEN.search(clause):
        return None
    if kind is Kind.best and after and any(not m.own for m in after) and re.search(r"\bamong\b", clause):
        return None
    tables = re.findall(r"\b(?:Table|Figure|Fig\.)\s*\d+", f"{sentence.before} {sentence.text}")
    return Assertion(
        said=sentence,
        kind=kind,
        subjects=tuple(dict.fromkeys(m.key for m in subjects)),
        objects=_alternatives(objects),
        benchmarks=tuple(dict.fromkeys(b.key for b in benchmarks)),
        universal=bool(ALL.search(clause)) or everybody is not None,
        most=bool(MOST.search(clause)),
        some=bool(SOME.search(clause)),
        open_only=bool(everybody[1]) if everybody else bool(OPEN.search(clause)),
        named_tables=tuple(re.sub(r"Fig\.", "Figure", name) for name in tables),
        clause=clause.strip(),
        numbers=_numbers(text, start, end, mentions),
    )


ASIDE = re.compile(r",\s*(?:which|that|based|built|distilled|trained|derived|starting)\b[^,]*,", re.IGNORECASE)
"""A clause about the model before it, with names that are not the subject."""


def _subjects(text: str, lead: str, before: Sequence[Mention]) -> list[Mention]:
    """The own models that the verb belongs to: the last one named and those joined to it; none if that is a rival.

    A verb joined by "and" to an earlier one has that one's subject. `lead` is the text before the verb.
    """
    asides = [(m.start(), m.end()) for m in ASIDE.finditer(text)]
    kept = [m for m in before if not any(a <= m.start < b for a, b in asides)] or list(before)
    if kept and not kept[-1].own and kept[0].own and re.search(r"(?:,|\band)\s*(?:also|even|further)?\s*$", lead):
        return [m for m in kept if m.start == kept[0].start]
    if not kept or not kept[-1].own:
        return []
    found = [kept[-1]]
    for mention in reversed(kept[:-1]):
        between = text[mention.end : found[-1].start]
        if mention.start == found[-1].start or re.fullmatch(r"[\s,()]*(?:and|&|or|i\.e\.,?)?[\s,()]*", between):
            found.append(mention)
        else:
            break
    return [m for m in found if m.own]


def _numbers(text: str, start: int, end: int, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Percentages and decimals of a clause that are no part of a model's name."""
    inside = [(m.start, m.end) for m in mentions]
    return tuple(
        m[1]
        for m in re.finditer(r"(?<![\w.-])(\d+(?:\.\d+)?)(\s*%)?(?![\w-]|\.\d)", text[start:end])
        if (m[2] or "." in m[1]) and not any(a <= start + m.start() < b for a, b in inside)
    )


def _alternatives(objects: Sequence[Mention]) -> tuple[tuple[str, ...], ...]:
    by_place: dict[int, list[str]] = defaultdict(list)
    for mention in objects:
        if mention.key not in by_place[mention.start]:
            by_place[mention.start].append(mention.key)
    return tuple(dict.fromkeys(tuple(keys) for keys in by_place.values()))


def _about_us(before: str, sentence: Said, names: Names) -> bool:
    """Whether a sentence without a model before its trigger speaks of the release's own model."""
    if re.search(r"\bour (?:\w+[- ]){0,3}models?\b|\bthis model\b", before, re.IGNORECASE):
        return True
    earlier = names.find_models(plain(sentence.before))
    if re.search(r"\bthe model\b", before, re.IGNORECASE):
        return all(m.own for m in earlier)
    return bool(PRONOUN.search(before)) and bool(earlier) and all(m.own for m in earlier)
