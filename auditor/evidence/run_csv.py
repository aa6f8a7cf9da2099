"""Runs as a CSV file: the shipped runs.csv and a person's own. One row a run; empty means that the source does not say.

Columns: `model`, `benchmark` and `score` are needed; all others may be missing. `setting` holds conditions as
`name=value`, joined by "; ", with the printed form in angle brackets where it differs ("effort=high <_high>").
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from auditor.errors import ImportFormatError
from auditor.records import Condition, ConditionName, Independence, Run, SaidIn, Setting, Unit, content_id

COLUMNS = (
    "id",
    "model",
    "benchmark",
    "metric",
    "score",
    "unit",
    "stderr",
    "n",
    "setting",
    "date",
    "cost_usd",
    "cost_basis",
    "tokens",
    "run_by",
    "independence",
    "locator",
    "notes",
)
NEEDED = ("model", "benchmark", "score")
_NAMES = frozenset(str(name) for name in ConditionName)
_CONDITION = re.compile(r"(?P<name>[a-z_]+)=(?P<value>[^<]*?)(?: <(?P<printed>[^>]*)>)?")


def run_id(source: str, locator: str, model: str, benchmark: str, metric: str | None, score: Decimal) -> str:
    """The id of a run: the same place, labels and score always have the same one."""
    return content_id("run", source, locator, model, benchmark, metric, str(score))


def setting_of(conditions: Mapping[ConditionName, str | tuple[str, str] | None]) -> Setting:
    """A setting from normalised values or (value, printed) pairs, in the order of `ConditionName`; None is left out."""
    found: list[Condition] = []
    for name in ConditionName:
        given = conditions.get(name)
        if given is None or given == "":
            continue
        value, printed = given if isinstance(given, tuple) else (given, given)
        found.append(Condition(name=name, value=_plain(value), printed=_plain(printed), said_in=SaidIn.row))
    return Setting(conditions=tuple(found), printed="; ".join(c.printed for c in found))


def format_setting(setting: Setting) -> str:
    """The `setting` column."""
    return "; ".join(
        f"{c.name}={c.value}" + (f" <{c.printed}>" if c.printed != c.value else "") for c in setting.conditions
    )


@lru_cache(maxsize=4096)
def parse_setting(text: str) -> Setting:
    """The inverse of `format_setting`. Raises ImportFormatError for an unknown condition."""
    conditions: dict[ConditionName, str | tuple[str, str] | None] = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        match = _CONDITION.fullmatch(part)
        if not match or match["name"] not in _NAMES:
            raise ImportFormatError(
                f"The setting {part!r} is not a known condition.",
                advice="Write name=value with a name of: " + ", ".join(ConditionName) + ".",
            )
        value = match["value"].strip()
        conditions[ConditionName(match["name"])] = (value, match["printed"] or value)
    return setting_of(conditions)


def write_runs(runs: Iterable[Run]) -> str:
    """The runs as CSV text, in the order given."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for run in runs:
        values = {name: getattr(run, name) for name in COLUMNS if name != "setting"}
        values["setting"] = format_setting(run.setting)
        writer.writerow(["" if values[name] is None else str(values[name]) for name in COLUMNS])
    return out.getvalue()


def read_run(row: Mapping[str, str | None], *, source: str, run_by: str, independence: Independence) -> Run:
    """One row as a run. `run_by` and `independence` fill in where the row does not say.

    Raises ImportFormatError, naming the column, for a value that cannot be read.
    """
    cells = {k: v.strip() for k, v in row.items() if k and v and v.strip()}
    missing = [name for name in NEEDED if name not in cells]
    if missing:
        raise ImportFormatError(f"The row has no {' and no '.join(missing)}.")
    column = ""
    try:
        column = "score"
        score = Decimal(cells["score"])
        if not score.is_finite():
            raise ValueError
        column = "unit"
        unit = Unit(cells.get("unit", Unit.unknown))
        column = "independence"
        who = Independence(cells.get("independence", independence))
        column = "stderr"
        stderr = float(cells["stderr"]) if "stderr" in cells else None
        column = "n"
        n = int(cells["n"]) if "n" in cells else None
        column = "cost_usd"
        cost = float(cells["cost_usd"]) if "cost_usd" in cells else None
        column = "tokens"
        tokens = int(cells["tokens"]) if "tokens" in cells else None
    except (ValueError, InvalidOperation):
        raise ImportFormatError(f"The {column} {cells[column]!r} cannot be read.") from None
    locator, metric = cells.get("locator", ""), cells.get("metric")
    return Run(
        id=cells.get("id") or run_id(source, locator, cells["model"], cells["benchmark"], metric, score),
        source=source,
        run_by=cells.get("run_by", run_by),
        independence=who,
        model=cells["model"],
        benchmark=cells["benchmark"],
        metric=metric,
        score=score,
        unit=unit,
        stderr=stderr,
        n=n,
        setting=parse_setting(cells.get("setting", "")),
        date=cells.get("date"),
        cost_usd=cost,
        cost_basis=cells.get("cost_basis"),
        tokens=tokens,
        locator=locator,
        notes=cells.get("notes"),
    )


def _plain(text: str) -> str:
    """Free of the marks that the `setting` column uses, on one line."""
    return re.sub(r"\s+", " ", text.replace(";", ",").replace("<", "(").replace(">", ")")).strip()
