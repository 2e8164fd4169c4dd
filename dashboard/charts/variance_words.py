"""What does a chart of actual and plan say of its periods?"""

from collections.abc import Iterator
from typing import Any

from dashboard.charts.chart_parts import STANDING_STYLE, edges, end
from dashboard.format import figure
from dashboard.language import Language

Row = dict[str, Any]


def sentence(table: list[Row], unit: str, language: Language) -> str:
    """How often the plan was reached, the latest period in words, and the periods that have a plan alone."""
    judged = [row for row in table if edges(part_of(row, "variance"))]
    told = _judged(judged, unit, language) if judged else _latest(table, unit, language)
    return " ".join([told, *_waiting(table, language)])


def awaited(row: Row) -> str:
    """The shape under a period that has a plan and no actual figure: not reported, or not yet due."""
    if edges(part_of(row, "actual")) or not edges(part_of(row, "target")):
        return ""
    return STANDING_STYLE["no_final_report" if row["is_due"] else "open"].shape


def _latest(table: list[Row], unit: str, language: Language) -> str:
    row = next((row for row in reversed(table) if edges(part_of(row, "actual"))), table[-1])
    told = written(part_of(row, "actual"), unit, language)
    first = language.t("No period has both a plan and an actual figure.")
    return f"{first} {capital(row['told'])}: {told}." if edges(part_of(row, "actual")) else first


def _judged(judged: list[Row], unit: str, language: Language) -> str:
    good, bad = (sum(row["impact"] == impact for row in judged) for impact in ("favourable", "adverse"))
    first = language.n(
        "{count} period has a plan and an actual figure: {good} favourable, {bad} adverse.",
        "{count} periods have a plan and an actual figure: {good} favourable, {bad} adverse.",
        len(judged),
        good=good,
        bad=bad,
    )
    last = judged[-1]
    part = part_of(last, "variance")
    known = end(part) or 0.0
    mark = ("▲ " if known > 0 else "▼ ") if known else ""
    said = f"{capital(last['told'])}: {mark}{written(part, unit, language)}"
    impact = f" · {language.title('impact', last['impact'])}" if last["impact"] else ""
    return f"{first} {said}{impact}."


def _waiting(table: list[Row], language: Language) -> Iterator[str]:
    """Which periods have a plan alone, and why, behind the shape that stands under them."""
    t = language.t
    for standing in ("no_final_report", "open"):
        shape = STANDING_STYLE[standing].shape
        periods = ", ".join(row["told"] for row in table if awaited(row) == shape)
        if periods:
            late = t("Not reported: {parts}.", parts=periods)
            yield f"{shape} {late if standing == 'no_final_report' else t('Not yet due: {parts}.', parts=periods)}"


def part_of(row: Row, prefix: str) -> Row:
    """One kind of figure of a row as value, lower and upper."""
    return {"value": row[prefix], "lower": row[f"{prefix}_lower"], "upper": row[f"{prefix}_upper"]}


def written(part: Row, unit: str, language: Language) -> str:
    return figure(part["value"], part["lower"], part["upper"], None, unit, language)


def capital(text: str) -> str:
    """A text as it begins a sentence."""
    return f"{text[:1].upper()}{text[1:]}"
