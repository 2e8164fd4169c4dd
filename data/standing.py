"""Which rows of a small table stand now, told by the store itself, without a snapshot?"""

import polars as pl
import sqlalchemy as sa

from data.database import read
from data.schema import EVENT, IDENTITY, TABLES, frame_schema
from data.store import Store


def rows(store: Store, name: str, without: int | None = None) -> pl.DataFrame:
    """The standing rows of a table that has an identity, in the order they were told; of rows about the same thing,
    the one of the latest load. Columns of `frame_schema`. `without`: as if that load were withdrawn."""
    table, schema = TABLES[name], frame_schema(name)
    withdrawn = sa.select(EVENT.c.load).where(EVENT.c.kind == "withdrawal")
    query = sa.select(*[table.c[column] for column in schema]).where(
        table.c.load.not_in(withdrawn), table.c.load != (without or 0)
    )
    with read(store.engine) as connection:
        found = connection.execute(query.order_by(table.c.load, table.c.ordinal)).all()
    told = pl.DataFrame([tuple(row) for row in found], schema=schema, orient="row")
    return told.unique(IDENTITY[name], keep="last", maintain_order=True)
