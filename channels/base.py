"""What every provider adapter speaks: facts that came in, wishes that go out, receipts.

Adapters translate and nothing else: they know no incidents, no agents and no hub.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from channels.errors import ChannelError as ChannelError
from channels.errors import Refused as Refused
from channels.errors import Uncertain as Uncertain
from channels.errors import Unreachable as Unreachable
from channels.errors import Withdrawn as Withdrawn
from channels.legs import LegFound as LegFound  # noqa: TC001 - others take it from here
from channels.legs import LegWish as LegWish  # noqa: TC001 - others take it from here

if TYPE_CHECKING:
    from datetime import datetime

    from channels.legs import Still

ConferenceEventKind = Literal[
    "conference-start",
    "conference-end",
    "participant-join",
    "participant-leave",
    "participant-mute",
    "participant-unmute",
    "participant-hold",
    "participant-unhold",
    "participant-modify",
    "announcement-end",
    "announcement-fail",
]


@dataclass(frozen=True, slots=True)
class Media:
    """One attachment as announced by the provider; its bytes have not been fetched."""

    url: str
    content_type: str
    name: str = ""
    size: int | None = None
    """Bytes, if the provider said."""


@dataclass(frozen=True, slots=True)
class TextArrived:
    """An inbound SMS or MMS."""

    sid: str
    account: str
    sender: str
    """As sent by the provider: E.164, short code, alphanumeric, ``whatsapp:+1…``."""
    to: str
    body: str
    media: tuple[Media, ...] = ()
    opt_out: Literal["STOP", "START", "HELP"] | None = None
    """Set when the provider (Advanced Opt-Out) or the exact single keyword says so."""
    opt_out_answered: bool = False
    """True when the provider already sent the keyword's automatic reply."""


@dataclass(frozen=True, slots=True)
class TextStatus:
    """A delivery report of a text that we sent."""

    sid: str
    account: str
    status: str
    """Verbatim: queued, sending, sent, delivered, undelivered, failed, read, canceled …"""
    out: str = ""
    """Our own message id, from the callback's query (``?out=``)."""
    error_code: int = 0


@dataclass(frozen=True, slots=True)
class CallArrived:
    """An inbound call that waits for its first TwiML."""

    sid: str
    account: str
    caller: str
    """As sent: E.164, ``anonymous``, ``sip:…``, ``client:…`` or anything else."""
    to: str
    attestation: str = ""
    """StirVerstat verbatim; only ``TN-Validation-Passed-A`` vouches for the number."""


@dataclass(frozen=True, slots=True)
class CallStatus:
    """A call-progress callback of one leg."""

    sid: str
    account: str
    status: str
    """queued, initiated, ringing, in-progress, completed, busy, failed, no-answer, canceled."""
    sequence: int = 0
    call: str = ""
    """Our call id, from the callback's query (``?call=``)."""
    leg: str = ""
    """Our leg label, from the callback's query (``?leg=``)."""
    duration: int | None = None
    """Seconds."""
    sip_code: int = 0
    ended_at: datetime | None = None
    """When it ended, if somebody asked the provider; no callback says it."""
    words: str = ""
    """How this is known, for people; empty for a callback."""


@dataclass(frozen=True, slots=True)
class ConferenceEvent:
    """A conference status callback."""

    conference: str
    account: str
    room: str
    """FriendlyName: our call id."""
    event: str
    sequence: int
    call_sid: str = ""
    label: str = ""
    muted: bool = False
    hold: bool = False
    coaching: bool = False
    reason: str = ""
    """ReasonParticipantLeft or ReasonConferenceEnded."""
    participant_status: str = ""
    ended_by: str = ""
    """CallSidEndingConference; below, AnnounceUrl: which announcement is over."""
    announced: str = ""


@dataclass(frozen=True, slots=True)
class RecordingStatus:
    """A recording callback."""

    sid: str
    account: str
    status: str
    """in-progress, completed, absent, failed."""
    call_sid: str = ""
    url: str = ""
    duration: int | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class AnswerStatus:
    """What detection says picked up a leg that we rang."""

    sid: str
    account: str
    answered_by: str
    """Verbatim: human, machine_start, fax, unknown."""
    milliseconds: int = 0
    """How long it listened."""


@dataclass(frozen=True, slots=True)
class OutboundText:
    """A text to send. ``out`` is our own message id; it travels in the callback URL."""

    out: str
    to: str
    sender: str
    body: str
    status_url: str


@dataclass(frozen=True, slots=True)
class OutboundMail:
    """A mail to send, already composed: bytes are for SMTP, fields for an HTTP API."""

    out: str
    message_id: str
    """With angle brackets."""
    sender: str
    sender_name: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    text: str
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider's acknowledgement of a request."""

    sid: str
    status: str = ""


class Messaging(Protocol):
    """Sends texts and answers what became of them."""

    async def send(self, text: OutboundText) -> Receipt:
        """Send once. Raises Refused, Unreachable or Uncertain."""
        ...

    async def find(self, text: OutboundText, *, sent_after: float) -> Receipt | None:
        """Look up a text whose outcome is unknown (same to, sender and body, created after
        ``sent_after`` Unix seconds). None: the provider has no such text (yet)."""
        ...


class Mail(Protocol):
    """Sends mail."""

    async def send(self, mail: OutboundMail) -> Receipt:
        """Send once. Raises Refused, Unreachable or Uncertain."""
        ...


class Voice(Protocol):
    """Controls live calls. Every method raises Refused, Unreachable or Uncertain."""

    async def ring(self, leg: LegWish) -> Receipt:
        """Create a leg by REST; the receipt's sid is the new call's."""
        ...

    async def redirect(self, call_sid: str, twiml: str) -> None:
        """Replace what a live call executes."""
        ...

    async def hang_up(self, call_sid: str) -> None:
        """End one leg; a leg that is already over is success."""
        ...

    async def end_conference(self, conference_sid: str) -> None:
        """End the room for everybody; a room that is already over is success."""
        ...

    async def hold(self, conference_sid: str, call_sid: str, on: bool, hold_url: str) -> None:
        """Hold or resume one participant."""
        ...

    async def mute(self, conference_sid: str, call_sid: str, on: bool) -> None:
        """Mute or unmute one participant."""
        ...

    async def add(
        self,
        room: str,
        *,
        to: str,
        caller_id: str,
        label: str,
        status_url: str,
        conference_status_url: str,
        ring_seconds: int = 40,
        still: Still | None = None,
        detect_url: str = "",
    ) -> Receipt:
        """Dial ``to`` into the room (name or CF sid) with early media; customer leg of an
        outbound call: ends the conference when it leaves. With a ``detect_url`` it is told there,
        while they talk already, whether a machine answered."""
        ...

    async def start_recording(self, call_sid: str, status_url: str) -> Receipt:
        """Record one leg, dual channel."""
        ...

    async def set_recording(
        self, call_sid: str, status: Literal["paused", "in-progress", "stopped"]
    ) -> None:
        """Pause (as silence), resume or stop the leg's current recording."""
        ...

    async def probe(self) -> None:
        """Ask for something that changes nothing, to see whether anybody answers."""
        ...

    async def look_up(self, call_sid: str) -> LegFound:
        """What the provider knows of a leg now; it may lag by seconds."""
        ...
