"""How are the product's own CSV files read, those whose headings are the columns of a table?"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from data.errors import UserError
from data.schema import IDENTITY, frame_schema
from loaders import clean, coded, observations, refusal
from loaders.forms import FORMS, Form
from loaders.known import Known
from loaders.outcome import Outcome
from loaders.raw import ROW, RawTable
from loaders.sniffing.heading import in_short
from loaders.text import fields, found

VERSION = "native 1"
#: Columns that a file of refused rows carries beside its own; a mended one loads as it is.
REFUSED_PREFIX = "refused_"
_ROWS_AT_ONCE = 100_000


def matching(headings: Iterable[str]) -> list[str]:
    """The native files these headings may be: all that must be there is, and nothing that is unknown."""
    given = _own(headings)
    return [name for name, form in FORMS.items() if form.required <= given <= set(form.columns)]


def likely(headings: Iterable[str]) -> str | None:
    """The native file these headings are meant to be, though a column is missing or unknown; None for none."""
    given = _own(headings)
    shared = {name: len(given & set(form.columns)) for name, form in FORMS.items()}
    best = max(shared, key=lambda name: shared[name])
    return best if shared[best] >= max(3, len(FORMS[best].required) - 1) else None


def read(raw: RawTable, form_name: str, known: Known) -> Outcome:
    """The rows of a native file. Raises UserError for a missing, repeated or unknown column."""
    form = FORMS[form_name]
    _check_headings(raw, form)
    if form.table == "observation":
        rows, refused = _observations(raw, form, known)
        again = observations.repeated(refusal.without(rows, [refused]))
    else:
        table, unreadable = _table(raw, form, known)
        rows, wrong = read_columns(table, form, _with_own_codes(table, form, known))
        refused = refusal.together([unreadable, wrong])
        again = _repeated(refusal.without(rows, [refused]), form.table)
    return Outcome({form.table: rows}, refusal.together([refused, again]))


def _observations(raw: RawTable, form: Form, known: Known) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Observations and refused cells, some rows at a time: each is read by itself, and spelled out they are large."""
    labels = {column: column for column in form.columns}
    rows, refused = [], []
    for place in range(0, max(raw.cells.height, 1), _ROWS_AT_ONCE):
        part = replace(raw, cells=raw.cells.slice(place, _ROWS_AT_ONCE), rows=raw.rows.slice(place, _ROWS_AT_ONCE))
        table, unreadable = _table(part, form, known)
        told, wrong = observations.read(table, known, labels)
        rows.append(told)
        refused += [unreadable, wrong]
    return pl.concat(rows), refusal.together(refused)


def _table(raw: RawTable, form: Form, known: Known) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The columns of a form as tidy text, and the refused cells."""
    own = [column for column in raw.cells.columns if column in form.columns]
    spelled_out = coded.texts(raw.cells.select(own))
    tidied, unreadable = clean.tidy_table(spelled_out, raw.rows, is_plain=raw.is_plain)
    absent = [pl.lit(None, pl.String).alias(column) for column in form.columns if column not in own]
    return _with_codes(tidied.with_columns(absent), form, known), unreadable


def _with_codes(table: pl.DataFrame, form: Form, known: Known) -> pl.DataFrame:
    """The table with the code of each entity that a cell names by a known name or alias, as mapped files may."""
    named = [column for column, read_field in form.columns.items() if read_field is fields.entity]
    return table.with_columns(found.known_code(table[column], known).alias(column) for column in named)


def _own(headings: Iterable[str]) -> set[str]:
    return {heading for heading in headings if not heading.startswith(REFUSED_PREFIX)}


def _check_headings(raw: RawTable, form: Form) -> None:
    given = _own(raw.cells.columns)
    unknown, missing = sorted(given - set(form.columns)), sorted(form.required - given)
    if unknown or missing:
        raise UserError(
            "{where}: {problem}.\nFound: {found}.\nAccepted: {accepted}; required: {required}.",
            where=raw.name,
            problem=f"no column {missing[0]}" if missing else f"unknown column {unknown[0]!r}",
            found=in_short(raw.cells.columns),
            accepted=", ".join(form.columns),
            required=", ".join(sorted(form.required)),
        )


def _with_own_codes(table: pl.DataFrame, form: Form, known: Known) -> Known:
    """A file of entities may name its own entities as parts of one another."""
    own = frozenset(table["code"].drop_nulls()) if form.table == "entity" else frozenset()
    return replace(known, entities=known.entities | own)


def read_columns(
    table: pl.DataFrame, form: Form, known: Known, labels: Mapping[str, str] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tidy text in the columns of a form and ROW as typed rows, and the refused cells, under the names of `labels`."""
    called = {column: (labels or {}).get(column, column) for column in form.columns}
    readings = {column: read_field(table, column, called[column], known) for column, read_field in form.columns.items()}
    empty = [
        refusal.where(table, pl.col(column).is_null(), called[column], pl.col(column), "the cell is empty", "a value")
        for column in sorted(form.required)
    ]
    values = [_defaulted(values, form.defaults.get(column)).alias(column) for column, (values, _) in readings.items()]
    rows = pl.DataFrame(values).with_columns(table[ROW])
    return _with_months(rows, form.table), refusal.together([*empty, *(wrong for _, wrong in readings.values())])


def _defaulted(values: pl.Series, default: object) -> pl.Series:
    return values if default is None else values.fill_null(default)


def _with_months(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    if "start_month" not in frame_schema(table):
        return rows
    return rows.with_columns(fields.months(rows, "period", "period")[0])


def _repeated(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    key = list(IDENTITY[table])
    twice = rows.filter(rows.select(pl.struct(key).is_duplicated()).to_series())
    if twice.is_empty():
        return refusal.none()
    together = pl.col(ROW).unique().sort().cast(pl.String).str.join(", ").over(key)
    return refusal.where(
        twice.with_columns(together.alias("rows")),
        pl.col(ROW).is_not_null(),
        key[0],
        pl.col("rows"),
        "the same thing stands in the rows {found}",
        "one row for each " + " + ".join(key),
    )
