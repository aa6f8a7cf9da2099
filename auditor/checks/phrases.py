"""The phrases by which sentences assert something of a model, or stop asserting it."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a sentence asserts of its subject."""

    beats = "beats"
    best = "best"
    par = "par"
    keeps = "keeps"
    """No loss against what it was built from."""
    gains = "gains"
    """Better than what it was built from, everywhere."""
    praise = "praise"
    """A strong result, on named benchmarks."""


TRIGGERS: dict[Kind, re.Pattern[str]] = {
    Kind.keeps: re.compile(
        r"\b(?:no|without|zero)\s+(?:any\s+|obvious\s+|noticeable\s+|significant\s+|performance\s+|capability\s+)*"
        r"(?:degradation|degrading|loss|drop|regression|deterioration|compromis\w+|sacrific\w+|reducing\s+performance)\b|"
        r"\b(?:does|do|did)\s+not\s+(?:result\s+in|lead\s+to|cause|incur|bring|come\s+with)\s+(?:an?\s+|any\s+)?"
        r"(?:\w+\s+){0,2}(?:degradation|loss|drop|regression|deterioration|decline)\b|"
        r"\bmaintain\w*\s+(?:comparable|its|the|strong|competitive)\s+(?:general\s+)?(?:performance|abilit\w+|"
        r"capabilit\w+)\s+(?:in|on|across)\s+general\b",
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
    Kind.gains: re.compile(
        r"\b(?:consistent(?:ly)?\s+(?:improve\w*|gains?)|(?:improve\w*|gains?)\s+(?:across|on|in|over)\s+"
        r"(?:all|every|each)\b|superior performance to)",
        re.IGNORECASE,
    ),
    Kind.praise: re.compile(
        r"\b(?:impressive|excellent|outstanding|exceptional|remarkable|strong|superior)\s+(?:results?|performance|"
        r"scores?|capabilit\w+)\s+(?:on|in|across)\b|\bhigh (?:proficiency|competence)\b",
        re.IGNORECASE,
    ),
    Kind.par: re.compile(
        r"\b(?:comparable (?:to|with|performance (?:to|with))|on (?:a )?par with|closely approach\w*|"
        r"equivalent performance (?:to|with)|(?:at |about |in )?parity with|"
        r"competitive (?:with|to|against|performance (?:with|to|against))|match(?:es|ed|ing)?|rival(?:s|led|ing)|"
        r"equivalent to|as good as|performs? similarly to)\b",
        re.IGNORECASE,
    ),
}

NOT_A_CLAIM = re.compile(
    r"\b(?:aim(?:s|ed|ing)?|goal|hope|expect\w*|potential\w*|could|would|might|may|future|challeng\w+|if(?!-)|whether|"
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

POINTING = re.compile(
    r"\b(?:on|in|across|for|over) (?:both|these|those|(?:all )?the (?:two|three|four)|all (?:of these|three|four))"
    r" (?:\w+ )?(?:benchmarks?|metrics?|tasks?|tests?|evaluations?|datasets?|settings?|scores?)\b",
    re.IGNORECASE,
)
"""Words that point back to benchmarks named before."""
WEAKENED = re.compile(r"\b(?:less|not|no|hardly|never|lacks?|without|n't)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
"""What before a word of praise takes it back."""

MOST = re.compile(
    r"\b(?:most|majority|many|nearly all|almost all|generally|overall|typically|various|wide range)\b", re.IGNORECASE
)
SOME = re.compile(
    r"\b(?:several|some|certain|a few|specific|selected|parts? of|in part|one of|among the|either|or)\b", re.IGNORECASE
)
TURN = re.compile(
    r"[;:]|,\s+(?:proving|indicating|suggesting|confirming|underscoring)\b|"
    r",?\s+(?:while|whereas|but|although|though|however|except|despite|albeit|yet|even though|ranking|"
    r"and (?:is|was|it) (?:slightly )?(?:below|behind|lower))\b",
    re.IGNORECASE,
)
EXCEPT = re.compile(
    r"\b(?:except(?:ing)?(?: for)?|other than|apart from|with the exceptions? of|excluding)\b", re.IGNORECASE
)
STOP = re.compile(
    r"\b(?:approach\w*|close to|closing|behind|below|trail\w*|lag\w*|followed by|only (?:to|by)|excluding|other than|"
    r"with the exception|compared (?:to|with))\b",
    re.IGNORECASE,
)
"""After these words a sentence names models that it does not claim to beat."""
CLASS = re.compile(
    r"^\s*(?:the (?=other\b))?(?:all|every|any|existing|other|both)\s+"
    r"(?:of the\s+|the\s+|other\s+|existing\s+|evaluated\s+|compared\s+|current\s+)*"
    r"(open|closed|proprietary)?[\w-]*\s*(?:\w+[- ]){0,2}"
    r"(?:models?|competitors?|LLMs?|counterparts?|baselines?|systems?|rivals?)\b",
    re.IGNORECASE,
)
"""A class of rivals that is everybody in the table, or everybody open."""
NATION = re.compile(
    r"\b(?:Chinese|Japanese|Korean|Arabic|European|French|German|Indian|Indic|Russian|American|domestic)\b",
    re.IGNORECASE,
)
"""Words that limit a class of rivals to those from somewhere or for one language."""
LARGER = re.compile(
    r"^\s*(?:(?:much|significantly|substantially|far|many|several|other)\s+)?"
    r"(?:(?:larger|bigger)\s+(?:[\w-]+\s+){0,3}?(?:models?|competitors?|counterparts?|LLMs?)|"
    r"models?\s+(?:with\s+)?(?:(?:much|significantly|substantially|far|many)\s+)?"
    r"(?:larger|bigger|more|(?:twice|\w+ times)\s+(?:its|the|their)\s+size))\b",
    re.IGNORECASE,
)
"""A class of rivals that are larger: of those in a table at least half should then be beaten."""
TOP = re.compile(
    r"^\s*(?:(?:the|other|current|existing|several|some)\s+)*"
    r"(?:top[- ]tier|top|(?:industry[- ])?leading|state[- ]of[- ]the[- ]art|SOTA|frontier|best|strongest|"
    r"most advanced)\b"
    r"(?:[- ][\w-]+){0,4}?\s+(?:models?|competitors?|systems?|LLMs?|ones)\b",
    re.IGNORECASE,
)
"""A class of rivals that leads: in each row the best of the others."""
AMONG = re.compile(
    r"\b(?:among|amongst|of)\s+(?:all\s+|the\s+|existing\s+|other\s+|current\s+)*([a-z]+)(?:-?\w+)?[- ]?models?\b",
    re.IGNORECASE,
)
"""A class of rivals by a word that the document may explain elsewhere."""
PRONOUN = re.compile(
    r"\b(?:our (?:\w+ ){0,2}models?|our \w+|the models?|this model|it|they|we|both models)\b", re.IGNORECASE
)
