"""Which codes may be used, and what are they called?

A list is a CSV file in `data/codelists/` whose file name is the list's name. Every list has `id`, `title_en` and any
`title_<language>`; what else a list holds is said in `_COLUMNS`. `quantities` of a unit are separated by `|`.
"""

from functools import cache
from pathlib import Path

import polars as pl

from data.errors import UserError

_FOLDER = Path(__file__).with_name("codelists")
_TYPES: dict[str, pl.DataType] = {
    "additive": pl.Boolean(),
    "reported_ratio": pl.Boolean(),
    "of_zone": pl.Boolean(),
    "is_missing": pl.Boolean(),
    "headline": pl.Int32(),
    "rank": pl.Int32(),
    "probability": pl.Float64(),
    "is_open": pl.Boolean(),
    "verified": pl.Boolean(),
    "needed": pl.Int32(),
    "weight": pl.Float64(),
    "cap": pl.Float64(),
    "at_least": pl.Float64(),
    "at_most": pl.Float64(),
}
_COLUMNS = {
    "indicator": ("quantity", "kind", "better", "additive", "reported_ratio", "of_zone", "headline"),
    "unit": ("quantities", "symbol_en"),
    "country": ("currency",),
    "status": ("rank", "is_missing"),
    "role": ("scope",),
    "source_kind": ("rank",),
    "standing": ("text_en",),
    "reason": ("text_en",),
    "contradiction_kind": ("text_en",),
    "contradiction_rule": ("kind",),
    "stage": ("rank", "probability", "probability_basis", "is_open"),
    "methodology": (
        *("kind", "applies_to", "country", "edition", "from", "to", "verified", "needed", "least_coverage"),
        "reference",
    ),
    "methodology_part": ("methodology", "measured", "weight", "cap", "at_least", "at_most", "unit", "reference"),
    "methodology_threshold": ("methodology", "verdict", "at_least"),
}


@cache
def codes(name: str) -> pl.DataFrame:
    """The list as written, one row per code: flags Boolean, ranks Int32, all else text; an empty cell is null.

    Raises UserError where a column is missing, an id is empty or comes twice, or an English title is missing.
    """
    return read(_FOLDER / f"{name}.csv")


def ids(name: str) -> tuple[str, ...]:
    """The codes of a list in its own order."""
    return tuple(codes(name)["id"])


def titles(name: str, language: str) -> dict[str, str]:
    """What each code is called in a language, in English where the language has no word for it."""
    return words(name, "title", language)


@cache
def words(name: str, column: str, language: str) -> dict[str, str]:
    """`column` (title, text, symbol) of each code in a language, else in English, else nothing ("")."""
    table = codes(name)
    spoken = [pl.col(key) for key in (f"{column}_{language}", f"{column}_en") if key in table.columns]
    return dict(table.select("id", pl.coalesce(*spoken, pl.lit(""))).iter_rows())


@cache
def quantities(unit: str) -> tuple[str, ...]:
    """Which quantities a unit measures: PT measures percent and score; an unknown unit none."""
    found = codes("unit").filter(pl.col("id") == unit)["quantities"]
    return tuple(found[0].split("|")) if len(found) else ()


def read(path: Path) -> pl.DataFrame:
    """A codelist from a file, checked; see `codes` for its shape and errors."""
    text = pl.read_csv(path, infer_schema=False, encoding="utf8")
    _check(text, path)
    return text.with_columns(_typed(text, path, column) for column in text.columns if column in _TYPES)


def _check(text: pl.DataFrame, path: Path) -> None:
    for column in ("id", "title_en", *_COLUMNS.get(path.stem, ())):
        if column not in text.columns:
            raise UserError(
                "{where}: no column {column}.\nFound: {found}.",
                where=path.name,
                column=column,
                found=", ".join(text.columns),
            )
    for column in ("id", "title_en"):
        empty = text.with_row_index("row", 2).filter(pl.col(column).is_null())["row"]
        if len(empty):
            raise UserError("{where}, row {row}: {column} is empty.", where=path.name, row=empty[0], column=column)
    twice = text.filter(pl.col("id").is_duplicated())["id"]
    if len(twice):
        raise UserError("{where}: the code {code} comes twice.", where=path.name, code=twice[0])


def _typed(text: pl.DataFrame, path: Path, column: str) -> pl.Series:
    kind = _TYPES[column]
    cells = text[column]
    typed = (
        cells.replace_strict({"true": True, "false": False}, default=None)
        if kind == pl.Boolean
        else cells.cast(kind, strict=False)
    )
    wrong = cells.filter(cells.is_not_null() & typed.is_null())
    if len(wrong):
        accepted = "true, false" if kind == pl.Boolean else "1, 2, 3"
        raise UserError(
            "{where}, column {column}: {found} cannot be read; accepted: {accepted}.",
            where=path.name,
            column=column,
            found=repr(wrong[0]),
            accepted=accepted,
        )
    return typed.cast(kind)
