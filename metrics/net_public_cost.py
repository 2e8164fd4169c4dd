"""Net public cost: what is forgone in taxes after what is paid in their place?"""

import narwhals.stable.v2 as nw

from metrics.interval import difference
from metrics.judgement import is_known, surely
from metrics.registry import OF_SERIES, Frame, metric

_PLACE = ["entity", "scope", "basis", "unit", "since", "period"]
_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}


@metric(
    title={"en": "Net cost of tax relief", "ru": "Чистая стоимость налоговых льгот"},
    unit=OF_SERIES,
    better="lower",
    reference="New York State Authorities Budget Office, Industrial Development Agencies' Project Data: net exemptions "
    "= total exemptions − total PILOT made",
    dimensions={
        "since": nw.Int32,
        **{f"{name}{end}": nw.Float64 for name in ("tax_relief", "payments_in_lieu") for end in _ENDS},
    },
)
def net_public_cost(observation: Frame) -> Frame:
    """Tax relief granted less the payments made in lieu of taxes, of the same entity, period and basis.

    value = tax relief − payments in lieu. Below zero where more is paid than was spared: nothing is clipped.

    Null: value where a figure is only a range, with reason bounds. Where one of the two is not known there is no row:
    what was not reported is not zero. `low_reliability` stands beside a value where a figure has status U.
    """
    both = _told(observation, "tax_relief").join(_told(observation, "payments_in_lieu"), on=_PLACE, how="inner")
    found = difference(both, "tax_relief", "payments_in_lieu")
    is_doubtful = nw.col("_doubt_tax_relief") | nw.col("_doubt_payments_in_lieu")
    doubt = nw.when(is_doubtful).then(nw.lit("low_reliability"))
    return found.with_columns(indicator=nw.lit("tax_relief"), reason=nw.coalesce(nw.col("reason"), doubt))


def _told(observation: Frame, name: str) -> Frame:
    rows = observation.filter(nw.col("scenario") == "actual", nw.col("indicator") == name, is_known())
    ends = {f"{name}{end}": nw.col(column) for end, column in _ENDS.items()}
    return rows.select(*_PLACE, **ends, **{f"_doubt_{name}": surely(nw.col("status") == "U")})
