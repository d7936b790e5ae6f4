"""A provider that is away for an hour: told at once, spared, and nothing lost or late."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from channels.base import Uncertain, Unreachable
from console.domain.incident import Incident
from console.domain.message_events import SendMail, SendText
from console.hub.effects.messages import NO_TRACE, TOO_LATE, UNSURE
from console.hub.effects.outage import FAILURES, RESTART_PER_SECOND
from tests.hub.effects.crew import crew

if TYPE_CHECKING:
    from tests.hub.effects.crew import Crew

MANY = 30
AWAY = 100_000
"""More requests than anybody makes in an hour."""


def goes_away(us: Crew, how: Exception) -> None:
    """Let no request be answered any more."""
    for script in (us.texts.script, us.texts.found):
        script.answers.extend([how] * AWAY)
    for request in ("probe", "look_up", "ring", "redirect", "hang_up", "end", "hold", "mute"):
        us.phones.will(request, *[how] * AWAY)


def comes_back(us: Crew) -> None:
    """Let every request be answered again."""
    for script in (us.texts.script, us.texts.found, *us.phones.script.values()):
        script.answers.clear()


async def many_text(us: Crew) -> list[str]:
    """Let agents write a lot at once; gives the messages."""
    keys = []
    for number in range(MANY):
        to = f"tel:+1415555{number:04}"
        outcome = await us.hub.desk(1, SendText(incident=1, to=to, body=f"we call you {number}"))
        keys += [e.event.id for e in outcome.entries if e.event.kind == "message.composed"]
    await us.settle()
    return keys


async def test_an_outage_is_on_every_desk_within_half_a_minute(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        goes_away(us, Uncertain("no answer"))
        began = us.hub.clock.now()
        await us.sends()
        while not us.notices:
            await us.passes(1)
        assert (us.hub.clock.now() - began).total_seconds() < 30
        assert "has taken none of our requests since" in us.notices[0].words


async def test_an_outage_is_noticed_while_nobody_sends(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        await us.passes(20)
        goes_away(us, Unreachable("away"))
        for _ in range(30):
            await us.passes(1)
        assert [notice.about for notice in us.notices] == ["phone"]
        comes_back(us)
        await us.passes(11)
        assert us.notices[-1].words == ""


async def test_an_hour_without_the_provider_loses_nothing_and_floods_nobody(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        goes_away(us, Uncertain("no answer"))
        keys = await many_text(us)
        assert len(keys) == MANY
        for _ in range(120):
            await us.passes(30)
        tried, looked = len(us.texts.sent), len(us.texts.looks)
        assert tried <= MANY, "each is attempted once at most"
        assert looked <= tried, "nobody is asked for a trace during an outage"
        states = Counter((us.message(key).status, us.message(key).unsure) for key in keys)
        assert set(states) <= {("failed", False), ("sending", True)}
        expired = [key for key in keys if us.message(key).status == "failed"]
        assert {us.message(key).words for key in expired} <= {TOO_LATE}
        assert set(us.hub.state(Incident, 1).trouble) == set(keys)
        comes_back(us)
        for _ in range(40):
            await us.passes(30)
        assert len(us.texts.sent) == tried, "an hour later nothing leaves unasked"
        unsure = set(keys) - set(expired)
        assert {us.message(key).words for key in unsure} == {NO_TRACE}
        assert [notice.words == "" for notice in us.notices] == [False, True]
        assert us.hub.faults() == []


async def test_a_text_written_during_an_outage_waits_and_leaves_once(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        goes_away(us, Unreachable("away"))
        for _ in range(40):
            await us.passes(1)
        assert len(us.notices) == 1
        keys = await many_text(us)
        for _ in range(10):
            await us.passes(30)
        assert us.texts.sent == []
        assert {us.message(key).status for key in keys} == {"composed"}
        comes_back(us)
        for _ in range(20):
            await us.passes(5)
        assert len(us.texts.sent) == MANY
        assert {us.message(key).status for key in keys} == {"queued"}
        assert len(us.pauses) > MANY / 2, "not all at once"


async def test_what_waited_leaves_at_a_steady_pace(database_url: str) -> None:
    async with crew(database_url) as us:
        outages = us.effects.doers.calls.bench.outages
        assert [outages.turn("phone") for _ in range(3)] == [0.0] * 3
        for _ in range(FAILURES):
            outages.silent("phone")
        outages.answered("phone")
        places = [round(outages.turn("phone"), 3) for _ in range(50)]
        assert places == [round(number / RESTART_PER_SECOND, 3) for number in range(50)]
        assert outages.turn("mail") == 0.0
        us.hub.clock.turn(61)
        assert outages.turn("phone") == 0.0


async def test_too_many_requests_are_an_outage_that_waits(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        goes_away(us, Unreachable("too many", retry_after=5))
        keys = await many_text(us)
        for _ in range(16):
            await us.passes(30)
        sent = len(us.texts.sent)
        assert sent <= MANY + FAILURES
        comes_back(us)
        for _ in range(20):
            await us.passes(5)
        assert {us.message(key).status for key in keys} == {"queued"}
        assert Counter(text.out for text in us.texts.sent[sent:]) == Counter(keys)


async def test_reports_of_an_hour_come_in_a_heap(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        keys = await many_text(us)
        us.hub.clock.turn(3600)
        for status in ("delivered", "sent", "queued", "sent", "delivered"):
            for key in reversed(keys):
                await us.hub.reports(key, status, sid=us.message(key).sid)
        assert {us.message(key).status for key in keys} == {"delivered"}
        assert us.hub.state(Incident, 1).trouble == ()
        assert us.hub.faults() == []


async def test_a_hub_that_was_down_for_an_hour_sends_nothing_late(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.dies()
        key = await us.sends("we are calling you now")
        us.hub.clock.turn(3600)
        async with crew(database_url, of=us) as after:
            await after.passes(1)
            assert us.texts.sent == []
            assert (after.message(key).status, after.message(key).words) == ("failed", TOO_LATE)


async def test_one_mail_finds_out_whether_the_mail_provider_is_back(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.mails.script.answers.extend([Unreachable("away")] * AWAY)
        for number in range(10):
            mail = SendMail(incident=1, to=("mailto:ana@example.com",), body=f"sorry {number}")
            await us.hub.desk(1, mail)
        for _ in range(30):
            await us.passes(10)
        asked = len(us.mails.sent)
        assert asked <= 10 + FAILURES + 12
        us.mails.script.answers.clear()
        for _ in range(12):
            await us.passes(10)
        assert len(us.mails.sent) == asked + 10
        assert [notice.words == "" for notice in us.notices] == [False, True]


@pytest.mark.parametrize("trace", [True, False])
async def test_first_doubt_and_then_the_verdict_are_told_once_each(
    database_url: str, trace: bool
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.append(Uncertain("no answer"))
        us.texts.found.answers.extend([Uncertain("no answer")] * (1 if trace else 0))
        key = await us.sends()
        await us.settle()
        assert us.message(key).words == UNSURE
        for _ in range(12):
            await us.passes(60)
        told = [e.event for e in us.hub.entries() if e.event.kind == "message.unsure"]
        assert [(event.words, event.no_trace) for event in told] == [
            (UNSURE, False), (NO_TRACE, True),
        ]  # fmt: skip
        assert us.message(key).no_trace
        assert us.effect("text.send") == "unknown"
        assert us.hub.state(Incident, 1).trouble == (key,)


async def test_calls_live_through_an_outage(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        waiting = await us.hub.rings("+14155550177")
        goes_away(us, Uncertain("no answer"))
        for _ in range(60):
            await us.passes(60)
        assert (us.call(call).phase, us.call(waiting).phase) == ("talking", "queued")
        comes_back(us)
        us.phones.ended.clear()
        for _ in range(4):
            await us.passes(30)
        assert (us.call(call).phase, us.call(waiting).phase) == ("talking", "queued")
        assert us.call(waiting).handle != us.call(call).handle
