"""What each judge said and took, and how far the judges agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.evidence.agreement import Agreement, agreement
from auditor.judges.calibration import calibrations, corrected, described
from auditor.records import Judgement, Usage, Verdict


@dataclass(frozen=True)
class Tally:
    """One judge."""

    judge: str
    """`rubric`, `openai:MODEL`."""
    verdicts: tuple[tuple[str, int], ...]
    """Votes by verdict, in the order upheld, dismissed, uncertain; those without any left out."""
    abstained: int
    unanswered: int
    exchanges: int
    """Tries, failed ones included."""
    usage: Usage
    """Totals of what the provider stated; None where it stated nothing."""
    cost_usd: float | None
    seconds: float
    """Sum over exchanges, several of which may run at the same time."""

    @property
    def answered(self) -> int:
        return sum(count for _, count in self.verdicts) + self.abstained


def judge_of(judgement: Judgement) -> str:
    """The judge of a judgement. The rubric is one judge, whatever the question."""
    return judgement.provider if judgement.provider == "rubric" else f"{judgement.provider}:{judgement.model}"


def tallies(judgements: Iterable[Judgement]) -> tuple[Tally, ...]:
    """Every judge, in the order of its first judgement."""
    groups: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        groups.setdefault(judge_of(judgement), []).append(judgement)
    return tuple(_tally(judge, given) for judge, given in groups.items())


def agreed(judgements: Iterable[Judgement]) -> Agreement | None:
    """The agreement of all judges on all questions; abstentions and failures are no votes."""
    units: dict[tuple[str, str], list[str | None]] = {}
    for one in judgements:
        votes = not one.abstained and one.verdict is not Verdict.unanswered
        units.setdefault((one.finding, one.question), []).append(one.verdict.value if votes else None)
    return agreement(list(units.values()))


def _tally(judge: str, given: Sequence[Judgement]) -> Tally:
    votes = Counter(one.verdict.value for one in given if not one.abstained)
    # One exchange may have answered several findings that ask the same.
    attempts = [attempt for _, attempt in dict.fromkeys((one.question, a) for one in given for a in one.attempts)]
    costs = [attempt.cost_usd for attempt in attempts if attempt.cost_usd is not None]

    def total(field: str) -> int | None:
        stated = [count for attempt in attempts if (count := getattr(attempt.usage, field)) is not None]
        return sum(stated) if stated else None

    return Tally(
        judge=judge,
        verdicts=tuple((verdict, votes[verdict]) for verdict in ("upheld", "dismissed", "uncertain") if votes[verdict]),
        abstained=sum(one.abstained for one in given),
        unanswered=votes["unanswered"],
        exchanges=len(attempts),
        usage=Usage(
            input_tokens=total("input_tokens"),
            output_tokens=total("output_tokens"),
            cached_tokens=total("cached_tokens"),
        ),
        cost_usd=sum(costs) if costs else None,
        seconds=round(sum(attempt.latency or 0.0 for attempt in attempts), 3),
    )


def said(tally: Tally) -> str:
    """A tally without its judge: "12 answered (7 upheld, 5 dismissed), 1 unanswered; 14 exchanges, …"."""
    votes = [f"{count} {verdict}" for verdict, count in tally.verdicts]
    votes += [f"{tally.abstained} abstained"] * bool(tally.abstained)
    told = f" ({', '.join(votes)})" if votes else ""
    parts = [f"{tally.answered} answered{told}"]
    parts += [f"{tally.unanswered} unanswered"] * bool(tally.unanswered)
    text = ", ".join(parts)
    if not tally.exchanges:
        return text
    usage = tally.usage
    more = [f"{tally.exchanges} exchange{'s' * (tally.exchanges > 1)}"]
    if usage.input_tokens is not None:
        cached = f" ({usage.cached_tokens:,} cached)" if usage.cached_tokens else ""
        more.append(f"{usage.input_tokens:,} tokens in{cached}, {usage.output_tokens or 0:,} out")
    more.append("cost not known" if tally.cost_usd is None else f"USD {tally.cost_usd:.4f}")
    return f"{text}; {', '.join(more)}"


def account(
    judgements: Sequence[Judgement], excluded: Mapping[str, str] | None = None, open: Mapping[str, str] | None = None
) -> list[str]:
    """Sentences on the judging of a release: each judge and its calibration, their agreement, who has no vote, what was
    not asked."""
    sentences = [f"{tally.judge}: {said(tally)}; {calibration_said(tally)}" for tally in tallies(judgements)]
    if (found := agreed(judgements)) is not None:
        sentences.append(f"Agreement of the judges: {agreement_said(found)}")
    sentences += [f"{judge} does not vote: {why}" for judge, why in sorted((excluded or {}).items())]
    sentences += [f"Open for {judge}: {why}" for judge, why in sorted((open or {}).items())]
    return sentences


def calibration_said(tally: Tally) -> str:
    """How the judge was calibrated, and what its errors there make of the share that it upheld here."""
    votes = dict(tally.verdicts)
    upheld, decided = votes.get("upheld", 0), votes.get("upheld", 0) + votes.get("dismissed", 0)
    share = corrected(tally.judge, upheld, decided)
    told = described(calibrations(), tally.judge)
    return (
        told
        if share is None
        else f"{told}; of the {decided} decided here about {share:.0%} stand once its errors there are taken out"
    )


def agreement_said(found: Agreement) -> str:
    """An agreement in one sentence."""
    interval = "" if found.low is None else f" (95 % interval {found.low:.2f} to {found.high:.2f})"
    return f"Krippendorff's α = {found.alpha:.2f}{interval} over {found.questions} questions with {found.votes} votes"
