"""Which part of a title or heading names a period: "План на 2017 год", "за январь-сентябрь 2018 г.", "20224)"?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from loaders.text import dates, period_spelling, period_words
from loaders.text.words_round_a_year import Words, days_in, half_named, names_part, read_in

_MONTHS = (
    r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[^\W\d_]*"
)
_YEAR = r"(?:19|20)\d\d"
_END = r"(?:\s*(?:гг?\.?|год[ау]?)(?!\w))?"
_QUARTER = r"(?:IV|I{1,3}|[1-4])(?:-?й|-?ый)?\s*кв(?:артал[а-я]*|\.)?"
#: Parts of a year as they stand under it in a heading of two rows; there a quarter may be a bare I, II, III, IV.
_PARTS = "|".join(
    (
        _QUARTER,
        r"(?:1|2|I|II|первое|второе)(?:-?е)?\s*полугоди[а-я]+",
        r"(?:3|6|9|12)\s*мес(?:яц[а-я]*|\.)?",
        rf"{_MONTHS}\s*[-–—]\s*{_MONTHS}",
        _MONTHS,
        "IV|I{1,3}",
    )
)
#: From what says most to what says least.
_SHAPES = (
    rf"{_YEAR}{_END}\s*/\s*(?:{_PARTS})",
    rf"на\s+\d{{1,2}}\.\d{{1,2}}\.{_YEAR}{_END}",
    rf"{_QUARTER}\s*{_YEAR}{_END}",
    rf"(?:Q[1-4]|[1-4]Q|H[12])[\s/-]*{_YEAR}|{_YEAR}[\s/-]*(?:Q[1-4]|H[12])",
    rf"(?:1|2|I|II|первое|второе)(?:-?е)?\s*полугоди[а-я]+\s*{_YEAR}{_END}",
    rf"(?:3|6|9|12)\s*мес(?:яц[а-я]*|\.)?\s*{_YEAR}{_END}",
    rf"{_MONTHS}\s*[-–—]\s*{_MONTHS}\s*{_YEAR}{_END}",
    rf"{_MONTHS}\s*{_YEAR}{_END}",
    rf"{_YEAR}-(?:0[1-9]|1[0-2])(?![-\d])",
    rf"{_YEAR}\.\d{{1,2}}(?![.\d])",  # a month, unless a spreadsheet has made 2020.1 of 2020.10: it stays open
    rf"{_YEAR}\s*[-–—]\s*{_YEAR}{_END}",
    rf"{_YEAR}{_END}",
    _QUARTER,
    rf"{_MONTHS}\s*[-–—]\s*{_MONTHS}",
)
_GLUED = re.compile(rf"(?P<year>{_YEAR})(?P<note>\d\)|\d?[*¹²³⁴⁵⁶⁷⁸⁹]+|\d,\s?\d\))")
_PLAIN_YEAR = re.compile(_YEAR)
_DAY_ALONE = re.compile(rf"(?:^|/ )({_YEAR}-\d\d-\d\d|\d{{1,2}}\.\d{{1,2}}\.{_YEAR})(?: 00:00:00)?$")
#: What stands before the period of a plan: a column of it is told for another period than the report.
_PLAN = re.compile(r"(?i)(?:\bна|(?:план|прогноз|plan|target|forecast)\w*(?:\s+\w+)?)\s+$")
#: Years that say in which money, or since when, and not when.
_BESIDE = re.compile(
    rf"(?:(?<!\w)(?:ценах|цены|prices\s+of|preisen\s+von|prix\s+de|precios\s+de|cenach|cenách)\s+{_YEAR}"
    rf"|(?<!\w)(?:с|со|since|seit|depuis|desde)\s+{_YEAR}(?!{_END}\s*(?:по|до|to|bis|à|a|[-–—])\s)"
    rf"|(?<!\d){_YEAR}\s*=\s*100|(?<!\d){_YEAR}\s+(?:prices|cen))(?!\d){_END}",
    re.IGNORECASE,
)
#: What stands before the end of a time whose beginning nobody says: what was counted till then is asked.
_UP_TO = re.compile(
    r"(?i)(?:(?<!\w)(?:up\s+to|until|till|through|by|до|к|bis|jusqu['’]en|jusqu['’]à|hasta|até|fino\s+a[l]?|do)"
    r"(?:\s+(?:the\s+)?(?:end\s+of|конца|ende|fin\s+de|końca|konce))?)\s+$"
)
#: What stands before the period a report is about, as against a plan's, an order's, another year's.
FOR = r"(?i)(?<!\w)(?:за|for|za|für|pour)\s+(?:the\s+|le\s+|das\s+)?"


@dataclass(frozen=True)
class PeriodIn:
    """A period named in a text: where, in which words, as which code, with which basis; and a footnote glued to it.

    `period` is None where the words leave it open: "I квартал" names no year, "2018/19" no month in which it begins.
    """

    start: int
    end: int
    words: str
    period: str | None
    basis: str | None
    footnote: str | None = None

    @property
    def is_day(self) -> bool:
        """Whether it is nothing but a day."""
        return bool(_DAY_ALONE.fullmatch(self.words))

    @property
    def is_year(self) -> bool:
        """Whether it is nothing but the digits of a year."""
        return bool(_PLAIN_YEAR.fullmatch(self.words))


def find(text: str) -> PeriodIn | None:
    """The period a text names: by the shape that says most, unless the words around it say another.

    A day is no period: "приказ от 12.03.2018" names none, "на 01.10.2019" names the September before. Nor is the year
    of prices or the one since which something is counted: "в ценах 2010 г.", "с 2006 года".
    """
    text = _BESIDE.sub(lambda found: ";" * len(found[0]), text)
    glued = _GLUED.search(text)
    if glued:
        start, end = glued.span("year")
        return PeriodIn(start, end, glued["year"], glued["year"], None, glued["note"])
    shaped = _shaped(text)
    around = read_in(text)
    wider = next((each for each in around if shaped is None or _says_more(each, shaped)), None)
    if wider:
        shaped = PeriodIn(wider.start, wider.end, text[wider.start : wider.end], wider.period, wider.basis)
    half = half_named(text, shaped.start, shaped.end) if shaped and _may_be_part_of_more(shaped) else None
    if half:
        return PeriodIn(*half, text[slice(*half)], None, None)
    is_end = shaped is not None and shaped.basis is None and _UP_TO.search(text[: shaped.start])
    return replace(shaped, basis="stock") if shaped and is_end else shaped


def _may_be_part_of_more(shaped: PeriodIn) -> bool:
    """Whether it is a whole year, or one over two calendar years: words beside it may name a part of it."""
    is_year = shaped.period is not None and len(shaped.period) == len("2019")
    return is_year or (shaped.period is None and bool(re.search(_YEAR, shaped.words)))


def day_of_column(name: str) -> PeriodIn | None:
    """The day that a heading is, as spreadsheets write one, with its month: whether that, its quarter or its year is
    meant, the heading leaves open."""
    found = _DAY_ALONE.search(name)
    day = dates.days(pl.Series([found[1]]), "dmy")[0] if found else None
    return (
        PeriodIn(*found.span(1), found[1], day[:7], None) if found and day and len(day) == len("2019-09-30") else None
    )


def every(text: str) -> list[PeriodIn]:
    """All periods a text names, those that say most first."""
    found: list[PeriodIn] = []
    while (each := find(text)) is not None:
        found.append(each)
        text = text[: each.start] + ";" * (each.end - each.start) + text[each.end :]
    return found


def said_by(texts: Iterable[str]) -> PeriodIn | None:
    """The one period that titles name; of several the one that is reported "for". None where that leaves it open."""
    found = [(text, each) for text in texts for each in every(text) if each.period]
    reported = [(text, each) for text, each in found if re.search(FOR + r"$", text[: each.start])]
    is_planned = any(each.basis != "stock" and _PLAN.search(text[: each.start]) for text, each in found)
    told = _one(found) or (None if is_planned else _one(reported))
    if told is None:
        return None
    text, period = told
    rest = text[: period.start] + text[period.end :]
    return None if len(str(period.period)) == len("2019") and names_part(rest) else period


def _one(found: list[tuple[str, PeriodIn]]) -> tuple[str, PeriodIn] | None:
    different = {(each.period, each.basis): (text, each) for text, each in reversed(found)}
    return next(iter(different.values())) if len(different) == 1 else None


def _shaped(text: str) -> PeriodIn | None:
    days = days_in(text)
    for shape in _shapes():
        for found in shape.finditer(text):
            words = found[0].strip()
            start, end = found.start(), found.start() + len(words)
            if shape in _shapes()[: len(period_spelling.SHAPES)] and not _is_period(words):
                continue
            if not any(first < end and start < last and (first, last) != (start, end) for first, last in days):
                return PeriodIn(start, end, words, *_meaning(words))
    return None


def _says_more(words: Words, shaped: PeriodIn) -> bool:
    end = shaped.start + len(shaped.words.rstrip(" ."))
    is_around = words.outer[0] <= shaped.start and end <= words.outer[1]
    return is_around and (words.period, words.basis) != (shaped.period, shaped.basis)


def _is_period(words: str) -> bool:
    row = period_words.read(pl.Series([words])).row(0, named=True)
    return bool(row["period"] or row["problem"])


def _meaning(words: str) -> tuple[str | None, str | None]:
    row = period_words.read(pl.Series([words])).row(0, named=True)
    return row["period"], row["basis"]


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    usual = (re.compile(rf"(?<!\w)(?:{shape})(?![\w%])", re.IGNORECASE) for shape in _SHAPES)
    return *map(re.compile, period_spelling.SHAPES), *usual
