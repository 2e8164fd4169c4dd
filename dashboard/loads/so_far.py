"""What stands while several files are loaded, one after the other?"""

import polars as pl

from data.batch import Batch
from data.errors import UserError
from data.schema import IDENTITY, KEY
from data.snapshot import Snapshot
from data.store import Store
from data.winner import RETRACTED


class SoFar:
    """What stood before the first file, and what has been stored since; a snapshot for each file would cost more than
    reading it. It is what warnings are made of: who wins among publishers is left to the snapshot to come."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._before: Snapshot | None = None
        self._since: list[tuple[int, Batch]] = []

    def add(self, batch: Batch, load: int) -> None:
        """Takes in what was stored."""
        self._since.append((load, batch))

    def table(self, name: str) -> pl.LazyFrame | None:
        """A table of what stands; None where there is nothing, or no room for a snapshot: to load needs none."""
        before = self._stood(name)
        since = [
            batch.frames[name].lazy().with_columns(pl.col(pl.Categorical).cast(pl.String), load=pl.lit(load, pl.Int64))
            for load, batch in self._since
            if name in batch.frames
        ]
        if not since:
            return before
        key = list(KEY if name == "observation" else IDENTITY[name])
        told = pl.concat(since).unique(key, keep="last", maintain_order=True)
        left = [before.join(told, on=key, how="anti")] if before is not None else []
        return pl.concat([*left, _standing(told, name)], how="diagonal_relaxed")

    def _stood(self, name: str) -> pl.LazyFrame | None:
        if not self._store.version():
            return None
        try:
            self._before = self._before or Snapshot.of(self._store)
            return self._before.table(name)
        except UserError:
            return None


def _standing(told: pl.LazyFrame, name: str) -> pl.LazyFrame:
    return told.filter(pl.col("status") != RETRACTED) if name == "observation" else told
