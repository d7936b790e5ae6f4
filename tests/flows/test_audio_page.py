"""An agent's browser is their telephone: the page itself, in a real browser, on a real floor."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import jwt
import pytest
from pydantic import SecretStr

from channels.simulator.phones import by_hand
from console.domain.call_events import MuteCall
from console.hub.admin import add_agent
from console.hub.wishes import AddAgent
from console.settings.audio import AudioSection
from tests.browser import browser
from tests.flows import floor as floors
from tests.flows.browsing import page_says
from tests.flows.desk import Desk
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.settings import hub_settings
from tests.flows.talking import both_talk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from channels.simulator.network import Network
    from console.config import Settings
    from tests.browser import Browser
    from tests.flows.floor import Floor

SDK = Path(__file__).parents[1] / "data/fake_voice_sdk.js"
STATE = "document.body?.dataset.state"
SECRET = "an-api-secret-as-long-as-real-ones-are"


@pytest.fixture(autouse=True)
def slower(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the network leave a browser time to answer, and give the hub its key."""

    def with_key(url: str, port: int, network: Network, undo_seconds: int) -> Settings:
        settings = hub_settings(url, port, network, undo_seconds)
        network.settings.api_key_secret = SECRET
        twilio = {"api_key_sid": network.settings.api_key_sid}
        secrets = {"twilio_api_key_secret": SecretStr(SECRET)}
        return settings.model_copy(
            update={
                "audio": AudioSection(sdk_file=str(SDK)),
                "twilio": settings.twilio.model_copy(update=twilio),
                "credentials": settings.credentials.model_copy(update=secrets),
                "voice": settings.voice.model_copy(update={"ring_seconds": 100}),
            }
        )

    monkeypatch.setattr(floors, "hub_settings", with_key)
    monkeypatch.setattr(floors, "PACE", 12.0)


async def at_a_browser(shift: Floor, number: int = 1, login: str = "sam") -> Desk:
    """Somebody whose telephone is their browser."""
    person = shift.network.person(f"client:agent_{number}", name="Sam Lee", phone=by_hand())
    wanted = AddAgent(login=login, name="Sam Lee", role="agent", phone="browser")
    desk = Desk(shift.hub.url, await add_agent(shift.settings.database.url, wanted), person)
    await desk.starts()
    shift.closing.push_async_callback(desk.stops)
    return desk


async def a_link(desk: Desk) -> str:
    """What the desk opens."""
    return f"{desk.url}/audio#{(await desk.link.audio_code()).code}"


@asynccontextmanager
async def an_open_page(
    desk: Desk, folder: Path, *, language: str = "en-US"
) -> AsyncIterator[Browser]:
    """The page, with one click on it."""
    async with browser(folder / "profile", language=language) as tab:
        await tab.opens(await a_link(desk))
        await tab.until(f"{STATE} === 'allow'")
        await tab.says("document.getElementById('allow').click()")
        await tab.until(f"{STATE} === 'ready'")
        yield tab


async def test_the_page_is_ready_after_one_click_and_hears_the_microphone(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with floor(sqlite_url) as shift:
        sam = await at_a_browser(shift)
        async with an_open_page(sam, tmp_path) as tab:
            await tab.until("document.getElementById('level').value > 0")
            assert await tab.says("location.href") == f"{sam.url}/audio"
            assert await tab.says("fake.options.allowIncomingWhileBusy") is False
            claims = jwt.decode(await tab.says("fake.tokens[0]"), SECRET, algorithms=["HS256"])
            grants = {"identity": "agent_1", "voice": {"incoming": {"allow": True}}}
            assert claims["grants"] == grants
            assert claims["exp"] - claims["nbf"] == 3600
            assert all(url.startswith((sam.url, "about:")) for url in tab.asked)
            assert tab.complaints == []


async def test_the_page_gets_a_new_token_before_the_old_one_ends(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with floor(sqlite_url) as shift:
        sam = await at_a_browser(shift)
        async with an_open_page(sam, tmp_path) as tab:
            await tab.says("fake.emit('tokenWillExpire')")
            await tab.until("fake.tokens.length === 2")


async def test_a_microphone_that_is_blocked_is_told_before_the_first_call(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with floor(sqlite_url) as shift:
        sam = await at_a_browser(shift)
        async with browser(tmp_path / "profile") as tab:
            await tab.opens(await a_link(sam))
            await tab.until(f"{STATE} === 'allow'")
            await tab.says("navigator.mediaDevices.getUserMedia = () => Promise.reject(); 0")
            await tab.says("document.getElementById('allow').click()")
            await tab.until(f"{STATE} === 'blocked'")
            assert "Allow it in the browser" in await tab.says("document.body.innerText")
            assert shift.hub.parts.effects.browsers() == frozenset()


async def test_a_line_that_breaks_says_so_and_comes_back(sqlite_url: str, tmp_path: Path) -> None:
    async with floor(sqlite_url) as shift:
        sam = await at_a_browser(shift)
        async with an_open_page(sam, tmp_path) as tab:
            await tab.says("fake.becomes('unregistered')")
            assert await tab.says(STATE) == "offline"
            await tab.until(f"{STATE} === 'ready'")
            await tab.says("fake.emit('error', {code: 53405})")
            assert await tab.says(STATE) == "trouble"
            assert "53405" in await tab.says("document.body.innerText")


async def test_a_call_that_the_desk_took_is_answered_by_itself_and_named(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with floor(sqlite_url, connect_seconds=20) as shift:
        sam, dana = await at_a_browser(shift), shift.customer()
        async with an_open_page(sam, tmp_path) as tab:
            await sam.is_available()
            await dana.rings()
            await sam.is_offered()
            call = await sam.accepts()
            await eventually(lambda: bool(sam.phone.calls), "the browser rings")
            await tab.says(f"fake.rings('{sam.phone.calls[-1].sid}')")
            await tab.until("fake.call.did.includes('accept')")
            shown = await tab.says("document.body.innerText")
            assert "On a call" in shown
            assert "+1…42" in shown
            assert dana.person.address not in shown
            await sam.phone.picks_up()
            await both_talk(dana, sam, call)
            await sam.does(MuteCall(call=call.id, on=True))
            await tab.until("document.body.innerText.includes('You are muted at the desk')")
            await tab.says("fake.call.emit('disconnect')")
            assert await tab.says(STATE) == "ready"


async def test_a_call_that_the_desk_did_not_take_is_never_answered(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with floor(sqlite_url, connect_seconds=20) as shift:
        sam, lee = await at_a_browser(shift), await at_a_browser(shift, 2, "lee")
        dana = shift.customer()
        async with an_open_page(sam, tmp_path) as tab:
            await page_says(lee, "ready")
            await lee.is_available()
            await dana.rings()
            await lee.accepts()
            await eventually(lambda: bool(lee.phone.calls), "the other browser rings")
            await tab.says(f"fake.rings('{lee.phone.calls[-1].sid}')")
            await tab.until("document.body.innerText.includes('not taken at your desk')")
            assert await tab.says("fake.call.did") == []
            await tab.says("fake.call.emit('cancel')")
            assert await tab.says(STATE) == "ready"


async def test_a_link_opens_the_page_once_and_the_page_ends_with_the_next_one(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with floor(sqlite_url) as shift:
        sam = await at_a_browser(shift)
        async with browser(tmp_path / "other", language="es-US") as tab:
            link = await a_link(sam)
            await tab.opens(link)
            await tab.until(f"{STATE} === 'allow'")
            await tab.opens(link)
            await tab.until(f"{STATE} === 'ended'")
            assert "Este enlace ya se usó" in await tab.says("document.body.innerText")
            assert await tab.says("document.documentElement.lang") == "es"
            await tab.opens(f"{sam.url}/audio")
            await tab.until(f"{STATE} === 'ended'")
            assert "ctrl+p" in await tab.says("document.body.innerText")
