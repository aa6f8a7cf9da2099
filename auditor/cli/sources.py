"""Paths and addresses as arguments: what is on the web is downloaded for as long as the command runs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from auditor.documents.fetching import Origin

F = TypeVar("F", bound=Callable[..., Any])


class Source(click.ParamType[Path | str]):
    """A path, or the address of a web page as it is written: paths would lose its double slash."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        from auditor.documents.fetching import is_url

        if value == "":
            # A shell variable that is not set; as a path it would be the folder one stands in.
            self.fail("A path is empty. Name a file, a folder or an address.", param, ctx)
        return value if isinstance(value, str) and is_url(value) else Path(value)


def sources_argument(function: F) -> F:
    """Adds the argument PATH... and --allow-private."""
    function = click.option(
        "--allow-private", is_flag=True, help="Download from this computer and its own network, too."
    )(function)
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=Source())(function)


@contextmanager
def gathered(
    sources: Sequence[Path | str], tell: Callable[[str, int, int], None], *, allow_private: bool
) -> Iterator[tuple[tuple[Path, ...], dict[Path, Origin]]]:
    """The files of all sources, and where those that were downloaded come from; they are gone afterwards.

    Raises DocumentError where one cannot be downloaded.
    """
    addresses = [source for source in sources if isinstance(source, str)]
    if not addresses:
        yield tuple(source for source in sources if isinstance(source, Path)), {}
        return
    from datetime import UTC, datetime

    from auditor.documents.fetching import Origin, fetch

    files: list[Path] = []
    origins: dict[Path, Origin] = {}
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        for number, source in enumerate(sources):
            if isinstance(source, Path):
                files.append(source)
                continue
            tell(f"Downloading {source}", number, len(sources))
            fetched = fetch(source, allow_private=allow_private)
            file = Path(folder, str(number), fetched.name)
            file.parent.mkdir()
            file.write_bytes(fetched.data)
            files.append(file)
            origins[file] = Origin(fetched.final_url, datetime.now(UTC).date().isoformat())
        yield tuple(files), origins
