"""Words that nobody has filled in reach nobody, whichever desk or program they come from."""

from __future__ import annotations

import pytest

from console.domain.base import Rejected
from console.domain.message_events import SendMail, SendText
from tests.hub.store.shift import ANA, shift

HER, MAIL = f"tel:{ANA}", "mailto:ana@example.com"


async def test_a_text_or_mail_with_a_gap_is_refused_and_anything_else_is_plain_words(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        before = len(hub.entries())
        gaps = {
            "{pet} is well": "fill in pet first",
            "at {time}, {pet}": "fill in time, pet first",
            "call ‹who› back": "fill in who first",
        }
        for words, why in gaps.items():
            for wish in (
                SendText(incident=1, to=HER, body=words),
                SendMail(incident=1, to=(MAIL,), body=words),
                SendMail(incident=1, to=(MAIL,), subject=words, body="hello"),
            ):
                with pytest.raises(Rejected, match=why):
                    await hub.desk(1, wish)
        assert len(hub.entries()) == before
        hostile = "{contact.__class__} %s {{ 7 * 7 }} $(id) {0}"
        sent = await hub.desk(1, SendText(incident=1, to=HER, body=hostile))
        assert sent.entries[0].event.body == hostile
