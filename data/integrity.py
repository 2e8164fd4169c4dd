"""Does the store hold together: its file, its rows and their loads, its counts, what its rows name?"""

from collections.abc import Iterator

import sqlalchemy as sa

from data.database import read
from data.errors import UserError
from data.schema import EVENT, LOAD, REFERENCES, TABLES
from data.store import Store

#: What a table may name besides REFERENCES: a load does not need it, a person who reads the table does.
_NAMED = {
    "entity": {"part_of": "entity"},
    "agreement": {"source": "source"},
    "measure": {"source": "source"},
    "formation_rule": {"source": "source"},
}
#: Where it is wrong that the file itself is damaged.
DAMAGED = "store, file"
#: Where something is wrong, what, and what to do.
Fault = tuple[str, str, str]


def faults(store: Store) -> list[Fault]:
    """Everything wrong with a store, one entry each; none where nothing is."""
    try:
        return _all(store)
    except UserError as error:  # what is badly damaged cannot even be looked through
        return [(DAMAGED, str(error), _MOVE)]


def _all(store: Store) -> list[Fault]:
    with read(store.engine) as connection:
        found = list(_damage(connection))
        return found or [*_orphans(connection), *_events(connection), *_counts(connection), *_names(connection)]


def _damage(connection: sa.Connection) -> Iterator[Fault]:
    if connection.dialect.name != "sqlite":  # PostgreSQL looks after its own files
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield DAMAGED, str(said), _MOVE


def _orphans(connection: sa.Connection) -> Iterator[Fault]:
    for name, table in TABLES.items():
        rows = sa.select(table.c.load, sa.func.count()).where(table.c.load.not_in(sa.select(LOAD.c.id)))
        for load, count in connection.execute(rows.group_by(table.c.load)):
            yield f"store, {name}", f"{count} rows of load {load}, which is not in the list of loads", _PUT_BACK


def _events(connection: sa.Connection) -> Iterator[Fault]:
    arrivals = sa.select(EVENT.c.load).where(EVENT.c.kind == "load")
    for (load,) in connection.execute(sa.select(LOAD.c.id).where(LOAD.c.id.not_in(arrivals))):
        yield f"store, load {load}", "no event says that it was loaded, so no figure of it is shown", _PUT_BACK
    for number, load in connection.execute(
        sa.select(EVENT.c.id, EVENT.c.load).where(EVENT.c.load.not_in(sa.select(LOAD.c.id)))
    ):
        yield f"store, event {number}", f"it is about load {load}, which is not in the list of loads", _PUT_BACK


def _counts(connection: sa.Connection) -> Iterator[Fault]:
    told = LOAD.c.accepted + LOAD.c.refused + LOAD.c.skipped
    parts = (LOAD.c.accepted, LOAD.c.refused, LOAD.c.skipped)
    wrong = sa.or_(LOAD.c.read != told, *(part < 0 for part in parts))
    for row in connection.execute(sa.select(LOAD).where(wrong).order_by(LOAD.c.id)):
        said = f"{row.read} rows read, but {row.accepted} accepted + {row.refused} refused + {row.skipped} skipped"
        yield f"store, load {row.id} ({row.name})", said, f"withdraw it and load its file again: sez withdraw {row.id}"


def _names(connection: sa.Connection) -> Iterator[Fault]:
    """Standing rows that name an entity or a source which no standing row defines."""
    withdrawn = sa.select(EVENT.c.load).where(EVENT.c.kind == "withdrawal")
    for name, table in TABLES.items():
        for column, target in {**_NAMED.get(name, {}), **REFERENCES.get(name, {})}.items():
            defined = TABLES[target]
            known = sa.select(defined.c.code).where(defined.c.load.not_in(withdrawn))
            rows = sa.select(table.c[column], sa.func.count()).where(
                table.c.load.not_in(withdrawn), table.c[column].is_not(None), table.c[column].not_in(known)
            )
            for code, count in connection.execute(rows.group_by(table.c[column]).order_by(table.c[column])):
                said = f"{count} rows name the {target} {code}, which nothing defines"
                yield f"store, {name}.{column}", said, f"load the definition of {code}, or withdraw what names it"


#: A damaged file cannot even be copied, which is what a restore in its place begins with.
_MOVE = "move the file of the database away, then put back a backup: sez restore FILE"
_PUT_BACK = "put back a backup: sez restore FILE --replace"
