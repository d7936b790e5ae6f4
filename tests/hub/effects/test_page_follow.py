"""An alert at PagerDuty follows its page: acknowledged, resolved, or it is said that it may not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from channels.base import Refused, Uncertain, Unreachable
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, SetCategory
from console.domain.paging_events import AcknowledgePage, AskPage, ClosePage, PageStep
from console.hub.store.asks import LEASE_SECONDS
from console.hub.store.asks_paging import FOLLOW_SECONDS
from tests.hub.effects.crew import crew
from tests.hub.effects.test_pages import TEXT, Heard, goes_on, hears, page, pages_the_vet, rules

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from tests.hub.effects.crew import Crew

DUTY = PageStep(to=("hook:duty",), minutes=5)
OPS = PageStep(to=("hook:ops",), minutes=5)
HAS = AcknowledgePage(incident=1, page="1-1")
IS_DONE = ClosePage(incident=1, page="1-1", words="rang them")


def told(heard: Heard) -> list[str]:
    """What the alert was told, in order; it is always the same one."""
    keys = {body["dedup_key"] for _, body in heard.posts}
    assert len(keys) <= 1
    return [str(body["event_action"]) for _, body in heard.posts]


async def kim(us: Crew, wish: AcknowledgePage | ClosePage) -> None:
    """Let the lead answer at her desk, and the hub do what comes of it."""
    await us.hub.desk(2, wish, role="lead")
    await us.settle()


async def test_an_alert_is_acknowledged_and_resolved_with_its_page(database_url: str) -> None:
    async with crew(database_url, rules(DUTY)) as us:
        heard = hears(us)
        await pages_the_vet(us)
        await kim(us, HAS)
        await kim(us, IS_DONE)
        assert told(heard) == ["trigger", "acknowledge", "resolve"]
        assert {str(body["routing_key"]) for _, body in heard.posts} == {"R0UT1NG"}
        assert us.hub.kinds("incident/1").count("page.followed") == 2
        assert us.hub.faults() == []


async def test_an_alert_is_resolved_when_the_incident_is_solved(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(DUTY)) as us:
        heard = hears(us)
        await pages_the_vet(us)
        await us.hub.desk(1, SetCategory(incident=1, category="pet-poison"))
        await us.sends()
        await us.settle()
        await us.hub.desk(1, MoveStatus(incident=1, to="solved"))
        await us.settle()
        assert told(heard) == ["trigger", "resolve"]


async def test_an_alert_of_a_page_that_nobody_answered_stays_open(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(DUTY)) as us:
        heard = hears(us)
        await pages_the_vet(us)
        await us.passes(301)
        await goes_on(us)
        assert page(us).state == "ended"
        assert told(heard) == ["trigger"]


async def test_what_no_alert_was_opened_for_is_not_told_to_pagerduty(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(OPS)) as us:
        heard = hears(us)
        await pages_the_vet(us)
        await kim(us, IS_DONE)
        assert len(heard.posts) == 1
        assert "page.followed" not in us.hub.kinds("incident/1")


async def test_an_alert_that_can_not_be_told_now_is_told_later(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(DUTY)) as us:
        heard = hears(us)
        await pages_the_vet(us)
        heard.answers = [Unreachable("too many", retry_after=20), Uncertain("no answer")]
        await kim(us, IS_DONE)
        await us.passes(19)
        assert told(heard) == ["trigger", "resolve"]
        await us.passes(2)
        await us.passes(10)
        assert told(heard) == ["trigger", *["resolve"] * 3]
        assert us.hub.kinds("incident/1").count("page.followed") == 1


async def test_that_an_alert_could_not_be_told_is_on_the_timeline(sqlite_url: str) -> None:
    for trouble, waits, words in (
        (Refused("The webhook refused it (400)."), 0.0, "The webhook refused it (400)."),
        (Unreachable("away"), FOLLOW_SECONDS + 1, "PagerDuty could not be told for an hour."),
    ):
        async with crew(f"{sqlite_url}{waits}", rules(DUTY)) as us:
            heard = hears(us)
            await pages_the_vet(us)
            heard.answers = [trouble]
            await kim(us, IS_DONE)
            await us.passes(waits)
            event = us.hub.entries()[-1].event
            assert (event.kind, event.is_told, event.words) == ("page.followed", False, words)


async def test_an_alert_that_is_resolved_meanwhile_is_not_acknowledged_afterwards(
    sqlite_url: str,
) -> None:
    async with crew(sqlite_url, rules(DUTY)) as us:
        heard = hears(us)
        await pages_the_vet(us)
        heard.answers = [Unreachable("away")]
        await kim(us, HAS)
        await kim(us, IS_DONE)
        await us.passes(60)
        assert told(heard) == ["trigger", "acknowledge", "resolve"]


@dataclass
class Slow(Heard):
    """Webhooks that are on their way while something else happens."""

    meanwhile: list[Callable[[], Awaitable[Any]]] = field(default_factory=list)

    async def post(self, url: str, body: Mapping[str, object]) -> None:
        """Let it happen first."""
        if self.meanwhile:
            await self.meanwhile.pop(0)()
        await super().post(url, body)


async def test_an_alert_that_was_opened_after_the_page_was_closed_is_resolved(
    database_url: str,
) -> None:
    async with crew(database_url, rules(DUTY)) as us:
        known = hears(us)
        heard = Slow(known.answers, meanwhile=[lambda: us.hub.desk(1, IS_DONE)])
        doers = us.effects.doers
        us.effects.doers = replace(doers, pages=replace(doers.pages, hooks=heard))
        await pages_the_vet(us)
        assert told(heard).count("trigger") == 1
        assert told(heard)[-1] == "resolve"
        assert us.hub.kinds("incident/1").count("page.followed") == 2


async def test_a_hub_that_dies_leaves_it_to_the_next(database_url: str) -> None:
    policy = rules(DUTY, TEXT)
    async with crew(database_url, policy) as us:
        hears(us)
        await pages_the_vet(us)
        us.dies()
        await us.hub.desk(2, IS_DONE, role="lead")
        async with crew(database_url, replace(policy, hub="two"), of=us) as after:
            heard = hears(after)
            await after.passes(LEASE_SECONDS + 1)
            await goes_on(after)
            assert told(heard) == ["resolve"]
            assert after.hub.state(Incident, 1).pages[0].state == "done"


async def test_an_alert_is_not_told_of_a_page_that_is_not_its_own(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(DUTY)) as us:
        heard = hears(us)
        await pages_the_vet(us)
        await us.hub.texts("+14155550199", "my cat is ill")
        await us.hub.desk(1, AskPage(incident=2, route="vet"))
        await us.settle()
        await kim(us, IS_DONE)
        refs = [us.hub.state(Incident, number).ref for number in (1, 2)]
        keys = [str(body["dedup_key"]) for _, body in heard.posts]
        assert keys == [f"{refs[0]}-1-1", f"{refs[1]}-2-1", f"{refs[0]}-1-1"]
