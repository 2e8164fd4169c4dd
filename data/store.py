"""What has been loaded, by whom and when, and what of it still stands?"""

import getpass
import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl
import sqlalchemy as sa

from data import migrate
from data.batch import Batch
from data.database import cause, connect, insert_rows, read, shown, write
from data.errors import UserError
from data.schema import EVENT, LOAD, STORE, TABLES, frame_schema
from data.settings import Settings
from data.storable import check_new, check_references, check_text, check_values, listed

_ROWS_AT_ONCE = 5_000  # are read back


@dataclass(frozen=True)
class LoadRecord:
    """What the store says of a load it took: its number, the data version it made, and its counts."""

    load: int
    version: int
    accepted: int
    refused: int
    skipped: int


class Store:
    """The truth. Rows are only ever added; a withdrawal is an event beside them."""

    def __init__(self, engine: sa.Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        with read(engine) as connection:
            self.id: str = connection.execute(sa.select(STORE.c.id)).scalar_one()

    @classmethod
    def open(cls, database: str | None = None) -> "Store":
        """The store of SEZ_DATABASE or of the URL; an empty database gets its tables."""
        settings = Settings.of(database)
        engine = connect(settings.database)
        try:
            migrate.check(engine)
            return cls(engine, settings)
        except BaseException as error:
            engine.dispose()
            if isinstance(error, sa.exc.DBAPIError):
                raise UserError(
                    "The database {database} cannot be opened: {cause}.", database=shown(engine), cause=cause(error)
                ) from error
            raise

    def version(self) -> int:
        """The data version: the number of the last event, 0 for an empty store."""
        with read(self.engine) as connection:
            return _newest(connection, EVENT)

    def live(self, version: int | None = None) -> dict[int, str]:
        """The loads that stand at a data version (now, where none is given) and when each was recorded (UTC)."""
        with read(self.engine) as connection:
            return _live(connection, version)

    def loads(self) -> pl.DataFrame:
        """Every load ever taken, one row each, with `version` it made and, if withdrawn, when, by whom and why."""
        withdrawal = sa.select(EVENT).where(EVENT.c.kind == "withdrawal").subquery()
        arrival = sa.select(EVENT.c.id, EVENT.c.load).where(EVENT.c.kind == "load").subquery()
        query = (
            sa.select(
                LOAD,
                arrival.c.id.label("version"),
                withdrawal.c.at.label("withdrawn_at"),
                withdrawal.c.by.label("withdrawn_by"),
                withdrawal.c.note.label("withdrawn_note"),
            )
            .join(arrival, arrival.c.load == LOAD.c.id)
            .outerjoin(withdrawal, withdrawal.c.load == LOAD.c.id)
            .order_by(LOAD.c.id)
        )
        with read(self.engine) as connection:
            found = connection.execute(query)
            return pl.DataFrame([tuple(row) for row in found], schema=list(found.keys()), orient="row", strict=False)

    def add(self, batch: Batch, by: str | None = None, replaces: int | None = None) -> LoadRecord:
        """Stores a batch as one transaction: all of it, or nothing and a UserError that says why.

        Refused: a batch that accepted nothing; NaN, infinities and a text with a NUL; the same bytes read in the same
        way while their first load stands; rows about an entity or of a source that nobody has defined.
        """
        check_values(batch)
        check_text(batch.name, by)
        with write(self.engine) as connection:
            live = set(_live(connection))
            check_new(connection, batch, live - {replaces or 0})
            if replaces is not None:
                _withdraw(connection, replaces, by, f"replaced by {batch.name}", live)
                live.discard(replaces)
            load = _record(connection, batch, by, replaces)
            for name, frame in batch.frames.items():
                _store_rows(connection, name, load, plain(frame))
            version = _event(connection, "load", load, by, None)
            # A replaced load may have defined what others name; else only the new rows can lack a definition.
            check_references(connection, None if replaces is not None else batch.frames, _standing())
        return LoadRecord(load, version, batch.accepted, batch.refused_count, batch.skipped)

    def withdraw(self, load: int, by: str | None = None, note: str | None = None) -> int:
        """Takes a load back; its rows stay readable at earlier data versions. Returns the new data version.

        Raises UserError where the load is unknown or already withdrawn, or where other loads lean on it.
        """
        check_text(by, note)
        with write(self.engine) as connection:
            version = _withdraw(connection, load, by, note, set(_live(connection)))
            check_references(connection, None, _standing())
        return version

    def codes(self, name: str) -> frozenset[str]:
        """The codes of all entities, or of all sources, that standing loads define."""
        table = TABLES[name]
        with read(self.engine) as connection:
            return frozenset(connection.execute(sa.select(table.c.code).where(table.c.load.in_(_standing()))).scalars())

    def rows(self, name: str, load: int) -> pl.DataFrame:
        """The rows one load brought into a table, with the columns of `frame_schema`, in the order they came."""
        table, schema = TABLES[name], frame_schema(name)
        query = sa.select(*[table.c[column] for column in schema]).where(table.c.load == load)
        query = query.order_by(table.c.ordinal).execution_options(yield_per=_ROWS_AT_ONCE)
        with read(self.engine) as connection:
            parts = connection.execute(query).partitions()
            frames = [pl.DataFrame([tuple(row) for row in part], schema=schema, orient="row") for part in parts]
        return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with 0 for -0: SQLite forgets the sign and PostgreSQL keeps it."""
    number = pl.col(pl.Float64)
    return frame.with_columns(pl.when(number == 0).then(0.0).otherwise(number).name.keep())


def _live(connection: sa.Connection, version: int | None = None) -> dict[int, str]:
    query = sa.select(LOAD.c.id, LOAD.c.recorded_at).where(LOAD.c.id.in_(_standing(version))).order_by(LOAD.c.id)
    return {row.id: row.recorded_at for row in connection.execute(query)}


def _standing(version: int | None = None) -> sa.Select[tuple[int]]:
    """The loads that stand, as a query: their numbers may be more than a statement takes as parameters."""
    arrived = sa.select(EVENT.c.load).where(EVENT.c.kind == "load")
    withdrawn = sa.select(EVENT.c.load).where(EVENT.c.kind == "withdrawal")
    if version is not None:
        arrived, withdrawn = arrived.where(EVENT.c.id <= version), withdrawn.where(EVENT.c.id <= version)
    return arrived.where(EVENT.c.load.not_in(withdrawn))


def _record(connection: sa.Connection, batch: Batch, by: str | None, replaces: int | None) -> int:
    reasons = Counter(batch.skipped_rows["reason"].to_list()) if batch.skipped_rows.height else {}
    number = _newest(connection, LOAD) + 1
    values = {
        "id": number,
        "name": batch.name,
        "sha256": batch.sha256,
        "loader": batch.loader,
        "loader_sha256": batch.loader_sha256,
        "recorded_at": _now(),
        "recorded_by": by or _user(),
        "replaces": replaces,
        "read": batch.read,
        "accepted": batch.accepted,
        "refused": batch.refused_count,
        "skipped": batch.skipped,
        "skipped_reasons": json.dumps(reasons, ensure_ascii=False),
        "warnings": json.dumps(
            [{"message": w.message, "details": w.details, "source_row": w.source_row} for w in batch.warnings],
            ensure_ascii=False,
            default=str,
        ),
    }
    connection.execute(sa.insert(LOAD).values(**values))
    return number


def _newest(connection: sa.Connection, table: sa.Table) -> int:
    """The last number given. Writers exclude each other, so the next one is free; a sequence would leave gaps."""
    return connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0


def _store_rows(connection: sa.Connection, name: str, load: int, frame: pl.DataFrame) -> None:
    rows = frame.select(pl.lit(load).alias("load"), pl.int_range(pl.len()).alias("ordinal"), *frame_schema(name))
    insert_rows(connection, TABLES[name], rows)


def _event(connection: sa.Connection, kind: str, load: int, by: str | None, note: str | None) -> int:
    number = _newest(connection, EVENT) + 1
    values = {"id": number, "kind": kind, "load": load, "at": _now(), "by": by or _user(), "note": note}
    connection.execute(sa.insert(EVENT).values(**values))
    return number


def _withdraw(connection: sa.Connection, load: int, by: str | None, note: str | None, live: set[int]) -> int:
    if load not in live:
        raise UserError(
            "There is no load {load} to withdraw. Loads that stand: {live}.", load=load, live=listed(sorted(live))
        )
    return _event(connection, "withdrawal", load, by, note)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return "unknown"
