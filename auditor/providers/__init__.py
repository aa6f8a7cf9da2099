"""Who answers questions: language models behind their SDKs, written rubrics, recorded answers."""

from auditor.providers.budget import Budget, Price
from auditor.providers.choosing import Named, language_model, named
from auditor.providers.model import LanguageModel, Manner
from auditor.providers.provider import NotAsked, Provider, Reply, Request

__all__ = [
    "Budget",
    "LanguageModel",
    "Manner",
    "Named",
    "NotAsked",
    "Price",
    "Provider",
    "Reply",
    "Request",
    "language_model",
    "named",
]
