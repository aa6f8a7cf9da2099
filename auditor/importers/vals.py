"""vals.ai results as a JSON extract of its pages: accuracy by benchmark edition and model, with list prices."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.importers.reading import effort_conditions, head_of, iso_date, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint("vals-ai", "Vals AI benchmarks", "Vals AI", Independence.third_party, "https://www.vals.ai")
# The key without its date: benchmark, and whether Vals AI made it.
_BOARDS: dict[str, tuple[str, bool]] = {
    "aime": ("AIME", False),
    "case_law_v2": ("CaseLaw v2", True),
    "corp_fin_v2": ("CorpFin v2", True),
    "finance_agent": ("Finance Agent", True),
    "gpqa": ("GPQA Diamond", False),
    "IOI": ("IOI", True),
    "lcb": ("LiveCodeBench", False),
    "legal_bench": ("LegalBench", False),
    "math500": ("MATH-500", False),
    "medqa": ("MedQA", False),
    "mgsm": ("MGSM", False),
    "mmlu_pro": ("MMLU-Pro", False),
    "mmmu": ("MMMU", False),
    "mortgage_tax": ("MortgageTax", True),
    "swebench": ("SWE-bench Verified", False),
    "tax_eval_v2": ("TaxEval v2", True),
}
_DATED = re.compile(r"[-_](?:(\d{4})[-_](\d{2})[-_](\d{2})|(\d{2})-(\d{2})-(\d{4}))$")
_MODE = re.compile(r"\((Thinking|Nonthinking|Non-thinking)\)", re.I)


class ValsAi:
    """An extract with `benchmark`, `benchmark_group`, `accuracy`, `cost_input`, `cost_output`."""

    name = "vals-ai"
    describes = "Vals AI JSON extract (accuracy by benchmark edition, list prices)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        head = head_of(path)
        return 1.0 if '"benchmark_group"' in head and '"cost_input"' in head and '"accuracy"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        rows = data.get("benchmarks") if isinstance(data, dict) else None
        if not isinstance(rows, list):
            raise ImportFormatError(f"{path.name} has no list of benchmark results.")
        collected = Collected(self.name, SOURCE)
        priced: set[str] = set()
        for row in rows:
            key, model = str(row.get("benchmark") or ""), str(row.get("model") or "")
            locator, score = f"{key} {model}", number(row.get("accuracy"))
            dated = _DATED.search(key)
            if not dated:
                collected.skip(locator, "an edition without a date, older than the dated one beside it")
                continue
            stem = key[: dated.start()]
            if stem not in _BOARDS or score is None or not model:
                collected.skip(locator, "no number" if stem in _BOARDS else f"the benchmark {stem!r} is not known")
                continue
            date = "-".join(part for part in (dated.group(1, 2, 3) if dated[1] else dated.group(6, 4, 5)) if part)
            name, own = _BOARDS[stem]
            mode = _MODE.search(model)
            collected.add(
                model=model,
                benchmark=name,
                metric="accuracy",
                score=score,
                unit=Unit.percent,
                independence=Independence.benchmark_author if own else None,
                conditions={
                    **(effort_conditions("on" if mode[1].lower() == "thinking" else "off", mode[0]) if mode else {}),
                    ConditionName.harness: "vals.ai",
                },
                date=iso_date(date),
                locator=locator,
            )
            if model not in priced:
                priced.add(model)
                collected.price(
                    model,
                    input=row.get("cost_input"),
                    output=row.get("cost_output"),
                    locator=model,
                    date=iso_date(data.get("timestamp_utc")),
                )
        return collected.result()
