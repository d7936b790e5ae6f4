"""What every desk must know now, until it is over: a provider that is silent, input set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from console.domain.agent import Agent
    from console.domain.wire import Notice


class Notices:
    """The notices that stand; one about a thing replaces the one before."""

    def __init__(self) -> None:
        self._all: dict[str, Notice] = {}

    def load(self, notices: Iterable[Notice]) -> None:
        """Start anew from a snapshot."""
        self._all = {one.about: one for one in notices if one.words}

    def hear(self, notice: Notice) -> None:
        """Take one in; without words it says that something is over."""
        self._all.pop(notice.about, None)
        if notice.words:
            self._all[notice.about] = notice

    def words(self, me: Agent | None, zone: tzinfo) -> str:
        """All that concern this agent, on one line."""
        role = me.role if me else "agent"
        mine = [n for n in self._all.values() if not n.roles or role in n.roles]
        return " · ".join(_said(one, zone) for one in mine)


def _said(notice: Notice, zone: tzinfo) -> str:
    if notice.since is None:
        return notice.words
    return f"{notice.words} (since {notice.since.astimezone(zone):%H:%M %Z})"
