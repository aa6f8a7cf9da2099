"""Names to canonical entries, always saying how; and the entries' sourced facts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditor.registry.files import read, shipped
from auditor.registry.grades import may_carry
from auditor.registry.registry import Registry

__all__ = ["Registry", "load", "may_carry"]


def load(extra: Sequence[Path] = ()) -> Registry:
    """The shipped registry, and over it the entries of folders of the same shape.

    An entry of a later folder replaces one of the same id. Raises RegistryError (file, field, reason).
    """
    return Registry(read([shipped(), *extra]))
