"""The agent's own telephone lets a call down, and the caller is given to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import (
    answers,
    busy,
    declines,
    drops,
    never_answers,
    voicemail,
)
from console.domain.agent import SetPresence
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, both_talk

if TYPE_CHECKING:
    from channels.simulator.phones import Phone

BACK = "back at the head of the queue"


@pytest.mark.parametrize(
    "phone",
    [never_answers(), busy(), declines(), voicemail(after=2), answers(1), answers(1, presses="9")],
    ids=["never answers", "busy", "declines", "voicemail", "presses nothing", "presses 9"],
)
async def test_a_phone_that_does_not_take_the_call(sqlite_url: str, phone: Phone) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(phone=phone), shift.customer()
        await sam.is_available()
        await dana.rings()
        await sam.accepts()
        await sam.sees(BACK, "the agent's phone is not connected")
        assert sam.phone not in dana.leg.hears()
        assert sam.model.me is not None
        assert sam.model.me.presence == "away"
        sam.phone.phone = answers(0.5, presses="1")
        await sam.is_available()
        call = await sam.accepts()
        await both_talk(dana, sam, call)


async def test_a_phone_that_drops_gives_the_caller_back(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = (
            await shift.agent(phone=drops(60, answers_after=1, presses="1")),
            shift.customer(),
        )
        lee = await shift.agent("lee", "Lee Park")
        await a_talk(dana, sam)
        await sam.sees(BACK)
        await dana.hears("Please stay on the line", times=2)
        await lee.is_available()
        call = await lee.accepts()
        await both_talk(dana, lee, call)
        assert sam.phone not in dana.leg.hears()
        await lee.sees("taken by Sam Lee", BACK, "taken by Lee Park")


async def test_nobody_hears_a_voicemail(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(phone=voicemail("Leave a message.", 1)), shift.customer()
        await sam.is_available()
        await dana.rings()
        await sam.accepts()
        await sam.sees(BACK)
        assert "Leave a message." not in dana.leg.heard


async def test_an_agent_who_cannot_be_reached_is_rung_no_more(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(phone=busy()), shift.customer()
        await sam.is_available()
        await dana.rings()
        await sam.accepts()
        await sam.sees(BACK)
        await dana.hears("Please stay on the line", times=3)
        assert len(sam.phone.calls) == 1
        await sam.does(SetPresence(state="break"))
        await eventually(lambda: not dana.leg.is_over, "the caller waits")
