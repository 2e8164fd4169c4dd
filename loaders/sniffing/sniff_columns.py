"""What does each column of a sheet hold, and what does its heading make of it?"""

import re
from dataclasses import replace

import polars as pl

from data.errors import UserError
from loaders.sniffing import heading_words, period_in_text, sniff_cells
from loaders.sniffing.heading_words import Meaning, strongest
from loaders.sniffing.sniffed import Column, Shapes, Told
from loaders.text import numbers, tax_number, units

#: How many different spellings of a column are looked at, the most frequent first.
_ENOUGH = 2000
_MOST = 0.8
_INVISIBLE = re.compile("[\u00ad\u200b-\u200c\u200e\u200f\u2060\ufeff]")
_NUMBERS = ("number", "footnote", "qualified", "unit", "fault")
_ROLES = {
    "text": (
        *("entity", "tax_number", "register_number", "name", "number", "region", "country", "sector", "note", "stage"),
        *("indicator_column", "unit", "period", "year", "scenario_column", "source", "agreement", "other", "date"),
        *("signed", "due", "stage_date", "by_whom"),
    ),
    "date": ("period", "signed", "due", "stage_date", "date"),
    "period": ("period", "year"),
    "code": ("tax_number", "register_number", "number", "agreement"),
    "tax number": ("tax_number",),
}


def told(text: str) -> Told:
    """What a heading or a title tells; a soft hyphen in a word hides nothing."""
    text = _INVISIBLE.sub("", text)
    period = period_in_text.find(text)
    parts = (text[: period.start], text[period.end :]) if period else (text,)
    unit = units.in_title("".join(parts)) or (units.phrase_of(parts[1]) if len(parts) > 1 else None)
    scale = f"{unit.scale:f}" if unit else None
    is_share = unit is None and "%" in text  # "% к плану" is no unit, and no money either
    return Told(heading_words.meanings(text), "PT" if is_share else unit.unit if unit else None, scale, period)


def told_alone(text: str) -> Told:
    """What a text tells that may be nothing but a unit: "млн рублей"."""
    plain = told(text)
    return plain if plain.unit else told(f", {text}")


def described(name: str, letter: str, cells: pl.Series, own: pl.Series, days: pl.Series) -> Column:
    """One column; `cells`: tidy texts, null where empty; `own`, `days`: which are the format's own numbers, dates."""
    cells = cells.str.replace_all(r"[\p{Cf}--\x{200D}]", "")
    is_missing = cells.str.to_lowercase().is_in(list(sniff_cells.not_reported())).fill_null(False)
    reported = cells.set(is_missing, None)
    counts = _counts(reported.set(own | days, None))
    heading = _told_of_column(name)
    kind = _kind(counts, int(own.sum()), int(days.sum()), heading, reported)
    return Column(
        name=name,
        letter=letter,
        kind=kind,
        filled=len(reported) - reported.null_count(),
        distinct=reported.n_unique() - bool(reported.null_count()),
        missing=_missing(cells, is_missing),
        shapes=_shapes(name, kind, counts, int(own.sum())),
        told=heading,
        role=_role(kind, heading),
        examples=tuple(reported.drop_nulls().unique(maintain_order=True).head(3)),
    )


def _told_of_column(name: str) -> Told:
    """What a heading tells; one that is a day, alone or under another, names the time of its figures."""
    heading = told(name)
    period = period_in_text.day_of_column(name) if heading.period is None else None
    return heading if period is None else replace(heading, period=period)


def _counts(texts: pl.Series) -> pl.DataFrame:
    """`text`, how often, and its `shape`."""
    found = texts.alias("text").drop_nulls().value_counts(sort=True, name="count").head(_ENOUGH)
    return found.with_columns(sniff_cells.shapes(found["text"]).alias("shape"))


def _missing(cells: pl.Series, is_missing: pl.Series) -> dict[str, int]:
    words = cells.filter(is_missing).alias("word").value_counts(sort=True, name="count")
    empty = {"": cells.null_count()} if cells.null_count() else {}
    return empty | dict(words.iter_rows())


def _kind(counts: pl.DataFrame, own: int, days: int, heading: Told, reported: pl.Series) -> str:
    by_shape = dict(counts.group_by("shape").agg(pl.col("count").sum()).iter_rows())
    total = own + days + sum(by_shape.values())
    if not total:
        return "empty"
    years = by_shape.get("year", 0)
    figures = own + years + sum(by_shape.get(each, 0) for each in _NUMBERS)
    if (days + by_shape.get("date", 0)) >= _MOST * total:
        return "date"
    if figures >= _MOST * total or (figures * 2 > total and "indicator" in heading.meanings):
        return _number_kind(heading, reported)
    return "period" if by_shape.get("period", 0) + years >= _MOST * total else "text"


def _number_kind(heading: Told, reported: pl.Series) -> str:
    texts = reported.drop_nulls()
    first = strongest(heading.meanings, (*_ROLES["code"], "indicator", "year", "period"))
    means = first.means if first else ""
    if means == "tax_number" or _are_tax_numbers(texts):
        return "tax number"
    if means in ("register_number", "number", "agreement") or texts.str.contains(r"^0\d+$").any():
        return "code"
    is_year = texts.str.contains(r"^(19|20)\d\d(\.0)?$").all()
    is_period = means in ("year", "period") or (len(texts) > 2 and means != "indicator")
    return "period" if is_year and is_period else "number"


def _are_tax_numbers(texts: pl.Series) -> bool:
    if not texts.str.contains(r"^\d{10}(\d\d)?$").all():
        return False
    some = texts.unique().head(200)
    return int(tax_number.check(some).sum()) >= 0.9 * len(some) > 0


def _role(kind: str, heading: Told) -> str:
    found = strongest(heading.meanings, _ROLES.get(kind, ()))
    if kind == "number":
        return _number_role(heading)
    if kind == "period":
        return _period_role(heading)
    if found and found.means == "name" and "entity" in heading.meanings:
        return "entity"  # the name of a resident
    if found and found.means == "number" and kind == "text":
        return ""
    return found.means if found else {"tax number": "tax_number"}.get(kind, "")


def _period_role(heading: Told) -> str:
    """A planned year, or one of a beginning or an end, is not that of the figures; a column of bare years may be."""
    if any(means in heading.meanings for means in ("scenario", "due", "founded")):
        return ""
    found = strongest(heading.meanings, _ROLES["period"])
    return found.means if found else "years"


def _number_role(heading: Told) -> str:
    if "derived" in heading.meanings:
        return "derived"
    when = () if heading.period else ("period", "year")
    found = strongest(heading.meanings, ("indicator", "other", "number", "sector", "power", *when))
    if found and found.means == "power":
        return "power"
    if found and found.means in ("period", "year") and _is_of_that_time(heading, found):
        return "indicator"
    if found:
        return "indicator" if found.means == "indicator" else "other"
    return "scenario" if "scenario" in heading.meanings else ""


def _is_of_that_time(heading: Told, when: Meaning) -> bool:
    """Whether a heading names an indicator and then a time that it does not say: investment in the reporting period."""
    indicator = heading.meanings.get("indicator")
    return indicator is not None and when.language not in heading_words.HEAD_LAST and indicator.place < when.place


def _shapes(name: str, kind: str, counts: pl.DataFrame, own: int) -> Shapes:
    by_shape = {shape: rows["text"] for (shape,), rows in counts.group_by("shape")}
    none = pl.Series([], dtype=pl.String)
    if kind == "date":
        days = by_shape.get("date", none)
        return Shapes(dates=sniff_cells.order_of_days(days) if len(days) else "own")
    if kind != "number":
        return Shapes(own=own)
    texts = by_shape.get("number", none)
    united = by_shape.get("unit", none)
    units_found = {unit for text in united if (unit := sniff_cells.unit_of(text))}
    units_found |= {"%"} if texts.str.contains("[%％]").any() else set()
    return Shapes(
        decimal=_decimal(texts, name),
        grouping=sniff_cells.grouping(texts) if len(texts) else None,
        own=own,
        footnotes=_sum(counts, "footnote"),
        qualified=_sum(counts, "qualified"),
        units=tuple(sorted(units_found)),
        unreadable=tuple(text for each in ("word", "period", "date") for text in by_shape.get(each, none).head(5)),
    )


def _sum(counts: pl.DataFrame, shape: str) -> int:
    return int(counts.filter(pl.col("shape") == shape)["count"].sum())


def _decimal(texts: pl.Series, name: str) -> str | None:
    """The decimal sign; "?" where the cells could mean either, None where no cell has one."""
    if not texts.str.contains(r"\d[.,]\d").any():
        return None
    try:
        return numbers.decimal_mark(texts.str.strip_chars(" %"), name, "", None)
    except UserError:
        return "?"
