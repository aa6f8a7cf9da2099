"""Patterns of sentences that state scores: numbers, names, verbs, and what makes a number no score."""

from __future__ import annotations

import re

from auditor.claims import lexicon

SENTENCE = re.compile(
    r"(?<=[.!?。])(?<!\bvs\.)(?<!\bcf\.)(?<!\bal\.)(?<!e\.g\.)(?<!i\.e\.)(?<!Fig\.)\s+(?=[A-Z\d“\"(*])|\n{2,}|(?<=[.;])\s+(?=[-•*]\s)"
)
WORD = r"(?:[A-Z][\w+]*|[a-z]{1,12}-?\d[\w.]*|τ\S*|\d+(?:\.\d+)*[A-Za-z]?|v\d[\d.]*)(?:[-/.'’][\w+²³]+)*"
NAME = re.compile(rf"(?<![\w@-])(?<!\d,){WORD}(?:\s(?:{WORD}|of(?=\s[A-Z])|Last|\([A-Z][\w-]*\)))*")
SCORE = re.compile(
    r"(?P<bound>(?:over|above|more than|exceed(?:s|ing)?|surpass(?:es|ing)?|at least|nearly|almost|about"
    r"|around|approximately|roughly|up to)\s(?:an?\s)?)?"
    r"(?<![\w.$€£#@–-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,4}(?:\.\d+)?)(?P<unit>\s?%)?(?![\w–-]|\.\d"
    r"|\s?(?:B\b|M\b|K\b|k\b|billion|million|trillion|tokens?|GPU|hours?|days?|x\b|×|times|fold|languages"
    r"|models?|questions|problems|tasks|"
    r"samples|examples|layers|parameters|steps|points?\b|pp\b|percentage points|shots?|seconds|minutes|years"
    r"|GB|ms|stages?|domains|epochs|benchmarks|categories|datasets?))"
)
DIFFERENCE = re.compile(
    r"(?:\bby(?: (?:over|about|nearly|approximately|more than|up to|roughly|an?))*|\bmargin of|\bgap of"
    r"|\bgains? of(?: over)?|\bimprovements? of(?: over)?|\bimprov\w+ (?:of )?|\bincrease of|\bdecrease of"
    r"|\breduction of|\bdrop of|\blead of|\badvantage of|"
    r"\bdifference of|\bdelta of|\+|\btemperature (?:of|=|to)?|\btop[- ]?p|\bp\s?[=<>]|\bwithin|\bfirst|\btop"
    r"|\brank\w*|\bversion|\bTable|\bFigure|\bSection|\bFig\.|\bEq\.|\bAppendix|\bstep|\bpage|\bk\s?=|\bn\s?="
    r"|\bof the|\bjust|\bmore than half)\s*$",
    re.I,
)
AFTER_DIFFERENCE = re.compile(
    r"^\s?%?\s?(?:higher|lower|better|worse|more|less|fewer|faster|slower|improvement|increase|decrease"
    r"|reduction|gain|points?|percentage|absolute|relative|of the (?:data|tokens|training|cost|parameters)"
    r"|chance|confidence|CI\b|tokens|cost)",
    re.I,
)
VERB = re.compile(
    r"\b(?:achiev\w+|attain\w*|scor\w+|reach\w*|obtain\w*|record\w*|get(?:s|ting)?|gets?|post\w*|yield\w*"
    r"|earn\w*|hit(?:s|ting)?|deliver\w*|register\w*|reports?|reported|reporting|accuracy|success rate"
    r"|pass rate|win[- ]?rate|pass@\d|rating|percentile|"
    r"Elo|increases?|improves?|rises?|escalates?|jumps?|climbs?|from|exceed\w*|surpass\w*|outperform\w*|excel\w*|demonstrat\w*|show\w*|averag\w*|secur\w*|with|at|is|was|are"
    r"|were|of)\b",
    re.I,
)
LINK = re.compile(
    r"(?:\)|\s)*(?:\(?(?:pass@\d+|accuracy|average pass@\d+|Elo rating|rating|win[- ]?rate|(?:[a-z]+\s)?rate|score"
    r"|percentile|Acc\.?|EM|F1)\)?\s){0,2}(?:\w+\s){0,2}?(?:on|in|for)\s(?:the\s|both\s"
    r"|average\s)*(?:\w+\s){0,2}?",
    re.I,
)
"""Between a number and the benchmark behind it that it is of: "N accuracy on the …"."""
PRONOUN = re.compile(r"\b(?:it|its|we|our model|our models?|the model|this model|the latter|the former)\b", re.I)
CITATION = re.compile(r"\s?[(\[][^()\[\]]*\b(?:et al\.?|(?:19|20)\d\d[a-z]?)[^()\[\]]*[)\]]")
COST = re.compile(
    r"\b(?:tps|throughput|tokens per second|tok/s|latency|speed|cost|price|flops|utili[sz]ation|memory"
    r"|sparsity|compression|loss)\b",
    re.I,
)
SHARED_OUT = re.compile(r"\brespectively\b", re.I)
"""Numbers and names in two lists; which belong together is not read."""
RECORD = re.compile(r"\b(?:state-of-the-art|sota|best|previous|record)\s\w+ of\s$", re.I)
"""Before a number that is somebody else's record."""
OVERALL = re.compile(r"\boverall (?:average |mean )?(?:score|accuracy|performance|average|result) of (?:an? )?$", re.I)
"""Before a number that is no one benchmark's."""
HYPOTHETICAL = re.compile(
    r"\b(?:suppose|assum\w+|random guess\w*|chance|threshold of|target of|filter\w*"
    r"|at least one|hyper-?parameter|learning rate|dropout|ratio of)\b",
    re.I,
)


OPENING = lexicon.word_list(
    """
    the a an in on for we our this these that it at with while although moreover furthermore additionally specifically
    notably similarly compared unlike both among across when as after before by from to and or but its their most
    """
)
"""Words that open a sentence with a capital and belong to no name."""
COMMON = lexicon.word_list(
    """
    the a an in on for we our this these that it table figure section appendix score average accuracy pass rate
    elo rating our model base chat instruct thinking diamond main hard easy full lite
    """
)

BEATEN = re.compile(
    r"\b(?:surpass\w*|exceed\w*|outperform\w*|than|over|versus|vs\.?|against|compared (?:to|with)|beat\w*|behind"
    r"|trail\w*|below|like|on par with|comparable (?:to|with)|similar to|close to|rival(?:s|ing)|match(?:es|ing)"
    r"|(?:trained|tuned|initiali[sz]ed|distilled) from|(?:based|built) (?:up)?on|baseline|from|predecessors?)"
    r"\s(?:the\s|both\s|its\s|our\s)?$",
    re.I,
)
"""What stands before a model that the sentence is not about: one compared with, or the one it is made from."""
_BOUNDS = {
    "nearly": "~",
    "almost": "~",
    "about": "~",
    "around": "~",
    "approximately": "~",
    "roughly": "~",
    "up": "<",
    "约": "~",
    "近": "~",
}


def bound_of(words: str | None) -> str | None:
    """The bound that words before a number set: ">", "<" or "~"."""
    return _BOUNDS.get(words.split()[0].lower(), ">") if words else None
