"""Runs migrations on the engine that the application uses."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

from console.hub.store import tables
from console.hub.store.engine import migration_engine

LOCK = 7_130_118
METADATA = tables.table(tables.EntryRow).metadata


def run() -> None:
    """Migrate in one transaction; SQLite needs copies of tables for most changes (batch mode)."""
    engine = migration_engine(context.config.attributes["url"])
    try:
        with engine.connect() as conn:
            context.configure(
                connection=conn,
                target_metadata=METADATA,
                render_as_batch=True,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                # Hubs that start at once wait for the first; SQLite has locked already.
                if conn.dialect.name == "postgresql":
                    conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
                context.run_migrations()
            conn.commit()
    finally:
        engine.dispose()


run()
