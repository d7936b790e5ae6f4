"""What an incident's people have had with us before: found by address and by person, counted."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from tests.hub.http.kit import World, text_fields, world

if TYPE_CHECKING:
    from console.config import Settings


async def _does(place: World, who: dict[str, str], kind: str, **fields: object) -> None:
    post = {"id": uuid.uuid4().hex, "command": {"kind": kind, **fields}}
    answer = await place.client.post("/api/commands", json=post, headers=who)
    assert answer.status_code == 200, answer.text


async def _texts(place: World, sid: str, number: str) -> None:
    answer = await place.twilio("/twilio/sms", text_fields(sid, "Help", From=number))
    assert answer.status_code == 200


async def _earlier(place: World, who: dict[str, str], number: int) -> dict[str, Any]:
    answer = await place.client.get(f"/api/incidents/{number}/earlier", headers=who)
    assert answer.status_code == 200
    return dict(answer.json())


async def test_somebody_new_has_nothing_behind_them(settings: Settings) -> None:
    async with world(settings) as place:
        sam = await place.agent()
        await _texts(place, "SM1", "+14155550142")
        await _texts(place, "SM2", "+14155550143")
        assert await _earlier(place, sam, 1) == {"rows": [], "total": 0}


async def test_a_person_known_by_two_addresses_is_one_person(settings: Settings) -> None:
    async with world(settings) as place:
        kim = await place.agent("kim", "lead")
        await _texts(place, "SM1", "+14155550142")
        await _texts(place, "SM2", "+14155550143")
        one = {"handle": "tel:+14155550142", "name": "Ana Ruiz"}
        await _does(place, kim, "contact.identify", **one)
        other = {"handle": "tel:+14155550143", "name": "Ana Ruiz", "person": 1}
        await _does(place, kim, "contact.identify", **other)
        found = await _earlier(place, kim, 2)
        assert found["total"] == 1
        (row,) = found["rows"]
        assert (row["incident"]["number"], row["incident"]["status"]) == (1, "new")
        assert row["incident"]["ref"]
        assert row["incident"]["opened_at"]


async def test_an_incident_that_is_not_there_has_no_others(settings: Settings) -> None:
    async with world(settings) as place:
        sam, ada = await place.agent(), await place.agent("ada", "admin")
        missing = await place.client.get("/api/incidents/9/earlier", headers=sam)
        odd = await place.client.get("/api/incidents/x/earlier", headers=sam)
        refused = await place.client.get("/api/incidents/9/earlier", headers=ada)
        assert [a.status_code for a in (missing, odd, refused)] == [404, 404, 403]
