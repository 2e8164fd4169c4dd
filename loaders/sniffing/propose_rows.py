"""Which rows does a proposed mapping leave out, and where does it say that the table ends?"""

from collections.abc import Iterator

from loaders.raw import ROW
from loaders.sniffing.sniff_rows import OTHER_TABLE
from loaders.sniffing.sniffed import RowSeen, Sniffed
from loaders.sniffing.toml_text import Line

_MOST_NAMED = 60
_LEFT_OUT = "another table begins there and is left out; to read that one: sez sniff FILE"


def end(seen: Sniffed) -> Line:
    """Where the data stop, and why where that is more than a note under the table."""
    is_other = bool(seen.footer) and seen.footer[0].why == OTHER_TABLE
    return Line("end", _end(seen), f"{_LEFT_OUT} --heading {seen.footer[0].row}" if is_other else "")


def _end(seen: Sniffed) -> dict[str, object] | None:
    """By the mark of the first note if no row of data bears it, else by the row's number."""
    if not seen.footer:
        return None
    first = seen.footer[0]
    if first.pattern and not _fits(seen, first.column, first.pattern):
        return {"column": first.column, "pattern": first.pattern}
    return {"row": first.row}


def skips(seen: Sniffed) -> Iterator[list[Line]]:
    """The keys of each [[skip]]."""
    yield from _numbering(seen)
    yield from _totals(seen)
    for column, rows in _by_column(seen.sections).items():
        texts = list(dict.fromkeys(row.text for row in rows))[:_MOST_NAMED]
        yield [
            Line("column", column),
            Line("equals", texts, "guessed: one text alone in its row"),
            Line("reason", "a section"),
        ]


def _numbering(seen: Sniffed) -> Iterator[list[Line]]:
    """By a cell of that row that no row of data has."""
    kinds = {column.name: column.kind for column in seen.columns}
    cells = sorted(seen.numbering, key=lambda cell: kinds.get(cell.column) != "text")
    for cell in cells:
        if not (seen.data[cell.column] == cell.text).any():
            yield [
                Line("column", cell.column),
                Line("equals", [cell.text]),
                Line("reason", "a row that numbers the columns"),
            ]
            return


def _totals(seen: Sniffed) -> Iterator[list[Line]]:
    by_rule: dict[tuple[str, str | None], list[RowSeen]] = {}
    for row in seen.totals:
        by_rule.setdefault((row.column, row.pattern), []).append(row)
    for (column, pattern), rows in by_rule.items():
        texts = list(dict.fromkeys(row.text for row in rows))[:_MOST_NAMED]
        how = Line("pattern", pattern) if pattern else Line("equals", texts, f"guessed: {rows[0].why}")
        is_mixed = bool(seen.with_role("indicator_column"))  # its figures are sums of nothing that can be added
        is_whole = len(rows) == 1 and not rows[0].why.startswith("a part") and not is_mixed
        reason = "a total" if is_whole or is_mixed else "a total of a part"
        yield [Line("column", column), how, Line("reason", reason), Line("total", True if is_whole else None)]


def _by_column(rows: tuple[RowSeen, ...]) -> dict[str, list[RowSeen]]:
    found: dict[str, list[RowSeen]] = {}
    for row in rows:
        found.setdefault(row.column, []).append(row)
    return found


def _fits(seen: Sniffed, column: str, pattern: str) -> bool:
    return bool(seen.data[column].str.contains(pattern).any())


def lost(seen: Sniffed) -> set[int]:
    """The rows that the skips leave out."""
    return {row.row for row in (*seen.totals, *seen.sections)} & set(seen.data[ROW])
