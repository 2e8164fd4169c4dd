"""When is it, as a file says: by a column, by the headings, by the title, by the day of an agreement?"""

from collections.abc import Iterable

import polars as pl

from loaders.sniffing import period_in_text, period_parts, propose_title
from loaders.sniffing.period_in_text import PeriodIn
from loaders.sniffing.sniffed import Column, Sniffed
from loaders.sniffing.toml_text import TODO, Line
from loaders.text import dates, period_words

_ENOUGH, _MOST = 3, 500


def line(seen: Sniffed) -> Line:
    """The key `period` for the values whose headings do not say when."""
    part = period_parts.column(seen)
    column = _column(seen, part)
    if column:
        return column
    if part:
        return Line("period", period_parts.said(seen, part, year(seen)), "its cells name a part of the year")
    said = propose_title.period(seen)
    if said:
        return Line("period", said, "guessed: as the title says it, that of the next file too")
    if seen.title.period:
        return Line("period", seen.title.period.period, "guessed from a name or a title: say it anew for the next file")
    signed = next((each for each in (*seen.with_role("signed"), *seen.with_role("date")) if each.kind == "date"), None)
    if signed:
        return Line("period", {"column": signed.name, "as": "year"}, "guessed: the year of that day; when else?")
    several = list(dict.fromkeys(each.words for text in seen.preamble for each in period_in_text.every(text)))
    which = f"TODO: which one? The title names {'; '.join(several)}" if several else ""
    return Line("period", TODO, which or "TODO: say when, for example 2025, 2025-Q3 or 2025-09")


def of_days(headings: list[PeriodIn], name: str) -> Line:
    """The key `period` where headings are days: the last days of years tell years, all others are asked.

    2019-02-01 may be February of a spreadsheet that shows "Feb-19", or what stood when January had ended.
    """
    words = [period.words for period in headings]
    if not name:
        return Line("period", TODO, f"TODO: the heading is the day {words[0]}: say the month, quarter or year it tells")
    days = dates.days(pl.Series(words, dtype=pl.String), "dmy")
    if days.str.ends_with("-12-31").all():
        return Line("period", {"heading": name, "as": "year"}, "guessed from the last days of years")
    question = f"TODO: the headings are days such as {words[0]}: say month, quarter or year; where a first day"
    return Line("period", {"heading": name, "as": TODO}, f"{question} stands for what came before it, rename them")


def year(seen: Sniffed) -> object:
    """The year where headings name only a part of it."""
    column = next(iter(seen.with_role("year")), None)
    if column:
        return {"column": column.name}
    period = seen.title.period
    return propose_title.year(seen) or (period.period[:4] if period and period.period else TODO)


def columns(seen: Sniffed) -> list[Column]:
    """The columns that say when."""
    return [*seen.with_role("period"), *seen.with_role("year")] or seen.with_role("years")[:1]


def _column(seen: Sniffed, part: Column | None) -> Line | None:
    years = seen.with_role("year")
    if part:
        return Line("period", period_parts.said(seen, part, {"column": years[0].name})) if years else None
    for column in seen.with_role("period"):
        return _of_period(seen, column, years)
    for column in years:
        return Line("period", {"column": column.name, "as": "year" if _are_years(seen, column) else "words"})
    bare = seen.with_role("years")
    if len(bare) == 1:
        return Line("period", {"column": bare[0].name, "as": "year"}, "guessed: the only column of years")
    return None


def _of_period(seen: Sniffed, column: Column, years: list[Column]) -> Line:
    if column.kind == "date":
        unit = _unit_of_days(seen.data[column.name], column.shapes.dates)
        comment = "guessed from the months that occur" if unit else "TODO: say year, quarter or month"
        return Line("period", {"column": column.name, "as": unit or TODO}, comment)
    texts = seen.data[column.name].drop_nulls()
    said: dict[str, object] = {"column": column.name, "as": "words"}
    if years and not texts.str.contains(r"(19|20)\d\d").any():
        said["year"] = {"column": years[0].name}
    elif _are_years(seen, column):
        said["as"] = "year"
    return Line("period", said)


def _are_years(seen: Sniffed, column: Column) -> bool:
    texts = seen.data[column.name].drop_nulls()
    return bool(texts.str.contains(r"^(19|20)\d\d(\.0)?$").all())


def fiscal_start(seen: Sniffed, headings: Iterable[PeriodIn]) -> Line:
    """The key that says when years such as 2018/19 start, asked where a column or a heading names one."""
    words = [period.words for period in headings if not period.period]
    cells = [seen.data[column.name] for column in columns(seen) if column.kind in ("period", "text")]
    told = pl.concat([pl.Series(words, dtype=pl.String), *(each.cast(pl.String) for each in cells)])
    is_asked = _is_fiscal(told.drop_nulls().unique().head(_MOST)).any()
    question = "TODO: in which month does a year such as 2018/19 start? say 4 for April"
    return Line("fiscal_year_starts", TODO if is_asked else None, question)


def lack_a_year(headings: Iterable[PeriodIn]) -> bool:
    """Whether any of the words names a part of a year alone; a year over two calendar years is one."""
    words = pl.Series([period.words for period in headings if not period.period], dtype=pl.String)
    return not _is_fiscal(words).all()


def _is_fiscal(words: pl.Series) -> pl.Series:
    told = period_words.read(words)["problem"]
    return told.is_in([period_words.FISCAL, period_words.FISCAL_NAMED]).fill_null(False)


def _unit_of_days(cells: pl.Series, order: str | None) -> str | None:
    """Whether days that tell periods tell years, quarters or months; None where too few show it."""
    days = dates.days(cells, order if order in ("dmy", "mdy") else "dmy").drop_nulls().unique()
    months = set(days.str.slice(5, 2).cast(pl.Int32, strict=False))
    if len(days) < _ENOUGH:
        return None
    if len(months) == 1:
        return "year"
    return "quarter" if months <= {3, 6, 9, 12} or months <= {1, 4, 7, 10} else "month"
