"""The crew of ``console demo --lead``: agents and callers who keep the floor busy by themselves."""

from __future__ import annotations

import asyncio
import random
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from console.demo.floor import Network
from console.demo.headless import Headless
from console.desk.link import Link
from console.domain.agent import SetPresence
from console.domain.assistance import AskForHelp
from console.domain.call_events import AcceptCall, EndCall, EndWrapUp, HoldCall
from console.domain.guests import live_guests
from console.domain.promise import OweNothing
from console.hub.admin import add_agent
from console.hub.wishes import AddAgent

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from console.demo.stage import Stage
    from console.domain.call_state import Call

LEAD = AddAgent("lee", "Lee Park", "lead", "+14155550170", ("en", "es"))
CREW = (
    AddAgent("ana", "Ana Okafor", "agent", "+14155550171", ("en",)),
    AddAgent("ben", "Ben Silva", "agent", "+14155550172", ("en", "es")),
    AddAgent("cleo", "Cleo Tran", "agent", "+14155550173", ("en", "es")),
    AddAgent("dan", "Dan Weber", "agent", "+14155550174", ("en",)),
)
CALLERS = tuple(f"+141555501{number}" for number in range(30, 42))
LONGEST_SECONDS = 300
"""A lead who listens for longer than this hears somebody hang up."""
OURS = "+14155550100"
HINT = "Alt+O: the floor · Alt+L: listen to the call of a row · Alt+H: answer who asks for help"


@contextmanager
def crew_at_work(stage: Stage, token: str) -> Iterator[str]:
    """Let the crew work beside the desk; gives the token of its lead."""
    url = stage.settings.database.url
    lead = asyncio.run(add_agent(url, LEAD))
    tokens = [asyncio.run(add_agent(url, one)) for one in CREW]
    ending = threading.Event()
    work = threading.Thread(
        target=lambda: asyncio.run(_work(stage, [token, *tokens], ending)), daemon=True
    )
    work.start()
    try:
        yield lead
    finally:
        ending.set()
        work.join(timeout=3.0)


async def _work(stage: Stage, tokens: list[str], ending: threading.Event) -> None:
    network = Network(stage.network)
    links = [Link(stage.hub, token) for token in tokens]
    for who in (LEAD, *CREW):
        await network.ask(
            "people", address=who.phone, name=who.name, phone="answers", after=1.0, presses="1"
        )
    jobs = [asyncio.create_task(_guarded(_Member(link, n).work())) for n, link in enumerate(links)]
    jobs.append(asyncio.create_task(_guarded(_callers(network))))
    await asyncio.to_thread(ending.wait)
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    for link in links:
        await link.aclose()
    await network.aclose()


async def _guarded(job: Coroutine[None, None, None]) -> None:
    # The desk on the screen is what somebody looks at; a crew that stumbles must not end it.
    with suppress(Exception):
        await job


async def _callers(network: Network) -> None:
    """Somebody new rings every few seconds; some do not wait for long."""
    dice = random.Random(7)  # noqa: S311
    while True:
        who = dice.choice(CALLERS)
        # Who is in a call already can't ring; somebody else will.
        with suppress(Exception):
            await network.ask("people", address=who, name=f"Caller {who[-2:]}", phone="answers")
            await network.ask("ring", who=who, to=OURS)
        await asyncio.sleep(dice.uniform(8, 20))
        if dice.random() < 0.1:
            with suppress(Exception):
                await network.ask("hang_up", who=who)


def _has_lead(call: Call | None) -> bool:
    return call is not None and any(one.role == "lead" for one in live_guests(call))


class _Member:
    """One agent, who does as agents do, in their own time."""

    def __init__(self, link: Link, number: int) -> None:
        self._desk = Headless(link)
        self._dice = random.Random(number)  # noqa: S311

    async def work(self) -> None:
        """Work until cancelled."""
        await self._desk.start()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._desk.follow(lambda _: None))
            await self._desk.do(SetPresence(state="available"))
            while True:
                # A call that went otherwise is over sometime; the next one rings all the same.
                with suppress(Exception):
                    await self._next_call()
                await self._takes(0.5, 1)

    async def _next_call(self) -> None:
        model, desk = self._desk.model, self._desk
        await desk.wait(lambda: model.my_offer() is not None, 30)
        if (offer := model.my_offer()) is not None:
            await self._takes(2, 6)
            await desk.do(AcceptCall(call=offer.id))
            await desk.wait(lambda: model.my_call() is not None, 5)
        if (call := model.my_call()) is not None:
            await self._talk(call)
        if (wrap := model.my_wrap()) is not None:
            await self._takes(4, 12)
            await desk.do(OweNothing(incident=wrap.incident, reason="settled in the call"))
            await desk.do(EndWrapUp(call=wrap.id))
            await self._takes(1, 2)
        if self._dice.random() < 0.1:
            await desk.do(SetPresence(state="break", reason="tea"))
            await self._takes(10, 20)
            await desk.do(SetPresence(state="available"))

    async def _talk(self, call: Call) -> None:
        desk, luck = self._desk, self._dice.random()
        await self._takes(20, 40)
        if luck < 0.3:
            await desk.do(HoldCall(call=call.id, on=True))
            await self._takes(6, 15)
            await desk.do(HoldCall(call=call.id, on=False))
        elif luck < 0.5:
            await desk.do(AskForHelp(incident=call.incident, words="Please listen to this one"))
        await self._takes(25, 60)
        # Nobody hangs up while a lead is in the call, or on the way into it.
        await desk.wait(lambda: not _has_lead(desk.model.my_call()), LONGEST_SECONDS)
        if desk.model.my_call() is None:
            return
        await desk.do(EndCall(call=call.id))
        await desk.wait(lambda: desk.model.my_call() is None, 10)

    async def _takes(self, least: float, most: float) -> None:
        await asyncio.sleep(self._dice.uniform(least, most))
