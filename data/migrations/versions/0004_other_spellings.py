"""Whom does a spelling mean that is not the name? The table of aliases."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table, with the order of its rows."""
    op.create_table(
        "alias",
        sa.Column("load", sa.Integer, sa.ForeignKey("load.id"), nullable=False),
        sa.Column("source_row", sa.String, nullable=False),
        sa.Column("spelling", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("entity", sa.String, nullable=False),
        sa.Column("note", sa.String),
        sa.Column("ordinal", sa.Integer, nullable=False),
    )
    op.create_index("ix_alias_load", "alias", ["load", "ordinal"], unique=True)
