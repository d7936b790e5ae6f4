"""The timeline: every kind of event ever shipped is read and folded for ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from console.domain.base import json_of, trusted
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.note import Note, NoteAdded
from console.domain.timeline import (
    KINDS,
    Entry,
    Unknown,
    blank,
    concept_of,
    evolve,
    fold,
    parse_event,
    touched,
)

if TYPE_CHECKING:
    from console.domain.base import State

SHIPPED = Path(__file__).parent.parent / "data" / "events.jsonl"
"""One entry of every kind, with every field it was ever written with. Only ever add lines."""
LINES = SHIPPED.read_text(encoding="utf-8").splitlines()


def shipped() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LINES]


@pytest.mark.parametrize("line", LINES, ids=[json.loads(x)["event"]["kind"] for x in LINES])
def test_every_shipped_event_is_read_without_loss(line: str) -> None:
    data = json.loads(line)
    entry = Entry.from_wire(data)
    assert not isinstance(entry.event, Unknown)
    read = json.loads(entry.event.model_dump_json())
    assert {key: read[key] for key in data["event"]} == data["event"]
    assert parse_event(json.dumps(data["event"])) == entry.event


def test_there_is_a_shipped_event_of_every_kind() -> None:
    assert {data["event"]["kind"] for data in shipped()} == set(KINDS)


def test_a_kind_is_named_after_its_concept_and_happens_in_the_past() -> None:
    assert all(kind.count(".") == 1 for kind in KINDS)
    assert all(event.model_fields["kind"].default == kind for kind, event in KINDS.items())


def test_all_shipped_events_together_fold() -> None:
    entries = [Entry.from_wire(data) for data in shipped()]
    states = fold(entries)
    incident, call = states["incident/1"], states["call/CA1"]
    assert isinstance(incident, Incident)
    assert isinstance(call, Call)
    assert incident.entries == sum(entry.incident == 1 for entry in entries)
    assert (incident.category, incident.severity, incident.owner) == ("bite", "critical", None)
    assert (call.phase, call.recording) == ("ended", "saved")


def test_a_fold_can_be_stored_and_gone_on_with_at_any_place() -> None:
    entries = [Entry.from_wire(data) for data in shipped()]
    states: dict[str, State] = {}
    for entry in entries:
        for stream in touched(entry):
            before = states.get(stream) or blank(stream, entry.incident)
            after = evolve(type(before).model_validate_json(before.model_dump_json()), entry)
            states[stream] = after
    assert states == fold(entries)


@pytest.mark.parametrize("stream", ["incident/1", "call/CA1", "message/SM1", "agent/1", "note/n"])
def test_an_event_of_next_year_keeps_its_place_and_its_words(stream: str) -> None:
    raw = {"kind": "incident.teleported", "to": "Mars", "legs": [1, 2]}
    entry = Entry.from_wire({**shipped()[4], "stream": stream, "event": raw})
    assert isinstance(entry.event, Unknown)
    assert json.loads(entry.event.model_dump_json()) == raw
    state = evolve(blank("incident/1", 1), entry)
    assert isinstance(state, Incident)
    assert (state.entries, state.last_kind) == (1, "incident.teleported")


def test_a_field_of_next_year_is_passed_over() -> None:
    data = json.dumps({"kind": "note.added", "id": "n", "text": "x", "mood": "calm"})
    assert parse_event(data) == NoteAdded(id="n", text="x")


def test_a_damaged_event_from_the_wire_keeps_its_place() -> None:
    entry = Entry.from_wire({**shipped()[4], "event": {"kind": "incident.opened", "number": "?"}})
    assert entry.event == Unknown(kind="incident.opened")


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.integers()).map(json.dumps)))
def test_stored_text_is_read_or_refused_but_nothing_else(data: str) -> None:
    try:
        assert parse_event(data).kind
    except ValidationError:
        return


def test_an_entry_changes_its_stream_and_its_incident() -> None:
    one, other = Entry.from_wire(shipped()[6]), Entry.from_wire(shipped()[0])
    assert touched(one) == ("call/CA1", "incident/1")
    assert touched(other) == ("agent/1",)
    assert touched(Entry.from_wire(shipped()[4])) == ("incident/1",)


def test_the_author_of_a_note_is_who_wrote_it_first() -> None:
    notes = [Entry.from_wire(data) for data in shipped() if data["stream"].startswith("note/")]
    other = notes[1].model_copy(update={"actor": "agent:9"})
    state = fold([notes[0], other])["note/cmd-1-aaaa"]
    assert isinstance(state, Note)
    assert (state.author, state.edits) == ("agent:1", 1)


@pytest.mark.parametrize("stream", ["", "page/1", "incidents/1"])
def test_a_stream_belongs_to_a_concept_we_know(stream: str) -> None:
    with pytest.raises(ValueError, match="no such concept"):
        concept_of(stream)
    with pytest.raises(ValueError, match="no such concept"):
        blank(stream, None)


def test_what_is_made_unchecked_is_what_checking_makes() -> None:
    entries = [Entry.from_wire(data) for data in shipped()]
    for state in fold(entries).values():
        update = {"incident": 7} if hasattr(state, "incident") else {}
        assert state.having(update) == state.model_copy(update=update)
        assert json_of(state) == state.model_dump_json()
        assert type(state).model_validate_json(json_of(state.having({}))) == state
    for entry in entries:
        assert trusted(Entry, dict(entry)) == entry
        assert json_of(entry.event) == entry.event.model_dump_json()
