"""Which words around a year name a period with it: "third quarter of 2019", "на 1 октября 2019 г.", "FY 2019"?

What may stand in a column of periods is found in a title too: the words are those of words/periods.csv and months.csv.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from loaders.sniffing import heading_words
from loaders.text import dates, period_words

_YEAR = r"(?:19|20)\d\d"
_HAS_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_WORD = re.compile(r"[^\s;]+")
_BEFORE, _BEHIND, _MOST_YEARS = 6, 3, 12
_AROUND = " ,.:!?«»\"'()[]"
_DIGITS = re.compile(rf"\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}(?!\d)|{_YEAR}-\d\d-\d\d(?!\d)")
_NAMED = re.compile(
    rf"(?<!\w)\d{{1,2}}(?:st|nd|rd|th|-?го|er)?\.?\s+(?:of\s+|de\s+)?(?P<month>[^\W\d_]+)\.?,?\s+(?:de\s+)?{_YEAR}(?!\d)"
)
_MONTH_FIRST = re.compile(rf"(?<!\w)(?P<month>[^\W\d_]+)\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)")
_OVER_TWO_YEARS = re.compile(r"\s?/\s?\d\d?(?!\d)")
_PARTS = ("quarter", "half", "months", "fiscal")
_NEAR = 3
_COUNTED = re.compile(r"(?:[1-4]|IV|I{1,3})(?:[.-]|(?!\w|\)))")


@dataclass(frozen=True)
class Words:
    """Words of a text that are read as a period; `period` is None where they look like one and leave it open.

    `outer`: where the longest run of words stands that says the same.
    """

    start: int
    end: int
    outer: tuple[int, int]
    period: str | None
    basis: str | None


def read_in(text: str) -> list[Words]:
    """The runs of words with a year that are read as a period, the longest first, each without words that add
    nothing."""
    windows = list(dict.fromkeys(_windows(text)))
    if not windows:
        return []
    read = period_words.read(pl.Series([text[start:end] for start, end in windows]))
    told = {
        window: (row["period"], row["basis"])
        for window, row in zip(windows, read.iter_rows(named=True), strict=True)
        if row["period"] or row["problem"]
    }
    longest = sorted(told, key=lambda window: window[0] - window[1])
    return [Words(*_shortest(window, told), window, *told[window]) for window in longest]


def days_in(text: str) -> list[tuple[int, int]]:
    """Where days stand in a text: 12.03.2018, 12 марта 2018, March 12, 2018."""
    named = (found for shape in (_NAMED, _MONTH_FIRST) for found in shape.finditer(text))
    spelled = [found.span() for found in named if dates.month_names().get(dates.fold(found["month"]))]
    return [*(found.span() for found in _DIGITS.finditer(text)), *spelled]


def half_named(text: str, start: int, end: int) -> tuple[int, int] | None:
    """From a word such as quarter near a year to that year, where nobody can read them together: it is no whole year.
    A year over two calendar years, 2018/19, is none either."""
    over = _OVER_TWO_YEARS.match(text, end)
    if over:
        return start, over.end()
    near = [word for word in _WORD.finditer(text) if word.end() <= start][-_NEAR:]
    after = list(_WORD.finditer(text, end))[:_NEAR]
    first = next((word for word in near if _is_part(word[0])), None) or _numbered(near, is_before=True)
    behind = next((word for word in after if _is_part(word[0])), None) or _numbered(after, is_before=False)
    if first is None and behind is None:
        return None
    return first.start() if first else start, behind.end() if behind else end


def _numbered(words: list[re.Match[str]], *, is_before: bool) -> re.Match[str] | None:
    """A number from 1 to 4 beside the year or but a word away, with a word that nobody knows: it may count quarters."""
    told = [word for word in words if not _is_filler(word[0])]
    pair = told[-2:] if is_before else told[:2]
    is_number = [bool(_COUNTED.match(word[0])) for word in pair]
    if not any(is_number) or any(word[0][-1:] in ",;:" for word in pair[: 1 if is_before else None]):
        return None
    others = [word[0] for word, is_it in zip(pair, is_number, strict=True) if not is_it]
    if any(heading_words.meanings(other) or not re.search(r"[^\W\d_]", other) for other in others):
        return None
    return pair[0] if is_before else pair[-1]


def _is_filler(word: str) -> bool:
    tokens = re.findall(r"[^\W\d_]+", dates.fold(word))
    return (
        bool(tokens) and not re.search(r"\d", word) and all(period_words.kind_of(each) == "nothing" for each in tokens)
    )


def names_part(text: str) -> bool:
    """Whether a quarter, a half or months of a year are spoken of."""
    return any(period_words.kind_of(word) in _PARTS for word in re.findall(r"[^\W\d_]+", text))


def _windows(text: str) -> Iterator[tuple[int, int]]:
    words = list(_WORD.finditer(text))
    years = [place for place, word in enumerate(words) if _HAS_YEAR.search(word[0])][:_MOST_YEARS]
    days = days_in(text)
    for place in years:
        for first in range(max(0, place - _BEFORE), place + 1):
            for last in range(place, min(len(words), place + _BEHIND + 1)):
                start, end = _bare(text, words[first].start(), words[last].end())
                if start < end and not any(_cuts(day, start, end) for day in days):
                    yield start, end


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip(_AROUND)), end - (len(inner) - len(inner.rstrip(_AROUND)))


def _cuts(day: tuple[int, int], start: int, end: int) -> bool:
    return day[0] < end and start < day[1] and not (start <= day[0] and day[1] <= end)


def _shortest(window: tuple[int, int], told: dict[tuple[int, int], tuple[str | None, str | None]]) -> tuple[int, int]:
    within = (each for each in told if window[0] <= each[0] and each[1] <= window[1] and told[each] == told[window])
    return min(within, key=lambda each: each[1] - each[0])


def _is_part(word: str) -> bool:
    tokens = re.findall(r"[^\W\d_]+", dates.fold(word))
    return any(period_words.kind_of(token) in _PARTS or dates.month_names().get(token) for token in tokens)
