"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from auditor.errors import UsageError


def refuse_folder(output: Path) -> None:
    """Says before the work, not after it, that a file cannot be written there. Raises UsageError."""
    if output.is_dir():
        raise UsageError(f"{output} is a folder.", advice="Name a file.")
    if not output.parent.is_dir():
        raise UsageError(f"The folder {output.parent} does not exist.", advice="Make it first.")


def write(output: Path, content: str | bytes) -> None:
    """Writes a file whole or not at all. Raises UsageError."""
    part = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
        part.replace(output)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise UsageError(f"{output} cannot be written: {error.strerror or error}.") from error
