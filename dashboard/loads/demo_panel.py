"""How does the invented panel get into the store, once?"""

from collections.abc import Iterator

import polars as pl

from dashboard import session
from dashboard.loads.shipped import load_once, sha256
from data import panel
from data.errors import UserError
from data.snapshot import Snapshot
from data.store import Store

_BY = "sez demo --panel"
_NOTE = "Thousands of roubles were taken for roubles (invented)"


def load_panel(seed: int) -> Iterator[str]:
    """Loads the panel of a seed through the native loader, each file once; says a line for each.

    The load that is a mistake is taken back at once. Raises UserError while a panel of another seed stands.
    """
    store = session.store()
    files = panel.files(seed)
    _check_other(store, {sha256(file) for file in files})
    yield from load_once(store, files, by=_BY)
    _take_back(store, {sha256(file) for file in files if file.is_mistake})
    Snapshot.of(store)


def _standing(store: Store) -> pl.DataFrame:
    loads = store.loads()
    return loads.filter(pl.col("withdrawn_at").is_null(), pl.col("recorded_by") == _BY)


def _check_other(store: Store, own: set[str]) -> None:
    others = _standing(store).filter(~pl.col("sha256").is_in(list(own)))
    if others.height:
        raise UserError(
            "A panel of another seed is loaded already ({name}). Take its loads back first, or use another database.",
            name=others["name"][0],
        )


def _take_back(store: Store, mistakes: set[str]) -> None:
    for load in _standing(store).filter(pl.col("sha256").is_in(list(mistakes)))["id"]:
        store.withdraw(load, by=_BY, note=_NOTE)
