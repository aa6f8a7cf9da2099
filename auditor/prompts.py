"""Versioned prompts: a released version never changes, and is rendered with exactly its variables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from auditor import resources
from auditor.errors import PromptError
from auditor.records import Record

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_VERSION = re.compile(r"v(\d+)\.md")
_FENCE = re.compile(r"[<＜﹤]{2,}|[>＞﹥]{2,}|[≪⋘≫⋙]")
_DULL = {"<": "‹", "＜": "‹", "﹤": "‹", ">": "›", "＞": "›", "﹥": "›", "≪": "‹‹", "⋘": "‹‹‹", "≫": "››", "⋙": "›››"}


class Prompt(Record):
    """One version of one prompt."""

    name: str
    version: int
    text: str
    """The template, with its variables as {{name}}."""
    variables: tuple[str, ...]
    changed: str = ""
    """What this version changed."""
    sha256: str
    """Of the whole file."""

    @property
    def id(self) -> str:
        """`name@version`."""
        return f"{self.name}@{self.version}"

    def render(self, variables: Mapping[str, str], *, exchanged: tuple[str, str] | None = None) -> str:
        """The text with every variable in its place, once: what is filled in is never read as a template, and cannot
        close or open a block of data.

        `exchanged`: two variables whose blocks change places, each under its own name.

        Raises PromptError where a variable is missing or unknown, or has no block to change places with.
        """
        missing = sorted(set(self.variables) - set(variables))
        unknown = sorted(set(variables) - set(self.variables))
        if missing or unknown:
            parts = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"does not know {', '.join(unknown)}"] * bool(
                unknown
            )
            raise PromptError(f"The prompt {self.id} {' and '.join(parts)}.")
        text = self._exchanged(*exchanged) if exchanged else self.text
        return _PLACEHOLDER.sub(lambda match: fenceless(variables[match[1]]), text)

    def _exchanged(self, one: str, other: str) -> str:
        blocks = []
        for name in (one, other):
            block = re.search(rf"^<<<(\w+)\n\{{\{{\s*{name}\s*\}}\}}\n\1>>>$", self.text, re.MULTILINE)
            if block is None:
                raise PromptError(f"The prompt {self.id} has no block of the variable {name}.")
            blocks.append(block)
        first, second = sorted(blocks, key=lambda block: block.start())
        between = self.text[first.end() : second.start()]
        return self.text[: first.start()] + second[0] + between + first[0] + self.text[second.end() :]


def fenceless(text: str) -> str:
    """The text with runs of angle brackets, of which the markers of data blocks are made, set as single quotes."""
    return _FENCE.sub(lambda match: "".join(_DULL[ch] for ch in match.group()), text)


def parse(data: bytes, source: str) -> Prompt:
    """A prompt out of the bytes of its file. Raises PromptError where the front matter does not fit the text."""
    match = re.match(r"---\n(.*?)\n---\n(.*)", data.decode("utf-8"), re.DOTALL)
    if not match:
        raise PromptError(f"{source} has no front matter.")
    head = dict(re.findall(r"^(\w+):[ \t]*(.*)$", match[1], re.MULTILINE))
    for key in ("name", "version", "variables", "changed"):
        if key not in head:
            raise PromptError(f"{source} does not state its {key}.")
    variables = tuple(name for name in re.split(r"[,\s]+", head["variables"]) if name)
    used = set(_PLACEHOLDER.findall(match[2]))
    if used != set(variables):
        raise PromptError(f"{source} states the variables {', '.join(variables)} but uses {', '.join(sorted(used))}.")
    if not head["version"].isdigit():
        raise PromptError(f"{source} has the version {head['version']!r}, which is no whole number.")
    return Prompt(
        name=head["name"],
        version=int(head["version"]),
        text=match[2],
        variables=variables,
        changed=head["changed"],
        sha256=hashlib.sha256(data).hexdigest(),
    )


def locked(folder: Path) -> dict[str, str]:
    """Released files and their hashes, from the LOCK: one "<sha256>  <name>/v<N>.md" a line."""
    lines = (folder / "LOCK").read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split(maxsplit=1) for line in lines if line.strip())}


def names(folder: Path | None = None) -> tuple[str, ...]:
    """The names of all prompts, sorted."""
    root = folder or resources.folder("prompts")
    return tuple(sorted(path.name for path in root.iterdir() if path.is_dir()))


def load_for(name: str, variables: Iterable[str], folder: Path | None = None) -> Prompt:
    """The latest version of a prompt that takes exactly these variables: questions that were put before a version
    asked for more are answered under the version they were put for.

    Raises PromptError where no version does.
    """
    wanted = set(variables)
    latest = load(name, folder=folder)
    for version in range(latest.version, 0, -1):
        prompt = load(name, version, folder)
        if set(prompt.variables) == wanted:
            return prompt
    raise PromptError(f"No version of the prompt {name} takes the variables {', '.join(sorted(wanted))}.")


@cache
def load(name: str, version: int | None = None, folder: Path | None = None) -> Prompt:
    """A prompt by name; its latest version unless one is asked for.

    Raises PromptError where it does not exist, is not in the LOCK, or has changed since it was released.
    """
    root = folder or resources.folder("prompts")
    found = sorted(
        int(match[1]) for path in (root / name).glob("v*.md") if (match := _VERSION.fullmatch(path.name)) is not None
    )
    if not found:
        raise PromptError(f"There is no prompt called {name}.", advice=f"Known are {', '.join(names(root))}.")
    chosen = found[-1] if version is None else version
    if chosen not in found:
        raise PromptError(f"The prompt {name} has no version {chosen}; it has {', '.join(map(str, found))}.")
    path = f"{name}/v{chosen}.md"
    data = (root / path).read_bytes()
    prompt = parse(data, f"prompts/{path}")
    if (prompt.name, prompt.version) != (name, chosen):
        raise PromptError(f"prompts/{path} calls itself {prompt.id}.")
    digest = locked(root).get(path)
    if digest is None:
        raise PromptError(f"prompts/{path} is not in prompts/LOCK.")
    if digest != prompt.sha256:
        raise PromptError(
            f"prompts/{path} has changed since it was released.", advice=f"Write v{found[-1] + 1}.md instead."
        )
    return prompt
