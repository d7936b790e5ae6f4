"""Times that providers and mails tell are theirs (Z4): what we keep is ordered by when it came."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from tests.hub.http.kit import ACCOUNT, ANA, ENTRY, settings_for, text_fields, world
from tests.hub.http.test_mails import ENVELOPE, MAIL, _form, _post

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tests.hub.http.kit import World

ODD = (
    "",
    "Tue, 31 Aug 2038 20:36:27 +0000",
    "2038-08-31T20:36:27Z",
    "1970-01-01T00:00:00+00:00",
    "20380831203627",
    "yesterday",
    "9999-99-99T99:99:99Z",
    "-1",
    "1e400",
    "Mon, 06 May 2024 10:32:00 +9900",
)


async def times(place: World) -> list[datetime]:
    """When every entry was written, in the order of the entries."""

    def reading(connection: Connection) -> list[datetime]:
        return list(connection.execute(select(ENTRY.c.at).order_by(ENTRY.c.seq)).scalars())

    found = await place.hub.parts.readings.run(reading)
    return [one if one.tzinfo else one.replace(tzinfo=UTC) for one in found]


async def test_odd_times_of_providers_neither_lose_nor_reorder_anything(database_url: str) -> None:
    began = datetime.now(UTC)
    async with world(settings_for(database_url)) as place:
        for number, odd in enumerate(ODD):
            text = text_fields(f"SM{number}", f"text {number}", Timestamp=odd, DateSent=odd)
            assert (await place.twilio("/twilio/sms", text)).status_code == 200, odd
            call = {"CallSid": f"CA{number:032}", "AccountSid": ACCOUNT, "From": ANA,
                    "To": "+14155550100", "CallStatus": "ringing", "Timestamp": odd}  # fmt: skip
            assert (await place.twilio("/twilio/voice", call)).status_code == 200, odd
            over = call | {"CallStatus": "completed", "CallDuration": odd}
            assert (await place.twilio("/twilio/voice/status", over)).status_code == 204, odd
            mail = MAIL.replace(b"a1@", b"a%d@" % number)
            dated = b"Date: %b\r\n%b" % (odd.encode(), mail)
            assert (await _post(place, _form(email=dated, envelope=ENVELOPE))).status_code == 200
        kinds = await place.kinds()
        for kind in ("call.arrived", "call.ended"):
            assert kinds.count(kind) == len(ODD)
        assert kinds.count("message.received") == 2 * len(ODD)
        at = await times(place)
        assert at == sorted(at)
        assert began.replace(microsecond=0) <= at[0]
        assert at[-1] <= datetime.now(UTC)
        told = [json.loads(entry) for entry in await place.entries()]
        dates = [e["sent_at"] for e in told if e["kind"] == "message.received"]
        assert [date for date in dates if date] == ["2038-08-31T20:36:27Z"]
