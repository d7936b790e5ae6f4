"""The words every concept of the domain is made of: events, commands, states, and being told no."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Role = Literal["agent", "lead", "manager", "admin"]
Channel = Literal["call", "sms", "email"]


class Event(BaseModel):
    """A fact, past tense. Kinds and fields are for ever: add optional fields only."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str


class Command(BaseModel):
    """A wish, imperative. The domain decides what becomes of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str


class State(BaseModel):
    """What the events of one stream amount to."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Rejected(Exception):
    """The wish can't be granted; the message is shown verbatim: what happened, what to do."""

    def __init__(self, message: str, *, code: str = "rejected") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        """Machine-readable: ``rejected``, ``taken``, ``opted_out``, ``not_found`` …"""


def stream_of(concept: str, key: object) -> str:
    """Name the stream of one thing: ``incident/12``, ``contact/tel:+14155550101``."""
    return f"{concept}/{key}"
