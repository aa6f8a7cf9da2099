"""The judge without a language model: it decides what a written rule can, and says so where none can."""

from __future__ import annotations

import hashlib
import inspect

from auditor.providers.provider import Reply, Request


class RubricProvider:
    """Answers by the rubric of each question. Always named as what it is: `<question>_rubric@<version>`."""

    name = "rubric"
    vendor = None

    def answer(self, request: Request) -> Reply:
        """The rubric's answer; an answer of None becomes "uncertain" in the judge's hands."""
        return Reply(
            answer=request.rubric(request.question),
            model=request.rubric_name,
            prompt=request.rubric_name,
            prompt_sha256=hashlib.sha256(inspect.getsource(request.rubric).encode()).hexdigest(),
        )
