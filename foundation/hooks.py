"""The one kind of hook of the house: what packages and wings hand to one below them, which must not know them.

Whoever walks the offers makes the hook, beside the code that walks it. Whoever has something to offer does so when it
is set up, under a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Offer = TypeVar("Offer")


class OfferedTwice(ValueError):
    """Two packages offer different things under one name."""


class NothingOffered(LookupError):
    """Nobody offers what is asked for."""


class Hook(Generic[Offer]):
    """Offers of one kind by name, in the order in which they were made; `what` says what each of them is."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._offers: dict[str, Offer] = {}

    def offer(self, name: str, offer: Offer) -> None:
        """Add an offer; the same once more, as by a second application of the process, changes nothing.

        Raises:
            OfferedTwice: something else is offered under this name.
        """
        if self._offers.setdefault(name, offer) is not offer:
            raise OfferedTwice(f"Two packages offer a {self.what} under the name “{name}”: one needs another name.")

    def withdraw(self, name: str) -> None:
        """Take an offer back, as tests do with theirs."""
        self._offers.pop(name, None)

    def get(self, name: str) -> Offer | None:
        """What is offered under a name."""
        return self._offers.get(name)

    @property
    def only(self) -> Offer:
        """The one offer of a hook that has room for one.

        Raises:
            NothingOffered: there is none.
            OfferedTwice: there are several.
        """
        if not self._offers:
            raise NothingOffered(f"No package offers a {self.what}.")
        if len(self._offers) > 1:
            raise OfferedTwice(f"There can be one {self.what}, and these offer theirs: {', '.join(self._offers)}.")
        return next(iter(self))

    def items(self) -> list[tuple[str, Offer]]:
        """Names and offers, in order."""
        return list(self._offers.items())

    def __iter__(self) -> Iterator[Offer]:
        """The offers, in order."""
        return iter(self._offers.values())

    def __len__(self) -> int:
        return len(self._offers)

    def __contains__(self, name: object) -> bool:
        """Whether something is offered under a name."""
        return name in self._offers
