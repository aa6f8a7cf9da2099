"""What every question to a judge is: a prompt, a form of answer and a written rubric."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from auditor.judges.answer import Answer, QuotedWords
from auditor.records import Question


class Judge(ABC):
    """One question. Its name is its module's; its prompt is `judge_<name>`."""

    name: ClassVar[str]
    answer: ClassVar[type[Answer]] = Answer
    rubric_version: ClassVar[int] = 1
    """Rises when the rubric's rule changes."""
    options: ClassVar[tuple[str, str] | None] = None
    """Two variables that hold options which are compared. A model is asked in both orders of their blocks, and only an
    answer that does not hang on the order counts."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.name = cls.__module__.rsplit(".", 1)[-1]

    @property
    def prompt(self) -> str:
        return f"judge_{self.name}"

    @property
    def rubric_name(self) -> str:
        return f"{self.name}_rubric@{self.rubric_version}"

    @abstractmethod
    def rubric(self, question: Question) -> Answer | None:
        """The answer by the written rule, from the question's features alone; None where the rule does not decide."""


def quoting(question: Question, *ids: str) -> list[QuotedWords]:
    """Whole pieces of evidence as quotes."""
    return [QuotedWords(evidence=id, text=question.evidence[id]) for id in ids if question.evidence.get(id)]
