"""Where are the columns of a table that is printed with blanks, as mainframes, SAP and consoles do?

A rule of dashes under the heading says where; without it the places where all lines of the table are blank. A line that
has letters there fits no heading, and is refused: its cells may be cut at another place than they end.
"""

import re
from collections import Counter
from itertools import pairwise, takewhile

import polars as pl

from loaders.parsers import printed

#: The first letter of each column and the one behind its last; the last column ends with the line.
Layout = list[tuple[int, int]]
_RULE = re.compile(r"\s*(?:-{2,}|={2,}|_{2,}|─{2,}|═{2,})(?: +(?:-{2,}|={2,}|_{2,}|─{2,}|═{2,}))+")
_SINGLE_RULE = re.compile(r"\s*[-=_─═]{3,}")
_PIECE = re.compile(r"\S+(?: \S+)*")
#: A delimiter that parts cells which are filled up with blanks.
_SIGN = re.compile(r"[;|]|\s,|,\s{2,}\S")
_DELIMITER = re.compile(r"[;|\t]|,(?!\d)")
_FEWEST = 3
_HEAD = 60
_MOST = 1000
_ENDLESS = 1 << 20


def layout(lines: list[str], *, is_delimited: bool) -> Layout | None:
    """The columns of a printed table; None where the lines are none."""
    if any("\t" in line for line in lines):
        return None
    rule = next((line for line in lines[:60] if _RULE.fullmatch(line)), None)
    if rule:
        spans = [found.span() for found in re.finditer(r"\S+", rule)]
        return [*spans[:-1], (spans[-1][0], _ENDLESS)]
    return _by_blanks(lines, is_delimited=is_delimited)


def parted(lines: pl.Series, columns: Layout) -> pl.Series:
    """The lines with delimiters between the cells of these columns; rules are empty lines."""
    line = pl.col("line")
    gaps = [(left[1], right[0]) for left, right in pairwise(columns)]
    crosses = pl.any_horizontal(line.str.slice(first, last - first).str.contains(r"\S") for first, last in gaps)
    is_one = ~line.str.strip_chars().str.contains(r"\S\s{2,}\S")
    rule = f"^(?:{_RULE.pattern}|{_SINGLE_RULE.pattern})$"
    told = (
        pl.when(line.str.contains(rule))
        .then(pl.lit(""))
        .when(crosses & is_one)
        .then(printed.beside(line, len(columns)))
        .when(crosses)
        .then(printed.quoted(line))
        .otherwise(printed.row([line.str.slice(first, last - first) for first, last in columns]))
    )
    rows = lines.alias("line").to_frame().select(told).to_series()
    heading = _heading([*lines.head(_HEAD)], columns)
    return pl.concat([pl.Series(heading, dtype=pl.String), rows[len(heading) :]]) if heading else rows


def _heading(lines: list[str], columns: Layout) -> list[str]:
    """The lines up to the end of a heading that goes on in a second or a third line, written anew; none where it does
    not: there the first column is blank, and no figure stands in it."""
    cells = [[line[first:last].strip() for first, last in columns] for line in lines]
    top = next((place for place, row in enumerate(cells) if all(row)), None)
    if top is None or any(re.search(r"\d", name) for name in cells[top]):
        return []
    more = [*takewhile(lambda row: any(row) and not row[0] and not re.search(r"\d", "".join(row)), cells[top + 1 :])]
    if not 0 < len(more) < _FEWEST:
        return []
    names = [" ".join(filter(None, parts)) for parts in zip(cells[top], *more, strict=True)]
    return [
        *map(printed.quoted_text, lines[:top]),
        printed.PARTED.join(map(printed.quoted_text, names)),
        *[""] * len(more),
    ]


def is_printed(lines: list[str]) -> bool:
    """Whether most lines are texts that stand apart by blanks, and no delimiter parts them."""
    filled = [line for line in lines[:_MOST] if line.strip()]
    apart = [line for line in filled if len(_pieces(line)) > 1 and not _DELIMITER.search(line)]
    return len(apart) >= _FEWEST and len(apart) * 2 > len(filled)


def _by_blanks(lines: list[str], *, is_delimited: bool) -> Layout | None:
    """By the places where the heading and all lines that follow it at once are blank."""
    filled = [line if len(_pieces(line)) > 1 else line and "." for line in lines[:_MOST]]
    places = [place for place, line in enumerate(filled) if len(line) > 1]
    for first in places[:10]:
        close = list(takewhile(lambda line: len(line) > 1, filled[first:]))
        rest = takewhile(lambda line: len(line) != 1, filled[first:])  # an empty line may follow every row
        table = close if len(close) >= _FEWEST else [line for line in rest if line]
        columns = _columns(table)
        if len(table) >= _FEWEST and _is_sure(table, columns) and not (is_delimited and _parts_at_commas(table)):
            return [*columns[:-1], (columns[-1][0], _ENDLESS)]
    return None


def _parts_at_commas(table: list[str]) -> bool:
    """Whether commas below the heading stand elsewhere than within numbers, as they do where they part cells."""
    return any(re.search(r",(?!\d)|(?<!\d),", line) for line in table[1:])


def _pieces(line: str) -> list[str]:
    return _PIECE.findall(line)


def _columns(table: list[str]) -> Layout:
    """What stands between two blank places at least that all lines share."""
    widest = max(map(len, table), default=0)
    filled = {place for line in table for place, letter in enumerate(line) if letter != " "}
    drawn = "".join("x" if place in filled else " " for place in range(widest))
    return [found.span() for found in _PIECE.finditer(drawn)]


def _is_sure(table: list[str], columns: Layout) -> bool:
    """Whether the heading names every column, and most lines have a piece in each: figures stand below the names."""
    if len(columns) < 2 or len(_pieces(table[0])) != len(columns) or any(_SIGN.search(line) for line in table[1:]):
        return False
    counts = Counter(len(_pieces(line)) for line in table)
    has_figures = any(re.search(r"\d", line[columns[0][1] :]) for line in table[1:])
    is_named = not any(
        re.fullmatch(r"[\d.,]+", piece) and not re.fullmatch(r"(19|20)\d\d", piece) for piece in _pieces(table[0])
    )
    return counts[len(columns)] * 2 > len(table) and has_figures and is_named
