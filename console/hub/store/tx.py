"""One transaction of the record door: what plans read, and what they stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from console.domain.base import Event, State, json_of, trusted
from console.domain.timeline import Entry, blank, evolve, touched
from console.hub.store.asks import Ask, asks
from console.hub.store.bulk import bulk
from console.hub.store.chain import GENESIS, digest, link, salts
from console.hub.store.project import TABLES, key_of, row_of
from console.hub.store.repeat import entry_of
from console.hub.store.sight import is_hidden
from console.hub.store.tables import EffectRow, EntryRow, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Executable

    from console.hub.store.cache import Cache
    from console.hub.store.policy import Policy

S = TypeVar("S", bound=State)
ENTRY = table(EntryRow)
EFFECT = table(EffectRow)
_CONCEPTS: dict[type[State], str] = {model: name for name, (_, _, model) in TABLES.items()}


def changed_rows(dirty: dict[str, State], cache: Cache) -> dict[str, list[dict[str, Any]]]:
    """Give the projection rows of changed states, by concept."""
    by_concept: dict[str, list[dict[str, Any]]] = {}
    for stream, state in dirty.items():
        concept, _, key = stream.partition("/")
        row = row_of(state)
        if concept == "incident":
            row |= {"chain": cache.chain(int(key)), "seq": cache.seq}
        by_concept.setdefault(concept, []).append(row)
    # An agent who goes from one call to another leaves the first before the index looks.
    by_concept.get("call", []).sort(key=lambda row: row["live_agent"] is not None)
    return by_concept


class Tx:
    """Reads of folded states, staging of entries; ``flush`` writes what was staged."""

    def __init__(self, conn: Connection, cache: Cache, policy: Policy, now: datetime) -> None:
        self.conn = conn
        self.cache = cache
        self.policy = policy
        self.now = now
        self.entries: list[Entry] = []
        """Everything staged by this group."""
        self.asks: list[Ask] = []
        self._rows: list[dict[str, Any]] = []
        self._salts = salts()
        self._dirty: dict[str, State] = {}
        self._undo: dict[str, State | None] = {}
        self._undo_chain: dict[int, str] = {}
        self._mark = 0
        self._before = cache.seq
        self._numbers: dict[str, int] = {}
        self._part = 0
        self.cause = ""
        self.actor = ""
        self.viewer = 0
        """The agent for whom the present wish is granted; 0: the hub itself, which sees all."""

    def begin(self, cause: str, actor: str) -> None:
        """Begin one wish: what it stages can be undone on its own."""
        self.cause, self.actor, self._part, self.viewer = cause, actor, 0, 0
        self._mark = len(self.entries)
        self._before = self.cache.seq
        self._undo, self._undo_chain = {}, {}
        self._numbers = dict(self.cache.numbers)

    def undo(self) -> None:
        """Forget what the current wish has staged."""
        staged = len(self.entries) - self._mark
        del self.entries[self._mark :]
        if staged:
            del self._rows[-staged:]
        self.asks = [a for a in self.asks if a.seq <= self._before]
        self.cache.seq = self._before
        for stream, before in self._undo.items():
            if before is None:
                self.cache.drop(stream)
                self._dirty.pop(stream, None)
            else:
                self.cache.put(stream, before)
                if stream in self._dirty:
                    self._dirty[stream] = before
        self.cache.chains.update(self._undo_chain)
        self.cache.numbers = self._numbers

    @property
    def staged(self) -> tuple[Entry, ...]:
        """The entries of the current wish."""
        return tuple(self.entries[self._mark :])

    def find(self, stream: str) -> State | None:
        """Give the folded state of a stream, None when it has no entries."""
        found = self.cache.get(stream)
        if found is not None:
            return found
        concept, _, key = stream.partition("/")
        target, column, model = TABLES[concept]
        wanted = select(target).where(target.c[column] == key_of(concept, key))
        row = self.conn.execute(wanted).first()
        if row is None:
            return None
        state = model.model_validate_json(row.state)
        self.cache.put(stream, state)
        if concept == "incident":
            self.cache.chains[int(key)] = row.chain
        return state

    def get(self, model: type[S], key: object) -> S | None:
        """Give the state of one thing by concept and key; what the viewer may not see is none."""
        state = self.find(f"{_CONCEPTS[model]}/{key}")
        if not isinstance(state, model) or (self.viewer and is_hidden(self, self.viewer, state)):
            return None
        return state

    def query(self, statement: Executable) -> Any:
        """Read from the tables, with everything earlier wishes of this group staged.

        A plan reads before it stages: what was written could not be undone on its own.
        """
        if len(self.entries) > self._mark:
            raise RuntimeError("a plan must read the tables before it stages entries")
        self.flush()
        return self.conn.execute(statement)

    def emit(self, stream: str, incident: int | None, *events: Event, new: bool = False) -> None:
        """Stage events on a stream; ``new`` skips the look-up of a stream that can't exist."""
        for event in events:
            self._stage(stream, incident, event, new=new)
            new = False

    def _stage(self, stream: str, incident: int | None, event: Event, *, new: bool) -> None:
        self.cache.seq += 1
        entry = trusted(
            Entry,
            {
                "seq": self.cache.seq,
                "at": self.now,
                "stream": stream,
                "incident": incident,
                "actor": self.actor,
                "cause": self.cause,
                "event": event,
            },
        )
        for name in touched(entry):
            before = None if new and name == stream else self.find(name)
            self._undo.setdefault(name, before)
            after = evolve(before or blank(name, incident), entry)
            self.cache.put(name, after)
            self._dirty[name] = after
        self._rows.append(self._entry_row(entry))
        self._part += 1
        self.entries.append(entry)
        self.asks.extend(asks(entry, self.cache.peek(stream), self.policy))

    def _entry_row(self, entry: Entry) -> dict[str, Any]:
        data = json_of(entry.event)
        salt = next(self._salts)
        row = {
            "seq": entry.seq,
            "at": entry.at,
            "stream": entry.stream,
            "incident": entry.incident,
            "actor": entry.actor,
            "cause": entry.cause,
            "part": self._part,
            "kind": entry.event.kind,
            "data": data,
            "salt": salt,
            "digest": digest(salt, data),
        }
        if entry.incident is None:
            row["chain"] = link(GENESIS, row)
            return row
        before = self.cache.chain(entry.incident)
        self._undo_chain.setdefault(entry.incident, before)
        row["chain"] = self.cache.chains[entry.incident] = link(before, row)
        return row

    def refold(self, stream: str) -> None:
        """Fold a stream anew from its entries, after one of them was redacted."""
        concept, _, key = stream.partition("/")
        mine = ENTRY.c.incident == int(key) if concept == "incident" else ENTRY.c.stream == stream
        rows = self.conn.execute(select(ENTRY).where(mine).order_by(ENTRY.c.seq))
        state: State | None = None
        for row in rows:
            entry = entry_of(row)
            state = evolve(state or blank(stream, entry.incident), entry)
        if state is not None:
            self._undo.setdefault(stream, self.find(stream))
            self.cache.put(stream, state)
            self._dirty[stream] = state

    def flush(self) -> None:
        """Write the staged entries, the rows they changed, and the effects they ask for."""
        conn = self.conn
        if self._rows:
            bulk(conn.dialect, ENTRY).write(conn, self._rows)
            self._rows = []
        changed, self._dirty = changed_rows(self._dirty, self.cache), {}
        for concept, rows in changed.items():
            target, column, _ = TABLES[concept]
            bulk(conn.dialect, target, column).write(conn, rows)
        fresh = [a for a in self.asks if not a.stored]
        if fresh:
            now = self.now.timestamp()
            bulk(conn.dialect, EFFECT).write(conn, [a.row(self.policy.hub, now) for a in fresh])
            for ask in fresh:
                ask.stored = True
