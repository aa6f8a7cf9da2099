"""What a piece of printed text looks like: a value, a blank, a setting's name, a row or column title. Shapes only,
no names."""

from __future__ import annotations

import re

BLANKS = frozenset(
    [
        "-",
        "–",
        "—",
        "―",
        "−",
        "--",
        "---",
        "----",
        "–",
        "–",
        "—",
        "—",
        ".",
        "..",
        "...",
        "…",
        "/",
        "\\",
        "?",
        "x",
        "X",
        "×",
        "✗",
        "✘",
        "❌",
        "n/a",
        "na",
        "n.a.",
        "n.a",
        "n/r",
        "nr",
        "none",
        "null",
        "nan",
        "tbd",
        "tba",
        "oom",
        "oot",
        "n/t",
        "unk",
        "unknown",
        "–",
        "_",
        "__",
        "~",
        "*",
        "not\xa0reported",
    ]
) | {"", "not reported", "not available", "not applicable", "not supported", "coming soon", "无", "暂无"}
"""Spellings of "no value here", lower case."""

_NUMBER = r"(?:\d{1,3}(?:[,\u2009\u202f]\d{3})+|\d+)(?:[.,·]\d+)?|\.\d+"
_UNIT = (
    r"(?:[eE][-+]?\d{1,3}|\s?(?:%|％|‰|pp|pts?|ms|s|sec|secs|min|mins|hrs?|h|x|×|°|[GMKT]i?B|tok/s|tokens/s|W|Wh|"
    r"kWh|MWh))?(?![A-Za-z0-9])"
)
_SIGN = r"(?:[~≈<>≤≥+\-−–±↑↓▲▼△▽$€£¥]\s?)*"
_VALUE = re.compile(rf"{_SIGN}(?:{_NUMBER}){_UNIT}\s?[↑↓]?")
_JOINS = re.compile(r"[\s/|(),;:\[\]{}+\-−–~±→&·]+|\bto\b|\bvs\.?\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DECIMAL = re.compile(r"\d+[.,]\d+")

_SETTING_TITLE = re.compile(
    r"""^[#\W]*(?:num(?:ber)?\ of\ |n[ro]?\.?\ of\ |no\.\ )?(?:
    (?:n|k|few|in-context)?[-\ ]?shots?(?:\ examples)?|shot\(s\)|metrics?|settings?|configs?|configuration|mode
    |thinking(?:\ mode)?|evaluators?|judge|
    split|subset|version|type|task\ type|language|lang\.?|category|domain|capability|source|links?|url|license|licence|
    dates?|release\ date|knowledge\ cutoff|cutoff|size|model\ size|params?(?:\ ?[(/]\ ?[^)]*\)?)?|parameters|
    (?:total|activated|active)\ params?|(?:(?:max|default|native)\ )?context(?:\ (?:length|window|size))?|(?:claimed
    |effective|max(?:imum)?|sequence|training)\ length|training\ tokens|quanti[sz]ation\ (?:type|method)
    |max\ (?:tokens|length)|seq(?:uence)?\ len(?:gth)?|
    precision|dtype|quanti[sz]ation|bits?|format|open(?:[-\ ]source)?\??|open\ weights\??|year|rank|\#|idx|index|id
    |no\.|samples?|examples|
    指标|类别|语言|样本数|参数量|模型大小|大小|版本|序号|设置
    )(?:\ \([^)]*\))?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_RUN_TITLE = re.compile(
    r"^[#\W]*(?:n(?:umber|o)?\.?\ ?(?:of\ )?)?(?:(?:n|k|few|in-context)?[-\ ]?shots?|metrics?|settings?|mode|"
    r"thinking(?:\ mode)?|effort|reasoning"
    r"|tools?|split|subset|evaluators?|指标|设置)\W*$",
    re.IGNORECASE,
)
_CORNER_TITLE = re.compile(
    r"""^\W*(?:evaluation\ |eval\ )?(?:benchmarks?|tasks?|datasets?|data\ ?sets?|models?|model\ names?|evaluations?
    |evals?|methods?|
    tests?|category|categories|capability|capabilities|domains?|metrics?|language|languages|names?|systems?
    |benchmark\ name|task\ name|subjects?|
    评测集?|模型|任务|数据集|基准|类别|能力|基准测试|评估)(?:\ ?\([^)]*\))?(?:\s?[/\\|↓→]\s?\w+)?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def is_blank(text: str) -> bool:
    """Whether a cell says that it has no value: empty, a dash, "N/A" and the like."""
    return text.strip().lower() in BLANKS


def is_value(text: str) -> bool:
    """Whether a cell holds a number, or a few numbers with signs, units, brackets and separators, and hardly
    anything else.

    "72.3", "81.30%", "51.4/67.6", "55.0 (90.0)", "99.4% (± 0.1%)", "70.9+2.3" and "83.4 (Codex CLI)" are values;
    "5-shot", "GPT-4", "7B model" and "2024-05-01" are not.
    """
    text = text.strip()
    if not text or len(text) > 90 or not any(c.isdigit() for c in text):
        return False
    if not re.match(rf"[\[({{]?\s*{_SIGN}\s*(?:{_NUMBER})", text) or re.match(
        r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?$", text
    ):
        return False
    rest = _VALUE.sub(" ", text)
    if re.match(rf"[\[({{]?\s*{_SIGN}\s*(?:{_NUMBER}){_UNIT}(?![\w.-])", text) is None:
        return not _JOINS.sub("", rest)
    rest = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", rest)
    words = _WORD.findall(rest)
    return not _JOINS.sub("", rest) or (len(words) <= 2 and _DECIMAL.search(text) is not None)


def is_setting_title(text: str) -> bool:
    """Whether a header or row label names a setting or a description ("# Shots", "Metric", "Size") rather than what
    was scored."""
    return bool(_SETTING_TITLE.match(text.strip()))


def is_run_title(text: str) -> bool:
    """Whether a row label names how the columns were run or measured ("# Shots", "(metric)"), so that its row
    belongs to the header."""
    return bool(_RUN_TITLE.match(text.strip()))


def is_corner_title(text: str) -> bool:
    """Whether a header names the kind of its row labels ("Benchmark", "Model", "Task (metric)")."""
    return bool(_CORNER_TITLE.match(text.strip()))


_SCORE = re.compile(
    rf"\(?\s*{_SIGN}(?:\d+[.,]\d+\s?%?|\d{{1,3}}\s?%)(?![\w.])(?!\s*(?:[GMKT]i?B|ms|s|sec|h|hours|tok|W|kWh|MWh|B|M|"
    rf"K|T|billion|million|trillion)\b)"
)


def is_score(text: str) -> bool:
    """Whether a value looks like a score rather than a size, a time or a count: it has decimals or a percent sign,
    and no other unit."""
    return is_value(text) and _SCORE.match(text.strip()) is not None
