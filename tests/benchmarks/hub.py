"""A real hub under measurement: its own process, configuration, secrets and database."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.benchmarks.programs import Program, program
from tests.benchmarks.texts import Source
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """\
[database]
url = "{database}"
[hub]
port = {port}
max_connections = 5000
[twilio]
api_base = "{provider}"
legs_per_second = 100.0
[sendgrid]
api_base = "{provider}"
[voice]
confirm_phone = false
[people]
night = ""
[secrets]
file = "{secrets}"
[logs]
level = "warning"
"""
NOBODY = "http://127.0.0.1:9"
"""A provider that does not answer: nothing is sent in most measurements."""


@dataclass(frozen=True, slots=True)
class HubProgram:
    """A running hub and what signs its webhooks."""

    program: Program
    token: str = field(repr=False)

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return self.program.url

    @property
    def source(self) -> Source:
        """Makes webhooks for this hub."""
        return Source(self.url, self.token)


@contextmanager
def hub(
    folder: Path, database: str, *, port: int = 0, provider: str = NOBODY, token: str = ""
) -> Iterator[HubProgram]:
    """Run ``console hub`` until the block ends."""
    port = port or free_port()
    token = token or secrets.token_hex(16)
    private = folder / f"{port}.env"
    private.touch(mode=0o600)
    private.write_text(f"TWILIO_AUTH_TOKEN={token}\nMAIL_THREADING_KEY={secrets.token_hex(16)}\n")
    config = folder / f"{port}.toml"
    config.write_text(
        CONFIG.format(database=database, port=port, provider=provider, secrets=private)
    )
    command = ["-m", "console", "hub", "--config", str(config)]
    with program(command, port=port, folder=folder, ready="/readyz") as running:
        yield HubProgram(running, token)


def sqlite(folder: Path) -> str:
    """Give the URL of a new SQLite database in a folder."""
    return f"sqlite:///{folder / 'hub.db'}"
