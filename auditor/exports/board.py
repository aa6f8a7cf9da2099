"""A board over all releases of a database: one self-contained page, a small script of its own that only filters and
sorts, everything readable without it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from markupsafe import Markup

from auditor.exports.html import environment
from auditor.exports.plots import Plot, dot_plot, time_plot
from auditor.exports.presentation import short

Row = Mapping[str, Any]
MOST_MODELS = 80
MOST_BENCHMARKS = 40
MOST_FRONTIER = 20
MOST_LISTED = 60
"""Rows of the tables of costs and of effort."""
LADDER = ("none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra")
TELLING = ("unexplained", "explained", "consistent")
"""Of several runs beside a claim the most telling is shown."""
GLYPHS = {"unexplained": "◆", "explained": "■", "consistent": "●"}


@dataclass(frozen=True)
class Cell:
    """The best score claimed of a model on a benchmark."""

    claim: str
    value: str
    number: Decimal
    benchmark: str
    setting: str
    where: str
    link: str | None
    observed: str
    standing: str
    run_by: str
    findings: int
    others: int
    """Scores with other settings that are not shown."""


@dataclass
class ModelRow:
    """A released model."""

    id: str
    name: str
    vendor: str
    released: str
    cells: dict[str, Cell] = field(default_factory=dict)
    """By benchmark id."""


@dataclass(frozen=True)
class Efforts:
    """Scores of one model on one benchmark at several efforts, least effort first."""

    model: str
    benchmark: str
    scores: tuple[tuple[str, str], ...]


@dataclass
class Known:
    """The rows of the database by what they are asked for."""

    models: dict[str, Row]
    benchmarks: dict[str, Row]
    documents: dict[str, Row]
    vendors: dict[str, str]

    def model(self, id: str) -> str:
        return str(self.models[id]["name"]) if id in self.models else id

    def benchmark(self, id: str) -> str:
        return str(self.benchmarks[id]["name"]) if id in self.benchmarks else id

    def less_is_better(self, id: str) -> bool:
        return id in self.benchmarks and json.loads(self.benchmarks[id]["metric"]).get("higher_is_better") is False

    def vendor(self, id: str | None) -> str:
        return self.vendors.get(id or "", id or "not stated")


def board(rows: Mapping[str, Sequence[Row]], *, database: str) -> str:
    """The page; the same rows give the same bytes. `rows` are those of `auditor.store.board.board_rows`."""
    known = Known(
        {row["id"]: row for row in rows["models"]},
        {row["id"]: row for row in rows["benchmarks"]},
        {row["id"]: row for row in rows["documents"]},
        {row["id"]: row["name"] for row in rows["vendors"]},
    )
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows["claims"]:
        groups.setdefault((row["model_id"], row["benchmark_id"]), []).append(row)
    models = _models(groups, rows, known)
    counts = Counter(benchmark for model in models for benchmark in model.cells)
    shown = sorted(counts, key=lambda id: (-counts[id], known.benchmark(id)))[:MOST_BENCHMARKS]
    script = (Path(__file__).parent / "board.js").read_text(encoding="utf-8")
    own = {model.id for model in models}
    costs = [row for row in rows["costs"] if row["model_id"] in own]
    efforts = _efforts(groups, known)
    return (
        environment()
        .get_template("board.html.j2")
        .render(
            database=database,
            releases=rows["releases"],
            subjects=[(", ".join(json.loads(row["subjects"])) or row["id"]) for row in rows["releases"]],
            vendor=known.vendor,
            models=models[:MOST_MODELS],
            more_models=max(0, len(models) - MOST_MODELS),
            benchmarks=[(id, known.benchmark(id)) for id in shown],
            more_benchmarks=max(0, len(counts) - MOST_BENCHMARKS),
            frontier=_frontier(models, known),
            timeline=_timeline(rows["releases"], known),
            prices=[
                (model, price)
                for model in models
                if (price := known.models.get(model.id)) and price["price_in"] is not None
            ],
            costs=[(known.model(row["model_id"]), _cost_of(row, known), row) for row in costs[:MOST_LISTED]],
            more_costs=max(0, len(costs) - MOST_LISTED),
            efforts=efforts[:MOST_LISTED],
            more_efforts=max(0, len(efforts) - MOST_LISTED),
            standings=GLYPHS,
            script=Markup(script),
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )


def _models(
    groups: Mapping[tuple[str, str], Sequence[Row]], rows: Mapping[str, Sequence[Row]], known: Known
) -> list[ModelRow]:
    """The released models, latest first."""
    beside: dict[str, Row] = {}
    for row in rows["comparisons"]:
        kept = beside.get(row["claim"])
        if kept is None or TELLING.index(row["standing"]) < TELLING.index(kept["standing"]):
            beside[row["claim"]] = row
    findings = {row["claim"]: row["findings"] for row in rows["findings"]}
    releases = {row["id"]: row for row in rows["releases"]}
    made: dict[str, ModelRow] = {}
    for (id, benchmark), claims in groups.items():
        release = releases[claims[0]["release"]]
        if id not in made:
            model = known.models.get(id)
            made[id] = ModelRow(
                id,
                known.model(id),
                known.vendor(model["vendor"] if model else release["vendor"]),
                (model["released"] if model else None) or release["released"] or "",
            )
        best = _best(claims, known.less_is_better(benchmark))
        made[id].cells[benchmark] = _cell(
            best, beside.get(best["id"]), findings, known, len({c["value"] for c in claims})
        )
    return sorted(made.values(), key=lambda model: (_backwards(model.released), model.name, model.id))


def _best(claims: Sequence[Row], less_is_better: bool) -> Row:
    """The highest claim, or the lowest where registry or document say that less is better; the first of equals.

    A score chosen among several answers says more than one answer does: it counts only where there is no other.
    """
    claims = [claim for claim in claims if not _chosen(claim)] or claims
    less = less_is_better or any(claim["higher_is_better"] == 0 for claim in claims)
    return (min if less else max)(claims, key=lambda claim: Decimal(claim["number"]))


def _chosen(claim: Row) -> bool:
    for one in json.loads(claim["setting"]).get("conditions", ()):
        # What a section says in passing need not be meant of every score in it.
        if one["said_in"] in ("section", "prose"):
            continue
        if one["name"] == "attempts" and one["value"] not in ("1", "pass@1"):
            return True
        if one["name"] == "samples" and one["value"].startswith(("cons", "maj", "best")):
            return True
    return False


def _cell(claim: Row, beside: Row | None, findings: Mapping[str, int], known: Known, values: int) -> Cell:
    number = Decimal(claim["number"])
    document = known.documents.get(claim["document"])
    place = f"page {claim['page']}" if claim["page"] is not None else f"line {claim['line']}"
    url = document["url"] if document else None
    web = url is not None and url.lower().startswith(("https://", "http://"))
    page = f"#page={claim['page']}" if claim["page"] is not None else ""
    return Cell(
        claim["id"],
        claim["value"],
        number,
        known.benchmark(claim["benchmark_id"]),
        json.loads(claim["setting"]).get("printed", ""),
        ", ".join(part for part in (document["name"] if document else "", place, claim["label"]) if part),
        f"{url.partition('#')[0]}{page}" if web and url else None,
        short(number - Decimal(beside["difference"])) if beside else "",
        beside["standing"] if beside else "",
        beside["run_by"] or "" if beside else "",
        findings.get(claim["id"], 0),
        values - 1,
    )


def _frontier(models: Iterable[ModelRow], known: Known) -> Plot | None:
    """The best claim of each organisation on a benchmark, in points of a scale that is the same for all."""
    best: dict[str, dict[str, tuple[Decimal, str]]] = {}
    for model in models:
        for id, cell in model.cells.items():
            metric = json.loads(known.benchmarks[id]["metric"]) if id in known.benchmarks else {}
            if metric.get("higher_is_better") is False or metric.get("unit") not in (None, "percent"):
                continue
            if 0 <= cell.number <= 100:
                mine = best.setdefault(id, {})
                mine[model.vendor] = max(mine.get(model.vendor, (Decimal(-1), "")), (cell.number, model.name))
    rows = []
    for id in sorted(best, key=lambda id: (-len(best[id]), known.benchmark(id)))[:MOST_FRONTIER]:
        ranked = sorted(best[id].values(), reverse=True)
        if len(ranked) > 1:
            rows.append((known.benchmark(id), [(float(number), name) for number, name in ranked]))
    return dot_plot(rows)


def _timeline(releases: Sequence[Row], known: Known) -> Plot | None:
    """Releases by organisation along the calendar."""
    by: dict[str, list[tuple[date, str]]] = {}
    for row in releases:
        if row["released"]:
            day = date.fromisoformat((row["released"] + "-01-01")[:10])
            name = next(iter(json.loads(row["subjects"])), row["id"])
            by.setdefault(known.vendor(row["vendor"]), []).append((day, name))
    return time_plot(
        sorted(((vendor, sorted(of)) for vendor, of in by.items()), key=lambda one: (-len(one[1]), one[0]))
    )


def _efforts(groups: Mapping[tuple[str, str], Sequence[Row]], known: Known) -> list[Efforts]:
    found = []
    for (model, benchmark), claims in groups.items():
        scores: dict[str, str] = {}
        for claim in claims:
            for one in json.loads(claim["setting"]).get("conditions", ()):
                if one["name"] == "effort":
                    scores.setdefault(one["value"], claim["value"])
        if len(scores) > 1:
            ladder = sorted(scores, key=lambda value: (LADDER.index(value) if value in LADDER else 99, value))
            found.append(
                Efforts(
                    known.model(model), known.benchmark(benchmark), tuple((value, scores[value]) for value in ladder)
                )
            )
    return sorted(found, key=lambda one: (one.model, one.benchmark))


def _cost_of(row: Row, known: Known) -> str:
    return known.benchmark(row["benchmark_id"]) if row["benchmark_id"] else str(row["benchmark"])


def _backwards(day: str) -> tuple[int, ...]:
    """Sorts later dates first, and the undated last."""
    return tuple(-ord(letter) for letter in day) or (1,)
