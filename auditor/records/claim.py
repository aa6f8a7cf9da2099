"""A claim: one printed score of one model on one benchmark, exactly as the document prints it."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from auditor.records._base import Record
from auditor.records.document import Footnote, Place, Placement, Unread


class ConditionName(StrEnum):
    """What can differ between two runs of one benchmark."""

    metric = "metric"
    """accuracy, exact match, F1, Elo, win rate …"""
    shots = "shots"
    attempts = "attempts"
    """pass@k: any of k attempts right."""
    samples = "samples"
    """avg@k, cons@k, maj@k: how k samples became one score; the value names the aggregator ("avg@32")."""
    effort = "effort"
    """low, medium, high, xhigh, max …"""
    thinking = "thinking"
    """"on" or "off"."""
    thinking_budget = "thinking_budget"
    prompting = "prompting"
    """CoT, direct, zero-shot CoT …"""
    tools = "tools"
    """"none", or what was available: "python", "search", "with tools"."""
    context = "context"
    """Context length of the run ("128k")."""
    temperature = "temperature"
    harness = "harness"
    """Scaffold or evaluation framework, with its version where printed."""
    version = "version"
    """Version or release of the benchmark ("v6", "2024.08-2025.01")."""
    data_split = "split"
    """test, validation, public …"""
    subset = "subset"
    """Part of the benchmark, or n′ of its n items, as printed."""
    grader = "grader"
    language = "language"
    category = "category"
    """The category or group heading above the row. Says what is tested, not how."""


class SaidIn(StrEnum):
    """Where the document states a condition."""

    cell = "cell"
    row = "row"
    column = "column"
    group = "group"
    caption = "caption"
    footnote = "footnote"
    section = "section"
    prose = "prose"


class Condition(Record):
    """One condition of a run, with where it was said."""

    name: ConditionName
    value: str
    """Normalised for comparison ("5", "pass@1", "on", "128k")."""
    printed: str
    """As printed."""
    said_in: SaidIn


class Setting(Record):
    """Everything the document states about how a score was obtained. What it does not state is not here."""

    conditions: tuple[Condition, ...] = ()
    printed: str = ""
    """The same as short text, in printed words, parts joined by "; " (categories as "category=…")."""

    def get(self, name: ConditionName | str) -> str | None:
        """The normalised value of a condition; None where the document does not say."""
        return next((c.value for c in self.conditions if c.name == name), None)


class Unit(StrEnum):
    percent = "percent"
    fraction = "fraction"
    elo = "elo"
    rating = "rating"
    points = "points"
    seconds = "seconds"
    currency = "currency"
    other = "other"
    unknown = "unknown"


class Emphasis(StrEnum):
    none = "none"
    bold = "bold"
    underline = "underline"
    bold_underline = "bold+underline"
    unknown = "unknown"


class Origin(StrEnum):
    table = "table"
    prose = "prose"
    chart = "chart"
    image = "image"
    metadata = "metadata"


class Role(StrEnum):
    """What the model of a claim is to the release."""

    own = "own"
    """One of the models (sizes, modes, efforts, stages) that the document releases."""
    rival = "rival"
    baseline = "baseline"
    """Human, random, majority: not a model."""
    ablation = "ablation"
    """An experimental variant that is not released."""


class Provenance(StrEnum):
    """Whether the document says who obtained a score."""

    own_run = "own run"
    copied = "copied"
    rerun = "re-run"
    unknown = "unknown"


class Claim(Record):
    """One printed score of one model on one benchmark."""

    id: str
    """`claim-` and a hash of document, place, labels and value."""
    document: str
    """Id of the document."""
    block: int
    """`order` of the block it stands in."""
    row: int | None = None
    """0-based row of the block's grid. None outside tables and charts."""
    column: int | None = None
    place: Place
    quote: str
    """Verbatim text a reader can find at the place: the cell, or the sentence."""
    origin: Origin
    label: str = ""
    """"Table 3", "Figure 1"; empty where unnumbered."""
    caption: str = ""
    section: tuple[str, ...] = ()
    placement: Placement = Placement.body
    row_path: tuple[str, ...] = ()
    """Labels of the row, outermost first, as printed."""
    column_path: tuple[str, ...] = ()
    """Labels of the column, outermost first, as printed."""
    model: str
    """The model label as printed, outer and inner joined by " | "."""
    benchmark: str
    """The benchmark label as printed, outer and inner joined by " | "."""
    metric: str | None = None
    value: str
    """The score exactly as printed, without emphasis and footnote marks."""
    number: Decimal | None = None
    """The score as a number in the printed unit (81.30% is 81.30). None where it is not one number."""
    decimals: int | None = None
    """Digits printed after the decimal point."""
    unit: Unit = Unit.unknown
    bound: str | None = None
    """">", "<", "~" where the document prints the score as a bound or approximation."""
    uncertainty: str | None = None
    """± or interval as printed."""
    emphasis: Emphasis = Emphasis.unknown
    marks: tuple[str, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    """The notes that apply to this very cell, row or column."""
    setting: Setting = Setting()
    role: Role = Role.rival
    provenance: Provenance = Provenance.unknown
    higher_is_better: bool | None = None
    """Where the document itself says so (arrow, metric name)."""
    found_by: str
    """The reader and rule that found it ("tables", "prose", "charts"), or the model that proposed it."""
    confidence: float | None = None
    """Calibrated probability that value, model and benchmark are all right. None: not calibrated."""
    doubts: tuple[str, ...] = ()
    """Self-checks of its table that failed."""


class Blank(Record):
    """A cell that the document prints empty where a score could stand."""

    document: str
    block: int
    row: int
    column: int
    place: Place
    label: str = ""
    model: str
    benchmark: str
    printed: str
    """"", "-", "–", "N/A" … as printed."""
    marks: tuple[str, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    setting: Setting = Setting()
    role: Role = Role.rival
    placement: Placement = Placement.body


class Extraction(Record):
    """All that one document claims, and what was withheld rather than guessed."""

    document: str
    claims: tuple[Claim, ...] = ()
    """In reading order."""
    blanks: tuple[Blank, ...] = ()
    unread: tuple[Unread, ...] = ()
    """Tables and figures withheld, each with the reason (besides the document's own `unread`)."""
