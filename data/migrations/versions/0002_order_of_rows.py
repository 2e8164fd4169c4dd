"""Every row knows its place in its load: without it PostgreSQL gives the rows of a load back in any order.

The rows of earlier loads keep the order in which the database holds them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TABLES = (
    "observation",
    "entity",
    "source",
    "membership",
    "agreement",
    "measure",
    "formation_rule",
    "rate",
    "deflator",
)


def upgrade() -> None:
    """Add the column, number what is there, and make the place unique."""
    for table in _TABLES:
        op.add_column(table, sa.Column("ordinal", sa.Integer, nullable=False, server_default="0"))
        op.execute(_number(table, "rowid" if op.get_bind().dialect.name == "sqlite" else "ctid"))
        op.drop_index(f"ix_{table}_load", table)
        op.create_index(f"ix_{table}_load", table, ["load", "ordinal"], unique=True)


def _number(table: str, place: str) -> str:
    numbered = f"SELECT {place} AS place, row_number() OVER (PARTITION BY load ORDER BY {place}) - 1 AS n FROM {table}"  # noqa: S608
    return f"UPDATE {table} SET ordinal = n FROM ({numbered}) AS numbered WHERE {table}.{place} = place"  # noqa: S608
