"""Putting labels together, and the name of what a table measures where its rows and columns only say parts of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from auditor.claims import lexicon
from auditor.claims.vocabulary import Vocabulary, benchmark_shape, model_shape


def join(labels: Iterable[str]) -> str:
    """Outer and inner labels as one, repeated and empty ones once."""
    kept: list[str] = []
    for label in labels:
        label = " ".join(label.split())
        if label and label not in kept:
            kept.append(label)
    return " | ".join(kept)


_HEADED = re.compile(
    r"^(?P<name>[A-Zτ][\w+./-]*(?:[ -](?:[A-Z\d(][\w+./)-]*|v\d[\w.]*|of|the|and|for)){0,5}) (?:benchmark"
    r"|evaluations?|eval|results?|scores?|performance|leaderboard|accuracy)\b"
)


_SAYS_RESULTS = re.compile(
    r"(?:(?:the|our|these|all|main|full|original|validation)\s)*"
    r"(?:results?|comparisons?|benchmarking|evaluations?|performance|scores?|running|reproduc\w+|baselines?)\b",
    re.I,
)
"""How a heading begins that says what stands below it and names nothing."""
_HEADED_CHINESE = re.compile(
    r"(?P<name>[A-Z][\w+./-]*(?: [A-Z\d][\w+./-]*){0,3}) ?(?:性能|评测|评估|测试|基准|得分|分数|结果|表现|准确率)"
)


def context_name(caption: str, title: str, section: Sequence[str], vocabulary: Vocabulary) -> str:
    """The benchmark that a caption, title or heading names; empty where none does."""
    for text in (caption, title):
        found = name_in(text, vocabulary)
        if found and not re.search(r"\band\b|,", found):
            return found
    for text in reversed(section):
        found = name_in(text, vocabulary)
        if found and (vocabulary.kind(found) == "benchmark" or benchmark_shape(found) >= 0.6):
            return found
    return ""


def heading_name(section: Sequence[str], vocabulary: Vocabulary) -> str:
    """The benchmark that the innermost heading is the name of ("2.6 SomeBench results"); empty where it is none."""
    if not section:
        return ""
    bare = re.sub(r"^\W*(?:\d+(?:\.\d+)*\.?)\s+", "", " ".join(section[-1].split())).strip(" .:")
    bare = re.sub(r"(?:\s(?:benchmarks?|results?|evaluations?|scores?|performance))+$", "", bare, flags=re.I)
    named = vocabulary.kind(bare) == "benchmark" and not lexicon.is_category(bare) and not _generic(bare)
    named = named and not _SAYS_RESULTS.match(bare) and not lexicon.is_metric(bare)
    return bare if named else ""


def name_in(text: str, vocabulary: Vocabulary) -> str:
    """A benchmark's name inside a caption or heading."""
    text = " ".join(re.sub(r"[*_`#]", " ", text).split())
    chinese = _HEADED_CHINESE.match(text)
    if (
        chinese
        and not _generic(chinese["name"])
        and vocabulary.kind(chinese["name"]) != "model"
        and model_shape(chinese["name"]) < 0.5
    ):
        return chinese["name"]
    if not text or len(text) > 900 or sum(ord(c) > 0x2E80 for c in text) > 12:
        return ""
    text = re.sub(r"\s*[(\[][^()\[\]]*(?:et al|\d{4}[a-z]?)[^()\[\]]*[)\]]", "", text)
    bare = re.sub(r"^\W*(?:\d+(?:\.\d+)*\.?)\s+", "", text).strip(" .:")
    if (
        len(bare.split()) <= 5
        and not lexicon.is_category(bare)
        and not _generic(bare)
        and not _SAYS_RESULTS.match(bare)
        and vocabulary.kind(bare) != "model"
        and model_shape(bare) < 0.6
    ):
        trimmed = re.sub(r"(?:\s(?:benchmarks?|results?|evaluations?|scores?|performance))+$", "", bare, flags=re.I)
        return trimmed if not lexicon.is_category(trimmed) else ""
    headed = _HEADED.match(bare)
    if (
        headed
        and headed["name"].count("(") == headed["name"].count(")")
        and not _SAYS_RESULTS.match(headed["name"])
        and not _generic(headed["name"])
        and not lexicon.is_category(headed["name"])
        and vocabulary.kind(headed["name"]) != "model"
        and model_shape(headed["name"]) < 0.5
    ):
        return headed["name"]
    words = re.findall(r"\S+", text)
    best = ""
    for start in range(min(len(words), 60)):
        for length in (4, 3, 2, 1):
            gram = " ".join(words[start : start + length]).strip(".,;:[]\"'“”")
            if gram.count("(") != gram.count(")"):
                gram = gram.strip("()")
            if gram.count("(") != gram.count(")"):
                continue
            if any(word[-1] in ".,;:" for word in words[start : start + length - 1]):
                continue
            if any(not re.match(r"[A-Zτ\d(]|v\d|of$|the$|for$|and$", word) for word in words[start : start + length]):
                continue
            if re.search(r"\b(?:LLMs?|[Mm]odels?|[Ss]ize|[Cc]omparison|of|and|for|the)$", gram):
                continue
            if (
                len(gram) < 3
                or len(gram) > 48
                or not re.match(r"[A-Zτ]", gram)
                or lexicon.is_category(gram)
                or lexicon.is_fragment(gram)
            ):
                continue
            if (
                vocabulary.kind(gram) == "benchmark"
                and benchmark_shape(gram) >= 0.6
                and len(gram) > len(best)
                and not _generic(gram)
                and not _SAYS_RESULTS.match(gram)
            ):
                best = gram
                break
        if best:
            return best
    return ""


def _generic(text: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?i)(?:\W*(?:main|full|detailed|overall|summary|comparison|comparisons?|experimental|evaluation"
            r"|evaluations?|results?|benchmarks?|performance|instruct(?:ion)?|base|pretrained|chat|models?"
            r"|text|vision|image|audio|language|"
            r"core|standard|public|internal|external|additional|more|other|new|key|table|tables|metrics?"
            r"|scores?|the|of|on|and|for|with|tuned|long|short|capabilit(?:y|ies)|automated|automatic|human"
            r"|safety|quantitative|qualitative|"
            r"结果|评测|评估|基准|基准测试|测试|模型|性能|表现|实验|对比|对话|通用|领域|\d+(?:\.\d+)?[bm]|"
            r"analysis|introduction|overview|appendix|open|closed|source|academic|downstream|tasks?|setup"
            r"|settings?|details?|updates?|news|usage|quick ?start|model card)\W*)+",
            text,
        )
    )
