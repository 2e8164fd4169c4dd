"""How does a folder of Parquet files appear whole, or not at all, whoever is killed or deletes what meanwhile?"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl

_ROW_GROUP = 50_000
_UNFINISHED = ".building-"


def is_whole(folder: Path, tables: Iterable[str]) -> bool:
    """Whether a folder has a file for each of these tables."""
    return all((folder / f"{name}.parquet").exists() for name in tables)


def write_whole(folder: Path, tables: Mapping[str, pl.DataFrame | pl.LazyFrame]) -> None:
    """All tables or none, even after a power cut: written beside the folder, then renamed into its place."""
    beside = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    try:
        for name, frame in tables.items():
            _write(beside / f"{name}.parquet", frame)
        shutil.rmtree(folder, ignore_errors=True)  # what somebody left of it
        _put(beside, folder, tables)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """One process at a time builds; the others wait and find the work done."""
    root.mkdir(parents=True, exist_ok=True)
    with open(root / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def drop_unfinished(root: Path) -> None:
    """What a killed process left; called under the lock, so that nobody is at work on it."""
    for folder in root.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _put(beside: Path, folder: Path, tables: Iterable[str]) -> None:
    try:
        beside.rename(folder)
    except OSError:
        if not is_whole(folder, tables):  # the lock was deleted, and somebody else built it too
            raise


def _write(path: Path, frame: pl.DataFrame | pl.LazyFrame) -> None:
    try:
        with path.open("wb") as file:
            frame.lazy().sink_parquet(file, compression="lz4", row_group_size=_ROW_GROUP)
            file.flush()
            os.fsync(file.fileno())
    except pl.exceptions.ComputeError as error:  # what Polars makes of a full disk
        raise OSError(str(error)) from error
