"""How a score was obtained, read out of labels, dedicated columns, captions and footnotes; each condition with
where it was said.

Only what is printed: an absent condition stays absent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from auditor.claims.measures import metric_in, metric_name
from auditor.records import Condition, ConditionName, SaidIn, Setting

_N = ConditionName
_Rule = tuple[ConditionName, re.Pattern[str], Callable[[re.Match[str]], str]]


def _group(number: int = 1, form: str = "{}") -> Callable[[re.Match[str]], str]:
    return lambda match: form.format(match.group(number).lower())


def _fixed(value: str) -> Callable[[re.Match[str]], str]:
    return lambda match: value


_NUMERALS = {
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "eight": "8",
    "ten": "10",
    "few": "few",
}


def _shots(match: re.Match[str]) -> str:
    return _NUMERALS.get(match.group(1).lower(), re.sub(r"\s*[-–—]\s*", "-", match.group(1)))


def _rule(name: ConditionName, pattern: str, value: Callable[[re.Match[str]], str]) -> _Rule:
    return name, re.compile(pattern, re.I), value


_SPLIT_WORD = re.compile(
    r"(?<![A-Za-z])(test[- ]?mini|mini-?test|validation|val|dev|test(?! set| suite|-time| case|ing)|train"
    r"|public|private|held-out|test-clean|test-other|test-std|test-dev)(?:\s(?:set|split))?(?=$|[\s)\],;/|_])",
    re.I,
)
_RULES: tuple[_Rule, ...] = (
    _rule(
        _N.shots,
        r"(?<![\w.])(\d{1,3}(?:\s?[-–]\s?\d{1,3})?|zero|one|two|three|four|five|eight|ten|few)\s?[-‐– ]?\s?shots?\b",
        _shots,
    ),
    _rule(_N.attempts, r"\bpass\s?@\s?(\d+|k)\b", _group(1, "pass@{}")),
    _rule(_N.attempts, r"\bpass\s?\^\s?(\d+|k)\b", _group(1, "pass^{}")),
    _rule(_N.attempts, r"\bsingle[- ]attempts?\b", _fixed("pass@1")),
    _rule(_N.attempts, r"\bmultiple[- ]attempts\b", _fixed("multiple")),
    _rule(_N.samples, r"\b(avg|average|mean|acc)\s?@\s?(\d+)\b", lambda m: f"avg@{m.group(2)}"),
    _rule(
        _N.samples,
        r"\b(cons|consensus|maj|majority|sc|self-consistency)\s?@\s?(\d+)\b",
        lambda m: f"{'cons' if m.group(1).lower().startswith(('cons', 'sc', 'self')) else 'maj'}@{m.group(2)}",
    ),
    _rule(_N.samples, r"\b(?:best[- ]of[- ]|bo)\s?(\d+|n)\b", _group(1, "best-of-{}")),
    _rule(_N.samples, r"\bmajority vot(?:e|ing)\b", _fixed("majority vote")),
    _rule(
        _N.samples,
        r"\b(?:averag(?:ed?|ing) (?:over|of|across)|mean (?:over|of)) (\d+|two|three|four|five|eight|ten)"
        r"(?: (?:independent|model|different|random|separate))? (?:runs?|samples?|trials?|attempts?"
        r"|generations?|times|repetitions?|responses?|seeds)\b",
        lambda m: f"avg@{_NUMERALS.get(m.group(1).lower(), m.group(1))}",
    ),
    _rule(
        _N.thinking,
        r"\b(?:non|no|without|w/o)[- ]?(?:extended[- ])?(?:thinking|reasoning|think)\b"
        r"|\bthinking\s?(?:mode)?\s?[:=]?\s?(?:off|disabled)\b|\bno_?think\b|\bw/o (?:extended )?thinking\b",
        _fixed("off"),
    ),
    _rule(
        _N.thinking,
        r"\b(?<!non-)(?<!non )(?<!no )(?<!no-)(?<!w/o )(?<!without )(?:(?:with |w/ ?)?extended[- ]thinking"
        r"|thinking(?!\s?(?:budget|mode\s?off|tokens))|reasoning mode|think mode)\b",
        _fixed("on"),
    ),
    _rule(_N.thinking_budget, r"\bthinking[- ]?budget\s?[=:(]?\s?(\d+(?:\.\d+)?\s?k?)\b", _group()),
    _rule(_N.thinking_budget, r"\b(\d+(?:\.\d+)?k)(?= (?:extended |max )?(?:thinking|reasoning))", _group()),
    _rule(_N.thinking_budget, r"\bthinking[ -](\d+k)\b", _group()),
    _rule(_N.prompting, r"\b(?:w/o|without|no)[ -]?(?:cot|chain[- ]of[- ]thought)\b", _fixed("no CoT")),
    _rule(_N.prompting, r"(?<!w/o )(?<!without )(?<!no )(?<!no-)\b(?:cot|chain[- ]of[- ]thought)\b", _fixed("CoT")),
    _rule(_N.prompting, r"\bdirect(?:[- ](?:answer|prompt(?:ing)?))\b", _fixed("direct")),
    _rule(
        _N.tools,
        r"\b(?:no|without|w/o)[- ](?:any )?(?:tools?|python|search|browsing|tool use|code execution)\b",
        _fixed("none"),
    ),
    _rule(
        _N.tools,
        r"(?:\bwith|\bw/)\s?(?:the )?(tools?|python|search|browsing|code interpreter|code execution|internet"
        r"|terminal|web search|bash)\b",
        lambda m: "with tools" if m.group(1).lower().startswith("tool") else m.group(1).lower(),
    ),
    _rule(_N.tools, r"\b(?:python|search|bash|tool)[- ](?:enabled|augmented|assisted)\b", _group(0)),
    _rule(
        _N.effort,
        r"\b(?:reasoning[- ]?(?:effort|level)|effort|thinking[- ]?(?:effort|level))\s?[:=]?\s?\(?(minimal|low"
        r"|medium|high|x-?high|max)\b",
        _group(),
    ),
    _rule(
        _N.effort,
        r"\b(minimal|low|medium|high|x-?high|max)[- ](?:reasoning[- ])?(?:effort|thinking|reasoning)\b",
        _group(),
    ),
    _rule(_N.context, r"\b(\d+(?:\.\d+)?\s?[kKmM])(?=[- ]?(?:tokens? )?(?:context|ctx|window))", _group()),
    _rule(
        _N.context, r"\b(?:context|ctx|input)(?: length| window| size)?\s?[=:(≤<]\s?(\d+(?:\.\d+)?\s?[km])\b", _group()
    ),
    _rule(
        _N.temperature,
        r"\btemp(?:erature)?\.?\s?(?:=|:|of|is|set to)?\s?(\d(?:\.\d+)?)\b|\bT\s?=\s?(\d\.\d+)",
        lambda m: m.group(1) or m.group(2),
    ),
    _rule(_N.temperature, r"\bgreedy(?: decoding| search)?\b", _fixed("greedy")),
    _rule(
        _N.harness,
        r"\b(agentless|[\w-]+ (?:scaffold|harness|framework)|(?:in-?house|internal|official"
        r"|custom) (?:evaluation )?(?:framework|harness|scaffold|tool)"
        r"|(?:the )?lm[-_ ]?eval(?:uation)?[-_ ]harness|[\w.-]+ (?:cli|agent))\b",
        _group(),
    ),
    (
        _N.harness,
        re.compile(
            r"\b(?:aligned with|[Ff]ollow(?:s|ing)|according to|based on|using|under) (?:the )?"
            r"((?:[A-Z][\w-]+ ){1,5}[Mm]ethodology)\b"
        ),
        _group(),
    ),
    (_N.data_split, _SPLIT_WORD, _group()),
    _rule(_N.data_split, r"\b(?:final )?(test|val|validation|dev) (?:set|split)\b", _group()),
    _rule(
        _N.subset,
        r"\b(text[- ]only(?: subset)?|(?:verified|hard|easy|lite|full|diamond) (?:subset|split|set|version)"
        r"|subset of [\w ]{2,30}|\d+[- ](?:problem|question|item|task|sample)s? subset)\b",
        _group(),
    ),
    _rule(
        _N.grader,
        r"\b(?:graded|judged|scored|evaluated) (?:by|with|using) ([\w.\- ]{2,30}?)(?= as\b|[,.;)]|$)",
        _group(),
    ),
    _rule(_N.grader, r"\b([\w.\-]{2,30}) as (?:the )?(?:judge|grader|evaluator)\b", _group()),
    _rule(_N.version, r"(?:^|[\s(_-])(v\d+(?:\.\d+)*)\b", _group()),
    _rule(_N.version, r"\b((?:20)?2\d[.\-/]?[01]\d\s?[-–~]\s?(?:20)?2\d[.\-/]?[01]\d)\b", _group()),
    _rule(
        _N.version,
        r"\(((?:\d{1,2}/\d{1,2}(?:/\d{2,4})?"
        r"|[a-z]{3,9}\.? '?\d{2,4})\s?[-–~]\s?(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|[a-z]{3,9}\.? '?\d{2,4}))\)",
        _group(),
    ),
)


@dataclass(frozen=True)
class Said:
    """A text that may state conditions."""

    text: str
    where: SaidIn
    kind: str = ""
    """The setting column's kind ("shots", "metric", "context", …); empty for running text."""
    header: str = ""
    of_model: bool = False
    """Said in a model's label: a version or split there is the model's, not the benchmark's."""


_OF_MODELS = frozenset(
    {
        _N.effort,
        _N.thinking,
        _N.thinking_budget,
        _N.tools,
        _N.context,
        _N.prompting,
        _N.attempts,
        _N.samples,
        _N.harness,
        _N.temperature,
        _N.shots,
    }
)
_LABELS = frozenset({SaidIn.cell, SaidIn.row, SaidIn.column, SaidIn.group})


@lru_cache(maxsize=8192)
def _conditions(text: str, where: SaidIn, of_model: bool = False) -> tuple[Condition, ...]:
    found: list[Condition] = []
    for name, pattern, value in _RULES:
        if of_model and name not in _OF_MODELS:
            continue
        if where not in _LABELS and (name is _N.version or pattern is _SPLIT_WORD):
            continue
        match = pattern.search(text)
        if match and all(condition.name != name for condition in found):
            found.append(
                Condition(
                    name=name, value=" ".join(value(match).split()), printed=match.group().strip(" (-_"), said_in=where
                )
            )
    return tuple(found)


_UNSAID = re.compile(r"n\.?/?a\.?|unknown", re.I)


@lru_cache(maxsize=16384)
def _heard(said: Said) -> tuple[tuple[Condition, ...], str]:
    """The conditions of a text and the words it puts into the printed setting."""
    stated = conditions(said)
    return stated, _phrase(said, stated)


def conditions(said: Said) -> tuple[Condition, ...]:
    """The conditions one text states."""
    text = said.text.strip()
    if not text:
        return ()
    if said.kind:
        return () if _UNSAID.fullmatch(text) else _of_column(said, text)
    return _conditions(text, said.where, said.of_model)


def _of_column(said: Said, text: str) -> tuple[Condition, ...]:
    where = said.where

    def one(name: ConditionName, value: str) -> tuple[Condition, ...]:
        return (Condition(name=name, value=value, printed=text, said_in=where),)

    match said.kind:
        case "shots":
            number = re.match(r"\d{1,3}(?:\s?[-–]\s?\d{1,3})?", text)
            stated = _conditions(text, where)
            if any(c.name is _N.shots for c in stated):
                return stated
            shots = (
                Condition(name=_N.shots, value=number.group(), printed=f"{number.group()}-shot", said_in=where)
                if number
                else None
            )
            return (shots, *stated) if shots else stated
        case "axis":
            return one(_N.metric, metric_name(text)) if metric_in(text) else _conditions(text, where)
        case "metric":
            rest = tuple(
                c for c in _conditions(text, where) if c.name in (_N.attempts, _N.samples, _N.shots, _N.prompting)
            )
            return (Condition(name=_N.metric, value=metric_name(text), printed=text, said_in=where), *rest)
        case "context":
            return one(_N.context, text.lower())
        case "language":
            return one(_N.language, text)
        case "split":
            return one(_N.data_split, text)
        case "version":
            return one(_N.version, text)
        case "grader":
            return one(_N.grader, text)
        case "harness":
            return one(_N.harness, text)
        case "effort":
            return one(_N.effort, text.lower())
        case "tools":
            return one(_N.tools, "none" if text.lower() in ("no", "✗", "none", "false") else text.lower())
        case "thinking":
            lowered = text.lower()
            value = "off" if re.match(r"(?:no|non|off|✗|false|disabled|w/o)", lowered) else "on"
            return (Condition(name=_N.thinking, value=value, printed=text, said_in=where),)
        case "prompting":
            stated = _conditions(text, where)
            return stated or one(_N.prompting, text)
        case "category":
            return one(_N.category, text)
        case _:
            return _conditions(text, where)


_PREFIXES = {_N.metric: "metric=", _N.context: "context length=", _N.effort: "reasoning effort level="}


def context_of(label: str) -> Condition | None:
    """A label that is only a length of context ("32K", "1M tokens")."""
    match = re.fullmatch(r"\W*(\d+(?:\.\d+)?\s?[kKmM])\s?(?:tokens|context)?\W*", label)
    return (
        Condition(name=_N.context, value=match.group(1).lower(), printed=match.group(1), said_in=SaidIn.column)
        if match
        else None
    )


def setting(said: Iterable[Said], extra: Iterable[Condition] = ()) -> Setting:
    """All conditions of a claim. Where several texts state one, the nearest to the cell counts: give the nearest first.

    `extra`: conditions read out of the claim's own labels; they come before captions, notes and headings.
    """
    kept: dict[ConditionName, Condition] = {}
    words: list[str] = []
    fields: set[str] = set()

    def take(text: Said) -> None:
        stated, phrase = _heard(text)
        own = tuple(condition for condition in stated if not _of_other_score(condition, kept))
        if len(own) < len(stated):
            phrase = _phrase(text, own)
        for condition in own:
            kept.setdefault(condition.name, condition)
        if phrase and phrase not in words:
            words.append(phrase)
            if text.kind == "category":
                fields.add(phrase)

    texts = list(said)
    for text in texts:
        if text.where in _LABELS:
            take(text)
    for condition in extra:
        kept.setdefault(condition.name, condition)
        prefixed = _PREFIXES.get(condition.name, "") + condition.printed
        if condition.printed in words:
            words[words.index(condition.printed)] = prefixed
        elif condition.printed and not any(condition.printed in word for word in words if word not in fields):
            words.append(prefixed)
    for text in texts:
        if text.where not in _LABELS:
            take(text)
    return Setting(conditions=tuple(sorted(kept.values(), key=lambda c: _ORDER[c.name])), printed="; ".join(words))


_ORDER = {name: place for place, name in enumerate(ConditionName)}


_CHOSEN = re.compile(r"(?:cons|maj)@|best-of-|majority vote")


def _of_other_score(condition: Condition, nearer: Mapping[ConditionName, Condition]) -> bool:
    """Whether a passage speaks of another column: an answer chosen among several is not the score of one attempt.

    A section that explains both "pass@1" and "cons@64" says the second of the columns so named, not of the first.
    """
    attempts = nearer.get(_N.attempts)
    return (
        condition.name is _N.samples
        and attempts is not None
        and attempts.value == "pass@1"
        and attempts.said_in in _LABELS
        and condition.said_in not in _LABELS
        and _CHOSEN.match(condition.value) is not None
    )


_OUTPUT_LIMIT = re.compile(
    r"\b(?:output|response|generation|completion) (?:token )?length[^.;]{0,20}?\b(?:to|of|is"
    r"|at)\s(\d+(?:\.\d+)?\s?[kK])\b|\b(\d+[kK]) (?:output|response|generation) (?:token )?length\b",
    re.I,
)


def _phrase(said: Said, stated: tuple[Condition, ...]) -> str:
    """The words that go into the printed setting."""
    if said.kind == "shots":
        shots = next((c.printed for c in stated if c.name is _N.shots), said.text)
        header = said.header.strip(" \\")
        return f"{shots} ({header}={said.text})" if header and shots != said.text else shots
    if said.kind == "category":
        title = said.header.strip()
        return f"{title}={said.text}" if title and title.lower() != "category" else f"category={said.text}"
    if said.kind in ("note", "mode"):
        return said.text
    if said.kind:
        header = said.header.strip(" #\\")
        return f"{header}={said.text}" if header else said.text
    words = list(dict.fromkeys(c.printed for c in stated))
    limit = _OUTPUT_LIMIT.search(said.text) if said.where in (SaidIn.caption, SaidIn.footnote) else None
    if limit:
        words.append(f"output length limited to {limit.group(1) or limit.group(2)}")
    return "; ".join(words)
