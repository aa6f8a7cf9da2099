"""What a printed label names: the protocol the registry fulfils, and a plain one that goes by the shapes of names
alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, Protocol

from auditor.claims import lexicon

Kind = Literal["model", "benchmark"]


class Vocabulary(Protocol):
    """Evidence on names. `None` and False mean "not known", never "no"."""

    def kind(self, label: str) -> Kind | None:
        """What a label names, where that is known or clearly recognisable."""
        ...

    def same_family(self, a: str, b: str) -> bool:
        """Whether two labels name models of one line of one vendor."""
        ...

    def vendor_of(self, label: str) -> str | None:
        """The vendor of the model a label names: its id where known, else its printed name."""
        ...

    def model_id(self, label: str) -> str | None:
        """The registry id of the one model a label names."""
        ...

    def released_on(self, label: str) -> str | None:
        """The ISO date on which the model a label names was released, as precise as known."""
        ...


_SIZE = re.compile(
    r"(?<![\w.])(?:[AE]?\d+(?:\.\d+)?\s?[bB]|\d+x\d+(?:\.\d+)?[bB]|[1-9]\d\d+M)(?![A-Za-z])"
    r"|(?<=\d)A\d+(?:\.\d+)?B\b|\d+BA\d+B|\d+B-A\d+(?:\.\d+)?B"
)
_STAGE = re.compile(
    r"(?:^|[\s\-_(/|.])(?:instruct(?:ion)?|instruct(?:ed)?|inst\.?|ins|it|chat|sft|rlhf|rl|dpo|preview|turbo"
    r"|thinking|non-?thinking|thinker|reasoner|distill(?:ed)?|exp|omni|mini|nano|"
    r"flash|ultra|plus|max|moe|dense|base|latest|api|vl|coder|large|medium|small|tiny|bf16|fp8|fp16|int[48]"
    r"|gguf|awq|gptq|ours|baseline|teacher|student|checkpoint|ckpt)(?=$|[\s\-_)/|.,\d(])",
    re.I,
)
_STAMP = re.compile(
    r"(?:^|[\s\-_(@])(?:(?:20\d{2}[-.]?)?(?:0[1-9]|1[0-2])[-.]?(?:0[1-9]|[12]\d|3[01])|2[3-7](?:0[1-9]|1[0-2])"
    r"|20\d{2}-\d{2}-\d{2}|00\d)(?=$|[\s)_\-])"
)
_VERSIONED = re.compile(r"^[A-Za-z][A-Za-z.&+ ]{1,24}?[\s\-]?[vVkKoOMmR]?\d{1,2}(?:\.\d{1,2})?(?![\d%@])(?:[\s\-(]|$)")
_ORGANISATION = re.compile(r"^[\w.-]+/[\w.-]+$")
_BENCH_WORD = re.compile(
    r"bench|eval(?!uat)|arena|(?:^|[a-z\d_ -])(?:QA|VQA)(?![a-z])|[a-z]qa\b|test\b|exam(?:ination)?\b|challenge"
    r"|leaderboard|suite|quiz|puzzle|olympiad|verified|benchmark|-?shot\b|pass\s?[@^]|(?:avg|cons|maj|mean)@|"
    r"\b(?:acc|em|f1|elo|ppl|bleu|rouge|chrf|wer|cer|bpb|bpc|anls|ndcg|mrr|accuracy|win[- ]?rate|resolved"
    r"|percentile|rating|index|(?:un)?seen|strict|diamond|redux|test-?clean|val|testmini)\b|"
    r"hard\b|_(?:test|acc|em|f1|val|mc\d?)\b|评测",
    re.I,
)
_ACRONYM = re.compile(
    r"^(?:[A-Z]{2,}[a-z]?[A-Z\d]*|[A-Z][a-z]*[A-Z]{2,}[A-Za-z\d]*"
    r"|[A-Z]+-[A-Z][A-Za-z]*)(?:\s?\d{2,4})?(?:\s?\([^)]*\))?$"
)
_YEARED = re.compile(r"\b[A-Z]{3,}[a-z]?\s?'?(?:20)?2\d\b|\b[A-Z]{3,}\b.*\b20[12]\d\b")


@lru_cache(maxsize=65536)
def model_shape(label: str) -> float:
    """How much a label looks like a model name, 0 to 1, by size, stage, date stamp and version alone."""
    if (
        lexicon.is_metric(label)
        or lexicon.is_average(label)
        or lexicon.is_category(label)
        or lexicon.is_language(label)
    ):
        return 0.0
    score = 0.0
    if _SIZE.search(label):
        score += 0.7
    if _STAGE.search(label):
        score += 0.45
    if _STAMP.search(label):
        score += 0.35
    if _VERSIONED.match(label) and not _YEARED.search(label):
        score += 0.3
    if _ORGANISATION.match(label) and re.search(r"\d|[A-Z]", label):
        score += 0.3
    if _BENCH_WORD.search(label):
        score -= 0.5
    return max(0.0, min(1.0, score))


@lru_cache(maxsize=65536)
def benchmark_shape(label: str) -> float:
    """How much a label looks like a benchmark, 0 to 1, by words of testing, acronyms and years alone."""
    score = 0.0
    if lexicon.is_metric(label) or lexicon.is_average(label):
        score += 0.5
    elif lexicon.is_language(label) or lexicon.is_category(label):
        score += 0.4
    if _BENCH_WORD.search(label):
        score += 0.6
    if _ACRONYM.match(label.strip()) and not _SIZE.search(label):
        score += 0.35
    if _YEARED.search(label):
        score += 0.4
    if _SIZE.search(label) and not _BENCH_WORD.search(label):
        score -= 0.6
    return max(0.0, min(1.0, score))


@lru_cache(maxsize=65536)
def stem(label: str) -> str:
    """The leading word of a model name without version and size: the family it may belong to ("Some-2.5-7B" →
    "some")."""
    found = re.match(r"[\W\d]*([^\W\d_]+)", label.split("/")[-1].strip())
    return found.group(1).lower() if found else ""


class PlainVocabulary:
    """Names judged by shape; a family is a shared leading word; vendors are unknown."""

    def kind(self, label: str) -> Kind | None:
        model, benchmark = model_shape(label), benchmark_shape(label)
        if model >= 0.6 and model > benchmark + 0.2:
            return "model"
        if benchmark >= 0.5 and benchmark > model + 0.2:
            return "benchmark"
        return None

    def same_family(self, a: str, b: str) -> bool:
        return len(stem(a)) > 1 and stem(a) == stem(b)

    def vendor_of(self, label: str) -> str | None:
        return None

    def model_id(self, label: str) -> str | None:
        return None

    def released_on(self, label: str) -> str | None:
        return None


class Remembered:
    """Another vocabulary, each label asked once."""

    def __init__(self, inner: Vocabulary) -> None:
        self._inner = inner
        self._kinds: dict[str, Kind | None] = {}

    def kind(self, label: str) -> Kind | None:
        if label not in self._kinds:
            self._kinds[label] = self._inner.kind(label)
        return self._kinds[label]

    def same_family(self, a: str, b: str) -> bool:
        return self._inner.same_family(a, b)

    def vendor_of(self, label: str) -> str | None:
        return self._inner.vendor_of(label)

    def model_id(self, label: str) -> str | None:
        return self._inner.model_id(label)

    def released_on(self, label: str) -> str | None:
        return self._inner.released_on(label)
