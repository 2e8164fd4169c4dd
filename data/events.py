"""Which events made the data versions, and which one was the last before a day?"""

from datetime import date

import polars as pl
import sqlalchemy as sa

from data.database import read
from data.schema import EVENT
from data.store import Store

_SCHEMA = {
    "version": pl.Int64,
    "kind": pl.String,
    "load": pl.Int64,
    "at": pl.String,
    "by": pl.String,
    "note": pl.String,
}


def events(store: Store) -> pl.DataFrame:
    """Every event, one row each, oldest first: version, kind (load, withdrawal), load, at (UTC), by, note."""
    query = sa.select(EVENT.c.id, EVENT.c.kind, EVENT.c.load, EVENT.c.at, EVENT.c.by, EVENT.c.note)
    with read(store.engine) as connection:
        rows = [tuple(row) for row in connection.execute(query.order_by(EVENT.c.id))]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def version_before(store: Store, day: date) -> int:
    """The data version with which a day (UTC) began; 0 where nothing had been loaded."""
    earlier = events(store).filter(pl.col("at").str.slice(0, 10) < day.isoformat())
    return int(earlier["version"].max() or 0)  # type: ignore[arg-type]
