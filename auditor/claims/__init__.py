"""Claims: every printed score of a document with its model, benchmark, setting and place; and what was withheld."""

from __future__ import annotations

from auditor.claims.extraction import extract
from auditor.claims.subject import find_release
from auditor.claims.vocabulary import PlainVocabulary, Vocabulary

__all__ = ["PlainVocabulary", "Vocabulary", "extract", "find_release"]
