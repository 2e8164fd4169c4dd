"""What does a loader hand to the store?"""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from data.errors import fill


@dataclass(frozen=True)
class Warning:
    """Something worth a look that stops nothing: a template (the key of its translation), its details, its row."""

    message: str
    details: dict[str, Any] = field(default_factory=dict)
    source_row: str = ""

    def __str__(self) -> str:
        return fill(self.message, self.details)


@dataclass(frozen=True)
class Batch:
    """One file, read once.

    `frames` holds the accepted rows by table, with the columns of `data.schema.frame_schema`; of observations, texts of
    few spellings are categorical, which takes a quarter of the memory. `read`, `accepted` and `skipped` count rows of
    the file: read = accepted + refused + skipped. `refused` has source_row, column, found, problem, accepted, then the
    file's own columns as text; `skipped_rows` has source_row and reason.
    """

    name: str
    sha256: str
    loader: str
    loader_sha256: str
    frames: dict[str, pl.DataFrame]
    read: int
    accepted: int
    skipped: int
    refused: pl.DataFrame
    skipped_rows: pl.DataFrame
    warnings: tuple[Warning, ...] = ()

    @property
    def refused_count(self) -> int:
        """How many rows of the file were refused."""
        return self.read - self.accepted - self.skipped
