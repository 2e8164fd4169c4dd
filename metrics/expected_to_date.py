"""Expected to date: where should an entity be by now, if the plan is followed?"""

import narwhals.stable.v2 as nw

from metrics.asof import best_by_then
from metrics.eager import numbered, words
from metrics.interval import on_line
from metrics.judgement import comparable, doubted, is_accumulating, is_reported, lost, surely
from metrics.pairing import KEY
from metrics.plan_line import between_points
from metrics.registry import OF_SERIES, Frame, Type, metric
from metrics.worked_out import with_series

#: What stands beside a figure that is held against its target, in the metrics of plan and fact.
DIMENSIONS: dict[str, Type] = {
    "since": nw.Int32,
    "actual": nw.Float64,
    "actual_lower": nw.Float64,
    "actual_upper": nw.Float64,
    "actual_period": nw.String,
    "actual_end": nw.Int32,
    "actual_status": nw.String,
    "target": nw.Float64,
    "target_lower": nw.Float64,
    "target_upper": nw.Float64,
    "target_end": nw.Int32,
    "target_status": nw.String,
    "better": nw.String,
}

#: Ends of a quantity, by the suffix of its columns, and the columns of a result.
_LINE = ("start", "start_end", "time_gone")
_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}


@metric(
    title={"en": "Expected to date", "ru": "Ожидалось к дате"},
    unit=OF_SERIES,
    better=OF_SERIES,
    reference="Earned value management, planned value; a straight line where no point of the plan is published is the "
    "product's convention and an assumption",
    dimensions={**DIMENSIONS, "how": nw.String, "start_end": nw.Int32, "start": nw.Float64, "time_gone": nw.Float64},
)
def expected_to_date(pairing: Frame, observation: Frame) -> Frame:
    """Where the plan stands at the end of the paired actual, one row per cumulative target or level.

    value = the height of the line at the actual's end. `how`, the first that can be drawn: points (between two
    published points of the plan), baseline (from the published baseline to the target), span (from zero at the start of
    the plan's own span), publication (from the latest actual there was when the target was published, unless the target
    was behind it even then). All but the first are an assumption and give no verdict. `start` and
    `start_end`: where and when such a line begins; `time_gone`: the share of its time that has passed, in per cent.

    Null, with its reason, where no actual is paired, the target is a ceiling or the indicator a published ratio;
    no_point where no line can be drawn, bounds where the line has ends and no number; where its point or its start
    cannot be told in the money asked for, why that is. `low_reliability` stands beside a value where either figure has
    status U.
    """
    rows = comparable(pairing.filter(is_accumulating()))
    known = _between(rows, pairing).join(_at_publication(rows, observation), on=KEY, how="left")
    started = known.with_columns(**_start())
    drawn = _line(started.with_columns(reason=nw.coalesce(nw.col("reason"), _untold())))
    missing = nw.when(nw.col("how").is_null()).then(nw.lit("no_point")).otherwise(nw.lit("bounds"))
    unanswered = nw.when(nw.col("_value").is_null()).then(nw.coalesce(nw.col("reason"), missing))
    answered = drawn.with_columns(
        **{name: nw.when(nw.col("reason").is_null()).then(nw.col(f"_{name}")) for name in _ENDS.values()},
        **{name: nw.when(nw.col("reason").is_null()).then(nw.col(name)) for name in ("how", *_LINE)},
        reason=nw.coalesce(nw.col("reason"), unanswered),
    )
    return doubted(answered)


def _between(rows: Frame, pairing: Frame) -> Frame:
    """The rows with `expected`, or why it is `untold`, wherever the plan has points around the actual."""
    return rows.join(between_points(rows.filter(~nw.col("actual_end").is_null()), pairing), on=KEY, how="left")


def _at_publication(rows: Frame, observation: Frame) -> Frame:
    """For each target the latest actual of its series that had ended when it was published, as a start (`_first…`)."""
    figures = with_series(observation).filter(is_accumulating())
    published = figures.filter(nw.col("scenario") == "target", ~nw.col("published_month").is_null())
    told = rows.select(KEY).join(published.select(*KEY, "series", _at="published_month"), on=KEY, how="inner")
    asked = numbered(told, by="_at")
    ends = _ends(figures, asked)
    marks = ends.select("series", _at="_first_end", _mark="_first_end")
    found = best_by_then(asked.select("_row", "series", "_at"), marks, ["series"])
    first = found.with_columns(_first_end=nw.col("_mark").cast(nw.Int32)).join(
        ends, on=["series", "_first_end"], how="inner"
    )
    return asked.join(first.drop("series", "_mark"), on="_row", how="inner").drop("_row", "series", "_at")


def _ends(figures: Frame, asked: Frame) -> Frame:
    """The actuals of the asked series as a start, by the month they end in; of those that end together the longest."""
    reported = figures.with_columns(_first_lost=lost(figures)).filter(
        nw.col("scenario") == "actual", is_reported(figures), nw.col("indicator").is_in(words(asked, "indicator"))
    )
    told = reported.join(asked.select("series").unique(), on="series", how="semi")
    longest = told.filter(nw.col("frequency") == nw.col("frequency").max().over("series", "end_month"))
    first = {f"_first{end}": nw.col(name) for end, name in _ENDS.items()}
    return longest.select("series", "_first_lost", **first, _first_end="end_month")


def _start() -> dict[str, nw.Expr]:
    """Where the line begins, and how that is known."""
    at = nw.col("actual_end")
    has_points, has_baseline = ~nw.col("expected").is_null(), surely(nw.col("baseline_end") <= at)
    has_span = surely((nw.col("basis") == "cumulative") & (nw.col("since") > 0))
    has_first = surely(nw.col("_first_end") < at) & ~_is_behind_the_start()

    def chosen(baseline: nw.Expr, span: nw.Expr, first: nw.Expr) -> nw.Expr:
        line = nw.when(has_span).then(span).otherwise(nw.when(has_first).then(first))
        return nw.when(~has_points).then(nw.when(has_baseline).then(baseline).otherwise(line))

    how = chosen(nw.lit("baseline"), nw.lit("span"), nw.lit("publication"))
    heights = {f"start{end}": chosen(nw.col(f"baseline{end}"), nw.lit(0.0), nw.col(f"_first{end}")) for end in _ENDS}
    end = chosen(nw.col("baseline_end"), nw.col("since") - 1, nw.col("_first_end"))
    return {"how": nw.coalesce(how, nw.when(has_points).then(nw.lit("points"))), "start_end": end, **heights}


def _untold() -> nw.Expr:
    """Why the point or the start that the line goes by cannot be told in the money asked for."""
    how = nw.col("how")
    of_start = nw.when(how == "baseline").then(nw.col("baseline_reason"))
    return nw.coalesce(nw.col("untold"), of_start, nw.when(how == "publication").then(nw.col("_first_lost")))


def _is_behind_the_start() -> nw.Expr:
    """Whether the target lies where nobody goes from the figure it was published with: a sum since the start falls."""
    first, target, better = nw.col("_first"), nw.col("target"), nw.col("better")
    never_falls = (nw.col("basis") == "cumulative") | surely(better == "higher")
    return surely(never_falls & (target < first)) | surely(~never_falls & (better == "lower") & (target > first))


def _line(rows: Frame) -> Frame:
    """The rows with the height of the line at the actual's end (`_value`, `_lower`, `_upper`) and `time_gone`."""
    at, start, end = nw.col("actual_end"), nw.col("start_end"), nw.col("target_end")
    heights = {
        f"_{name}": nw.coalesce(
            nw.col("expected"), on_line(at, (start, nw.col(f"start{end_of}")), (end, nw.col(f"target{end_of}")))
        )
        for end_of, name in _ENDS.items()
    }
    gone = on_line(at, (start, nw.lit(0.0)), (end, nw.lit(100.0)))
    return rows.with_columns(**heights, time_gone=gone)
