"""What has been loaded, by whom and when, and what of it still stands?"""

import getpass
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl
import sqlalchemy as sa

from data import migrate
from data.batch import Batch
from data.database import connect, insert_rows, write
from data.errors import UserError
from data.schema import EVENT, LOAD, REFERENCES, STORE, TABLES, frame_schema
from data.settings import Settings

_ROWS_AT_ONCE = 50_000


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
        with engine.begin() as connection:
            self.id = connection.execute(sa.select(STORE.c.id)).scalar_one()

    @classmethod
    def open(cls, database: str | None = None) -> "Store":
        """The store of SEZ_DATABASE or of the URL; an empty database gets its tables."""
        settings = Settings.of(database)
        engine = connect(settings.database)
        try:
            migrate.check(engine)
        except sa.exc.DatabaseError as error:
            raise UserError(
                "The database {database} cannot be opened: {cause}.",
                database=engine.url.render_as_string(hide_password=True),
                cause=str(error.orig).strip(),
            ) from error
        return cls(engine, settings)

    def version(self) -> int:
        """The data version: the number of the last event, 0 for an empty store."""
        with self.engine.begin() as connection:
            return connection.execute(sa.select(sa.func.coalesce(sa.func.max(EVENT.c.id), 0))).scalar_one()

    def live(self, version: int | None = None) -> dict[int, str]:
        """The loads that stand at a data version (now, where none is given) and when each was recorded (UTC)."""
        with self.engine.begin() as connection:
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
        with self.engine.begin() as connection:
            found = connection.execute(query)
            return pl.DataFrame([tuple(row) for row in found], schema=list(found.keys()), orient="row", strict=False)

    def add(self, batch: Batch, by: str | None = None, replaces: int | None = None) -> LoadRecord:
        """Stores a batch as one transaction: all of it, or nothing and a UserError that says why.

        Refused: a batch that accepted nothing; the same bytes read in the same way while their first load stands;
        rows about an entity or of a source that nobody has defined.
        """
        _check_values(batch)
        with write(self.engine) as connection:
            live = set(_live(connection))
            _check_new(connection, batch, live - {replaces or 0})
            if replaces is not None:
                _withdraw(connection, replaces, by, f"replaced by {batch.name}", live)
                live.discard(replaces)
            load = _record(connection, batch, by, replaces)
            for name, frame in batch.frames.items():
                _store_rows(connection, name, load, frame)
            # A replaced load may have defined what others name; else only the new rows can lack a definition.
            _check_references(connection, live | {load}, among={load} if replaces is None else live | {load})
            version = _event(connection, "load", load, by, None)
        return LoadRecord(load, version, batch.accepted, batch.refused_count, batch.skipped)

    def withdraw(self, load: int, by: str | None = None, note: str | None = None) -> int:
        """Takes a load back; its rows stay readable at earlier data versions. Returns the new data version.

        Raises UserError where the load is unknown or already withdrawn, or where other loads lean on it.
        """
        with write(self.engine) as connection:
            live = set(_live(connection))
            version = _withdraw(connection, load, by, note, live)
            _check_references(connection, live - {load}, among=live - {load})
        return version

    def codes(self, name: str) -> frozenset[str]:
        """The codes of all entities, or of all sources, that standing loads define."""
        table = TABLES[name]
        with self.engine.begin() as connection:
            live = list(_live(connection))
            return frozenset(connection.execute(sa.select(table.c.code).where(table.c.load.in_(live))).scalars())

    def rows(self, name: str, load: int) -> pl.DataFrame:
        """The rows one load brought into a table, with the columns of `frame_schema`."""
        table, schema = TABLES[name], frame_schema(name)
        query = sa.select(*[table.c[column] for column in schema]).where(table.c.load == load)
        with self.engine.connect().execution_options(stream_results=True) as connection:
            parts = connection.execute(query).partitions(_ROWS_AT_ONCE)
            frames = [pl.DataFrame([tuple(row) for row in part], schema=schema, orient="row") for part in parts]
        return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def _live(connection: sa.Connection, version: int | None = None) -> dict[int, str]:
    withdrawn = sa.select(EVENT.c.load).where(EVENT.c.kind == "withdrawal")
    arrived = sa.select(LOAD.c.id, LOAD.c.recorded_at).join(EVENT, EVENT.c.load == LOAD.c.id)
    arrived = arrived.where(EVENT.c.kind == "load").order_by(LOAD.c.id)
    if version is not None:
        withdrawn = withdrawn.where(EVENT.c.id <= version)
        arrived = arrived.where(EVENT.c.id <= version)
    return {row.id: row.recorded_at for row in connection.execute(arrived.where(LOAD.c.id.not_in(withdrawn)))}


def _check_values(batch: Batch) -> None:
    """The last gate: what two databases would store differently never reaches either."""
    if not batch.accepted:
        raise UserError("{name}: no row could be accepted, so nothing was stored.", name=batch.name)
    for name, frame in batch.frames.items():
        numbers = frame.select(pl.col(pl.Float64).is_finite().all())
        texts = frame.select(pl.col(pl.String).str.contains("\x00", literal=True).any())
        bad = [c for c in numbers.columns if numbers[c].item() is False]
        bad += [c for c in texts.columns if texts[c].item() is True]
        if bad:
            raise UserError(
                "{name}: table {table} holds a value that is no number or a text with a NUL in {columns}.",
                name=batch.name,
                table=name,
                columns=", ".join(bad),
            )


def _check_new(connection: sa.Connection, batch: Batch, live: set[int]) -> None:
    same = sa.select(LOAD).where(LOAD.c.sha256 == batch.sha256, LOAD.c.loader_sha256 == batch.loader_sha256)
    for row in connection.execute(same.order_by(LOAD.c.id)):
        if row.id in live:
            raise UserError(
                "{name}: these bytes are already loaded, as load {load} ({first}) of {date} by {by}.\n"
                "Nothing was stored. To read them again, withdraw it first: sez withdraw {load}",
                name=batch.name,
                load=row.id,
                first=row.name,
                date=row.recorded_at[:10],
                by=row.recorded_by,
            )


def _record(connection: sa.Connection, batch: Batch, by: str | None, replaces: int | None) -> int:
    reasons = Counter(batch.skipped_rows["reason"].to_list()) if batch.skipped_rows.height else {}
    values = {
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
    return int(connection.execute(sa.insert(LOAD).values(**values)).inserted_primary_key[0])


def _store_rows(connection: sa.Connection, name: str, load: int, frame: pl.DataFrame) -> None:
    columns = ["load", *frame_schema(name)]
    rows = frame.select(pl.lit(load).alias("load"), *frame_schema(name))
    for part in rows.iter_slices(_ROWS_AT_ONCE):
        insert_rows(connection, TABLES[name], columns, part.rows())


def _event(connection: sa.Connection, kind: str, load: int, by: str | None, note: str | None) -> int:
    values = {"kind": kind, "load": load, "at": _now(), "by": by or _user(), "note": note}
    return int(connection.execute(sa.insert(EVENT).values(**values)).inserted_primary_key[0])


def _withdraw(connection: sa.Connection, load: int, by: str | None, note: str | None, live: set[int]) -> int:
    if load not in live:
        raise UserError(
            "There is no load {load} to withdraw. Loads that stand: {live}.", load=load, live=_list(sorted(live))
        )
    return _event(connection, "withdrawal", load, by, note)


def _check_references(connection: sa.Connection, live: set[int], among: set[int]) -> None:
    """Every entity and source that the rows of the loads `among` name is defined by a standing row."""
    for name, columns in REFERENCES.items():
        table = TABLES[name]
        for column, target in columns.items():
            known = sa.select(TABLES[target].c.code).where(TABLES[target].c.load.in_(live))
            missing = sa.select(table.c[column]).where(table.c.load.in_(among), table.c[column].not_in(known)).distinct()
            found = list(connection.execute(missing.limit(5)).scalars())
            if found:
                raise UserError(
                    "Nothing was changed: {table} rows name an {target} that would not be defined: {found}.\n"
                    "Load or keep its definition first, or withdraw the rows that name it.",
                    table=name,
                    target=target,
                    found=_list(found),
                )


def _list(items: Iterable[object]) -> str:
    return ", ".join(str(item) for item in items) or "none"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return "unknown"
