"""A restricted incident, from outside its people: nothing is there, byte for byte (A2-A6, A11).

Kim is a lead and is cut off; Lee, a lead too, restricts and is asked; Sam is named.
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from console.hub.admin import change_agent
from console.hub.serve import SYSTEM
from tests.hub.http.kit import ANA, ENTRY, HandClock, following, text_fields, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx
    from sqlalchemy import Connection

    from console.config import Settings
    from tests.hub.http.kit import Follower, World

SECRET = "he was at my door"
WHY = "it is about a colleague"
Headers = dict[str, str]


class Floor:
    """A hub with three at work and one incident."""

    def __init__(self, place: World, kim: Headers, lee: Headers, sam: Headers) -> None:
        self.place, self.kim, self.lee, self.sam = place, kim, lee, sam
        self._ids = iter(f"wish{number:04}" for number in range(100))

    async def wishes(self, who: Headers, kind: str, **given: Any) -> httpx.Response:
        body = {"id": next(self._ids), "command": {"kind": kind, **given}}
        return await self.place.client.post("/api/commands", headers=who, json=body)

    async def restrict(self, *people: int) -> None:
        given = {"incident": 1, "people": people, "reason": WHY}
        assert (await self.wishes(self.lee, "incident.restrict", **given)).status_code == 200

    async def gets(self, who: Headers, path: str) -> httpx.Response:
        return await self.place.client.get(path, headers=who)

    async def reads(self) -> list[tuple[str, str]]:
        """Who is on record as having read what, oldest first."""

        def reading(connection: Connection) -> list[tuple[str, str]]:
            wanted = ENTRY.select().where(ENTRY.c.kind == "incident.read").order_by(ENTRY.c.seq)
            return [(r.actor, json.loads(r.data)["what"]) for r in connection.execute(wanted)]

        return await self.place.hub.parts.readings.run(reading)


@asynccontextmanager
async def floor(settings: Settings, clock: HandClock | None = None) -> AsyncIterator[Floor]:
    async with world(settings, clock=clock.clock() if clock else SYSTEM) as place:
        kim, lee = await place.agent("kim", "lead"), await place.agent("lee", "lead")
        sam = await place.agent("sam")
        picture = {"NumMedia": "1", "MediaUrl0": "https://api.twilio.com/a.jpg",
                   "MediaContentType0": "image/jpeg"}  # fmt: skip
        await place.twilio("/twilio/sms", text_fields("SM1", SECRET, **picture))
        yield Floor(place, kim, lee, sam)


def bytes_of(answer: httpx.Response) -> tuple[int, bytes, list[tuple[bytes, bytes]]]:
    """All of an answer but the time of day."""
    headers = [(name, value) for name, value in answer.headers.raw if name.lower() != b"date"]
    return answer.status_code, answer.content, headers


PATHS = (
    "/api/incidents/{}",
    "/api/incidents/{}/entries",
    "/api/incidents/{}/entries?before=5&limit=2",
    "/api/incidents/{}/earlier",
    "/api/incidents/{}/drafts",
    "/api/incidents/{}/clocks",
    "/api/incidents/{}/messages/SM1/media/0",
    "/api/incidents/{}/voicemail/vm-CA1",
    "/api/incidents?find={}",
)
POSTS = (
    ("POST", "/api/typing", {"agent": 0, "name": "", "doing": "typing"}),
    ("POST", "/api/reading", {"doing": "reading"}),
    ("POST", "/api/live-words", {"box": "note", "text": "x", "to": [2]}),
    ("PUT", "/api/drafts", {"box": "note", "text": "mine"}),
)


async def test_what_is_hidden_is_answered_as_what_is_not_there(settings: Settings) -> None:
    async with floor(settings) as here:
        await here.wishes(here.kim, "media.open", incident=1, message="SM1", place=0)
        await here.restrict()
        for path in PATHS:
            hidden = await here.gets(here.kim, path.format(1))
            assert bytes_of(hidden) == bytes_of(await here.gets(here.kim, path.format(999))), path
            assert "find" in path or hidden.status_code == 404, path
        for method, path, body in POSTS:
            answers = [
                await here.place.client.request(
                    method, path, headers=here.kim, json=body | {"incident": number}
                )
                for number in (1, 999)
            ]
            assert bytes_of(answers[0]) == bytes_of(answers[1]), path
        assert await here.reads() == []


async def test_no_list_count_or_search_tells_of_it(settings: Settings) -> None:
    async with floor(settings) as here:
        ref = (await here.gets(here.kim, "/api/incidents/1")).json()["incident"]["ref"]
        await here.place.twilio("/twilio/sms", text_fields("SM2", "other", From="+14155550199"))
        call = {"CallSid": "CA1", "From": ANA, "To": "+14155550100", "CallStatus": "ringing",
                "AccountSid": "AC" + "0" * 32}  # fmt: skip
        await here.place.twilio("/twilio/voice", call)
        await here.place.twilio("/twilio/voice/consent", call)
        counts = (await here.gets(here.lee, "/api/floor")).json()["counts"]
        await here.restrict()
        told = (await here.gets(here.kim, "/api/snapshot")).json()
        assert [row["incident"]["number"] for row in told["rows"]] == [2]
        assert told["calls"] == []
        assert told["restricted"] == [{"incident": 1, "ref": ref, "ask": "Lee", "seq": 0}]
        assert SECRET not in json.dumps(told)
        assert ANA not in json.dumps(told)
        for wanted in (ref, ANA[-6:], ANA):
            found = (await here.gets(here.kim, f"/api/incidents?find={wanted}")).json()
            assert found == {"rows": []}, wanted
        assert (await here.gets(here.kim, "/api/floor")).json()["counts"] != counts
        assert (await here.gets(here.lee, "/api/floor")).json()["counts"] == counts
        mine = (await here.gets(here.lee, "/api/snapshot")).json()
        assert (len(mine["rows"]), len(mine["calls"]), mine["restricted"]) == (2, 1, [])


async def _until_over(stream: Follower, last: str) -> list[dict[str, str]]:
    """All events up to the one that holds some words."""
    seen = [await stream.event()]
    while last not in seen[-1].get("data", ""):
        seen.append(await stream.event())
    return seen


async def test_the_stream_tells_that_it_closed_and_then_nothing_of_it(settings: Settings) -> None:
    async with floor(settings) as here:
        start = await here.place.seq()
        async with following(here.place, here.kim) as kims, following(here.place, here.lee) as lees:
            await kims.comment()
            await lees.comment()
            await here.wishes(here.lee, "note.add", incident=1, text="before")
            assert "before" in (await kims.event())["data"]
            await here.restrict(3)
            closed = await kims.event()
            assert closed["event"] == "restricted"
            said = json.loads(closed["data"])
            assert (said["incident"], said["ask"]) == (1, "Lee")
            await here.wishes(here.lee, "note.add", incident=1, text="hidden words")
            told = {"incident": 1, "agent": 0, "name": "", "doing": "typing"}
            await here.place.client.post("/api/typing", headers=here.sam, json=told)
            await here.place.twilio("/twilio/sms", text_fields("SM2", "hidden too"))
            await here.place.twilio("/twilio/sms", text_fields("SM3", "last", From="+14155550199"))
            text = json.dumps(await _until_over(kims, "last"))
            assert "hidden" not in text
            assert "typing" not in text
            assert WHY not in text
            assert "hidden words" in json.dumps(await _until_over(lees, "last"))
        for after in (0, start, start + 2):
            async with following(here.place, here.kim, after=after) as again:
                text = json.dumps(await _until_over(again, "last"))
                assert not [word for word in ("hidden", SECRET, WHY, "before") if word in text]
        async with following(here.place, here.sam, after=start) as named:
            assert "hidden words" in json.dumps(await _until_over(named, "last"))


async def test_who_is_named_no_more_is_cut_off_and_who_is_named_sees_it_all(
    settings: Settings,
) -> None:
    async with floor(settings) as here:
        await here.restrict(3)
        assert (await here.gets(here.sam, "/api/incidents/1")).status_code == 200
        async with following(here.place, here.sam) as sams:
            await sams.comment()
            await here.restrict(1)
            assert (await sams.event())["event"] == "restricted"
        assert (await here.gets(here.sam, "/api/incidents/1")).status_code == 404
        assert (await here.gets(here.kim, "/api/incidents/1")).status_code == 200


async def test_a_new_role_opens_nothing_that_is_for_named_people(settings: Settings) -> None:
    async with floor(settings) as here:
        await here.restrict(3)
        await change_agent(settings.database.url, "kim", role="manager")
        assert (await here.gets(here.kim, "/api/incidents/1")).status_code == 404
        async with following(here.place, here.kim, after=0) as stream:
            await here.place.twilio("/twilio/sms", text_fields("SM3", "last", From="+14155550199"))
            assert SECRET not in json.dumps(await _until_over(stream, "last"))


async def test_each_look_at_it_leaves_one_entry_however_often_a_desk_reads(
    settings: Settings,
) -> None:
    async with floor(settings) as here:
        await here.gets(here.lee, "/api/incidents/1")
        assert await here.reads() == []
        await here.restrict(3)
        for _ in range(3):
            await here.gets(here.lee, "/api/incidents/1")
            await here.gets(here.lee, "/api/incidents/1/entries")
        await here.gets(here.sam, "/api/incidents/1")
        assert await here.reads() == [("agent:2", "timeline"), ("agent:3", "timeline")]


async def test_a_look_that_cannot_be_put_on_record_is_refused(settings: Settings) -> None:
    async with floor(settings) as here:
        await here.restrict(3)
        here.place.hub.parts.record.stop()
        answer = await here.gets(here.lee, "/api/incidents/1")
        assert answer.status_code >= 500
        assert SECRET not in answer.text


async def test_an_attachment_that_was_opened_before_gives_no_bytes_any_more(
    settings: Settings,
) -> None:
    async with floor(settings) as here:
        await here.wishes(here.kim, "media.open", incident=1, message="SM1", place=0)
        path = "/api/incidents/1/messages/SM1/media/0"
        assert (await here.gets(here.kim, path)).status_code == 409
        await here.restrict()
        assert (await here.gets(here.kim, path)).status_code == 404


async def test_what_others_had_not_sent_is_kept_for_its_people(settings: Settings) -> None:
    async with floor(settings) as here:
        draft = {"incident": 1, "box": "note", "text": "she told me that"}
        await here.place.client.put("/api/drafts", headers=here.kim, json=draft)
        assert (await here.gets(here.lee, "/api/incidents/1/drafts")).json() == {"drafts": []}
        await here.restrict(3)
        kept = (await here.gets(here.lee, "/api/incidents/1/drafts")).json()["drafts"]
        assert [(one["agent"], one["name"], one["draft"]["text"]) for one in kept] == [
            (1, "Kim", "she told me that")
        ]
        assert ("agent:2", "drafts") in await here.reads()
        # An agent who is named is not a lead: what somebody had not sent is theirs.
        assert (await here.gets(here.sam, "/api/incidents/1/drafts")).status_code == 403


async def test_leads_are_told_of_a_caller_for_whom_nobody_named_is_there(
    settings: Settings,
) -> None:
    clock = HandClock()
    async with floor(settings, clock) as here:
        await here.restrict()
        call = {"CallSid": "CA1", "From": ANA, "To": "+14155550100", "CallStatus": "ringing",
                "AccountSid": "AC" + "0" * 32}  # fmt: skip
        await here.place.twilio("/twilio/voice", call)
        await here.place.twilio("/twilio/voice/consent", call)
        await here.wishes(here.kim, "agent.presence", state="available")
        clock.passes(30)
        parts = here.place.hub.parts
        look = next(p for p in parts.effects.patrols if "Unattended" in p.__qualname__)
        await look()
        (told,) = (await here.gets(here.kim, "/api/snapshot")).json()["notices"]
        assert "waits: it is restricted" in told["words"]
        assert "Ask Lee" in told["words"]
        assert (await here.gets(here.sam, "/api/snapshot")).json()["notices"] == []
