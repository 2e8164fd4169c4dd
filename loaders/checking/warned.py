"""How does a row that is worth a second look become a warning?"""

import polars as pl

from data.batch import Warning
from loaders.raw import ROW, RawTable

#: A file in which everything is odd is told about once, not a million times: nobody reads further.
MOST = 1_000
_MORE = "{count} more rows are like {row}"

#: Rows of the file with what is worth a look about each.
Found = list[tuple[int, Warning]]


def each(raw: RawTable, rows: pl.DataFrame, template: str) -> Found:
    """One warning per row, in the order of the file. Takes ROW and the template's details; `row` is added.

    Of more than MOST rows the rest is counted in a last warning.
    """
    ordered = rows.sort(ROW, maintain_order=True)
    at = ordered.head(MOST).select(ROW, raw.source_row().alias("row"), pl.exclude(ROW)).iter_rows(named=True)
    found = [(row[ROW], _warning(row, template)) for row in at]
    rest = rows.height - len(found)
    if rest:
        last, warning = found[-1]
        details = {"count": rest, "row": warning.source_row}
        found.append((last, Warning(_MORE, details, warning.source_row)))
    return found


def _warning(row: dict[str, object], template: str) -> Warning:
    details = {name: _plain(value) for name, value in row.items() if name != ROW}
    return Warning(template, details, str(row["row"]))


def _plain(value: object) -> object:
    return f"{value:.15g}" if isinstance(value, float) else value
