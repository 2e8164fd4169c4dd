"""What have all residents of a zone promised and done together?"""

from typing import Any

import polars as pl

from dashboard.registers.obligations import ROLES
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words, explaining, figure_code
from dashboard.session import Known

_OVER = ["indicator", "scope", "basis", "since", "role"]


def together(words: Words, zone: str) -> Table:
    """By indicator: committed and done by those who reported, the share fulfilled, who met theirs, what is missing."""
    t = words.language.t
    columns = (
        Column("indicator", t("Indicator")),
        Column("committed", t("Committed by now"), "number"),
        Column("done", t("Done"), "number"),
        Column("share", t("Fulfilled"), "percent"),
        Column("met", t("Have met theirs")),
        Column("reported", t("Have reported")),
        Column("missing", t("Missing in all"), "number"),
        Column("exposed", t("Support exposed to claw-back"), "number"),
    )
    rows = tuple(_row(words, row) for row in _rows(words.known, zone))
    return Table(columns, rows, t("No obligation of its residents is due, or none is known."))


def _rows(known: Known, zone: str) -> list[dict[str, Any]]:
    def of(name: str) -> pl.DataFrame:
        return known.metric(name).filter(entity=zone).filter(pl.col("role").is_in(ROLES))

    met = of("commitments_met_share").select(*_OVER, "unit", met="met", judged=pl.col("met") + pl.col("missed"))
    short = of("shortfall").select(*_OVER, "unit", missing="value", missing_lower="lower", missing_upper="upper")
    exposed = of("claw_back_exposure").select(
        *_OVER, unit="committed_unit", money="unit", exposed="value", exposed_lower="lower", exposed_upper="upper"
    )
    rows = of("commitment_fulfilment")
    for beside in (met, short, exposed):
        rows = rows.join(beside, on=[*_OVER, "unit"], how="left", nulls_equal=True)
    return rows.sort("indicator", "unit", "role").to_dicts()


def _row(words: Words, row: dict[str, Any]) -> Row:
    t = words.language.t
    return {
        "indicator": Cell.of(words.indicator(row["indicator"])),
        "committed": words.figure(row, "committed"),
        "done": words.figure(row, "actual"),
        "share": words.percent(row) if row["value"] is not None else Cell.of(_why(words, row["reason"])),
        "met": Cell.of(t("{part} of {whole}", part=row["met"] or 0, whole=row["judged"] or 0)),
        "reported": Cell.of(t("{part} of {whole}", part=row["reported"], whole=row["expected"])),
        "missing": words.figure(row, "missing"),
        **explaining("commitment_fulfilment", row["entity"], figure_code(row)),
        "exposed": words.figure(row, "exposed", row["money"]) if row["money"] else Cell.of(t("no support is known")),
    }


def _why(words: Words, reason: str | None) -> str:
    return words.language.title("reason", reason) if reason else ""
