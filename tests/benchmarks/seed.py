"""Fills a database through the record door: one long incident, a day's others, and accounts."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from channels.base import TextArrived
from console.domain.agent import AgentAdded
from console.domain.incident_events import SetSeverity
from console.domain.note import AddNote
from console.hub.admin import token_digest
from console.hub.store.engine import write_engine
from console.hub.store.migrate import upgrade
from console.hub.store.plans import plan
from console.hub.store.policy import Policy
from console.hub.store.record import Record
from console.hub.store.wish import Outcome, Wish
from console.hub.wishes import AddAgent, IssueToken
from console.settings import PRACTICE_ACCOUNT
from tests.benchmarks.texts import OUR_NUMBER, handle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAID = (
    "Hello? The sitter left an hour ago and the back door is open.",
    "Yes, we are at home now. Biscuit was under the bed, he is fine.",
    "I took pictures of the scratches on the door, shall I send them here?\nThere are six of them.",
    "ok",
    "My neighbour says that two people came to the house at about four in the afternoon and that "
    "one of them had a key. She did not see the dog with them. Who else has a key from you?",
    "¿Puede llamarme alguien que hable español? Mi hija entiende mejor.",
)
NOTED = (
    "Owner is calm, dog found, no injuries",
    "! back door was open when owner came home",
    '"one of them had a key" – neighbour, about 16:00',
    "Call her back with what the sitter says",
    "? has the lock been changed since",
)
LAST = "Owner will call again when the vet has seen the dog"
"""The newest entry of the long incident, a note: the work list does not show it."""
AT_ONCE = 400
"""Wishes under way while a database is being filled."""


@dataclass(frozen=True, slots=True)
class Seed:
    """What a database shall hold."""

    entries: int = 10_000
    """Entries of the long incident."""
    others: int = 40
    """Other incidents with one text each."""
    agents: int = 1
    is_urgent: bool = True
    """Whether the long incident comes first on the work list; else it comes last."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was put there."""

    tokens: tuple[str, ...] = field(repr=False)
    """One per agent, the first one's first."""
    incident: int
    """Number of the long incident."""
    ref: str
    party: str
    """Whose texts join the long incident."""


class _Clock:
    """A day that passes while the database is filled."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC) - timedelta(hours=9)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return min(self.now, datetime.now(UTC))


def seed(url: str, wanted: Seed) -> Seeded:
    """Make the tables and fill them."""
    upgrade(url)
    return asyncio.run(_seed(url, wanted))


async def _seed(url: str, wanted: Seed) -> Seeded:
    engine = write_engine(url)
    record = Record(
        engine,
        policy=Policy(account=PRACTICE_ACCOUNT),
        plan=plan,
        on_commit=lambda _: None,
        clock=_Clock(),
    )
    record.start(asyncio.get_running_loop())
    try:
        ask = record.record
        tokens = [await _account(ask, number) for number in range(wanted.agents)]
        await _all(ask, (_text(handle(1 + n), n) for n in range(wanted.others)))
        party = handle(0)
        first = await ask(_text(party, 0))
        incident = next(one.incident for one in first.entries if one.incident is not None)
        made = len([one for one in first.entries if one.incident == incident])
        if wanted.is_urgent:
            danger = SetSeverity(incident=incident, severity="critical", reason="nobody is home")
            await ask(_by_agent(danger))
            made += 1
        await _all(ask, itertools.islice(_talk(party, incident), wanted.entries - made - 1))
        await ask(_by_agent(AddNote(incident=incident, text=LAST)))
        ref = next(ref for one in first.entries if (ref := getattr(one.event, "ref", "")))
    finally:
        await asyncio.to_thread(record.stop)
        engine.dispose()
    return Seeded(tuple(tokens), incident, ref, party)


async def _account(ask: Callable[[Wish], asyncio.Future[Outcome]], number: int) -> str:
    wanted = AddAgent(f"agent{number}", f"Agent {number}", "agent", handle(200 + number))
    added = (await ask(_admin(wanted))).entries[0].event
    if not isinstance(added, AgentAdded):
        raise TypeError("the first entry of a new account is its addition")
    token = f"sl_{secrets.token_hex(4)}_{secrets.token_urlsafe(32)}"
    issue = IssueToken(added.number, secrets.token_hex(4), token_digest(token))
    await ask(_admin(issue))
    return token


async def _all(ask: Callable[[Wish], asyncio.Future[Outcome]], wishes: Iterator[Wish]) -> None:
    while group := list(itertools.islice(wishes, AT_ONCE)):
        await asyncio.gather(*(ask(wish) for wish in group))


def _admin(command: object) -> Wish:
    return Wish(command, cause=f"admin:{secrets.token_hex(8)}", actor="admin:cli")


def _by_agent(command: object) -> Wish:
    cause = f"cmd:1:{secrets.token_hex(8)}"
    return Wish(command, cause=cause, actor="agent:1", agent=1, role="agent")


def _text(sender: str, number: int) -> Wish:
    sid = f"SM{secrets.token_hex(16)}"
    text = TextArrived(sid, PRACTICE_ACCOUNT, sender, OUR_NUMBER, SAID[number % len(SAID)])
    return Wish(text, cause=f"twilio:{sid}:received", actor=f"party:{sender}")


def _talk(party: str, incident: int) -> Iterator[Wish]:
    """Texts and, after every second one, a note."""
    for number in itertools.count(1):
        if number % 3:
            yield _text(party, number)
        else:
            yield _by_agent(AddNote(incident=incident, text=NOTED[number % len(NOTED)]))
