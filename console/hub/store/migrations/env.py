"""Runs migrations on the engine that the application uses."""

from __future__ import annotations

from alembic import context

from console.hub.store import tables
from console.hub.store.engine import write_engine

METADATA = tables.table(tables.EntryRow).metadata


def run() -> None:
    """Migrate in one transaction; SQLite needs copies of tables for most changes (batch mode)."""
    engine = write_engine(context.config.attributes["url"])
    try:
        with engine.connect() as conn:
            context.configure(
                connection=conn,
                target_metadata=METADATA,
                render_as_batch=True,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                context.run_migrations()
            conn.commit()
    finally:
        engine.dispose()


run()
