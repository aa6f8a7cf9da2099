"""Whether two prints of one model on one test are of one way of running it, as far as the documents say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.origins import own_framework, reaches
from auditor.checks.own_words import words_of
from auditor.checks.rows import TEST_CONDITIONS, conditions, same_number, score
from auditor.checks.wording import mentions, plain, said
from auditor.records import ConditionName, Dossier, Independence, Provenance, ResolvedClaim

PLAIN_METRIC = re.compile(
    r"(?:(?:top-?1 )?acc(?:uracy)?\.?|(?:macro|micro)[ _](?:avg|average)|exact[ _-]?match|em|pass@1|pass@1-cot|"
    r"resolved|percentage|score|[%/() ])+",
    re.IGNORECASE,
)
"""Names of the share of items that are right: a print that names it and one that names none are alike."""

ONE_OF_SEVERAL = re.compile(
    r"\b(?:strict|loose|avg|average|averaged|macro|micro|f1|lc|length[- ]controlled|win ?rate|diff|whole|"
    r"likelihood|perplexity|normali[sz]ed)\b",
    re.IGNORECASE,
)
"""Words of a label that pick one of several scores of a test."""

SHOTS = re.compile(r"\b(\d+|zero|few|five)[- ]shots?\b", re.IGNORECASE)
REASONED = re.compile(r"\bCoT\b|\bchain[- ]of[- ]thought\b", re.IGNORECASE)

PUBLISHED = re.compile(
    r"\b(?:public(?:ly)?[- ](?:\w+[- ])?(?:reported|available|published|released)|officially (?:reported|published)|"
    r"(?:reported|published|official|public) (?:\w+ ){0,2}(?:values?|numbers?|scores?|results?|figures?))\b",
    re.IGNORECASE,
)
"""Words for scores taken from their vendors."""
TAKEN = re.compile(
    r"\bwe (?:\w+ ){0,2}(?:report|cite|quote|use|take|adopt|copy|list|refer to)\b|"
    r"\b(?:are|were|is|was) (?:\w+ ){0,3}(?:taken|cited|quoted|copied|collected|drawn|sourced)\b",
    re.IGNORECASE,
)
BEST = re.compile(r"\b(?:highest|best|better|maximum|larger|greatest)\b", re.IGNORECASE)
NOT_ANEW = re.compile(r"\b(?:unlike|differ|deviat|previous(?:ly)?|earlier|lower than|higher than)\w*\b", re.IGNORECASE)

JUDGED = (*TEST_CONDITIONS, ConditionName.prompting)


REPRODUCED = re.compile(r"\breproduc\w+\b|\bre-?(?:ran|runs?|evaluat\w+)\b|\bour own runs?\b|复现", re.IGNORECASE)
"""Words for one score that the release obtained itself."""
EVALUATED = re.compile(r"\b(?:evaluated|tested|measured)\b", re.IGNORECASE)
"""Words of a note at a score that says how it was obtained."""


def run_anew(dossier: Dossier, cell: ResolvedClaim) -> bool:
    """Whether the release says that it ran this score itself: at the cell, by its value, or for all compared models.

    A release that also says that it takes published scores leaves open which of them are which, so that a score
    without a mark of its own stays a quotation.
    """
    if cell.claim.provenance in (Provenance.own_run, Provenance.rerun) or reproduced(dossier, cell):
        return True
    if any(EVALUATED.search(note.text) and not PUBLISHED.search(note.text) for note in cell.claim.footnotes):
        return True
    return any(reaches(sentence, cell) for sentence in own_framework(dossier)) and not takes_published(dossier)


def reproduced(dossier: Dossier, cell: ResolvedClaim) -> bool:
    """Whether a sentence names the model and the cell's number as reproduced."""
    model = dossier.models.get(cell.model.id or "")
    names = (cell.claim.model, *((model.name, *model.aliases) if model else ()))
    number = re.compile(rf"(?<![\d.]){re.escape(cell.claim.value.strip(' %'))}(?![\d]|\.\d)")
    return any(
        REPRODUCED.search(text) and number.search(text) and any(name in text or mentions(text, name) for name in names)
        for text in (plain(sentence.text) for sentence in said(dossier))
    )


def takes_published(dossier: Dossier) -> bool:
    """Whether a sentence says that scores of others are those that they or others published."""
    return any(takings(dossier))


def takes_best(dossier: Dossier) -> bool:
    """Whether a sentence says that of several published scores the best one is printed, under whatever condition."""
    return any(BEST.search(text) for text in takings(dossier))


def takings(dossier: Dossier) -> Iterator[str]:
    """The sentences by which a release says that it prints published scores."""
    for text in (plain(sentence.text) for sentence in said(dossier)):
        if PUBLISHED.search(text) and TAKEN.search(text) and not NOT_ANEW.search(text):
            yield text


def alike(dossier: Dossier, a: ResolvedClaim, b: ResolvedClaim) -> bool:
    """Whether each condition of the test is the same at both prints, or stated at neither.

    Of a benchmark for which several scores are in use, both must name the same one. Silence beside a stated condition
    is not likeness: what is unknown may be what differs.
    """
    return same_metric(dossier, a, b) and stated(a) == stated(b)


def same_metric(dossier: Dossier, a: ResolvedClaim, b: ResolvedClaim) -> bool:
    """Whether both prints name the same score of the benchmark, or neither names one and none else is in use."""
    x, y = (cell.claim.setting.get(ConditionName.metric) for cell in (a, b))
    if metric(a) != metric(b):
        return False
    return metric(a) is not None or (x is not None and x == y) or not several_metrics(dossier, a.benchmark.id)


def stated(cell: ResolvedClaim) -> dict[str, str]:
    """The conditions of a print by name, with shots and reasoning also from its label, caption and nearest heading."""
    found = dict(conditions(cell, JUDGED))
    found.pop(ConditionName.metric.value, None)
    if found.get(ConditionName.attempts.value) == "pass@1":
        del found[ConditionName.attempts.value]  # one attempt an item is the plain case
    claim = cell.claim
    around = plain(" ".join((claim.benchmark, claim.caption, *claim.section[-1:])))
    if (shots := SHOTS.search(around)) is not None:
        found.setdefault(ConditionName.shots.value, shots[1].casefold())
    if REASONED.search(around):
        found.setdefault(ConditionName.prompting.value, "cot")
    return found


def metric(cell: ResolvedClaim) -> frozenset[str] | None:
    """Which of a benchmark's scores a print names; None: none, or the plain share of right items."""
    named = cell.claim.setting.get(ConditionName.metric) or ""
    words = {match[0].casefold() for match in ONE_OF_SEVERAL.finditer(plain(f"{cell.claim.benchmark} {named}"))}
    if words or not named or PLAIN_METRIC.fullmatch(named):
        return frozenset(words) or None
    return frozenset({named.casefold()})


def several_metrics(dossier: Dossier, benchmark: str | None) -> bool:
    """Whether any document at hand names one of several scores for a benchmark."""
    everything = (dossier.claims, *(release.claims for release in dossier.earlier))
    return any(
        claim.benchmark.id == benchmark and metric(claim) is not None for claims in everything for claim in claims
    )


def printed_beside(dossier: Dossier, cell: ResolvedClaim, other: ResolvedClaim) -> bool:
    """Whether another place of the cell's table prints the other score for the same model and benchmark."""
    place = (cell.claim.document, cell.claim.block)
    return any(
        (claim.claim.document, claim.claim.block) == place
        and claim.claim.id != cell.claim.id
        and (claim.model.id, claim.benchmark.id) == (cell.model.id, cell.benchmark.id)
        and same_number(claim, other)
        for claim in dossier.claims
    )


def printed_elsewhere(dossier: Dossier, cell: ResolvedClaim) -> bool:
    """Whether the cell's number stands where it may well be from: an independent run, or the vendor's whole benchmark.

    The whole and its part ("GPQA", "GPQA Diamond") go under one name in many tables.
    """
    value = score(cell)
    if any(
        (run.model_id, run.benchmark_id) == (cell.model.id, cell.benchmark.id)
        and run.independence in (Independence.third_party, Independence.benchmark_author)
        and run.score == value
        for run in dossier.runs.values()
    ):
        return True
    benchmark = dossier.benchmarks.get(cell.benchmark.id or "")
    return benchmark is not None and any(
        (other := dossier.benchmarks.get(word.claim.benchmark.id or "")) is not None
        and (other.id == benchmark.parent or other.parent == benchmark.id)
        and same_number(word.claim, cell)
        for word in words_of(dossier, str(cell.model.id))
    )
