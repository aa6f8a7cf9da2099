"""A picture: part of a page as it looks, kept with an audit so that its findings can be checked by eye."""

from __future__ import annotations

from pydantic import ConfigDict

from auditor.records._base import Record
from auditor.records.document import Place


class Picture(Record):
    """Part of a page of a document as it looks; or why there is no picture of it."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    document: str
    """Id of the document."""
    place: Place
    """The page, and the rectangle of it that is shown."""
    media_type: str = "image/png"
    width: int | None = None
    """In pixels."""
    height: int | None = None
    """In pixels."""
    data: bytes | None = None
    """The picture file. None: there is none."""
    missing: str | None = None
    """Why there is none, in one sentence."""
