"""Migrations: from nothing and from every shipped schema to the newest, once, or not at all."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, MetaData, Table, create_engine, event, inspect, select
from sqlalchemy.engine import Engine

from console.hub.store import migrate
from console.hub.store.engine import write_engine
from console.hub.store.migrate import HERE, current, newest, upgrade
from console.hub.store.tables import EntryRow, UTCDateTime
from tests.hub.store.shift import ANA, shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

TABLES = EntryRow.metadata.tables
ROOT = Path(__file__).parents[3]
REVISIONS = [script.revision for script in ScriptDirectory(str(HERE)).walk_revisions()]
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ROWS: dict[str, dict[str, Any]] = {
    "agent": {"number": 1, "login": "sam", "role": "agent", "presence": "offline",
              "disabled": False, "free": False, "idle_since": AT, "state": "{}"},
    "blob": {"digest": "d", "content_type": "text/plain", "at": AT, "size": 1, "data": b"\0"},
    "call": {"id": "CA1", "incident": 1, "phase": "ended", "live_agent": None, "queued_at": AT,
             "conference": "CF1", "state": "{}"},
    "contact": {"handle": "tel:+14155550101", "person": 1, "opted_out": True, "state": "{}"},
    "draft": {"agent": 1, "incident": 1, "box": "note", "text": "unfin", "at": AT},
    "effect": {"id": "1:text.send", "kind": "text.send", "stream": "message/m1", "seq": 1,
               "state": "done", "due": 1.5, "expires": None, "attempts": 1, "owner": None,
               "lease": None, "payload": "{}"},
    "entry": {"seq": 1, "at": AT, "stream": "note/n1", "incident": 1, "actor": "agent:1",
              "cause": "cmd:1:a", "part": 0, "kind": "note.added", "data": "{}", "salt": "s",
              "digest": "d", "chain": "c"},
    "incident": {"number": 1, "ref": "AAA-AAA", "status": "open", "severity_rank": 2,
                 "owner": None, "unanswered": 0, "last_at": AT, "chain": "c", "seq": 1,
                 "state": "{}"},
    "message": {"id": "m1", "incident": 1, "sid": "SM1", "message_id": "", "handle": "tel:+1",
                "status": "sent", "unsure": False, "state": "{}"},
    "note": {"id": "n1", "incident": 1, "state": "{}"},
    "person": {"number": 1, "name": "Ana Ruiz", "state": "{}"},
    "quarantine": {"cause": "x", "at": AT, "why": "unknown", "data": "?"},
    "token": {"id": "t1", "agent": 1, "digest": "d", "created_at": AT, "expires_at": None,
              "revoked_at": AT},
}  # fmt: skip
"""A row of every table as the first shipped schema has it."""


def same_type(_: object, __: object, ___: object, told: object, ours: object) -> bool | None:
    """Our aware time is a DateTime to the database; everything else is compared by alembic."""
    return False if isinstance(ours, UTCDateTime) and isinstance(told, DateTime) else None


def differences(url: str) -> list[Any]:
    engine = write_engine(url)
    try:
        with engine.connect() as conn:
            context = MigrationContext.configure(conn, opts={"compare_type": same_type})
            return list(compare_metadata(context, EntryRow.metadata))
    finally:
        engine.dispose()


def names(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_an_empty_database_becomes_the_newest(empty_database: str) -> None:
    assert current(empty_database) is None
    upgrade(empty_database)
    assert current(empty_database) == newest()
    assert names(empty_database) == {*TABLES, "alembic_version"}


def test_the_migrated_schema_is_the_one_the_program_speaks_of(empty_database: str) -> None:
    upgrade(empty_database)
    assert differences(empty_database) == []


def test_a_difference_would_be_found(empty_database: str) -> None:
    upgrade(empty_database)
    engine = write_engine(empty_database)
    with engine.begin() as conn:
        conn.exec_driver_sql("DROP INDEX ix_message_sid")
    engine.dispose()
    assert len(differences(empty_database)) == 1


def test_migrating_again_changes_nothing(empty_database: str) -> None:
    upgrade(empty_database)
    statements: list[str] = []

    def heard(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement.split()[0])

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        upgrade(empty_database)
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
    assert not {"CREATE", "ALTER", "DROP", "INSERT", "UPDATE"} & set(statements)


@pytest.fixture
def interrupted() -> Iterator[list[str]]:
    """Break every migration at its table of notes, for as long as the list is empty."""
    allowed: list[str] = []

    def stop(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if not allowed and "CREATE TABLE note" in statement:
            raise KeyboardInterrupt

    event.listen(Engine, "before_cursor_execute", stop)
    yield allowed
    event.remove(Engine, "before_cursor_execute", stop)


def test_an_interrupted_migration_leaves_nothing_and_can_be_made_again(
    empty_database: str, interrupted: list[str]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        upgrade(empty_database)
    assert current(empty_database) is None
    assert names(empty_database) == set()
    interrupted.append("go on")
    upgrade(empty_database)
    assert differences(empty_database) == []


async def test_two_hubs_that_start_at_once_migrate_once(empty_database: str) -> None:
    program = f"from console.hub.store.migrate import upgrade; upgrade({empty_database!r})"
    hubs = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT)
        for _ in range(2)
    ]
    assert [await hub.wait() for hub in hubs] == [0, 0]
    assert differences(empty_database) == []


def shipped(conn: Connection, name: str) -> Table:
    """Give a table as the database has it, whatever the program says."""
    return Table(name, MetaData(), autoload_with=conn)


@pytest.mark.parametrize(
    "revision", [s.revision for s in ScriptDirectory(str(HERE)).walk_revisions()]
)
def test_rows_of_every_shipped_schema_are_kept(empty_database: str, revision: str) -> None:
    upgrade(empty_database, "0001")
    engine = write_engine(empty_database)
    with engine.begin() as conn:
        for name, row in ROWS.items():
            target = TABLES[name] if revision == newest() == "0001" else shipped(conn, name)
            conn.execute(target.insert(), row)
    upgrade(empty_database, revision)
    upgrade(empty_database)
    with engine.connect() as conn:
        for name, row in ROWS.items():
            (kept,) = conn.execute(select(TABLES[name])).all()
            assert {**kept._asdict(), **row} == kept._asdict()
    engine.dispose()


def test_there_is_a_row_for_every_table_of_the_first_schema(empty_database: str) -> None:
    upgrade(empty_database, "0001")
    assert set(ROWS) | {"alembic_version"} == names(empty_database)


async def test_a_migrated_database_takes_wishes(empty_database: str) -> None:
    async with shift(empty_database) as hub:
        assert (await hub.texts(ANA)).entries
        assert hub.faults() == []


def test_every_migration_is_part_of_the_package() -> None:
    files = {path.stem for path in (HERE / "versions").glob("[0-9]*.py")}
    assert {Path(s.path).stem for s in ScriptDirectory(str(HERE)).walk_revisions()} == files
    assert Path(migrate.__file__).parent in HERE.parents


def test_the_newest_revision_is_the_head_of_the_migrations() -> None:
    assert newest() == ScriptDirectory(str(HERE)).get_current_head()


def test_a_database_that_is_up_to_date_is_only_read(empty_database: str) -> None:
    upgrade(empty_database)
    written: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            written.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        upgrade(empty_database)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert written == []
