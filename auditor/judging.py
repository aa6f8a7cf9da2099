"""Questions that findings leave open, put to judges: within an audit, and later to audits in a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor import __version__, judges, prompts
from auditor.providers import Provider
from auditor.records import Finding, Judgement, Release, content_id

if TYPE_CHECKING:
    from auditor.store.database import Database

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Judged:
    """What came of asking the judges."""

    judgements: tuple[Judgement, ...]
    """In the order of findings and judges."""
    open: dict[str, str]
    """Judge → how many questions were not put to it, and why."""
    excluded: dict[str, str]
    """Judge → why it has no vote."""


def judge(
    findings: Sequence[Finding],
    providers: Sequence[Provider],
    release: Release,
    database: Database | None,
    tell: Tell,
    *,
    at_once: int = 1,
) -> Judged:
    """What the judges say to the questions that findings leave open, each answer kept as it comes."""
    voters = judges.voters(providers, release.vendor)
    total = len(voters) * sum(finding.question is not None for finding in findings)
    votes = []
    asking = judges.votes(findings, providers, prompts=prompts.load_for, vendor=release.vendor, at_once=at_once)
    for number, vote in enumerate(asking):
        tell("Judging", number, total)
        if database and isinstance(vote.came, Judgement):
            from auditor.store.records import save_judgements

            save_judgements(database, (vote.came,))
        votes.append(vote)
    votes.sort(key=lambda vote: vote.place)
    return Judged(
        tuple(vote.came for vote in votes if isinstance(vote.came, Judgement)),
        judges.left_open(vote.came for vote in votes if isinstance(vote.came, judges.Open)),
        {
            judges.label(provider): f"its maker, {provider.vendor}, is the vendor of the release"
            for provider in providers
            if provider not in voters
        },
    )


def judge_again(
    database: Database,
    providers: Sequence[Provider],
    *,
    started: str,
    arguments: Mapping[str, str],
    release: str | None = None,
    tell: Tell = lambda what, done, total: None,
    at_once: int = 1,
) -> tuple[tuple[Release, Judged], ...]:
    """Puts the questions of audits in the database to judges. An audit whose judgements change is kept anew; what
    judges not named here said of it before stays.

    `release`: only of releases whose id or model contains this.
    """
    from auditor.store import judged as store

    results = []
    for before in store.judgeable(database, release):
        came = judge(before.findings, providers, before.release, database, tell, at_once=at_once)
        results.append((before.release, came))
        after = judges.merged(before.findings, before.judgements, came.judgements)
        named = {judges.label(provider) for provider in providers}
        still = {judge: why for judge, why in before.audit.judges_open.items() if judge not in named}
        changed = {
            "judges_excluded": {**before.audit.judges_excluded, **came.excluded},
            "judges_open": {**still, **came.open},
        }
        audit = before.audit.model_copy(update=changed)
        if after != before.judgements or audit != before.audit:
            said = {**audit.arguments, **arguments}
            id = content_id("audit", before.release.id, started, __version__, tuple(said.items()))
            audit = audit.model_copy(update={"id": id, "started": started, "arguments": said})
            store.save_judged(database, before, audit, after)
    return tuple(results)
