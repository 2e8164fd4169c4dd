"""Which part of a title or heading names a period: "План на 2017 год", "за январь-сентябрь 2018 г.", "20224)"?"""

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from loaders import period_words

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
    rf"{_YEAR}\s*[-–—]\s*{_YEAR}{_END}",
    rf"{_YEAR}{_END}",
    _QUARTER,
    rf"{_MONTHS}\s*[-–—]\s*{_MONTHS}",
)
_GLUED = re.compile(rf"(?P<year>{_YEAR})(?P<note>\d\)|\d?[*¹²³⁴⁵⁶⁷⁸⁹]+|\d,\s?\d\))")
_PLAIN_YEAR = re.compile(_YEAR)


@dataclass(frozen=True)
class PeriodIn:
    """A period named in a text: where, in which words, as which code, with which basis; and a footnote glued to it.

    `period` is None where the words leave the year open: "I квартал".
    """

    start: int
    end: int
    words: str
    period: str | None
    basis: str | None
    footnote: str | None = None

    @property
    def is_year(self) -> bool:
        """Whether it is nothing but the digits of a year."""
        return bool(_PLAIN_YEAR.fullmatch(self.words))


def find(text: str) -> PeriodIn | None:
    """The period a text names; the shape that says most wins."""
    glued = _GLUED.search(text)
    if glued:
        start, end = glued.span("year")
        return PeriodIn(start, end, glued["year"], glued["year"], None, glued["note"])
    for shape in _shapes():
        found = shape.search(text)
        if found:
            words = found[0].strip()
            period, basis = _meaning(words)
            return PeriodIn(found.start(), found.start() + len(words), words, period, basis)
    return None


def _meaning(words: str) -> tuple[str | None, str | None]:
    row = period_words.read(pl.Series([words])).row(0, named=True)
    return row["period"], row["basis"]


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\w)(?:{shape})(?![\w%])", re.IGNORECASE) for shape in _SHAPES)
