"""Decides what must be done to an account: pure, from what is there and what is wanted."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from channels.twilio.setup.steps import Change, Held, Join, Kind, Known, Plan, Step
from channels.twilio.setup.wanted import (
    APP_NAME,
    SERVICE_NAME,
    SOFTPHONES_NAME,
    app_wiring,
    domain_name,
    domain_wiring,
    number_wirings,
    service_wiring,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from channels.twilio.setup.reading import Found, FoundDomain, Reading
    from channels.twilio.setup.wanted import Wanted, Wiring

DEMO = "demo.twilio.com"
"""Where a number leads that nobody has set up yet."""
TRIAL = (
    "This is a trial account: it reaches verified numbers only, and says a sentence of its own "
    "before each call."
)


class MissingNumbers(Exception):
    """The account does not own what the hub is to answer."""

    def __init__(self, missing: Sequence[str], owned: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)
        self.owned = tuple(owned)


def plan(reading: Reading, wanted: Wanted, *, replacing: bool = False) -> Plan:
    """Compare what is there with what is wanted. Raises MissingNumbers.

    Args:
        reading: The account.
        wanted: The hub.
        replacing: Whether what belongs to somebody else may be changed.
    """
    owned = {one.name: one for one in reading.numbers}
    missing = [number for number in wanted.numbers if number not in owned]
    if missing or not wanted.numbers:
        raise MissingNumbers(missing, sorted(owned))
    work = _Work(wanted, replacing)
    known = work.softphones(reading)
    app = work.marked("app", work.pick(reading.apps, APP_NAME, wanted.app_sid))
    service = work.marked("service", work.pick(reading.services, SERVICE_NAME, wanted.service_sid))
    for number in wanted.numbers:
        work.number(owned[number], reading.services, service)
    return Plan(
        known=replace(known, app_sid=app, service_sid=service),
        steps=tuple(work.steps),
        joins=tuple(work.joins),
        held=tuple(work.held),
        right=tuple(work.right),
        notes=(*work.notes, *([TRIAL] if reading.is_trial else ())),
    )


def leads_away(found: Found, wiring: Wiring, wanted: Wanted) -> bool:
    """Whether one of the values leads to somebody else: an address, an app, a trunk."""
    values = [found.values.get(name, "") for name in wiring.values if not name.endswith("_method")]
    return any(
        value and not wanted.is_here(value) and urlsplit(value).hostname != DEMO for value in values
    )


def differences(found: Found | None, wiring: Wiring) -> tuple[Change, ...]:
    """The values that are not as wanted; all of them of what is not there."""
    before = found.values if found else {}
    return tuple(
        Change(name, before.get(name, ""), value)
        for name, value in wiring.values.items()
        if not found or before.get(name, "") != value
    )


class _Work:
    """A plan in the making."""

    def __init__(self, wanted: Wanted, replacing: bool) -> None:
        self._wanted = wanted
        self._replacing = replacing
        self._wirings = {
            "app": (APP_NAME, app_wiring(wanted.public_url)),
            "service": (SERVICE_NAME, service_wiring(wanted.public_url)),
        }
        self.steps: list[Step] = []
        self.joins: list[Join] = []
        self.held: list[Held] = []
        self.right: list[tuple[Kind, str]] = []
        self.notes: list[str] = []

    def pick(self, there: Sequence[Found], name: str, sid: str = "") -> Found | None:
        """The one with the sid, else the oldest with the name: a lost answer may have left two."""
        for one in there:
            if sid and one.sid == sid:
                return one
        same = sorted((one for one in there if one.name == name), key=attrgetter("made", "sid"))
        if len(same) > 1:
            spare = ", ".join(one.sid for one in same[1:])
            self.notes.append(f"There are {len(same)} called {name!r}; {spare} can be deleted.")
        return same[0] if same else None

    def marked(self, kind: Kind, found: Found | None) -> str:
        """Plan an app or a messaging service; gives its sid, empty when it is to be made."""
        name, wiring = self._wirings[kind]
        self._one(kind, name, found, wiring, is_ours=found is None or found.is_ours)
        return found.sid if found else ""

    def softphones(self, reading: Reading) -> Known:
        """Plan the SIP domain, and the list of those who may use it."""
        opened = self.pick(reading.lists, SOFTPHONES_NAME)
        if opened is None:
            self.steps.append(Step("list", SOFTPHONES_NAME))
        else:
            self.right.append(("list", opened.name))
        domain = self._domain(reading.domains)
        new = self._wanted.sip_domain or domain_name(reading.account_sid)
        host = domain.host if domain else new
        about = replace(domain.about, name=host) if domain else None
        is_ours = domain is None or domain.about.is_ours
        known = Known(
            list_sid=opened.sid if opened else "",
            domain_sid=about.sid if about else "",
            sip_domain=host,
        )
        if self._one("domain", host, about, domain_wiring(), is_ours=is_ours):
            for use in ("calls", "registrations"):
                there = getattr(domain, use) if domain else frozenset()
                if known.list_sid not in there:
                    self.joins.append(
                        Join(use, SOFTPHONES_NAME, known.list_sid, host, known.domain_sid)
                    )
        return known

    def _domain(self, domains: Sequence[FoundDomain]) -> FoundDomain | None:
        host = self._wanted.sip_domain
        if host:
            return next((one for one in domains if one.host == host), None)
        ours = self.pick([one.about for one in domains], SOFTPHONES_NAME)
        return next((one for one in domains if one.about == ours), None)

    def _one(
        self, kind: Kind, name: str, found: Found | None, wiring: Wiring, *, is_ours: bool
    ) -> bool:
        """Plan one thing; False when it belongs to somebody else and stays."""
        changes = differences(found, wiring)
        if found is None:
            self.steps.append(Step(kind, name, changes=changes))
            return True
        if changes and not (is_ours or self._replacing):
            self.held.append(Held(kind, found.name, wiring.what, changes))
            return False
        if changes:
            self.steps.append(Step(kind, found.name, found.sid, changes))
        else:
            self.right.append((kind, found.name))
        return True

    def number(self, number: Found, services: Sequence[Found], service_sid: str) -> None:
        """Plan the webhooks of one number, and its place in the messaging service."""
        changes: list[Change] = []
        held: list[Held] = []
        for wiring in number_wirings(self._wanted.public_url):
            wrong = differences(number, wiring)
            if wrong and leads_away(number, wiring, self._wanted) and not self._replacing:
                held.append(Held("number", number.name, wiring.what, wrong))
            else:
                changes += wrong
        if changes:
            self.steps.append(Step("number", number.name, number.sid, tuple(changes)))
        elif not held:
            self.right.append(("number", number.name))
        self.held += held
        if not any(one.what == "texts" for one in held):
            self._sender(number, services, service_sid)

    def _sender(self, number: Found, services: Sequence[Found], service_sid: str) -> None:
        holder = next((one for one in services if number.sid in one.members), None)
        if holder is None:
            self.joins.append(Join("sender", number.name, number.sid, SERVICE_NAME, service_sid))
        elif holder.sid != service_sid:
            self.notes.append(
                f"{number.name} is in the messaging service {holder.name!r} and stays there: texts "
                "to it may go where that service says. Take it out of there by hand to change that."
            )
