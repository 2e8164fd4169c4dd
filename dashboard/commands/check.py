"""Is anything wrong with the store, the snapshot, the codelists or the metrics?"""

import ast
import inspect
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

import data
from data import codelist
from data.figures import HISTORY
from data.integrity import DAMAGED, faults
from data.schema import KEY, TABLES
from data.settings import Settings
from data.snapshot import Snapshot
from data.store import Store
from data.winner import judge
from metrics.registry import ENGINES, METRICS, OF_SERIES, Metric, run

_BETTER = ("higher", "lower", "neither", OF_SERIES)
_BUILT_AGAIN = "delete the folder {folder}; it is built again"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, what, and what to do."""

    where: str
    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.where}: {' '.join(self.what.split())}. To do: {self.todo}."


def findings(store: Store) -> list[Finding]:
    """Everything wrong, in this order: store, snapshot, codelists, metrics; empty where nothing is."""
    in_store = [Finding(*fault) for fault in faults(store)]
    if any(finding.where == DAMAGED for finding in in_store):  # nothing below can be read
        return in_store
    lists = [*_codelists()]
    if lists:  # nothing below can be computed without them
        return [*in_store, *lists]
    return [*in_store, *_snapshot(store), *_metrics(Snapshot.of(store))]


def _snapshot(store: Store) -> Iterator[Finding]:
    """The tables as they lie there, against tables built anew from the rows of the store; and the winners, judged
    once more."""
    snapshot = Snapshot.of(store)
    todo = _BUILT_AGAIN.format(folder=store.settings.snapshot / store.id)
    with tempfile.TemporaryDirectory(prefix="sez-check-") as folder:
        anew = Snapshot.of(Store(store.engine, Settings(store.settings.database, Path(folder))), snapshot.version)
        for name in (*TABLES, "beside"):  # observation and beside are what history is made of
            fault = _difference(snapshot, anew, name)
            if fault:
                yield Finding(f"snapshot, {name}", fault, todo)
    yield from (Finding("snapshot, observation", fault, todo) for fault in _winners(snapshot))


def _winners(snapshot: Snapshot) -> Iterator[str]:
    try:
        current = snapshot.table("observation").select(HISTORY).collect()
        history = snapshot.table("history").select(HISTORY)
        judged = judge(history).filter("is_current").select(HISTORY).collect()
    except (OSError, pl.exceptions.PolarsError):
        return  # that a table cannot be read is said already
    if not judged.sort(KEY).equals(current.sort(KEY)):
        yield "other figures are current than the rules say"


def _difference(snapshot: Snapshot, anew: Snapshot, name: str) -> str | None:
    expected = anew.table(name).collect()
    try:
        found = snapshot.table(name).collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        return f"it cannot be read, {str(error).splitlines()[0]}"
    if found.equals(expected):
        return None
    return f"it is not what the store holds ({found.height} rows, {expected.height} in the store)"


def _codelists() -> Iterator[Finding]:
    for path in sorted((Path(data.__file__).parent / "codelists").glob("*.csv")):
        try:
            codelist.read(path)
        except Exception as error:  # whatever a damaged list raises is what is to be told
            yield Finding(f"codelist {path.name}", str(error), "mend the file, or install the program again")


def _metrics(snapshot: Snapshot) -> Iterator[Finding]:
    for name, error in METRICS.broken.items():
        yield Finding(f"metric {name}", str(error), f"mend metrics/{name}.py")
    compute = _each_once(snapshot)
    for name, metric in METRICS.items():
        for fault in (*_passport(metric), *_result(name, compute)):
            yield Finding(f"metric {name}", fault, f"mend metrics/{name}.py")


def _passport(metric: Metric) -> Iterator[str]:
    if not metric.reference.strip():
        yield "its passport has no reference"
    if metric.unit not in (*codelist.ids("unit"), OF_SERIES):
        yield f"its unit {metric.unit} is not in the list of units"
    if metric.better not in _BETTER:
        yield f"better is {metric.better}; accepted: {', '.join(_BETTER)}"
    if not all(metric.title.get(language) for language in ("en", "ru")):
        yield "it has no title in English or in Russian"
    if "value = " not in metric.doc:
        yield "its docstring has no formula (value = …)"
    if "null" not in metric.doc.lower():
        yield "its docstring does not say when a value is null"
    if metric.engine not in ENGINES:
        yield f"its engine is {metric.engine}; accepted: {', '.join(ENGINES)}"
    for name in set(metric.dimensions) - set(codelist.ids("dimension")):
        yield f"its dimension {name} has no title in the list of dimensions"
    for name in _unused(metric):
        yield f"its input {name} is not used"


def _unused(metric: Metric) -> list[str]:
    """The arguments that the function's body never names."""
    body = ast.parse(textwrap.dedent(inspect.getsource(metric.function))).body[0]
    named = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
    return [name for name in metric.inputs if name not in named]


def _each_once(snapshot: Snapshot) -> Callable[[str], pl.LazyFrame]:
    """The results of metrics by name; what several are computed from is computed once."""
    known: dict[str, pl.LazyFrame] = {}

    def compute(name: str) -> pl.LazyFrame:
        if name not in known:
            known[name] = run(name, snapshot.table, compute).collect().lazy()
        return known[name]

    return compute


def _result(name: str, compute: Callable[[str], pl.LazyFrame]) -> Iterator[str]:
    try:
        compute(name)
    except Exception as error:  # whatever a metric raises is what is to be told
        yield f"it cannot be computed, {type(error).__name__}: {error}"
