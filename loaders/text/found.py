"""Which known entity does a code, a name or a tax number mean, and which come nearest where it means none?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from rapidfuzz import fuzz, process

from loaders import refusal
from loaders.known import Known, fold
from loaders.meaning.mapping_entity import Find
from loaders.text import codes, tax_number

UNKNOWN = "{found} is not a known zone, cluster or organisation"
_TWO_MEANT = "the tax number of {found} belongs to one entity, its name to another"
_EMPTY = "the cell is empty"
_SEVERAL = "the name {found} stands beside several tax numbers: say which is meant"
#: More unknown spellings than anybody reads are refused without a proposal.
_PROPOSED, _RANKED = 200, 50


def known_code(cells: pl.Series, known: Known) -> pl.Series:
    """The code of each cell that is a code, a name or an alias that is known; any other text as it is."""
    spellings = cells.drop_nulls().unique()
    meant = {text: code for text in spellings if text not in known.entities and (code := known.names.get(fold(text)))}
    return cells.replace(meant) if meant else cells


def nearest(spelling: str, known: Known, count: int = 3) -> list[tuple[str, str]]:
    """The names that look most like a spelling, each with the code it means; they are proposed, nothing is decided."""
    wanted = fold(spelling)
    similar = process.extract(wanted, list(known.names), limit=_RANKED)
    # Names that share a word are alike to the first look; letter by letter they are not.
    ranked = sorted(similar, key=lambda each: (-each[1], -fuzz.ratio(wanted, each[0]), each[0]))
    proposed: dict[str, str] = {}
    for name, _, _ in ranked:
        proposed.setdefault(known.names[name], name)
    return [(name, code) for code, name in proposed.items()][:count]


def unknown(frame: pl.DataFrame, wrong: pl.Expr, label: str, spelling: pl.Expr, known: Known) -> pl.DataFrame:
    """Refused cells where `wrong` holds, with the three nearest codes and the names they go by."""
    told = frame.filter(wrong.fill_null(False)).with_columns(spelling.cast(pl.String).alias(" found"))
    spellings = told[" found"].drop_nulls().unique().sort().head(_PROPOSED)
    proposed = {each: _proposed(each, known) for each in spellings}
    accepted = pl.col(" found").replace_strict(proposed, default="", return_dtype=pl.String)
    return refusal.where(told, pl.lit(True), label, pl.col(" found"), UNKNOWN, accepted)


def _proposed(spelling: str, known: Known) -> str:
    near = nearest(spelling, known) if len(known.entities) > 12 else []
    return ", ".join(f"{code} ({name})" for name, code in near) or refusal.nearest(spelling, known.entities)


@dataclass
class Register:
    """The names and tax numbers of one file, looked up among those known.

    A tax number decides; where there is none, the name or alias; where neither is known the code is made of the tax
    number, else of the name. A name that stands beside one tax number elsewhere in the file is that entity.
    """

    find: Find
    prefix: str
    known: Known
    beside: Mapping[str, set[str]] = field(default_factory=dict)
    numbers_of: Mapping[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, find: Find, prefix: str, known: Known, pairs: pl.DataFrame) -> "Register":
        """`pairs`: the tax numbers and names that stand together in the file."""
        beside: dict[str, set[str]] = defaultdict(set)
        for number, name in pairs.iter_rows():
            if number and name:
                beside[fold(name)].add(number)
        numbers_of: dict[str, set[str]] = defaultdict(set)
        for number, code in known.tax_numbers.items():
            numbers_of[code].add(number)
        return cls(find, prefix, known, beside, numbers_of)

    def meant(self, number: str | None, name: str | None) -> dict[str, Any]:
        """`code`, `made` (the code it has where it is new) and `problem`, a template."""
        if not number and not name:
            return {"problem": _EMPTY}
        if number:
            return self._by_number(number, fold(name or ""))
        return self._by_name(name or "")

    def _by_number(self, number: str, name: str) -> dict[str, Any]:
        made = codes.code_of([number], self.prefix)
        by_number = self.known.tax_numbers.get(fold(number)) or (made if made in self.known.entities else None)
        by_name = self.known.names.get(name)
        if (
            by_number is None
            and by_name is not None
            and fold(number) not in self.numbers_of.get(by_name, {fold(number)})
        ):
            by_name = None  # another company of that name
        if by_number is None and by_name is not None and len(self.beside.get(name, ())) > 1:
            return {"problem": _SEVERAL}
        if by_number and by_name and by_number != by_name:
            return {"problem": _TWO_MEANT}
        return {"code": by_number or by_name or made, "made": made}

    def _by_name(self, name: str) -> dict[str, Any]:
        numbers = self.beside.get(fold(name), set())
        if len(numbers) > 1:
            return {"problem": _SEVERAL}
        if numbers:
            return self._by_number(next(iter(numbers)), fold(name))
        made = codes.code_of([fold(name)], self.prefix)
        return {"code": self.known.names.get(fold(name), made), "made": made}


def by_find(table: pl.DataFrame, find: Find, prefix: str, known: Known) -> pl.DataFrame:
    """`code`, `made`, `problem`, `found` (the text) and `where` (its column) for each row of a table whose entities are
    looked up."""
    cells = table.select(
        pl.col(find.tax_number).alias("number") if find.tax_number else pl.lit(None, pl.String).alias("number"),
        pl.col(find.name).alias("name") if find.name else pl.lit(None, pl.String).alias("name"),
    )
    pairs = cells.unique(maintain_order=True)
    register = Register.of(find, prefix, known, pairs)
    schema = dict.fromkeys(("code", "made", "problem"), pl.String)
    told = pl.DataFrame([register.meant(*pair) for pair in pairs.iter_rows()], schema=schema)
    if find.is_russian:
        issued = tax_number.problems(pairs["number"])
        told = told.with_columns(issued.zip_with(issued.is_not_null(), told["problem"]).alias("problem"))
    # A row is not about an entity that one of its cells speaks against.
    told = told.with_columns(pl.when(pl.col("problem").is_null()).then("code").alias("code"))
    is_number = pl.col("name").is_null() | ~pl.col("problem").is_in([_TWO_MEANT, _SEVERAL, _EMPTY])
    judged = pairs.hstack(told).with_columns(
        pl.when(pl.col("problem").is_null() | ~is_number)
        .then(pl.coalesce("name", "number"))
        .otherwise("number")
        .alias("found"),
        pl.when(is_number).then(pl.lit(find.tax_number or find.name)).otherwise(pl.lit(find.name)).alias("where"),
    )
    return cells.join(judged, on=["number", "name"], how="left", nulls_equal=True, maintain_order="left")
