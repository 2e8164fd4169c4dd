"""Parts of the composite: how much of its plan has each indicator of a methodology reached?"""

import narwhals.stable.v2 as nw

from metrics.interval import capped
from metrics.judgement import surely
from metrics.registry import Frame, Type, metric

#: Where the parts of one score meet.
PLACE = ["entity", "scope", "basis", "since", "period", "target_end", "methodology"]

_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}
_SCORE = ["_score", "_score_lower", "_score_upper", "_reason"]
_SPOT = [name for name in PLACE if name != "methodology"]

DIMENSIONS: dict[str, Type] = {
    "methodology": nw.String,
    "verified": nw.Boolean,
    "weight": nw.Float64,
    "cap": nw.Float64,
    "uncapped": nw.Float64,
    "uncapped_lower": nw.Float64,
    "uncapped_upper": nw.Float64,
    "since": nw.Int32,
    "target_end": nw.Int32,
}


@metric(
    title={"en": "Parts of the composite (unverified)", "ru": "Составляющие сводного показателя (не проверено)"},
    unit="PT",
    better="higher",
    reference="By analogy with Government Decree 643 of 7 July 2016, clause 6 (its formulae were not read: "
    "unverified); parts, weights and caps are those of the methodology in force, data/codelists/methodology_part.csv",
    dimensions=DIMENSIONS,
)
def composite_part(attainment: Frame, entity: Frame, methodology: Frame, methodology_part: Frame) -> Frame:
    """What each indicator of a methodology adds to its composite, one row per part, whether it can be told or not.

    value = min(cap, attainment), in per cent; `uncapped` is attainment itself. A score has a row for each period of a
    flow, in the year or since the beginning, whose target is due or has its final figure; a level takes part with its
    target of the same date. The edition in force on that date counts, for the kind of entity and the country it is
    made for. Only the figure of the target's date counts, or a cumulative one that had reached the target before.

    Null with its reason: no_target where the part has no plan for the period, no_final_report, low_reliability where a
    figure has status U, and the reasons of attainment. What is null has no part in the score and lowers its coverage.
    """
    told = _told(attainment, methodology_part)
    flows = told.filter(nw.col("basis").is_in(["period", "cumulative"]))
    whose = entity.select(entity="code", _kind="kind", _country="country")
    places = flows.select(_SPOT).unique().join(whose, on="entity", how="left")
    due = _parts_in_force(places, methodology, methodology_part)
    levels = _one_of_each(told.filter(nw.col("basis") == "stock").drop("basis", "since"))
    with_flows = due.join(flows, on=[*_SPOT, "indicator"], how="left")
    named = levels.rename({name: f"{name}_level" for name in _SCORE})
    return _scored(with_flows.join(named, on=["entity", "scope", "target_end", "indicator"], how="left"))


def _told(attainment: Frame, methodology_part: Frame) -> Frame:
    """The attainment of targets that are due, of indicators in any methodology, of one unit each: `_score`."""
    wanted = methodology_part.select(indicator="measured").unique()
    due = attainment.filter(nw.col("is_due") | nw.col("final")).join(wanted, on="indicator", how="semi")
    is_done = (nw.col("basis") == "cumulative") & surely(nw.col("lower") >= 100.0)
    late = nw.when(~nw.col("actual_end").is_null() & ~nw.col("final") & ~is_done).then(nw.lit("no_final_report"))
    why = nw.when(nw.col("reason") != "bounds").then(nw.col("reason"))
    scored = due.with_columns(_reason=nw.coalesce(why, late)).with_columns(
        **{f"_score{end}": nw.when(nw.col("_reason").is_null()).then(nw.col(name)) for end, name in _ENDS.items()}
    )
    place = [*_SPOT, "indicator"]
    return scored.filter(nw.col("unit") == nw.col("unit").min().over(*place)).select(*place, *_SCORE)


def _one_of_each(levels: Frame) -> Frame:
    """Of targets of one date and indicator the one of the longest period, which stands first as a text."""
    place = ["entity", "scope", "target_end", "indicator"]
    return levels.filter(nw.col("period") == nw.col("period").min().over(*place)).drop("period")


def _parts_in_force(places: Frame, methodology: Frame, methodology_part: Frame) -> Frame:
    """Each place with the parts that the edition in force at its end asks for."""
    composites = methodology.filter(nw.col("kind") == "composite").drop("kind", "needed")
    parts = methodology_part.select("methodology", "weight", "cap", indicator="measured")
    met = places.join(composites, how="cross")
    kept = met.filter(is_in_force("target_end")).select(*places.collect_schema().names(), "methodology", "verified")
    return kept.drop("_kind", "_country").join(parts, on="methodology", how="inner")


def is_in_force(at: str) -> nw.Expr:
    """Whether a methodology is in force in a month, and made for an entity of this `_kind` in this `_country`."""
    has_begun = nw.col("start_month").is_null() | surely(nw.col("start_month") <= nw.col(at))
    is_on = nw.col("end_month").is_null() | surely(nw.col("end_month") >= nw.col(at))
    is_meant = nw.col("applies_to").is_null() | surely(nw.col("applies_to") == nw.col("_kind"))
    is_here = nw.col("country").is_null() | surely(nw.col("country") == nw.col("_country"))
    return has_begun & is_on & is_meant & is_here


def _scored(met: Frame) -> Frame:
    told = met.with_columns(**{name: nw.coalesce(nw.col(name), nw.col(f"{name}_level")) for name in _SCORE})
    scores = [nw.col(f"_score{end}").is_null() for end in _ENDS]
    missing = nw.when(nw.all_horizontal(*scores, ignore_nulls=True)).then(nw.lit("no_target"))
    wide = nw.when(nw.col("_capped").is_null()).then(nw.lit("bounds"))
    return capped(told, "_score", "_capped", "cap").with_columns(
        **{f"uncapped{end}": nw.col(f"_score{end}") for end in _ENDS},
        **{name: nw.col(f"_capped{end}") for end, name in _ENDS.items()},
        unit=nw.lit("PT"),
        reason=nw.coalesce(nw.col("_reason"), missing, wide),
    )
