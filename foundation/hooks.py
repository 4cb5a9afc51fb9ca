"""What packages offer to one below them, which must not know them: the one kind of hook of the house.

The package that walks the offers makes the hook, beside the code that walks it. Whoever has something to offer does so
when it is set up, under a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Offer = TypeVar("Offer")


class OfferedTwice(ValueError):
    """Two packages offer different things under one name."""


class Hook(Generic[Offer]):
    """Offers of one kind by name, in the order in which they were made; `what` says what each of them is."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._offers: dict[str, Offer] = {}

    def offer(self, name: str, offer: Offer) -> Offer:
        """Add an offer; the same once more, as in another application of one process, changes nothing.

        Raises:
            OfferedTwice: something else is offered under this name.
        """
        if self._offers.setdefault(name, offer) is not offer:
            raise OfferedTwice(f"Two packages offer a {self.what} under the name “{name}”. Give one another name.")
        return offer

    def get(self, name: str) -> Offer | None:
        """What is offered under a name."""
        return self._offers.get(name)

    def items(self) -> Iterator[tuple[str, Offer]]:
        """Names and offers, in order."""
        return iter(self._offers.items())

    def __iter__(self) -> Iterator[Offer]:
        """The offers, in order."""
        return iter(self._offers.values())

    def __contains__(self, name: object) -> bool:
        """Whether something is offered under a name."""
        return name in self._offers
