"""What was changed behind the record door's back is found; what was redacted is gone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, OpenIncident, SetCategory, SetFlag
from console.domain.message import Message
from console.domain.message_events import DismissMessage, SendText
from console.domain.note import AddNote, EditNote
from console.domain.person import Contact, IdentifyContact
from console.hub.store.tables import EntryRow
from console.hub.store.verify import verify
from console.hub.wishes import EffectTold, MailArrived, Redact
from tests.hub.store.shift import ANA, ENTRY, Shift, shift

COLUMNS = [column.name for column in EntryRow.metadata.tables["entry"].c if column.name != "seq"]
OTHER: dict[str, object] = {
    "at": datetime(2026, 2, 28, tzinfo=UTC),
    "stream": "incident/9",
    "incident": 9,
    "part": 77,
}


async def busy(hub: Shift) -> None:
    """A little of everything: entries with and without an incident."""
    await hub.hires("sam", role="lead")
    await hub.texts(ANA, "my dog is gone")
    await hub.desk(1, SetCategory(incident=1, category="pet-lost"))
    await hub.desk(1, AddNote(incident=1, text="!bite"))
    await hub.desk(1, IdentifyContact(handle=f"tel:{ANA}", name="Ana Ruiz"))
    await hub.texts(ANA, "STOP", opt_out="STOP")


@pytest.mark.parametrize("column", COLUMNS)
async def test_a_change_of_any_column_of_any_entry_is_found(database_url: str, column: str) -> None:
    async with shift(database_url) as hub:
        await busy(hub)
        value = OTHER.get(column, '{"kind":"incident.released","agent":1}')
        changed = update(ENTRY).values({column: value})
        entries = hub.entries()
        assert (len(entries), hub.faults()) == (10, [])
        for entry in entries:
            with hub.engine.connect() as conn:
                conn.execute(changed.where(ENTRY.c.seq == entry.seq))
                assert verify(conn), f"{column} of entry {entry.seq}"
                conn.rollback()


async def test_a_text_that_was_blanked_without_a_redaction_is_found(database_url: str) -> None:
    async with shift(database_url) as hub:
        await busy(hub)
        (row,) = [e for e in hub.entries() if e.event.kind == "note.added"]
        hub.run_sql("UPDATE entry SET salt = '', data = :data WHERE seq = :seq", seq=row.seq,
                    data=row.event.model_copy(update={"text": "?"}).model_dump_json())  # fmt: skip
        assert f"entry {row.seq} was changed" in hub.faults()


async def test_a_redacted_entry_can_not_be_filled_with_other_words(database_url: str) -> None:
    async with shift(database_url) as hub:
        await busy(hub)
        (row,) = [e for e in hub.entries() if e.event.kind == "note.added"]
        await hub.asks(Redact(row.seq, "asked"), actor="admin:cli")
        assert hub.faults() == []
        hub.run_sql("UPDATE entry SET data = :data WHERE seq = :seq", seq=row.seq,
                    data=row.event.model_copy(update={"text": "?"}).model_dump_json())  # fmt: skip
        assert f"entry {row.seq} was changed" in hub.faults()


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry WHERE incident = 1)",
        "DELETE FROM entry WHERE seq = 3",
        "UPDATE incident SET owner = 4",
        "UPDATE incident SET unanswered = 0",
        "UPDATE incident SET chain = ''",
        "UPDATE message SET status = 'delivered'",
        "UPDATE contact SET opted_out = NOT opted_out",
        "UPDATE agent SET role = 'admin'",
        "DELETE FROM note",
        "UPDATE entry SET data = 'no json'",
        "UPDATE entry SET stream = 'page/1' WHERE seq = 2",
        "UPDATE entry SET stream = 'incident/one' WHERE seq = 2",
        "UPDATE note SET state = 'no json'",
    ],
)
async def test_tables_that_differ_from_the_entries_are_found(
    database_url: str, change: str
) -> None:
    async with shift(database_url) as hub:
        await busy(hub)
        hub.run_sql(change)
        assert hub.faults()


def holds(hub: Shift, words: str) -> list[str]:
    """Name the tables that hold some words anywhere."""
    found = []
    with hub.read.connect() as conn:
        for name, target in EntryRow.metadata.tables.items():
            rows = conn.execute(target.select()).all()
            if any(words.encode() in bytes(v) if isinstance(v, bytes | memoryview) else
                   words in str(v) for row in rows for v in row):  # fmt: skip
                found.append(name)
    return found


async def test_a_redacted_text_is_gone_from_entries_and_tables(database_url: str) -> None:
    async with shift(database_url) as hub:
        await busy(hub)
        await hub.desk(1, AddNote(incident=1, text="her secret is 42"))
        await hub.texts(ANA, "my secret is 42")
        assert set(holds(hub, "secret is 42")) == {"entry", "message", "note"}
        for entry in hub.entries():
            if "secret is 42" in entry.event.model_dump_json():
                await hub.asks(Redact(entry.seq, "asked by the person"), actor="admin:cli")
        assert holds(hub, "secret is 42") == []
        assert hub.faults() == []


async def test_what_was_marked_in_a_redacted_note_is_gone_from_its_incident(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await busy(hub)
        noted = await hub.desk(1, AddNote(incident=1, text="@vet Banfield @sam rings"))
        await hub.desk(1, AddNote(incident=1, text="#meds insulin"))
        before = hub.state(Incident, 1).facts
        assert [fact.name for facts in before.values() for fact in facts] == ["", "vet", "meds"]
        await hub.asks(Redact(noted.entries[0].seq, "asked"), actor="admin:cli")
        assert (holds(hub, "Banfield"), hub.faults()) == ([], [])
        assert len(hub.state(Incident, 1).facts) == 2


async def test_redacting_twice_and_going_on_keeps_the_store_whole(database_url: str) -> None:
    async with shift(database_url) as hub:
        await busy(hub)
        (row,) = [e for e in hub.entries() if e.event.kind == "note.added"]
        done = await hub.asks(Redact(row.seq, "asked by Ana"), actor="admin:cli")
        await hub.asks(Redact(row.seq, "again"), actor="admin:cli")
        await hub.asks(Redact(done.entries[0].seq, "names her"), actor="admin:cli")
        await hub.desk(1, EditNote(id=row.event.id, text="calm now", edits=0))
        await hub.texts(ANA)
        assert hub.faults() == []


async def test_a_redacted_incident_keeps_what_its_legs_made_of_it(database_url: str) -> None:
    async with shift(database_url) as hub:
        await busy(hub)
        opened = await hub.desk(1, OpenIncident(title="Ana's dog", handle=f"tel:{ANA}"))
        number = opened.entries[0].incident
        await hub.texts(ANA)
        await hub.desk(1, SetFlag(incident=number or 0, flag="watch", note="Ana drinks"))
        before = hub.state(Incident, number)
        for entry in hub.entries():
            if entry.stream == f"incident/{number}":
                await hub.asks(Redact(entry.seq, "asked"), actor="admin:cli")
        after = hub.state(Incident, number)
        assert (after.title, after.unanswered, after.handles) == (
            "[redacted]", before.unanswered, (f"tel:{ANA}",),
        )  # fmt: skip
        assert holds(hub, "Ana drinks") == holds(hub, "Ana's dog") == []
        assert hub.faults() == []


async def test_a_person_whose_incident_was_redacted_leaves_it_when_it_closes(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await busy(hub)
        await hub.asks(Redact(hub.entries()[1].seq, "asked"), actor="admin:cli")
        await hub.desk(1, SendText(incident=1, to="tel:+14155550103", body="we look"))
        message = next(e.event.id for e in hub.entries() if e.event.kind == "message.composed")
        await hub.asks(EffectTold("e", f"message/{message}", "refused", "text.send"))
        await hub.desk(1, DismissMessage(id=message, how="called"))
        for to in ("solved", "closed"):
            await hub.desk(1, MoveStatus(incident=1, to=to))
        assert hub.state(Contact, f"tel:{ANA}").open == ()
        assert hub.faults() == []


async def test_a_redacted_mail_is_gone_with_its_raw_bytes(database_url: str) -> None:
    async with shift(database_url) as hub:
        mail = MailArrived(
            digest="d" * 64, raw=b"From: ana@example.com\n\nmy secret", content_type="text/plain",
            sender="ana@example.com", sender_name="Ana", to="safety@steadyline.example",
            subject="a secret", text="my secret", message_id="<1@example.com>",
            media=(("secret.pdf", "application/pdf", 12),),
        )  # fmt: skip
        outcome = await hub.asks(mail, actor="party:mailto:ana@example.com")
        await hub.asks(Redact(outcome.entries[-1].seq, "asked"), actor="admin:cli")
        assert holds(hub, "secret") == []
        assert hub.faults() == []


async def test_what_is_on_its_way_out_or_no_entry_is_not_redacted(database_url: str) -> None:
    async with shift(database_url) as hub:
        await busy(hub)
        await hub.desk(1, SendText(incident=1, to="tel:+14155550103", body="we look"))
        composed = hub.entries()[-1]
        assert isinstance(hub.state(Message, composed.event.id), Message)
        for seq in (composed.seq, 1, 999):
            with pytest.raises(Rejected):
                await hub.asks(Redact(seq, "asked"), actor="admin:cli")
        assert hub.faults() == []
