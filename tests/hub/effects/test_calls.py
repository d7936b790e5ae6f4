"""Calls: from the ring to the wrap-up, and requests that fail on the way."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from channels.base import Refused, Uncertain, Unreachable
from console.domain.agent import Agent, SetPresence
from console.domain.call_events import (
    AcceptCall,
    DialCall,
    EndCall,
    EndWrapUp,
    HoldCall,
    MuteCall,
    PauseRecording,
)
from console.hub.store.asks import LIVE_SECONDS
from console.hub.wishes import RouteCalls
from tests.hub.effects.crew import crew
from tests.hub.store.shift import ANA


async def test_an_accepted_call_rings_the_agent_and_connects_both(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.accepts()
        assert us.phones.did == ["ring +14155550111"]
        leg = us.call(call).agent_leg
        assert leg in us.phones.rung[0].twiml_url
        assert us.call(call).parts[leg].sid == "ring-1"
        await us.hub.leg(call, leg, "in-progress", 2)
        await us.hub.room(call, "participant-join", 2, leg)
        await us.settle()
        assert us.phones.did[-1] == f"redirect {call} room"
        await us.hub.room(call, "participant-join", 3, "customer")
        await us.settle()
        assert us.phones.did[-1] == f"record {call}"
        assert (us.call(call).phase, us.call(call).recording) == ("talking", "on")
        await us.passes(60)
        assert us.call(call).phase == "talking"
        assert us.hub.faults() == []


async def test_who_refuses_is_not_recorded(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        await us.hub.desk(1, SetPresence(state="available"))
        call = await us.hub.rings(ANA, refuses=True)
        await us.hub.asks(RouteCalls())
        await us.hub.desk(1, AcceptCall(call=call))
        await us.hub.room(call, "participant-join", 2, us.call(call).agent_leg)
        await us.hub.room(call, "participant-join", 3, "customer")
        await us.settle()
        assert (us.call(call).phase, us.call(call).consent) == ("talking", "refused")
        assert not [did for did in us.phones.did if did.startswith("record")]


async def test_a_hub_that_died_while_it_rang_does_not_ring_twice(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        await us.hub.desk(1, SetPresence(state="available"))
        call = await us.hub.rings(ANA)
        await us.hub.asks(RouteCalls())
        us.dies()
        await us.hub.desk(1, AcceptCall(call=call))
        us.hub.run_sql("UPDATE effect SET lease = lease - 29")
        async with crew(database_url, of=us) as after:
            await after.passes(2)
            assert us.phones.rung == []
            await after.passes(us.hub.policy.connect_seconds)
            assert after.call(call).phase == "queued"


@pytest.mark.parametrize("request_", ["hold", "mute"])
@pytest.mark.parametrize("how", [Refused("not now"), Unreachable("away"), Uncertain("no answer")])
async def test_a_hold_or_mute_that_failed_is_told_and_never_believed(
    database_url: str, request_: str, how: Exception
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.phones.will(request_, *[how] * 30)
        command = HoldCall if request_ == "hold" else MuteCall
        await us.hub.desk(1, command(call=call, on=True))
        asked = us.call(call)
        assert (asked.is_held, asked.is_muted) == (False, False)
        await us.settle()
        state = us.call(call)
        assert state.trouble == str(how)
        assert (state.hold_asked, state.mute_asked) == (False, False)
        assert (state.is_held, state.is_muted) == (False, False)


async def test_a_hold_is_believed_when_the_provider_says_so(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        await us.hub.desk(1, HoldCall(call=call, on=True))
        await us.settle()
        assert us.phones.did[-1] == f"hold {call} on"
        assert not us.call(call).is_held
        await us.hub.room(call, "participant-hold", 4, "customer", hold=True)
        assert us.call(call).is_held


async def test_a_hold_goes_out_without_a_look_at_what_its_commit_has_just_written(
    database_url: str,
) -> None:
    looks: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        looks.append(statement)

    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        event.listen(us.hub.read, "before_cursor_execute", note)
        await us.hub.desk(1, HoldCall(call=call, on=True))
        await us.settle()
        assert us.phones.did[-1] == f"hold {call} on"
        assert looks == []
        us.phones.will("hold", Unreachable("away"))
        await us.hub.desk(1, HoldCall(call=call, on=False))
        await us.settle()
        assert us.phones.did[-2:] == [f"hold {call} off"] * 2
        # It was repeated a second later: somebody might have asked otherwise meanwhile.
        assert len([one for one in looks if "FROM call" in one]) == 1


async def test_a_short_outage_delays_a_request_and_does_not_lose_it(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.phones.will("hold", Unreachable("away"), Unreachable("away"))
        await us.hub.desk(1, HoldCall(call=call, on=True))
        await us.settle()
        assert us.phones.did[-3:] == [f"hold {call} on"] * 3
        assert us.call(call).trouble == ""


async def test_who_changes_their_mind_is_not_muted_by_a_late_request(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()

        async def other_mind() -> None:
            await us.hub.desk(1, MuteCall(call=call, on=False))

        us.phones.will("mute", Unreachable("away")).meanwhile.append(other_mind)
        await us.hub.desk(1, MuteCall(call=call, on=True))
        await us.settle()
        muted = [did for did in us.phones.did if did.startswith("mute")]
        assert muted[-1].endswith("off")
        assert sum(did.endswith("on") for did in muted) == 1


async def test_a_request_about_a_live_call_is_not_made_when_it_is_too_late(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.dies()
        await us.hub.desk(1, HoldCall(call=call, on=True))
        us.hub.run_sql(
            "UPDATE effect SET state = 'ready', owner = NULL, attempts = 0 WHERE kind = 'call.hold'"
        )
        did = list(us.phones.did)
        await us.passes(LIVE_SECONDS + 1)
        assert us.phones.did == did
        assert us.effect("call.hold") == "expired"
        assert "not done" in us.call(call).trouble


async def test_a_request_that_a_dead_hub_may_have_made_is_not_called_undone(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.dies()
        await us.hub.desk(1, HoldCall(call=call, on=True))
        async with crew(database_url, of=us) as after:
            for _ in range(4):
                await after.passes(LIVE_SECONDS)
            assert after.effect("call.hold") == "unknown"
            assert "may or may not" in after.call(call).trouble


async def test_hanging_up_ends_everybodys_leg_even_if_the_room_does_not_end(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.phones.will("end", Refused("no such room"))
        await us.hub.desk(1, EndCall(call=call))
        await us.settle()
        assert {did for did in us.phones.did if did.startswith("hang_up")} == {
            f"hang_up {call}", "hang_up ring-1",
        }  # fmt: skip
        await us.hub.leg(call, "customer", "completed", 4)
        assert (us.call(call).phase, us.call(call).ended_by) == ("wrap-up", "agent")
        await us.hub.desk(1, EndWrapUp(call=call))
        assert us.hub.state(Agent, 1).is_free


async def test_a_recording_pauses_with_a_reason_and_says_when_it_could_not(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        await us.opens()
        call = await us.talks()
        us.phones.will("recording", Refused("not recording"))
        await us.hub.desk(1, PauseRecording(call=call, on=True, reason="card"))
        await us.settle()
        assert (us.call(call).recording, us.call(call).trouble) == (
            "on",
            "STILL RECORDING. not recording",
        )
        await us.hub.desk(1, PauseRecording(call=call, on=True, reason="card"))
        await us.settle()
        assert (us.call(call).recording, us.call(call).recording_reason) == ("paused", "card")


async def test_dialing_rings_the_agent_first_and_then_the_customer_once(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        command = DialCall(incident=1, to=f"tel:{ANA}")
        for _ in range(2):
            await us.hub.desk(1, command, id="same-key")
        await us.settle()
        assert us.phones.did == ["ring +14155550111"]
        (call,) = {e.stream[5:] for e in us.hub.entries() if e.event.kind == "call.dialed"}
        await us.hub.room(call, "participant-join", 2, us.call(call).agent_leg)
        await us.settle()
        assert us.phones.did[-1] == f"add {ANA}"
        await us.hub.room(call, "participant-join", 3, "customer")
        await us.settle()
        assert us.call(call).phase == "talking"
        assert us.hub.faults() == []
