"""A safe-to-contact card is obeyed by what the hub tries again by itself."""

from __future__ import annotations

from channels.base import Unreachable
from console.domain.call_events import CallTroubled, DialCall
from console.domain.message_events import MessageRefused
from console.domain.safe_contact import SafeTerms, SetSafeContact
from tests.hub.effects.crew import crew
from tests.hub.store.shift import ANA


async def test_a_card_that_is_set_while_the_provider_is_away_is_obeyed_when_it_is_back(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        us.texts.script.answers.append(Unreachable("busy"))
        key = await us.sends("we look for him")
        await us.settle()
        assert us.message(key).status == "sending"
        no_texts = SetSafeContact(incident=1, handle=f"tel:{ANA}", terms=SafeTerms(text=False))
        await us.hub.desk(1, no_texts)
        await us.passes(10)
        assert len(us.texts.sent) == 1, "the one that did not leave"
        stopped = us.message(key)
        assert (stopped.status, stopped.body) == ("failed", "we look for him")
        assert "NO TEXTS" in stopped.words
        refused = next(e.event for e in us.hub.entries() if isinstance(e.event, MessageRefused))
        assert refused.author == 1
        assert us.effect("text.send") == "failed"


async def test_nobody_is_rung_whose_card_changed_while_our_own_phone_rang(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        dialled = await us.hub.desk(1, DialCall(incident=1, to=f"tel:{ANA}"))
        call = next(e.stream.partition("/")[2] for e in dialled.entries if e.stream[:5] == "call/")
        await us.settle()
        no_calls = SetSafeContact(incident=1, handle=f"tel:{ANA}", terms=SafeTerms(call=False))
        await us.hub.desk(1, no_calls)
        await us.hub.leg(call, us.call(call).agent_leg, "in-progress", 2)
        await us.hub.room(call, "participant-join", 1, us.call(call).agent_leg)
        await us.settle()
        assert us.call(call).over
        troubled = [e.event for e in us.hub.entries() if isinstance(e.event, CallTroubled)]
        assert "They were not rung. Safe-to-contact card: NO CALLS" in troubled[0].words
        assert f"add {ANA}" not in us.phones.did
        assert us.hub.faults() == []
