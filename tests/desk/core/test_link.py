"""The link asks with the token in a header only, and says no from not now."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.responses import JSONResponse, RedirectResponse, Response

from console.desk import requests
from console.desk.link import Away, Link, Refused
from console.domain.note import AddNote
from console.domain.wire import CommandAnswer, CommandPost, DraftList, DraftPut, Typing
from tests.desk.core.entries import START, Log
from tests.desk.core.hub import HANG, Hub, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

POST = CommandPost(id="cmd-0001", command=AddNote(incident=1, text="Calm now"))


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    async with running() as hub:
        yield hub


@pytest.fixture
async def link(hub: Hub) -> AsyncIterator[Link]:
    link = Link(hub.url + "/", "tok-1")
    yield link
    await link.aclose()


def as_json(text: str) -> Response:
    return Response(text, media_type="application/json")


async def test_the_readings_of_the_hub_are_asked_for_by_their_paths(hub: Hub, link: Link) -> None:
    log = Log()
    log.opened()
    hub.answers = {
        "/api/snapshot": as_json(log.snapshot().model_dump_json()),
        "/api/incidents/1": as_json(log.view().model_dump_json()),
        "/api/incidents/1/entries": as_json(log.page(before=9).model_dump_json()),
        "/api/incidents": as_json('{"rows":[]}'),
        "/api/drafts": as_json(DraftList(drafts=[]).model_dump_json()),
    }
    assert (await link.snapshot()).seq == 1
    assert (await link.incident(1)).incident.number == 1
    assert len((await link.older(1, before=9, limit=50)).entries) == 1
    assert await link.find("ana & co") == []
    assert await link.drafts() == []
    assert [asked for asked, _, _ in hub.seen] == [
        "GET /api/snapshot",
        "GET /api/incidents/1",
        "GET /api/incidents/1/entries?before=9&limit=50",
        "GET /api/incidents?find=ana+%26+co",
        "GET /api/drafts",
    ]


async def test_the_token_travels_in_the_header_and_nowhere_else(
    hub: Hub, link: Link, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "console")
    hub.answers["/api/incidents"] = as_json('{"rows":[]}')
    await link.find("Ana Ruiz")
    ((asked, token, _),) = hub.seen
    assert token == "Bearer tok-1"
    assert "tok-1" not in asked + repr(link) + caplog.text
    assert "Ana" not in caplog.text
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)


async def test_a_granted_command_gives_its_entries(hub: Hub, link: Link) -> None:
    answer = CommandAnswer(entries=[], now=START)
    hub.answers["/api/commands"] = as_json(answer.model_dump_json())
    assert await link.send(POST) == answer
    assert CommandPost.model_validate_json(hub.seen[0][2]) == POST


async def test_words_of_a_refusal_reach_the_agent_as_they_are(hub: Hub, link: Link) -> None:
    error = {"error": {"code": "taken", "message": "Robin Roe has it since 09:00. Take over?"}}
    hub.answers["/api/commands"] = JSONResponse(error, status_code=409)
    with pytest.raises(Refused, match="Take over") as refused:
        await link.send(POST)
    assert refused.value.code == "taken"


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "unauthorized"), (403, "forbidden"), (404, "not_found"), (422, "invalid")],
)
async def test_a_bare_refusal_has_words_too(hub: Hub, link: Link, status: int, code: str) -> None:
    hub.answers["/api/commands"] = Response(status_code=status)
    with pytest.raises(Refused) as refused:
        await link.send(POST)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_a_hub_that_is_not_ready_may_be_asked_again(
    hub: Hub, link: Link, status: int
) -> None:
    hub.answers["/api/commands"] = Response(status_code=status)
    with pytest.raises(Away):
        await link.send(POST)


async def test_a_sign_in_page_in_between_is_no_answer(hub: Hub, link: Link) -> None:
    hub.answers["/api/commands"] = Response("<html>Welcome to the hotel</html>")
    with pytest.raises(Away, match="can't be read"):
        await link.send(POST)


async def test_a_redirect_is_not_followed_so_the_token_stays_home(hub: Hub, link: Link) -> None:
    hub.answers["/api/commands"] = RedirectResponse("/elsewhere", status_code=307)
    with pytest.raises(Away, match="address"):
        await link.send(POST)
    assert len(hub.seen) == 1


async def test_a_hub_that_is_gone_is_away_and_counts_as_loss(hub: Hub, link: Link) -> None:
    hub.answers["/healthz"] = Response("ok")
    assert await link.ping() > 0
    assert link.health.round_trip_ms is not None
    assert link.health.loss == 0
    await hub.stop()
    with pytest.raises(Away):
        await link.send(POST)
    assert link.health.loss == 0.5


async def test_typing_and_drafts_are_passed_on(hub: Hub, link: Link) -> None:
    hub.answers = {path: Response(status_code=204) for path in ("/api/typing", "/api/drafts")}
    await link.typing(Typing(incident=1, agent=3, name="Sam Lee", doing="typing"))
    await link.put_draft(DraftPut(incident=1, box="note", text="Dog is"))
    assert [asked for asked, _, _ in hub.seen] == ["POST /api/typing", "PUT /api/drafts"]


@pytest.mark.parametrize(
    "address", ["hub.example.com", "ftp://hub.example.com", "https://sam:pw@hub.example.com"]
)
def test_an_address_that_is_none_or_holds_a_secret_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"https://hub\.example\.com"):
        Link(address, "tok-1")


async def test_the_kernel_watches_every_connection(hub: Hub) -> None:
    hub.streams.append([b": hello\n\n", HANG])
    client = requests.new_client()
    async with client.stream("GET", hub.url + "/events") as answer:
        connection = answer.extensions["network_stream"].get_extra_info("socket")
        assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    await client.aclose()


async def test_every_request_gives_up_in_the_end(
    hub: Hub, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "REQUEST", httpx.Timeout(0.1))

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    await hub.stop()
    server = await asyncio.start_server(silent, "127.0.0.1", hub.port)
    with pytest.raises(Away, match="no word from the hub"):
        await link.send(POST)
    server.close()
