"""A week of crashes and faults: no page lost, none told twice, every one ends (C16, O12)."""

from __future__ import annotations

from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from channels.base import CallStatus
from channels.hooks import PAGERDUTY
from console.domain.agent import SetPresence
from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.note import AddNote
from console.domain.paging_events import (
    AcknowledgePage,
    AskPage,
    ClosePage,
    EscalatePage,
    PageAsked,
    PageDeliveryAsked,
    PageStep,
    PageStepStarted,
)
from console.domain.paging_follow import PageFollowed
from console.domain.paging_words import message_id
from console.domain.routes import Hook, PagingRules, Route
from console.hub.effects.urls import Urls, page_url
from console.hub.wishes_paging import PageKeyed, PageLeg, PageLegTold
from tests.hub.effects.crew import QUIET, crew
from tests.hub.effects.faulty import SLACK, Line, World, connects

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator

    from console.domain.paging import Delivery, Page
    from tests.hub.effects.crew import Crew

MINUTE, HOUR, WEEK = 60.0, 3600.0, 7 * 86_400.0
VET = "+14155550150"
PEOPLE = ("+14155550101", "+14155550102", "+14155550103")
STEPS = (
    PageStep(to=(VET, "hook:duty"), minutes=5),
    PageStep(to=(VET, "leads"), by="call", minutes=30),
    PageStep(to=("leads", "mailto:duty@example.com"), by="desk", minutes=0),
    PageStep(to=("hook:ops", "hook:duty"), minutes=1),
    PageStep(to=("mailto:duty@example.com", "+14155550151"), minutes=60),
)
RULES = PagingRules(
    routes={
        "vet": Route("vet", "Vet on call", STEPS[:3], repeat=2, ack_minutes=10),
        "ops": Route("ops", "Operations", STEPS[3:], repeat=1, ack_minutes=120),
        "all": Route("all", "Everybody", STEPS, ack_minutes=30),
    },
    hooks={"ops": Hook("ops", "slack"), "duty": Hook("duty", "pagerduty")},
)


@dataclass
class Week:
    """Hubs that come and go on one database, and what people and providers do meanwhile."""

    url: str
    world: World
    stack: AsyncExitStack
    hubs: list[tuple[Crew, Line]] = field(default_factory=list)
    ends: list[AsyncExitStack] = field(default_factory=list)
    """What ends each of them."""
    began: int = 0
    asked: int = 0
    """How many pages were taken by the hub."""
    denied: set[str] = field(default_factory=set)
    """Deliveries of which the provider said that they failed."""

    @property
    def dice(self) -> Random:
        """All chance of this week."""
        return self.world.dice

    async def begins(self) -> None:
        """Start one more hub."""
        self.began += 1
        policy = replace(QUIET, hub=f"hub-{self.began}", paging=RULES)
        first = self.hubs[0][0] if self.hubs else None
        end = await self.stack.enter_async_context(AsyncExitStack())
        us = await end.enter_async_context(crew(self.url, policy, of=first))
        self.hubs.append((us, connects(us, self.world)))
        self.ends.append(end)

    async def passes(self, seconds: float) -> None:
        """Let time pass at every hub; a new one begins where one has died."""
        self.hubs[0][0].hub.clock.turn(seconds)
        for us, line in [*self.hubs]:
            await us.passes(0)
            if line.is_cut:
                us.dies()
                await self.begins()
                place = self.hubs.index((us, line))
                del self.hubs[place]
                await self.ends.pop(place).aclose()

    def pages(self) -> Iterator[tuple[int, Page]]:
        """Every page, with its incident."""
        for number in range(1, len(PEOPLE) + 1):
            for page in self.hubs[0][0].hub.state(Incident, number).pages:
                yield number, page

    async def opens(self) -> None:
        """An agent, a lead at a desk, and an incident of each customer."""
        hub = self.hubs[0][0].hub
        await hub.hires("sam")
        await hub.hires("kim", "+14155550113", role="lead")
        for one in PEOPLE:
            await hub.texts(one)
        await hub.desk(2, SetPresence(state="available"), role="lead")

    async def asks(self) -> None:
        """Sam pages a route about an incident."""
        us, _ = self.dice.choice(self.hubs)
        incident, route = self.dice.randint(1, len(PEOPLE)), self.dice.choice([*RULES.routes])
        with suppress(Rejected):
            await us.hub.desk(1, AskPage(incident=incident, route=route))
            self.asked += 1

    async def somebody_acts(self) -> None:
        """Let somebody who was paged answer, or a provider tell; what is too late is refused."""
        pages = [*self.pages()]
        still = [one for one in pages if one[1].is_open] or pages
        told = [(number, page, one) for number, page in still for one in page.deliveries]
        if not told:
            return
        us, _ = self.dice.choice(self.hubs)
        with suppress(Rejected):
            await self._act(us, *self.dice.choice(told[-12:]))

    def _act(self, us: Crew, number: int, page: Page, one: Delivery) -> Awaitable[object]:
        leg, hub = PageLeg(number, page.key, one.number), us.hub
        match self.dice.randrange(7):
            case 0:
                says = self.dice.choice(("a", "e", "c", "on my way"))
                return hub.texts(VET, f"{page.code} {says}", sid=f"SM{self.dice.randint(1, 40)}")
            case 1:
                return hub.asks(PageKeyed(leg, self.dice.choice("4569")))
            case 2:
                wish = self.dice.choice((AcknowledgePage, EscalatePage, ClosePage))
                return hub.desk(2, wish(incident=number, page=page.key), role="lead")
            case 3:
                return hub.desk(2, AddNote(incident=number, text="at it"), role="lead")
            case 4 if one.way == "call" and one.state != "asked":
                status = self.dice.choice(("ringing", "in-progress", "busy", "completed"))
                self.denied.add(heard_as(page, one, number))
                report = CallStatus(f"CA-{page.key}-{one.number}", QUIET.account, status)
                return hub.asks(PageLegTold(leg, report))
            case _:
                status = self.dice.choice(("sent", "delivered", "delivered", "undelivered"))
                out = message_id(page.key, one.number)
                if status == "undelivered":
                    self.denied.add(out)
                heard = one.way == "sms" and self.world.heard[out]
                return hub.reports(out, status) if heard else us.settle()


def heard_as(page: Page, one: Delivery, number: int) -> str:
    """How the world knows a delivery; empty: it can't tell."""
    if one.way == "call":
        return page_url(Urls("https://hub.example.com"), "", number, page.key, one.number)
    return message_id(page.key, one.number) if one.way in ("sms", "email") else ""


def check(week: Week) -> None:
    """Nothing is lost, nobody was told twice, and everything is over."""
    us, _ = week.hubs[0]
    events = [entry.event for entry in us.hub.entries()]
    assert sum(isinstance(event, PageAsked) for event in events) == week.asked
    steps = [(e.page, e.step, e.round) for e in events if isinstance(e, PageStepStarted)]
    assert len(steps) == len(set(steps))
    told = [(e.page, e.step, e.round, e.person) for e in events if isinstance(e, PageDeliveryAsked)]
    assert len(told) == len(set(told))
    unfollowed = {e.page for e in events if isinstance(e, PageFollowed) and not e.is_told}
    twice = {what: n for what, n in week.world.heard.items() if n > 1}
    assert [what for what in twice if SLACK not in what and not what.startswith("again")] == []
    for number, page in week.pages():
        assert page.state in ("done", "ended"), page.key
        posts = [one for one in page.deliveries if one.person == "hook:ops"]
        words = f"{SLACK} PAGE {page.code} {page.title}, {us.hub.state(Incident, number).ref}:"
        assert sum(n for what, n in week.world.heard.items() if words in what) <= len(posts)
        alerts = {one.state for one in page.deliveries if one.to == "duty"}
        if week.world.heard[f"again {PAGERDUTY} trigger {page.key}"]:
            assert alerts != {"failed"}, page.key
            if page.state == "done":
                is_resolved = week.world.heard[f"again {PAGERDUTY} resolve {page.key}"] > 0
                assert is_resolved or page.key in unfollowed, page.key
        for one in page.deliveries:
            assert one.state not in ("asked", "sending"), (page.key, one)
            about = heard_as(page, one, number)
            if week.world.heard[about] and about not in week.denied:
                assert one.state != "failed", (page.key, one)
    assert us.hub.faults() == []


async def passes_a_week(week: Week, hubs: int) -> None:
    """Seven days in which much happens, and then the time that the last page takes to end."""
    for _ in range(hubs):
        await week.begins()
    await week.opens()
    clock = week.hubs[0][0].hub.clock
    over = clock.now().timestamp() + WEEK
    while clock.now().timestamp() < over:
        if week.dice.random() < 0.25:
            await week.asks()
        await week.somebody_acts()
        await week.passes(week.dice.choice((1.0, 20.0, MINUTE, 5 * MINUTE, 5 * MINUTE, 12 * HOUR)))
    week.world.rate = 0.0
    for _ in range(60):
        await week.passes(HOUR)
        if not any(page.is_open for _, page in week.pages()):
            break
    for _ in range(5):
        await week.passes(MINUTE)


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_week_of_crashes_and_faults_loses_no_page_and_tells_nobody_twice(
    database_url: str, seed: int
) -> None:
    async with AsyncExitStack() as stack:
        week = Week(database_url, World(Random(seed)), stack)
        await passes_a_week(week, 1 if database_url.startswith("sqlite") else 2)
        assert week.began > 3
        check(week)
