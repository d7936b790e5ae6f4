"""The doctor beside a hub at work: its front door, and an agent's telephone that rings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest
from pydantic import SecretStr

from channels.simulator.phones import Phone, answers, busy, never_answers, voicemail
from console.cli import doctor_ring, doctor_signature
from console.cli.words import Problem
from console.hub.admin import add_agent
from console.hub.wishes import AddAgent
from tests.flows.floor import Desk, Floor, floor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.cli.doctor_words import Finding
    from console.config import Settings


@pytest.fixture
async def crew(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Floor]:
    folder = tmp_path_factory.mktemp("floor")
    async with floor(f"sqlite:///{folder / 'hub.db'}") as crew:
        yield crew


async def knocks(settings: Settings) -> list[Finding]:
    """What the doctor finds at the front door."""
    return await asyncio.to_thread(lambda: list(doctor_signature.look(settings)))


async def rings(
    crew: Floor, desk: Desk, login: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str]:
    """Let somebody run ``console doctor --ring``; gives the status and what a failure says."""
    at_hub = crew.settings.desk.model_copy(update={"hub_url": crew.hub.url})
    settings = crew.settings.model_copy(update={"desk": at_hub})
    monkeypatch.setenv("STEADYLINE_TOKEN", desk.token)
    monkeypatch.setattr(doctor_ring, "LOOK_SECONDS", 0.05)
    try:
        return await asyncio.to_thread(doctor_ring.run, settings, login), ""
    except Problem as problem:
        return 1, str(problem)


async def test_a_signed_webhook_comes_in_and_a_forged_one_does_not(crew: Floor) -> None:
    findings = await knocks(crew.settings)

    assert [one.mark for one in findings] == ["ok", "ok"]
    assert findings[0].words == f"A signed webhook comes in at {crew.settings.hub.url}."


async def test_a_hub_with_another_token_is_found(crew: Floor) -> None:
    other = crew.settings.credentials.model_copy(
        update={"twilio_auth_tokens": (SecretStr("another"),)}
    )

    (finding,) = await knocks(crew.settings.model_copy(update={"credentials": other}))

    assert finding.mark == "wrong"
    assert "has another auth token" in finding.words


@pytest.mark.parametrize(
    ("phone", "status", "says"),
    [
        (answers(0.5, presses="1"), 0, "Answered, key 1 pressed"),
        (voicemail(), 1, "no key was pressed"),
        (busy(), 1, "It was busy"),
        (never_answers(), 1, "No answer."),
    ],
)
async def test_an_agents_own_telephone_rings_and_is_told_how_it_went(
    phone: Phone,
    status: int,
    says: str,
    crew: Floor,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sam = await crew.agent(phone=phone)

    assert await rings(crew, sam, "me", monkeypatch) == (status, "")

    assert says in capsys.readouterr().out


async def test_only_an_admin_lets_anothers_telephone_ring(
    crew: Floor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sam, kim = await crew.agent(), await crew.agent("kim", "Kim Ortiz")

    refused = await rings(crew, sam, "kim", monkeypatch)
    own = await rings(crew, kim, "kim", monkeypatch)

    assert refused == (1, "Only an admin may let another's telephone ring.")
    assert own == (0, "")
    assert len(sam.phone.calls) == 0
    assert len(kim.phone.calls) == 1
    assert "key 1 pressed" in capsys.readouterr().out


async def test_a_test_leaves_nothing_on_any_timeline(
    crew: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = await crew.agent()
    before = (await sam.link.snapshot()).seq

    await rings(crew, sam, "me", monkeypatch)

    assert (await sam.link.snapshot()).seq == before


def _asking(crew: Floor, token: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(base_url=crew.hub.url, headers=headers, trust_env=False)


async def test_a_telephone_is_tested_by_its_owner_alone_and_once_at_a_time(crew: Floor) -> None:
    sam = await crew.agent(phone=never_answers())

    async with _asking(crew, sam.token) as client:
        first = await client.post("/api/line-checks", json={})
        second = await client.post("/api/line-checks", json={"login": "sam"})
        unknown = await client.get("/api/line-checks/0123456789abcdef")
        elsewhere = await client.post("/api/line-checks", json={"phone": "+14155550199"})
    async with _asking(crew, "") as stranger:
        nobody = await stranger.post("/api/line-checks", json={})

    statuses = [one.status_code for one in (first, second, unknown, elsewhere, nobody)]
    assert statuses == [202, 409, 404, 422, 401]
    assert len(sam.phone.calls) <= 1


async def test_an_account_without_a_telephone_is_told_so(crew: Floor) -> None:
    wanted = AddAgent(login="kim", name="Kim Ortiz", role="agent", phone="")
    token = await add_agent(crew.settings.database.url, wanted)

    async with _asking(crew, token) as client:
        answer = await client.post("/api/line-checks", json={})

    assert answer.status_code == 409
    assert (
        answer.json()["error"]["message"] == "No telephone is set for this account; ask an admin."
    )


async def test_a_provider_that_refuses_a_test_is_repeated_in_words(crew: Floor) -> None:
    sam = await crew.agent()
    crew.network.faults.fail_next("429", match="/Calls.json")

    async with _asking(crew, sam.token) as client:
        refused = await client.post("/api/line-checks", json={})
        again = await client.post("/api/line-checks", json={})

    assert (refused.status_code, again.status_code) == (502, 202)
    assert "limiting our requests" in refused.json()["error"]["message"]


@pytest.mark.parametrize("path", ["", "/key", "/status"])
async def test_nobody_but_the_provider_says_how_a_test_went(path: str, crew: Floor) -> None:
    async with _asking(crew, "") as stranger:
        answer = await stranger.post(f"/twilio/line-check{path}?check=1", data={"Digits": "1"})

    assert answer.status_code == 403
