"""A hub, a network with a clock moved by hand, and a client with the account's credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator import Network, OwnedNumber, Settings, SimulatedClock
from channels.simulator.phones import answers
from tests.channels.simulator.api import OURS, Api
from tests.channels.simulator.hub import Hub
from tests.channels.simulator.room import Room

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    hub = Hub()
    await hub.start()
    yield hub
    await hub.stop()


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
async def network(hub: Hub, clock: SimulatedClock) -> AsyncIterator[Network]:
    number = OwnedNumber(
        OURS,
        voice_url=f"{hub.url}/voice",
        voice_fallback_url=f"{hub.url}/fallback",
        status_callback=f"{hub.url}/number-status",
        sms_url=f"{hub.url}/sms",
    )
    settings = Settings(
        numbers=[number], parse_url=f"{hub.url}/parse", mail_events_url=f"{hub.url}/events"
    )
    network = Network(settings, clock)
    await network.start()
    yield network
    await network.stop()


@pytest.fixture
async def api(network: Network) -> AsyncIterator[Api]:
    settings = network.settings
    base = f"{network.url}/2010-04-01/Accounts/{settings.account_sid}/"
    login = (settings.account_sid, settings.auth_tokens[0])
    async with Api(base_url=base, auth=login, trust_env=False) as client:
        yield client


ROOM_EVENTS = "start end join leave mute hold modify announcement"


@pytest.fixture
async def room(network: Network, hub: Hub, clock: SimulatedClock, api: Api) -> Room:
    hub.pages["/voice"] = (
        '<Dial action="/after"><Conference participantLabel="caller" '
        'startConferenceOnEnter="false" endConferenceOnExit="true" beep="false" waitUrl="/wait" '
        f'statusCallback="/room" statusCallbackEvent="{ROOM_EVENTS}">call-1</Conference></Dial>'
    )
    hub.pages["/wait"] = "<Say>Please stay.</Say><Pause length='20'/><Redirect>/wait</Redirect>"
    hub.pages["/hold"] = "<Say>On hold.</Say><Pause length='20'/><Redirect>/hold</Redirect>"
    dana = network.person("+14155550110", name="Dana")
    ines = network.person("sip:agent7@example.com", name="Ines", phone=answers(2))
    caller = await dana.rings(OURS)
    await clock.advance(3)
    made = await api.make(
        "Conferences/call-1/Participants.json",
        To=ines.address,
        From_=OURS,
        Label="agent-7",
        Beep="false",
        EndConferenceOnExit="false",
        StatusCallback=f"{hub.url}/leg",
        StatusCallbackEvent=["initiated", "ringing", "answered", "completed"],
    )
    assert made.status_code == 201
    await clock.advance(10)
    assert ines.leg is not None
    return Room(network, hub, clock, api, dana, caller, ines, ines.leg)
