"""The record door as routes see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.hub.store.group import Answer
    from console.hub.store.wish import Outcome, Wish


class Recorder(Protocol):
    """Grants wishes: the only way anything changes."""

    @property
    def is_alive(self) -> bool:
        """Whether wishes are being granted."""
        ...

    def record(self, wish: Wish) -> Awaitable[Outcome]:
        """Answer after the commit. Raises Rejected or StoreUnavailable."""
        ...

    def ask(self, wish: Wish, answer: Callable[[Answer], None]) -> None:
        """Call ``answer`` after the commit, with what ``record`` would give or raise."""
        ...
