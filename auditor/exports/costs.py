"""What the models cost by list, what independent runs of the released ones cost, and what the judging cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from auditor.records import Model, Report, Role, Run

MOST_MODELS = 16


@dataclass(frozen=True)
class RunCost:
    """An independent run that says what it cost."""

    run: Run
    benchmark: str
    source: str


@dataclass(frozen=True)
class Costs:
    """What is known of money and tokens."""

    prices: tuple[tuple[Model, bool], ...]
    """Models of the release's tables whose list price the registry knows, and whether each is a released one."""
    runs: tuple[RunCost, ...]
    judging: Decimal | None
    """US dollars that all answers of judges cost, as far as they say; None where nobody was paid."""
    tokens: int
    """Tokens of all answers of judges."""

    def __bool__(self) -> bool:
        return bool(self.prices or self.runs or self.judging)


def costs(report: Report) -> Costs:
    """Everything the audit knows of costs."""
    dossier = report.dossier
    own: dict[str, bool] = {}
    uses: dict[str, int] = {}
    for resolved in dossier.claims:
        if resolved.model.id:
            own[resolved.model.id] = own.get(resolved.model.id, False) or resolved.claim.role is Role.own
            uses[resolved.model.id] = uses.get(resolved.model.id, 0) + 1
    priced = [
        (model, own[id])
        for id in sorted(uses, key=lambda id: (not own[id], -uses[id], id))
        if (model := dossier.models.get(id)) and (model.price_in is not None or model.price_out is not None)
    ]
    runs = [
        run
        for run in dossier.runs.values()
        if (run.cost_usd is not None or run.tokens is not None) and own.get(run.model_id or "")
    ]
    paid = [a.cost_usd for j in report.judgements for a in j.attempts if a.cost_usd is not None]
    return Costs(
        tuple(priced[:MOST_MODELS]),
        tuple(
            RunCost(
                run,
                known.name if (known := dossier.benchmarks.get(run.benchmark_id or "")) else run.benchmark,
                source.name if (source := dossier.sources.get(run.source)) else run.source,
            )
            for run in sorted(runs, key=lambda run: (run.benchmark_id or run.benchmark, run.model, run.id))
        ),
        sum((Decimal(str(cost)) for cost in paid), Decimal(0)) if paid else None,
        sum((a.usage.input_tokens or 0) + (a.usage.output_tokens or 0) for j in report.judgements for a in j.attempts),
    )
