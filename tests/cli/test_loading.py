"""What programs load until they work: nothing that most of them never use."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
IMPORTED = re.compile(r"^import time:.*\| +([\w.]+)$", re.MULTILINE)
CONFIG = """\
[database]
url = "sqlite:///{folder}/hub.db"
[hub]
port = {port}
"""
NEVER = ("psycopg", "phonenumbers", "textual", "rich", "mako", "console.desk", "channels.simulator")


def loaded(program: str) -> set[str]:
    """The modules that a program has loaded when it is through."""
    show = f"{program}\nimport sys; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", show], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


class Hub:
    """``console hub`` on one database, started as often as wanted."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.config = folder / "config.toml"
        self.config.write_text(CONFIG.format(folder=folder, port=self.port))
        self.told = folder / "told"

    def start(self) -> set[str]:
        """Start it, wait until it is ready, end it; gives the modules it has loaded."""
        command = [sys.executable, "-X", "importtime", "-m", "console", "hub"]
        with self.told.open("wb") as out:
            hub = subprocess.Popen(
                [*command, "--config", str(self.config)], cwd=ROOT, stdout=out, stderr=out
            )
        try:
            self._await(hub)
        finally:
            hub.terminate()
            hub.wait(PATIENCE)
        return set(IMPORTED.findall(self.told.read_text()))

    def _await(self, hub: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and hub.poll() is None:
            try:
                url = f"http://127.0.0.1:{self.port}/readyz"
                if httpx.get(url, trust_env=False).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)
        pytest.fail(self.told.read_text()[-2000:])


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A hub with an empty database, and no setting of anybody's."""
    return Hub(tmp_path)


def test_a_hub_loads_the_migrations_only_when_there_is_something_to_migrate(hub: Hub) -> None:
    assert "alembic.command" in hub.start()
    again = hub.start()
    assert "console.hub.serve" in again
    assert [name for name in ("alembic", *NEVER) if name in again] == []


def test_the_first_screen_waits_for_nothing_that_speaks_to_the_hub() -> None:
    modules = loaded("import console.desk.app")
    assert [name for name in ("httpx", "pydantic", "console.domain.wire") if name in modules] == []


def test_a_desk_loads_no_table_of_phone_numbers_and_no_command_line_of_a_library() -> None:
    modules = loaded(
        "from console import starting; starting.begin(); import console.desk.link, "
        "console.desk.session; starting.done()"
    )
    assert "httpx" in modules
    assert [name for name in ("phonenumbers", "click") if name in modules] == []


def test_what_was_put_off_while_loading_happens_again_afterwards() -> None:
    program = (
        "import gc; from console import starting; starting.begin(); assert not gc.isenabled(); "
        "starting.done(); assert gc.isenabled() and gc.get_freeze_count()"
    )
    assert loaded(program)


def test_a_desk_reads_its_settings_and_asks_its_hub_without_what_checks_all_of_them() -> None:
    modules = loaded(
        "from pathlib import Path; from console import __main__ as m, own_settings, logs, private\n"
        "m.parser('desk'); own_settings.plain(Path('config.toml'), {})\n"
        "from console.desk.early import Early; Early('http://127.0.0.1:1', 'sl_1')\n"
        "from console.desk.first_look import look_at"
    )
    assert "console.cli.hub" not in modules
    assert [name for name in ("pydantic", "httpx", "http.client", "email") if name in modules] == []
