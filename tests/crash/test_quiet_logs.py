"""A hub that talks as much as it can says no word of anybody, also when it fails (P1, P2)."""

from __future__ import annotations

import json
import signal
from random import Random
from typing import TYPE_CHECKING

from console.domain.incident_events import MoveStatus
from console.domain.message_events import SendMail, SendText
from console.domain.note import AddNote
from tests.crash.desk import Desk
from tests.crash.hubs import PARSE_SECRET, TOKEN
from tests.crash.talkative import talkative_hub
from tests.crash.webhooks import Source
from tests.crash.wire import Lost, Wire, http

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crash.talkative import Talkative

ANA, MAILBOX = "+14155550142", "ana.ruiz@example.com"
WORDS = 'the key is under the mat\r\n{"level": "forged"}\x1b[31m'
FULL = 4096
"""Bytes; every file of the hub is larger already."""


def _cores(folder: Path) -> list[Path]:
    return list(folder.glob("core*"))


async def _asks(hub: Talkative, *posts: bytes) -> list[int]:
    """Post one after the other; gives the statuses, 0 where no answer came."""
    wire, statuses = Wire(hub.port), []
    for raw in posts:
        try:
            statuses.append((await wire.ask(raw))[0])
        except Lost:
            statuses.append(0)
    await wire.close()
    return statuses


async def _everything(hub: Talkative, token: str) -> None:
    """What happens on a day, and what goes wrong on one."""
    source = Source(Random(1))
    own = {"Authorization": f"Bearer {token}", "User-Agent": WORDS.split("\r", maxsplit=1)[0]}
    await _asks(
        hub,
        source.text(ANA, WORDS).raw,
        source.text(ANA, WORDS, forgery="other body").raw,
        source.mail().raw,
        source.mail(forgery="other key").raw,
        *(one.raw for one in source.call()),
        http("POST", f"/sendgrid/parse/{PARSE_SECRET}", body=WORDS.encode()),
        http("GET", "/api/incidents?find=Ruiz", headers=own),
        http("GET", f"/api/me?token={token}"),
        http("GET", "/api/tokens", headers=own),
        http("POST", "/api/commands", headers=own, body=WORDS.encode()),
        http("GET", "/api/me", headers={"Authorization": "Bearer sl_0a1b2c3d_guessed"}),
        http("POST", f"/twilio/sms?Body={ANA[1:]}", body=WORDS.encode()),
    )
    desk = Desk([hub.port], token)
    for command in (
        AddNote(incident=1, text=f"her name is Ana Ruiz, {ANA}"),
        SendText(incident=1, to=f"tel:{ANA}", body="We are on our way to the mat"),
        SendMail(incident=1, to=(f"mailto:{MAILBOX}",), body="We are sorry about the mat"),
        MoveStatus(incident=1, to="closed"),
    ):
        await desk.does(command)


async def test_a_hub_at_debug_level_logs_no_word_number_address_or_token(tmp_path: Path) -> None:
    async with talkative_hub(tmp_path) as hub:
        token = await hub.agent("ana")
        await _everything(hub, token)
        hub.limit_files(FULL)
        full = Source(Random(2)).text(ANA, WORDS)
        assert (await _asks(hub, full.raw))[0] == 503
        hub.limit_files(-1)
        assert (await _asks(hub, full.raw))[0] == 200
        assert hub.process is not None
        hub.process.send_signal(signal.SIGABRT)
        hub.process.wait()
        said = hub.log
    assert said.count("\n") > 3
    assert all(isinstance(json.loads(line), dict) for line in said.splitlines())
    for secret in ("the mat", ANA[1:], "Ruiz", MAILBOX, "@example.com", "forged", "guessed"):
        assert secret not in said
    for secret in (token, token[12:], TOKEN, PARSE_SECRET, "SELECT", "INSERT", "Bearer"):
        assert secret not in said
    assert _cores(tmp_path) == []
