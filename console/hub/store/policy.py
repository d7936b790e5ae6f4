"""The rules in force, as plain values handed to the plans."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    mail_from: str = "safety@steadyline.example"
    mail_domain: str = "steadyline.example"
    """Domain of Message-IDs and reply addresses that we issue."""
    mail_secret: bytes = b""
    """Key of the HMAC in Message-IDs and reply addresses."""
    ring_seconds: int = 20
    text_undo_seconds: int = 0
    mail_undo_seconds: int = 10
    record_calls: bool = True
    connect_seconds: int = 35
    """How long an accepted call may take to reach the agent's phone before it is requeued."""
    leg_grace_seconds: float = 1.5
    """How long a vanished agent leg may be a matter of callback order only."""
