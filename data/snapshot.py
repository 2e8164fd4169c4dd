"""What is known, as columns: the only thing that analytics read.

    <folder>/<store>/load-<n>/<table>.parquet     one load, written once
    <folder>/<store>/version-<v>/<table>.parquet  what stands at a data version, built in full

A version's folder appears whole, by a rename, so that a reader sees all of it or none. Deleting anything here loses
nothing, at any time: whatever is asked for next is rebuilt from the store.
"""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from data import known, marks, period
from data.batch import Batch
from data.dated import by_day, with_days, with_months, with_signed_month
from data.errors import UserError
from data.figures import coded, standing_figures
from data.folder import drop_unfinished, is_whole, locked, write_whole
from data.lists import LISTS
from data.schema import IDENTITY, TABLES, frame_schema
from data.store import LoadRecord, Store, plain
from data.winner import judge

#: Goes up whenever the files hold something else than before: what an older release wrote is then built anew.
FORMAT = 2

_VERSIONS_KEPT = 5
_ATTEMPTS = 3  # somebody may delete the folder just while it is built


class Snapshot:
    """The tables of a data version, as known on a day.

    Tables of loads: observation (the winner per key), history (every standing row, with `is_current`), both with
    `series`, `is_first`, `is_latest` (`data/marks.py`) and `is_contested` where other rows stand at the key; entity,
    membership, source, agreement, measure, formation_rule, rate, deflator, stage. Tables of codelists: indicator, role,
    pipeline_stage, country. `today` has one row: the day as `day` (days since 1970-01-01), its month as `this_month`
    and as `period`, the last month that has ended as `month`. What a project did after that day is not in `stage`.
    """

    def __init__(self, store: Store, version: int, as_of: date | None) -> None:
        self.store = store
        self.version = version
        self.as_of = as_of
        self._then: dict[str, pl.DataFrame] = {}

    @classmethod
    def of(cls, store: Store, version: int | None = None, as_of: date | None = None) -> "Snapshot":
        """The snapshot of a data version (the newest where none is given), built if it is missing.

        Raises UserError where the folder of the snapshot cannot be written.
        """
        snapshot = cls(store, store.version() if version is None else version, as_of)
        _ensure(store, snapshot.version)
        return snapshot

    @property
    def folder(self) -> Path:
        """Where the tables of this version are, whole; built again if somebody deleted them."""
        return _ensure(self.store, self.version)

    def table(self, name: str) -> pl.LazyFrame:
        """One table by name, lazy; UserError-free by design: an unknown name is a fault of the product."""
        if name in LISTS:
            return LISTS[name]().lazy()
        if name == "today":
            return self._today.lazy()
        if self.as_of is not None and name in ("observation", "history"):
            return (self._known if name == "history" else self._known.filter("is_current").drop("is_current")).lazy()
        if name == "agreement":
            return with_signed_month(self._rows(name))
        if name == "stage":
            return by_day(with_days(pl.scan_parquet(self.folder / "stage.parquet")), self._day)
        return self._all if name == "history" else self._rows(name)

    @cached_property
    def hidden(self) -> int:
        """How many figures `as_of` hides only because their source has no publication date."""
        if self.as_of is None:
            return 0
        undated = pl.col("published").is_null() & (pl.col("known_on") > self.as_of)
        return int(self._all.filter(undated).select(pl.len()).collect().item())

    @property
    def _all(self) -> pl.LazyFrame:
        winners, others = (pl.scan_parquet(self.folder / f"{name}.parquet") for name in ("observation", "beside"))
        return pl.concat([winners.with_columns(is_current=pl.lit(True)), others.with_columns(is_current=pl.lit(False))])

    @cached_property
    def _known(self) -> pl.DataFrame:
        told = self._all.drop("is_current", *marks.ENDS, strict=False).filter(pl.col("known_on") <= self.as_of)
        return marks.with_ends(judge(told).collect())

    def _rows(self, name: str) -> pl.LazyFrame:
        if self.as_of is None or name not in known.TABLES:
            return pl.scan_parquet(self.folder / f"{name}.parquet")
        if name not in self._then:
            self._then[name] = self._as_known_then(name, self.as_of)
        return self._then[name].lazy()

    def _as_known_then(self, name: str, day: date) -> pl.DataFrame:
        loads = self.store.live(self.version)
        sources = pl.read_parquet(self.folder / "source.parquet")
        read = {0: _empty(name)} | {load: _of_load(self.store, load, name) for load in loads}
        parts = {load: known.with_publication(rows, sources) for load, rows in read.items()}
        recorded = {0: day} | {load: date.fromisoformat(at[:10]) for load, at in loads.items()}
        then = known.by_then(name, parts, recorded, day)
        return with_months(then) if name == "membership" else then

    @property
    def _today(self) -> pl.DataFrame:
        this_month = period.month_index(self._day)
        told = {
            "month": period.last_ended_month(self._day),
            "day": period.day_index(self._day),
            "this_month": this_month,
        }
        return pl.DataFrame([told], schema=dict.fromkeys(told, pl.Int32)).with_columns(
            period=pl.lit(period.Period(this_month, this_month).text)
        )

    @property
    def _day(self) -> date:
        return self.as_of or date.today()


def keep(store: Store, batch: Batch, by: str | None = None, replaces: int | None = None) -> LoadRecord:
    """Stores a batch and writes its Parquet from the rows at hand, so that they need not be read back."""
    record = store.add(batch, by, replaces)
    root = _root(store)
    # The rows are stored by now: where the Parquet cannot be written, whoever asks next builds it from the store.
    with suppress(OSError), locked(root):
        write_load(store, record.load, {name: plain(frame) for name, frame in batch.frames.items()})
    return record


def write_load(store: Store, load: int, frames: Mapping[str, pl.DataFrame]) -> None:
    """The Parquet of a load's rows, by table; whoever calls holds the lock."""
    whole = {name: frames.get(name, _empty(name)) for name in TABLES}
    figures = {"observation": coded(whole["observation"].lazy())}
    write_whole(_root(store) / f"load-{load}", whole | figures | _OF_FORMAT)


def _root(store: Store) -> Path:
    return store.settings.snapshot / store.id


def _ensure(store: Store, version: int) -> Path:
    root = _root(store)
    folder = root / f"version-{version}"
    for attempt in range(_ATTEMPTS):
        try:
            if not is_whole(folder, _OF_A_VERSION):
                _build_once(store, version, folder)
            return folder
        except OSError as error:
            if isinstance(error, FileNotFoundError) and attempt + 1 < _ATTEMPTS:
                continue
            raise UserError(
                "The snapshot in {folder} cannot be written: {cause}. Nothing is lost: what was loaded is in the "
                "database.\nFree space there, or name another folder by SEZ_SNAPSHOT.",
                folder=root,
                cause=error.strerror or error,
            ) from error
    raise AssertionError("the last attempt either returns or raises")


def _build_once(store: Store, version: int, folder: Path) -> None:
    """The others wait at the lock and find it built."""
    with locked(folder.parent):
        if not is_whole(folder, _OF_A_VERSION):
            drop_unfinished(folder.parent)
            _build(store, version, folder)
            _drop_old(folder.parent, version)


#: A folder of another format lacks the file of this name.
_OF_FORMAT = {f"format-{FORMAT}": pl.DataFrame({"format": [FORMAT]})}
_OF_A_LOAD = (*TABLES, *_OF_FORMAT)
#: `beside` are the standing rows that are not the winner of their key: with `observation` they make `history`.
_OF_A_VERSION = (*_OF_A_LOAD, "beside")


def _build(store: Store, version: int, folder: Path) -> None:
    loads = store.live(version)
    parts = {load: _load_folder(store, load) for load in loads}
    tables: dict[str, pl.DataFrame] = {name: _latest(name, parts) for name in IDENTITY}
    recorded = {load: date.fromisoformat(at[:10]) for load, at in loads.items()}
    tables["membership"] = with_months(tables["membership"])
    winners, others = standing_figures(parts, tables["source"], recorded)
    write_whole(folder, tables | {"observation": winners, "beside": others} | _OF_FORMAT)


def _load_folder(store: Store, load: int) -> Path:
    folder = _root(store) / f"load-{load}"
    if not is_whole(folder, _OF_A_LOAD):
        write_load(store, load, {name: store.rows(name, load) for name in TABLES})
    return folder


def _of_load(store: Store, load: int, name: str) -> pl.DataFrame:
    """A table of one load; whoever deletes its folder meanwhile has it written again."""
    try:
        return pl.read_parquet(_root(store) / f"load-{load}" / f"{name}.parquet")
    except FileNotFoundError:
        with locked(_root(store)):
            return pl.read_parquet(_load_folder(store, load) / f"{name}.parquet")


def _latest(name: str, parts: dict[int, Path]) -> pl.DataFrame:
    """The standing rows of a table; of rows about the same thing, the one of the latest load."""
    frames = [
        pl.read_parquet(folder / f"{name}.parquet").with_columns(pl.lit(load, pl.Int64).alias("load"))
        for load, folder in parts.items()
    ]
    identity = list(IDENTITY[name])
    together = pl.concat([_empty(name).with_columns(pl.lit(0, pl.Int64).alias("load")), *frames])
    return together.unique(identity, keep="last", maintain_order=True).sort(identity)


def _empty(name: str) -> pl.DataFrame:
    return pl.DataFrame(schema=frame_schema(name))


def _drop_old(root: Path, newest: int) -> None:
    names = [folder.name.removeprefix("version-") for folder in root.glob("version-*")]
    versions = sorted(int(name) for name in names if name.isdigit())
    for version in [v for v in versions if v < newest][:-_VERSIONS_KEPT]:
        shutil.rmtree(root / f"version-{version}", ignore_errors=True)
