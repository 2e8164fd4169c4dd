"""Where in a sheet does the heading stand, and what is each column called?"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.text.units import phrase_of

Row = Sequence[str | None]

#: Between the parts of a heading that stands over several rows.
JOINT = " / "
_DEEPEST = 4
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MOST_TOLD, _LONGEST_TOLD = 40, 60
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: A year, with the mark of a footnote glued to it: 20224) is 2022, note 4.
_YEAR = re.compile(r"(19|20)\d\d(\s*(г\.?|год))?(\s?\d{1,2}\)|[*†¹²³⁴-⁹]+\)?)?")
_FIGURE = re.compile(r"[<>≈~(+−–-]?\s*\d[\d\s.,'’]*[)%]?")


@dataclass(frozen=True)
class Place:
    """The rows of a heading, both counted from 0 in what was searched, and the name of each column ("" where none)."""

    first: int
    last: int
    names: list[str]


def same_heading(heading: str) -> str:
    """What is compared of a heading: neither capitals nor the width of spaces, nor whether a mark is raised."""
    return " ".join(unicodedata.normalize("NFC", heading).translate(_LOWERED).casefold().split())


def in_short(names: Sequence[str]) -> str:
    """Names as an error tells them: the first 40, each cut after 60 letters; a hostile file may have any number.

    A control character is shown by the sign for what cannot be read: a person sees why a heading is not what it seems.
    """
    cut = [name if len(name) <= _LONGEST_TOLD else f"{name[:_LONGEST_TOLD]}…" for name in names[:_MOST_TOLD]]
    shown = [_CONTROL.sub("\ufffd", name) for name in cut]
    return ", ".join(shown if len(names) <= _MOST_TOLD else [*shown, "…"])


def locate(head: Sequence[Row], match: Sequence[str], heading_rows: tuple[int, int] | None) -> Place | None:
    """The heading among the first rows of a sheet; None where there is none.

    `heading_rows`: first and last, counted from 0 in `head`, where the mapping says them; they win. `match`: headings
    that must be there, by their joined names. With neither it is the first row that is as wide as the table, holds
    texts and not figures, and has data below.
    """
    if heading_rows:
        first, last = heading_rows
        return Place(first, last, joined(head[first : last + 1])) if first < len(head) else None
    rows = [[_text(cell) for cell in row] for row in head]
    return _matching(rows, match) if match else _likely(rows)


def joined(rows: Sequence[Row]) -> list[str]:
    """One name for each column of a heading over several rows: `План / 2017`.

    A cell with nothing to its right spans the empty cells there, in an upper row and over columns that have a heading
    further down; a part that repeats the one above is said once.
    """
    texts = [[_text(cell) for cell in row] for row in rows]
    width = max(map(len, texts), default=0)
    texts = [row + [""] * (width - len(row)) for row in texts]
    ends: set[int] = set()
    for level, row in enumerate(texts[:-1]):
        below = [any(deeper[column] for deeper in texts[level + 1 :]) for column in range(width)]
        begins = {column for column, cell in enumerate(row) if cell}
        texts[level] = _spread(row, below, ends)
        ends |= begins
    return [_name([row[column] for row in texts]) for column in range(width)]


def _spread(row: list[str], below: list[bool], ends: set[int]) -> list[str]:
    """A row with each cell repeated over what it spans: up to the next cell, or where a cell above begins."""
    spread, spanning = list(row), ""
    for column, cell in enumerate(row):
        if cell or column in ends:
            spanning = cell if below[column] else ""
        elif below[column]:
            spread[column] = spanning
    return spread


def _name(parts: list[str]) -> str:
    said = [part for part in parts if part]
    return JOINT.join(part for place, part in enumerate(said) if place == 0 or part != said[place - 1])


def _matching(rows: list[list[str]], match: Sequence[str]) -> Place | None:
    """The smallest heading that has all the names, with the rows below that belong to it."""
    wanted = {same_heading(each) for each in match}
    for deep in range(_DEEPEST):
        for first in range(len(rows) - deep):
            if wanted <= _names(rows, first, first + deep):
                last = _bottom(rows, first, first + deep)
                last = last if wanted <= _names(rows, first, last) else first + deep
                return Place(first, last, joined(rows[first : last + 1]))
    return None


def _names(rows: list[list[str]], first: int, last: int) -> set[str]:
    return {same_heading(name) for name in joined(rows[first : last + 1])}


def _likely(rows: list[list[str]]) -> Place | None:
    found = [place for first in range(len(rows)) if (place := _candidate(rows, first))]
    if not found:
        return _first_filled(rows)
    best = found[0]
    if _filled(best.names) < _wide(rows[best.last + 1 :]):
        better = [
            place
            for place in found
            if _filled(place.names) > _filled(best.names) and _contrast(rows, place) > _contrast(rows, best)
        ]
        best = better[0] if better else best
    return best


def _candidate(rows: list[list[str]], first: int) -> Place | None:
    if not any(rows[first]):
        return None
    last = _bottom(rows, first, first)
    names = joined(rows[first : last + 1])
    wide = _wide(rows[last + 1 :]) or _filled(names)
    is_wide = _filled(names) >= max(min(wide, 2), wide / 2)
    figures = sum(is_figure(name) and not is_year(name) for name in names)
    return Place(first, last, names) if is_wide and figures * 4 <= _filled(names) else None


def _first_filled(rows: list[list[str]]) -> Place | None:
    filled = [place for place, row in enumerate(rows) if any(row)]
    wide = [place for place in filled if _filled(rows[place]) > 1]
    return next((Place(place, place, list(rows[place])) for place in wide or filled), None)


def _bottom(rows: list[list[str]], first: int, last: int) -> int:
    """The last row of the heading whose upper rows these are."""
    while last + 1 < len(rows) and last - first + 1 < _DEEPEST and _goes_on(rows[last], rows[last + 1]):
        last += 1
    return last + 1 if _are_units(rows[last + 1 :]) else last


def _are_units(rows: list[list[str]]) -> bool:
    """Whether the first of the rows tells the units of the figures below: млн руб., тыс. руб., ед."""
    told = [column for column, cell in enumerate(rows[0]) if cell] if rows else []
    return bool(told) and all(phrase_of(rows[0][column]) and _holds_a_figure(rows[1:], column) for column in told)


def _holds_a_figure(rows: list[list[str]], column: int) -> bool:
    return any(is_figure(row[column]) for row in rows if column < len(row))


def _goes_on(upper: list[str], lower: list[str]) -> bool:
    """Whether the lower row splits columns of the upper one.

    Under a heading of its own the lower row is empty; where there is no such heading, two groups at least show it.
    """
    width = max(len(upper), len(lower))
    above, below = _once(upper, width), _once(lower, width)
    if _filled(above) < 2 or not all(is_year(cell) or not is_figure(cell) for cell in below if cell):
        return False
    groups = [column for column, cell in enumerate(above) if cell and _splits(above, below, column)]
    alone = [column for column, cell in enumerate(above) if cell and column not in groups]
    parts = {cell for cell, over in zip(below, above, strict=True) if not over} | {""}
    if not groups or any(below[column] not in {*parts, above[column]} for column in alone):
        return False  # a group of one column has a part that others have too
    return len(groups) > 1 or any(not below[column] for column in alone)


def _splits(above: list[str], below: list[str], column: int) -> bool:
    """Whether a heading has a part below itself and another below an empty cell to its right."""
    end = next((right for right in range(column + 1, len(above)) if above[right]), len(above))
    return bool(below[column]) and any(below[column + 1 : end])


def _once(row: list[str], width: int) -> list[str]:
    """A row in which a cell that repeats the one to its left is empty, as merged cells are."""
    padded = row + [""] * (width - len(row))
    return [cell if place == 0 or cell != padded[place - 1] else "" for place, cell in enumerate(padded)]


def _wide(rows: list[list[str]]) -> int:
    """How many cells the table below has: the second most, as a single row may be broken."""
    counts = sorted(map(_filled, rows), reverse=True)
    return counts[min(1, len(counts) - 1)] if counts else 0


def _contrast(rows: list[list[str]], place: Place) -> int:
    """In how many columns a text stands above figures."""
    return sum(
        bool(name) and not is_figure(name) and _holds_figures(rows[place.last + 1 :], column)
        for column, name in enumerate(place.names)
    )


def _holds_figures(rows: list[list[str]], column: int) -> bool:
    cells = [row[column] for row in rows if column < len(row) and row[column]]
    return sum(map(is_figure, cells)) * 2 > len(cells)


def is_figure(text: str) -> bool:
    """Whether a cell is a number, in any usual format."""
    return bool(_FIGURE.fullmatch(text.strip()))


def is_year(text: str) -> bool:
    """Whether a cell is a year: a number that may well be a heading."""
    return bool(_YEAR.fullmatch(text.strip()))


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _text(cell: str | None) -> str:
    return " ".join((cell or "").split())
