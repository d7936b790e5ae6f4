"""Whoever we ring is told of the recording, or somebody is told that they were not."""

from __future__ import annotations

import random
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import pytest

from channels.base import ConferenceEvent, RecordingStatus, Uncertain
from channels.recordings import RecordingFound
from console.domain.agent import SetPresence
from console.domain.answering import AnsweredBy, SayWhoAnswered
from console.domain.base import Rejected
from console.domain.call_events import DialCall, PauseRecording
from console.domain.call_state import Call
from console.domain.guests import InviteGuest
from console.domain.recording import may_be_recorded
from console.hub.store.plans.recording import NOT_ANNOUNCED
from console.hub.wishes import RecordingCallback, RoomCallback
from console.hub.wishes_recording import AnswerFound, GuestTold
from tests.hub.effects.crew import Crew, crew
from tests.hub.store.shift import ACCOUNT, ANA

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def dials(us: Crew) -> str:
    """Let agent 1 ring somebody who answers; gives the call."""
    await us.opens()
    await us.hub.desk(1, SetPresence(state="available"))
    outcome = await us.hub.desk(1, DialCall(incident=1, to=f"tel:{ANA}"))
    call = next(e.stream for e in outcome.entries if e.stream.startswith("call/"))[5:]
    await us.settle()
    await us.hub.leg(call, "agent-1-1", "in-progress", 2)
    await us.hub.room(call, "participant-join", 1, "agent-1-1")
    await us.settle()
    await us.hub.room(call, "participant-join", 2, "customer")
    await us.settle()
    return call


async def told(us: Crew, call: str, event: str, sequence: int) -> None:
    """Let the provider say how an announcement went."""
    state = us.hub.state(Call, call)
    report = ConferenceEvent(state.conference, ACCOUNT, state.room, event, sequence,
                             call_sid=state.customer.sid)  # fmt: skip
    cause = f"twilio:{state.conference}:{sequence}"
    await us.hub.asks(RoomCallback(report), cause=cause, actor="provider:twilio")
    await us.settle()


def announced(us: Crew) -> int:
    """How often somebody was told."""
    return sum(did.startswith("announce ") for did in us.phones.did)


def records(us: Crew) -> bool:
    return any(did.startswith("record ") for did in us.phones.did)


async def test_an_announcement_that_nobody_confirms_is_played_again_and_then_it_is_said(
    database_url: str,
) -> None:
    async with crew(database_url) as us:
        call = await dials(us)
        await us.passes(19)
        assert announced(us) == 1
        await us.passes(2)
        assert announced(us) == 2
        assert us.call(call).trouble == ""
        await us.passes(21)
        assert us.call(call).trouble == NOT_ANNOUNCED
        await us.passes(100)
        assert (announced(us), records(us), us.call(call).recording) == (2, False, "off")
        assert us.hub.faults() == []


async def test_a_confirmation_that_was_only_late_begins_the_recording(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await dials(us)
        await us.passes(21)
        await us.passes(21)
        await told(us, call, "announcement-end", 3)
        assert (us.call(call).consent, us.call(call).recording) == ("given", "on")


async def test_an_announcement_that_fails_is_played_again_once(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await dials(us)
        await told(us, call, "announcement-fail", 3)
        assert (announced(us), us.call(call).trouble) == (2, "")
        await told(us, call, "announcement-fail", 4)
        assert (announced(us), us.call(call).trouble) == (2, NOT_ANNOUNCED)
        assert not records(us)


async def test_one_that_fails_first_and_is_heard_then_is_consent(database_url: str) -> None:
    async with crew(database_url) as us:
        call = await dials(us)
        await told(us, call, "announcement-fail", 3)
        await told(us, call, "announcement-end", 4)
        assert (us.call(call).recording, us.call(call).trouble) == ("on", "")
        await us.passes(60)
        assert announced(us) == 2


@pytest.mark.parametrize("lost", ["request", "answer"])
async def test_a_start_in_doubt_is_looked_up_before_anybody_believes_it(
    database_url: str, lost: str
) -> None:
    async with crew(database_url) as us:
        call = await dials(us)
        us.phones.will("record", Uncertain("No answer."))
        if lost == "answer":
            found = RecordingFound("RE-found", "in-progress", "StartCallRecordingAPI")
            us.phones.kept[us.call(call).customer.sid] = [found]
        await told(us, call, "announcement-end", 3)
        state = us.call(call)
        if lost == "answer":
            assert (state.recording, state.recording_sid, state.trouble) == ("on", "RE-found", "")
        else:
            assert (state.recording, state.trouble != "") == ("off", True)


def happenings(us: Crew, call: str, chance: random.Random) -> list[Callable[[], Awaitable[object]]]:
    """What can come in about a call with a guest, in any order, lost or twice."""
    state, hub = us.hub.state(Call, call), us.hub
    room = [("announcement-end", 5), ("announcement-fail", 6), ("announcement-end", 7)]
    steps: list[Callable[[], Awaitable[object]]] = [
        partial(told, us, call, event, sequence) for event, sequence in room
    ]
    refuses = chance.random() < 0.3
    steps.append(partial(hub.asks, GuestTold(call, "guest-1", refused=refuses), cause="guest:told"))
    steps.append(partial(hub.room, call, "participant-join", 8, "guest-1"))
    by: AnsweredBy = chance.choice(["machine", "person", "unsure"])
    found = AnswerFound(call, ACCOUNT, by, by, 3000)
    steps.append(partial(hub.asks, found, cause="amd"))
    for status in ("in-progress", "completed"):
        report = RecordingStatus("RE1", ACCOUNT, status, state.customer.sid)
        steps.append(partial(hub.asks, RecordingCallback(call, report), cause=f"rec:{status}"))
    for on in (True, False):
        pause = PauseRecording(call=call, on=on, reason="card")
        steps.append(partial(hub.desk, 1, pause, id=f"pause-{on}"))
    for who in ("person", "machine"):
        if chance.random() < 0.2:
            said = SayWhoAnswered.model_validate({"call": call, "by": who})
            steps.append(partial(hub.desk, 1, said, id=f"said-{who}"))
    steps.append(partial(us.passes, 21))
    return steps


@pytest.mark.parametrize("seed", range(15))
async def test_no_second_is_recorded_of_anybody_untold_whatever_comes_in_which_order(
    sqlite_url: str, seed: int
) -> None:
    chance = random.Random(seed)
    async with crew(sqlite_url) as us:
        call = await dials(us)
        guest = InviteGuest(call=call, to="tel:+14155550150", name="Vet")
        await us.hub.desk(1, guest)
        steps = happenings(us, call, chance)
        disorder = [*chance.sample(steps, k=len(steps) - 2), *chance.choices(steps, k=4)]
        chance.shuffle(disorder)
        for step in disorder:
            before = len(us.phones.did)
            with suppress(Rejected):
                await step()
            await us.settle()
            did = us.phones.did[before:]
            if any(one.startswith("record ") or one.endswith("in-progress") for one in did):
                state = us.call(call)
                # Whatever began, it began with everybody told, or was stopped in the same breath.
                last = [one for one in did if one.startswith("record")][-1]
                is_on = not last.endswith(("paused", "stopped"))
                assert not is_on or may_be_recorded(state)
        assert us.hub.faults() == []
