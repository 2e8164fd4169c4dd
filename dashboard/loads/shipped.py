"""How does what ships with the product get into the store, once?"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import data
from dashboard import session
from dashboard.commands.progress import shown
from dashboard.loads.loading import known_codes
from data.snapshot import Snapshot, keep
from data.store import Store
from loaders.run import read

_FOLDER = Path(data.__file__).parent
#: In the order in which one names another.
BUNDLED_FILES = (
    "demo/sources.csv",
    "demo/entities.csv",
    "demo/membership.csv",
    "demo/observations.csv",
    "demo/agreements.csv",
    "demo/measures.csv",
    "demo/formation_rules.csv",
    "reference/fx_rates.csv",
    "reference/deflator.csv",
)


class Shipped(Protocol):
    """A native file that ships: its name, which form it has, its bytes."""

    @property
    def name(self) -> str:
        """What the load is called."""

    @property
    def form(self) -> str:
        """A native form (`loaders.forms.FORMS`)."""

    @property
    def data(self) -> bytes:
        """The file itself."""


class _Bundled:
    """A file of the folder `data`; its form is its name."""

    def __init__(self, path: Path) -> None:
        self.name, self.form, self.data = path.name, path.stem, path.read_bytes()


def load_bundled() -> Iterator[str]:
    """Loads the figures that ship with the product; says a line for each file."""
    store = session.store()
    yield from load_once(store, [_Bundled(_FOLDER / name) for name in BUNDLED_FILES], by="sez demo")
    Snapshot.of(store)


def load_once(store: Store, files: Iterable[Shipped], by: str) -> Iterator[str]:
    """Loads each file once in a store's life, whatever became of its load since; says a line for each."""
    seen = set(store.loads()["sha256"])
    for file in shown(list(files), "Loading"):
        if sha256(file) in seen:
            yield f"{file.name}: already loaded"
            continue
        record = keep(store, read(file.data, file.name, known_codes(store), loader=file.form), by=by)
        yield f"{file.name}: {record.accepted} rows, {record.refused} refused"


def sha256(file: Shipped) -> str:
    """The checksum by which a file is known again."""
    return hashlib.sha256(file.data).hexdigest()
