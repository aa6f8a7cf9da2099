"""What can go wrong, said once: each error is one clear sentence and, where there is one, the next step."""

from __future__ import annotations


class AuditorError(Exception):
    """A failure that a person can act on. The command line prints it without a traceback and ends with exit code 2."""

    exit_code = 2

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        """One sentence that names the thing and what is wrong with it."""
        self.advice = advice
        """The next step, where there is one."""

    def __str__(self) -> str:
        return f"{self.message} {self.advice}" if self.advice else self.message


class UsageError(AuditorError):
    """The command was asked for something that cannot be done as asked."""


class DocumentError(AuditorError):
    """A document that cannot be read at all: truncated, encrypted, empty, binary, of an unknown kind."""


class NothingToAudit(AuditorError):
    """There is no document, or no claim in any document. Exit code 3."""

    exit_code = 3


class RegistryError(AuditorError):
    """A registry file that is malformed or contradicts another."""


class PromptError(AuditorError):
    """A prompt that is missing, changed after its release, or rendered with the wrong variables."""


class StoreError(AuditorError):
    """A database that cannot be opened, migrated or written."""


class ProviderError(AuditorError):
    """A language-model provider that refused, failed or answered outside its contract."""


class ImportFormatError(AuditorError):
    """A foreign result file that no importer recognises, or that breaks the format it claims."""
