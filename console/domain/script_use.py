"""Which scripts stood beside the note, in which version, and which of their steps were used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event

if TYPE_CHECKING:
    from console.domain.incident import Incident

MOST = 200
"""Cards and steps of one incident that are kept apart; what comes after them is not counted."""
NAME = r"^[a-z][a-z0-9-]{1,40}$"


class ScriptTouched(Event):
    """A card was shown, or one of its steps was gone to."""

    kind: Literal["script.touched"] = "script.touched"
    card: str
    version: int
    step: str = ""
    """Empty: the card itself."""
    because: str = ""
    """The rule that had suggested it; empty when somebody chose it by hand."""


class TouchScript(Command):
    """Keep that a card was shown, or a step gone to; the same again changes nothing."""

    kind: Literal["script.touch"] = "script.touch"
    incident: int
    card: str = Field(pattern=NAME)
    version: int = Field(ge=1, le=1_000_000)
    step: str = Field(default="", pattern=r"^([a-z][a-z0-9-]{1,40})?$")
    because: str = Field(default="", max_length=400)


def used(card: str, version: int) -> str:
    """The name under which the use of a card's version is kept."""
    return f"{card}@{version}"


def decide_touch(state: Incident, command: TouchScript) -> list[Event]:
    """Keep what is new."""
    known = state.scripts.get(used(command.card, command.version))
    if known is not None and command.step in ("", *known):
        return []
    if sum(1 + len(steps) for steps in state.scripts.values()) >= MOST:
        return []
    return [
        ScriptTouched(
            card=command.card,
            version=command.version,
            step=command.step,
            because=command.because,
        )
    ]


def scripts_after(state: Incident, event: ScriptTouched) -> dict[str, tuple[str, ...]]:
    """The cards of an incident with their steps, after one more was touched."""
    name = used(event.card, event.version)
    known = state.scripts.get(name, ())
    fresh = event.step and event.step not in known
    return {**state.scripts, name: (*known, event.step) if fresh else known}
