"""What in a file that was read is worth a second look?"""

from typing import Any

import polars as pl

from data.batch import Warning
from loaders.raw import ROW, RawTable


def totals(
    raw: RawTable, figures: pl.DataFrame, total: str, parts: list[str], tolerance: float
) -> list[tuple[int, Warning]]:
    """Rows whose total is not the sum of its parts, with their warning; nothing is mended.

    A part that is not reported is left out, so that a total whose parts are all missing is told too; a row without a
    total is not judged.
    """
    added = pl.sum_horizontal(parts)
    wrong = figures.filter((pl.col(total) - added).abs() > tolerance).select(
        ROW,
        raw.source_row().alias("at"),
        pl.col(total).alias("total"),
        added.alias("sum"),
        pl.any_horizontal(pl.col(parts).is_not_null()).alias("is_told"),
    )
    return [(row[ROW], _warning(row, total, parts)) for row in wrong.iter_rows(named=True)]


def _warning(row: dict[str, Any], total: str, parts: list[str]) -> Warning:
    details = {"row": row["at"], "total": total, "found": f"{row['total']:.15g}", "parts": ", ".join(parts)}
    if not row["is_told"]:
        return Warning("{row}: {total} is {found}, but none of its parts {parts} is reported", details, row["at"])
    return Warning(
        "{row}: {total} is {found}, but its parts {parts} add up to {sum}",
        {**details, "sum": f"{row['sum']:.15g}"},
        row["at"],
    )
