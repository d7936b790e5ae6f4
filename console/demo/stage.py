"""What a demo stands on: a private folder, free ports, made-up secrets, two agents."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.words import Problem
from console.config import load
from console.domain.person import IdentifyContact
from console.hub.admin import add_agent, door
from console.hub.store.migrate import upgrade
from console.hub.wishes import AddAgent
from console.private import write_private

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.config import Settings

ROOT = Path(__file__).resolve().parents[2]
SHIFT = ROOT / "scripts" / "practice" / "shift.toml"
OURS = ("STEADYLINE_", "TWILIO_", "SENDGRID_", "MAIL_THREADING_")

SAM = AddAgent("sam", "Sam Lee", "agent", "+14155550177", ("en", "es"))
KIM = AddAgent("kim", "Kim Ortiz", "lead", "+14155550178", ("en", "es"))
BOOK = ROOT / "scripts" / "practice" / "resources.csv"
VET = "+14155550150"
"""Somebody outside who picks up."""

KNOWN = {
    "Dana Whitfield": ("tel:+14155550110", "mailto:dana.whitfield@example.com"),
    "Roy Kowalczyk": ("tel:+14155550113", "mailto:roy.kowalczyk@example.com"),
}
"""Customers the marketplace knows; the others of the shift are strangers."""

CONFIG = """\
[database]
url = "sqlite:///{folder}/hub.db"
[hub]
port = {hub_port}
[twilio]
account_sid = "{account}"
api_base = "http://127.0.0.1:{network_port}"
legs_per_second = 0
[sendgrid]
api_base = "http://127.0.0.1:{network_port}"
parse_secret_path = "{path}"
[voice]
greeting.en = "Safety team."
greeting.es = ""
consent.en = "This call may be recorded. To decline, press 2."
consent.es = "Puede ser grabada."
[routing]
queues = [
  {{ name = "safety", captions = true }},
  {{ name = "claims", hours = ["mon-fri 08:00-18:00"] }},
]
[captions]
consent.en = "This call may be recorded and transcribed. To decline, press 2."
consent.es = "Puede ser grabada y transcrita."
[dialling]
directory = [{{ name = "Northside Vet", number = "{vet}", kind = "vet" }}]
[people]
night = ""
resources = "{resources}"
checklists = [{{ category = "pet-lost", items = ["microchip number", "shelters called"] }}]
[messages]
undo_seconds.email = {undo_seconds}
[desk]
hub_url = "http://127.0.0.1:{hub_port}"
spool_dir = "{folder}/spool"
lock_minutes = 0
attachment_dir = "{folder}/attachments"
[logs]
file = "{folder}/desk.log"
[secrets]
file = "{folder}/secrets.env"
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything but the programs."""

    folder: Path
    config: Path
    settings: Settings
    environ: Mapping[str, str]
    """For the programs: without what the user's own shell says about real accounts."""

    @property
    def hub(self) -> str:
        """Where the hub will answer."""
        return self.settings.hub.url

    @property
    def network(self) -> str:
        """Where the simulated network will answer."""
        return self.settings.twilio.api_base


def set_stage(folder: Path, *, undo_seconds: int) -> Stage:
    """Write settings and secrets into a private folder. Raises Problem."""
    if not SHIFT.is_file():
        raise Problem(f"The practice shift is missing: there is no {SHIFT}.")
    hub_port, network_port = free_ports(2)
    config = folder / "config.toml"
    text = CONFIG.format(
        folder=folder,
        hub_port=hub_port,
        network_port=network_port,
        account="AC" + secrets.token_hex(16),
        path=secrets.token_urlsafe(24),
        undo_seconds=undo_seconds,
        vet=VET,
        resources=BOOK,
    )
    write_private(config, text)
    names = ("TWILIO_AUTH_TOKEN", "SENDGRID_API_KEY", "MAIL_THREADING_KEY")
    made_up = "".join(f"{name}={secrets.token_hex(16)}\n" for name in names)
    write_private(folder / "secrets.env", made_up)
    plain = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    settings = load(config, plain)
    return Stage(folder, config, settings, plain)


def open_accounts(stage: Stage) -> str:
    """Make the database and the two accounts; gives Sam's token."""
    url = stage.settings.database.url
    (stage.folder / "hub.db").touch(mode=0o600)
    upgrade(url)
    token = asyncio.run(add_agent(url, SAM))
    asyncio.run(add_agent(url, KIM))
    asyncio.run(_introduce(url))
    return token


async def _introduce(url: str) -> None:
    """Tell the hub whose numbers and mailboxes these are."""
    async with door(url) as ask:
        for number, (name, handles) in enumerate(KNOWN.items(), 1):
            await ask(IdentifyContact(handle=handles[0], name=name))
            for handle in handles[1:]:
                await ask(IdentifyContact(handle=handle, name=name, person=number))


def free_ports(count: int) -> list[int]:
    """Ports of this computer that nobody listens on, all different."""
    with ExitStack() as held:
        listeners = [
            held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [int(one.getsockname()[1]) for one in listeners]


def program(*arguments: str) -> list[str]:
    """The command line of another part of the console."""
    return [sys.executable, "-m", "console", *arguments]
