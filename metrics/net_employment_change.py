"""Net employment change: how many jobs more are there than before?"""

import narwhals.stable.v2 as nw

from metrics.interval import difference
from metrics.judgement import is_known, surely
from metrics.pairing import SERIES
from metrics.registry import OF_SERIES, Frame, metric

_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}
_KEY = [*SERIES, "period"]
#: Weighs more than any difference in length: no period is a million months long.
_MONTH = 1_000_000


@metric(
    title={"en": "Net employment change", "ru": "Чистое изменение занятости"},
    unit=OF_SERIES,
    better="higher",
    reference="New York State Authorities Budget Office, Industrial Development Agencies' Project Data: net employment "
    "change = current FTEs − FTEs before IDA status",
    dimensions={
        "since": nw.Int32,
        **{f"{name}{end}": nw.Float64 for name in ("actual", "baseline") for end in _ENDS},
        "actual_end": nw.Int32,
        "baseline_end": nw.Int32,
    },
)
def net_employment_change(observation: Frame) -> Frame:
    """The jobs there are less the jobs there were at the published starting point, one row per figure of jobs.

    value = jobs − jobs of the baseline of the same series that ends last, no later than the figure does. Below zero
    where jobs were lost: nothing is clipped. Jobs during construction are another indicator and never part of it.

    Null: value where a figure is only a range, with reason bounds. Without a baseline there is no row.
    `low_reliability` stands beside a value where a figure has status U.
    """
    found = difference(_best(_told(observation, "actual"), _told(observation, "baseline")), "actual", "baseline")
    doubt = nw.when(nw.col("_doubt_actual") | nw.col("_doubt_baseline")).then(nw.lit("low_reliability"))
    return found.with_columns(reason=nw.coalesce(nw.col("reason"), doubt))


def _told(observation: Frame, name: str) -> Frame:
    rows = observation.filter(nw.col("scenario") == name, nw.col("indicator") == "jobs", is_known())
    ends = {f"{name}{end}": nw.col(column) for end, column in _ENDS.items()}
    doubt = {f"_doubt_{name}": surely(nw.col("status") == "U")}
    return rows.select(*_KEY, "frequency", **ends, **doubt, **{f"{name}_end": nw.col("end_month")})


def _best(actuals: Frame, baselines: Frame) -> Frame:
    """Each figure with its baseline: of those that end no later the last, of several that end together the longest."""
    started = baselines.rename({"frequency": "_length"}).drop("period")
    met = actuals.join(started, on=SERIES, how="inner").filter(nw.col("baseline_end") <= nw.col("actual_end"))
    rank = nw.col("baseline_end").cast(nw.Int64) * _MONTH + nw.col("_length").cast(nw.Int64)
    ranked = met.with_columns(_rank=rank)
    return ranked.filter(nw.col("_rank") == nw.col("_rank").max().over(*_KEY))
