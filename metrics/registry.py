"""Which metrics are there, what does each need, and what comes out?

A metric is one function in one module of this folder, called like its file, with `@metric` on top. It is found by
being there, here or in a folder that `metrics/folders.py` tells of: no list names it. A module that cannot be used is
kept aside with its error and stops no other.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import narwhals.stable.v2 as nw

from data.errors import UserError
from metrics import eager, folders, wiring

Frame = nw.LazyFrame[Any]
Rows = nw.DataFrame[Any]
Type = type[nw.String] | type[nw.Float64] | type[nw.Boolean] | type[nw.Int32] | type[nw.Int64]
F = TypeVar("F", bound=Callable[..., Frame | Rows])

#: The tables of a snapshot, which a metric may name as arguments.
TABLES = (
    "observation",
    "history",
    "entity",
    "membership",
    "source",
    "agreement",
    "measure",
    "formation_rule",
    "rate",
    "deflator",
    "stage",
    "alias",
    "indicator",
    "role",
    "pipeline_stage",
    "country",
    "methodology",
    "methodology_part",
    "methodology_threshold",
    "today",
)

#: The unit, and the direction, of a metric whose values have those of the series they speak of.
OF_SERIES = "series"

#: The columns every result has, in order; those that a passport declares follow.
SHAPE: dict[str, Type] = {
    "entity": nw.String,
    "indicator": nw.String,
    "scope": nw.String,
    "basis": nw.String,
    "unit": nw.String,
    "period": nw.String,
    "value": nw.Float64,
    "lower": nw.Float64,
    "upper": nw.Float64,
    "coverage": nw.Float64,
    "reason": nw.String,
}

#: What a metric may leave out: a point has its value as both ends, the rest is null.
_STAND_IN = {"lower": "value", "upper": "value", "coverage": None, "reason": None}

#: Modules of this folder that metrics are made with.
TOOLS = (
    "registry",
    "wiring",
    "folders",
    "eager",
    "worked_out",
    "money",
    "multiplier",
    "exchange",
    "untold",
    "interval",
    "judgement",
    "asof",
    "belonging",
    "latest",
    "quotient",
    "public_money",
    "density",
    "plan_line",
    "trend",
    "pipeline",
    "draws",
    "survival",
    "same_time",
)

#: What a metric computes with: expressions of any engine, or arrays over rows that are in memory.
ENGINES = ("narwhals", "numpy")

_DECLARED: dict[str, list["Metric"]] = {}


@dataclass(frozen=True)
class Metric:
    """A metric and its passport.

    `unit` and `better` are those of `value`; "series" where they are those of the series a row speaks of, whose unit
    is the row's. `dimensions` are the columns of the result beside the common ones, each with its type. `engine` is
    what it computes with, one of ENGINES.
    """

    id: str
    title: Mapping[str, str]
    unit: str
    better: str
    reference: str
    doc: str
    inputs: tuple[str, ...]
    dimensions: Mapping[str, Type]
    engine: str
    function: Callable[..., Any]

    @property
    def columns(self) -> dict[str, Type]:
        """Every column of the result with its type, in order."""
        return {**SHAPE, **self.dimensions}


def metric(
    title: Mapping[str, str],
    unit: str,
    better: str,
    reference: str,
    dimensions: Mapping[str, Type] | None = None,
    engine: str = "narwhals",
) -> Callable[[F], F]:
    """Declares a function as a metric: its arguments are its inputs, its docstring says formula and null rule.

    `unit` is a unit of the codelist or "series", `better` one of higher, lower, neither, series; `reference` says where
    the definition comes from. With engine="numpy" the function gets its inputs as eager Polars-backed frames, whatever
    engine they were made on, and returns one: for what needs arrays, over few rows. The function itself is left as it
    is.
    """

    def declare(function: F) -> F:
        inputs = tuple(inspect.signature(function).parameters)
        doc = inspect.getdoc(function) or ""
        passport = (function.__name__, title, unit, better, reference, doc, inputs, dimensions or {}, engine)
        _DECLARED.setdefault(function.__module__, []).append(Metric(*passport, function))
        return function

    return declare


class Metrics(Mapping[str, Metric]):
    """The metrics of a package by id, looked for when first asked. `broken` holds the errors of the others."""

    def __init__(self, package: str) -> None:
        self._package = package

    def __getitem__(self, name: str) -> Metric:
        return self._found[0][name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found[0])

    def __len__(self) -> int:
        return len(self._found[0])

    @property
    def broken(self) -> Mapping[str, Exception]:
        """What cannot be used, each with its error: modules by name, a second one of a name and folders by path."""
        return self._found[1]

    def find(self, name: str) -> Metric:
        """The metric of that id. Raises UserError where there is none, and its own error where it cannot be used."""
        if name in self.broken:
            raise self.broken[name]
        if name not in self:
            raise UserError("No metric {name}.\nKnown: {known}.", name=name, known=", ".join(self))
        return self[name]

    @cached_property
    def _found(self) -> tuple[dict[str, Metric], dict[str, Exception]]:
        found: dict[str, Metric] = {}
        files, broken = self._files()
        for name, file in files.items():
            try:
                found[name] = _load(f"{self._package}.{name}", name, file)
            except Exception as error:  # whatever the module raises: it is kept, shown, and raised when asked for
                broken[name] = error
        broken |= wiring.faults({name: each.inputs for name, each in found.items()}, TABLES, broken)
        return {name: each for name, each in found.items() if name not in broken}, broken

    def _files(self) -> tuple[dict[str, Path], dict[str, Exception]]:
        """The file of each metric to be; the first of a name counts, and a later one is broken."""
        path = importlib.import_module(self._package).__path__
        elsewhere, broken = folders.others()
        path.extend(folder for folder in elsewhere if folder not in path)
        files: dict[str, Path] = {}
        for name, file in folders.modules(path):
            if files.setdefault(name, file) != file:
                broken[str(file)] = UserError(
                    "{file}: {name} is already there, in {first}. Call it otherwise.",
                    file=file,
                    name=name,
                    first=files[name],
                )
        return {name: file for name, file in files.items() if name not in TOOLS}, broken


METRICS = Metrics("metrics")


def graph() -> dict[str, tuple[str, ...]]:
    """What each metric is computed from: the metrics and tables it names as arguments."""
    return {name: each.inputs for name, each in METRICS.items()}


def run(name: str, table: Callable[[str], Any], metric: Callable[[str], Any] | None = None) -> Any:
    """The result of a metric as a lazy frame of the engine that `table` gives: the passport's columns, in order.

    Each argument of a metric is another metric, else a table; each is fetched or computed once. `metric` brings the
    result of another metric from where it is kept, on the same engine; without it they are computed here. Numbers are
    finite or null. Raises UserError for an unknown or unusable metric, and for a result without a column it must have.
    """
    known: dict[str, Frame] = {}

    def resolve(needed: str) -> Frame:
        if needed not in known:
            known[needed] = inner(needed) if needed in METRICS else eager.lazy(table(needed))
        return known[needed]

    def inner(needed: str) -> Frame:
        return eager.lazy(metric(needed)) if metric else eager.settled(compute(METRICS[needed]))

    def compute(wanted: Metric) -> Frame:
        return _shaped(wanted, _applied(wanted, [resolve(needed) for needed in wanted.inputs]))

    return compute(METRICS.find(name)).to_native()


def _applied(wanted: Metric, inputs: list[Frame]) -> Frame:
    if wanted.engine != "numpy":
        return cast(Frame, wanted.function(*inputs))
    return eager.given_back(wanted.function(*map(eager.collected, inputs)), inputs)


def _load(module: str, name: str, file: Path) -> Metric:
    importlib.import_module(module)
    declared = _DECLARED.get(module, [])
    if [each.id for each in declared] != [name]:
        raise UserError(
            "{file}: found {found}; a metric's module holds one @metric function, called {name}.",
            file=file,
            name=name,
            found=", ".join(f"def {each.id}" for each in declared) or "no @metric function",
        )
    if name in TABLES:
        raise UserError("{file}: {name} is the name of a table; call the metric otherwise.", file=file, name=name)
    return declared[0]


def _shaped(wanted: Metric, frame: Frame) -> Frame:
    found = frame.collect_schema().names()
    missing = [name for name in wanted.columns if name not in found and name not in _STAND_IN]
    if missing:
        raise UserError(
            "metrics/{name}.py: the result has no column {missing}.\nFound: {found}.",
            name=wanted.id,
            missing=", ".join(missing),
            found=", ".join(found),
        )
    taken = {name: name if name in found else _STAND_IN[name] for name in wanted.columns}
    return frame.select(**{name: _typed(taken[name], dtype) for name, dtype in wanted.columns.items()})


def _typed(name: str | None, dtype: Type) -> nw.Expr:
    if name is None:
        return nw.lit(None, dtype=dtype)
    column = nw.col(name).cast(dtype)
    return nw.when(column.is_finite()).then(column) if dtype == nw.Float64 else column
