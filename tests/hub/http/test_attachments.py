"""An attachment comes through the hub: opened on the timeline first, and only from the provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from channels.base import Refused
from channels.twilio.media import Limits, TwilioMedia
from console.domain.message_events import LARGEST_MEDIA
from tests.hub.http.bad_files import PNG, PROGRAM, bad_files
from tests.hub.http.openings import floor

if TYPE_CHECKING:
    from pathlib import Path

OPENED = "message.media_opened"


async def test_a_picture_is_given_after_its_opening_is_on_the_timeline(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        await shift.texted("leg")
        assert (await shift.gets()).json()["error"]["code"] == "not_opened"
        assert shift.files.asked == []
        assert (await shift.opens()).status_code == 200
        answer = await shift.gets()
        assert (answer.status_code, answer.content) == (200, PNG)
        assert (await shift.place.kinds())[-1] == OPENED
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"] == "attachment"
        assert answer.headers["cache-control"] == "no-store"


async def test_nothing_is_fetched_because_a_picture_arrived_or_was_opened(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        await shift.texted("leg")
        await shift.opens()
        await shift.place.client.get("/api/incidents/1", headers=shift.sam)
        assert shift.files.asked == []


async def test_an_opening_is_good_for_the_one_who_opened_and_for_a_while(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        kim = await shift.place.agent("kim", "lead")
        await shift.texted("leg")
        await shift.opens()
        assert (await shift.gets(who=kim)).json()["error"]["code"] == "not_opened"
        shift.clock.passes(121)
        assert (await shift.gets()).json()["error"]["code"] == "not_opened"
        await shift.opens()
        assert (await shift.gets()).status_code == 200
        assert (await shift.place.kinds()).count(OPENED) == 2


async def test_an_attachment_of_another_incident_is_not_there(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        await shift.texted("leg")
        await shift.texted("ceiling", "MM2", From="+14155550143")
        await shift.opens("MM2", number=2)
        assert (await shift.gets("MM2", number=2)).status_code == 200
        for answer in (
            await shift.gets("MM2", number=1),
            await shift.gets("MM1", number=2),
            await shift.gets("MM2", place=1, number=2),
            await shift.gets("MM9"),
            await shift.gets("MM1", number=99),
            await shift.opens("MM2", number=1),
            await shift.opens("MM2", place=1, number=2),
            await shift.opens("MM9"),
        ):
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
        assert (await shift.place.kinds()).count(OPENED) == 1


@pytest.mark.parametrize("path", ["x/messages/MM1/media/0", "1/messages/MM1/media/-1"])
async def test_what_is_no_number_is_not_there(tmp_path: Path, path: str) -> None:
    async with floor(tmp_path) as shift:
        answer = await shift.place.client.get(f"/api/incidents/{path}", headers=shift.sam)
        assert answer.status_code == 404


async def test_nobody_gets_a_file_without_a_token_or_a_role(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        admin = await shift.place.agent("ada", "admin")
        await shift.texted("leg")
        assert (await shift.opens(who=admin)).status_code == 403
        assert (await shift.gets(who=admin)).status_code == 403
        assert (await shift.gets(who={"authorization": "Bearer sl_x"})).status_code == 401


async def test_a_file_without_an_end_is_given_up_at_the_limit(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        assert await shift.brings("endless") == (
            409, "refused: The attachment is too large. Ask for a smaller one.",
        )  # fmt: skip
        assert shift.files.sent < LARGEST_MEDIA + 32 * 1024 * 1024


async def test_a_file_that_announces_too_much_is_not_begun(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        status, words = await shift.brings("huge")
        assert (status, "too large" in words) == (409, True)
        assert shift.files.sent < LARGEST_MEDIA


@pytest.mark.parametrize("name", ["moved", "moved-inside"])
async def test_a_redirect_is_not_followed_off_the_provider(tmp_path: Path, name: str) -> None:
    async with floor(tmp_path) as shift:
        status, words = await shift.brings(name)
        assert status == 409
        assert "Only addresses of the provider are opened." in words
        assert shift.files.asked == [f"/{name}"]


async def test_a_circle_of_redirects_ends(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        status, words = await shift.brings("circle")
        assert (status, "leads in circles" in words) == (409, True)
        assert len(shift.files.asked) == 4


async def test_a_packed_file_is_not_unpacked(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        assert "arrives packed" in (await shift.brings("bomb"))[1]


async def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        assert await shift.brings("gone") == (
            409, "refused: The provider no longer has the attachment. Ask for it again.",
        )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/x",
        "https://example.com/x.png",
        "file:///etc/passwd",
        "http://[::1]/x",
        "http://0/x",
        "http://2130706433/x",
    ],
)
async def test_an_address_that_is_not_the_providers_is_never_asked(
    tmp_path: Path, url: str
) -> None:
    async with floor(tmp_path) as shift:
        status, words = await shift.brings(url)
        assert status == 409
        assert "Only addresses of the provider are opened." in words
        assert shift.files.asked == []


async def test_what_lies_about_its_type_is_given_as_it_is_and_called_nothing(
    tmp_path: Path,
) -> None:
    async with floor(tmp_path) as shift:
        await shift.texted("lying")
        await shift.opens()
        answer = await shift.gets()
        assert answer.content == PROGRAM
        assert answer.headers["content-type"] == "application/octet-stream"


async def test_a_slow_file_is_given_up_in_time() -> None:
    async with bad_files() as files, httpx.AsyncClient(trust_env=False) as client:
        bases = {"api.twilio.com": files.url}
        media = TwilioMedia(client, ("u", "p"), bases=bases, limits=Limits(seconds=0.3))
        taken = 0
        with pytest.raises(Refused, match="too long"):  # noqa: PT012  (what came before counts)
            async for chunk in media.fetch(f"{files.url}/slow"):
                taken += len(chunk)
        assert 0 < taken < 100
