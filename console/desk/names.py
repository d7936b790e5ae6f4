"""Who is called what: agents, parties and machines, as a line names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.categories import OURS
from console.domain.masking import masked
from console.domain.person import Contact
from console.domain.timeline import evolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.agent import Agent
    from console.domain.timeline import Entry

_MACHINES = {"provider": "provider", "rule": "system", "admin": "administrator"}


class Names:
    """The agents and contacts a desk knows; others are named by the ends of their address."""

    def __init__(self) -> None:
        self.agents: dict[int, Agent] = {}
        self.contacts: dict[str, Contact] = {}
        self.whole: set[str] = set()
        """Addresses of which the hub told all; of others, only what was said since is known."""
        self.tree = OURS
        """Which kinds of incidents there are."""
        self.sees_listening = True
        """Whether this desk shows leads who only listen."""

    def learn(self, contacts: Iterable[Contact], late: Iterable[Entry]) -> None:
        """Know contacts as the hub read them, and what was said since."""
        read = {contact.handle: contact for contact in contacts}
        self.contacts |= read
        self.whole |= read.keys()
        for entry in late:
            if entry.stream.removeprefix("contact/") in read:
                self.hear(entry)

    def hear(self, entry: Entry) -> str:
        """Take in what was said of a contact; gives their address."""
        handle = entry.stream.removeprefix("contact/")
        after = evolve(self.contacts.get(handle) or Contact(handle=handle), entry)
        if isinstance(after, Contact):
            self.contacts[handle] = after
        return handle

    def agent(self, number: int) -> str:
        """Name of a colleague."""
        known = self.agents.get(number)
        return known.name if known and known.name else f"agent {number}"

    def party(self, handle: str) -> str:
        """Name of the person behind a handle, or their address with its middle hidden."""
        known = self.contacts.get(handle)
        return known.name if known and known.name else masked(handle) or "unknown"

    def actor(self, actor: str) -> str:
        """Name of whoever caused an entry: ``agent:3``, ``party:tel:…``, ``rule:router`` …"""
        scheme, _, rest = actor.partition(":")
        if scheme == "agent" and rest.isdecimal():
            return self.agent(int(rest))
        if scheme == "party":
            return self.party(rest)
        return _MACHINES.get(scheme, actor)
