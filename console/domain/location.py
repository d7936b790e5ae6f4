"""Where they are and how to ring them back: asked first, pinned on top of the incident."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from console.domain.base import Command, Event


class PlaceNoted(Event):
    """Where the caller is."""

    kind: Literal["incident.place_noted"] = "incident.place_noted"
    place: str


class CallbackNumberNoted(Event):
    """Where they can be rung back."""

    kind: Literal["incident.callback_number_noted"] = "incident.callback_number_noted"
    handle: str


class NotePlace(Command):
    """Pin where the caller is; empty takes it down."""

    kind: Literal["incident.place"] = "incident.place"
    incident: int
    place: str = Field(max_length=200)
    seen: str | None = Field(default=None, max_length=200)
    """What stood there when it was written."""


class NoteCallbackNumber(Command):
    """Pin where they can be rung back."""

    kind: Literal["incident.callback_number"] = "incident.callback_number"
    incident: int
    number: str = Field(min_length=1, max_length=60)
    seen: str | None = Field(default=None, max_length=320)
    """The handle that stood there when it was written."""
