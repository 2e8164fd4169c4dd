"""What in a file that was read is worth a second look?

None of it stops a load. The rules that need thought stand in files of their own, by what a row is held against.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from data.batch import Warning
from loaders.checking import agreement_checks, report_checks, series_checks, share_checks, span_checks
from loaders.checking.compared import Figures
from loaders.checking.warned import Found
from loaders.known import Known
from loaders.raw import ROW, RawTable


def worth_a_look(frames: Mapping[str, pl.DataFrame], raw: RawTable, known: Known) -> Found:
    """Rows of the file that may be wrong, each with its number and its warning, in the order of the file.

    Takes the accepted rows by table, each with ROW, the row of the file it came from. Looked for: a part greater than
    its whole; a thousand or a million times off the series; fewer that report than before; a cumulative figure that
    falls; jobs without investment; shares that pass for per cent, one or all; stages and commitments outside the
    agreement; what ends before it begins. What stands in the store is read only where the file brings figures, stages
    or agreements.
    """
    figures = Figures.of(frames, known)
    found = agreement_checks.dates(raw, frames, figures, known) + span_checks.backwards(raw, frames)
    if figures.own.height:
        found += report_checks.parts(raw, figures)
        found += report_checks.jobs(raw, frames, figures)
        found += share_checks.shares(raw, figures)
        found += series_checks.magnitude(raw, figures)
        found += series_checks.falling(raw, figures)
        found += series_checks.coverage(raw, figures)
    return sorted(found, key=lambda each: each[0])


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
