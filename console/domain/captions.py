"""Captions: what is said in a call, as a provider writes it down while it is said.

A *sitting* is one run of a provider's transcription of the customer's leg: it belongs to one agent
and ends for good with the first pause. What is heard in a sitting that was closed for a card or a
refusal is kept nowhere, however late it comes.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from console.domain.base import Command, Event, State
from console.domain.call_events import CUSTOMER, ConsentHeard

if TYPE_CHECKING:
    from console.domain.call_state import Call

Speaker = Literal["caller", "agent"]
"""Whose side it was said on: the customer's, or what the customer hears."""
Why = Literal["", "over", "refused", "unaware", "off", "queue", "pause", "hold", "waiting", "agent",
              "failed"]  # fmt: skip
"""Why a call is not captioned now; ``agent``: somebody else speaks to the customer now."""
LONGEST_LINE = 2_000
"""Characters of one line."""


class CaptionsAsked(Event):
    """A sitting was asked to begin, or to end; shown as done when the provider says so."""

    kind: Literal["call.captions_asked"] = "call.captions_asked"
    on: bool
    sitting: int
    """From 1, anew for each time it is asked to begin."""
    why: str = ""
    """What ends it."""
    language: str = ""
    """BCP 47: ``en-US``, ``es-US``."""
    agent: int | None = None
    name: str = ""
    """Who speaks to the customer in it."""


class CaptionsStarted(Event):
    """The provider listens."""

    kind: Literal["call.captions_started"] = "call.captions_started"
    sitting: int
    sid: str


class CaptionsStopped(Event):
    """The provider listens no more."""

    kind: Literal["call.captions_stopped"] = "call.captions_stopped"
    sitting: int
    sid: str = ""


class CaptionsHeard(Event):
    """Somebody finished a sentence."""

    kind: Literal["call.captions_heard"] = "call.captions_heard"
    sitting: int
    sid: str
    sequence: int
    """The provider's, in the order of one side."""
    speaker: Speaker
    agent: int | None = None
    name: str = ""
    """Of the agent, where it was said on our side."""
    others: tuple[str, ...] = ()
    """Who else could be heard on our side."""
    language: str = ""
    confidence: float | None = None
    """0 to 1, as far as the provider said."""
    text: str


class CaptionsFailed(Event):
    """A sitting broke off, or could not be begun or ended: what happened and what to do."""

    kind: Literal["call.captions_failed"] = "call.captions_failed"
    sitting: int
    words: str
    code: int = 0
    is_unsure: bool = False
    """Whether it may have been done all the same."""


class CaptionsSwitched(Event):
    """The agent turned the captions of this call on or off."""

    kind: Literal["call.captions_switched"] = "call.captions_switched"
    on: bool
    agent: int
    name: str


class SwitchCaptions(Command):
    """Turn the captions of my call on or off."""

    kind: Literal["call.captions"] = "call.captions"
    call: str
    on: bool


class CaptionPart(BaseModel):
    """An id-less stream event (``event: caption``): a sentence that is being said; never kept."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    incident: int
    call: str
    sitting: int
    speaker: Speaker
    name: str = ""
    sequence: int = 0
    text: str = Field(max_length=LONGEST_LINE)


class Sitting(State):
    """One run of the transcription, from the wish to begin it."""

    number: int
    language: str = ""
    agent: int | None = None
    name: str = ""
    sid: str = ""
    """The provider's; what comes under another one is not ours."""
    is_started: bool = False
    is_over: bool = False
    """The provider listens no more."""
    has_failed: bool = False
    is_unsure: bool = False
    """Nobody knows whether it began."""
    trouble: str = ""
    closed_at: datetime | None = None
    """When it was first asked to end."""
    closed_for: str = ""
    stops: int = 0
    """How often it was asked to end."""
    has_stop_failed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is wanted, and may be running."""
        return self.closed_at is None and not (self.is_over or self.has_failed)

    @property
    def has_broken(self) -> bool:
        """Whether it ended although nobody asked for it."""
        return self.has_failed or (self.is_over and self.closed_at is None)


class Captions(State):
    """The captions of one call."""

    told: tuple[str, ...] = ()
    """Legs that heard that what is said is written down."""
    is_off: bool = False
    """Whether the agent turned them off for this call."""
    sittings: tuple[Sitting, ...] = ()
    forgiven: int = 0
    """Sittings whose failures count no more: the agent turned the captions on since."""

    @property
    def newest(self) -> Sitting | None:
        """The sitting that was asked for last."""
        return self.sittings[-1] if self.sittings else None

    @property
    def failures(self) -> int:
        """How often they broke off."""
        return sum(one.has_broken for one in self.sittings[self.forgiven :])

    def sitting(self, number: int) -> Sitting | None:
        """Give a sitting by its number."""
        return self.sittings[number - 1] if 0 < number <= len(self.sittings) else None


CAPTION_EVENTS = (
    CaptionsAsked,
    CaptionsStarted,
    CaptionsStopped,
    CaptionsFailed,
    CaptionsHeard,
    CaptionsSwitched,
)


def evolve_captions(state: Call, event: Event, at: datetime) -> Call:
    """Apply one event about captions; callbacks may come in any order, twice, or late."""
    before = state.captions
    match event:
        case ConsentHeard(leg=leg, captioned=True) if leg not in before.told:
            after = before.having({"told": (*before.told, leg)})
        case CaptionsSwitched(on=on):
            forgiven = len(before.sittings) if on else before.forgiven
            after = before.having({"is_off": not on, "forgiven": forgiven})
        case CaptionsAsked(on=True):
            after = _begun(before, event)
        case CaptionsAsked() | CaptionsStarted() | CaptionsStopped() | CaptionsFailed():
            after = _changed(before, event, at)
        case _:
            return state
    return state.model_copy(update={"captions": after})


def _begun(before: Captions, event: CaptionsAsked) -> Captions:
    if event.sitting != len(before.sittings) + 1:
        return before
    new = Sitting(number=event.sitting, language=event.language, agent=event.agent, name=event.name)
    return before.having({"sittings": (*before.sittings, new)})


def _changed(
    before: Captions,
    event: CaptionsAsked | CaptionsStarted | CaptionsStopped | CaptionsFailed,
    at: datetime,
) -> Captions:
    sitting = before.sitting(event.sitting)
    if sitting is None:
        return before
    after = sitting.having(_change(sitting, event, at))
    changed = (after if one is sitting else one for one in before.sittings)
    return before.having({"sittings": tuple(changed)})


def _change(sitting: Sitting, event: Event, at: datetime) -> dict[str, object]:
    match event:
        case CaptionsAsked(why=why):
            return _closed(sitting, why, at)
        case CaptionsStarted(sid=sid):
            return {"is_started": True, "sid": sitting.sid or sid}
        case CaptionsStopped(sid=sid) if sid in ("", sitting.sid) or not sitting.sid:
            return {"is_over": True, "sid": sitting.sid or sid}
        case CaptionsFailed():
            return _failed(sitting, event)
        case _:
            return {}


def _closed(sitting: Sitting, why: str, at: datetime) -> dict[str, object]:
    stops: dict[str, object] = {"stops": sitting.stops + 1, "has_stop_failed": False}
    if sitting.closed_at is not None:
        return stops
    return stops | {"closed_at": at, "closed_for": why}


def _failed(sitting: Sitting, event: CaptionsFailed) -> dict[str, object]:
    if sitting.closed_at is not None:
        return {"has_stop_failed": True, "trouble": event.words}
    return {"has_failed": True, "is_unsure": event.is_unsure, "trouble": event.words}


def is_told(call: Call) -> bool:
    """Whether the customer was told that what is said is written down."""
    return CUSTOMER in call.captions.told
