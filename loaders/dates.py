"""Which day, month, quarter or year does a text say?"""

import re
from datetime import date
from typing import Any

import polars as pl

from loaders import clean

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?: г\.?)?(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})|(?P<month_>\d{1,2})\.(?P<year_>\d{4})")
_QUARTER = re.compile(r"(?P<year>\d{4})-?Q(?P<quarter>[1-4])", re.IGNORECASE)
_YEAR = re.compile(r"(?P<year>[12]\d{3})(?:\.0)?")
ACCEPTED = {
    "year": "2019, 2019-09-30 or 30.09.2019",
    "quarter": "2019-Q3, 2019-09-30 or 30.09.2019",
    "month": "2019-09, 2019-09-30 or 30.09.2019",
}


def day(text: str) -> date | None:
    """The day of 2019-09-30 or 30.09.2019, with or without a time; None for anything else."""
    found = _ISO.fullmatch(text) or _DOTTED.fullmatch(text)
    if not found:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def days(
    cells: pl.Series, order: str | None = None, epoch: int | None = None, *, name: str = "", column: str = ""
) -> pl.Series:
    """The day of each text as 2019-09-30 (2019-09 or 2019 where no more is said); null where it is none."""

    def spelled(text: str) -> dict[str, Any]:
        when = day(text)
        return {"day": when.isoformat() if when else None}

    return clean.by_spelling(cells, spelled, {"day": pl.String})["day"]


def periods(cells: pl.Series, unit: str) -> pl.Series:
    """The year, quarter or month in which each date lies, as the text of a period; null where it is no date."""
    read = {"year": _year, "quarter": _quarter, "month": _month}[unit]

    def spelled(text: str) -> dict[str, Any]:
        return {"period": read(text)}

    return clean.by_spelling(cells, spelled, {"period": pl.String})["period"]


def _year(text: str) -> str | None:
    found = _YEAR.fullmatch(text)
    when = day(text)
    return found["year"] if found else f"{when.year:04d}" if when else None


def _quarter(text: str) -> str | None:
    found = _QUARTER.fullmatch(text)
    when = day(text)
    if found:
        return f"{found['year']}-Q{found['quarter']}"
    return f"{when.year:04d}-Q{(when.month + 2) // 3}" if when else None


def _month(text: str) -> str | None:
    found = _MONTH.fullmatch(text)
    when = day(text)
    if found:
        return f"{found['year'] or found['year_']}-{int(found['month'] or found['month_']):02d}"
    return f"{when.year:04d}-{when.month:02d}" if when else None
