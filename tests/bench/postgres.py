"""How does the panel come into a PostgreSQL that was given every chance?"""

import atexit
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import sqlalchemy as sa

from tests.postgres import Server

_USED = ["entity", "indicator", "basis", "scenario", "start_month", "end_month", "value", "lower", "upper"]
_MEMBERSHIP = ["member", "of", "role", "start_month", "end_month"]


def filled(folder: Path) -> psycopg.Connection[Any]:
    """The winners and memberships of a snapshot's folder, indexed, vacuumed and analysed."""
    server = Server()
    atexit.register(server.remove)
    url = sa.make_url(server.new_database()).set(drivername="postgresql")
    connection = psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
    connection.execute("set max_parallel_workers_per_gather = 2; set work_mem = '256MB'")
    connection.execute(
        "create unlogged table observation (entity text, indicator text, basis text, scenario text, "
        "start_month int, end_month int, value float8, lower float8, upper float8);"
        'create table membership (member text, "of" text, role text, start_month int, end_month int)'
    )
    _copy(connection, "observation", pl.scan_parquet(folder / "observation.parquet").select(_USED).collect())
    _copy(connection, "membership", pl.scan_parquet(folder / "membership.parquet").select(_MEMBERSHIP).collect())
    connection.execute(
        "create index on observation (scenario, entity, indicator) include (start_month, end_month, value, lower, upper);"
        "create index on membership (member)"
    )
    connection.execute("vacuum analyze observation")
    connection.execute("vacuum analyze membership")
    return connection


def _copy(connection: psycopg.Connection[Any], table: str, rows: pl.DataFrame) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin (format csv)") as copy:
        for part in rows.iter_slices(200_000):
            copy.write(part.write_csv(include_header=False).encode())
