"""What judging may cost: set aside before a question is asked, so that the limit is never passed."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Condition

from auditor.providers.provider import NotAsked


@dataclass(frozen=True)
class Price:
    """List price of a model in USD per million tokens."""

    per_input: float
    per_output: float

    def of(self, input_tokens: int, output_tokens: int) -> float:
        """USD. Tokens read from a provider's cache count at the full price of input: an upper bound."""
        return (input_tokens * self.per_input + output_tokens * self.per_output) / 1e6


@dataclass(frozen=True)
class Amount:
    """Money and tokens."""

    usd: float = 0.0
    tokens: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.usd + other.usd, self.tokens + other.tokens)

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.usd - other.usd, self.tokens - other.tokens)


class Budget:
    """A limit that several threads spend from. None: no limit."""

    def __init__(self, usd: float | None = None, tokens: int | None = None) -> None:
        self.usd = usd
        self.tokens = tokens
        self.spent = Amount()
        self._aside = Amount()
        self._asking = 0
        self._changed = Condition()

    def set_aside(self, most: Amount) -> None:
        """Sets aside what one exchange can cost at most; waits where others that are on their way may leave enough.

        Raises NotAsked where too little is left.
        """
        with self._changed:
            while not self._holds(self.spent + self._aside + most):
                if not self._asking or not self._holds(self.spent + most):
                    raise NotAsked(self._said(most), advice="Raise --max-cost or --max-tokens and run it again.")
                self._changed.wait()
            self._aside += most
            self._asking += 1

    def settle(self, most: Amount, used: Amount) -> None:
        """Gives back what was set aside for an exchange and counts what it used."""
        with self._changed:
            self._aside -= most
            self._asking -= 1
            self.spent += used
            self._changed.notify_all()

    def _holds(self, amount: Amount) -> bool:
        # Sums of floats: half a millionth of a dollar is no overrun.
        return (self.usd is None or amount.usd <= self.usd + 5e-7) and (
            self.tokens is None or amount.tokens <= self.tokens
        )

    def _said(self, most: Amount) -> str:
        if self.usd is not None and self.spent.usd + most.usd > self.usd + 5e-7:
            left = max(self.usd - self.spent.usd, 0)
            return f"The budget leaves USD {left:.4f}, and the next exchange may take USD {most.usd:.4f}."
        left_tokens = max((self.tokens or 0) - self.spent.tokens, 0)
        return f"The budget leaves {left_tokens} tokens, and the next exchange may take {most.tokens}."
