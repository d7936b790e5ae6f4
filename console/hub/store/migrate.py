"""Bringing a database to the newest schema, in one transaction where the engine can."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from console.hub.store.engine import write_engine

HERE = Path(__file__).parent / "migrations"


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at ``url`` to a revision; one that is there already is left alone."""
    command.upgrade(_config(url), revision)


def current(url: str) -> str | None:
    """Give the revision a database is at, None when it is empty."""
    engine = write_engine(url)
    try:
        with engine.connect() as conn:
            return MigrationContext.configure(conn).get_current_revision()
    finally:
        engine.dispose()


def newest() -> str:
    """Give the revision this program wants."""
    head = ScriptDirectory(str(HERE)).get_current_head()
    if head is None:
        raise RuntimeError("no migrations shipped")
    return head
