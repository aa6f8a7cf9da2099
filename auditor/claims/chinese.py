"""Scores stated in Chinese sentences: "M 在 B 上得分 80.8%", "M 的 B 得分为 72.7%"; and "M 得分 65.4%" where the
paragraph's evaluation is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.claims.listings import Listed
from auditor.claims.mentions import Mentions

_SENTENCE = re.compile(r"(?<=[。；！])|\n+")
_BETWEEN = re.compile(r"(?<=[一-鿿，。（）、：])(?=[A-Za-zτ\d])|(?<=[A-Za-z\d%])(?=[一-鿿，。（）、：])")
_SCORE = re.compile(
    r"(?P<bound>约|超过|近)?\s?(?<![\w.$¥])(?P<number>\d{1,3}(?:\.\d+)?)(?P<unit>\s?%)?"
    r"(?![\w.]|\s?(?:个|次|倍|步|亿|万|天|小时|页|道|种|分钟|名|款|项|年|月|%?\s?(?:的\s?)?(?:置信|阈值|token|任务)))"
)
_ON = r"\s(?:（[^（）]{1,24}）\s?)?(?:基准|测试|评测|任务)?\s?(?:上|中)[^，。；\d]{0,10}?"
_GOT = r"(?:得分|达到|取得|获得|得到|拿到|准确率|通过率|成绩|分数)(?:为|是|了|达到)?\s?"
_TELLS = re.compile(r"得分|达到|取得|获得|得到|拿到|准确率|通过率|成绩|分数")
_SCORED_ON = re.compile(rf"{_ON}{_GOT}$")
_SCORE_OF = re.compile(rf"\s(?:平均|总体|综合)?\s?{_GOT}$")
_DIRECT = re.compile(rf"^[^。；\d]{{0,24}}?(?:平均|总体)?\s?{_GOT}$")
_NO_SCORE = re.compile(r"(?:提升|提高|下降|减少|增加|降低|高出|领先|低于|阈值|成本|费用|少于)[^，。；]{0,8}$")


def tells(text: str) -> bool:
    """Whether a text speaks of scores in Chinese."""
    return _TELLS.search(text) is not None


def sentences(text: str) -> list[tuple[str, str]]:
    """The Chinese sentences of a text as printed, each with one that has spaces around what is not Chinese; none where
    the text tells of no scores."""
    if not tells(text):
        return []
    return [(part, _BETWEEN.sub(" ", part)) for part in _SENTENCE.split(text) if part]


def scores(sentence: str, mentions: Mentions, subject: str | None, topic: str) -> Iterator[Listed]:
    """Scores of one spaced sentence. `subject`: the model of the sentences before; `topic`: the evaluation that the
    paragraph speaks of, empty where it is not known."""
    models = mentions.of(sentence, "model")
    benchmarks = [b for b in mentions.of(sentence, "benchmark") if not any(m.start <= b.start < m.end for m in models)]
    named = [*models, *benchmarks]
    for score in _SCORE.finditer(sentence):
        start = score.start("number")
        if not score["unit"] and "." not in score["number"]:
            continue
        if any(n.start <= start < n.end for n in named) or _NO_SCORE.search(sentence[:start]):
            continue
        begin = score.start()
        what = next((b for b in reversed(benchmarks) if b.end <= begin and _tied(sentence[b.end : begin])), None)
        before = [m for m in models if m.end <= (what.start if what else begin)]
        if what is not None:
            model = before[-1].text if before else subject
        else:
            direct = bool(before) and not benchmarks and _DIRECT.match(sentence[before[-1].end : begin])
            model = before[-1].text if direct and topic else None
        if model:
            yield Listed(model, what.text if what is not None else topic, score)


def _tied(between: str) -> bool:
    return bool(_SCORED_ON.fullmatch(between) or _SCORE_OF.fullmatch(between))
