"""What is the newest actual figure of a series?"""

import narwhals.stable.v2 as nw

from metrics.judgement import is_known
from metrics.pairing import SERIES
from metrics.registry import Frame

#: Weighs more than any difference in length: no period is a million months long.
_MONTH = 1_000_000


def latest(observation: Frame) -> Frame:
    """Of each series (entity, indicator, scope, basis, unit, since) the known actual of the latest period, one row.

    Of periods that end together the longest. Columns: the series, value, lower, upper, period, start_month, end_month,
    frequency, status, source.
    """
    reported = observation.filter(nw.col("scenario") == "actual", is_known())
    length = nw.col("frequency").cast(nw.Int64)
    ranked = reported.with_columns(_rank=nw.col("end_month").cast(nw.Int64) * _MONTH + length)
    newest = ranked.filter(nw.col("_rank") == nw.col("_rank").max().over(*SERIES))
    return newest.select(
        *SERIES, "value", "lower", "upper", "period", "start_month", "end_month", "frequency", "status", "source"
    )
