"""How does a mapping turn the rows of a file into observations, entities, memberships, stages and agreements?"""

from collections.abc import Mapping as Frames
from dataclasses import replace

import polars as pl

from data.batch import Warning
from loaders import checks, observations, refusal
from loaders.known import Known
from loaders.mapping import Mapping, Value
from loaders.meaning import (
    brought,
    columns,
    duplicates,
    entities,
    figures,
    near_names,
    row_rules,
    titled,
    total_rows,
    wide,
)
from loaders.meaning.mapping_entity import Source
from loaders.meaning.row_rules import Sorted
from loaders.meaning.rows import cells_of
from loaders.meaning.said import Said, UnitSaid
from loaders.meaning.same_thing import consolidated
from loaders.outcome import SKIPPED, Outcome
from loaders.parsers import serial_dates
from loaders.raw import ROW, RawTable

_AGAIN = "another row tells it already"
_CORRECTED = "a later row tells the same figure"
_NOTHING = "the row brings nothing"


def read(raw: RawTable, mapping: Mapping, mapping_name: str, known: Known) -> Outcome:
    """What the mapping makes of each row. Raises UserError for a column that is not there or a number format that
    cannot be told."""
    mapping, raw = titled.with_title(mapping, raw, mapping_name)
    mapping = wide.to_long(mapping, raw, mapping_name)
    raw = serial_dates.as_days(raw, mapping)
    table, unreadable = columns.table(raw, mapping, mapping_name)
    rows = row_rules.sort_out(raw, table, mapping)
    again = row_rules.repeated(rows.data, mapping)
    found = entities.named(rows.data, mapping, known, raw.name)
    before, known = known, replace(found.known, sources=known.sources | _own_sources(mapping))
    told, wrong = _observations(raw, found.coded.join(again, on=ROW, how="anti", maintain_order="left"), mapping, known)
    members, strangers = entities.memberships(found.coded, mapping, known, raw.name)
    stages, wrong_stages = brought.stages(raw, found.coded, mapping, known, entities.CODE)
    agreements, wrong_agreements = brought.agreements(raw, found.coded, mapping, known, entities.CODE)
    refused = [rows.refused, found.refused, *wrong, strangers, wrong_stages, wrong_agreements]
    refused += [brought.conflicts(members, "membership"), duplicates.unlike(rows.data, again, mapping)]
    refused.append(unreadable.join(rows.skipped, on=ROW, how="anti", maintain_order="left"))
    frames = {"observation": told, "entity": found.entities, "alias": found.aliases, "membership": members}
    frames |= {"stage": stages, "agreement": agreements}
    return _outcome(raw, rows, mapping, frames, refusal.together(refused), again, before)


def _outcome(
    raw: RawTable,
    rows: Sorted,
    mapping: Mapping,
    frames: Frames[str, pl.DataFrame],
    refused: pl.DataFrame,
    again: pl.DataFrame,
    before: Known,
) -> Outcome:
    """The outcome once it is known which rows are refused: what is said twice is told once."""
    sound = {name: _without(told, refused) for name, told in frames.items() if told.width}
    settled = duplicates.settled(sound["observation"], mapping)
    refused = refusal.together([refused, settled.refused])
    sound = {name: _without(told, refused) for name, told in (sound | {"observation": settled.rows}).items()}
    told = _without(frames["observation"], refused)
    counted = sound if mapping.duplicates.policy == "last" else sound | {"observation": told}
    idle = _idle(_without(rows.data, refused), counted, told, again)
    one_each, warnings = consolidated(raw, sound["entity"])
    return Outcome(
        {**sound, "entity": one_each, "source": _sources(mapping)},
        refused,
        pl.concat([rows.skipped.select(*SKIPPED), idle]),
        (*warnings, *near_names.warnings(raw, one_each, sound["alias"], before), *_warnings(raw, rows, mapping)),
        merged=_without(_without(rows.data, refused), idle)[ROW],
        raw=rows.raw,
        decimal=mapping.read.decimal,
    )


def _idle(
    data: pl.DataFrame, counted: Frames[str, pl.DataFrame], told: pl.DataFrame, again: pl.DataFrame
) -> pl.DataFrame:
    """Rows of which nothing is left, with the reason. `told`: the observations before a later row corrected them."""
    left = pl.concat([entities.no_rows("observation").select(ROW), *(each.select(ROW) for each in counted.values())])
    idle = data.select(ROW).join(left, on=ROW, how="anti", maintain_order="left")
    is_again, is_told = pl.col(ROW).is_in(again[ROW].implode()), pl.col(ROW).is_in(told[ROW].implode())
    reason = pl.when(is_again).then(pl.lit(_AGAIN)).when(is_told).then(pl.lit(_CORRECTED)).otherwise(pl.lit(_NOTHING))
    return idle.select(ROW, reason.alias("reason"))


def _without(rows: pl.DataFrame, lost: pl.DataFrame) -> pl.DataFrame:
    return rows.join(lost, on=ROW, how="anti", maintain_order="left") if lost.height else rows


def _observations(
    raw: RawTable, coded: pl.DataFrame, mapping: Mapping, known: Known
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The observations of all columns of figures, and the refused cells."""
    if not mapping.values:
        return entities.no_rows("observation"), []
    found = [_of_one_column(raw, coded, mapping, value, known) for value in mapping.values]
    return pl.concat([told for told, _ in found]), [wrong for _, wrong in found]


def _of_one_column(
    raw: RawTable, coded: pl.DataFrame, mapping: Mapping, value: Value, known: Known
) -> tuple[pl.DataFrame, pl.DataFrame]:
    said = _said(mapping, value)
    period = figures.periods(coded, mapping, said["period"], raw.name)
    figure = figures.figures(raw, coded, mapping, value)
    cells = {name: cells_of(coded, each) for name, each in said.items() if not _is_words(each)}
    cells = _over(cells, observations.beside(period.columns, cells)) | {"entity": coded[entities.CODE]}
    draft = coded.select(ROW).with_columns(each.alias(name) for name, each in _over(cells, figure.columns).items())
    labels = _labels(mapping, value, said)
    told, refused = observations.read(_complete(draft), known, labels)
    wrong = refusal.together([period.refused, figure.refused])
    # A cell that cannot be read leaves nothing behind, and whom a row is about was asked before: one word is enough.
    is_about_entity = pl.col("column") == labels["entity"]
    rest = refused.join(wrong, on=[ROW, "column"], how="anti", maintain_order="left").filter(~is_about_entity)
    return told, refusal.together([rest, wrong])


def _over(cells: dict[str, pl.Series], told: Frames[str, pl.Series]) -> dict[str, pl.Series]:
    """What the cells themselves tell wins over what the mapping says; notes are told together."""
    both = cells | {name: own.zip_with(own.is_not_null(), cells[name]) for name, own in told.items() if name in cells}
    both |= {name: own for name, own in told.items() if name not in cells}
    if "note" in cells and "note" in told:
        together = pl.concat_str(cells["note"], told["note"], separator="; ", ignore_nulls=True)
        both["note"] = pl.select(pl.when(told["note"].is_null()).then(cells["note"]).otherwise(together)).to_series()
    return both


def _is_words(said: Said) -> bool:
    return isinstance(said, UnitSaid) and said.as_ == "words"


def _said(mapping: Mapping, value: Value) -> dict[str, Said]:
    """What is said of a value, by column of an observation."""
    found = {name: mapping.said(value, name) for name in observations.COLUMNS if name in type(value).model_fields}
    said = {name: each for name, each in found.items() if each}
    if value.qualified:
        said.pop("comparator", None)
    return ({"source": Said(value=mapping.source.code)} if mapping.source else {}) | said


def _labels(mapping: Mapping, value: Value, said: dict[str, Said]) -> dict[str, str]:
    """What each column of an observation is called in the file, or in the mapping."""
    labels = {name: name for name in observations.COLUMNS}
    labels |= {name: each.column or f"fields.{name}" for name, each in said.items()}
    figure = value.column or ""
    if value.units:
        labels["unit"] = figure
    return labels | {"entity": entities.label(mapping), "value": figure}


def _complete(draft: pl.DataFrame) -> pl.DataFrame:
    absent = [pl.lit(None, pl.String).alias(name) for name in observations.COLUMNS if name not in draft.columns]
    return draft.with_columns(absent).select(*observations.COLUMNS, ROW)


def _own_sources(mapping: Mapping) -> frozenset[str]:
    return frozenset(source.code for source in _all_sources(mapping))


def _all_sources(mapping: Mapping) -> list[Source]:
    return [*([mapping.source] if mapping.source else []), *mapping.sources]


def _sources(mapping: Mapping) -> pl.DataFrame:
    schema = dict.fromkeys(Source.model_fields, pl.String)
    rows = pl.DataFrame([source.model_dump() for source in _all_sources(mapping)], schema=schema)
    return rows.with_columns(pl.lit(None, pl.UInt32).alias(ROW))


def _warnings(raw: RawTable, rows: Sorted, mapping: Mapping) -> tuple[tuple[int, Warning], ...]:
    found: list[tuple[int, Warning]] = []
    for check in mapping.checks:
        told = {column: _numbers(raw, rows.data, mapping, column) for column in (check.total, *check.parts)}
        sums = rows.data.select(ROW, **told)
        found += checks.totals(raw, sums, check.total, check.parts, float(check.tolerance))
    for value in mapping.values if rows.totals.height else []:
        total = rows.totals.select(ROW, figures.as_told(raw, rows.totals, mapping, value).alias("total"))
        parts = figures.as_told(raw, rows.data, mapping, value)
        found += total_rows.differing(raw, total, parts, value.column or "")
    return tuple(found)


def _numbers(raw: RawTable, table: pl.DataFrame, mapping: Mapping, column: str) -> pl.Series:
    return figures.plain(raw, table, mapping, column).cast(pl.Float64, strict=False)
