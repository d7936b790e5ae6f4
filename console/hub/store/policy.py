"""The rules in force, as plain values handed to the plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from console.domain.categories import OURS
from console.domain.dialling import Dialling
from console.domain.routes import PagingRules

if TYPE_CHECKING:
    from console.domain.call_state import Call
    from console.domain.categories import Tree
    from console.domain.hours import Hours, Span
    from console.domain.routing import QueueRule


@dataclass(frozen=True, slots=True)
class Policy:
    """What plans need to know of the configuration."""

    hub: str = "hub"
    """Name of this process among the hubs of one database; new at each start."""
    account: str = ""
    """Our provider account; input of another one is quarantined. Empty: any."""
    numbers: tuple[str, ...] = ("+14155550100",)
    """Our numbers, E.164; the first is the default sender and caller id."""
    queues: dict[str, str] = field(default_factory=dict)
    """Number to queue name."""
    queue_rules: dict[str, QueueRule] = field(default_factory=dict)
    """By name; a queue without one has the defaults."""
    hours: dict[str, Hours] = field(default_factory=dict)
    """When queues are open, by name; one that is not here always is."""
    mail_from: str = "safety@steadyline.example"
    mail_domain: str = "steadyline.example"
    """Domain of Message-IDs and reply addresses that we issue."""
    mail_secret: bytes = b""
    """Key of the HMAC in Message-IDs and reply addresses."""
    ring_seconds: int = 20
    text_undo_seconds: int = 0
    mail_undo_seconds: int = 10
    paging: PagingRules = field(default_factory=PagingRules)
    """Whom routes reach."""
    dialling: Dialling = field(default_factory=Dialling)
    """What may be rung."""
    night: Span | None = None
    """When people sleep, where they are; None: nobody asks."""
    tree: Tree = OURS
    """Which kinds of incidents there are."""
    asks_next: bool = True
    """Whether nobody lets go of an open incident before it is said when its people hear from us."""
    checklists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Category to what is not to be forgotten in its incidents."""
    zone: str = "UTC"
    """Where people are whose number does not tell."""
    record_calls: bool = True
    caption_queues: frozenset[str] = frozenset()
    """Queues whose calls are captioned."""
    announce_seconds: float = 20.0
    """How long somebody in a room may take to hear the announcement, until they are told anew."""
    card_pause_seconds: int = 180
    """How long a recording pauses for payment data before it goes on by itself."""
    detect_machines: Literal["off", "callbacks", "all"] = "callbacks"
    """Of which calls of ours is asked whether a machine answers; callbacks: redials too."""
    machine_seconds: float = 5.0
    """How long whoever rang has to say that a person answered, where no message may be left."""
    callback_attempts: int = 3
    """How often a caller who wants a callback is rung before it is somebody's work."""
    callback_seconds: float = 300.0
    """Pause before the second attempt; before each further one it is longer."""
    voicemail_grace_seconds: float = 120.0
    """How long the provider may take to tell of a message, until it is asked."""
    voicemail_days: int = 30
    """How long a message is kept."""
    connect_seconds: int = 35
    """How long an accepted call may take to reach the agent's phone before it is requeued."""
    handover_minutes: int = 10
    """How long a colleague has to read the card of an incident of texts or mails."""
    transfer_seconds: int = 45
    """How long a colleague or an outsider is rung for a transfer, and a queue asked alone."""
    same_agent_minutes: int = 10
    """How soon somebody whose call dropped must ring again to be asked of the same agent first."""
    leg_grace_seconds: float = 1.5
    """How long a vanished agent leg may be a matter of callback order only."""
    sweep_waiting_seconds: float = 30.0
    """How long a leg of a waiting call may be silent before the provider is asked about it."""
    sweep_talking_seconds: float = 60.0
    """The same while two people talk."""

    def is_captioned(self, call: Call) -> bool:
        """Whether the queue of a call, or of the number it was made from, has captions."""
        is_ours = not call.inbound and call.callback is None
        queue = self.queues.get(call.to, call.queue) if is_ours else call.queue
        return self.record_calls and queue in self.caption_queues
