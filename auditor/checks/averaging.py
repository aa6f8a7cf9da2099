"""Which scores a release says are averages over runs, wherever it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.checks.naming import Names
from auditor.checks.rows import key_of
from auditor.checks.wording import passages, plain, sentences
from auditor.records import ConditionName, Dossier, ResolvedClaim

AVERAGED = re.compile(
    r"\b(?:(?:avg|mean|maj|cons|pass)@(?:[2-9k]\d*|1\d+)|average[sd]? (?:over|of|across)|averaging|"
    r"\d+ (?:\w+ ){0,2}(?:runs|samples|trials|attempts|seeds|tries|repetitions|responses|times)|"
    r"(?:several|multiple|repeated|independent) (?:runs|samples|trials|seeds|tries|times)|k responses)\b|"
    r"(?:\d|[两三四五六七八九十多]) ?次(?:独立)?(?:试验|运行|采样|尝试|实验|测试|评测|评估)",
    re.IGNORECASE,
)
"""Words by which a release says that scores are averages over runs."""
TESTED = re.compile(
    r"\b(?:evaluat\w*|scores?|report\w*|benchmarks?|results?|estimat\w*|pass@1|tests?|bench)\b|"
    r"评估|评测|得分|分数|结果|成绩|基准",
    re.IGNORECASE,
)
LONGEST = 400
"""Letters from which on a passage is no sentence that was cut out rightly."""


@dataclass(frozen=True)
class Averaging:
    """What the documents of a release say of averages over runs."""

    everywhere: bool
    """A sentence says so of the evaluation and names no benchmark."""
    benchmarks: frozenset[str]
    """Keys of the benchmarks that such sentences name."""

    def covers(self, cell: ResolvedClaim) -> bool:
        """Whether a score may be an average by the words of the release or of its own label."""
        return self.everywhere or key_of(cell.benchmark) in self.benchmarks or averaged(cell)


def averaging(dossier: Dossier) -> Averaging:
    """What all texts of a release, tables and notes among them, say of averages over runs."""
    names = Names(dossier)
    spoken = {
        plain(sentence) for text in passages(dossier) if AVERAGED.search(plain(text)) for sentence in sentences(text)
    }
    told = [
        {mention.key for mention in names.find_benchmarks(text)}
        for text in spoken
        if len(text) < LONGEST and AVERAGED.search(text) and TESTED.search(text)
    ]
    return Averaging(any(not keys for keys in told), frozenset(key for keys in told for key in keys))


def labels(cell: ResolvedClaim) -> str:
    """All that is printed around a score."""
    claim = cell.claim
    return " ".join(
        (
            claim.benchmark,
            claim.metric or "",
            claim.setting.printed,
            claim.caption,
            *claim.row_path,
            *claim.column_path,
            *claim.section[-1:],
            *(note.text for note in claim.footnotes),
        )
    )


def averaged(cell: ResolvedClaim) -> bool:
    """Whether what is printed at a score says that it is a mean over several runs."""
    samples = cell.claim.setting.get(ConditionName.samples) or ""
    return samples.casefold().startswith(("avg", "mean", "average")) or AVERAGED.search(labels(cell)) is not None
