"""MathArena's model configurations: what a million tokens cost when the model was run."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.importers.reading import head_of, iso_date, text_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import Independence

SOURCE = SourceHint(
    "matharena-prices", "MathArena model configurations", "MathArena", Independence.compiled, "https://matharena.ai"
)


class MathArenaPrices:
    """A YAML file a model with read_cost and write_cost."""

    name = "matharena-prices"
    describes = "MathArena model configuration YAML (list prices)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() not in {".yaml", ".yml"}:
            return 0.0
        head = head_of(path)
        named = re.search(r"^human_readable_id:", head, re.M)
        return 1.0 if named and re.search(r"^(model|model_config):", head, re.M) else 0.0

    def read(self, path: Path) -> ImportResult:
        import yaml

        try:
            data = yaml.safe_load(text_of(path))
        except yaml.YAMLError:
            raise ImportFormatError(f"{path.name} is not valid YAML.") from None
        if not isinstance(data, dict):
            raise ImportFormatError(f"{path.name} is not one model's configuration.")
        collected = Collected(self.name, SOURCE)
        where = f"{path.parent.name}/{path.name}"
        if not data.get("model") or data.get("read_cost") is None:
            collected.skip(where, "an agent or a model without prices")
            return collected.result()
        collected.price(
            str(data["human_readable_id"]),
            input=data.get("read_cost"),
            output=data.get("write_cost"),
            locator=where,
            date=iso_date(data.get("date")),
        )
        return collected.result()
