"""When did a project enter and leave each stage? The table of the pipeline."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table, with the order of its rows."""
    op.create_table(
        "stage",
        sa.Column("load", sa.Integer, sa.ForeignKey("load.id"), nullable=False),
        sa.Column("source_row", sa.String, nullable=False),
        sa.Column("project", sa.String, nullable=False),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("entered", sa.String, nullable=False),
        sa.Column("left", sa.String),
        sa.Column("source", sa.String),
        sa.Column("ordinal", sa.Integer, nullable=False),
    )
    op.create_index("ix_stage_load", "stage", ["load", "ordinal"], unique=True)
