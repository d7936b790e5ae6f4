"""A draft for each receiver, with the place of its cursor."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew: SQLite can't change a primary key."""
    op.create_table(
        "draft_of_receiver",
        sa.Column("agent", sa.BigInteger(), nullable=False),
        sa.Column("incident", sa.BigInteger(), nullable=False),
        sa.Column("box", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cursor_row", sa.Integer(), nullable=False),
        sa.Column("cursor_column", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agent", "incident", "box", "handle"),
    )
    op.execute(
        "INSERT INTO draft_of_receiver "
        "(agent, incident, box, handle, text, cursor_row, cursor_column, at) "
        "SELECT agent, incident, box, '', text, 0, 0, at FROM draft"
    )
    op.drop_table("draft")
    op.rename_table("draft_of_receiver", "draft")
