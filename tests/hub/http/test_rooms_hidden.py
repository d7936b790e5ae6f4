"""Who guesses the name of a room learns and joins nothing: that takes a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.hub.http.kit import ACCOUNT, ANA, FORM, OURS, signature, world

if TYPE_CHECKING:
    from console.config import Settings

CALL = "CA" + "1" * 32
ROUTES = [
    "/twilio/voice",
    "/twilio/voice/consent",
    "/twilio/voice/wait",
    "/twilio/voice/dequeued",
    "/twilio/voice/after",
    "/twilio/voice/hold",
    "/twilio/voice/status",
    "/twilio/voice/agent",
    "/twilio/voice/agent/joined",
    "/twilio/conference",
    "/twilio/recording",
]


@pytest.mark.parametrize("path", ROUTES)
async def test_a_stranger_is_told_nothing_of_a_room(settings: Settings, path: str) -> None:
    fields = {"CallSid": CALL, "AccountSid": ACCOUNT, "From": ANA, "To": OURS, "Digits": "1"}
    asked = f"{path}?call={CALL}&leg=agent-1-1"
    async with world(settings) as place:
        await place.twilio("/twilio/voice", fields)
        before = await place.kinds()
        other = {"x-twilio-signature": signature(path, fields)}
        for headers in ({}, {"x-twilio-signature": "x"}, other):
            form = {"content-type": FORM} | headers
            got = await place.client.post(asked, content=urlencode(fields), headers=form)
            assert got.status_code == 403
            assert CALL not in got.text
            assert "<Conference" not in got.text
        got = await place.client.get(asked)
        assert got.status_code in (403, 405)
        assert CALL not in got.text
        assert await place.kinds() == before
