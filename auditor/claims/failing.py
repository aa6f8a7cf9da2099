"""What is said where claims could not be taken: one table never costs its document, nor a document its release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from auditor import patience
from auditor.errors import AuditorError
from auditor.records import Block, Extraction, Place, Unread

_SAID = "Its claims could not be taken"


def not_taken(what: str, error: Exception, place: Place | None = None, label: str = "") -> Unread:
    """The record of a table or text whose claims could not be taken."""
    slow = isinstance(error, patience.OutOfTime)
    said = f"it takes {error}" if slow else f"{type(error).__name__}: {str(error)[:200]}"
    reason = f"{_SAID} ({said}); please report it with the document if you can."
    return Unread(what=what, reason=reason, place=place or Place(), label=label)


def is_whole(extraction: Extraction) -> bool:
    """Whether nothing failed: only then is it what the document says, and not what one machine made of it."""
    return not any(unread.reason.startswith(_SAID) for unread in extraction.unread)


@contextmanager
def costing_only(failed: dict[int, Unread], order: int, what: str, block: Block | None = None) -> Iterator[None]:
    """Notes a failure in `failed`, by the order of the table, instead of passing it on."""
    try:
        with patience.half():
            yield
    except (AuditorError, MemoryError):
        raise
    except Exception as error:
        failed[order] = not_taken(what, error, block.place if block else None, block.label if block else "")
