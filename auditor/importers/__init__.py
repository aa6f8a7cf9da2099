"""Foreign result files → runs. One file a format; a file that no importer knows is named, never half-read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.importers.aider import Aider
from auditor.importers.arc_prize import ArcPrize
from auditor.importers.artificial_analysis import ArtificialAnalysis
from auditor.importers.benchpress import BenchPress
from auditor.importers.bfcl import Bfcl
from auditor.importers.bigcodebench import BigCodeBench
from auditor.importers.epoch_eci import EpochEci
from auditor.importers.epoch_hub import EpochHub
from auditor.importers.evalplus import EvalPlus
from auditor.importers.every_eval_ever import EveryEvalEver
from auditor.importers.helm import Helm
from auditor.importers.hugging_face import EvalResults, ModelIndex
from auditor.importers.inspect_log import InspectLog
from auditor.importers.livebench import LiveBench
from auditor.importers.livecodebench import LiveCodeBench
from auditor.importers.llm_stats import LlmStats
from auditor.importers.lm_eval import LmEval
from auditor.importers.lmarena import LmArena, LmArenaCsv
from auditor.importers.markdown_board import LECHMAZUR, MMLU_PRO, VECTARA, MarkdownBoard
from auditor.importers.matharena import MathArena
from auditor.importers.matharena_prices import MathArenaPrices
from auditor.importers.nejumi import Nejumi
from auditor.importers.open_llm import OpenLlm
from auditor.importers.osworld import OsWorld
from auditor.importers.own_csv import OwnCsv
from auditor.importers.result import Importer, ImportResult, Skipped, SourceHint
from auditor.importers.swebench_pro import SweBenchPro
from auditor.importers.swebench_site import SweBenchSite
from auditor.importers.tau2 import Tau2
from auditor.importers.terminal_bench import TerminalBench
from auditor.importers.vals import ValsAi
from auditor.records import Run, Source

IMPORTERS: tuple[Importer, ...] = (
    EpochHub(),
    Aider(),
    Bfcl(),
    EvalPlus(),
    Tau2(),
    SweBenchPro(),
    SweBenchSite(),
    EveryEvalEver(),
    LmEval(),
    InspectLog(),
    EvalResults(),
    ModelIndex(),
    ArcPrize(),
    LiveBench(),
    MathArena(),
    MathArenaPrices(),
    OpenLlm(),
    Helm(),
    OsWorld(),
    LmArena(),
    LmArenaCsv(),
    BigCodeBench(),
    LiveCodeBench(),
    TerminalBench(),
    ArtificialAnalysis(),
    ValsAi(),
    Nejumi(),
    EpochEci(),
    BenchPress(),
    LlmStats(),
    MarkdownBoard("vectara", "Vectara's hallucination leaderboard README", VECTARA),
    MarkdownBoard("mmlu-pro", "MMLU-Pro README", MMLU_PRO),
    MarkdownBoard("lechmazur", "Lech Mazur's benchmark READMEs", *LECHMAZUR),
    OwnCsv(),
)

__all__ = [
    "IMPORTERS",
    "ImportResult",
    "Importer",
    "Skipped",
    "SourceHint",
    "each_once",
    "importer_of",
    "read",
    "source_of",
]


def importer_of(path: Path) -> Importer | None:
    """The importer that is surest of the file; None where none knows it."""
    scores = [(importer.detect(path), importer) for importer in IMPORTERS]
    best = max(scores, key=lambda pair: pair[0])
    return best[1] if best[0] > 0 else None


def each_once(results: Iterable[ImportResult]) -> tuple[Run, ...]:
    """The runs of several files, each id once, in a stable order; of two copies the one that says more stays."""
    kept: dict[str, Run] = {}
    for run in (run for result in results for run in result.runs):
        if run.id not in kept or _facts(run) > _facts(kept[run.id]):
            kept[run.id] = run
    return tuple(
        sorted(kept.values(), key=lambda r: (r.benchmark, r.model, r.metric or "", r.setting.printed, r.locator))
    )


def source_of(hint: SourceHint) -> Source:
    """The source as a format knows it; a licence is never assumed."""
    return Source(
        id=hint.id,
        name=hint.name,
        publisher=hint.publisher,
        url=hint.url,
        licence="not stated",
        attribution=hint.publisher,
        independence=hint.independence,
        quotes=hint.quotes,
    )


def _facts(run: Run) -> int:
    return sum(value is not None for value in run.__dict__.values()) + len(run.setting.conditions)


def read(path: Path, *, format: str | None = None) -> ImportResult:
    """The runs of one file, by the named format or the one that its content shows.

    Raises ImportFormatError where no importer knows the file, or where it breaks the format it claims.
    """
    if not path.is_file():
        raise ImportFormatError(f"{path} is not a file.")
    importer = next((i for i in IMPORTERS if i.name == format), None) if format else importer_of(path)
    if importer is None:
        names = ", ".join(i.name for i in IMPORTERS)
        raise ImportFormatError(f"No importer knows {path.name}.", advice=f"Known formats: {names}.")
    return importer.read(path)
