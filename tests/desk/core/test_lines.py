"""Every kind of entry has its line, or a reason to have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import pytest

from console.desk.lines import TOLD_ELSEWHERE, tell
from console.desk.names import Names
from console.desk.scene import Scene
from console.domain.timeline import KINDS, Unknown
from tests.desk.core.entries import START, Log

if TYPE_CHECKING:
    from console.domain.base import Event

SOMETIMES = {"call.room_reported", "call.recording_reported", "call.recording_asked"}
"""Told when they confirm something one could hear."""
STREAMS = {"entry": "incident/1", "contact": "contact/tel:+14155550101"}


def sample(kind: str) -> Event:
    """The plainest event of a kind."""
    event = KINDS[kind]
    values: dict[str, Any] = {}
    for name, field in event.model_fields.items():
        if not field.is_required():
            continue
        hint = field.annotation
        if get_origin(hint) is Literal:
            values[name] = get_args(hint)[0]
        elif get_origin(hint) is tuple:
            values[name] = ()
        else:
            plain = {"str": "x", "int": 1, "bool": True, "datetime": START}
            values[name] = plain[getattr(hint, "__name__", "str")]
    return event.model_validate(values)


def stream(kind: str) -> str:
    concept = kind.partition(".")[0]
    return STREAMS.get(concept, f"{concept}/1")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_makes_a_line_or_is_told_elsewhere(kind: str) -> None:
    event = sample(kind)
    line = tell(Log().add(stream(kind), event), Scene(Names()))
    if type(event) in TOLD_ELSEWHERE:
        assert line is None
    elif kind not in SOMETIMES:
        assert line is not None
    if line is not None:
        assert line.key == "e1"
        assert line.head
        assert "\n" not in line.head
        assert "update needed" not in line.head


def test_an_entry_of_an_unknown_kind_keeps_its_place_and_asks_for_an_update() -> None:
    line = tell(Log().add("incident/1", Unknown(kind="pigeon.landed")), Scene(Names()))
    assert line is not None
    assert line.head == "update needed to show this entry"


def test_a_damaged_entry_of_a_known_kind_asks_for_an_update_too() -> None:
    line = tell(Log().add("call/1", Unknown(kind="call.arrived")), Scene(Names()))
    assert line is not None
    assert line.head == "update needed to show this entry"
