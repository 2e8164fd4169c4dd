"""Which rows of a sheet are no data: a numbering row, totals, sections, what stands under the table?"""

import re
from collections.abc import Iterator, Mapping

import polars as pl

from loaders.raw import ROW
from loaders.sniffing import sniff_columns
from loaders.sniffing.heading import is_figure
from loaders.sniffing.sniffed import Column, RowSeen
from loaders.text import numbers, total_words

#: A mark of a note or a line to sign on, at the beginning of a text under a table.
NOTE_MARKS = {
    r"^_{2,}": "a line to sign on",
    r"^\d{1,2}\s?\)": "a note",
    r"^\*": "a note",
    r"^[¹²³⁴-⁹]": "a note",
    r"(?i)^\(?\d[\d ,]* (?:rows?|records?|строк\w*|запис\w*)\b": "a count of rows",
    r"^\d \D": "a note",
}
_LONG = 60
OTHER_TABLE = "another table"
_FEW = 3


def numbering(body: pl.DataFrame) -> tuple[RowSeen, ...]:
    """The cells of a row "1 2 3 4" right under the heading, and of the rows like it on other pages."""
    for row in body.head(2).iter_rows(named=True):
        cells = {name: cell for name, cell in row.items() if name != ROW and cell}
        values = [cell.removesuffix(".0") for cell in cells.values()]
        if len(values) > 2 and values in (_counted(0, values), _counted(1, values), _counted(2, values)):
            same = [pl.col(name).eq_missing(cells.get(name)) for name in body.columns if name != ROW]
            rows = body.filter(*same)[ROW]
            return tuple(
                RowSeen(each, *cell, "a row that numbers the columns") for each in rows for cell in cells.items()
            )
    return ()


def _counted(start: int, values: list[str]) -> list[str]:
    return [str(start + place) for place in range(len(values))]


def footer(body: pl.DataFrame) -> tuple[RowSeen, ...]:
    """The rows under the table: notes, a legend, signatures."""
    names = [name for name in body.columns if name != ROW]
    candidates: list[tuple[RowSeen, bool]] = []
    below = body.height and body[ROW][-1] + 1
    for row in reversed(body.tail(200).rows(named=True)):
        cells = [(name, row[name]) for name in names if row[name]]
        if not _may_be_below(cells, len(names)):
            break
        mark, pattern = _note_mark(cells[0][1])
        candidates.append((RowSeen(row[ROW], *cells[0], mark or "under the table", pattern), bool(mark)))
        below = row[ROW]
    return _from_first_sure(candidates, body, below)


def other_table(body: pl.DataFrame, begins: int) -> tuple[RowSeen, ...]:
    """The rows of another table under the first one, which begins with that row."""
    rows = body.filter(pl.col(ROW) >= begins).iter_rows(named=True)
    filled = ((row[ROW], next((name, row[name]) for name in row if name != ROW and row[name])) for row in rows)
    return tuple(RowSeen(row, *cell, OTHER_TABLE) for row, cell in filled)


def _may_be_below(cells: list[tuple[str, str]], width: int) -> bool:
    texts = [text for _, text in cells]
    if any(is_figure(text) for text in texts[1:]) or is_figure(texts[0]):
        return False
    return len(cells) == 1 < width or (len(cells) <= _FEW < width and bool(_note_mark(texts[0])[0]))


def _note_mark(text: str) -> tuple[str | None, str | None]:
    """Why a text under a table is surely none of it, and the pattern that says so."""
    for pattern, why in NOTE_MARKS.items():
        if re.search(pattern, text):
            return why, pattern
    for word, means, _ in total_words.rows():
        if means == "footer" and text.casefold().startswith(word):
            return "a note or signature", f"(?i)^{total_words.escaped(word)}"
    if total_words.is_page_mark(text):
        return "the foot of a page", None
    return ("a long text alone in its row" if len(text) > _LONG else None), None


def _from_first_sure(candidates: list[tuple[RowSeen, bool]], body: pl.DataFrame, below: int) -> tuple[RowSeen, ...]:
    """From the first row that is surely a note, or that stands apart by an empty row, to the end."""
    rows = [row for row, _ in reversed(candidates)]
    sure = [is_sure for _, is_sure in reversed(candidates)]
    numbers_there = set(body[ROW])
    apart = [bool(rows) and row.row - 1 not in numbers_there for row in rows]
    start = next((place for place, flags in enumerate(zip(sure, apart, strict=True)) if any(flags)), None)
    return tuple(rows[start:]) if start is not None and len(rows) < body.height else ()


def totals(data: pl.DataFrame, columns: Mapping[str, Column]) -> tuple[RowSeen, ...]:
    """Rows that a word calls a total, and rows whose figures are the sums of the others."""
    texts = [name for name, column in columns.items() if column.kind == "text"][:4]
    indicators = [name for name in texts if columns[name].role == "indicator_column"]  # a part of one is another one
    by_word: dict[int, RowSeen] = {}
    for name in texts:
        for row, text in _where(data, name, total_words.any_total()):
            told = total_words.total_word(text)
            if told and not (name in indicators and told[0].startswith(total_words.OF_WHICH)):
                by_word.setdefault(row, RowSeen(row, name, text, *told))
    rest = data.filter(~pl.col(ROW).is_in(list(by_word)))
    found = [*by_word.values(), *([] if by_word else _by_arithmetic(rest, columns, texts))]
    return tuple(sorted(found, key=lambda each: each.row))


def _where(data: pl.DataFrame, name: str, pattern: str) -> Iterator[tuple[int, str]]:
    fits = data[name].str.contains(pattern).fill_null(False)
    return zip(data[ROW].filter(fits), data[name].filter(fits), strict=True)


def _by_arithmetic(data: pl.DataFrame, columns: Mapping[str, Column], texts: list[str]) -> Iterator[RowSeen]:
    """The first or last row where every sum of the table stands in it; a table of few rows proves nothing."""
    figures = {name: plain(data[name], column) for name, column in columns.items() if column.role == "indicator"}
    figures = figures or {
        name: plain(data[name], column) for name, column in columns.items() if column.kind == "number"
    }
    if data.height <= _FEW or not figures or not texts:
        return
    tests = pl.DataFrame({name: _is_sum(values) for name, values in figures.items()})
    is_everywhere = tests.select(pl.all_horizontal(pl.all().fill_null(True))).to_series()
    is_anywhere = tests.select(pl.any_horizontal(pl.all().fill_null(False))).to_series()
    for place in (is_everywhere & is_anywhere).arg_true():
        text = data[texts[0]][place]
        if text and place in (0, data.height - 1):
            yield RowSeen(data[ROW][place], texts[0], text, "its figures are the sums of the other rows")


def _is_sum(values: pl.Series) -> pl.Series:
    """Whether each figure is the sum of all others; null where there is none, or too few to tell."""
    total = float(values.sum() or 0)
    counted = int((values.fill_null(0) != 0).sum())
    difference = (2 * values - total).abs()
    unsure = values.is_null() | (values == 0) | pl.Series([counted <= _FEW]).new_from_index(0, len(values))
    return (difference <= abs(total) * 1e-9).set(unsure, None)


def plain(cells: pl.Series, column: Column) -> pl.Series:
    """The figures of a column as far as they can be read: Float64, null for the rest."""
    mark = column.shapes.decimal or "."
    written = (
        cells if column.shapes.own else numbers.written_plainly(cells.str.strip_chars(" %"), mark.replace("?", "."))
    )
    found = written.cast(pl.Float64, strict=False)
    return found.set(~found.is_finite().fill_null(False), None)


def sections(data: pl.DataFrame, columns: Mapping[str, Column]) -> tuple[RowSeen, ...]:
    """Rows with one text alone where the others are filled: the name of a group of rows."""
    names = list(columns)
    if len(names) < _FEW:
        return ()
    filled = data.drop(ROW).select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32))).to_series()
    if (filled.median() or 0) <= 2:  # type: ignore[operator]
        return ()
    is_word = pl.coalesce(pl.exclude(ROW)).str.contains(r"\p{L}")  # a figure names nothing
    alone = data.filter(filled == 1).filter(is_word)
    if alone.height * (2 if len(names) > _FEW else 3) > data.height:
        return ()
    return tuple(_section(row, names) for row in alone.head(200).rows(named=True))


def _section(row: dict[str, str | int | None], names: list[str]) -> RowSeen:
    name = next(name for name in names if row[name])
    return RowSeen(int(row[ROW] or 0), name, str(row[name]), "one text alone in its row")


def measured(sections: tuple[RowSeen, ...], data: pl.DataFrame) -> tuple[str | None, int | None]:
    """What a section right under the heading says that the figures measure, and the row of the section from which on
    they measure something else: "млн рублей", then "в % к предыдущему году"."""
    told = [row for row in sections if _measures(row.text)]
    is_first = bool(told) and told[0].row == data[ROW][0]
    other = told[1:] if is_first else told
    return told[0].text if is_first else None, other[0].row if other else None


def _measures(text: str) -> bool:
    """Whether a text names a unit, or an indicator and nothing else."""
    told = sniff_columns.told_alone(text)
    found = told.meanings.get("indicator")
    is_name = found is not None and not found.is_similar and found.length == len(text.split())
    return told.unit is not None or (is_name and not told.code("entity"))
