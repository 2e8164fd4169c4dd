"""What may a page, a file or a command ask for? The one door to what is known.

Results are computed once per data version and day and shared, read-only, by everybody who asks. What a user may see
will be applied here, after the cache.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast

import polars as pl

from dashboard.kept import Kept, Recent
from data import engine as engines
from data.errors import UserError
from data.settings import Settings
from data.snapshot import Snapshot
from data.store import Store

_KEPT = 8

#: Tables and metrics of all data versions together, in bytes.
_results = Kept(2 * 2**30)

#: What pages made of them: texts and drawings, some kilobytes each.
_pieces = Recent(500)
_NONE = object()
T = TypeVar("T")

#: The tables that have amounts of money.
_MONEY = ("observation", "history", "agreement")


class Known:
    """Everything known at one data version, as of one day: tables and metrics as frames nobody may change.

    `currency` and `prices` are those in which every amount is told; none is as published.
    """

    def __init__(self, snapshot: Snapshot, currency: str | None = None, prices: int | None = None) -> None:
        from metrics.money import told

        self._snapshot = snapshot
        self._engine = engines.engine()
        self._told = told(self._published, currency, prices)
        self.currency = currency
        self.prices = prices
        self._own = object()
        self._lock = threading.RLock()
        self.version = snapshot.version
        self.as_of = snapshot.as_of

    @property
    def hidden(self) -> int:
        """How many figures the day hides only because their source has no publication date."""
        return self._snapshot.hidden

    def table(self, name: str) -> pl.DataFrame:
        """A table of the snapshot, read once; amounts as they are told."""
        if self._is_converted and name in _MONEY:
            return self._once(f"table {name}", lambda: self._engine.collected(self._told(name)))
        return self._once(f"table {name}", lambda: self._snapshot.table(name).collect())

    def metric(self, name: str) -> pl.DataFrame:
        """A metric over everything known, computed once, for those too that are computed from it.

        Raises UserError for a name that is no metric.
        """
        return self._once(name, lambda: self._compute(name))

    @property
    def extent(self) -> dict[str, Any]:
        """How far all figures reach: `start_month` of the first, `end_month` of the last, `published_on` the newest.

        Each is None where nothing is known.
        """
        ends = (pl.col("start_month").min(), pl.col("end_month").max(), pl.col("published_on").max())
        return self.made("extent", lambda: self.table("observation").select(ends)).row(0, named=True)

    def rows_of(self, entity: str | list[str], table: str) -> pl.DataFrame:
        """The rows of one entity, or of several, in a table of figures, without looking at everybody else's."""
        rows = self.table(table)
        whom = [entity] if isinstance(entity, str) else entity
        runs = self.made(f"runs of {table}", lambda: _runs(rows)).filter(pl.col("entity").is_in(whom))
        found = [rows.slice(start, length) for start, length in runs.select("start", "length").iter_rows()]
        return pl.concat(found) if found else rows.clear()

    def made(self, name: str, compute: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """A frame that a page makes of tables and metrics, by its name, computed once for everybody."""
        return self._once(f"made {name}", compute)

    def shared(self, key: Hashable, compute: Callable[[], T]) -> T:
        """A piece of a page, by all that it depends on beside what is known; made once for everybody, never changed."""
        found = _pieces.get((self._own, key), _NONE)
        if found is _NONE:
            with self._lock:
                found = _pieces.get((self._own, key), _NONE)
                found = _pieces.put((self._own, key), compute()) if found is _NONE else found
        return cast(T, found)

    def loads(self) -> pl.DataFrame:
        """Every load there ever was (`Store.loads`)."""
        return self._once("loads", self._snapshot.store.loads)

    def _compute(self, name: str) -> pl.DataFrame:
        from metrics import registry
        from metrics.untold import with_untold

        # A metric that reads exchange rates compares what was published in several currencies.
        is_of_rates = "rate" in registry.METRICS.find(name).inputs
        table = self._published if is_of_rates else self._amounts
        found = self._engine.collected(registry.run(name, table, lambda each: self._engine.given(self.metric(each))))
        if is_of_rates or not self._is_converted:
            return found
        return with_untold(found, lambda: self._as_published.metric(name), self.table("observation"), self.currency)

    @property
    def _as_published(self) -> "Known":
        return known(self.as_of, self.version)

    def _published(self, name: str) -> Any:
        return engines.table(self._snapshot, self._engine, name)

    def _amounts(self, name: str) -> Any:
        # Converted once and kept: a metric reads a table many times over.
        is_kept = self._is_converted and name in _MONEY
        return self._engine.given(self.table(name)) if is_kept else self._published(name)

    @property
    def _is_converted(self) -> bool:
        return self.currency is not None or self.prices is not None

    def _once(self, name: str, compute: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        key = (self._own, name)
        found = _results.get(key)
        if found is not None:  # nobody waits for what is there, whatever is being computed
            return found
        with self._lock:
            found = _results.get(key)
            return _results.put(key, self._twice(compute)) if found is None else found

    @staticmethod
    def _twice(compute: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        try:
            return compute()
        except FileNotFoundError:  # somebody deleted the snapshot while it was read: it is built again
            return compute()


def _runs(rows: pl.DataFrame) -> pl.DataFrame:
    """Where the rows of each entity stand: entity, start, length, one row for each stretch of them."""
    runs = rows.select(pl.col("entity").rle().alias("run")).unnest("run")
    return runs.select(entity="value", length=pl.col("len").cast(pl.Int64)).with_columns(
        start=pl.col("length").cum_sum() - pl.col("length")
    )


_known: OrderedDict[tuple[Any, ...], Known] = OrderedDict()
_lock = threading.Lock()


def store() -> Store:
    """The store of SEZ_DATABASE, opened once per process and address."""
    return _store(Settings.of().database)


@lru_cache(maxsize=4)
def _store(database: str) -> Store:
    return Store.open(database)


def known(
    as_of: date | None = None, version: int | None = None, currency: str | None = None, prices: int | None = None
) -> Known:
    """What is known now, or was on a day, or at an earlier data version; in one currency, in the prices of a year.

    Raises UserError for a data version that is not there, a code that is no currency, a year without a price level.
    """
    truth = store()
    newest = truth.version()
    version = newest if version is None else version
    if version > newest:
        raise UserError("There is no data version {found} yet; the newest is {newest}.", found=version, newest=newest)
    # Which targets are due depends on the day, so a result lives no longer than its day.
    key = (truth.id, version, as_of, currency, prices, os.environ.get("SEZ_ENGINE"), date.today())
    with _lock:
        found = _known.get(key)
    if found is None:  # a snapshot is built outside the lock: who asks for another one does not wait for it
        found = Known(Snapshot.of(truth, version, as_of), currency, prices)
    with _lock:
        found = _known.setdefault(key, found)
        _known.move_to_end(key)
        while len(_known) > _KEPT:
            _known.popitem(last=False)
        return found
