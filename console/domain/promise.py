"""Promises: what we said we would do, and by when; each is kept, moved or broken."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, Rejected, State, check_seen

if TYPE_CHECKING:
    from console.domain.incident import Incident

Standing = Literal["open", "broken", "kept", "dropped"]
NO_REASON = "no reason given"
REMEMBERED = 40
"""Promises that an incident keeps in sight; all are on its timeline."""


class Promise(State):
    """One thing that somebody was promised."""

    id: str
    """Of the note that made it."""
    text: str
    due: datetime | None = None
    """None: no time was named."""
    zone: str = ""
    """Where whom it was given to is, as far as their number tells."""
    agent: int | None = None
    name: str = ""
    """Who gave it, and has to keep it."""
    standing: Standing = "open"

    @property
    def is_owed(self) -> bool:
        """Whether it still has to be kept; a broken one more than ever."""
        return self.standing in ("open", "broken")


class PromiseMade(Event):
    """A note promised something."""

    kind: Literal["promise.made"] = "promise.made"
    id: str
    text: str
    due: datetime | None = None
    zone: str = ""
    agent: int | None = None
    name: str = ""


class PromiseMoved(Event):
    """Its time or its words changed."""

    kind: Literal["promise.moved"] = "promise.moved"
    id: str
    due: datetime | None = None
    text: str = ""
    """The new words; empty: as before."""
    reason: str = ""
    name: str = ""


class PromiseKept(Event):
    """Somebody did what was promised."""

    kind: Literal["promise.kept"] = "promise.kept"
    id: str
    name: str = ""
    words: str = ""


class PromiseBroken(Event):
    """Its time passed and nobody had kept it."""

    kind: Literal["promise.broken"] = "promise.broken"
    id: str


class PromiseDropped(Event):
    """It is not owed any more."""

    kind: Literal["promise.dropped"] = "promise.dropped"
    id: str
    reason: str = ""
    name: str = ""


class NothingOwed(Event):
    """Somebody decided that nobody has to hear from us next."""

    kind: Literal["promise.none_owed"] = "promise.none_owed"
    reason: str
    name: str = ""


class KeepPromise(Command):
    """Say that a promise was kept."""

    kind: Literal["promise.keep"] = "promise.keep"
    incident: int
    id: str = Field(min_length=1, max_length=100)
    words: str = Field(default="", max_length=200)


class MovePromise(Command):
    """Give a promise another time, with a reason."""

    kind: Literal["promise.move"] = "promise.move"
    incident: int
    id: str = Field(min_length=1, max_length=100)
    when: str = Field(min_length=1, max_length=100)
    """As it would be written in a note: ``18:00``, ``tomorrow 9am``, ``in 20 min``."""
    seen: str | None = Field(default=None, max_length=60)
    """Its time as it was when this was written; None: whoever wishes does not say."""
    reason: str = Field(min_length=1, max_length=200)


class OweNothing(Command):
    """Say that no next contact is owed, and why if it matters."""

    kind: Literal["promise.owe_nothing"] = "promise.owe_nothing"
    incident: int
    reason: str = Field(default="", max_length=200)


PromiseWish = KeepPromise | MovePromise | OweNothing

PROMISE_EVENTS = (
    PromiseMade,
    PromiseMoved,
    PromiseKept,
    PromiseBroken,
    PromiseDropped,
    NothingOwed,
)


def owed(state: Incident) -> tuple[Promise, ...]:
    """What still has to be kept, soonest first; what has no time comes last."""
    found = [promise for promise in state.promises if promise.is_owed]
    return tuple(sorted(found, key=lambda p: (p.due is None, p.due.timestamp() if p.due else 0)))


def evolve_promises(state: Incident, event: Event) -> Incident:
    """Apply one of these events."""
    if isinstance(event, NothingOwed):
        return state.model_copy(update={"none_owed": event.reason})
    if isinstance(event, PromiseMade):
        made = Promise(
            id=event.id,
            text=event.text,
            due=event.due,
            zone=event.zone,
            agent=event.agent,
            name=event.name,
        )
        known = [promise for promise in state.promises if promise.id != event.id]
        done = [promise for promise in known if not promise.is_owed]
        forgotten = {promise.id for promise in done[: max(0, len(done) + 1 - REMEMBERED)]}
        kept = tuple(promise for promise in known if promise.id not in forgotten)
        return state.model_copy(update={"promises": (*kept, made), "none_owed": ""})
    changed = tuple(_after(promise, event) for promise in state.promises)
    return state.model_copy(update={"promises": changed})


def _after(promise: Promise, event: Event) -> Promise:
    if promise.id != getattr(event, "id", ""):
        return promise
    match event:
        case PromiseMoved(due=due, text=text):
            values = {"due": due, "text": text or promise.text, "standing": "open"}
            return promise.model_copy(update=values)
        case PromiseKept():
            return promise.model_copy(update={"standing": "kept"})
        case PromiseBroken():
            return promise.model_copy(update={"standing": "broken"})
        case PromiseDropped():
            return promise.model_copy(update={"standing": "dropped"})
        case _:
            return promise


def known(state: Incident, wanted: str) -> Promise:
    """A promise that is still owed. Raises Rejected."""
    found = next((promise for promise in state.promises if promise.id == wanted), None)
    if found is None:
        raise Rejected("There is no such promise.", code="not_found")
    if not found.is_owed:
        words = {"kept": "was kept already", "dropped": "is not owed any more"}
        raise Rejected(f"This promise {words[found.standing]}.", code="conflict")
    return found


def decide_keep(state: Incident, command: KeepPromise, name: str) -> list[Event]:
    """Keep it; also one that was broken, which then was kept late."""
    promise = known(state, command.id)
    late = "late" if promise.standing == "broken" else ""
    words = command.words or late
    return [PromiseKept(id=promise.id, name=name, words=words)]


def time_of(due: datetime | None) -> str:
    """When a promise is due, in UTC to the minute; empty for no time."""
    return f"{due.astimezone(UTC):%Y-%m-%d %H:%M UTC}" if due is not None else ""


def decide_move(
    state: Incident, command: MovePromise, due: datetime | None, name: str, now: datetime
) -> list[Event]:
    """Move it to a time that is still to come. Raises Rejected."""
    promise = known(state, command.id)
    if due is None:
        raise Rejected('Say the new time like "18:00", "tomorrow 9am" or "in 20 min".')
    if due <= now:
        raise Rejected("Say a time that is still to come.")
    check_seen("the time of this promise", command.seen, time_of(promise.due), time_of(due))
    return [PromiseMoved(id=promise.id, due=due, reason=command.reason, name=name)]


def what_broke(state: Incident, now: datetime) -> list[Event]:
    """The promises whose time has passed."""
    return [
        PromiseBroken(id=promise.id)
        for promise in state.promises
        if promise.standing == "open" and promise.due is not None and promise.due <= now
    ]
