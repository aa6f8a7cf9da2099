"""What every check is: a rule with a name, a version and a docstring that explains it to a reader."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from auditor.records import Confidence, Dossier, Evidence, Finding, Question, Severity, content_id

SECTIONS = ("What it finds", "Why it matters", "Decision rule", "Example", "What would clear it", "References")
"""The sections of every check's docstring, in this order."""

SAYS = (
    "contradicted",
    "not comparable",
    "not resolvable",
    "undisclosed",
    "demoted",
    "absent",
    "unread",
    "disclosed",
    "unsupported",
)
"""All that a finding may say of its claims."""


class Check(ABC):
    """One rule over a dossier. Pure: it reads no disk, network, clock or model."""

    name: ClassVar[str]
    """The module's name."""
    family: ClassVar[str]
    """The package's name."""
    version: ClassVar[int] = 1
    """Rises when the rule changes, never when its wording does."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        parts = cls.__module__.split(".")
        cls.name = parts[-1]
        cls.family = parts[-2] if len(parts) > 1 else ""

    @abstractmethod
    def find(self, dossier: Dossier) -> Iterator[Finding]:
        """The findings in a dossier, in reading order."""

    @classmethod
    def sections(cls) -> dict[str, str]:
        """The docstring by section; the summary line under the empty key."""
        found: dict[str, list[str]] = {"": []}
        current = ""
        for line in inspect.cleandoc(cls.__doc__ or "").splitlines():
            if line.rstrip(":") in SECTIONS and line.endswith(":"):
                current = line.rstrip(":")
                found[current] = []
            else:
                found[current].append(line)
        return {name: inspect.cleandoc("\n".join(lines)).strip() for name, lines in found.items()}

    def finding(
        self,
        dossier: Dossier,
        *,
        severity: Severity,
        confidence: Confidence,
        says: str,
        title: str,
        message: str,
        evidence: Sequence[Evidence],
        overturned_by: str,
        arithmetic: Sequence[str] = (),
        models: Sequence[str] = (),
        benchmarks: Sequence[str] = (),
        question: Question | None = None,
    ) -> Finding:
        """A finding of this check, identified by what it stands on."""
        if says not in SAYS:
            raise ValueError(f"{self.name} says {says!r}, which no finding may say")
        if not any(item.primary for item in evidence):
            raise ValueError(f"{self.name} made a finding without primary evidence")
        ordered = sorted(evidence, key=lambda item: not item.primary)
        stands_on = sorted({(item.kind.value, item.ref, item.quote) for item in evidence})
        return Finding(
            id=content_id("find", self.name, dossier.release.id, stands_on),
            check=self.name,
            family=self.family,
            check_version=self.version,
            severity=severity,
            confidence=confidence,
            says=says,
            title=title[:1].upper() + title[1:] if title.startswith(("line ", "page ")) else title,
            message=message[:1].upper() + message[1:],
            evidence=tuple(ordered),
            arithmetic=tuple(arithmetic),
            overturned_by=overturned_by,
            models=tuple(dict.fromkeys(models)),
            benchmarks=tuple(dict.fromkeys(benchmarks)),
            question=question,
        )
