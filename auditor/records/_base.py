"""What all records share: frozen, closed, documented field by field, and identified by their content."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen noun. `None` always means that the source does not say."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def content_id(kind: str, *parts: Any) -> str:
    """A stable identifier `kind-<16 hex digits>` of the parts: the same content always has the same id.

    Parts must be JSON-serialisable; mappings are ordered by key.
    """
    return f"{kind}-{hashlib.sha256(_JSON.encode(parts).encode()).hexdigest()[:16]}"


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
