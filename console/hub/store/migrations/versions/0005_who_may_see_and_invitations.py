"""Who may see an incident; invitations; what happens to the provider's account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IN_SQLITE: sa.ColumnClause[bool] = sa.literal_column("restricted = 1")
IN_POSTGRESQL: sa.ColumnClause[bool] = sa.literal_column("restricted")


def upgrade() -> None:
    """Add a column to incidents, and two tables."""
    op.add_column(
        "incident",
        sa.Column("restricted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index(
        "incident_restricted",
        "incident",
        ["number"],
        sqlite_where=IN_SQLITE,
        postgresql_where=IN_POSTGRESQL,
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agent", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_invitation_agent", "invitation", ["agent"])
    op.create_table(
        "account",
        sa.Column("sid", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sid"),
    )
