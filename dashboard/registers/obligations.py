"""Who has promised what to a zone, what is due, what is done, what is missing and how late?

Every number is one of a metric; here they are only put beside one another and ordered.
"""

from typing import Any

import polars as pl

from dashboard.reports.pairs import urgency
from dashboard.session import Known

#: In which roles one belongs to a zone as a resident does.
ROLES = ("resident", "tenant", "member")
_SERIES = ["entity", "indicator", "scope", "basis", "unit", "since"]
_KEY = [*_SERIES, "period"]
_ENDS = ("", "_lower", "_upper")


def zones(known: Known) -> list[str]:
    """Whose register there is: who has residents with obligations first, then who has published ones of its own."""
    owing = known.metric("commitments")["entity"].unique().to_list()
    own = known.table("entity").filter(pl.col("code").is_in(owing), pl.col("kind").is_in(["zone", "cluster", "group"]))
    of = _memberships(known).filter(pl.col("member").is_in(owing))["of"].unique()
    return [*sorted(of), *sorted(set(own["code"]) - set(of))]


def residents(known: Known, zone: str) -> list[str]:
    """Who is or was a resident of a zone."""
    return sorted(_memberships(known).filter(pl.col("of") == zone)["member"].unique())


def _memberships(known: Known) -> pl.DataFrame:
    return known.table("membership").filter(pl.col("role").is_in(ROLES))


def every(known: Known, codes: list[str]) -> list[dict[str, Any]]:
    """Every obligation of some entities, one row each, those furthest behind first, those not yet due last.

    `done` is the latest figure where the obligation is the last that fell due of its series, else that of its date;
    `missing` and `attainment` are of the former only. `standing` is null where a metric gives no verdict.
    """
    own = known.metric("commitments").filter(pl.col("entity").is_in(codes))
    verdict = known.metric("commitments_due").select(
        *_KEY,
        attainment="value",
        attainment_lower="lower",
        attainment_upper="upper",
        standing="standing",
        why="reason",
        latest_end="actual_end",
        **{f"latest{end}": f"actual{end}" for end in _ENDS},
    )
    late = known.metric("months_late").select(*_KEY, late="value", late_lower="lower", late_upper="upper")
    short = known.metric("shortfall").filter(pl.col("role").is_null())
    missing = short.select(*_KEY, missing="value", missing_lower="lower", missing_upper="upper")
    rows = own
    for beside in (verdict, late, missing):
        rows = rows.join(beside, on=_KEY, how="left", nulls_equal=True)
    has_latest = pl.any_horizontal(pl.col("latest", "latest_lower", "latest_upper").is_not_null())
    done = {
        f"done{end}": pl.when(has_latest).then(f"latest{end}").otherwise(f"actual{end}") for end in (*_ENDS, "_end")
    }
    return sorted(rows.with_columns(**done, is_latest=has_latest).to_dicts(), key=_behind)


def last_due(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each series the obligation that fell due last: the one that counts today."""
    newest: dict[tuple[Any, ...], int] = {}
    for row in rows:
        if row["is_due"]:
            key = _series(row)
            newest[key] = max(newest.get(key, row["target_end"]), row["target_end"])
    return [row for row in rows if row["is_due"] and row["target_end"] == newest[_series(row)]]


def to_come(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The obligations that are not yet due, the next first."""
    return sorted((row for row in rows if not row["is_due"]), key=lambda row: (row["target_end"], row["entity"]))


def _series(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _SERIES)


def _behind(row: dict[str, Any]) -> tuple[Any, ...]:
    share = row["attainment"] if row["attainment"] is not None else float("inf")
    return (not row["is_due"], urgency(row["standing"] or ""), share, -(row["late_lower"] or 0), row["entity"])


def has_share(row: dict[str, Any]) -> bool:
    """Is it known, or bounded, how much of an obligation is fulfilled?"""
    return any(row[f"attainment{end}"] is not None for end in _ENDS)


def sources(known: Known, rows: list[dict[str, Any]]) -> list[str]:
    """Who told what was done, the latest first, then who told what was promised."""
    codes = list(dict.fromkeys(row["entity"] for row in rows))
    own = pl.concat([known.rows_of(code, "observation") for code in codes]) if codes else pl.DataFrame()
    if own.is_empty():
        return []
    done = pl.DataFrame([{name: row[name] for name in (*_SERIES[:-1], "done_end")} for row in rows])
    keys = done.rename({"done_end": "end_month"}).cast({"end_month": own.schema["end_month"]})
    told = own.filter(scenario="actual").join(keys, on=[*_SERIES[:-1], "end_month"], how="semi")
    latest = told.sort("end_month", "source", descending=[True, False])["source"].unique(maintain_order=True)
    return [*latest, *(row["target_source"] for row in rows)]
