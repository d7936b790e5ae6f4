"""Every request about a call fails in every way: it comes about, or somebody is told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from console.domain.call_events import EndCall, HoldCall, MuteCall, PauseRecording
from console.domain.guests import DropGuest, HoldGuest, InviteGuest, LeaveCall, standing
from console.domain.recording import StopRecording
from console.domain.supervision import (
    BackToListening,
    Barge,
    Listen,
    StopListening,
    Whisper,
    heard_by,
    leg_of,
)
from console.domain.transfer_events import (
    AcceptTransfer,
    CancelTransfer,
    CompleteTransfer,
    RefuseTransfer,
    TransferCall,
)
from tests.hub.effects.exchange import FAULTS
from tests.hub.effects.scene import LEE, SAM, SAMS, VETS, Scene, differences, scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.base import Command
    from console.domain.call_state import Call
    from console.domain.transfer_events import How


class Step(NamedTuple):
    """What somebody asks for, and how to tell that it came about."""

    who: int
    ask: Callable[[Call], Command]
    is_so: Callable[[Call], bool]


def leg(call: Call) -> str:
    """The leg of the newest guest; that of nobody when there was none."""
    return (list(call.guests) or ["guest-0"])[-1]


def guest(call: Call) -> str:
    """What the newest guest is doing."""
    return standing(call, call.guests[leg(call)]) if call.guests else ""


def heard(call: Call) -> str:
    """By whom the lead is heard, as far as the hub knows."""
    mine = leg_of(call, LEE)
    if mine is None or not call.part(mine.leg).is_present:
        return "gone"
    return heard_by(call, mine)


def gives(call: Call, how: How, **to: Any) -> TransferCall:
    """Hand the call over, or ask first."""
    return TransferCall(call=call.id, how=how, asked="call the vet back", **to)


def is_sams(call: Call) -> bool:
    """Whether it is the first agent's alone again."""
    return call.agent == SAM and call.transfer is None


STEPS = {
    "hold": Step(SAM, lambda c: HoldCall(call=c.id, on=True), lambda c: c.is_held),
    "resume": Step(SAM, lambda c: HoldCall(call=c.id, on=False), lambda c: not c.is_held),
    "mute": Step(SAM, lambda c: MuteCall(call=c.id, on=True), lambda c: c.is_muted),
    "unmute": Step(SAM, lambda c: MuteCall(call=c.id, on=False), lambda c: not c.is_muted),
    "pause": Step(
        SAM,
        lambda c: PauseRecording(call=c.id, on=True, reason="card"),
        lambda c: c.recording == "paused",
    ),
    "go-on": Step(
        SAM, lambda c: PauseRecording(call=c.id, on=False), lambda c: c.recording == "on"
    ),
    "stop": Step(
        SAM,
        lambda c: StopRecording(call=c.id, reason="asked"),
        lambda c: c.recording in ("off", "saved"),
    ),
    "invite": Step(
        SAM,
        lambda c: InviteGuest(call=c.id, to=f"tel:{VETS}", name="Vet"),
        lambda c: guest(c) == "in the call",
    ),
    "hold-vet": Step(
        SAM,
        lambda c: HoldGuest(call=c.id, leg=leg(c), on=True),
        lambda c: guest(c) == "on hold",
    ),
    "resume-vet": Step(
        SAM,
        lambda c: HoldGuest(call=c.id, leg=leg(c), on=False),
        lambda c: guest(c) == "in the call",
    ),
    "drop": Step(SAM, lambda c: DropGuest(call=c.id, leg=leg(c)), lambda c: guest(c) == "gone"),
    "leave": Step(SAM, lambda c: LeaveCall(call=c.id), lambda c: c.left),
    "listen": Step(LEE, lambda c: Listen(call=c.id), lambda c: heard(c) == "nobody"),
    "whisper": Step(LEE, lambda c: Whisper(call=c.id), lambda c: heard(c) == "agent"),
    "barge": Step(LEE, lambda c: Barge(call=c.id), lambda c: heard(c) == "everybody"),
    "quiet": Step(LEE, lambda c: BackToListening(call=c.id), lambda c: heard(c) == "nobody"),
    "out": Step(LEE, lambda c: StopListening(call=c.id), lambda c: heard(c) == "gone"),
    "give": Step(SAM, lambda c: gives(c, "cold", agent=LEE), lambda c: c.transfer is not None),
    "warm": Step(SAM, lambda c: gives(c, "warm", agent=LEE), lambda c: c.transfer is not None),
    "give-vet": Step(SAM, lambda c: gives(c, "cold", number=VETS), lambda c: c.agent is None),
    "take": Step(
        LEE,
        lambda c: AcceptTransfer(
            call=c.id, version=c.transfer.version if c.transfer else "", read=True
        ),
        lambda c: c.agent == LEE,
    ),
    "refuse": Step(LEE, lambda c: RefuseTransfer(call=c.id, reason="busy"), is_sams),
    "complete": Step(SAM, lambda c: CompleteTransfer(call=c.id), lambda c: c.agent == LEE),
    "cancel": Step(SAM, lambda c: CancelTransfer(call=c.id), is_sams),
    "end": Step(SAM, lambda c: EndCall(call=c.id), lambda c: c.over),
}
CHAINS = {
    "hold resume mute unmute pause go-on stop": 1,
    "invite hold-vet resume-vet drop": 2,
    "invite hold hold-vet leave": 4,
    "listen whisper quiet barge quiet out": 2,
    "end": 3,
}
"""What is asked for one after the other; at how many requests of each step it may go wrong."""


def trouble(call: Call) -> str:
    """What people are told to have gone wrong."""
    return call.trouble + "".join(one.trouble for one in call.guests.values())


async def comes_about(us: Scene, name: str) -> None:
    """Ask for something whose request fails: granted all the same, or told and then asked again."""
    step = STEPS[name]
    us.may_hear_lead = us.may_hear_lead or name == "barge"
    assert await us.does(step.who, step.ask(us.state)) == ""
    await us.comes_to_rest()
    if not step.is_so(us.state):
        assert trouble(us.state) or heard(us.state) in ("gone", "nobody"), f"{name}: nobody is told"
        us.exchange.faults.clear()
        us.may_hear_lead = us.may_hear_lead and name != "quiet"
        assert await us.does(step.who, step.ask(us.state)) == ""
        await us.comes_to_rest(10)
    assert step.is_so(us.state), f"{name}: {trouble(us.state)} {us.exchange.did}"
    assert differences(us) == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("chain", "place"), [(chain, n) for chain, most in CHAINS.items() for n in range(most)]
)
async def test_what_is_asked_of_a_call(sqlite_url: str, chain: str, place: int, fault: str) -> None:
    async with scene(sqlite_url) as us:
        await us.talks()
        for name in chain.split():
            us.exchange.faults = {len(us.exchange.did) + place: fault}
            await comes_about(us, name)
        await us.comes_to_rest(70)
        assert differences(us) == []
        assert len([did for did in us.exchange.did if did.startswith("ring")]) <= 3


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("place", range(3))
async def test_a_caller_is_connected_or_back_in_the_queue(
    sqlite_url: str, place: int, fault: str
) -> None:
    async with scene(sqlite_url) as us:
        await us.rings()
        us.exchange.faults = {place: fault}
        await us.is_taken()
        await us.comes_to_rest(70)
        assert differences(us) == []
        if us.state.phase != "talking":
            assert us.state.phase == "queued"
            await us.is_taken()
            await us.comes_to_rest(5)
        assert us.state.phase == "talking"
        assert differences(us) == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("place", range(2))
async def test_a_caller_whose_agent_drops_is_back_in_the_queue(
    sqlite_url: str, place: int, fault: str
) -> None:
    async with scene(sqlite_url) as us:
        await us.talks()
        us.exchange.faults = {len(us.exchange.did) + place: fault}
        (phone,) = us.board.live(SAMS)
        us.board.finish(phone)
        await us.comes_to_rest(20)
        assert us.state.phase == "queued"
        assert us.caller.is_queued
        assert differences(us) == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("place", range(3))
async def test_somebody_is_dialled_once_or_the_agent_is_told(
    sqlite_url: str, place: int, fault: str
) -> None:
    async with scene(sqlite_url) as us:
        us.exchange.faults = {place: fault}
        await us.dials()
        await us.comes_to_rest(80)
        if us.state.phase != "talking":
            assert us.state.over or us.state.trouble
            await us.does(SAM, EndCall(call=us.call))
            await us.comes_to_rest(80)
            assert us.state.over
            assert differences(us) == []
