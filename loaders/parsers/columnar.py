"""How do typed columns become text that loses nothing: of Parquet, Arrow, or a database?

Every number keeps all its digits and is written plainly, with a decimal point; dates are ISO; null stays null. Which
columns are numbers is known, so no question of decimal marks arises.
"""

import hashlib
import io
from decimal import Decimal

import polars as pl

from data.errors import UserError
from loaders.parsers.delimited import BROKEN, MOST_COLUMNS
from loaders.parsers.grid import Grid, SheetSeen
from loaders.raw import RawTable, unique_names

_MOST_CELLS = 100_000_000


class Columns:
    """A table whose columns have names and types of their own."""

    has_heading = True

    def __init__(self, frame: pl.DataFrame, kind: str) -> None:
        self.format, self.names = kind, ["table"]
        self._grid = grid(frame)

    def sheets(self) -> tuple[SheetSeen, ...]:
        """The one table."""
        cells = self._grid.cells
        return (SheetSeen("table", cells.height - 1, cells.width),)

    def is_offered(self, place: int) -> bool:
        """Always: there is no other."""
        return place == 0

    def head(self, place: int, rows: int) -> Grid:
        """The headings as row 0, then the first records."""
        return Grid(self._grid.cells.head(rows), self._grid.rows.head(rows))

    def grid(self, place: int) -> Grid:
        """The headings as row 0, then the records from 1."""
        return self._grid


def opened(data: bytes, kind: str, name: str) -> Columns:
    """A Parquet or Arrow file. Raises UserError where it is damaged, or claims more than a table needs."""
    try:
        if kind == "parquet":
            _refuse_too_much(data, name)
            return Columns(pl.read_parquet(io.BytesIO(data), use_pyarrow=False), kind)
        is_stream = not data.startswith(b"ARROW1")
        frame = pl.read_ipc_stream(data) if is_stream else pl.read_ipc(io.BytesIO(data))
        return Columns(frame, kind)
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise UserError(
            "{name} cannot be read as a table of columns ({reason}).",
            name=name,
            reason=str(error).splitlines()[0][:200],
        ) from error


def raw_table(frame: pl.DataFrame, name: str, kind: str = "query") -> RawTable:
    """The answer of a database as a table like that of a file; its sha256 is that of its cells."""
    made = grid(frame)
    names = unique_names(frame.columns)
    cells = made.cells.slice(1).rename(dict(zip(made.cells.columns, names, strict=True)))
    numbers = made.numbers.slice(1).rename({old: names[int(old)] for old in made.numbers.columns})
    written = frame.columns, cells.write_csv().encode()
    sha256 = hashlib.sha256(repr(written[0]).encode() + written[1]).hexdigest()
    broken = pl.DataFrame(schema=BROKEN)
    return RawTable(name, sha256, kind, None, frame.columns, cells, made.rows.slice(1), numbers, broken)


def grid(frame: pl.DataFrame) -> Grid:
    """Any frame as text, with its headings as row 0."""
    flat = _flat(frame)
    if flat.width > MOST_COLUMNS:
        raise UserError("the table has {count} columns; it may have 16384 at most.", count=flat.width)
    texts = [text(column).alias(str(place)) for place, column in enumerate(flat)]
    heading = pl.DataFrame({str(place): [name] for place, name in enumerate(flat.columns)})
    numeric = [place for place, column in enumerate(flat) if column.dtype.is_numeric()]
    yes = [
        pl.concat([pl.Series([False]), column.is_not_null()]).alias(str(place))
        for place, column in enumerate(flat)
        if place in set(numeric)
    ]
    cells = pl.concat([heading, pl.DataFrame(texts)]) if flat.width else pl.DataFrame()
    rows = pl.Series("row", range(cells.height), dtype=pl.UInt32)
    return Grid(cells, rows, pl.DataFrame(yes))


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns of records as columns of their own, with dotted names; at most 10 deep."""
    for _ in range(10):
        nested = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Struct)]
        if not nested:
            return frame
        frame = frame.select(
            inner
            for name, kind in frame.schema.items()
            for inner in (_fields(name, kind) if isinstance(kind, pl.Struct) else [pl.col(name)])
        )
    return frame


def _fields(name: str, kind: pl.Struct) -> list[pl.Expr]:
    return [pl.col(name).struct.field(each.name).alias(f"{name}.{each.name}") for each in kind.fields]


def text(column: pl.Series) -> pl.Series:
    """A column as text: numbers plainly and to the last digit, dates in ISO form, lists as JSON."""
    kind = column.dtype
    if kind.is_float():
        return _plain(column.cast(pl.String))
    if kind == pl.Datetime:
        return _moment(column)
    if kind == pl.Duration:
        return _plain((column.dt.total_microseconds() / 1_000_000).cast(pl.String))
    if kind == pl.Binary:
        return column.bin.encode("hex")
    if kind in (pl.List, pl.Array):
        listed = column.to_frame().select(pl.struct(pl.first().alias("list")).struct.json_encode()).to_series()
        return pl.select(pl.when(column.is_not_null()).then(listed.str.slice(8).str.head(-1))).to_series()
    return column.cast(pl.String)


def _plain(texts: pl.Series) -> pl.Series:
    powers = texts.filter(texts.str.contains(r"e[+-]?\d+$").fill_null(False)).unique()
    whole = texts.str.strip_suffix(".0")
    return whole.replace({each: format(Decimal(each), "f") for each in powers}) if powers.len() else whole


def _moment(column: pl.Series) -> pl.Series:
    """A date alone where no cell tells a time of day; a time zone is told."""
    zone = "" if getattr(column.dtype, "time_zone", None) is None else "%:z"
    return column.dt.to_string("%Y-%m-%d" if _is_midnight(column) else f"%Y-%m-%d %H:%M:%S%.f{zone}")


def _is_midnight(column: pl.Series) -> bool:
    times = column.drop_nulls().dt
    return bool(((times.hour() == 0) & (times.minute() == 0) & (times.second() == 0) & (times.nanosecond() == 0)).all())


def _refuse_too_much(data: bytes, name: str) -> None:
    """42 KB can claim more rows than there is memory for."""
    height = pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item()
    width = len(pl.read_parquet_schema(io.BytesIO(data)))
    if height * max(width, 1) > max(_MOST_CELLS, 4 * len(data)):
        raise UserError(
            "{name} claims {rows} rows of {columns} columns, which is more than a table needs.",
            name=name,
            rows=height,
            columns=width,
        )
