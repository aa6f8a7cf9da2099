"""What every readable export shows, in the order a reader asks: worked out once, laid out by each format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.rows import direction
from auditor.exports.crops import Crop, Pictures
from auditor.exports.excerpts import Excerpt, excerpts_of
from auditor.judges.tally import account
from auditor.records import (
    Agreement,
    Claim,
    Comparison,
    Document,
    Evidence,
    Finding,
    Judgement,
    Picture,
    Place,
    Report,
    ResolvedClaim,
    Role,
    Run,
    Severity,
    Standing,
    Unread,
    Verdict,
)

SEVERITIES = tuple(reversed(Severity))


def where(document: Document | None, place: Place, label: str = "") -> str:
    """A place in words: "card.pdf, page 13, Table 4"."""
    parts = [document.name] if document else []
    if place.page is not None:
        parts.append(f"page {place.page}")
    elif place.line is not None:
        parts.append(f"line {place.line}")
    if label:
        parts.append(label)
    return ", ".join(parts)


def plain(number: Decimal | float | None, digits: int = 1) -> str:
    """A number as people write it: a true minus sign, no trailing noise; an en dash where there is none."""
    if number is None:
        return "–"
    text = f"{number:.{digits}f}"
    return text.lstrip("-") if not float(text) else text.replace("-", "−")


def short(number: Decimal) -> str:
    """A score as people write it: at most two decimals, no trailing zeros."""
    text = f"{number:.2f}"
    return text.rstrip("0").rstrip(".").replace("-", "−")


def named(label: str) -> str:
    """A printed label as people read it: outer and inner part with a comma between them."""
    return label.replace(" | ", ", ")


@dataclass(frozen=True)
class EvidenceView:
    """One piece of evidence with its place in words."""

    evidence: Evidence
    where: str
    link: str | None
    """Address of the place, where the document has one on the web."""


@dataclass(frozen=True)
class FindingView:
    """A finding as a reader meets it."""

    number: int
    finding: Finding
    evidence: tuple[EvidenceView, ...]
    crops: tuple[Crop, ...]
    """Pictures of the evidence, for documents that have pages."""
    no_picture: tuple[str, ...]
    """Why there is none of some evidence."""
    excerpts: tuple[Excerpt, ...]
    judgements: tuple[Judgement, ...]
    standing: str

    @property
    def votes(self) -> str:
        """How many judges gave each verdict."""
        counts = Counter(judgement.verdict.value for judgement in self.judgements)
        return ", ".join(f"{counts[verdict.value]} {verdict.value}" for verdict in Verdict if counts[verdict.value])

    @property
    def anchor(self) -> str:
        """Stable within-page link target."""
        return self.finding.id


@dataclass(frozen=True)
class ComparisonView:
    """A claim beside an independent run."""

    claim: Claim
    run: Run
    comparison: Comparison
    model: str
    benchmark: str
    where: str
    source: str

    @property
    def observed(self) -> Decimal:
        """The run's score in the unit of the claim, where the two could be compared; else as its source prints it."""
        if self.comparison.difference is None or self.claim.number is None:
            return self.run.score
        return self.claim.number - self.comparison.difference

    @property
    def conditions(self) -> str:
        """What differs, and what either side does not say."""
        differs = [
            f"{one.name.value.replace('_', ' ')} {one.claimed} against {one.observed}"
            + (f" (favours the {one.favours})" if one.favours else "")
            for one in self.comparison.conditions
            if one.agreement is Agreement.differs
        ]
        unsaid = [
            one.name.value.replace("_", " ")
            for one in self.comparison.conditions
            if one.agreement is Agreement.undisclosed
        ]
        said = [f"differs: {', '.join(differs)}"] if differs else []
        return "; ".join([*said, f"not said: {', '.join(unsaid)}"] if unsaid else said)

    @property
    def span(self) -> float:
        """Half width of the 95 % interval of the run's score, in the unit of the claim; 0 where it prints no error."""
        if not self.run.stderr:
            return 0.0
        scale = float(self.observed / self.run.score) if self.run.score else 1.0
        return 1.96 * self.run.stderr * scale


@dataclass(frozen=True)
class UnreadView:
    """What could not be read."""

    unread: Unread
    where: str


@dataclass(frozen=True)
class DocumentView:
    """One document with what came out of it."""

    document: Document
    claims: int
    blanks: int
    unread: int


@dataclass(frozen=True)
class Coverage:
    """One benchmark of the release against the reporting of everybody else in the dossier."""

    benchmark: str
    cells: tuple[str, ...]
    """The score of each model column as printed; "" where absent, "–" where printed blank."""
    best: frozenset[int]
    """Columns that hold the best printed score."""


@dataclass(frozen=True)
class Presentation:
    """All that a readable report says."""

    title: str
    subject: str
    vendor: str
    released: str
    known: tuple[tuple[str, str], ...]
    documents: tuple[DocumentView, ...]
    findings: tuple[FindingView, ...]
    comparisons: tuple[ComparisonView, ...]
    incomparable: tuple[ComparisonView, ...]
    unread: tuple[UnreadView, ...]
    hidden: tuple[UnreadView, ...]
    severities: tuple[tuple[str, int], ...]
    standings: tuple[tuple[str, int], ...]
    own_claims: int
    other_claims: int
    blanks: int
    columns: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    judges: tuple[str, ...]
    judging: tuple[str, ...]
    """Sentences on who judged, at what cost, and how far they agree."""
    checks_failed: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, Picture], ...]
    """The pictures that findings show, with their ids in the page."""


def present(report: Report) -> Presentation:
    """Works the report out for its readers."""
    dossier = report.dossier
    release = dossier.release
    documents = {document.id: document for document in dossier.documents}
    known_vendor = dossier.vendors.get(release.vendor or "")
    vendor = known_vendor.name if known_vendor else release.vendor
    subject = release.subjects[0] if release.subjects else "unnamed model"
    severities = Counter(finding.severity.value for finding in report.findings)
    comparisons = tuple(_comparisons(report, documents))
    pictures = Pictures(report)
    findings = tuple(_findings(report, documents, pictures))
    columns, coverage = _coverage(report)
    return Presentation(
        title=f"Audit of {subject}",
        subject=subject,
        vendor=vendor or "vendor not stated",
        released=release.released or "date not stated",
        known=tuple((key, f"{known.value or 'not stated'} ({known.how})") for key, known in release.known.items()),
        documents=tuple(
            DocumentView(
                document,
                sum(1 for c in extraction.claims),
                len(extraction.blanks),
                len(document.unread) + len(extraction.unread),
            )
            for document, extraction in zip(dossier.documents, dossier.extractions, strict=True)
        ),
        findings=findings,
        comparisons=tuple(c for c in comparisons if c.comparison.standing is not Standing.not_comparable),
        incomparable=tuple(c for c in comparisons if c.comparison.standing is Standing.not_comparable),
        unread=tuple(_unread(report)),
        hidden=tuple(
            UnreadView(Unread(what=hidden.why, reason=hidden.text, place=hidden.place), where(document, hidden.place))
            for document in dossier.documents
            for hidden in document.hidden
        ),
        severities=tuple((s.value, severities[s.value]) for s in SEVERITIES),
        standings=tuple(_standings(report)),
        own_claims=sum(1 for r in dossier.claims if r.claim.role is Role.own),
        other_claims=sum(1 for r in dossier.claims if r.claim.role is not Role.own),
        blanks=len(dossier.blanks),
        columns=columns,
        coverage=coverage,
        judges=tuple(sorted({f"{j.provider} ({j.model})" for j in report.judgements})),
        judging=tuple(account(report.judgements, report.audit.judges_excluded, report.audit.judges_open)),
        checks_failed=tuple(sorted(report.audit.checks_failed.items())),
        pictures=tuple(pictures.used.items()),
    )


def same(claim: Claim) -> str:
    """What two prints of one score have in common: 79.8 and 79.80% are one."""
    return claim.value if claim.number is None else f"{claim.number.normalize():f}"


def standing_of(finding: Finding, judgements: Iterable[Judgement]) -> str:
    """Where a finding stands: decided by code, or the verdicts on its question so far."""
    given = [j for j in judgements if j.verdict is not Verdict.unanswered]
    if finding.question is None:
        return "decided by code"
    if not given:
        return "not judged"
    verdicts = [j.verdict for j in given if not j.abstained]
    if not verdicts:
        return Verdict.uncertain.value
    return verdicts[0].value if len(set(verdicts)) == 1 else "judges disagree"


def link_to(document: Document | None, place: Place) -> str | None:
    """The address of a place on the web; None for files, and for an address that is none of a page."""
    if document is None or document.url is None or not document.url.lower().startswith(("https://", "http://")):
        return None
    return f"{document.url.partition('#')[0]}#page={place.page}" if place.page is not None else document.url


def _findings(report: Report, documents: dict[str, Document], pictures: Pictures) -> Iterable[FindingView]:
    for number, finding in enumerate(report.findings, start=1):
        judgements = report.judgements_of(finding.id)
        crops, missing = pictures.of(finding.evidence)
        yield FindingView(
            number,
            finding,
            tuple(
                EvidenceView(
                    e,
                    where(documents.get(e.document or ""), e.place, e.label) or (e.source or e.label or ""),
                    link_to(documents.get(e.document or ""), e.place),
                )
                for e in finding.evidence
            ),
            crops,
            missing,
            excerpts_of(finding, report.dossier),
            judgements,
            standing_of(finding, judgements),
        )


def _comparisons(report: Report, documents: dict[str, Document]) -> Iterable[ComparisonView]:
    dossier = report.dossier
    seen: set[tuple[str, str, str, str]] = set()
    for comparison in dossier.comparisons:
        run = dossier.runs.get(comparison.run)
        if run is None:
            continue
        resolved = dossier.claim(comparison.claim)
        claim = resolved.claim
        # The same score is often printed in several tables or documents of a release: one row says it.
        key = (resolved.model.id or claim.model, resolved.benchmark.id or claim.benchmark, same(claim), run.id)
        if key in seen:
            continue
        seen.add(key)
        benchmark = dossier.benchmarks.get(resolved.benchmark.id or "")
        model = dossier.models.get(resolved.model.id or "")
        source = dossier.sources.get(run.source)
        yield ComparisonView(
            claim,
            run,
            comparison,
            model.name if model else claim.model,
            benchmark.name if benchmark else claim.benchmark,
            where(documents.get(claim.document), claim.place, claim.label),
            source.name if source else run.source,
        )


def _unread(report: Report) -> Iterable[UnreadView]:
    for name, reason in sorted(report.audit.refused.items()):
        yield UnreadView(Unread(what="document", reason=reason), name)
    for document, extraction in zip(report.dossier.documents, report.dossier.extractions, strict=True):
        for unread in (*document.unread, *extraction.unread):
            yield UnreadView(unread, where(document, unread.place, unread.label))


def _standings(report: Report) -> Iterable[tuple[str, int]]:
    """How many own claims have their best comparison consistent, explained, unexplained; and how many have none."""
    order = (Standing.consistent, Standing.explained, Standing.unexplained, Standing.not_comparable)
    best: dict[str, Standing] = {}
    for comparison in report.dossier.comparisons:
        now = best.get(comparison.claim)
        if now is None or order.index(comparison.standing) < order.index(now):
            best[comparison.claim] = comparison.standing
    own = [r.claim.id for r in report.dossier.own()]
    counts = Counter(best[id] for id in own if id in best)
    yield from ((standing.value, counts[standing]) for standing in order)
    yield "no independent run at hand", sum(1 for id in own if id not in best)


def _coverage(report: Report, most_columns: int = 12) -> tuple[tuple[str, ...], tuple[Coverage, ...]]:
    """The first results table of the release widened by all others: benchmarks by models, scores as printed."""
    dossier = report.dossier
    uses: Counter[str] = Counter()
    own: dict[str, bool] = {}
    rows: dict[str, dict[str, ResolvedClaim]] = {}
    blank: set[tuple[str, str]] = set()
    for resolved in dossier.claims:
        claim = resolved.claim
        if claim.role is Role.ablation or claim.number is None:
            continue
        uses[claim.model] += 1
        own[claim.model] = own.get(claim.model, False) or claim.role is Role.own
        rows.setdefault(claim.benchmark, {}).setdefault(claim.model, resolved)
    for resolved_blank in dossier.blanks:
        blank.add((resolved_blank.blank.benchmark, resolved_blank.blank.model))
    columns = tuple(sorted(uses, key=lambda model: (not own[model], -uses[model], model))[:most_columns])
    table = []
    for benchmark, claims in rows.items():
        shown = [found.claim if (found := claims.get(model)) else None for model in columns]
        numbers = [c.number for c in shown if c is not None and c.number is not None]
        cells = list(claims.values())
        higher = direction(dossier.benchmarks.get(cells[0].benchmark.id or ""), cells, None)
        top = None if higher is None or not numbers else (max if higher else min)(numbers)
        table.append(
            Coverage(
                benchmark,
                tuple(
                    c.value if c else ("–" if (benchmark, model) in blank else "")
                    for c, model in zip(shown, columns, strict=True)
                ),
                frozenset(
                    i
                    for i, c in enumerate(shown)
                    if c is not None and top is not None and c.number == top and len(numbers) > 1
                ),
            )
        )
    return columns, tuple(table)
