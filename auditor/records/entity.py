"""What the registry knows: benchmarks, models, harnesses, metrics; and how a printed name became one of them."""

from __future__ import annotations

from enum import StrEnum

from auditor.records._base import Record
from auditor.records.claim import Blank, Claim


class Grade(StrEnum):
    """How well a registry fact is supported. Only checked and partly checked facts may carry a finding."""

    checked = "checked"
    partly = "partly"
    recalled = "recalled"


class Statement(Record):
    """A sourced statement about a benchmark or model."""

    text: str
    source: str
    date: str | None = None
    """ISO date, as precise as known."""
    grade: Grade = Grade.partly
    models: tuple[str, ...] = ()
    """Ids of the models it names. Empty: it speaks of the benchmark whatever the model."""
    when: str | None = None
    """"search": it holds of runs that can search the web. None: of all runs."""


class Drift(Record):
    """A time in which a product ran a model otherwise than before, under an unchanged name."""

    product: str
    """The product whose default changed ("Claude Code")."""
    models: tuple[str, ...]
    """Ids of the models it ran."""
    since: str
    until: str
    """ISO dates, both inclusive."""
    text: str
    source: str
    grade: Grade = Grade.partly


class Metric(Record):
    """How a benchmark's score is measured."""

    names: tuple[str, ...] = ()
    unit: str | None = None
    """percent, fraction, elo, points …"""
    low: float | None = None
    high: float | None = None
    higher_is_better: bool | None = None


class Benchmark(Record):
    """A benchmark of the registry. Fields are None where no source says."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    family: str | None = None
    variants: tuple[str, ...] = ()
    publisher: str | None = None
    conflict_of_interest: str | None = None
    made_by_vendors: tuple[str, ...] = ()
    """Ids of model vendors that made or own it."""
    released: str | None = None
    domain: tuple[str, ...] = ()
    n_items: int | None = None
    n_scored: int | None = None
    """Items that a usual score covers, where that is one split of `n_items` (the validation or the test split).
    None where splits of several sizes are in use."""
    n_items_note: str | None = None
    metric: Metric = Metric()
    chance_level: float | None = None
    """Percent."""
    task: str | None = None
    evaluation_method: str | None = None
    judge: str | None = None
    judge_vendors: tuple[str, ...] = ()
    """Ids of the vendors whose models grade it in its usual form."""
    rubric_vendors: tuple[str, ...] = ()
    """Ids of the vendors whose models drafted what it is graded by."""
    harness: str | None = None
    settings_that_move_scores: tuple[str, ...] = ()
    public_test_set: str | None = None
    contamination: tuple[Statement, ...] = ()
    label_noise: tuple[Statement, ...] = ()
    endorsements: tuple[Statement, ...] = ()
    """Vendors' recommendations and withdrawals of it; the text names the vendor id first ("openai: …")."""
    retired: tuple[Statement, ...] = ()
    """Withdrawals by its curator."""
    practical_ceiling: float | None = None
    """Percent."""
    human_reference: str | None = None
    saturated_since: str | None = None
    status: str | None = None
    superseded_by: tuple[str, ...] = ()
    fresh_twin_of: str | None = None
    """The older benchmark that it repeats with new items."""
    leaderboard_maintainer: str | None = None
    notes: str | None = None
    sources: tuple[str, ...] = ()
    grade: Grade = Grade.recalled
    """Grade of the facts above that have none of their own."""

    @property
    def items_behind_a_score(self) -> int | None:
        """Items that a score covers unless its document says otherwise; None where no source says."""
        return self.n_scored or self.n_items


class Model(Record):
    """A model of the registry."""

    id: str
    name: str
    vendor: str
    """Vendor id ("openai")."""
    aliases: tuple[str, ...] = ()
    family: str | None = None
    """Line within the vendor's models ("claude-opus", "gpt", "gemini-pro")."""
    tier: str | None = None
    """Tier within the family ("flagship", "pro", "mini", "flash") by the vendor's own naming."""
    variant_of: str | None = None
    """The entry that this one is a training stage or dated snapshot of. A document that prints the plain name
    does not say which of them it means."""
    stage: str | None = None
    """"base" or "instruct" where the name or the vendor says so."""
    thinking: str | None = None
    """"switchable" (one set of weights with and without thinking), "always" or "never"."""
    released: str | None = None
    training_cutoff: str | None = None
    price_in: float | None = None
    """List price, USD per million input tokens at release."""
    price_out: float | None = None
    price_note: str | None = None
    context_window: int | None = None
    effort_levels: tuple[str, ...] | None = None
    """Lowest first, in the vendor's own words."""
    open_weights: bool | None = None
    params_total: str | None = None
    params_active: str | None = None
    predecessor: str | None = None
    availability: str | None = None
    notes: str | None = None
    sources: tuple[str, ...] = ()
    grade: Grade = Grade.recalled


class Vendor(Record):
    """An organisation that releases models."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    harness: str | None = None
    owns_benchmarks: tuple[str, ...] = ()
    drift: tuple[Drift, ...] = ()
    """Times in which its products ran models otherwise than before."""


class Harness(Record):
    """A scaffold or evaluation framework."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    """"reference", "vendor", "third party"."""
    made_by: str | None = None
    public: bool | None = None
    tau: float | None = None
    """Prior standard deviation, in points, of the score difference against another harness of its kind."""
    tau_note: str | None = None
    sources: tuple[str, ...] = ()
    grade: Grade = Grade.recalled


class How(StrEnum):
    """How a printed name was resolved."""

    exact = "exact"
    alias = "alias"
    normalised = "normalised"
    rule = "rule"
    """A written rule for an ambiguous name, using table context and document date."""
    fuzzy = "fuzzy"
    ambiguous = "ambiguous"
    """Several candidates remain: unresolved, candidates listed."""
    unresolved = "unresolved"


class Resolution(Record):
    """How a printed name became a registry id, or why it did not."""

    printed: str
    id: str | None = None
    how: How = How.unresolved
    score: float | None = None
    """Similarity 0 to 100 of a fuzzy match."""
    candidates: tuple[str, ...] = ()
    why: str = ""
    """One sentence: the rule or match that decided."""


class ResolvedClaim(Record):
    """A claim with its names resolved."""

    claim: Claim
    model: Resolution
    benchmark: Resolution


class ResolvedBlank(Record):
    """A blank cell with its names resolved."""

    blank: Blank
    model: Resolution
    benchmark: Resolution
