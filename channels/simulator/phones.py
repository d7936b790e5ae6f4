"""How a phone behaves when it rings, and what becomes of texts sent to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PhoneKind = Literal["answers", "never", "busy", "declines", "voicemail", "by hand"]
DeliveryKind = Literal[
    "delivered",
    "undelivered",
    "failed",
    "refused",
    "no receipt",
    "receipt first",
    "landline",
    "opted out",
]


@dataclass(frozen=True, slots=True)
class Phone:
    """What happens when a person's phone rings."""

    kind: PhoneKind = "answers"
    after: float = 3.0
    """Seconds of ringing before it happens."""
    presses: str = ""
    """Keys pressed when first asked for keys after the answer."""
    greeting: str = ""
    """What a voicemail says."""
    drops_after: float | None = None
    """Seconds after the answer at which the line drops."""
    taken_for: str = ""
    """What machine detection says of it, rightly or not; empty: the truth."""


def answers(after: float = 3.0, *, presses: str = "", taken_for: str = "") -> Phone:
    """A person picks up, and may be taken for a machine."""
    return Phone("answers", after, presses=presses, taken_for=taken_for)


def never_answers() -> Phone:
    """Nobody picks up."""
    return Phone("never")


def busy() -> Phone:
    """The line is engaged."""
    return Phone("busy", 0.5)


def declines(after: float = 2.0) -> Phone:
    """The person rejects the call."""
    return Phone("declines", after)


def voicemail(greeting: str = "Please leave a message.", after: float = 15.0) -> Phone:
    """A machine picks up, talks, presses nothing and hangs up in the end."""
    return Phone("voicemail", after, greeting=greeting, drops_after=30.0)


def drops(after: float, *, answers_after: float = 3.0, presses: str = "") -> Phone:
    """A person picks up and the line drops ``after`` seconds."""
    return Phone("answers", answers_after, presses=presses, drops_after=after)


def by_hand() -> Phone:
    """Rings until `Person.picks_up` is called."""
    return Phone("by hand")


@dataclass(frozen=True, slots=True)
class TextDelivery:
    """What becomes of a text sent to a person."""

    kind: DeliveryKind = "delivered"
    error_code: int = 0
    is_synchronous: bool = True
    """Whether a refusal is the answer to the request, or a later callback."""


def delivered() -> TextDelivery:
    """Arrives, with a receipt."""
    return TextDelivery()


def undelivered(code: int = 30003) -> TextDelivery:
    """Is sent and does not arrive."""
    return TextDelivery("undelivered", code)


def failed(code: int = 30005) -> TextDelivery:
    """Is refused by the carrier."""
    return TextDelivery("failed", code)


def refused(code: int = 21408) -> TextDelivery:
    """Is refused at once with any code, such as 21408 (country switched off) or 21608 (trial)."""
    return TextDelivery("refused", code)


def no_receipt() -> TextDelivery:
    """Arrives, but nobody ever says so."""
    return TextDelivery("no receipt")


def receipt_first() -> TextDelivery:
    """Arrives; ``delivered`` is reported before ``sent``."""
    return TextDelivery("receipt first")


def landline(*, sync: bool = True) -> TextDelivery:
    """Not a mobile number: 21614 at once, or 30006 later."""
    return TextDelivery("landline", 21614 if sync else 30006, sync)


def opted_out(*, sync: bool = True) -> TextDelivery:
    """Replied STOP before: 21610 at once, or later."""
    return TextDelivery("opted out", 21610, sync)
