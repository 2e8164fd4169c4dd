"""Whom are the rows of a mapped file about, who among them is new, and who belongs to whom?"""

from typing import Any

import polars as pl

from data.errors import UserError
from loaders import codes, fields, refusal
from loaders.known import Known
from loaders.mapping import Entity, Mapping, Membership
from loaders.raw import ROW
from loaders.rows import cells_of, constant
from loaders.said import Said

#: The column that holds the code of each row's entity.
CODE = " code"
_COLUMNS = ("code", "kind", "name_en", "name_ru", "part_of", "country", "region", "sector", "founded", "note")
_MEMBERSHIP: dict[str, Any] = {
    **dict.fromkeys(("member", "of", "role", "from", "to"), pl.String),
    "counted": pl.Boolean,
    "note": pl.String,
    ROW: pl.UInt32,
}


def entities(table: pl.DataFrame, mapping: Mapping, name: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The table with the code of each row's entity; the entities that may be new, one per code; refused cells."""
    entity = mapping.entity
    coded = table.with_columns(_entity_codes(table, entity).alias(CODE))
    empty = [
        refusal.where(table, pl.col(column).is_null(), column, pl.col(column), "the cell is empty", "a name")
        for column in entity.key
    ]
    new = [_described(coded, entity)] if entity.may_create else []
    new += [_members_of(table, each) for each in mapping.memberships if each.may_create]
    found = pl.concat([pl.DataFrame(schema=dict.fromkeys(_COLUMNS, pl.String) | {ROW: pl.UInt32}), *new])
    _check_kinds(found, name)
    return coded, found, refusal.together(empty)


def memberships(coded: pl.DataFrame, mapping: Mapping, known: Known) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row for each row of the table and each membership; and the refused cells that name nobody known."""
    found, refused = [pl.DataFrame(schema=_MEMBERSHIP)], []
    for each in mapping.memberships:
        rows = coded.select(
            pl.col(CODE).alias("member"),
            _of(coded, each).alias("of"),
            pl.lit(each.role).alias("role"),
            pl.lit(None, pl.String).alias("from"),
            pl.lit(None, pl.String).alias("to"),
            pl.lit(each.counted).alias("counted"),
            pl.lit(None, pl.String).alias("note"),
            ROW,
        ).filter(pl.col("of").is_not_null() & pl.col("member").is_not_null())
        found.append(rows)
        refused.append(fields.entity(rows, "of", each.column or "memberships.of", known)[1])
    return pl.concat(found), refusal.together(refused)


def _of(coded: pl.DataFrame, membership: Membership) -> pl.Series:
    if membership.column is None:
        return cells_of(coded, membership.of)
    return _codes_of(coded, [membership.column], membership.prefix)


def _entity_codes(table: pl.DataFrame, entity: Entity) -> pl.Series:
    if entity.code:
        return cells_of(table, entity.code)
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
    described = {column: cells_of(coded, each) for column, each in said.items()}
    return _entity_rows(coded[CODE], entity.kind, described, coded[ROW])


def _members_of(table: pl.DataFrame, membership: Membership) -> pl.DataFrame:
    column = membership.column or ""
    made = _codes_of(table, [column], membership.prefix)
    described = {"name_en": table[column], "country": constant(membership.country, table.height)}
    return _entity_rows(made, membership.kind, described, table[ROW])


def _entity_rows(made: pl.Series, kind: str | None, described: dict[str, pl.Series], rows: pl.Series) -> pl.DataFrame:
    empty = constant(None, len(made))
    columns = {"code": made, "kind": constant(kind, len(made)), **described}
    shaped = pl.DataFrame({name: columns.get(name, empty) for name in _COLUMNS})
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
