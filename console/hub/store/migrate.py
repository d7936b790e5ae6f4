"""Bringing a database to the newest schema, in one transaction where the engine can."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, select, table
from sqlalchemy.sql import column

from console.hub.store.engine import write_engine

HERE = Path(__file__).parent / "migrations"
VERSION = table("alembic_version", column("version_num"))


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at ``url`` to a revision; one that is there already is left alone."""
    # The tool takes as long to load as it takes to restart a hub, which seldom has a use for it.
    if current(url) == (newest() if revision == "head" else revision):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["url"] = url
    command.upgrade(config, revision)


def current(url: str) -> str | None:
    """Give the revision a database is at, None when it is empty."""
    engine = write_engine(url)
    try:
        with engine.connect() as conn:
            if not inspect(conn).has_table(VERSION.name):
                return None
            return conn.execute(select(VERSION.c.version_num)).scalar_one_or_none()
    finally:
        engine.dispose()


def newest() -> str:
    """Give the revision this program wants: they are numbered, and their files begin with it."""
    return max(file.name.partition("_")[0] for file in (HERE / "versions").glob("[0-9]*_*.py"))
