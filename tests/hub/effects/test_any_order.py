"""Whole calls whose callbacks come shuffled, twice, late or never, and whose requests fail."""

from __future__ import annotations

import logging
from random import Random
from typing import TYPE_CHECKING

import pytest

from console.domain.agent import SetPresence
from console.domain.call_events import EndCall, EndWrapUp
from console.domain.guests import live_guests
from console.domain.supervision import leg_of
from tests.hub.effects.exchange import FAULTS
from tests.hub.effects.scene import LEE, LEES, SAM, SAMS, VETS, differences, scene
from tests.hub.effects.test_every_request import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.call_state import Call
    from tests.hub.effects.scene import Scene

SEEDS, AT_ONE_HUB = 100, 10
GIVEN = ("take", "take", "refuse", "complete", "complete", "cancel")
"""What may become of a call that is being handed over."""


class Dice(Random):
    """Chance that can be repeated: a failure names the number it came from."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    def __repr__(self) -> str:
        return f"Dice({self.number})"


def choices(call: Call) -> Iterator[str]:
    """What somebody may think of now."""
    yield "resume" if call.hold_asked else "hold"
    yield "unmute" if call.mute_asked else "mute"
    yield "pause" if call.recording == "on" else "go-on"
    vet = next((one for one in live_guests(call) if one.role == "outsider"), None)
    if vet is None:
        yield "invite"
    else:
        yield from ("resume-vet" if vet.hold_asked else "hold-vet", "drop", "leave")
    yield from ("give", "warm", "give-vet") if call.transfer is None else GIVEN
    yield from ("whisper", "barge")
    yield from ("listen",) if leg_of(call, LEE) is None else ("quiet", "out")


async def somebody_acts(us: Scene, dice: Random) -> None:
    """Let somebody want something, whatever may come of it; sometimes it goes wrong."""
    if dice.random() < 0.15:
        us.exchange.faults = {len(us.exchange.did) + dice.randrange(2): dice.choice(FAULTS)}
    name = dice.choice(list(choices(us.state)))
    us.may_hear_lead = us.may_hear_lead or name == "barge"
    us.muted = "" if name in ("unmute", "leave") else us.muted
    step = STEPS[name]
    us.said.append(f"{name}: {await us.does(step.who, step.ask(us.state))}")
    if dice.random() < 0.3:
        await us.us.passes(dice.choice([1, 2, 6]))
    if us.state.is_muted and us.state.mute_asked:
        us.muted = us.state.agent_leg


async def somebody_goes(us: Scene, dice: Random) -> None:
    """Let the call come to its end, or to somebody else, by any of those who are in it."""
    how = dice.choice(["caller", "agent", "phone", "vet"])
    us.said.append(f"goes: {how}")
    if how == "caller":
        us.board.finish(us.caller)
    elif how == "agent":
        await us.does(us.state.agent or SAM, EndCall(call=us.call))
    else:
        for line in us.board.live(SAMS if how == "phone" else VETS):
            us.board.finish(line)
    us.muted = us.muted if how == "vet" else ""


async def a_call(us: Scene, dice: Dice) -> None:
    """One call, from the ring until everybody is off the telephone."""
    us.said, us.may_hear_lead, us.muted = [str(dice)], False, ""
    us.board.reports.post.dice = dice
    us.board.silent = {VETS} if dice.number % 5 == 0 else set()
    us.board.reports.lost = 0.3 if dice.number % 3 == 0 else 0.0
    await us.does(LEE, SetPresence(state="break"))
    await us.rings()
    await us.is_taken()
    await us.does(LEE, SetPresence(state="available"))
    for _ in range(dice.randint(2, 7)):
        await somebody_acts(us, dice)
    us.exchange.faults.clear()
    await us.comes_to_rest(80)
    assert differences(us) == [], us.said
    await somebody_goes(us, dice)
    await us.comes_to_rest(80)
    assert differences(us) == [], us.said
    us.board.finish(us.caller)
    for line in us.board.live(VETS):
        us.board.finish(line)
    await us.comes_to_rest(80)
    if us.board.live(LEES):
        # Two of us may go on talking about a caller who has left.
        await us.does(us.state.agent or SAM, EndCall(call=us.call))
        await us.comes_to_rest(20)
    assert us.state.over, us.said
    assert differences(us) == [], us.said
    for one in (SAM, LEE):
        await us.does(one, EndWrapUp(call=us.call))


@pytest.mark.parametrize("seed", range(0, SEEDS, AT_ONE_HUB))
async def test_a_call_is_what_the_provider_says_in_the_end(
    sqlite_url: str, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with scene(sqlite_url) as us:
        for number in range(seed, seed + AT_ONE_HUB):
            await a_call(us, Dice(number))
    assert [told for told in caplog.records if told.levelno >= logging.ERROR] == []
