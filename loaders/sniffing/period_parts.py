"""Which column names a part of the year, which a heading, a title or another column completes: "I", "2", "март"?"""

import polars as pl

from loaders.sniffing.heading_words import strongest
from loaders.sniffing.sniffed import Column, Sniffed
from loaders.text import dates

_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_MOST = {"quarter": 4, "month": 12}
_KINDS = ("period", "year", "indicator", "entity", "unit", "scenario", "stage")


def column(seen: Sniffed) -> Column | None:
    """The first column of quarters or of months of a year that it does not say."""
    return next((each for each in seen.columns if _is_part(seen, each)), None)


def said(seen: Sniffed, part: Column, year: object) -> dict[str, object]:
    """What a mapping says of such a column; bare numbers are told by what they count."""
    codes = _codes(_cells(seen, part), str(part.told.code("period")))
    return {"column": part.name, "as": "words", **({"codes": codes} if codes else {}), "year": year}


def _is_part(seen: Sniffed, each: Column) -> bool:
    found = strongest(each.told.meanings, _KINDS)
    if found is None or found.means != "period" or found.code not in _MOST or each.kind in ("date", "empty"):
        return False
    cells = _cells(seen, each)
    bare = cells.replace(_ROMAN).str.strip_suffix(".0").cast(pl.Int64, strict=False)
    return not cells.str.contains(r"(19|20)\d\d").any() and bool(
        bare.drop_nulls().is_between(1, _MOST[found.code]).all()
    )


def _cells(seen: Sniffed, each: Column) -> pl.Series:
    return seen.data[each.name].drop_nulls().unique(maintain_order=True).head(100)


def _codes(cells: pl.Series, of: str) -> dict[str, str]:
    """Every bare number there may be, also those of the next file; {} where no cell is one."""
    is_roman = of == "quarter" and cells.is_in(list(_ROMAN)).any()
    forms = {text: int(text.removesuffix(".0")) for text in cells if text.removesuffix(".0").isdecimal()}
    if forms:
        forms = {str(number): number for number in range(1, _MOST[of] + 1)} | forms
    if is_roman:
        forms |= {text: int(number) for text, number in _ROMAN.items()}
    names = {number: name for name, number in reversed(dates.month_names().items())}
    return {text: f"{number} квартал" if of == "quarter" else names[number] for text, number in forms.items()}
