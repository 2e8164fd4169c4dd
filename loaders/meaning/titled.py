"""What do the texts above the heading of a file say: which period it is, in which unit?"""

from dataclasses import replace
from typing import Any

import polars as pl
from pydantic import BaseModel

from data.errors import UserError
from loaders.mapping import Mapping
from loaders.meaning import mapping_keys
from loaders.meaning.said import Said
from loaders.raw import RawTable
from loaders.sniffing.heading import same_heading

#: What begins the name of a column that holds what the title says.
PREFIX = "title_"


def with_title(mapping: Mapping, raw: RawTable, mapping_name: str) -> tuple[Mapping, RawTable]:
    """The mapping as if what it takes from the title stood in columns of their own, and the file with these columns.

    So a refused row keeps what its title said, and can be read alone once it is mended. Raises UserError where no text
    above the heading fits and nothing is said `otherwise`, or several do.
    """
    asked = {PREFIX + key: said for key, said in mapping_keys.said(mapping) if said.title}
    if not asked:
        return mapping, raw
    there = {same_heading(name): name for name in raw.cells.columns}
    told = []
    for column, said in asked.items():
        own = there.get(same_heading(column))
        key = column.removeprefix(PREFIX)
        cells = _filled(raw, own) if own else pl.lit(_told(raw, said, key, mapping_name), pl.String)
        told.append(cells.alias(own or column))
    return _replaced(mapping), replace(raw, cells=raw.cells.with_columns(told))


def _told(raw: RawTable, said: Said, key: str, mapping_name: str) -> str | None:
    parts = pl.Series(raw.preamble, dtype=pl.String).str.extract_all(said.title or "").explode().drop_nulls()
    found: dict[str, str] = {same_heading(part): part for part in parts}
    if len(found) == 1:
        return next(iter(found.values()))
    if not found and said.otherwise is not None:
        return None
    raise UserError(
        "{name}: {problem} {pattern}.\nFound: {found}.\nSay {key} in {mapping}.",
        name=raw.name,
        problem="several texts above the heading fit" if found else "no text above the heading fits",
        pattern=repr(said.title),
        found="; ".join(found.values() or raw.preamble) or "nothing stands above the heading",
        key=key,
        mapping=mapping_name,
    )


def _filled(raw: RawTable, column: str) -> pl.Expr:
    """A mended record that had no title of its own has that of the others, where these agree."""
    told = raw.cells[column].drop_nulls().unique()
    return pl.col(column).fill_null(told[0]) if len(told) == 1 else pl.col(column)


def _replaced(model: Any, place: str = "") -> Any:
    """A part of the mapping in which each `title` is the column that now holds it."""
    if isinstance(model, list):
        return [_replaced(part, f"{place}[{number}]") for number, part in enumerate(model, 1)]
    if not isinstance(model, BaseModel):
        return model
    parts = {name: field.alias or name for name, field in type(model).model_fields.items()}
    before = f"{place}." if place else ""
    new = {name: _replaced(getattr(model, name), before + key) for name, key in parts.items()}
    if isinstance(model, Said) and model.title:
        new |= {"title": None, "column": PREFIX + place}
    return model.model_copy(update=new)
