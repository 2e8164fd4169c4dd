"""What must hold of a database whatever was done to the processes that used it?"""

from typing import Any

import sqlalchemy as sa

from data.schema import EVENT, LOAD, TABLES


def violations(engine: sa.Engine) -> list[str]:
    """Every promise the store breaks, in words; none is the only good answer.

    The batches of these tests bring one table row for each accepted row of their file.
    """
    with engine.begin() as connection:
        loads = {row.id: row for row in connection.execute(sa.select(LOAD))}
        events = list(connection.execute(sa.select(EVENT).order_by(EVENT.c.id)))
        rows = [_rows_of_loads(connection, table) for table in TABLES.values()]
        found = _torn_file(connection)
    found += _orphans(loads, rows) + _half_loads(loads, rows)
    return found + _loads_without_event(loads, events) + _same_bytes_twice(loads, events)


def loads_in(engine: sa.Engine) -> list[str]:
    """The names of the files that the database says it took, in order."""
    with engine.begin() as connection:
        return list(connection.execute(sa.select(LOAD.c.name).order_by(LOAD.c.id)).scalars())


def _rows_of_loads(connection: sa.Connection, table: sa.Table) -> dict[int, int]:
    counted = sa.select(table.c.load, sa.func.count()).group_by(table.c.load)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _torn_file(connection: sa.Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    said = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    return [] if said == "ok" else [f"integrity_check: {said}"]


def _orphans(loads: dict[int, Any], rows: list[dict[int, int]]) -> list[str]:
    named = {load for table in rows for load in table}
    return [f"rows of load {load}, which is not recorded" for load in sorted(named - set(loads))]


def _half_loads(loads: dict[int, Any], rows: list[dict[int, int]]) -> list[str]:
    stored = {load: sum(table.get(load, 0) for table in rows) for load in loads}
    return [
        f"load {n} has {stored[n]} of {load.accepted} rows" for n, load in loads.items() if stored[n] != load.accepted
    ]


def _loads_without_event(loads: dict[int, Any], events: list[Any]) -> list[str]:
    arrivals = sorted(event.load for event in events if event.kind == "load")
    return [] if arrivals == sorted(loads) else [f"loads {sorted(loads)}, but events of {arrivals}"]


def _same_bytes_twice(loads: dict[int, Any], events: list[Any]) -> list[str]:
    withdrawn = {event.load for event in events if event.kind == "withdrawal"}
    live = [load.sha256 for number, load in loads.items() if number not in withdrawn]
    return [] if len(live) == len(set(live)) else ["the same bytes stand twice"]
