"""How does a mapping turn the rows of a file into observations, entities and memberships?"""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal

import polars as pl

from data.batch import Warning
from data.errors import UserError
from loaders import checks, clean, codes, dates, numbers, observations, qualified, refusal
from loaders.known import Known
from loaders.mapping import Entity, Mapping, Membership, PeriodSaid, Said, Value
from loaders.outcome import SKIPPED, Outcome
from loaders.raw import ROW, RawTable

_CODE = " code"
_ENTITY = ("code", "kind", "name_en", "name_ru", "part_of", "country", "region", "sector", "founded", "note")


def read(raw: RawTable, mapping: Mapping, mapping_name: str, known: Known) -> Outcome:
    """What the mapping makes of each row. Raises UserError for a column that is not there or a number format that
    cannot be told."""
    table, unreadable = _table(raw, mapping, mapping_name)
    skipped = _skipped(table, mapping)
    table = table.filter(~pl.col(ROW).is_in(skipped[ROW].implode()))
    coded, new, wrong_keys = _entities(table, mapping, raw.name)
    known = Known(known.entities | frozenset(new["code"]), known.sources | _own_source(mapping))
    drafts = [_observations(raw, coded, mapping, value, known) for value in mapping.values]
    rows = pl.concat([found for found, _ in drafts])
    refused = refusal.together([unreadable, wrong_keys, *(wrong for _, wrong in drafts)])
    sound = rows.filter(~pl.col(ROW).is_in(refused[ROW].implode()))
    frames = {"observation": rows, "entity": new, "membership": _memberships(coded, mapping)}
    return Outcome(
        frames | _source(mapping),
        refusal.together([refused, observations.repeated(sound)]),
        skipped,
        _warnings(raw, table, mapping),
    )


def columns(mapping: Mapping) -> dict[str, str]:
    """Every heading the mapping names, with the key that names it."""
    said = {f"fields.{name}": each for name, each in mapping.fields if isinstance(each, Said)}
    said |= {f"entity.{name}": each for name, each in mapping.entity if isinstance(each, Said)}
    for place, value in enumerate(mapping.values, 1):
        said |= {f"values[{place}].{name}": each for name, each in value if isinstance(each, Said)}
    named = {each.column: key for key, each in said.items() if each.column}
    named |= dict.fromkeys(mapping.entity.key, "entity.key")
    named |= {value.column: f"values[{place}].column" for place, value in enumerate(mapping.values, 1)}
    named |= {each.column: f"memberships[{at}].column" for at, each in enumerate(mapping.memberships, 1) if each.column}
    for place, check in enumerate(mapping.checks, 1):
        named |= {check.total: f"checks[{place}].total"} | dict.fromkeys(check.parts, f"checks[{place}].parts")
    return named | {each.column: f"skip[{place}].column" for place, each in enumerate(mapping.skip, 1)}


def same_heading(heading: str) -> str:
    """What is compared of a heading: neither capitals nor the width of spaces."""
    return " ".join(unicodedata.normalize("NFC", heading).casefold().split())


def _table(raw: RawTable, mapping: Mapping, mapping_name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The columns the mapping names, under the names it gives them, tidied."""
    there = {same_heading(column): column for column in reversed(raw.cells.columns)}
    wanted = columns(mapping)
    for column, key in wanted.items():
        if same_heading(column) not in there:
            raise UserError(
                "{where}: no column {column}.\nFound: {found}.\nRename the heading, or change {key} in {mapping}.",
                where=_place(raw),
                column=repr(column),
                found=", ".join(raw.cells.columns),
                key=key,
                mapping=mapping_name,
            )
        if [same_heading(heading) for heading in raw.headings].count(same_heading(column)) > 1:
            raise UserError(
                "{where}: the heading {column} stands there more than once.\nRename one, or change {key} in {mapping}.",
                where=_place(raw),
                column=repr(column),
                key=key,
                mapping=mapping_name,
            )
    named = raw.cells.select(pl.col(there[same_heading(column)]).alias(column) for column in wanted)
    return clean.tidy_table(named, raw.rows, is_plain=raw.is_plain)


def _place(raw: RawTable) -> str:
    return f"{raw.name}, sheet {raw.sheet!r}" if raw.sheet else raw.name


def _skipped(table: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    found = [pl.DataFrame(schema=SKIPPED)]
    for rule in mapping.skip:
        cell = pl.col(rule.column)
        words = [word.casefold() for word in rule.equals]
        applies = cell.is_null() if rule.empty else cell.str.to_lowercase().is_in(words)
        found.append(table.filter(applies).select(ROW, pl.lit(rule.reason).alias("reason")))
    return pl.concat(found).unique(ROW, keep="first", maintain_order=True)


def _entities(table: pl.DataFrame, mapping: Mapping, name: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The table with the code of each row's entity; the entities that may be new, one per code; refused cells."""
    entity = mapping.entity
    coded = table.with_columns(_entity_codes(table, entity).alias(_CODE))
    empty = [
        refusal.where(table, pl.col(column).is_null(), column, pl.col(column), "the cell is empty", "a name")
        for column in entity.key
    ]
    new = [_described(coded, entity)] if entity.may_create else []
    new += [_members_of(table, each) for each in mapping.memberships if each.may_create]
    found = pl.concat([pl.DataFrame(schema=dict.fromkeys(_ENTITY, pl.String) | {ROW: pl.UInt32}), *new])
    _check_kinds(found, name)
    return coded, found, refusal.together(empty)


def _entity_codes(table: pl.DataFrame, entity: Entity) -> pl.Series:
    if entity.code:
        return _said(table, entity.code)
    return _codes_of(table, entity.key, entity.prefix)


def _codes_of(table: pl.DataFrame, key: list[str], prefix: str) -> pl.Series:
    """A code for each row, made of the columns of its key; null where one of them is empty."""
    parts = table.select(pl.col(column).str.replace(r" 00:00:00(\.0+)?$", "") for column in key)
    made = [None if None in row else codes.code_of(row, prefix) for row in parts.iter_rows()]
    return pl.Series(made, dtype=pl.String)


def _described(coded: pl.DataFrame, entity: Entity) -> pl.DataFrame:
    name = entity.name or (entity.code if entity.code else Said(column=entity.key[0]))
    said = {"name_en": name, "name_ru": entity.name_ru, "part_of": entity.part_of, "country": entity.country}
    said |= {"region": entity.region, "sector": entity.sector}
    described = {column: _said(coded, each) for column, each in said.items()}
    return _entity_rows(coded[_CODE], entity.kind, described, coded[ROW])


def _members_of(table: pl.DataFrame, membership: Membership) -> pl.DataFrame:
    column = membership.column or ""
    made = _codes_of(table, [column], membership.prefix)
    described = {"name_en": table[column], "country": _constant(membership.country, table.height)}
    return _entity_rows(made, membership.kind, described, table[ROW])


def _entity_rows(made: pl.Series, kind: str | None, described: dict[str, pl.Series], rows: pl.Series) -> pl.DataFrame:
    empty = _constant(None, len(made))
    columns = {"code": made, "kind": _constant(kind, len(made)), **described}
    shaped = pl.DataFrame({name: columns.get(name, empty) for name in _ENTITY})
    return shaped.with_columns(rows.alias(ROW)).filter(pl.col("code").is_not_null())


def _check_kinds(found: pl.DataFrame, name: str) -> None:
    kinds = found.group_by("code").agg(pl.col("kind").unique().sort()).filter(pl.col("kind").list.len() > 1)
    if kinds.height:
        raise UserError(
            "{name}: the code {code} would stand for a {kinds}. Give each its own prefix in the mapping.",
            name=name,
            code=kinds["code"][0],
            kinds=" and a ".join(kinds["kind"][0]),
        )


def _memberships(coded: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """One row for each row of the table and each membership."""
    schema = {"member": pl.String, "of": pl.String, "role": pl.String, "from": pl.String, "to": pl.String}
    found = [pl.DataFrame(schema=schema | {"counted": pl.Boolean, "note": pl.String, ROW: pl.UInt32})]
    for each in mapping.memberships:
        of = _codes_of(coded, [each.column], each.prefix) if each.column else _constant(each.of, coded.height)
        rows = coded.select(
            pl.col(_CODE).alias("member"),
            of.alias("of"),
            pl.lit(each.role).alias("role"),
            pl.lit(None, pl.String).alias("from"),
            pl.lit(None, pl.String).alias("to"),
            pl.lit(each.counted).alias("counted"),
            pl.lit(None, pl.String).alias("note"),
            ROW,
        )
        found.append(rows.filter(pl.col("of").is_not_null() & pl.col("member").is_not_null()))
    return pl.concat(found)


def _observations(
    raw: RawTable, coded: pl.DataFrame, mapping: Mapping, value: Value, known: Known
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The observations of one column of figures, and the refused cells."""
    said = {name: mapping.said(value, name) for name in observations.COLUMNS if name in type(value).model_fields}
    if mapping.source:
        said["source"] = Said(value=mapping.source.code)
    draft = coded.select(
        pl.col(_CODE).alias("entity"),
        ROW,
        *(_said(coded, each).alias(name) for name, each in said.items() if each and name != "period"),
        *_figures(raw, coded, mapping, value),
    )
    periods, wrong = _periods(coded, said["period"])
    labels = {name: each.column or f"fields.{name}" for name, each in said.items() if each}
    labels = {name: name for name in observations.COLUMNS} | labels | {"value": value.column}
    labels["entity"] = (mapping.entity.code and mapping.entity.code.column) or ", ".join(mapping.entity.key)
    rows, refused = observations.read(_complete(draft.with_columns(periods.alias("period"))), known, labels)
    hidden = wrong[ROW].implode()
    is_echo = pl.col(ROW).is_in(hidden) & (pl.col("column") == labels["period"])
    return rows, refusal.together([refused.filter(~is_echo), wrong])


def _complete(draft: pl.DataFrame) -> pl.DataFrame:
    absent = [pl.lit(None, pl.String).alias(name) for name in observations.COLUMNS if name not in draft.columns]
    return draft.with_columns(absent).select(*observations.COLUMNS, ROW)


def _said(table: pl.DataFrame, said: Said | None) -> pl.Series:
    """What a constant or a column says for each row; null where nothing is said."""
    if said is None or said.column is None:
        return _constant(said.value if said else None, table.height)
    words = {word.casefold(): code for word, code in said.codes.items()}
    cells = table[said.column]
    if not words:
        return cells
    return (
        cells.to_frame("cell")
        .select(pl.col("cell").str.to_lowercase().replace_strict(words, default=pl.col("cell"), return_dtype=pl.String))
        .to_series()
    )


def _constant(value: str | None, height: int) -> pl.Series:
    return pl.Series([value], dtype=pl.String).new_from_index(0, height)


def _figures(raw: RawTable, table: pl.DataFrame, mapping: Mapping, value: Value) -> Iterable[pl.Expr | pl.Series]:
    """`value` as a plain number in the row's unit; where words qualify it also `comparator`, `lower` and `upper`."""
    reported = clean.without(table[value.column], _missing(mapping))
    if not value.qualified:
        return [numeric(raw, table, reported, value.column, mapping, value.scale).alias("value")]
    told = qualified.split(reported)
    figures = numeric(raw, table, told["number"], value.column, mapping, value.scale)
    is_almost = told["is_almost"].fill_null(False)
    lower = numbers.scaled(figures, Decimal("0.9"))
    absent = _constant(None, table.height)
    comparators = [] if mapping.said(value, "comparator") else [told["comparator"].alias("comparator")]
    return [
        figures.alias("value"),
        *comparators,
        lower.zip_with(is_almost, absent).alias("lower"),
        figures.zip_with(is_almost, absent).alias("upper"),
    ]


def numeric(
    raw: RawTable, table: pl.DataFrame, cells: pl.Series, column: str, mapping: Mapping, scale: Decimal = Decimal(1)
) -> pl.Series:
    """The cells as plain numbers times the scale; what is no number stays as it is. Excel's own numbers are plain."""
    is_own = _excel_numbers(raw, table, column)
    texts = cells.set(is_own, None)
    mark = numbers.decimal_mark(texts, column, raw.name, mapping.read.decimal)
    return numbers.scaled(cells.zip_with(is_own, numbers.written_plainly(texts, mark)), scale)


def _excel_numbers(raw: RawTable, table: pl.DataFrame, column: str) -> pl.Series:
    there = {same_heading(name): name for name in raw.numbers.columns}
    own = there.get(same_heading(column))
    if own is None:
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, table.height)
    flags = raw.numbers.select(raw.rows.alias(ROW), pl.col(own).alias("own"))
    return table.select(ROW).join(flags, on=ROW, how="left", maintain_order="left")["own"].fill_null(False)


def _missing(mapping: Mapping) -> tuple[str, ...]:
    return clean.not_reported() if mapping.read.missing is None else tuple(mapping.read.missing)


def _periods(coded: pl.DataFrame, said: Said | None) -> tuple[pl.Series, pl.DataFrame]:
    cells = _said(coded, said)
    if not isinstance(said, PeriodSaid) or said.column is None or said.as_ == "text":
        return cells, refusal.none()
    found = dates.periods(cells, said.as_)
    table = coded.select(ROW).with_columns(cells.alias("cell"))
    wrong = pl.col("cell").is_not_null() & found.is_null()
    return found, refusal.where(
        table, wrong, said.column, pl.col("cell"), "{found} is not a date", dates.ACCEPTED[said.as_]
    )


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
        figures = {
            column: numeric(raw, table, clean.without(table[column], _missing(mapping)), column, mapping)
            for column in (check.total, *check.parts)
        }
        numbers_here = table.select(
            ROW, *(cells.cast(pl.Float64, strict=False).alias(name) for name, cells in figures.items())
        )
        found += checks.totals(raw, numbers_here, check.total, check.parts, float(check.tolerance))
    return tuple(found)
