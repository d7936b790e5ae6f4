"""The API: strict about what it reads, the same shape for every error, nobody else's drafts."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert

from console.hub.store.engine import write_engine
from tests.hub.http.kit import ENTRY, text_fields, world

if TYPE_CHECKING:
    from console.config import Settings

TAKE = {"kind": "incident.take", "incident": 1}


def _post(**more: Any) -> dict[str, Any]:
    return {"id": "command-1", "command": TAKE} | more


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"id":' + b"1" * 100_000 + b"}",
        b'{"id": NaN}',
        b'{"id": 1e999}',
        b'{"id": -Infinity}',
        b'{"id": "command-1", "id": "command-2", "command": {}}',
        b'{"id": "\\ud800aaaaaaaa"}',
        b'{"id": "aaaaaaaa\\u0000"}',
        b"\xff\xfe",
        b"",
        b"null",
        b"[]",
        b'{"id": "command-1", "command": {"kind": "incident.explode"}}',
        b'{"id": "command-1", "command": {"kind": "incident.take", "incident": 1, "x": 1}}',
        json.dumps(_post(command=TAKE | {"incident": 2**63})).encode(),
        b'{"id": "x", "command": {"kind": "incident.take", "incident": 1}}',
        json.dumps(_post(expires_at="2030-01-01T00:00:00")).encode(),
        json.dumps(_post(expires_at="0001-01-01T00:00:00+14:00")).encode(),
        b" " * 300_000,
    ],
)
async def test_hostile_json_is_refused_in_words(settings: Settings, body: bytes) -> None:
    async with world(settings) as place:
        headers = await place.agent()
        got = await place.client.post("/api/commands", headers=headers, content=body)
        assert got.status_code in (400, 413, 422)
        assert set(got.json()["error"]) == {"code", "message"}
        assert "server" not in got.headers


async def test_a_command_happens_once_however_often_it_is_sent(settings: Settings) -> None:
    async with world(settings) as place:
        headers = await place.agent()
        await place.twilio("/twilio/sms", text_fields())
        first = await place.client.post("/api/commands", headers=headers, json=_post())
        again = await place.client.post("/api/commands", headers=headers, json=_post())
        assert first.status_code == again.status_code == 200
        assert first.json()["entries"] == again.json()["entries"]
        assert first.json()["entries"][0]["actor"] == "agent:1"
        assert (await place.kinds()).count("incident.taken") == 1


@pytest.mark.parametrize(
    ("role", "command", "status"),
    [
        ("agent", {"kind": "incident.take", "incident": 99}, 404),
        ("admin", TAKE, 403),
        ("agent", {"kind": "incident.unflag", "incident": 1, "flag": "x"}, 403),
        ("manager", {"kind": "presence.set", "state": "available"}, 403),
    ],
)
async def test_what_a_role_may_not_do_is_refused(
    settings: Settings, role: str, command: dict[str, object], status: int
) -> None:
    async with world(settings) as place:
        headers = await place.agent(role=role)
        await place.twilio("/twilio/sms", text_fields())
        before = await place.seq()
        got = await place.client.post("/api/commands", headers=headers, json=_post(command=command))
        assert got.status_code == status
        assert await place.seq() == before


@pytest.mark.parametrize(
    "path",
    [
        "/api/incidents/2",
        "/api/incidents/-1",
        "/api/incidents/1e3",
        "/api/incidents/" + "9" * 30,
        "/api/incidents/..%2f..%2fetc%2fpasswd",
        "/api/incidents/%00",
        "/api/../../etc/passwd",
        "/openapi.json",
        "/docs",
        "/twilio",
    ],
)
async def test_what_is_not_there_is_not_found_in_one_shape(settings: Settings, path: str) -> None:
    async with world(settings) as place:
        headers = await place.agent()
        got = await place.client.get(path, headers=headers)
        assert got.status_code == 404
        assert got.json()["error"]["code"] == "not_found"


async def test_a_name_that_is_not_ours_is_served_nothing(settings: Settings) -> None:
    async with world(settings) as place:
        headers = await place.agent()
        for host in ("evil.example.net", "127.0.0.1.evil.example.net", "", "hub.example.com.evil"):
            for path in ("/api/snapshot", "/events", "/metrics", "/"):
                got = await place.client.get(path, headers=headers | {"host": host})
                assert got.status_code == 421
        for host in ("hub.example.com", "HUB.example.com:443", "localhost", "[::1]:80"):
            got = await place.client.get("/api/me", headers=headers | {"host": host})
            assert got.status_code == 200
            assert "access-control-allow-origin" not in got.headers


async def test_metrics_are_for_this_machine_and_for_managers(settings: Settings) -> None:
    async with world(settings) as place:
        get = place.client.get
        proxied = {"host": "hub.example.com"}
        assert (await get("/metrics")).status_code == 200
        assert (await get("/metrics", headers=proxied)).status_code == 401
        for role, status in (("agent", 403), ("manager", 200), ("admin", 200)):
            headers = await place.agent(role, role)
            assert (await get("/metrics", headers=headers | proxied)).status_code == status


async def test_drafts_are_their_writers_alone(settings: Settings) -> None:
    draft = {"incident": 1, "box": "note", "text": "she said"}
    async with world(settings) as place:
        ana, bo = await place.agent("ana"), await place.agent("bo")
        put = place.client.put

        async def texts(headers: dict[str, str]) -> list[str]:
            found = (await place.client.get("/api/drafts", headers=headers)).json()["drafts"]
            return [one["text"] for one in found]

        for text in ("she s", "she said"):
            got = await put("/api/drafts", headers=ana, json=draft | {"text": text})
            assert got.status_code == 204
        assert (await texts(ana), await texts(bo)) == (["she said"], [])
        await put("/api/drafts", headers=bo, json=draft | {"text": ""})
        assert await texts(ana) == ["she said"]
        await put("/api/drafts", headers=ana, json=draft | {"text": ""})
        assert await texts(ana) == [""]
        assert "draft" not in " ".join(await place.kinds())


async def test_an_incident_is_found_by_what_a_caller_can_say(settings: Settings) -> None:
    async with world(settings) as place:
        headers = await place.agent()
        await place.twilio("/twilio/sms", text_fields("SM1"))
        await place.twilio("/twilio/sms", text_fields("SM2", From="+14155550177"))
        wish = {"kind": "contact.identify", "handle": "tel:+14155550142", "name": "Ana 100% Ruiz"}
        await place.client.post("/api/commands", headers=headers, json=_post(command=wish))

        async def find(text: str) -> list[int]:
            got = await place.client.get("/api/incidents", params={"find": text}, headers=headers)
            assert got.status_code == 200
            return [row["incident"]["number"] for row in got.json()["rows"]]

        ref = (await place.client.get("/api/incidents/1", headers=headers)).json()["incident"][
            "ref"
        ]
        for text in (ref, ref.lower(), "inc-" + ref, ref[:5], ref[:3], " " + ref.replace("-", " ")):
            assert await find(text) == [1]
        for text in ("0142", "(415) 555-0142", "+1 415 555 0142", "ana 100%", "RUIZ"):
            assert await find(text) == [1]
        assert sorted(await find("ana")) == [1]
        odd = ("%%%%", "____", "012", "\0\0\0\0", "'; DROP--", "a" * 9999)
        for text in ("", " ", "%", ref[:2], ref[1:4], *odd):
            assert await find(text) == []


async def test_an_incident_of_10_000_entries_opens_at_once(settings: Settings) -> None:
    async with world(settings) as place:
        headers = await place.agent()
        await place.twilio("/twilio/sms", text_fields())
        start = await place.seq()
        engine = write_engine(settings.database.url)
        event = '{"kind":"note.added","id":"n","text":"she waits in the kitchen"}'
        rows = [
            {"seq": start + n, "at": place.hub.parts.record.writer.clock(), "stream": f"note/n{n}",
             "incident": 1, "actor": "agent:1", "cause": f"test:{n}", "part": 0,
             "kind": "note.added", "data": event, "salt": "", "digest": "", "chain": ""}
            for n in range(1, 10_001)
        ]  # fmt: skip
        with engine.begin() as connection:
            connection.execute(insert(ENTRY), rows)
        engine.dispose()
        began = time.monotonic()
        view = (await place.client.get("/api/incidents/1", headers=headers)).json()
        assert time.monotonic() - began < 3
        assert [e["seq"] for e in view["entries"]] == list(range(start + 9801, start + 10_001))
        assert view["more"]
        assert view["seq"] == start + 10_000
        path = f"/api/incidents/1/entries?before={start + 3}&limit=500"
        page = (await place.client.get(path, headers=headers)).json()
        assert page["entries"][-1]["seq"] == start + 2
        assert not page["more"]
