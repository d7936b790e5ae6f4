"""Texts: sent once, or said to be unsure; never twice by themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from channels.base import Receipt, Refused, Uncertain, Unreachable
from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.message_events import ResendMessage, TakeBackMessage
from console.domain.person import Contact
from console.hub.effects.messages import GIVE_UP_SECONDS, NO_TRACE, TOO_LATE, UNSURE
from tests.hub.effects.crew import QUIET, crew
from tests.hub.store.shift import ANA, KIM


async def test_a_text_is_sent_once_and_named(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        key = await us.sends("we look for him")
        await us.settle()
        await us.passes(120)
        (text,) = us.texts.sent
        assert (text.out, text.to, text.body) == (key, ANA, "we look for him")
        assert key in text.status_url
        assert (us.message(key).status, us.message(key).sid) == ("queued", "SM1")
        assert us.effect("text.send") == "done"


async def test_the_same_key_pressed_twice_sends_one_text(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        key = await us.sends()
        await us.settle()
        await us.hub.reports(key, "failed", 30003, sid="SM1")
        await us.hub.desk(1, ResendMessage(id=key))
        with pytest.raises(Rejected, match="dealt with already"):
            await us.hub.desk(1, ResendMessage(id=key))
        await us.settle()
        assert len(us.texts.sent) == 2


async def test_a_refusal_is_told_in_words_and_troubles_the_incident(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.append(Refused("This number can't take texts.", do="Call instead."))
        key = await us.sends()
        await us.settle()
        await us.passes(60)
        assert us.message(key).status == "failed"
        assert us.message(key).words == "This number can't take texts. Call instead."
        assert us.hub.state(Incident, 1).trouble == (key,)
        assert (len(us.texts.sent), us.effect("text.send")) == (1, "failed")


async def test_the_providers_stop_is_learnt(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.append(Refused("They replied STOP.", code=21610))
        await us.sends()
        await us.settle()
        assert us.hub.state(Contact, f"tel:{ANA}").opted_out
        with pytest.raises(Rejected) as no:
            await us.sends("please")
        assert no.value.code == "opted_out"


async def test_a_text_that_surely_did_not_leave_is_sent_again_later(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.extend([Unreachable("busy"), Unreachable("busy", retry_after=40)])
        key = await us.sends()
        await us.settle()
        assert (us.message(key).status, us.effect("text.send")) == ("sending", "ready")
        await us.passes(3)
        assert len(us.texts.sent) == 2
        await us.passes(30)
        assert len(us.texts.sent) == 2, "the provider asked for forty seconds"
        await us.passes(11)
        assert len(us.texts.sent) == 3
        assert us.message(key).status == "queued"


async def test_a_text_that_can_not_leave_for_ten_minutes_fails_instead_of_coming_late(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.extend([Unreachable("busy")] * 100)
        key = await us.sends()
        await us.settle()
        for _ in range(13):
            await us.passes(GIVE_UP_SECONDS / 10)
        assert (us.message(key).status, us.message(key).words) == ("failed", TOO_LATE)
        tries = len(us.texts.sent)
        await us.passes(600)
        assert len(us.texts.sent) == tries
        assert us.hub.state(Incident, 1).trouble == (key,)


async def test_a_text_whose_answer_was_lost_is_looked_up(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.append(Uncertain("no answer"))
        us.texts.found.answers.append(Receipt("SM-found", "sent"))
        key = await us.sends()
        await us.settle()
        assert (us.message(key).status, us.message(key).sid) == ("sent", "SM-found")
        assert (us.message(key).unsure, len(us.texts.sent)) == (False, 1)


async def test_a_text_without_a_trace_is_unsure_and_never_sent_again(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.append(Uncertain("no answer"))
        key = await us.sends()
        await us.settle()
        assert us.message(key).unsure
        for _ in range(10):
            await us.passes(60)
        assert (us.message(key).unsure, us.message(key).status) == (True, "sending")
        assert us.hub.state(Incident, 1).trouble == (key,)
        assert (len(us.texts.sent), len(us.texts.looks)) == (1, 3)
        assert us.effect("text.send") == "unknown"
        assert us.message(key).words in (UNSURE, NO_TRACE)


async def test_every_look_reaches_back_to_when_the_text_was_due(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.append(Uncertain("no answer"))
        due = us.hub.clock.now().timestamp()
        key = await us.sends()
        await us.settle()
        us.texts.found.answers.extend([None, Receipt("SM-late", "sent")])
        for _ in range(4):
            await us.passes(60)
        assert us.texts.looks
        assert all(look <= due for look in us.texts.looks)
        assert (us.message(key).status, us.message(key).unsure) == ("sent", False)
        assert us.hub.state(Incident, 1).trouble == ()


async def test_what_was_refused_as_busy_and_then_lost_is_not_sent_a_third_time(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.extend([Unreachable("busy"), Uncertain("no answer")])
        key = await us.sends()
        await us.settle()
        for _ in range(6):
            await us.passes(60)
        assert len(us.texts.sent) == 2
        assert us.message(key).unsure


async def test_another_text_with_the_same_words_is_not_taken_for_a_lost_one(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        first = await us.sends("ok")
        await us.settle()
        us.texts.script.answers.append(Uncertain("no answer"))
        us.texts.found.answers.extend([Receipt(us.message(first).sid, "sent")] * 3)
        second = await us.sends("ok")
        await us.settle()
        assert us.message(second).unsure
        assert us.message(second).sid == ""


async def test_a_callback_before_our_own_answer_is_joined(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        key = ""

        async def told() -> None:
            await us.hub.reports(us.texts.sent[0].out, "delivered", sid="SM1")

        us.texts.script.meanwhile.append(told)
        key = await us.sends()
        await us.settle()
        assert (us.message(key).status, us.message(key).sid) == ("delivered", "SM1")
        assert us.hub.many("quarantine") == 0
        assert us.hub.faults() == []


async def test_a_failure_told_before_our_own_answer_stays_a_failure(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()

        async def told() -> None:
            await us.hub.reports(us.texts.sent[0].out, "failed", 30003, sid="SM1")

        us.texts.script.meanwhile.append(told)
        key = await us.sends()
        await us.settle()
        assert us.message(key).is_dead
        assert us.hub.state(Incident, 1).trouble == (key,)


async def test_a_callback_that_answers_a_lost_request_makes_it_sure(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.append(Uncertain("no answer"))
        key = await us.sends()
        await us.settle()
        await us.hub.reports(key, "sent", sid="SM-real")
        assert (us.message(key).unsure, us.message(key).sid) == (False, "SM-real")
        assert us.hub.state(Incident, 1).trouble == ()
        looks = len(us.texts.looks)
        await us.passes(60)
        assert (len(us.texts.looks), us.effect("text.send")) == (looks, "done")


async def test_a_stop_that_comes_before_the_text_leaves_is_obeyed(database_url: str) -> None:
    undo = replace(QUIET, text_undo_seconds=10)
    async with crew(database_url, undo) as us:
        await us.opens()
        key = await us.sends()
        await us.hub.texts(ANA, "STOP", opt_out="STOP")
        await us.passes(11)
        assert us.texts.sent == []
        assert (us.message(key).status, us.message(key).code) == ("failed", 21610)


async def test_a_text_taken_back_in_time_is_never_sent(database_url: str) -> None:
    undo = replace(QUIET, text_undo_seconds=10)
    async with crew(database_url, undo) as us:
        await us.opens()
        key = await us.sends()
        await us.passes(9)
        await us.hub.desk(1, TakeBackMessage(id=key))
        await us.passes(60)
        assert (us.texts.sent, us.message(key).status) == ([], "canceled")
        assert us.hub.state(Incident, 1).unanswered == 1
        later = await us.sends()
        await us.passes(11)
        with pytest.raises(Rejected, match="Too late"):
            await us.hub.desk(1, TakeBackMessage(id=later))
        assert len(us.texts.sent) == 1


async def test_texts_to_one_person_leave_in_the_order_they_were_written(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.append(Unreachable("busy", retry_after=20))
        await us.sends("first")
        await us.settle()
        await us.sends("second")
        await us.sends("to somebody else", to=KIM)
        await us.settle()
        for _ in range(5):
            await us.passes(10)
        bodies = [text.body for text in us.texts.sent]
        assert bodies == ["first", "to somebody else", "first", "second"]


async def test_a_mistake_of_an_adapter_leaves_the_text_unsure(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.append(KeyError("sid"))
        key = await us.sends()
        await us.settle()
        await us.passes(60)
        assert us.message(key).unsure
        assert us.hub.state(Incident, 1).trouble == (key,)
        assert len(us.texts.sent) == 1


async def test_three_requests_without_an_answer_are_an_outage(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.extend([Unreachable("away")] * 3)
        await us.sends()
        await us.settle()
        for _ in range(5):
            await us.passes(30)
        assert [notice.words == "" for notice in us.notices] == [False, True]
