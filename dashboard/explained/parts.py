"""Of which parts is a computed figure made, in words and numbers?"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from babel.numbers import format_decimal

from dashboard.explained import formula
from dashboard.reports.dimension_words import dimension
from dashboard.reports.model import Cell, Column, Table
from dashboard.reports.words import Words
from metrics.registry import OF_SERIES, Metric

#: What stands with the number it belongs to.
_BESIDE = ("_lower", "_upper", "_comparator", "_unit")


def formulas(words: Words, metric: Metric, row: dict[str, Any]) -> tuple[str, str]:
    """The formula of a figure in words, and with its numbers put in; both empty where no formula gives its value."""
    number = partial(format_decimal, format="#,##0.######", locale=words.language.locale)
    put = formula.formula(metric.doc, row, number)
    return formula.named(metric.doc, row, partial(words.language.title, "dimension")), put


def parts(words: Words, metric: Metric, row: dict[str, Any]) -> Table:
    """Each part of a figure that is known, a row each: what it is, and how much."""
    t = words.language.t
    columns = (Column("part", t("What")), Column("said", t("How much, or which")))
    told = tuple({"part": Cell.of(name), "said": said} for name, said in _parts(words, metric, row) if said.text)
    return Table(columns, told, t("The figure is made of nothing else."))


def value(words: Words, metric: Metric, row: dict[str, Any]) -> Cell:
    """The figure itself."""
    return words.figure(row, "value", row["unit"] if metric.unit == OF_SERIES else metric.unit)


def _parts(words: Words, metric: Metric, row: dict[str, Any]) -> Iterator[tuple[str, Cell]]:
    t = words.language.t
    yield t("Whom it counts"), Cell.of(words.scope(row["scope"]))
    yield t("Basis"), Cell.of(words.basis(row["basis"]))
    if row["coverage"] is not None:
        yield t("Coverage"), words.figure(row, "coverage", "PT")
    for name in metric.dimensions:
        if not name.endswith(_BESIDE):
            yield words.language.title("dimension", name), _said(words, row, name)


def _said(words: Words, row: dict[str, Any], name: str) -> Cell:
    """A part with its sign, ends and unit where it has them; a plain number by its digits."""
    if f"{name}_lower" in row:
        is_known = any(row[each] is not None for each in (name, f"{name}_lower", f"{name}_upper"))
        return words.figure(row, name, row.get(f"{name}_unit") or row["unit"]) if is_known else Cell("")
    if isinstance(row[name], float):
        return Cell(_number(words)(row[name]), row[name])
    return dimension(words, name, row)


def _number(words: Words) -> Callable[[float], str]:
    return partial(format_decimal, format="#,##0.##", locale=words.language.locale)
