"""What can happen to a transfer: the events and the commands of ``transfer.py``."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from console.domain.base import Command, Event

How = Literal["cold", "warm", "consult"]
Target = Literal["agent", "queue", "number"]
CardLines = tuple[tuple[str, str], ...]


class TransferAsked(Event):
    """An agent wants somebody else to have the call, or to be asked about it."""

    kind: Literal["call.transfer_asked"] = "call.transfer_asked"
    how: How
    target: Target
    by: int
    by_name: str
    agent: int | None = None
    name: str
    to: str = ""
    """Number, or name of the queue."""
    asked: str = ""
    card: CardLines = ()
    version: str = ""
    held: bool = False
    leg: str = ""


class TransferOffered(Event):
    """The receiver's desk rings, with the card."""

    kind: Literal["call.transfer_offered"] = "call.transfer_offered"
    agent: int
    name: str
    until: datetime


class TransferAccepted(Event):
    """The receiver has read this version of the card, and takes the call."""

    kind: Literal["call.transfer_accepted"] = "call.transfer_accepted"
    agent: int
    name: str
    version: str
    leg: str = ""


class TransferRefused(Event):
    """The receiver said no, and why."""

    kind: Literal["call.transfer_refused"] = "call.transfer_refused"
    agent: int
    name: str
    reason: str


class TransferFailed(Event):
    """It came to nothing: what happened. The caller is with the sender."""

    kind: Literal["call.transfer_failed"] = "call.transfer_failed"
    words: str


class TransferReturned(Event):
    """The sender has the caller back, or is offered them beside others."""

    kind: Literal["call.transfer_returned"] = "call.transfer_returned"
    by: int
    reason: str
    is_waiting: bool = False
    """True while the caller still waits in the queue."""


class TransferJoined(Event):
    """Caller, sender and receiver all talk to each other."""

    kind: Literal["call.transfer_joined"] = "call.transfer_joined"
    by: int


class TransferTried(Event):
    """The sender leaves the caller to an outsider."""

    kind: Literal["call.transfer_tried"] = "call.transfer_tried"
    by: int


class TransferDone(Event):
    """The receiver has the caller."""

    kind: Literal["call.transfer_done"] = "call.transfer_done"
    target: Target
    name: str
    agent: int | None = None
    leg: str = ""
    former: int
    former_name: str = ""
    former_leg: str = ""


class TransferCall(Command):
    """Give my call to one of: a colleague, a queue, a number; or ask them first."""

    kind: Literal["call.transfer"] = "call.transfer"
    call: str
    how: How
    agent: int | None = None
    queue: str = Field(default="", max_length=64)
    number: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=80)
    """Whose number it is, when that is known."""
    asked: str = Field(default="", max_length=300)
    """What is wanted of them."""


class AcceptTransfer(Command):
    """Take the call that a colleague hands over; ``version`` names the card that was read."""

    kind: Literal["call.accept_transfer"] = "call.accept_transfer"
    call: str
    version: str = Field(max_length=64)
    read: bool = False


class RefuseTransfer(Command):
    """Don't take it, and say why."""

    kind: Literal["call.refuse_transfer"] = "call.refuse_transfer"
    call: str
    reason: str = Field(min_length=1, max_length=200)


class CompleteTransfer(Command):
    """Leave my caller to whom I have asked."""

    kind: Literal["call.complete_transfer"] = "call.complete_transfer"
    call: str


class CancelTransfer(Command):
    """Take my caller back."""

    kind: Literal["call.cancel_transfer"] = "call.cancel_transfer"
    call: str


class JoinAll(Command):
    """Let my caller and whom I have asked hear each other."""

    kind: Literal["call.join_all"] = "call.join_all"
    call: str


TRANSFER_EVENTS = (
    TransferAsked,
    TransferOffered,
    TransferAccepted,
    TransferRefused,
    TransferFailed,
    TransferReturned,
    TransferJoined,
    TransferTried,
    TransferDone,
)

TransferWish = (
    TransferCall | AcceptTransfer | RefuseTransfer | CompleteTransfer | CancelTransfer | JoinAll
)
"""Every wish about a transfer."""
