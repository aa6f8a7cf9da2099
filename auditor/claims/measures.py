"""The names of measures that labels print: exact match, F1, pass@1, Elo and their like."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.claims import lexicon

_METRIC = re.compile(
    r"\b((?:pass|avg|mean|cons|maj)\s?@\s?\d+|exact[- ]match|em|f1(?:[- ]score)?|acc(?:uracy|\.)?"
    r"|macro_avg/\w+|average/\w+|bleu(?:-\d)?|rouge(?:-?[l\d])?|chrf(?:\+\+)?|comet|xcomet|bleurt|wer|cer"
    r"|anls\*?|elo(?: rating)?|rating|percentile|"
    r"(?:lc[- ]?|length[- ]controlled )?win[- ]?rate|correct|%? ?resolved|bpb|bpc|ppl|perplexity|ndcg(?:@\d+)?"
    r"|mrr|recall(?:@\d+)?|precision|prompt[- ]strict|instruction[- ]strict|not[_ ]unsafe|hallucination rate"
    r"|success rate|relaxed accuracy)(?![\w])",
    re.I,
)
_METRIC_NAMES = {
    "em": "exact match",
    "exact-match": "exact match",
    "acc": "accuracy",
    "acc.": "accuracy",
    "f1-score": "F1",
    "f1 score": "F1",
    "f1": "F1",
    "elo rating": "Elo",
    "elo": "Elo",
    "winrate": "win rate",
    "win-rate": "win rate",
}


def metric_name(text: str) -> str:
    """One spelling for the usual measures; others as printed."""
    return _METRIC_NAMES.get(text.lower().strip(" ()"), text)


@lru_cache(maxsize=16384)
def metric_in(label: str) -> str | None:
    """The measure a label names, as printed: in brackets ("DROP (F1)"), behind the name ("CodeForces rating") or
    alone ("Elo")."""
    for inner in re.findall(r"[(（]([^()（）]+)[)）]", label):
        match = _METRIC.search(inner)
        if match:
            return match.group(1).strip()
    match = _METRIC.search(label)
    if match and (match.end() >= len(label.rstrip(" )%.")) or lexicon.is_metric(label)):
        return match.group(1).strip()
    return None


def without_measure(label: str) -> str:
    """A label without the measure that ends it ("Distractor F1" → "Distractor"); empty where it is nothing else."""
    if lexicon.is_metric(label):
        return ""
    last = next(reversed(list(_METRIC.finditer(label))), None)
    ends = last is not None and last.end() >= len(label.rstrip(" )%."))
    return label[: last.start()].rstrip(" (-_:") if last is not None and ends else label
