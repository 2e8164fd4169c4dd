"""What does reading a table give: rows by table, refused cells, skipped rows, warnings?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from data.batch import Warning
from loaders import refusal
from loaders.raw import ROW, RawTable

SKIPPED = {ROW: pl.UInt32, "reason": pl.String}


@dataclass(frozen=True)
class Outcome:
    """`frames`: rows by table of the store, each with ROW, the row of the file it came from (null for constants of a
    mapping). A row of the file with any refused cell gives no row at all. `merged`: rows that count although what they
    tell stands with another row (a sum, an entity told before). `raw`: the file with its merged cells filled, where a
    mapping asks for that. `decimal`: the decimal sign that the mapping says the file has."""

    frames: Mapping[str, pl.DataFrame]
    refused: pl.DataFrame = field(default_factory=refusal.none)
    skipped: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SKIPPED))
    warnings: tuple[tuple[int, Warning], ...] = ()
    merged: pl.Series = field(default_factory=lambda: pl.Series(ROW, [], pl.UInt32))
    raw: RawTable | None = None
    decimal: str | None = None
