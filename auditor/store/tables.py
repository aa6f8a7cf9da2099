"""The tables that hold records."""

from __future__ import annotations

from auditor.records import (
    Attempt,
    Audit,
    Benchmark,
    Blank,
    Claim,
    Comparison,
    Document,
    EarlierRelease,
    Evidence,
    Extraction,
    Finding,
    Judgement,
    Model,
    Picture,
    Question,
    Release,
    Resolution,
    ResolvedBlank,
    ResolvedClaim,
    Run,
    Source,
    Vendor,
)
from auditor.store.shapes import Shape

DOCUMENTS = Shape(Document, "documents", packed=frozenset({"blocks"}))
CLAIMS = Shape(Claim, "claims")
BLANKS = Shape(Blank, "blanks")
EXTRACTIONS = Shape(Extraction, "extractions", elsewhere=frozenset({"claims", "blanks"}))
RESOLUTIONS = Shape(Resolution, "resolutions")
RESOLVED_CLAIMS = Shape(ResolvedClaim, "resolved_claims", elsewhere=frozenset({"claim", "model", "benchmark"}))
RESOLVED_BLANKS = Shape(ResolvedBlank, "resolved_blanks", elsewhere=frozenset({"blank", "model", "benchmark"}))
RELEASES = Shape(Release, "releases")
EARLIER = Shape(EarlierRelease, "earlier_releases", elsewhere=frozenset({"release", "documents", "claims", "blanks"}))
SOURCES = Shape(Source, "sources")
RUNS = Shape(Run, "runs")
COMPARISONS = Shape(Comparison, "comparisons")
BENCHMARKS = Shape(Benchmark, "benchmarks")
MODELS = Shape(Model, "models")
VENDORS = Shape(Vendor, "vendors")
QUESTIONS = Shape(Question, "questions")
FINDINGS = Shape(Finding, "findings", rename={"check": "check_name"}, elsewhere=frozenset({"evidence", "question"}))
EVIDENCE = Shape(Evidence, "evidence", rename={"primary": "is_primary"})
JUDGEMENTS = Shape(Judgement, "judgements", elsewhere=frozenset({"attempts"}))
ATTEMPTS = Shape(Attempt, "attempts")
PICTURES = Shape(Picture, "pictures")
AUDITS = Shape(Audit, "audits")

SHAPES = (
    DOCUMENTS,
    CLAIMS,
    BLANKS,
    EXTRACTIONS,
    RESOLUTIONS,
    RESOLVED_CLAIMS,
    RESOLVED_BLANKS,
    RELEASES,
    EARLIER,
    SOURCES,
    RUNS,
    COMPARISONS,
    BENCHMARKS,
    MODELS,
    VENDORS,
    QUESTIONS,
    FINDINGS,
    EVIDENCE,
    JUDGEMENTS,
    ATTEMPTS,
    PICTURES,
    AUDITS,
)
