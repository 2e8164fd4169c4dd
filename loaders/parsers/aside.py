"""What does a sheet hold that nobody sees who looks at it: hidden rows, figures shown divided by a thousand?

It is read as it stands; `loaders.unseen` says it in words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: A file may hide every second row of a million.
MOST = 1_000


@dataclass(frozen=True)
class Aside:
    """One such thing. `kind`: rows, columns (hidden), covered (by a merged cell), scaled (shown in another scale), long
    (a number of more digits than are kept), lines (whole ones of a text within a cell). `first`, `last`: rows as in
    Grid, or columns from 0 of hidden ones. `column`: from 0. `text`: what the cell holds, or the format it is shown
    under.
    """

    kind: str
    first: int
    last: int
    column: int = -1
    text: str = ""

    def moved(self, columns: int) -> "Aside":
        """The same in a grid that begins so many columns further to the right."""
        if self.kind == "columns":
            return Aside(self.kind, self.first - columns, self.last - columns)
        return Aside(self.kind, self.first, self.last, max(self.column - columns, -1), self.text)


def hidden_rows(rows: Iterable[int]) -> list[Aside]:
    """Hidden rows, in order, as ranges."""
    return [Aside("rows", first, last) for first, last in _ranges(rows)]


def once(found: Iterable[Aside]) -> list[Aside]:
    """The first of those that differ only in their rows."""
    by_column = {(each.kind, each.column, each.text if each.kind == "scaled" else ""): each for each in _few(found)}
    return list(by_column.values())


def _few(found: Iterable[Aside]) -> Iterator[Aside]:
    """In turned order, so that the first wins."""
    yield from reversed([each for each, _ in zip(found, range(MOST), strict=False)])


def _ranges(rows: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1] = ranges[-1][0], row
        elif len(ranges) == MOST:
            break
        else:
            ranges.append((row, row))
    return ranges
