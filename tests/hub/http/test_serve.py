"""A hub as a whole: one for a file, quiet in its logs, gone in good order."""

from __future__ import annotations

import logging
import os
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from console.hub.auth import Gate
from console.hub.metrics import Meters
from console.hub.onehub import HubRefused
from console.hub.serve import running_hub
from tests.hub.http.kit import ANA, TOKEN, settings_for, signature, text_fields, world

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import Scope

    from console.config import Settings
    from console.hub.auth import Caller

SERVE = """
import sys
from console import config
from console.hub.serve import run
sys.exit(run(config.load()))
"""


async def test_a_second_hub_on_one_file_is_refused(settings: Settings) -> None:
    async with world(settings):
        with pytest.raises(HubRefused, match="Another hub is using"):
            async with world(settings):
                raise AssertionError("it started")
    async with world(settings) as place:
        assert (await place.client.get("/readyz")).status_code == 200


async def test_a_postgresql_of_another_version_is_refused(empty_postgres: str) -> None:
    with pytest.raises(HubRefused, match="console migrate"):
        async with world(settings_for(empty_postgres)):
            raise AssertionError("it started")


async def test_a_taken_port_is_said_in_words(settings: Settings, tmp_path: Path) -> None:
    async with world(settings) as place:
        port = int(place.hub.url.rpartition(":")[2])
        url = f"sqlite:///{tmp_path / 'other.db'}"
        with pytest.raises(HubRefused, match="can't listen"):
            async with running_hub(settings_for(url), port=port):
                raise AssertionError("it started")


async def test_the_database_is_its_owners_alone(settings: Settings) -> None:
    file = settings.database.file
    assert file is not None
    async with world(settings) as place:
        await place.twilio("/twilio/sms", text_fields())
        for name in ("", "-wal", "-shm", ".lock"):
            assert stat.S_IMODE(os.stat(f"{file}{name}").st_mode) == 0o600


async def test_a_database_that_others_could_read_is_its_owners_again(settings: Settings) -> None:
    file = settings.database.file
    assert file is not None
    before = os.umask(0)
    try:
        async with world(settings) as place:
            await place.twilio("/twilio/sms", text_fields())
        file.chmod(0o666)
        async with world(settings) as place:
            await place.twilio("/twilio/sms", text_fields("SM2"))
            for name in ("", "-wal", "-shm", ".lock"):
                assert stat.S_IMODE(os.stat(f"{file}{name}").st_mode) == 0o600
    finally:
        os.umask(before)


async def test_the_folder_of_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "deep" / "hub.db"
    async with world(settings_for(f"sqlite:///{file}")):
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


async def test_logs_hold_no_word_number_token_or_signature(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    words = 'the key is under the mat\r\n{"level":"fake"}\x1b[31m'
    async with world(settings) as place:
        headers = await place.agent()
        fields = text_fields(body=words)
        for agent in ("x\x1b[0m", "a" * 60_000):
            await place.twilio("/twilio/sms", fields, headers={"user-agent": agent})
        await place.twilio("/twilio/sms", fields | {"MessageSid": ""})
        await place.client.post("/twilio/sms", content=b"Body=forged words")
        note = {"kind": "note.add", "incident": 1, "text": "his name is Bob"}
        for command in (note, note | {"incident": 2}, {"kind": "no.such", "text": "secret"}):
            post = {"id": f"command-{len(str(command))}", "command": command}
            await place.client.post("/api/commands", headers=headers, json=post)
        await place.client.get("/api/incidents?find=Bob", headers=headers)
        token = headers["authorization"].removeprefix("Bearer ")
        given = signature("/twilio/sms", fields)
    said = "\n".join(
        f"{record.getMessage()} {vars(record)}"
        for record in caplog.records
        if record.name.startswith(("console", "channels", "uvicorn", "starlette", "sqlalchemy"))
    )
    for secret in ("the mat", ANA, "Bob", "forged words", "secret", token, TOKEN, given, "aaaaa"):
        assert secret not in said


async def test_a_fault_of_ours_is_told_without_a_word_about_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(self: Gate, scope: Scope) -> Caller:
        raise KeyError("the key is under the mat")

    monkeypatch.setattr(Gate, "caller", fails)
    async with world(settings) as place:
        got = await place.client.get("/api/me")
        assert got.status_code == 500
        assert got.json() == {"error": {"code": "fault", "message": "Something went wrong here."}}
        assert b'failed_total{kind="KeyError"} 1.0' in place.hub.parts.meters.text()
    assert "the mat" not in caplog.text
    (record,) = [one for one in caplog.records if one.message == "request_failed"]
    assert vars(record)["where"].startswith("test_serve.py:")


def test_a_terminated_hub_ends_with_success_and_keeps_what_it_took(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    environ = os.environ | {
        "STEADYLINE_DATABASE_URL": f"sqlite:///{tmp_path / 'hub.db'}",
        "STEADYLINE_HUB_PORT": str(unused_tcp_port),
    }
    with subprocess.Popen([sys.executable, "-c", SERVE], env=environ) as process:
        url = f"http://127.0.0.1:{unused_tcp_port}"
        transport = httpx.HTTPTransport(retries=8)
        with httpx.Client(transport=transport, base_url=url, timeout=30) as client:
            assert client.get("/readyz").json() == {"ok": True}
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0


def test_meters_show_numbers_only() -> None:
    meters = Meters()
    meters.watch("streams", "Open event streams", lambda: 3)
    meters.webhooks.labels("/twilio/sms", "taken").inc()
    assert b"steadyline_streams 3.0" in meters.text()
