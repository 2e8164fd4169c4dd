"""What is measured? One job in a process of its own: python -m tests.bench.jobs JOB FOLDER ROWS [RUNS]"""

import json
import os
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from polars.testing import assert_frame_equal

from dashboard import session
from data.snapshot import Snapshot, keep, write_load
from data.store import Store
from loaders.children import CHILDREN
from metrics import draws
from metrics.registry import METRICS, run
from tests.bench import by_hand, panel, plans, product, twins, workbook

Job = Callable[[], Any]
_CSV = (
    "entity",
    "indicator",
    "scope",
    "basis",
    "scenario",
    "period",
    "unit",
    "source",
    "comparator",
    "value",
    "status",
)
_QUESTIONS = ("scorecard", "trajectory", "lagging")


def main() -> int:
    """Run one job as often as asked, and say how long it took at the median, and how much memory at most: before it
    began (`floor`), in this process, and in its largest child."""
    floor = _most(resource.RUSAGE_SELF)
    job, folder, rows = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    taken = [_timed(JOBS[job](folder, rows)) for _ in range(runs)]
    CHILDREN.close()  # only who has ended is counted among the children
    own, child = _most(resource.RUSAGE_SELF), _most(resource.RUSAGE_CHILDREN)
    wall, processor = (statistics.median(each) for each in zip(*taken, strict=True))
    told = {"seconds": wall, "processor": processor, "megabytes": max(own, child)}
    print(json.dumps(told | {"floor": floor, "own": own, "child": child}))
    return 0


def _most(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024


def _timed(job: Job) -> tuple[float, float]:
    """Wall clock and processor time, of child processes too."""
    start, before = time.perf_counter(), _processor()
    job()
    return time.perf_counter() - start, _processor() - before


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used) + sum(
        map(_of_running, Path("/proc/self/task").glob("*/children"))
    )


def _of_running(children: Path) -> float:
    """Of children that still run, and of theirs that have ended."""
    stats = [
        Path("/proc", child, "stat").read_text().rpartition(")")[2].split() for child in children.read_text().split()
    ]
    return sum(int(ticks) for stat in stats for ticks in stat[11:15]) / os.sysconf("SC_CLK_TCK")


def prepare_csv(folder: Path, rows: int) -> Job:
    """The file that is loaded."""
    reports = pl.concat(list(panel.loads(rows)))
    file = folder / "observations.csv"

    def prepare() -> None:
        reports.select(_CSV).write_csv(file)
        (folder / "observations.size").write_text(str(file.stat().st_size))  # the others are not to hold it

    return prepare


def load_product(folder: Path, rows: int) -> Job:
    """Read, check, store in SQLite, build the snapshot."""
    shutil.rmtree(folder / "load", ignore_errors=True)
    store = _store(folder / "load")
    keep(store, panel.definitions())

    def load() -> None:
        assert _kept(store, folder / "observations.csv") == rows
        Snapshot.of(store)

    return load


def _kept(store: Store, file: Path) -> int:
    """How many rows were stored; they are given up before the snapshot is built of them, as `sez load` does."""
    from loaders import run

    known = run.Known(store.codes("entity"), store.codes("source"))
    return keep(store, run.read(file, file.name, known)).accepted


def insert(folder: Path, rows: int) -> Job:
    """Of all that, what the database alone takes."""
    shutil.rmtree(folder / "insert", ignore_errors=True)
    store = _store(folder / "insert")
    keep(store, panel.definitions())
    batch = panel.batch("reports", {"observation": pl.concat(list(panel.loads(rows)))})
    return lambda: store.add(batch)


def copy_inside(folder: Path, rows: int) -> Job:
    """The same rows taken from one SQLite file into another: whoever stores rows in it takes at least so long."""
    shutil.rmtree(folder / "inside", ignore_errors=True)
    connection = _store(folder / "inside").engine.raw_connection().cursor()
    connection.execute("ATTACH ? AS other", (str(folder / "insert" / "sez.db"),))
    connection.execute("INSERT INTO load SELECT * FROM other.load")
    newest = "(SELECT max(id) FROM other.load)"
    return lambda: connection.execute(f"INSERT INTO observation SELECT * FROM other.observation WHERE load = {newest}")


def load_polars(folder: Path, rows: int) -> Job:
    """Nothing but text to Parquet."""
    return lambda: pl.read_csv(folder / "observations.csv").write_parquet(folder / "bare.parquet")


def hold_text(folder: Path, rows: int) -> Job:
    """The file in memory: every cell as text, nothing else done."""
    held = []
    return lambda: held.append(pl.read_csv(folder / "observations.csv", infer_schema=False))


def load_pandas(folder: Path, rows: int) -> Job:
    """Text to SQLite, nothing checked."""
    import sqlite3

    import pandas as pd

    (folder / "pandas.db").unlink(missing_ok=True)

    def load() -> None:
        with sqlite3.connect(folder / "pandas.db") as connection:
            pd.read_csv(folder / "observations.csv").to_sql("observation", connection, index=False)

    return load


def prepare_panel(folder: Path, rows: int) -> Job:
    """A store whose loads are known but whose rows are in their Parquet files only, so as not to wait for SQLite."""
    store = _store(folder / "panel")

    def prepare() -> None:
        keep(store, panel.definitions())
        for number, reports in enumerate(panel.loads(rows)):
            load = store.add(panel.batch(f"reports {number}", {"observation": reports.head(1)})).load
            write_load(store, load, {"observation": reports})

    return prepare


def prepare_plans(folder: Path, rows: int) -> Job:
    """One load more: plans, obligations, projects."""
    store = _store(folder / "panel")
    return lambda: keep(store, plans.batch(rows))


def build(folder: Path, rows: int) -> Job:
    """The snapshot of everything."""
    store = _store(folder / "panel")
    shutil.rmtree(_version(store), ignore_errors=True)
    return lambda: Snapshot.of(store)


def check(folder: Path, rows: int) -> Job:
    """Every answer of every engine is the same as the product's."""
    snapshot, version = _opened(folder)

    def compare() -> None:
        for question in _QUESTIONS:
            expected = getattr(product, question)(snapshot)
            assert expected.height > 0, question
            for engine in ("polars", "pandas", "duckdb"):
                answer = getattr(by_hand, f"{engine}_{question}", None)
                if answer:
                    _same(answer(version), expected)

    return compare


def _same(answer: pl.DataFrame, expected: pl.DataFrame) -> None:
    names = expected.columns
    by = [name for name, kind in expected.schema.items() if kind != pl.Float64]
    plain = [frame.select(names).cast(dict(expected.schema)).sort(by) for frame in (answer, expected)]
    assert_frame_equal(*plain, rel_tol=1e-9, abs_tol=1e-6)


def _asked_of_product(question: str) -> Callable[[Path, int], Job]:
    def prepared(folder: Path, rows: int) -> Job:
        snapshot, _ = _opened(folder)
        return lambda: getattr(product, question)(snapshot)

    return prepared


def _asked_by_hand(name: str) -> Callable[[Path, int], Job]:
    def prepared(folder: Path, rows: int) -> Job:
        _, version = _opened(folder)
        return lambda: getattr(by_hand, name)(version)

    return prepared


def check_metrics(folder: Path, rows: int) -> Job:
    """Every metric says what its twin does."""
    snapshot, version = _opened(folder)

    def compare() -> None:
        for name, by_hand_too in twins.TWINS.items():
            answer = by_hand_too(version)
            assert answer.height > 0 or rows < panel.RESIDENTS * 50, name
            _same(answer, run(name, snapshot.table).select(answer.columns).collect())

    return compare


def metrics_together(folder: Path, rows: int) -> Job:
    """Every metric there is, as a session computes and keeps them."""
    known = _known(folder)
    return lambda: [known.metric(name) for name in METRICS]


def metrics_of_a_page(folder: Path, rows: int) -> Job:
    """What the first page after a new load is made of."""
    known = _known(folder)
    return lambda: [known.metric(name) for name in ("standing", "contradictions")]


def draw_projects(folder: Path, rows: int) -> Job:
    """10,000 draws of what becomes of 5,000 projects, half of them under way."""
    generator = np.random.default_rng(panel.SEED)
    amount, chance = generator.lognormal(18, 1, plans.PROJECTS), generator.random(plans.PROJECTS)
    is_open = np.arange(plans.PROJECTS) % 2
    return lambda: draws.totals(amount * (1 - is_open), amount * is_open, chance)


def _metric(name: str) -> Callable[[Path, int], Job]:
    def prepared(folder: Path, rows: int) -> Job:
        snapshot, _ = _opened(folder)
        METRICS.find(name)
        return lambda: run(name, snapshot.table).collect()

    return prepared


def _twin(name: str) -> Callable[[Path, int], Job]:
    def prepared(folder: Path, rows: int) -> Job:
        _, version = _opened(folder)
        return lambda: twins.TWINS[name](version)

    return prepared


def _known(folder: Path) -> session.Known:
    return session.Known(_opened(folder)[0])


def postgres_scorecard(folder: Path, rows: int) -> Job:
    """The winners in PostgreSQL, with an index that covers the question; the answer is checked here."""
    from tests.bench.postgres import filled

    snapshot, version = _opened(folder)
    connection = filled(version)
    _same(by_hand.postgres_scorecard(connection), product.scorecard(snapshot))
    return lambda: by_hand.postgres_scorecard(connection)


def _opened(folder: Path) -> tuple[Snapshot, Path]:
    snapshot = Snapshot.of(_store(folder / "panel"))
    return snapshot, snapshot.folder


def _store(folder: Path) -> Store:
    folder.mkdir(exist_ok=True)
    os.environ["SEZ_SNAPSHOT"] = str(folder / "snapshot")
    return Store.open(f"sqlite:///{folder / 'sez.db'}")


def _parquet(store: Store) -> Path:
    return store.settings.snapshot / store.id


def _version(store: Store) -> Path:
    return _parquet(store) / f"version-{store.version()}"


JOBS: dict[str, Callable[[Path, int], Job]] = {
    each.__name__: each
    for each in (
        *(prepare_csv, load_product, insert, copy_inside, load_polars, hold_text, load_pandas),
        *(prepare_panel, prepare_plans, build, check, check_metrics),
        *(metrics_together, metrics_of_a_page, draw_projects),
    )
}
JOBS |= {f"product_{question}": _asked_of_product(question) for question in _QUESTIONS}
JOBS |= {
    name: _asked_by_hand(name)
    for name in (
        *(f"{engine}_{question}" for engine in ("polars", "pandas") for question in _QUESTIONS),
        "duckdb_scorecard",
    )
}
JOBS |= {f"metric_{name}": _metric(name) for name in twins.TWINS}
JOBS |= {f"twin_{name}": _twin(name) for name in twins.TWINS}
JOBS["postgres_scorecard"] = postgres_scorecard
JOBS |= workbook.JOBS


if __name__ == "__main__":
    sys.exit(main())
