"""What does the card of a zone or cluster say, on the page and in a file?

A cell of a part is named after it: `investment`, `investment_target`. The page composes its lines of the same cells
that a file has as columns.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from dashboard.cards import scoreboard
from dashboard.language import Language
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words
from metrics.registry import METRICS

#: The metrics that tell the parts which no published figure tells, in the order of the card.
EXTRAS = {
    "change": "members_change",
    "occupancy": "occupancy",
    "leverage": "leverage",
    "pipeline": "weighted_pipeline",
    "coverage": "coverage",
    "freshness": "freshness",
}
#: In what these are told, where it is not the unit of the figures they speak of.
_UNITS = {"occupancy": "PT", "leverage": "RATIO", "coverage": "PT", "freshness": "MONTH"}
#: The indicator whose name a part has where it is not known which one tells it.
_SHORT = {"jobs": "jobs"}

Parts = Mapping[str, dict[str, Any]]


def title(language: Language, part: str, row: Mapping[str, Any] | None = None) -> str:
    """What a part is called: by the indicator that tells it, where one does, else by the foremost of the part."""
    if part in EXTRAS:
        found = METRICS[EXTRAS[part]].title
        return found.get(language.code) or found["en"]
    names = scoreboard.PARTS.get(part, ("",))
    return language.title("indicator", (row or {}).get("indicator") or names[0])


def named(language: Language, part: str, row: Mapping[str, Any] | None) -> str:
    """The short name of a part, where no figure of it is shown beside."""
    return (
        title(language, part, row) if row else language.title("indicator", _SHORT.get(part, scoreboard.PARTS[part][0]))
    )


def cells(words: Words, parts: Parts) -> Row:
    """The cells of one card: of each part its figure, target, share, standing, plan to date, last target, growth."""
    found: Row = {}
    for part, row in parts.items():
        found |= {f"{part}{name}": cell for name, cell in _part(words, part, row).items()}
    return found


def _part(words: Words, part: str, row: dict[str, Any]) -> Row:
    if part in EXTRAS and row["metric"] in EXTRAS.values():
        return _extra(words, part, row)
    figure = words.figure(row)
    told = {"": figure, "_said": Cell.of(figure.text), "_period": _period(words, row, "period")}
    if row["expected"] is not None:
        said = words.language.t("sum of {part} of {whole}", part=row["reported"], whole=row["expected"])
        told["_sum"] = Cell.of(said)
    if row["now_period"] and row["now_end"] > row["end_month"]:
        told["_now"] = words.figure(row, "now")
        told["_now_period"] = Cell.of(words.period(row["now_period"], row["basis"]))
    if row["growth_period"]:
        told["_growth"] = Cell(f"{arrow(row)} {growth(words, row).text}".strip(), growth(words, row).value)
    return {**told, **(_target(words, row) if row["standing"] else {})}


def _target(words: Words, row: dict[str, Any]) -> Row:
    unit, basis = row["target_unit"], row["target_basis"]
    target = words.figure(row, "target", unit)
    found = {
        "_target": target,
        "_target_said": Cell.of(target.text),
        "_target_period": Cell.of(words.period(row["target_period"], basis)),
        "_standing": Cell.of(words.language.title("standing", row["standing"])),
    }
    if _is_known(row, "share"):
        found["_share"] = words.figure(row, "share", "PT")
    if _is_known(row, "plan"):
        found["_plan"] = words.figure(row, "plan", unit)
    if row["final_target_period"]:
        found["_final_target"] = words.figure(row, "final_target", unit)
        found["_final_target_period"] = Cell.of(words.period(row["final_target_period"], basis))
    if row["final_target_period"] and _is_known(row, "final_share"):
        found["_final_share"] = words.figure(row, "final_share", "PT")
    return found


def _extra(words: Words, part: str, row: dict[str, Any]) -> Row:
    """A part that a metric tells: who reported by count, the newest figure by its age, else the number."""
    period = _period(words, row, "period")
    if part == "coverage":
        said = words.language.t("{part} of {whole}", part=row["reported"], whole=row["expected"])
        return {"": Cell(said, row["value"]), "_said": Cell.of(said), "_period": period}
    if part == "change":
        said = words.language.t("joined {joined}, left {left}", joined=row["joined"], left=row["left"])
        return {"": Cell(said, row["value"]), "_said": Cell.of(said), "_period": period}
    if part == "freshness":
        said = words.age(row["end_month"])
        return {"": Cell(said, row["value"]), "_said": Cell.of(said), "_period": period}
    figure = words.figure(row, "value", _UNITS.get(part, row["unit"]))
    return {"": figure, "_said": Cell.of(figure.text), "_period": period}


def growth(words: Words, row: dict[str, Any]) -> Cell:
    """The change on the year before, without a sign where an arrow says it."""
    return words.figure(row, "growth", "PT")


def arrow(row: Mapping[str, Any]) -> str:
    """▲ surely more than a year before, ▼ surely less, = as much; nothing where the bounds leave it open."""
    lower, upper = row["growth_lower"], row["growth_upper"]
    if lower is not None and lower > 0:
        return "▲"
    if upper is not None and upper < 0:
        return "▼"
    return "=" if lower == upper == 0 else ""


def figure_code(row: Mapping[str, Any]) -> str:
    """The figure of a row as the address of its explanation has it."""
    of_target = row["metric"] == "attainment"
    period = row["target_period"] if of_target else row["period"]
    return "~".join((*(row[name] or "" for name in ("indicator", "scope", "basis", "unit")), period or ""))


def columns(words: Words, rows: Iterable[Row]) -> tuple[Column, ...]:
    """The columns of the cells that any of the cards has, in the order of the card."""
    used = {name for row in rows for name in row}
    every = (
        (part, name)
        for part in (*scoreboard.PARTS, scoreboard.OTHER, *EXTRAS)
        for name in _NAMES
        if f"{part}{name}" in used
    )
    return tuple(dict.fromkeys(_column(words, part, name) for part, name in every))


def with_cards(words: Words, table: Table) -> Table:
    """A table of zones and clusters, whose rows have `code`, with the cells of their cards behind its own."""
    codes = [row["code"].text for row in table.rows]
    found = {code: cells(words, parts) for code, parts in parts_of(scoreboard.board(words.known), codes).items()}
    rows = tuple({**row, **found[code]} for row, code in zip(table.rows, codes, strict=True))
    return Table((*table.columns, *columns(words, found.values())), rows, table.empty)


def parts_of(rows: pl.DataFrame, codes: Iterable[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """Of each of these entities the parts of its card by name."""
    found: dict[str, dict[str, dict[str, Any]]] = {code: {} for code in codes}
    for row in rows.filter(pl.col("entity").is_in(list(found))).iter_rows(named=True):
        found[row["entity"]][row["part"]] = row
    return found


_NAMES = (
    "",
    "_said",
    "_sum",
    "_period",
    "_now",
    "_now_period",
    "_target",
    "_target_said",
    "_target_period",
    "_share",
    "_standing",
    "_plan",
    "_final_target",
    "_final_target_period",
    "_final_share",
    "_growth",
)
_SHARES = ("_share", "_final_share", "_growth")
_NUMBERS = ("", "_now", "_target", "_plan", "_final_target")


def _column(words: Words, part: str, name: str) -> Column:
    t = words.language.t
    what = t("Another target") if part == scoreboard.OTHER else title(words.language, part)
    beside = {
        "": "",
        "_said": t("as told"),
        "_sum": t("members"),
        "_period": t("period"),
        "_now": t("later figure"),
        "_now_period": t("later figure: period"),
        "_target": t("target"),
        "_target_said": t("target, as told"),
        "_target_period": t("target: period"),
        "_share": t("attainment, %"),
        "_standing": t("standing"),
        "_plan": t("plan to date"),
        "_final_target": t("final target"),
        "_final_target_period": t("final target: period"),
        "_final_share": t("of the final target, %"),
        "_growth": t("on the year before, %"),
    }[name]
    kind = "percent" if name in _SHARES else "number" if name in _NUMBERS else "text"
    return Column(f"{part}{name}", f"{what}: {beside}" if beside else what, kind, 18)


def _period(words: Words, row: dict[str, Any], name: str) -> Cell:
    return Cell.of(words.period(row[name], row["basis"]))


def _is_known(row: Mapping[str, Any], name: str) -> bool:
    return any(row[f"{name}{end}"] is not None for end in ("", "_lower", "_upper"))
