"""Settings that documents print inside a name, taken off from its ends: efforts, modes, shots, tools, dates, hosts.

What is taken off says how a score was obtained, never which model or benchmark it is. Whatever is not clearly
a setting stays, so that the name then fails to resolve instead of resolving to something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.registry.normalise import plain, words

EFFORTS = ("minimal", "low", "medium", "high", "xhigh", "max", "none")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"^v?(?P<y>20\d\d)[-/. ]?(?P<m>[01]\d)[-/. ]?(?P<d>[0-3]\d)$",
        r"^(?P<m>[01]?\d)[-/](?P<d>[0-3]?\d)[-/](?P<y>20\d\d)$",
        r"^(?P<m>[01]\d)[-/](?P<y>20\d\d)$",
        r"^(?P<y>20\d\d)[-/](?P<m>[01]\d)$",
        r"^(?P<m>[01]\d)[-/ ]?(?P<d>[0-3]\d)$",
        r"^(?P<y>2\d)(?P<m>[01]\d)$",
        rf"^{_MONTH} ?(?P<d>[0-3]?\d), ?(?P<y>20\d\d)$",
        rf"^{_MONTH} ?(?P<y>(20)?\d\d)?$",
    )
)

_MODE_ON = {"thinking", "reasoning", "reasoner", "extended", "adaptive"}
_MODE_OFF = {"nothinking"}
_MODEL_WORDS = {
    *EFFORTS, *_MODE_ON, *_MODE_OFF, "enabled", "cot",
    "med", "effort", "budget", "tokens", "mode", "default", "with", "without",
    "the", "and", "fc", "prompt", "prompting", "tool", "tools", "notools", "withtools", "python", "diff", "whole",
    "udiff", "latest", "shot", "temperature", "bf16", "fp16", "steps", "turns", "best", "of", "single", "multiple",
    "attempt", "attempts", "zero", "few", "one", "browsing", "search", "api", "plus", "auto",
    "ours",
}  # fmt: skip
_BENCHMARK_WORDS = {
    "em", "acc", "accuracy", "f1", "correct", "pass", "shot", "cot", "shots", "zero", "few", "with", "without", "w",
    "notools", "withtools", "tools", "tool", "python", "resolved", "rating", "elo", "percentile", "percentiles",
    "strict", "loose", "prompt", "instruction", "avg", "average", "mean", "overall", "macro", "micro", "val",
    "validation", "test", "dev", "testmini", "lc", "win", "winrate", "rate", "score", "single", "multiple", "attempt",
    "attempts", "pointwise", "verified", "chrf", "bleu", "bleurt", "anls", "greedy", "maj", "no", "thinking",
    "nothinking", "reasoning", "agentic", "norm", "char", "exact", "match", "bpb",
    "context", "manage", "management", "manager", "the", "and", "voting", "sampling", "code",
    "interpreter", "diff", "udiff", "whole", "mode",
}  # fmt: skip
# Words that only describe a benchmark. A bracket of at least two of them adds nothing to the name.
_DESCRIPTION = {
    "competition", "math", "mathematics", "code", "coding", "phd", "level", "science", "questions", "software",
    "engineering", "agentic", "agentless", "function", "calling", "expert", "college", "exams", "exam", "realistic",
    "multidisciplinary",
    "health", "conversations", "challenging", "tool", "use", "knowledge", "reasoning", "general", "visual",
    "multimodal", "understanding", "graduate", "multilingual", "qa", "problems", "solving", "programming", "long",
    "context", "factuality", "instruction", "following", "validated", "by", "physicians", "grade", "school",
}  # fmt: skip
_COUNTS = re.compile(
    r"^(\d+k?|thinking_?budget\d+k?|\d+(\.\d+)?[km]|(pass|avg|mean|average|cons|maj|majority|best|acc)@\d+k?"
    r"|(pass|best|bo|n)\d+|\d+ ?shots?|t\d*(\.\d+)?|n\d*|length|reasoning|temperature\d*(\.\d+)?)$"
)
_CONTEXT = re.compile(r"^\d+(\.\d+)?[km]$")
_SHOTS = re.compile(r"^\d+$")

_BRACKET = re.compile(r"^(?P<rest>.*?)\s*[(\[](?P<inside>[^()\[\]]*)[)\]]\s*$")
_BRACKET_INSIDE = re.compile(r"^(?P<rest>.+?)\s*[(\[](?P<inside>[^()\[\]]*)[)\]](?P<tail>.+)$")
_TAIL_MODEL = re.compile(
    r"^(?P<rest>.+?)[\s_\-|:,]+(?P<inside>"
    r"(?:with |without |w/ ?o? ?|no[\s-]|non[\s-]|extended[\s-])*"
    r"(?:\d+k[\s-]+(?:extended[\s-]+)?thinking(?:[\s-]tokens)?|thinking[\s_-]?(?:\d+k|auto)|thinking[\s_-]?budget[\s_-]?\d*k?"
    r"|thinkingbudget\d+|(?:extended|high|hi)[\s-]?thinking|thinking|think|nothinking|reasoning|reasoner"
    r"|(?:xhigh|x-high|high|medium|low|minimal|max|none)(?:[\s-](?:effort|reasoning))?|\(?ours\)?|tools?|\d+k|fc|prompt|latest"
    r"|\d+-shot|pass@\d+|bf16|fp16|reasoning-enabled|(?:high|low|medium)-effort|unknown))$",
    re.IGNORECASE,
)
_TAIL_BENCHMARK = re.compile(
    r"^(?P<rest>.+?)[\s_\-|:,]+(?P<inside>"
    r"(?:pass|avg|mean|cons|maj|best)\s?[@^]\s?\d+|average@\d+|\d+-shots?(?:\s+cot)?|cot|0shot|strict-prompt|"
    r"\(?(?:with|without|w/|w/o|no)\s*(?:tools?|python|search)|acc|em|f1|accuracy|elo|rating|percentile|score|"
    r"benchmark|dataset|single attempt(?: \(pass@1\))?|multiple attempts|\d+(?:\.\d+)?[km])$",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"^(?P<rest>.+?)\s*\|\s*(?P<inside>overall|average|avg\.?|mean|total)$", re.IGNORECASE)
_GLUED_SPLIT = re.compile(r"^(?P<rest>.*[A-Za-z])(?P<inside>testmini|val|test|dev|acc|macro|micro|relaxed)$")
DATE_AT_END = re.compile(
    r"^(?P<rest>.+?)[\s_\-:(]+(?P<inside>v?20\d{6}|20\d\d-\d\d-\d\d|[01]\d-[0-3]\d|[01]\d[0-3]\d|2\d[01]\d|[01]\d/[0-3]\d)\)?$"
)


@dataclass(frozen=True)
class Peeled:
    """A name with settings taken off."""

    text: str
    off: tuple[str, ...] = ()
    """What was taken off, as printed, outermost first."""
    efforts: tuple[str, ...] = ()
    """Effort words among it that were not in brackets: they may belong to the name."""
    thinking: bool | None = None
    """True or False where a thinking mode or budget, or a non-thinking mode, was taken off."""
    date: tuple[int | None, int, int | None] | None = None
    """Year, month, day of a dated snapshot."""

    def without(self, rest: str, inside: str, *, bracket: bool) -> Peeled:
        found = set(words(inside))
        thinking = self.thinking
        if found & _MODE_OFF:
            thinking = False
        elif found & _MODE_ON or "thinking" in plain(inside) or _CONTEXT.match(plain(inside)):
            thinking = True if thinking is None else thinking
        efforts = self.efforts if bracket else (*self.efforts, *(word for word in words(inside) if word in EFFORTS))
        return replace(self, text=rest.strip(" -_|,:"), off=(*self.off, inside.strip()), efforts=efforts,
                       thinking=thinking)  # fmt: skip


def parse_date(text: str) -> tuple[int | None, int, int | None] | None:
    """Year, month and day of a date as model names print it ("2024-05-13", "0513", "Oct 24"); None if it is none."""
    text = plain(text)
    for pattern in _DATES:
        match = pattern.match(text)
        if not match:
            continue
        parts = match.groupdict()
        month = _MONTHS.index(parts["name"][:3]) + 1 if parts.get("name") else int(parts["m"])
        day = int(parts["d"]) if parts.get("d") else None
        year = int(parts["y"]) if parts.get("y") else None
        if year is not None and year < 100:
            year += 2000
        if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
            return year, month, day
    return None


def _is_model_setting(inside: str) -> bool:
    found = words(inside)
    return bool(found) and all(word in _MODEL_WORDS or _COUNTS.match(word) for word in found) and any(
        not word.isdigit() for word in found
    )  # fmt: skip


def _is_benchmark_setting(inside: str, *, described: bool) -> bool:
    found = words(inside)
    if not found or found == ("verified",):
        return False
    if all(
        (word in _BENCHMARK_WORDS and word != "verified") or _COUNTS.match(word) or _CONTEXT.match(word)
        for word in found
    ):
        return any(not _SHOTS.match(word) for word in found)
    return described and len(found) >= 2 and is_description(inside)


def is_description(inside: str) -> bool:
    """Whether a bracket only says in general words what a benchmark tests."""
    found = words(inside)
    return bool(found) and all(word in _DESCRIPTION or word.isdigit() for word in found)


def model_forms(printed: str) -> Iterator[Peeled]:
    """The printed model name, then with one setting after the other taken off."""
    form = Peeled(printed.strip())
    yield form
    for _ in range(6):
        bracket = _BRACKET.match(form.text)
        tail = _TAIL_MODEL.match(form.text)
        dated = DATE_AT_END.match(form.text)
        inner = _BRACKET_INSIDE.match(form.text)
        if bracket and bracket["rest"] and _is_model_setting(bracket["inside"]):
            form = form.without(bracket["rest"], bracket["inside"], bracket=True)
        elif bracket and bracket["rest"] and form.date is None and (date := parse_date(bracket["inside"])):
            form = replace(form, text=bracket["rest"].strip(), off=(*form.off, bracket["inside"]), date=date)
        elif tail and not bracket:
            form = form.without(tail["rest"], tail["inside"], bracket=False)
        elif dated and form.date is None and (date := parse_date(dated["inside"])):
            form = replace(form, text=dated["rest"].strip(), off=(*form.off, dated["inside"]), date=date)
        elif inner and _is_model_setting(inner["inside"]):
            form = form.without(f"{inner['rest']} {inner['tail'].strip()}", inner["inside"], bracket=True)
        else:
            return
        if not form.text:
            return
        yield form


def unglued(name: str) -> Peeled | None:
    """A benchmark name without the split or measure that a lost subscript left at its end ("MMMUval")."""
    match = _GLUED_SPLIT.match(name)
    return Peeled(match["rest"].rstrip(" -_"), off=(match["inside"],)) if match else None


def benchmark_forms(printed: str, *, described: bool = True) -> Iterator[Peeled]:
    """The printed benchmark name, then with one setting after the other taken off."""
    form = Peeled(printed.strip())
    yield form
    for _ in range(6):
        bracket = _BRACKET.match(form.text)
        inner = _BRACKET_INSIDE.match(form.text)
        tail = _TAIL_BENCHMARK.match(form.text) or _WHOLE.match(form.text)
        if bracket and bracket["rest"] and _is_benchmark_setting(bracket["inside"], described=described):
            form = form.without(bracket["rest"], bracket["inside"], bracket=True)
        elif tail and not bracket:
            form = form.without(tail["rest"], tail["inside"], bracket=False)
        elif inner and "|" in inner["tail"] and _is_benchmark_setting(inner["inside"], described=described):
            form = form.without(f"{inner['rest']} {inner['tail'].strip()}", inner["inside"], bracket=True)
        else:
            return
        if not form.text:
            return
        yield form
