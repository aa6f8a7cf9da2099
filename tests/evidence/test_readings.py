"""Sixty comparisons drawn at random from real documents and read one by one (readings.csv) stay as they were read."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from auditor import registry
from auditor.evidence.comparable import compare
from auditor.evidence.run_csv import parse_setting
from auditor.evidence.runs import RunLibrary, load_runs
from auditor.records import Claim, How, Origin, Place, Resolution, ResolvedClaim, Unit
from auditor.registry import Registry

READINGS = list(csv.DictReader(Path(__file__).with_name("readings.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def known() -> Registry:
    return registry.load()


@pytest.fixture(scope="module")
def library(known: Registry) -> RunLibrary:
    return load_runs(known)


def claim_of(row: dict[str, str]) -> ResolvedClaim:
    claim = Claim(
        id="claim-read",
        document=row["document"],
        block=0,
        place=Place(),
        quote=row["value"],
        origin=Origin.table,
        model=row["model"],
        benchmark=row["benchmark"],
        metric=row["metric"] or None,
        value=row["value"],
        number=Decimal(row["number"]),
        decimals=int(row["decimals"]),
        unit=Unit(row["unit"]),
        setting=parse_setting(row["setting"]),
        found_by="read",
    )
    return ResolvedClaim(
        claim=claim,
        model=Resolution(printed=row["model"], id=row["model_id"], how=How.exact),
        benchmark=Resolution(printed=row["benchmark"], id=row["benchmark_id"], how=How.exact),
    )


def test_the_readings_are_enough_and_nearly_all_right() -> None:
    assert len(READINGS) == 60
    assert sum(row["reading"] == "right" for row in READINGS) / len(READINGS) >= 0.95


@pytest.mark.parametrize("row", READINGS, ids=[f"{i}-{row['run']}" for i, row in enumerate(READINGS)])
def test_a_reading_stands(row: dict[str, str], known: Registry, library: RunLibrary) -> None:
    found = compare(
        [claim_of(row)], library, benchmarks=known.benchmarks, harnesses=known.harnesses, models=known.models
    )
    assert {c.run: c.standing.value for c in found}[row["run"]] == row["standing"]
