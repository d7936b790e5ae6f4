"""The rules in force, as plain values handed to the plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.domain.dialling import Dialling

if TYPE_CHECKING:
    from console.domain.hours import Hours
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
    dialling: Dialling = field(default_factory=Dialling)
    """What may be rung."""
    record_calls: bool = True
    card_pause_seconds: int = 180
    """How long a recording pauses for payment data before it goes on by itself."""
    callback_attempts: int = 3
    """How often a caller who wants a callback is rung before it is somebody's work."""
    callback_seconds: float = 300.0
    """Pause before the second attempt; before each further one it is longer."""
    voicemail_days: int = 30
    """How long a message is kept."""
    connect_seconds: int = 35
    """How long an accepted call may take to reach the agent's phone before it is requeued."""
    transfer_seconds: int = 45
    """How long a caller handed to a queue waits there until the sender is asked as well."""
    leg_grace_seconds: float = 1.5
    """How long a vanished agent leg may be a matter of callback order only."""
    sweep_waiting_seconds: float = 30.0
    """How long a leg of a waiting call may be silent before the provider is asked about it."""
    sweep_talking_seconds: float = 60.0
    """The same while two people talk."""
