"""On which engine are the tables of a snapshot computed?

Polars by itself; DuckDB or Spark where SEZ_ENGINE says so, over the same Parquet. An engine gives a table as what it
calls a lazy frame, and brings a result of its own back into memory.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from data import known
from data.errors import UserError
from data.schema import TABLES
from data.snapshot import Snapshot

#: What lies in Parquet just as it is asked for.
_PLAIN = tuple(name for name in TABLES if name not in ("agreement", "membership", "stage"))


class Engine(Protocol):
    """What it takes to compute metrics somewhere."""

    def scan(self, file: Path) -> Any:
        """A Parquet file as a lazy frame of this engine."""

    def history(self, winners: Any, others: Any) -> Any:
        """Two lazy frames as one, with `is_current` true for the first and false for the second."""

    def given(self, rows: pl.DataFrame) -> Any:
        """Rows in memory as a lazy frame of this engine."""

    def collected(self, frame: Any) -> pl.DataFrame:
        """A lazy frame of this engine as rows in memory."""


def engine() -> Engine:
    """The engine of SEZ_ENGINE. Raises UserError for an unknown one and one that is not installed."""
    name = os.environ.get("SEZ_ENGINE") or "polars"
    if name not in _ENGINES:
        raise UserError(
            "SEZ_ENGINE: there is no engine {found}; accepted: {accepted}.", found=name, accepted=", ".join(_ENGINES)
        )
    try:
        return _ENGINES[name]()
    except ImportError as error:
        raise UserError(
            'SEZ_ENGINE={name} needs a package that is not installed: pip install ".[{name}]".', name=name
        ) from error


def table(snapshot: Snapshot, engine: Engine, name: str) -> Any:
    """A table of the snapshot as a lazy frame of an engine: from its Parquet, unless the day asked for changes it."""
    if isinstance(engine, Polars):
        return snapshot.table(name)
    if snapshot.as_of is None and name == "history":
        return engine.history(*(engine.scan(snapshot.folder / f"{each}.parquet") for each in ("observation", "beside")))
    if name in _PLAIN and not (snapshot.as_of and name in ("observation", *known.TABLES)):
        return engine.scan(snapshot.folder / f"{name}.parquet")
    return engine.given(snapshot.table(name).collect())


class Polars:
    """In this process, the default."""

    def scan(self, file: Path) -> pl.LazyFrame:
        return pl.scan_parquet(file)

    def history(self, winners: pl.LazyFrame, others: pl.LazyFrame) -> pl.LazyFrame:
        return pl.concat([winners.with_columns(is_current=True), others.with_columns(is_current=False)])

    def given(self, rows: pl.DataFrame) -> pl.LazyFrame:
        return rows.lazy()

    def collected(self, frame: pl.LazyFrame) -> pl.DataFrame:
        return frame.collect()


class DuckDB:
    """A database in this process, with a connection of its own."""

    def __init__(self) -> None:
        import duckdb

        self._connection = duckdb.connect()

    def scan(self, file: Path) -> Any:
        return self._connection.read_parquet(str(file))

    def history(self, winners: Any, others: Any) -> Any:
        return winners.project("*, true AS is_current").union(others.project("*, false AS is_current"))

    def given(self, rows: pl.DataFrame) -> Any:
        return self._connection.from_arrow(rows.to_arrow())

    def collected(self, frame: Any) -> pl.DataFrame:
        return pl.DataFrame(frame.pl())


class Spark:
    """A cluster, or processes of this machine: SEZ_SPARK is the address of its master."""

    def __init__(self) -> None:
        from pyspark.sql import SparkSession

        master = os.environ.get("SEZ_SPARK") or "local[2]"
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "ERROR",
            "spark.sql.shuffle.partitions": "4",
            "spark.sql.session.timeZone": "UTC",
            # As everywhere else x/0 is no error: what it means is said by `metrics/interval.py`.
            "spark.sql.ansi.enabled": "false",
            "spark.sql.execution.arrow.pyspark.enabled": "true",
        }
        builder = SparkSession.builder.master(master).appName("sez")
        for key, value in settings.items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")

    def scan(self, file: Path) -> Any:
        return self.session.read.parquet(str(file))

    def history(self, winners: Any, others: Any) -> Any:
        from pyspark.sql.functions import lit

        return winners.withColumn("is_current", lit(True)).unionByName(others.withColumn("is_current", lit(False)))

    def given(self, rows: pl.DataFrame) -> Any:
        return self.session.createDataFrame(rows.to_arrow())

    def collected(self, frame: Any) -> pl.DataFrame:
        return pl.DataFrame(pl.from_arrow(frame.toArrow()))


_ENGINES: dict[str, Callable[[], Engine]] = {"polars": Polars, "duckdb": DuckDB, "spark": Spark}
