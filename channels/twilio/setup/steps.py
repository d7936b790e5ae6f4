"""What a plan is made of: steps, joins, and what is held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "service", "app", "list", "domain"]
Use = Literal["sender", "calls", "registrations"]


@dataclass(frozen=True, slots=True)
class Change:
    """One value, by the name the provider's library has for it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something to make (without a sid) or to change."""

    kind: Kind
    name: str
    sid: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Something to put into something else; a sid is empty when this run makes it first."""

    use: Use
    name: str
    sid: str
    into: str
    into_sid: str


@dataclass(frozen=True, slots=True)
class Held:
    """Something of somebody else's that stays as it is, unless replacing was asked for."""

    kind: Kind
    name: str
    what: str
    """Which of its values: ``calls``, ``texts``, ``phones``."""
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a hub's configuration may name, as far as it is there."""

    service_sid: str = ""
    app_sid: str = ""
    list_sid: str = ""
    domain_sid: str = ""
    sip_domain: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in this order; what stays; what else should be known."""

    known: Known = Known()
    steps: tuple[Step, ...] = ()
    joins: tuple[Join, ...] = ()
    held: tuple[Held, ...] = ()
    right: tuple[tuple[Kind, str], ...] = ()
    """Kind and name of what is as it should be."""
    notes: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do."""
        return not self.steps and not self.joins
