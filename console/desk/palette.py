"""Every action by name: the command palette as a reading of the key table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from console.desk.key_names import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.keys import Key


LONGEST = 100
"""Characters of what is searched for; no action is called anything as long."""


@runtime_checkable
class ActsByName(Protocol):
    """What the palette needs of the app."""

    def live_keys(self) -> list[Key]:
        """Give the actions that mean something now."""
        ...

    def act(self, name: str) -> None:
        """Do one."""
        ...


class Actions(Provider):
    """The actions that mean something now, with their keys."""

    def _live(self) -> list[tuple[Key, Callable[[], None]]]:
        app: object = self.app
        if not isinstance(app, ActsByName):
            return []
        mine = [key for key in app.live_keys() if key.id != "app.palette"]
        return [(key, partial(app.act, key.id)) for key in mine]

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for key, act in self._live():
            yield DiscoveryHit(_name(key), act, help=key.tip)

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query[:LONGEST])
        for key, act in self._live():
            score = matcher.match(f"{key.text} {key.tip}")
            if score > 0:
                yield Hit(score, Content(_name(key)), act, text=key.text, help=key.tip)


def _name(key: Key) -> str:
    return f"{key.text}  {shown(key.key)}" if key.key else key.text
