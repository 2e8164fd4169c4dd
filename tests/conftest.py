"""What every test may lean on: text tables, a fresh store, the files of a folder that not every machine has."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, settings

from data.batch import Batch
from data.schema import frame_schema
from data.store import Store
from tests.loaders.nursery import Nursery

if TYPE_CHECKING:
    from dashboard.session import Known

ROOT = Path(__file__).resolve().parent.parent

#: `make test-spark` names a master; nobody else waits for Spark.
collect_ignore = [] if os.environ.get("SEZ_SPARK") else ["metrics/test_spark.py"]

#: How many times the usual examples a property is tried with: `make fuzz` says more than once.
FUZZ = int(os.environ.get("SEZ_FUZZ") or 1)

# How busy the machine is says nothing about the product. `make test` tries the same examples each time, so that it says
# of one commit one thing; `make fuzz` looks for new ones.
settings.register_profile(
    "sez", deadline=None, derandomize=FUZZ == 1, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("sez")


def examples(usual: int) -> int:
    """With how many examples a property is tried: the usual number, many times that in `make fuzz`."""
    return usual * FUZZ


def shared_file(name: str) -> Path:
    """A file of the folder of real files beside the checkout; the test is skipped where there is none."""
    path = Path(os.environ.get("SEZ_SHARED") or ROOT.parent / "shared") / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    return path


def text_table(text: str) -> pl.DataFrame:
    """`a | b` lines as a frame of texts; an empty cell is null."""
    lines = [[cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines()]
    return pl.DataFrame(lines[1:], schema=[str(name) for name in lines[0]], orient="row").cast(pl.String)


@pytest.fixture
def table() -> Callable[[str], pl.DataFrame]:
    """Text tables."""
    return text_table


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store in a folder of its own, which is also what the product opens by itself."""
    url = f"sqlite:///{tmp_path / 'sez.db'}"
    monkeypatch.setenv("SEZ_DATABASE", url)
    monkeypatch.delenv("SEZ_SNAPSHOT", raising=False)
    return Store.open(url)


_ROW = {
    "indicator": "investment",
    "scope": "residents",
    "basis": "cumulative",
    "scenario": "actual",
    "comparator": "=",
    "unit": "RUB",
    "status": "A",
}


def observations(text: str) -> pl.DataFrame:
    """Observations as a loader delivers them from a text table; what a column does not say is usual."""
    from data import period

    rows = text_table(text)
    rows = rows.with_columns([pl.lit(value).alias(name) for name, value in _ROW.items() if name not in rows.columns])
    months = [period.parse(text) for text in rows["period"]]
    rows = rows.with_columns(
        start_month=pl.Series([m.start_month for m in months], dtype=pl.Int32),
        end_month=pl.Series([m.end_month for m in months], dtype=pl.Int32),
        value=pl.col("value").cast(pl.Float64),
    )
    if "lower" not in rows.columns:
        rows = rows.with_columns(lower="value", upper="value")
    if "source_row" not in rows.columns:
        rows = rows.with_columns(source_row=pl.format("row {}", pl.int_range(2, rows.height + 2)))
    return fitted("observation", rows)


def fitted(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with all columns of a table, absent ones null, in its order and types."""
    schema = frame_schema(name)
    absent = [pl.lit(None).alias(column) for column in schema if column not in rows.columns]
    return rows.with_columns(absent).select([pl.col(c).cast(t) for c, t in schema.items()])


def entities(*codes: str) -> pl.DataFrame:
    """Zones of these codes."""
    rows = pl.DataFrame({"code": codes}).with_columns(
        kind=pl.lit("zone"), name_en="code", name_ru="code", source_row=pl.lit("row 2")
    )
    return fitted("entity", rows)


def sources(text: str) -> pl.DataFrame:
    """Sources from a text table; the title is the code."""
    rows = text_table(text)
    rows = rows.with_columns(title="code", source_row=pl.lit("row 2"))
    return fitted("source", rows)


def batch(name: str = "test.csv", **frames: pl.DataFrame) -> Batch:
    """Frames by table as one load; two batches of one name have the same bytes."""
    rows = sum(frame.height for frame in frames.values())
    return Batch(
        name=name,
        sha256=f"sha of {name}",
        loader="test",
        loader_sha256="test",
        frames=frames,
        read=rows,
        accepted=rows,
        skipped=0,
        refused=pl.DataFrame(),
        skipped_rows=pl.DataFrame(schema={"source_row": pl.String, "reason": pl.String}),
    )


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """The address of a database with the bundled figures, made once for all workers; a test must not write to it."""
    base = tmp_path_factory.getbasetemp()
    folder = base if worker_id == "master" else base.parent
    url = f"sqlite:///{folder / 'bundled.db'}"
    with (folder / "bundled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "bundled.done").exists():
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("SEZ_DATABASE", url)
                patch.delenv("SEZ_SNAPSHOT", raising=False)
                from dashboard.loads.shipped import load_bundled

                list(load_bundled())
            (folder / "bundled.done").touch()
    return url


@pytest.fixture
def bundled_store(bundled: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The bundled figures as the product's own database."""
    monkeypatch.setenv("SEZ_DATABASE", bundled)
    monkeypatch.delenv("SEZ_SNAPSHOT", raising=False)
    return bundled


@pytest.fixture(scope="session")
def bundled_known(bundled: str) -> "Known":
    """What is known of the bundled figures, for what is made of them once for a whole module."""
    from dashboard import session

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEZ_DATABASE", bundled)
        patch.delenv("SEZ_SNAPSHOT", raising=False)
        return session.known()


@pytest.fixture(scope="session")
def panel_database(bundled: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The file of a database with the bundled figures and the invented panel; a test must not write to it."""
    base = tmp_path_factory.getbasetemp()
    folder = base if worker_id == "master" else base.parent
    file = folder / "panel.db"
    with (folder / "panel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "panel.done").exists():
            shutil.copy(bundled.removeprefix("sqlite:///"), file)
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("SEZ_DATABASE", f"sqlite:///{file}")
                patch.delenv("SEZ_SNAPSHOT", raising=False)
                from dashboard.loads.demo_panel import load_panel

                list(load_panel(1))
            (folder / "panel.done").touch()
    return file


@pytest.fixture
def panel_store(panel_database: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The bundled figures and the invented panel as the product's own database."""
    url = f"sqlite:///{panel_database}"
    monkeypatch.setenv("SEZ_DATABASE", url)
    monkeypatch.delenv("SEZ_SNAPSHOT", raising=False)
    return url


@pytest.fixture
def panel_copy(panel_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same in a file of its own, which a test may change."""
    file = Path(shutil.copy(panel_database, tmp_path / "panel.db"))
    monkeypatch.setenv("SEZ_DATABASE", f"sqlite:///{file}")
    monkeypatch.delenv("SEZ_SNAPSHOT", raising=False)
    return file


@pytest.fixture(scope="session")
def one_nursery() -> Iterator[Nursery]:
    """The process that forks children; it starts with the first file."""
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(scope="module")
def nursery(one_nursery: Nursery) -> Iterator[Nursery]:
    """The children of this module's files, watched."""
    from loaders import sandbox

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "CHILDREN", one_nursery)
        yield one_nursery
