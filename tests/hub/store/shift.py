"""A record door on a real database, with a clock that tests turn and words for what happens."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import func, select, text

from channels.base import CallArrived, CallStatus, ConferenceEvent, TextArrived, TextStatus
from console.domain.base import Rejected, Role, State
from console.domain.call_state import Call
from console.domain.letting_go import UNSAID
from console.domain.person import handle_of
from console.hub.effects.base import load_state
from console.hub.store.engine import read_engine, write_engine
from console.hub.store.migrate import upgrade
from console.hub.store.plans import plan
from console.hub.store.policy import Policy
from console.hub.store.record import Record
from console.hub.store.repeat import entry_of
from console.hub.store.tables import EntryRow, table
from console.hub.store.verify import verify
from console.hub.store.wish import Outcome, Wish
from console.hub.wishes import AddAgent, CallRings, ConsentChosen, LegCallback, RoomCallback
from tests.owing import nothing_owed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy import Engine

    from console.domain.base import Command
    from console.domain.timeline import Entry
    from console.hub.hub import Committed
    from console.hub.store.tx import Tx

S = TypeVar("S", bound=State)
ENTRY = table(EntryRow)
ACCOUNT = "AC00000000000000000000000000000000"
OURS = "+14155550100"
POLICY = Policy(hub="one", account=ACCOUNT, numbers=(OURS, "+14155550109"))
ANA, KIM = "+14155550101", "+14155550102"


@dataclass
class Hands:
    """A clock that only a test moves."""

    at: datetime = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        """Give the time it shows."""
        return self.at

    def turn(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


@dataclass
class Books:
    """What a database holds."""

    url: str
    engine: Engine
    read: Engine

    def state(self, model: type[S], key: object) -> S:
        """Read the stored state of one thing."""
        found = load_state(self.read, model, str(key))
        assert found is not None, f"no {model.__name__} {key}"
        return found

    def entries(self) -> list[Entry]:
        """Read every entry, oldest first."""
        with self.read.connect() as conn:
            return [entry_of(row) for row in conn.execute(select(ENTRY).order_by(ENTRY.c.seq))]

    def kinds(self, stream: str = "") -> list[str]:
        """Name what happened, oldest first."""
        return [e.event.kind for e in self.entries() if e.stream.startswith(stream)]

    def many(self, name: str) -> int:
        """Count the rows of a table."""
        with self.read.connect() as conn:
            target = EntryRow.metadata.tables[name]
            return int(conn.execute(select(func.count()).select_from(target)).scalar_one())

    def faults(self) -> list[str]:
        """Check the store against itself."""
        with self.read.connect() as conn:
            return verify(conn)

    def run_sql(self, statement: str, **values: Any) -> None:
        """Change the database behind the record door's back."""
        with self.engine.begin() as conn:
            conn.execute(text(statement), values)


@dataclass
class Shift(Books):
    """One hub's record door, and what people and providers ask of it."""

    policy: Policy
    clock: Hands
    record: Record
    commits: list[Committed] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def new(self, prefix: str = "id") -> str:
        """Give an id that was not used yet on this shift."""
        return f"{prefix}-{self.policy.hub}-{next(self.numbers)}"

    async def asks(self, command: object, **how: Any) -> Outcome:
        """Ask the record door as the hub itself does."""
        how.setdefault("cause", self.new("cause"))
        how.setdefault("actor", "rule:test")
        return await self.record.record(Wish(command, **how))

    async def wishes(
        self, agent: int, command: Command, *, role: Role = "agent", id: str = "", **how: Any
    ) -> Outcome:
        """Ask as a desk does; the same id is the same wish."""
        cause = f"cmd:{agent}:{id or self.new('desk')}"
        return await self.asks(
            command, cause=cause, actor=f"agent:{agent}", agent=agent, role=role, **how
        )

    async def desk(self, agent: int, command: Command, **how: Any) -> Outcome:
        """Ask as an agent does, who says that nothing is owed where that has to be said."""
        try:
            return await self.wishes(agent, command, **how)
        except Rejected as no:
            if no.code != UNSAID:
                raise
        said = nothing_owed(command, lambda call: self.state(Call, call).incident)
        await self.wishes(agent, said, role=how.get("role", "agent"))
        return await self.wishes(agent, command, **how)

    async def hires(self, login: str, phone: str = "+14155550111", role: str = "agent") -> int:
        """Add an account; gives its number."""
        wanted = AddAgent(login=login, name=login.title(), role=role, phone=phone)
        outcome = await self.asks(wanted, actor="admin:cli")
        return int(outcome.entries[0].event.number)

    async def texts(self, sender: str, body: str = "hello", **facts: Any) -> Outcome:
        """Let somebody text us."""
        sid = facts.pop("sid", "") or self.new("SM")
        arrived = replace(TextArrived(sid, ACCOUNT, sender, OURS, body), **facts)
        cause = f"twilio:{sid}:received"
        return await self.asks(arrived, cause=cause, actor=f"party:{handle_of(sender)}")

    async def reports(self, out: str, status: str, code: int = 0, sid: str = "") -> Outcome:
        """Let the provider tell what became of a text of ours."""
        report = TextStatus(sid or f"SM-{out}", ACCOUNT, status, out=out, error_code=code)
        return await self.asks(
            report, cause=f"twilio:{report.sid}:{status}", actor="provider:twilio"
        )

    async def rings(self, caller: str, call: str = "", *, refuses: bool = False) -> str:
        """Let somebody call us and get as far as the queue; gives the call's id."""
        call = call or self.new("CA")
        arrived = CallArrived(call, ACCOUNT, caller, OURS)
        await self.asks(CallRings(arrived, "safety"), cause=f"twilio:{call}:rings",
                        actor=f"party:{handle_of(caller)}")  # fmt: skip
        await self.asks(ConsentChosen(call, refused=refuses), cause=f"twilio:{call}:consent",
                        actor="provider:twilio")  # fmt: skip
        return call

    async def leg(self, call: str, leg: str, status: str, sequence: int = 0) -> Outcome:
        """Let the provider tell of a leg."""
        sid = call if leg == "customer" else f"{call}-{leg}"
        report = CallStatus(sid, ACCOUNT, status, sequence, call=call, leg=leg)
        cause = f"twilio:{sid}:{status}:{sequence}"
        return await self.asks(LegCallback(report), cause=cause, actor="provider:twilio")

    async def room(self, call: str, event: str, sequence: int, leg: str = "",
                   conference: str = "CF1", **facts: Any) -> Outcome:  # fmt: skip
        """Let the provider tell of a room."""
        sid = {"": "", "customer": call}.get(leg, f"{call}-{leg}")
        report = ConferenceEvent(f"{conference}-{call}", ACCOUNT, f"call-{call}", event, sequence,
                                 call_sid=sid, label=leg, **facts)  # fmt: skip
        cause = f"twilio:{conference}-{call}:{sequence}"
        return await self.asks(RoomCallback(report), cause=cause, actor="provider:twilio")


@asynccontextmanager
async def shift(
    url: str,
    policy: Policy = POLICY,
    *,
    clock: Hands | None = None,
    grant: Callable[[Tx, Wish], None] = plan,
    is_new: bool = True,
) -> AsyncIterator[Shift]:
    """Open the record door of a database while the block runs."""
    if is_new:
        await asyncio.to_thread(upgrade, url)
    hands, commits = clock or Hands(), list[Any]()
    engine, read = write_engine(url), read_engine(url)
    record = Record(engine, policy=policy, plan=grant, on_commit=commits.append, clock=hands.now)
    record.start(asyncio.get_running_loop())
    try:
        yield Shift(url, engine, read, policy, hands, record, commits)
    finally:
        await asyncio.to_thread(record.stop)
        engine.dispose()
        read.dispose()
