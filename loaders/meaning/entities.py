"""Whom are the rows of a mapped file about, who among them is new, and who belongs to whom?"""

from dataclasses import dataclass, replace

import polars as pl

from data.errors import UserError
from data.schema import frame_schema
from loaders import clean, native, refusal
from loaders.forms import FORMS
from loaders.known import Known
from loaders.mapping import Entity, Mapping, Membership
from loaders.meaning import brought
from loaders.meaning.rows import cells_of, constant, missing
from loaders.meaning.said import Said
from loaders.raw import ROW
from loaders.text import codes, found, total_words

#: The column that holds the code of each row's entity.
CODE = " code"
_TOTAL = "{found} reads like the name of a total, and nobody is known by it: say [[skip]] to leave such rows out"
_LEFT_OUT = "a name that is no total's"


@dataclass(frozen=True)
class Named:
    """`coded`: the table with the code of each row's entity. `entities`, `aliases`: rows for what may be new, several
    for one code. `refused`: cells that name nobody. `known`: with the codes that may be new."""

    coded: pl.DataFrame
    entities: pl.DataFrame
    aliases: pl.DataFrame
    refused: pl.DataFrame
    known: Known


def named(table: pl.DataFrame, mapping: Mapping, known: Known, name: str) -> Named:
    """Whom each row is about. Raises UserError where one code would stand for two kinds of things."""
    entity = mapping.entity
    if entity is None:
        coded = table.with_columns(pl.lit(None, pl.String).alias(CODE))
        return Named(coded, no_rows("entity"), no_rows("alias"), refusal.none(), known)
    coded, made, wrong = _coded(table, entity, known)
    new = [no_rows("entity"), *([_described(coded, made, mapping, name)] if entity.may_create else [])]
    new += [_members_of(table, each, known) for each in mapping.memberships if each.may_create]
    rows = pl.concat(new)
    _check_kinds(rows, name)
    all_known = replace(known, entities=known.entities | frozenset(rows["code"]))
    spelling = pl.col(" spelling")
    is_unknown = pl.col(CODE).is_not_null() & ~pl.col(CODE).is_in(list(all_known.entities))
    strangers = found.unknown(coded, is_unknown, label(mapping), spelling, known)
    described = _checked(rows, mapping, all_known) if entity.may_create else refusal.none()
    totals = _totals(rows.filter(~pl.col("code").is_in(list(known.entities))), label(mapping))
    return Named(
        coded.drop(" spelling"),
        rows,
        _tax_numbers(coded, made, entity),
        refusal.together([wrong, strangers, described, totals]),
        all_known,
    )


def memberships(coded: pl.DataFrame, mapping: Mapping, known: Known, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row for each row of the table and each membership; and the refused cells that name nobody known."""
    rows, refused = [no_rows("membership")], []
    for place, each in enumerate(mapping.memberships, 1):
        whom = each.column or (each.of.column if each.of else None) or f"memberships[{place}].of"
        cells = {"member": coded[CODE], "of": _of(coded, each, known), "role": constant(each.role, coded.height)}
        cells["counted"] = constant(str(each.counted).lower(), coded.height)
        cells["note"] = clean.without(cells_of(coded, each.note), missing(mapping))
        labels = {"member": label(mapping), "of": whom}
        for column, said in (("from", each.from_), ("to", each.to)):
            cells[column] = brought.days(coded, said, mapping, name)
            labels[column] = (said.column if said else None) or f"memberships[{place}].{column}"
        spelled = coded[each.column] if each.column else cells_of(coded, each.of)
        frame = coded.select(ROW).with_columns(cells["of"].alias("of"), spelled.alias("spelling"))
        is_unknown = pl.col("of").is_not_null() & ~pl.col("of").is_in(list(known.entities))
        strangers = found.unknown(frame, is_unknown, whom, pl.col("spelling"), known)
        told, wrong = brought.rows("membership", coded, cells, labels, known, needs=("member", "of"))
        rows.append(told)
        refused += [strangers, wrong.join(strangers, on=[ROW, "column"], how="anti", maintain_order="left")]
    return pl.concat(rows), refusal.together(refused)


def label(mapping: Mapping) -> str:
    """What names the entity in the file: the headings, or the key of the mapping."""
    entity = mapping.entity
    if entity is None:
        return "entity"
    if entity.code:
        return entity.code.column or "entity.code"
    if entity.find:
        return entity.find.name or entity.find.tax_number or "entity.find"
    return ", ".join(entity.key)


def no_rows(table: str) -> pl.DataFrame:
    """No row of a table of the store, with ROW in place of what the store adds."""
    schema = {name: kind for name, kind in frame_schema(table).items() if name != "source_row"}
    return pl.DataFrame(schema={**schema, ROW: pl.UInt32})


def _of(coded: pl.DataFrame, membership: Membership, known: Known) -> pl.Series:
    """The code of whom each row's entity belongs to: known as it is written, else made of the name."""
    if membership.column is None:
        return found.known_code(cells_of(coded, membership.of), known)
    made = _codes_of(coded, [membership.column], membership.prefix)
    meant = found.known_code(coded[membership.column], known)
    if membership.may_create:
        return meant.zip_with(_is_family(meant, membership), made)
    is_known = meant.is_in(list(known.entities)) & ~made.is_in(list(known.entities)).fill_null(False)
    return meant.zip_with(is_known.fill_null(False), made)


def _is_family(codes_meant: pl.Series, membership: Membership) -> pl.Series:
    """Whether a name means somebody known whose code begins as those that are made here: a project may bear the name
    of its company."""
    if not membership.prefix:
        return constant(None, len(codes_meant)).is_not_null()
    return codes_meant.str.starts_with(membership.prefix).fill_null(False)


def _coded(table: pl.DataFrame, entity: Entity, known: Known) -> tuple[pl.DataFrame, pl.Series, pl.DataFrame]:
    """The table with CODE and what the file calls it; the code each has where it is new; and the refused cells."""
    if entity.find:
        told = found.by_find(table, entity.find, entity.prefix, known)
        coded = table.with_columns(told["code"].alias(CODE), told["found"].alias(" spelling"))
        return coded, told["made"], _unfound(table, told)
    spelled = cells_of(table, entity.code) if entity.code else _codes_of(table, entity.key, entity.prefix)
    code = found.known_code(spelled, known) if entity.code else spelled
    empty = [
        refusal.where(table, pl.col(column).is_null(), column, pl.col(column), "the cell is empty", "a name")
        for column in entity.key
    ]
    if entity.code:
        where = entity.code.column or "entity.code"
        frame = table.select(ROW).with_columns(code.alias("code"))
        empty.append(
            refusal.where(frame, pl.col("code").is_null(), where, pl.col("code"), "the cell is empty", "a value")
        )
    coded = table.with_columns(code.alias(CODE), spelled.alias(" spelling"))
    return coded, spelled, refusal.together(empty)


def _unfound(table: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Refused cells where a tax number or a name is wrong."""
    wrong = table.select(ROW).hstack(told.select("problem", "found", "where")).filter(pl.col("problem").is_not_null())
    return refusal.together(
        refusal.where(rows, pl.lit(True), str(column), pl.col("found"), str(problem), "one that is known")
        for (problem, column), rows in wrong.group_by("problem", "where", maintain_order=True)
    )


def _codes_of(table: pl.DataFrame, key: list[str], prefix: str) -> pl.Series:
    """A code for each row, made of the columns of its key; null where one of them is empty."""
    parts = table.select(pl.col(column).str.replace(r" 00:00:00(\.0+)?$", "").alias(column) for column in key)
    unique = parts.drop_nulls().unique(maintain_order=True)
    made = pl.Series(" made", [codes.code_of(row, prefix) for row in unique.iter_rows()], pl.String)
    return parts.join(unique.with_columns(made), on=key, how="left", maintain_order="left")[" made"]


def _described(coded: pl.DataFrame, made: pl.Series, mapping: Mapping, name: str) -> pl.DataFrame:
    """What the rows say of their entities, but for those known under another code: these are described elsewhere."""
    entity = mapping.entity
    assert entity is not None
    said = {"name_ru": entity.name_ru, "part_of": entity.part_of, "country": entity.country}
    said |= {"region": entity.region, "sector": entity.sector}
    described = {name: clean.without(cells_of(coded, each), missing(mapping)) for name, each in said.items()}
    described["name_en"] = _names(coded, entity)
    if entity.founded:
        described["founded"] = brought.days(coded, entity.founded, mapping, name)
    rows = _entity_rows(coded[CODE], cells_of(coded, entity.kind), described, coded[ROW])
    is_new = (coded[CODE] == made).fill_null(False)
    return rows.filter(is_new.filter(coded[CODE].is_not_null()))


def _names(coded: pl.DataFrame, entity: Entity) -> pl.Series:
    if entity.name:
        return cells_of(coded, entity.name)
    if entity.find:
        columns = [column for column in (entity.find.name, entity.find.tax_number) if column]
        return coded.select(pl.coalesce(columns)).to_series()
    return cells_of(coded, entity.code or Said(column=entity.key[0]))


def _members_of(table: pl.DataFrame, membership: Membership, known: Known) -> pl.DataFrame:
    if membership.column is None:
        made, name = cells_of(table, membership.of), cells_of(table, membership.name)
    else:
        is_known = _is_family(found.known_code(table[membership.column], known), membership)
        made = _codes_of(table, [membership.column], membership.prefix).set(is_known, None)
        name = cells_of(table, membership.name) if membership.name else table[membership.column]
    described = {"name_en": name, "name_ru": cells_of(table, membership.name_ru)}
    described["country"] = constant(membership.country, table.height)
    return _entity_rows(made, cells_of(table, membership.kind), described, table[ROW])


def _entity_rows(made: pl.Series, kind: pl.Series, described: dict[str, pl.Series], rows: pl.Series) -> pl.DataFrame:
    empty = constant(None, len(made))
    columns = {"code": made, "kind": kind, **described}
    shaped = pl.DataFrame({name: columns.get(name, empty) for name in no_rows("entity").columns if name != ROW})
    return shaped.with_columns(rows.alias(ROW)).filter(pl.col("code").is_not_null())


def _checked(rows: pl.DataFrame, mapping: Mapping, known: Known) -> pl.DataFrame:
    """Refused cells of what is said about new entities: a country that is none, a whole that nobody knows …"""
    entity = mapping.entity
    assert entity is not None
    labels = {"code": label(mapping), "name_en": entity.name.column if entity.name else label(mapping)}
    for name in ("name_ru", "country", "region", "sector", "part_of", "founded"):
        said: Said | None = getattr(entity, name)
        labels[name] = (said.column if said else None) or f"entity.{name}"
    named = {name: each or name for name, each in labels.items()}
    return native.read_columns(rows, FORMS["entities"], known, named)[1]


def _totals(rows: pl.DataFrame, named_by: str) -> pl.DataFrame:
    """Refused cells that would make a total an entity of its own, whose figures are those of the others once more."""
    name = pl.col("name_en")
    suspects = rows["name_en"].unique().drop_nulls().to_frame().filter(name.str.contains(total_words.any_total()))
    totals = [each for each in suspects["name_en"] if total_words.names_nobody(each)]
    return refusal.where(rows, name.is_in(totals), named_by, name, _TOTAL, _LEFT_OUT)


def _tax_numbers(coded: pl.DataFrame, made: pl.Series, entity: Entity) -> pl.DataFrame:
    """The tax numbers of new entities, so that the next file finds them by these."""
    column = entity.find.tax_number if entity.find and entity.may_create else None
    if column is None:
        return no_rows("alias")
    rows = coded.with_columns(made.alias(" made")).filter(
        pl.col(column).is_not_null() & (pl.col(CODE) == pl.col(" made"))
    )
    return rows.select(
        pl.col(column).alias("spelling"),
        pl.lit("tax_number").alias("kind"),
        pl.col(CODE).alias("entity"),
        pl.lit(None, pl.String).alias("note"),
        ROW,
    ).select(no_rows("alias").columns)


def _check_kinds(rows: pl.DataFrame, name: str) -> None:
    kinds = rows.group_by("code").agg(pl.col("kind").unique().sort()).filter(pl.col("kind").list.len() > 1)
    if kinds.height:
        raise UserError(
            "{name}: the code {code} would stand for a {kinds}. Give each its own prefix in the mapping.",
            name=name,
            code=kinds["code"][0],
            kinds=" and a ".join(kinds["kind"][0]),
        )
