"""How does the invented panel get into the store, once?"""

import hashlib
from collections.abc import Iterator

import polars as pl

from dashboard import session
from dashboard.loading import known_codes
from dashboard.progress import shown
from data import panel
from data.errors import UserError
from data.snapshot import Snapshot, keep
from data.store import Store
from loaders.run import read

_BY = "sez demo --panel"
_NOTE = "Thousands of roubles were taken for roubles (invented)"


def load_panel(seed: int) -> Iterator[str]:
    """Loads the panel of a seed through the native loader, each file once; says a line for each.

    The load that is a mistake is taken back at once. Raises UserError while a panel of another seed stands.
    """
    store = session.store()
    files = panel.files(seed)
    _check_other(store, {_sha256(file) for file in files})
    for file in shown(files, "Loading"):
        if _sha256(file) in set(store.loads()["sha256"]):
            yield f"{file.name}: already loaded"
            continue
        record = keep(store, read(file.data, file.name, known_codes(store), loader=file.form), by=_BY)
        yield f"{file.name}: {record.accepted} rows, {record.refused} refused"
    _take_back(store, {_sha256(file) for file in files if file.is_mistake})
    Snapshot.of(store)


def _sha256(file: panel.File) -> str:
    return hashlib.sha256(file.data).hexdigest()


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
