"""What else does a row bring besides figures: stages of a project, agreements?"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from data.schema import IDENTITY
from loaders import clean, native, refusal
from loaders import mapping as mapping_file
from loaders.forms import FORMS
from loaders.known import Known
from loaders.meaning import figures
from loaders.meaning.rows import cells_of, constant, missing
from loaders.meaning.said import Said
from loaders.raw import ROW, RawTable
from loaders.text import codes, dates
from loaders.text.fields import CODE as CODE_PATTERN

_FORM_OF = {form.table: name for name, form in FORMS.items()}


def stages(
    raw: RawTable, coded: pl.DataFrame, mapping: mapping_file.Mapping, known: Known, project: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row for each stage that was entered on a day that is told; and the refused cells."""
    found = []
    for place, each in enumerate(mapping.stages, 1):
        said = {"stage": each.stage, "entered": each.entered, "left": each.left, "source": _source(mapping)}
        cells = {"project": coded[project]} | _cells(raw, coded, mapping, said)
        needs = ("entered",) if each.stage.column is None else ("stage",)
        labels = _labels(said, f"stages[{place}]") | {"project": project}
        told, wrong = rows("stage", coded, cells, labels, known, needs)
        # Whom a row is about was asked before.
        found.append((told, wrong.filter(pl.col("column") != project)))
    return _both("stage", found)


def agreements(
    raw: RawTable, coded: pl.DataFrame, mapping: mapping_file.Mapping, known: Known, entity: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row for each agreement whose number or code is told (`entity`: the column of codes); and the refused cells."""
    found = []
    for place, each in enumerate(mapping.agreements, 1):
        names = (
            "code",
            "kind",
            "signed",
            "due",
            "party_a",
            "party_b",
            "subject_en",
            "subject_ru",
            "currency",
            "comparator",
        )
        said = {name: getattr(each, name) for name in names} | {"source": _source(mapping)}
        cells = _cells(raw, coded, mapping, said)
        cells["code"] = _as_codes(cells["code"], each.prefix)
        if each.party_a is None:
            cells["party_a"] = coded[entity]
        labels = _labels(said, f"agreements[{place}]")
        if each.amount:
            cells["amount"] = _amount(raw, coded, mapping, each.amount, each.scale)
            labels["amount"] = each.amount
        found.append(rows("agreement", coded, cells, labels, known, ("code",)))
    return _both("agreement", found)


def rows(
    table: str,
    coded: pl.DataFrame,
    cells: Mapping[str, pl.Series],
    labels: dict[str, str],
    known: Known,
    needs: Iterable[str],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Typed rows of a table of the store made of text, one for each row where none of `needs` is empty; and the refused
    cells, under the names of `labels`."""
    form = FORMS[_FORM_OF[table]]
    empty = constant(None, coded.height)
    frame = coded.select(ROW).with_columns(cells.get(column, empty).alias(column) for column in form.columns)
    told = frame.filter(pl.all_horizontal(pl.col(column).is_not_null() for column in needs))
    return native.read_columns(told, form, known, labels)


def days(coded: pl.DataFrame, said: Said | None, mapping: mapping_file.Mapping, name: str) -> pl.Series:
    """A constant or a column of dates as 2019-09-30; null for the words that mean not reported, and what is no date as
    it is, to be refused."""
    cells = clean.without(cells_of(coded, said), missing(mapping))
    if said is None or said.column is None:
        return cells
    found = dates.days(cells, mapping.read.dates, name=name, column=said.column)
    return found.zip_with(found.is_not_null(), cells)


def conflicts(told: pl.DataFrame, table: str) -> pl.DataFrame:
    """Refused rows that say one thing twice and differently: each names the others."""
    key = [name for name in IDENTITY[table] if name in told.columns]
    rest = [name for name in told.columns if name not in (*key, ROW)]
    if told.is_empty() or not rest:
        return refusal.none()
    differs = pl.any_horizontal(pl.col(name).drop_nulls().n_unique().over(key) > 1 for name in rest)
    together = pl.col(ROW).unique().sort().cast(pl.String).str.join(", ").over(key)
    return refusal.where(
        told.with_columns(together.alias(" rows")).filter(differs),
        pl.col(ROW).is_not_null(),
        key[0],
        pl.col(" rows"),
        "the rows {found} say different things of the same thing",
        "one row for each " + " + ".join(key),
    )


def _both(table: str, found: list[tuple[pl.DataFrame, pl.DataFrame]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    if not found:
        return pl.DataFrame(), refusal.none()
    told = pl.concat([each for each, _ in found])
    return told, refusal.together([*(wrong for _, wrong in found), conflicts(told, table)])


def _cells(
    raw: RawTable, coded: pl.DataFrame, mapping: mapping_file.Mapping, said: Mapping[str, Said | None]
) -> dict[str, pl.Series]:
    absent = missing(mapping)
    return {
        name: days(coded, each, mapping, raw.name)
        if name in ("entered", "left", "signed", "due")
        else clean.without(cells_of(coded, each), absent)
        for name, each in said.items()
    }


def _amount(
    raw: RawTable, coded: pl.DataFrame, mapping: mapping_file.Mapping, column: str, scale: Decimal
) -> pl.Series:
    return figures.plain(raw, coded, mapping, column, scale)


def _as_codes(cells: pl.Series, prefix: str) -> pl.Series:
    """A number such as № 5/2019 as a code; what is a code stays."""

    def read(text: str) -> dict[str, Any]:
        return {"code": prefix + text if re.fullmatch(CODE_PATTERN, text) else codes.code_of([text], prefix)}

    return clean.by_spelling(cells, read, {"code": pl.String})["code"]


def _source(mapping: mapping_file.Mapping) -> Said | None:
    return Said(value=mapping.source.code) if mapping.source else mapping.fields.source


def _labels(said: Mapping[str, Said | None], place: str) -> dict[str, str]:
    return {name: (each.column if each else None) or f"{place}.{name}" for name, each in said.items()}
