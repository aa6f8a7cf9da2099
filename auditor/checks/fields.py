"""Fields of ability that sentences name ("in all Chinese tasks", "leads in reasoning"), and the rows that test them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.checks.rows import Row
from auditor.checks.wording import plain
from auditor.records import Block, ConditionName


def tests(ids: str) -> frozenset[str]:
    """Ids of benchmarks, out of a list with spaces."""
    return frozenset(ids.split())


FIELDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(r"\bcommon[- ]?sense\b", re.IGNORECASE),
        tests("hellaswag winogrande piqa siqa commonsenseqa copa openbookqa"),
    ),
    (
        re.compile(r"\bChinese\b"),
        tests(
            "cmmlu c-eval c3 cmath chinese-simpleqa alignbench alignbench-v1.1 clue-wsc ccpm cmrc ocnli bbh-zh "
            "meeseeks-zh browsecomp-zh mmbench-zh"
        ),
    ),
    (
        re.compile(r"\breading comprehension\b|\breading\b", re.IGNORECASE),
        tests("drop race-high race-middle squad squad-2 quac boolq cmrc"),
    ),
    (
        re.compile(r"\bmath(?:s|ematic\w*)?\b", re.IGNORECASE),
        tests(
            "gsm8k math math-500 mgsm cmath aime-2024 aime-2025 aime-2026 olympiadbench omni-math hmmt-feb-2025 "
            "hmmt-nov-2025 cnmo-2024 gsm-plus theoremqa minif2f math-level-5 beyondaime brumo-2025"
        ),
    ),
    (
        re.compile(r"\b(?:cod(?:e|ing)|programming)\b", re.IGNORECASE),
        tests(
            "humaneval humaneval-plus mbpp mbpp-plus mbpp-evalplus evalplus livecodebench livecodebench-v4 "
            "livecodebench-v5 livecodebench-v6 bigcodebench bigcodebench-hard multipl-e cruxeval-i cruxeval-o "
            "codeforces swe-bench-verified aider-polyglot aider-edit ojbench"
        ),
    ),
    (
        re.compile(r"\binstruction[- ]following\b", re.IGNORECASE),
        tests("ifeval ifbench multichallenge arena-hard alpacaeval mt-bench"),
    ),
    (
        re.compile(r"\blong[- ]context\b|\blong[- ](?:text|sequence|input)s?\b", re.IGNORECASE),
        tests(
            "ruler longbench-v2 openai-mrcr openai-mrcr-v2 gdm-mrcr gdm-mrcr-v2 nolima graphwalks infinitebench-en-mc "
            "infinitebench-en-qa niah-multi niah-multi-value zeroscrolls-quality fiction-livebench aa-lcr"
        ),
    ),
    (
        re.compile(r"\bmultilingual\b", re.IGNORECASE),
        tests("mmmlu mgsm global-mmlu global-mmlu-lite include polymath flores wmt24pp mmlu-prox"),
    ),
)
"""Words for a field, and ids of the registry's benchmarks that test it."""

EXAMPLES = re.compile(r"\be\.g\b|\bsuch as\b|\bincluding\b|\bfor (?:example|instance)\b|\blike\b", re.IGNORECASE)
"""Words that make the benchmarks named after them examples of a field."""


def fields_of(clause: str) -> list[str]:
    """The words by which a clause narrows itself to fields ("Chinese", "commonsense")."""
    return [match[0] for words, _ in FIELDS if (match := words.search(clause))]


def in_fields(clause: str, pool: Sequence[Row]) -> list[Row]:
    """The rows on benchmarks of the fields that a clause names; none where it names no field."""
    ids = {id for words, tests in FIELDS if words.search(clause) for id in tests}
    return [row for row in pool if row.benchmark.id in ids]


RUN_IN = re.compile(
    r"^((?:(?:[A-Z][\w/-]*|&|and)[ :.]+){1,6}?)(?=[A-Z][\w-]* [a-z]|[A-Z][\w-]*[-\d][\w.-]* |The |We |Our )"
)
"""A heading that runs into its paragraph ("Knowledge & Chinese Tasks In terms of …")."""
AVERAGE = re.compile(r"\b(?:avg|average|mean|overall)\b", re.IGNORECASE)
PLAIN = tests("tasks task benchmarks benchmark evaluation results performance the and of other general")


def headed(block: Block, clause: str, pool: Sequence[Row]) -> list[Row]:
    """The rows whose printed category a clause names, or else the heading of its paragraph, in the nearest tables."""
    run_in = RUN_IN.match(plain(block.text))
    if run_in is None:
        said = {group for row in pool if len(group := plain(category(row))) >= 3 and names_group(clause, group)}
        named = nearest(block, [row for row in pool if plain(category(row)) in said])
        averaged = {category(row) for row in named if AVERAGE.search(row.printed)}
        if named:  # a group is led by its average where it has one
            return [row for row in named if category(row) not in averaged or AVERAGE.search(row.printed)]
    title = run_in[1] if run_in else re.sub(r"^[\d.\s]+", "", plain(block.section[-1])) if block.section else ""
    parts = [part.split()[0] for part in re.split(r"&|\band\b|,|/", title) if part.split()]
    parts = [part for part in parts if part.casefold() not in PLAIN and len(part) >= 3]
    found = [row for row in pool if any(same_field(part, category(row)) for part in parts)]
    return nearest(block, found)


def names_group(clause: str, group: str) -> bool:
    """Whether a clause has the heading of a group of rows, in its own case."""
    return re.search(rf"(?<!\w){re.escape(group)}(?!\w)", plain(clause)) is not None


def nearest(block: Block, found: list[Row]) -> list[Row]:
    """The rows of the tables that share most headings with a paragraph."""
    if not found:
        return []
    depth = max(shared(block.section, row.first.claim.section) for row in found)
    return [row for row in found if shared(block.section, row.first.claim.section) == depth]


def category(row: Row) -> str:
    """The heading of the group of rows as printed; empty where there is none."""
    return row.first.claim.setting.get(ConditionName.category) or ""


def same_field(word: str, group: str) -> bool:
    """Whether the heading of a group of rows begins with a word, or names the field that the word names."""
    first = group.split()[0] if group.split() else ""
    if first.casefold() == word.casefold():
        return True
    return any(words.search(word) and words.search(group) for words, _ in FIELDS)


def shared(a: Sequence[str], b: Sequence[str]) -> int:
    """How many headings two places have in common, from the outermost on."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
