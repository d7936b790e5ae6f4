"""The hub's own wishes: what webhooks, timers and effects ask of the record door."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from channels.base import CallArrived, CallStatus, ConferenceEvent, RecordingStatus


@dataclass(frozen=True, slots=True)
class CallRings:
    """A first request for an inbound call, with the queue its number belongs to."""

    call: CallArrived
    queue: str
    language: str = ""
    """The language its number is greeted in; empty: any."""


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The caller pressed the key of a language."""

    call: str
    language: Literal["en", "es"]


@dataclass(frozen=True, slots=True)
class ConsentChosen:
    """The recording announcement is over; ``refused`` when the caller pressed the key."""

    call: str
    refused: bool
    captioned: bool = False
    """Whether it told of captions too."""


@dataclass(frozen=True, slots=True)
class QueueLeft:
    """The provider says how the caller left the queue (QueueResult)."""

    call: str
    result: str


@dataclass(frozen=True, slots=True)
class LegCallback:
    """A call-progress callback; ``report.call`` and ``report.leg`` name our call and leg."""

    report: CallStatus


@dataclass(frozen=True, slots=True)
class RoomCallback:
    """A conference callback; the room's name is ``call-<our call id>``."""

    report: ConferenceEvent


@dataclass(frozen=True, slots=True)
class RecordingCallback:
    """A recording callback of our call ``call``."""

    call: str
    report: RecordingStatus


@dataclass(frozen=True, slots=True)
class MailArrived:
    """A mail that is stored as a blob and has been parsed as far as it can be."""

    digest: str
    """SHA-256 (hex) of the raw mail; also the message's id."""
    raw: bytes
    content_type: str
    sender: str
    """Bare address of From, empty when there is none."""
    sender_name: str
    to: str
    subject: str
    text: str
    message_id: str
    references: tuple[str, ...] = ()
    known_outs: tuple[str, ...] = ()
    """Our message ids whose HMAC was verified in In-Reply-To or References, nearest first."""
    token: str = ""
    """Incident reference from a verified plus-address or subject token."""
    media: tuple[tuple[str, str, int], ...] = ()
    """(name, content type, bytes) of each attachment."""
    automatic: bool = False
    bounced_out: str = ""
    """Our message id that this bounce is about, when the HMAC is right."""
    bounce_words: str = ""
    is_delayed: bool = False
    """True when the bounce says that their server still tries."""
    too_complex: bool = False
    sent_at: datetime | None = None
    """Its own Date, aware UTC."""


@dataclass(frozen=True, slots=True)
class MailReported:
    """One event of the mail event webhook."""

    event_id: str
    kind: str
    out: str
    sid: str
    """X-Message-Id prefix of ``sg_message_id``."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class RingOut:
    """The ring timer of an offer is over."""

    call: str
    agent: int
    offered_seq: int


@dataclass(frozen=True, slots=True)
class RouteCalls:
    """Offer waiting callers to free agents, oldest first."""

    browsers: frozenset[int] | None = None
    """Whose browser can be rung; None: nobody asked, so any may be."""


@dataclass(frozen=True, slots=True)
class CheckCall:
    """Look whether an agent's leg is gone, or never came, while the caller is still there."""

    call: str
    leg: str
    is_deadline: bool = False
    """True when the leg should be in the room by now."""
    is_undialled: bool = False
    """True when it should at least ring by now; from then on it has a deadline of its own."""


@dataclass(frozen=True, slots=True)
class TransferDue:
    """A transfer has waited long enough: for an agent, for a telephone, or in a queue."""

    call: str
    agent: int = 0
    leg: str = ""
    queue: str = ""


@dataclass(frozen=True, slots=True)
class PauseDue:
    """A pause of the recording for payment data has lasted long enough."""

    call: str
    since: float
    """When it began, Unix seconds."""


@dataclass(frozen=True, slots=True)
class DeskLost:
    """No desk of this agent has been connected for a while."""

    agent: int


@dataclass(frozen=True, slots=True)
class PresenceDue:
    """Look whether something about an agent's presence comes by itself now."""

    agent: int


@dataclass(frozen=True, slots=True)
class IncidentDue:
    """Look whether a parked incident comes back by itself now."""

    incident: int


@dataclass(frozen=True, slots=True)
class QueueDue:
    """Look whether something about a queue ends by itself now."""

    queue: str


@dataclass(frozen=True, slots=True)
class EffectTold:
    """How an effect went; the plan turns it into the concept's own events."""

    effect: str
    stream: str
    how: Literal[
        "attempted", "done", "refused", "unsure", "no_trace", "confirmed_not_sent", "expired"
    ]
    kind: str
    sid: str = ""
    status: str = ""
    code: int = 0
    words: str = ""
    leg: str = ""


@dataclass(frozen=True, slots=True)
class AddAgent:
    """Create an account (admin)."""

    login: str
    name: str
    role: str
    phone: str
    languages: tuple[str, ...] = ("en",)
    queues: dict[str, int] = field(default_factory=dict)
    """Queue to level; none: every queue."""


@dataclass(frozen=True, slots=True)
class ChangeAgent:
    """Change an account; what is None stays."""

    agent: int
    name: str | None = None
    role: str | None = None
    phone: str | None = None
    languages: tuple[str, ...] | None = None
    queues: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class IssueToken:
    """Give an agent a new personal token (its digest only)."""

    agent: int
    token: str
    """Public id of the token."""
    digest: str
    expires_at: float | None = None


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """A token (its public id) was good at a place just now."""

    token: str
    place: str


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """End a token, by its public id: one's own, or as an admin anybody's."""

    token: str


@dataclass(frozen=True, slots=True)
class CheckWatch:
    """Somebody who watches a call may not be allowed to any more."""

    agent: int


@dataclass(frozen=True, slots=True)
class DisableAgent:
    """Close an account."""

    agent: int


@dataclass(frozen=True, slots=True)
class Redact:
    """Blank the personal fields of one entry."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class TokenRotated:
    """The provider's previous token was used for the first time, or has ended."""

    account: str
    what: Literal["used", "ended"]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ReadIncident:
    """A restricted incident was opened, or one was taken out of the house: keep that on record."""

    incident: int
    what: Literal["timeline", "drafts", "export"]
