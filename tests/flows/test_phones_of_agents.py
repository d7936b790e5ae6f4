"""Where agents talk: a SIP phone needs no key, a browser that can't be rung is offered nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import answers
from console.domain.call_events import EndCall, HoldCall, MuteCall
from console.domain.supervision import BackToListening, Barge, Listen
from console.hub.admin import add_agent
from console.hub.wishes import AddAgent
from tests.flows.browsing import page_says
from tests.flows.desk import Desk
from tests.flows.floor import floor
from tests.flows.supervising import Ears, is_heard_by, is_out, mine
from tests.flows.talking import a_talk, both_talk, everybody_is_off_the_phone, is_in

if TYPE_CHECKING:
    from channels.simulator.faults import RequestFaultKind
    from tests.flows.floor import Floor

FAULTS = ["429", "500", "timeout-before", "timeout-after"]
SIP = "sip:{login}@acme.sip.twilio.com"
BROWSER = "client:agent_1"


async def sits_at(
    shift: Floor, rung: str, login: str = "sam", *, name: str = "Sam Lee", role: str = "agent"
) -> Desk:
    """Somebody whose telephone is no number; it presses no key."""
    address = rung.format(login=login)
    person = shift.network.person(address, name=name, phone=answers(0.5))
    phone = "browser" if rung == BROWSER else address
    wanted = AddAgent(login=login, name=name, role=role, phone=phone)
    desk = Desk(shift.hub.url, await add_agent(shift.settings.database.url, wanted), person)
    await desk.starts()
    shift.closing.push_async_callback(desk.stops)
    return desk


async def test_a_sip_phone_rings_talks_is_muted_and_holds(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await sits_at(shift, SIP), shift.customer()
        call = await a_talk(dana, sam)
        await sam.does(MuteCall(call=call.id, on=True))
        await sam.until(lambda: sam.model.calls[call.id].is_muted, "be muted")
        assert sam.phone not in dana.leg.hears()
        await sam.does(HoldCall(call=call.id, on=True))
        await sam.until(lambda: sam.model.calls[call.id].is_held, "hold")
        await sam.does(HoldCall(call=call.id, on=False))
        await sam.does(MuteCall(call=call.id, on=False))
        await both_talk(dana, sam, call)
        await sam.does(EndCall(call=call.id))
        await everybody_is_off_the_phone(shift)
        await is_in(sam, call, "wrap-up")


async def test_a_sip_phone_that_is_not_registered_costs_nobody_their_place(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await sits_at(shift, SIP), shift.customer()
        unplugged = shift.network.people.pop(sam.phone.address)
        await sam.is_available()
        await dana.rings()
        await sam.accepts()
        await sam.sees("back at the head of the queue", "the agent's phone is not connected")
        shift.network.people[sam.phone.address] = unplugged
        await sam.is_available()
        await both_talk(dana, sam, await sam.accepts())


async def test_a_browser_that_can_not_be_rung_is_offered_nothing(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await sits_at(shift, BROWSER), shift.customer()
        ana = shift.customer("Ana Ruiz", "+14155550143")
        await sam.is_available()
        await page_says(sam, "blocked")
        lee = await shift.agent("lee", "Lee Park")
        await lee.is_available()
        await dana.rings()
        await both_talk(dana, lee, await lee.accepts())
        await ana.rings()
        await ana.hears("Please stay on the line")
        assert sam.model.my_offer() is None
        await page_says(sam, "ready")
        await both_talk(ana, sam, await sam.accepts())


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_lead_at_a_sip_phone_listens_or_is_told(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        lee = await sits_at(shift, SIP, "lee", name="Lee Park", role="lead")
        call = await a_talk(dana, sam)
        ears = Ears(dana, sam, lee)
        await lee.opens(call.incident)
        shift.network.faults.fail_next(fault, match="/Participants.json")
        await lee.does(Listen(call=call.id))
        if fault != "429":
            await lee.sees("trouble with Lee Park")
        if fault != "429" and mine(lee, call) is None:
            await is_out(lee)
            await lee.does(Listen(call=call.id))
        await is_heard_by(lee, call, "nobody")
        await lee.does(Barge(call=call.id))
        await ears.hear("Dana Reyes", "Sam Lee")
        await lee.does(BackToListening(call=call.id))
        await ears.hear()
        assert sam.phone in dana.leg.hears()
