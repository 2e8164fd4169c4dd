"""Does the heading stand again among the rows, or does another table begin there?

A heading is printed again on each page, and files are put one under the other. Where another title or other headings
stand between, nobody has said what the figures below mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import polars as pl

from loaders import clean, refusal
from loaders.mapping import Mapping
from loaders.outcome import SKIPPED
from loaders.raw import ROW, RawTable, column_letter
from loaders.sniffing.heading import JOINT, is_figure, is_year, same_heading
from loaders.sniffing.sniffed import Column
from loaders.text import total_words

_AGAIN = "the heading again"
_OTHER = (
    "another table seems to begin at row {found}: say read.end to stop before it, or skip that row if the table goes on"
)
#: In one of that many columns with letters in their heading it would be seen.
_FIRST = 3
#: How many bytes of white space, or of a mark that nobody sees, may stand beside a text.
_INVISIBLE = 8
_ACCEPTED = "rows of the first table"
#: Roles of columns that name whom a row is about.
_NAMING = ("entity", "name", "region", "country")


@dataclass(frozen=True)
class Found:
    """`skipped`: rows that repeat the heading. `refused`: the rows of another table."""

    skipped: pl.DataFrame
    refused: pl.DataFrame


def look(raw: RawTable, skipped: pl.DataFrame, mapping: Mapping) -> Found:
    """What stands under a second heading. `skipped`: rows that the mapping leaves out; they are not looked at."""
    cells = raw.cells.with_columns(raw.rows.cast(pl.UInt32).alias(ROW))
    candidates = _candidates(cells).join(skipped, on=ROW, how="anti", maintain_order="left")
    if candidates.is_empty():
        return Found(pl.DataFrame(schema=SKIPPED), refusal.none())
    filled = _filled(raw).join(skipped, on=ROW, how="anti", maintain_order="left")
    again, begins = _places(candidates, filled, [same_heading(value.column or "") for value in mapping.values])
    told = pl.DataFrame({ROW: again, "reason": [_AGAIN] * len(again)}, schema=SKIPPED)
    return Found(told, refusal.none() if begins is None else _refused(raw, skipped, begins))


def in_sheet(body: pl.DataFrame) -> tuple[list[int], int | None]:
    """The rows of a body of tidy cells (with ROW) that repeat the heading, and the row with which a table of the same
    heading and another title begins; None where there is none."""
    candidates = _candidates(body)
    if candidates.is_empty():
        return [], None
    counts = body.select(pl.sum_horizontal(pl.exclude(ROW).is_not_null()).alias("filled"), ROW)
    alone = body.join(counts.filter(filled=1), on=ROW, how="semi").select(ROW, text=pl.coalesce(pl.exclude(ROW)))
    pages = [row for row, text in alone.iter_rows() if total_words.is_page_mark(text)]
    return _places(candidates, counts.filter(~pl.col(ROW).is_in(pages)), [])


def beside(columns: Sequence[Column]) -> tuple[str, ...]:
    """The columns of a table to the right of the first one: an empty column stands between, and each of the two has
    figures and a column of its own that names whom they are about."""
    blocks: list[list[Column]] = []
    place = -1
    for column in columns:
        last = place
        place = next(at for at in count(last + 1) if column_letter(at) == column.letter)
        if place > last + 1 or not blocks:
            blocks.append([])
        blocks[-1].append(column)
    whole = [at for at, block in enumerate(blocks) if _is_whole(block)]
    return tuple(column.name for block in blocks[whole[1] :] for column in block) if len(whole) > 1 else ()


def _is_whole(block: Sequence[Column]) -> bool:
    return any(column.role in _NAMING for column in block) and any(column.kind == "number" for column in block)


def _candidates(cells: pl.DataFrame) -> pl.DataFrame:
    """The rows of which one of the first cells says its own heading or a part of it, tidied: most files have none."""
    columns = [column for column in cells.columns if column != ROW]
    lettered = [column for column in columns if any(map(str.isalpha, column))][:_FIRST]
    for may_say in (_is_as_long, _says):  # the length is told at once, and few cells have that of their heading
        cells = cells.filter(pl.any_horizontal(pl.lit(False), *map(may_say, lettered)).fill_null(False))
    return cells.with_columns(clean.tidy(cells[column]).alias(column) for column in columns)


def _is_as_long(column: str) -> pl.Expr:
    lengths = [len(part.encode()) for part in _parts(column)]
    return pl.col(column).str.len_bytes().is_between(min(lengths), max(lengths) + _INVISIBLE)


def _says(column: str) -> pl.Expr:
    plain = pl.col(column).str.strip_chars(" \u00a0\ufeff\n\t").str.to_lowercase()
    return plain.is_in(_parts(column))


def _parts(heading: str) -> list[str]:
    """The texts that stand above a column: the heading of several rows, and each of these."""
    return list({same_heading(part) for part in (heading, *heading.split(JOINT))})


def _judged(row: dict[str, str], figures: list[str], *, goes_on: bool) -> bool | None:
    """Whether a row is the heading again (True), another one (False), or none (None).

    `goes_on`: the row above it is one, of which years may be the lower part; alone these could be figures.
    """
    cells = {column: cell for column, cell in row.items() if column != ROW and cell}
    same = [column for column, cell in cells.items() if same_heading(cell) in _parts(column)]
    if len(cells) < 2 or not (goes_on or any(map(str.isalpha, "".join(cells[column] for column in same)))):
        return None
    if len(same) == len(cells):
        return True
    is_heading = not any(is_figure(cell) and not is_year(cell) for cell in cells.values())
    return False if is_heading and any(same_heading(column) in figures for column in cells) else None


def _places(candidates: pl.DataFrame, filled: pl.DataFrame, figures: list[str]) -> tuple[list[int], int | None]:
    """The rows that repeat the heading of the first table, and the row with which another one begins."""
    counts = dict(filled.select(ROW, "filled").iter_rows())
    rows = list(counts)
    order = {row: place for place, row in enumerate(rows)}
    headings: dict[int, bool] = {}
    for cells in candidates.iter_rows(named=True):
        row = cells[ROW]
        is_same = _judged(cells, figures, goes_on=headings.get(rows[order[row] - 1], False))
        if is_same is not None:
            headings[row] = is_same
    begins = []
    for row, is_same in headings.items():
        first = order[row]
        while first > 0 and counts[rows[first - 1]] == 1:
            first -= 1
        if rows[first] != row or not is_same:
            begins.append(rows[first])
    end = min(begins, default=None)
    return [row for row, is_same in headings.items() if is_same and (end is None or row < end)], end


def _filled(raw: RawTable) -> pl.DataFrame:
    """How many cells of each row are filled, whether or not it fits the heading; rows that are empty are left out."""
    cells = raw.cells.select((pl.all().str.strip_chars().str.len_bytes() > 0).fill_null(False))
    own = cells.select(pl.sum_horizontal(pl.all()).cast(pl.UInt32).alias("filled")).with_columns(raw.rows.alias(ROW))
    broken = raw.broken.select(
        filled=pl.col("cells").list.eval(pl.element() != "").list.sum().cast(pl.UInt32), **{ROW: ROW}
    )
    return pl.concat([own.cast({ROW: pl.UInt32}), broken.cast({ROW: pl.UInt32})]).filter(pl.col("filled") > 0).sort(ROW)


def _refused(raw: RawTable, skipped: pl.DataFrame, begins: int) -> pl.DataFrame:
    rows = raw.rows.cast(pl.UInt32).alias(ROW).to_frame().filter(pl.col(ROW) >= begins)
    left = rows.join(skipped, on=ROW, how="anti", maintain_order="left")
    return refusal.where(left, pl.lit(True), "", pl.lit(str(begins)), _OTHER, _ACCEPTED)
