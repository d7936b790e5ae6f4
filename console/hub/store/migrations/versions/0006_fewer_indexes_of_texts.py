"""Fewer indexes of texts: those that come in are found by their id, and by nothing else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OURS_OR_MAIL: sa.ColumnElement[bool] = sa.literal_column("(sid <> id OR message_id <> '')")


def upgrade() -> None:
    """Leave texts that came in out of three indexes, and drop one that nothing reads."""
    op.drop_index("ix_message_message_id", "message")
    for column in ("handle", "incident", "sid"):
        name = f"ix_message_{column}"
        op.drop_index(name, "message")
        op.create_index(
            name, "message", [column], sqlite_where=OURS_OR_MAIL, postgresql_where=OURS_OR_MAIL
        )
