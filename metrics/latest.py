"""What is the newest actual figure of a series?"""

import narwhals.stable.v2 as nw

from metrics.judgement import is_reported, lost
from metrics.pairing import SERIES
from metrics.registry import Frame

#: Weighs more than any difference in length: no period is a million months long.
_MONTH = 1_000_000


def latest(observation: Frame) -> Frame:
    """Of each series (entity, indicator, scope, basis, unit, since) the known actual of the latest period, one row.

    Of periods that end together the longest. Columns: the series, value, lower, upper, period, start_month, end_month,
    frequency, status, source, `lost` (why it cannot be told in the money asked for: no older one stands in for it).
    """
    told = observation.with_columns(lost=lost(observation))
    reported = told.filter(nw.col("scenario") == "actual", is_reported(observation))
    length = nw.col("frequency").cast(nw.Int64)
    ranked = reported.with_columns(_rank=nw.col("end_month").cast(nw.Int64) * _MONTH + length)
    newest = ranked.filter(nw.col("_rank") == nw.col("_rank").max().over(*SERIES))
    said = ("value", "lower", "upper", "period", "start_month", "end_month", "frequency", "status", "source", "lost")
    return newest.select(*SERIES, *said)
