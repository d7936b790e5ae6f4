"""Presence: what comes after a contact, what ends by itself, and work of desks that are gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.desk.wording.call import away_words
from console.domain import presence
from console.domain.agent import SetPresence
from console.domain.call_events import EndWrapUp
from console.domain.incident_events import TakeNext
from console.domain.message_events import SendText
from console.domain.presence import SetNextPresence
from console.domain.roles import BY_RULE
from tests.flows.floor import floor
from tests.flows.talking import a_talk, is_in

if TYPE_CHECKING:
    import pytest

    from tests.flows.desk import Desk


async def is_now(sam: Desk, state: str) -> None:
    """Wait until an agent's own desk shows a presence."""
    await sam.until(lambda: sam.model.me is not None and sam.model.me.presence == state, state)


async def test_lunch_asked_for_during_a_call_begins_when_the_wrap_up_ends(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        ana = shift.customer("Ana Ruiz", "+14155550143")
        call = await a_talk(dana, sam)
        await sam.does(SetNextPresence(state="break", reason="lunch"))
        assert dana.leg.hears() == {sam.phone} or sam.phone in dana.leg.hears()
        await dana.leg.hangs_up()
        await is_in(sam, call, "wrap-up")
        await ana.rings()
        await ana.hears("Please stay on the line")
        assert sam.model.me is not None
        assert sam.model.me.presence == "available"
        await sam.does(EndWrapUp(call=call.id))
        await is_now(sam, "break")
        assert sam.model.my_offer() is None
        assert sam.model.me is not None
        assert (sam.model.me.presence_reason, sam.model.me.next_presence) == ("lunch", None)
        await sam.is_available()
        assert (await sam.is_offered()).handle == ana.handle


async def test_recovering_ends_by_itself_and_calls_come_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "RECOVER", timedelta(seconds=0.5))
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await sam.does(SetPresence(state="recover"))
        await dana.rings()
        await is_now(sam, "available")
        assert sam.model.me is not None
        assert sam.model.me.presence_reason == presence.RECOVERED
        await sam.is_offered()


async def test_what_a_lost_desk_took_and_left_alone_goes_back_with_its_place(
    database_url: str,
) -> None:
    async with floor(database_url, lost_seconds=0.3) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        dana = shift.customer()
        ana = shift.customer("Ana Ruiz", "+14155550143")
        await sam.is_available()
        await lee.is_available()
        await dana.texts("my dog ran away")
        await sam.until(lambda: len(sam.model.rows()) == 1, "see the text")
        await ana.texts("my cat is back")
        await sam.until(lambda: len(sam.model.rows()) == 2, "see both texts")
        await sam.does(TakeNext())
        await sam.does(TakeNext())
        await sam.does(SendText(incident=2, to=ana.handle, body="Good!"))
        waiting_since = sam.model.incidents[1].waiting_since
        await sam.stops()
        await lee.until(lambda: lee.model.incidents[1].owner is None, "see it go back")
        assert lee.model.incidents[1].waiting_since == waiting_since
        assert lee.model.incidents[2].owner == 1
        await lee.opens(1)
        await lee.sees("taken from Sam Lee, back for everybody")
        await lee.does(TakeNext())
        await lee.until(lambda: lee.model.incidents[1].owner == 2, "have it")


async def test_who_or_what_changed_a_presence_is_said_and_the_last_one_stands(
    database_url: str,
) -> None:
    async with floor(database_url, ring_seconds=1) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await sam.is_available()
        assert sam.model.me is not None
        assert sam.model.me.presence_by == ""
        await dana.rings()
        await is_now(sam, "away")
        assert (sam.model.me.presence_by, sam.model.me.presence_reason) == (
            BY_RULE,
            "did not answer an offered call",
        )
        assert "did not answer an offered call" in away_words(sam.model.me, "F12")
        await sam.does(SetPresence(state="break", reason="tea"))
        await is_now(sam, "break")
        assert sam.model.me.presence_by == ""
        assert away_words(sam.model.me, "F12") == ""
