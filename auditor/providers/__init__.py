"""Who answers questions: language models behind their SDKs, written rubrics, recorded answers."""

from auditor.providers.provider import Provider, Reply, Request

__all__ = ["Provider", "Reply", "Request"]
