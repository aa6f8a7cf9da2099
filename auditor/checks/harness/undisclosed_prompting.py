from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, where
from auditor.checks.naming import Names
from auditor.checks.rows import Row, rows
from auditor.checks.wording import plain, said
from auditor.records import ConditionName, Confidence, Dossier, Finding, Placement, Severity

STATED = frozenset(ConditionName) - {
    ConditionName.category,
    ConditionName.metric,
    ConditionName.language,
    ConditionName.version,
    ConditionName.data_split,
    ConditionName.subset,
}
"""Conditions that say how a test was put and answered, not which test it was."""
WORDS = re.compile(
    r"\b(?:\d+|zero|one|two|three|four|five|few|multi|n|k)[- ]?shots?\b|\bchain[- ]of[- ]thoughts?\b|\bCoT\b|"
    r"\bgreedy\b|\btemperatures?\b|\btop[-_ ]?[pk]\b|\b(?:pass|avg|mean|maj|cons|acc|best)@\d*|"
    r"\b(?:prompt templates?|system prompts?|same prompts?|default prompts?|"
    r"official (?:prompts?|scripts?|code|settings?)|"
    r"internal (?:evaluation )?(?:framework|pipeline)|(?:evaluation|testing) (?:framework|harness|toolkit|suite|"
    r"pipeline|protocol|setup|settings?|configurations?|code|scripts?)|harness|scaffold\w*|perplexity[- ]based|"
    r"generation[- ]based|non-?thinking|thinking mode|reasoning effort|max\w* (?:output|generation|new)[- ]tokens?|"
    r"simple[- ]evals?|lm[-_ ]eval\w*|OpenCompass|lighteval|leaderboard|EvalPlus|VLMEvalKit|MTEB|HELM|judg(?:e|ed) by|"
    r"as (?:the |a )?(?:judge|grader)|averag\w+ (?:over|of|across) \w+ (?:runs|samples|trials))\b",
    re.IGNORECASE,
)
"""Words by which a release states how a test was put or answered."""
TRAINING = re.compile(
    r"\b(?:train\w*|distill\w*|rollouts?|reward\w*|fine-?tun\w*|synthe\w+|recommend\w*|deploy\w*|quickstart|vllm|"
    r"sglang|transformers|api)\b",
    re.IGNORECASE,
)
"""Words of sentences that use these settings for something else than scores."""


class UndisclosedPrompting(Check):
    """How the tests were put and answered is stated for none or hardly any of the scores.

    What it finds:
        Releases whose own scores stand without shots, prompting, sampling, runs, harness or judge: neither at the
        score nor in a note, caption or sentence that speaks of evaluation.

    Why it matters:
        Shots and prompting move classical tests by several points (MMLU of one model: 87.3 with five examples, 88.6
        with reasoning). Without them a score cannot be repeated, nor set beside another's.

    Decision rule:
        At least 8 benchmarks with own scores in tables, half of them known to the registry. A benchmark counts as
        stated where an own claim on it has a condition of how it was run, where its label, caption or notes have a word
        for one, or where a sentence that names it does. A sentence of that kind that names no benchmark, and speaks
        neither of training nor of use, states it for all benchmarks of the document. Two thirds of the benchmarks
        unstated make the finding. Medium: no benchmark of the release has any condition, and rivals stand beside the
        scores. Low: the rest. One finding a release.

    Example:
        The README of Hunyuan-Large prints 33 rows; nothing in it says with how many examples, by which prompt or
        harness they were obtained.

    What would clear it:
        The settings, in any document of the release.

    References:
        Meta, Llama 3.1 evaluation details; Biderman et al., arXiv:2405.14782.
    """

    least = 8

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        names = Names(dossier)
        stated: set[str] = set()
        whole: set[str] = set()
        for sentence in said(dossier):
            text = plain(sentence.text)
            if not WORDS.search(text):
                continue
            found = {mention.key for mention in names.find_benchmarks(text)}
            stated |= found
            if not found and not TRAINING.search(text):
                whole.add(sentence.document.id)
        tests: dict[str, list[Row]] = {}
        for row in rows(dossier):
            if row.own:
                tests.setdefault(row.key, []).append(row)
        known = [key for key in tests if key in dossier.benchmarks]
        if (
            len(tests) < self.least
            or 2 * len(known) < len(tests)
            or whole & {row.document for group in tests.values() for row in group}
        ):
            return
        bare = {
            key: group for key, group in tests.items() if key not in stated and not any(self.says(r) for r in group)
        }
        if 3 * len(bare) >= 2 * len(tests):
            yield self.report(dossier, bare, len(tests))

    def says(self, row: Row) -> bool:
        """Whether a score of the row states a condition of how it was obtained."""
        for cell in row.cells:
            claim = cell.claim
            if any(condition.name in STATED for condition in claim.setting.conditions):
                return True
            around = " ".join(
                (claim.benchmark, claim.metric or "", claim.caption, claim.model, *(n.text for n in claim.footnotes))
            )
            if WORDS.search(plain(around)):
                return True
        return False

    def report(self, dossier: Dossier, bare: dict[str, list[Row]], tests: int) -> Finding:
        firsts = sorted((group[0] for group in bare.values()), key=lambda r: r.placement is not Placement.headline)
        cell = (firsts[0].best(firsts[0].own) or firsts[0].own)[0]
        lines = sum(len(group) for group in bare.values())
        beside = any(row.rivals for group in bare.values() for row in group)
        severity = Severity.medium if beside and len(bare) == tests else Severity.low
        listed = ", ".join(row.printed for row in firsts[:8]) + (" …" if len(firsts) > 8 else "")
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.medium,
            says="undisclosed",
            title=(
                f"No shots, prompting, sampling, number of runs, harness or judge is stated for {len(bare)} of {tests} "
                f"benchmarks ({lines} rows): {listed}"
            ),
            message=(
                f"{where(firsts[0].label, cell.claim.place)} prints {cell.claim.value} for {cell.claim.model} on "
                f"{firsts[0].printed}. Neither at this score nor in a sentence on evaluation do the documents say how "
                f"it was obtained; the same holds for {len(bare) - 1} more benchmarks."
            ),
            evidence=[
                cite_claim((row.best(row.own) or row.own)[0], primary=index == 0)
                for index, row in enumerate(row for group in list(bare.values())[:20] for row in group[:2])
            ],
            arithmetic=[f"benchmarks with own scores: {tests}; without a stated condition: {len(bare)}; rows: {lines}"],
            overturned_by="The settings of these scores, in any document of the release.",
            models=[cell.model.id or cell.claim.model],
            benchmarks=[row.benchmark.id or row.printed for row in firsts],
        )
