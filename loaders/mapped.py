"""How does a mapping turn the rows of a file into observations, entities and memberships?"""

import polars as pl

from data.batch import Warning
from loaders import checks, clean, columns, entities, figures, observations, refusal
from loaders.known import Known
from loaders.mapping import Mapping, Value
from loaders.outcome import SKIPPED, Outcome
from loaders.raw import ROW, RawTable
from loaders.rows import cells_of, missing
from loaders.said import Said


def read(raw: RawTable, mapping: Mapping, mapping_name: str, known: Known) -> Outcome:
    """What the mapping makes of each row. Raises UserError for a column that is not there or a number format that
    cannot be told."""
    table, unreadable = columns.table(raw, mapping, mapping_name)
    skipped = _skipped(table, mapping)
    table = table.filter(~pl.col(ROW).is_in(skipped[ROW].implode()))
    coded, new, wrong_keys = entities.entities(table, mapping, raw.name)
    known = Known(known.entities | frozenset(new["code"]), known.sources | _own_source(mapping))
    drafts = [_observations(raw, coded, mapping, value, known) for value in mapping.values]
    rows = pl.concat([found for found, _ in drafts])
    members, strangers = entities.memberships(coded, mapping, known)
    refused = refusal.together([unreadable, wrong_keys, strangers, *(wrong for _, wrong in drafts)])
    sound = rows.filter(~pl.col(ROW).is_in(refused[ROW].implode()))
    frames = {"observation": rows, "entity": new, "membership": members}
    return Outcome(
        frames | _source(mapping),
        refusal.together([refused, observations.repeated(sound)]),
        skipped,
        _warnings(raw, table, mapping),
    )


def _skipped(table: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    found = [pl.DataFrame(schema=SKIPPED)]
    for rule in mapping.skip:
        cell = pl.col(rule.column)
        words = [word.casefold() for word in rule.equals]
        applies = cell.is_null() if rule.empty else cell.str.to_lowercase().is_in(words)
        found.append(table.filter(applies).select(ROW, pl.lit(rule.reason).alias("reason")))
    return pl.concat(found).unique(ROW, keep="first", maintain_order=True)


def _observations(
    raw: RawTable, coded: pl.DataFrame, mapping: Mapping, value: Value, known: Known
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The observations of one column of figures, and the refused cells."""
    said = _said(mapping, value)
    periods, wrong = figures.periods(coded, said["period"])
    draft = coded.select(
        pl.col(entities.CODE).alias("entity"),
        ROW,
        *(cells_of(coded, each).alias(name) for name, each in said.items() if name != "period"),
        periods.alias("period"),
        *figures.figures(raw, coded, mapping, value),
    )
    labels = _labels(mapping, value, said)
    rows, refused = observations.read(_complete(draft), known, labels)
    # A date that cannot be read leaves no period; one word about it is enough.
    is_echo = pl.col(ROW).is_in(wrong[ROW].implode()) & (pl.col("column") == labels["period"])
    return rows, refusal.together([refused.filter(~is_echo), wrong])


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
    code = mapping.entity.code
    entity = (code.column or "entity.code") if code else ", ".join(mapping.entity.key)
    return labels | {"entity": entity, "value": value.column}


def _complete(draft: pl.DataFrame) -> pl.DataFrame:
    absent = [pl.lit(None, pl.String).alias(name) for name in observations.COLUMNS if name not in draft.columns]
    return draft.with_columns(absent).select(*observations.COLUMNS, ROW)


def _own_source(mapping: Mapping) -> frozenset[str]:
    return frozenset([mapping.source.code]) if mapping.source else frozenset()


def _source(mapping: Mapping) -> dict[str, pl.DataFrame]:
    if mapping.source is None:
        return {}
    row = pl.DataFrame(
        [mapping.source.model_dump()], schema=dict.fromkeys(type(mapping.source).model_fields, pl.String)
    )
    return {"source": row.with_columns(pl.lit(None, pl.UInt32).alias(ROW))}


def _warnings(raw: RawTable, table: pl.DataFrame, mapping: Mapping) -> tuple[tuple[int, Warning], ...]:
    found: list[tuple[int, Warning]] = []
    for check in mapping.checks:
        told = {column: _numbers(raw, table, mapping, column) for column in (check.total, *check.parts)}
        sums = table.select(ROW, **told)
        found += checks.totals(raw, sums, check.total, check.parts, float(check.tolerance))
    return tuple(found)


def _numbers(raw: RawTable, table: pl.DataFrame, mapping: Mapping, column: str) -> pl.Series:
    reported = clean.without(table[column], missing(mapping))
    return figures.numeric(raw, table, reported, column, mapping).cast(pl.Float64, strict=False)
