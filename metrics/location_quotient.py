"""Location quotient: in which sectors is a zone specialised, compared with the other zones known?"""

import narwhals.stable.v2 as nw

from metrics.belonging import additive, belonging, rolled
from metrics.eager import settled
from metrics.interval import percentage, ratio, total
from metrics.judgement import is_reported, untold
from metrics.registry import Frame, metric
from metrics.same_time import dated

_SAME = ["role", "indicator", "scope", "basis", "unit", "period"]
_ZONE = ["entity", *_SAME]


@metric(
    title={"en": "Location quotient", "ru": "Коэффициент локализации"},
    unit="RATIO",
    better="neither",
    reference="Location quotient of regional science; the reference is the members of all entities known and not the "
    "national economy, which is the product's convention",
    dimensions={
        "role": nw.String,
        "sector": nw.String,
        "share": nw.Float64,
        "reference_share": nw.Float64,
        "members": nw.Int64,
        "peers": nw.Int64,
    },
)
def location_quotient(observation: Frame, membership: Frame, entity: Frame, indicator: Frame, role: Frame) -> Frame:
    """The share of a sector in an entity over the share of that sector in all entities together, by role and figure.

    value = (the sector's sum in the entity / the entity's sum) / (the sector's sum in all / the sum of all), over the
    members whose sector is known and who reported that period; above 1 the entity is specialised. "All" are the members
    of every entity in that role with figures of the same period, the entity's own among them, each once: it says how
    zones differ and nothing about the country. `members` of the entity are in the sector, `peers` are the entities
    compared, itself included.

    Null, with its reason: no_peers where no other entity has such figures, zero_denominator where nothing of the sector
    or nothing at all was reported, bounds, and why a figure cannot be told in the money asked for.
    """
    reported = observation.filter(nw.col("scenario") == "actual", is_reported(observation))
    figures = dated(additive(reported, indicator))
    who = belonging(membership, entity, role)
    sectors = entity.filter(~nw.col("sector").is_null()).select("sector", member="code")
    told = rolled(figures, who).join(sectors, on="member", how="inner")
    ends = {"own": nw.col("value"), "own_lower": nw.col("lower"), "own_upper": nw.col("upper")}
    own = settled(told.select(*_ZONE, "sector", "member", **ends, **untold(observation)))
    everybody = own.drop("entity").unique()
    shared = _shares(own, _ZONE, "share").rename({"_number": "members"})
    reference = _shares(everybody, _SAME, "reference_share").drop("_number")
    peers = own.select(_ZONE).unique().group_by(_SAME).agg(nw.len().alias("peers"))
    both = shared.join(reference, on=[*_SAME, "sector"], how="inner").join(peers, on=_SAME, how="inner")
    is_zero = (nw.col("share_upper") <= 0) | (nw.col("reference_share_upper") <= 0)
    alone = nw.when(nw.col("peers") < 2).then(nw.lit("no_peers"))
    untellable = nw.coalesce(nw.col("share_untold"), nw.col("reference_share_untold"))
    reason = nw.coalesce(alone, untellable, nw.when(is_zero).then(nw.lit("zero_denominator")), _unknown())
    return ratio(both.with_columns(reason=reason), "share", "reference_share")


def _shares(own: Frame, by: list[str], name: str) -> Frame:
    """The share of each sector in a sum, in per cent, as a quantity, and how many members it is of."""
    parts, whole = total(own, "own", by=[*by, "sector"]), total(own, "own", by=by)
    columns = ("value", "lower", "upper")
    sector = parts.select(*by, "sector", _number="reported", **_renamed("_part"))
    why = nw.when(nw.col("reason") != "bounds").then(nw.col("reason"))
    told = whole.select(*by, **_renamed("_whole"), **{f"{name}_untold": why})
    both = sector.join(told, on=by, how="inner")
    share = percentage(both, "_part", of="_whole").rename(
        {column: f"{name}{end}" for column, end in zip(columns, ("", "_lower", "_upper"), strict=True)}
    )
    return share.select(*by, "sector", "_number", name, f"{name}_lower", f"{name}_upper", f"{name}_untold")


def _renamed(name: str) -> dict[str, nw.Expr]:
    return {name: nw.col("value"), f"{name}_lower": nw.col("lower"), f"{name}_upper": nw.col("upper")}


def _unknown() -> nw.Expr:
    is_open = nw.col("share_lower").is_null() & nw.col("share_upper").is_null()
    other = nw.col("reference_share_lower").is_null() & nw.col("reference_share_upper").is_null()
    return nw.when(is_open | other).then(nw.lit("bounds"))
