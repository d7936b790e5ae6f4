"""A picture from the telephone to the agent's disk: closed, opened knowingly, on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.people import Attachment
from console.desk.link import Refused
from console.desk.saved import extension_of, save, stem_of
from console.domain.message_events import OpenMedia
from console.domain.sniff import sniff
from tests.flows.customer import OUR_MAIL
from tests.flows.floor import floor
from tests.flows.worklist import open_all, open_first

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.desk import Desk

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 40
PICTURE = Attachment("leg.png", "image/png", PNG)


async def _sent(sam: Desk) -> str:
    """The newest message with attachments."""
    messages = [m for opened in sam.model.opened.values() for m in opened.scene.messages.values()]
    return next(message.id for message in reversed(messages) if message.media)


async def test_a_picture_of_a_text_is_opened_knowingly_and_everybody_sees_who_did(
    database_url: str, tmp_path: Path
) -> None:
    async with floor(database_url) as shift:
        sam, kim = await shift.agent(), await shift.agent("kim", "Kim Ortiz", role="lead")
        dana = shift.customer()
        await dana.texts("This is her leg.", [PICTURE])
        number = await open_first(sam)
        await kim.until(lambda: kim.model.rows() != [], "see a row")
        await kim.opens(number)
        await kim.sees("This is her leg.\n[1 attachment, not opened]")
        key = await _sent(sam)
        with pytest.raises(Refused, match="Open the attachment first"):
            await sam.link.media(number, key, 0)
        await sam.does(OpenMedia(incident=number, message=key, place=0))
        content = await sam.link.media(number, key, 0)
        assert content == PNG
        path = save(tmp_path / "a", stem_of("leg.png"), extension_of(sniff(content)), content)
        assert path.suffix == ".png"
        await kim.sees("[1 attachment, 1 opened]", "Sam Lee opened attachment 1")
        with pytest.raises(Refused, match="Open the attachment first"):
            await kim.link.media(number, key, 0)


async def test_an_attachment_of_a_mail_comes_whole_out_of_the_stored_mail(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        files = [PICTURE, Attachment("../../invoice.txt", "text/plain", b"412.50 USD")]
        await dana.person.mails(OUR_MAIL, subject="Invoice", text="See there.", attachments=files)
        number = await open_first(sam)
        await sam.sees("[2 attachments, not opened]")
        key = await _sent(sam)
        assert [item.name for item in sam.model.opened[number].scene.messages[key].media] == [
            "leg.png",
            "invoice.txt",
        ]
        for place, file in enumerate(files):
            await sam.does(OpenMedia(incident=number, message=key, place=place))
            assert (await sam.link.media(number, key, place)).strip() == file.content.strip()
        await sam.sees("[2 attachments, 2 opened]")


async def test_what_the_provider_has_no_more_is_said_in_words(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("This is her leg.", [PICTURE])
        number = await open_first(sam)
        key = await _sent(sam)
        shift.network.texts.all.clear()
        await sam.does(OpenMedia(incident=number, message=key, place=0))
        with pytest.raises(Refused, match="The provider no longer has the attachment"):
            await sam.link.media(number, key, 0)


async def test_a_provider_in_trouble_is_no_trouble_of_the_hub(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("This is her leg.", [PICTURE])
        number = await open_first(sam)
        key = await _sent(sam)
        await sam.does(OpenMedia(incident=number, message=key, place=0))
        for fault in ("503", "429", "timeout-before"):
            shift.network.faults.fail_next(fault, match="/Media/")
            with pytest.raises(Refused) as no:
                await sam.link.media(number, key, 0)
            assert no.value.code == "unreachable"
        assert await sam.link.media(number, key, 0) == PNG


async def test_an_attachment_of_somebody_elses_incident_is_not_there(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        roy = shift.customer("Roy Reyes", "+14155550143", email="roy@example.com")
        await dana.texts("No picture.")
        await open_first(sam)
        await roy.texts("A picture.", [PICTURE])
        await open_all(sam, 2)
        key = await _sent(sam)
        wrong = OpenMedia(incident=1, message=key, place=0)
        assert "no such message in this incident" in await sam.is_told(wrong)
        with pytest.raises(Refused) as no:
            await sam.link.media(1, key, 0)
        assert no.value.code == "not_found"
