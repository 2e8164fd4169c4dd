"""What may not be stored, and what is said to whoever tries?"""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
import sqlalchemy as sa

from data.batch import Batch
from data.errors import UserError
from data.schema import LOAD, REFERENCES, TABLES

#: The loads that stand, as a query.
Standing = sa.Select[tuple[int]]


def check_text(*texts: str | None) -> None:
    """No text has a NUL or half a character. Raises UserError, as all of these do."""
    for text in texts:
        if text and ("\x00" in text or _has_surrogate(text)):
            raise UserError("{found} cannot be stored: it holds a character that is no text.", found=ascii(text))


def _has_surrogate(text: str) -> bool:
    # Names of files and users come from the system as bytes; those that are no UTF-8 arrive as lone surrogates.
    return any("\ud800" <= character <= "\udfff" for character in text)


def check_values(batch: Batch) -> None:
    """Something was accepted, every number is one, and no text has a NUL."""
    if not batch.accepted:
        raise UserError("{name}: no row could be accepted, so nothing was stored.", name=batch.name)
    for name, frame in batch.frames.items():
        numbers = frame.select(pl.col(pl.Float64).is_finite().all())
        texts = [column for column in frame if column.dtype in (pl.String, pl.Categorical)]
        bad = [c for c in numbers.columns if numbers[c].item() is False]
        bad += [column.name for column in texts if _has_nul(column)]
        if bad:
            raise UserError(
                "{name}: table {table} holds a value that is no number or a text with a NUL in {columns}.",
                name=batch.name,
                table=name,
                columns=", ".join(bad),
            )


def _has_nul(column: pl.Series) -> bool:
    words = column if column.dtype == pl.String else column.unique().cast(pl.String)
    return bool(words.str.contains("\x00", literal=True).any())


def check_new(connection: sa.Connection, batch: Batch, live: set[int]) -> None:
    """No load that stands was made of the same bytes in the same way."""
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


def check_references(connection: sa.Connection, frames: Mapping[str, pl.DataFrame] | None, standing: Standing) -> None:
    """Every entity and source that these rows (None: all that stand) name is defined by a row of a standing load."""
    for name, columns in REFERENCES.items():
        if frames is not None and name not in frames:
            continue
        for column, target in columns.items():
            known = sa.select(TABLES[target].c.code).where(TABLES[target].c.load.in_(standing))
            if frames is None:
                found = _undefined(connection, TABLES[name].c[column], known, standing)
            else:
                named = frames[name][column].drop_nulls().unique()
                found = sorted(set(named) - set(connection.execute(known).scalars()))
            if found:
                raise UserError(
                    "Nothing was changed: {table} rows name an {target} that would not be defined: {found}.\n"
                    "Load or keep its definition first, or withdraw the rows that name it.",
                    table=name,
                    target=target,
                    found=listed(found[:5]),
                )


def _undefined(
    connection: sa.Connection, column: sa.Column[Any], known: sa.Select[tuple[str]], standing: Standing
) -> list[str]:
    """Up to five codes that standing rows name and that are not known."""
    stands = column.table.c.load.in_(standing)
    missing = sa.select(column).where(stands, column.not_in(known)).distinct().order_by(column)
    return list(connection.execute(missing.limit(5)).scalars())


def listed(items: Iterable[object]) -> str:
    """What a message lists; "none" where it would be empty."""
    return ", ".join(str(item) for item in items) or "none"
