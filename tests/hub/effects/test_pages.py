"""Pages by a hub that dies, by two hubs, by telephone and by webhook (F53, F56, C16)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from channels.base import Refused, Uncertain, Unreachable
from channels.hooks import PAGERDUTY
from console.domain.agent import SetPresence
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, SetCategory
from console.domain.note import AddNote
from console.domain.paging_events import AcknowledgePage, AskPage, PageStep
from console.domain.restriction import RestrictIncident
from console.domain.routes import Hook, PagingRules, Route
from console.hub.effects.worker import POLL_SECONDS
from console.hub.store.asks import LEASE_SECONDS
from tests.hub.effects.crew import QUIET, crew
from tests.hub.store.shift import ANA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.paging import Page
    from console.hub.store.policy import Policy
    from tests.hub.effects.crew import Crew

VET = "+14155550150"
TEXT = PageStep(to=(VET,), minutes=5)
CALL = PageStep(to=(VET,), by="call", minutes=5)
DESK = PageStep(to=("leads",), by="desk", minutes=10)
MINUTE = 60.0


def rules(*steps: PageStep, repeat: int = 0, ack_minutes: int = 15) -> Policy:
    vet = Route("vet", "Vet on call", steps, repeat, ack_minutes)
    hooks = {"ops": Hook("ops", "slack"), "duty": Hook("duty", "pagerduty")}
    return replace(QUIET, hub="one", paging=PagingRules(routes={"vet": vet}, hooks=hooks))


def page(us: Crew) -> Page:
    return us.hub.state(Incident, 1).pages[-1]


def states(us: Crew) -> list[str]:
    return [one.state for one in page(us).deliveries]


async def pages_the_vet(us: Crew) -> None:
    """Let a text come in and agent 1 page the vet about it; agent 2 is a lead at a desk."""
    await us.opens()
    await us.hub.hires("kim", "+14155550113", role="lead")
    await us.hub.desk(2, SetPresence(state="available"), role="lead")
    await us.hub.desk(1, AskPage(incident=1, route="vet", words="rat poison"))
    await us.settle()


async def goes_on(us: Crew) -> None:
    """Do what is due, and what comes of it."""
    for _ in range(3):
        await us.passes(POLL_SECONDS)


async def test_the_next_step_begins_at_its_time_although_the_hub_died_before(
    database_url: str,
) -> None:
    policy = rules(TEXT, DESK)
    async with crew(database_url, policy) as us:
        await pages_the_vet(us)
        assert (page(us).step, len(us.texts.sent)) == (0, 1)
        us.dies()
        async with crew(database_url, replace(policy, hub="two"), of=us) as after:
            await after.passes(4 * MINUTE)
            assert page(after).step == 0
            await after.passes(MINUTE + 1)
            await goes_on(after)
            assert page(after).step == 1
            assert [one.name for one in page(after).deliveries][1:] == ["Kim"]
            await after.passes(10 * MINUTE)
            await goes_on(after)
            assert page(after).state == "ended"
            assert len(us.texts.sent) == 1
            assert after.hub.faults() == []


async def test_two_hubs_let_a_step_begin_once(postgres_database: str) -> None:
    policy = rules(TEXT, DESK)
    two = replace(policy, hub="two")
    async with (
        crew(postgres_database, policy) as us,
        crew(postgres_database, two, of=us) as other,
    ):
        await pages_the_vet(us)
        await us.passes(5 * MINUTE + 1)
        await other.passes(0)
        await goes_on(us)
        await goes_on(other)
        assert us.hub.kinds().count("page.step_started") == 2
        assert len(us.texts.sent) == 1


async def test_a_text_that_may_have_left_is_looked_up_and_never_sent_again(
    database_url: str,
) -> None:
    async with crew(database_url, rules(TEXT, DESK)) as us:
        us.texts.script.answers.append(Uncertain("no answer"))
        await pages_the_vet(us)
        assert len(us.texts.sent) == 1
        assert states(us) == ["unsure"]
        assert us.hub.state(Incident, 1).trouble == ()


async def test_whoever_has_it_and_does_nothing_loses_it_but_not_while_they_work(
    database_url: str,
) -> None:
    async with crew(database_url, rules(DESK, TEXT, ack_minutes=10)) as us:
        await pages_the_vet(us)
        assert states(us) == ["delivered"]
        await us.hub.desk(2, AcknowledgePage(incident=1, page="1-1"), role="lead")
        await us.passes(5 * MINUTE)
        await us.hub.desk(2, AddNote(incident=1, text="I ring the owner"), role="lead")
        await us.passes(5 * MINUTE + 1)
        await goes_on(us)
        assert (page(us).state, page(us).holder_name) == ("acknowledged", "Kim")
        await us.passes(10 * MINUTE)
        await goes_on(us)
        assert (page(us).state, page(us).step) == ("paging", 1)
        assert len(us.texts.sent) == 1


@pytest.mark.parametrize(
    ("how", "state", "words"),
    [
        (Refused("no such number"), "failed", "no such number"),
        (Uncertain("no answer"), "unsure", "no answer"),
    ],
)
async def test_a_telephone_that_can_not_be_rung_says_why(
    database_url: str, how: Exception, state: str, words: str
) -> None:
    async with crew(database_url, rules(CALL, DESK)) as us:
        us.phones.will("ring", how)
        await pages_the_vet(us)
        assert (states(us)[0], page(us).deliveries[0].words) == (state, words)
        assert page(us).step == (1 if state == "failed" else 0)


async def test_a_telephone_is_rung_again_only_if_it_surely_was_not(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(CALL)) as us:
        us.phones.will("ring", Unreachable("away"))
        await pages_the_vet(us)
        assert states(us) == ["asked"]
        await us.passes(6)
        assert states(us) == ["sent"]
        assert len(us.phones.rung) == 2


async def test_a_hub_that_dies_while_it_rings_does_not_ring_twice(sqlite_url: str) -> None:
    policy = rules(CALL, DESK)
    async with crew(sqlite_url, policy) as us:
        await us.opens()
        us.dies()
        await us.hub.desk(1, AskPage(incident=1, route="vet"))
        async with crew(sqlite_url, replace(policy, hub="two"), of=us) as after:
            await after.passes(LEASE_SECONDS + 1)
            after.dies()
            await after.passes(1)
        async with crew(sqlite_url, replace(policy, hub="three"), of=us) as last:
            await last.passes(LEASE_SECONDS + 1)
            await goes_on(last)
            assert len(us.phones.rung) <= 1


async def test_nobody_is_told_of_a_restricted_incident_who_may_not_see_it(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(DESK, TEXT)) as us:
        await us.opens()
        await us.hub.hires("kim", "+14155550113", role="lead")
        await us.hub.hires("lee", "+14155550114", role="lead")
        for lead in (2, 3):
            await us.hub.desk(lead, SetPresence(state="available"), role="lead")
        limit = RestrictIncident(incident=1, people=(1,), reason="staff")
        await us.hub.desk(2, limit, role="lead")
        await us.hub.desk(1, AskPage(incident=1, route="vet"))
        await us.settle()
        assert [one.name for one in page(us).deliveries] == ["Kim"]


async def test_an_incident_that_is_solved_ends_its_pages(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(TEXT, repeat=5)) as us:
        await pages_the_vet(us)
        await us.hub.desk(1, SetCategory(incident=1, category="pet-poison"))
        await us.sends()
        await us.settle()
        await us.hub.desk(1, MoveStatus(incident=1, to="solved"))
        assert (page(us).state, page(us).closed_by) == ("done", "Sam")


async def test_a_responder_who_texts_opens_nothing_and_a_customer_still_does(
    sqlite_url: str,
) -> None:
    async with crew(sqlite_url, rules(TEXT)) as us:
        await pages_the_vet(us)
        for words in ("on my way", "a", "9999 a", "a"):
            await us.hub.texts(VET, words)
            await us.settle()
        assert us.hub.many("incident") == 1
        assert (page(us).state, page(us).holder_name) == ("acknowledged", "+1…50")
        assert len(us.texts.sent) == 1 + 3
        await us.hub.texts("+14155550199", "a")
        assert us.hub.many("incident") == 2


async def test_a_number_that_is_paged_about_two_incidents_is_asked_which(sqlite_url: str) -> None:
    async with crew(sqlite_url, rules(TEXT)) as us:
        await pages_the_vet(us)
        await us.hub.texts("+14155550199", "my cat is ill")
        await us.hub.desk(1, AskPage(incident=2, route="vet"))
        await us.settle()
        await us.hub.texts(VET, "a")
        await us.settle()
        assert us.texts.sent[-1].body.startswith(us.hub.state(Incident, 2).pages[0].code)
        assert "Which page? Begin with its code" in us.texts.sent[-1].body
        await us.hub.texts(VET, f"{page(us).code} a")
        assert page(us).state == "acknowledged"
        assert us.hub.state(Incident, 2).pages[0].state == "paging"


@dataclass
class Heard:
    """Webhooks that take everything, unless a test says otherwise."""

    answers: list[Exception] = field(default_factory=list)
    posts: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    async def post(self, url: str, body: Mapping[str, object]) -> None:
        """Note it."""
        self.posts.append((url, body))
        if self.answers:
            raise self.answers.pop(0)


def hears(us: Crew, *answers: Exception) -> Heard:
    """Let webhooks be heard."""
    heard = Heard([*answers])
    secrets = {"ops": SecretStr("https://hooks.example.com/T1"), "duty": SecretStr("R0UT1NG")}
    doers = us.effects.doers
    pages = replace(doers.pages, hooks=heard, secrets=secrets)
    us.effects.doers = replace(doers, pages=pages)
    return heard


async def test_webhooks_get_the_page_in_their_own_shape_and_no_secret_is_stored(
    sqlite_url: str,
) -> None:
    both = PageStep(to=("hook:ops", "hook:duty"), minutes=5)
    async with crew(sqlite_url, rules(both)) as us:
        heard = hears(us)
        await pages_the_vet(us)
        told = dict(heard.posts)
        assert set(told) == {"https://hooks.example.com/T1", PAGERDUTY}
        assert "rat poison" in str(told["https://hooks.example.com/T1"]["text"])
        assert told[PAGERDUTY]["routing_key"] == "R0UT1NG"
        assert states(us) == ["sent", "sent"]
        stored = " ".join(entry.event.model_dump_json() for entry in us.hub.entries())
        assert "R0UT1NG" not in stored
        assert "hooks.example.com" not in stored
        assert ANA[-4:] not in str(heard.posts)


async def test_only_a_webhook_that_knows_a_page_again_is_asked_again(sqlite_url: str) -> None:
    for hook, times, ends in (("ops", 1, "unsure"), ("duty", 2, "sent")):
        step = PageStep(to=(f"hook:{hook}",), minutes=5)
        async with crew(f"{sqlite_url}{hook}", rules(step)) as us:
            heard = hears(us, Uncertain("no answer"))
            await pages_the_vet(us)
            await us.passes(6)
            assert (len(heard.posts), states(us)) == (times, [ends])
