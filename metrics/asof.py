"""What is the best that was known by then, without an as-of join?

Engines disagree on as-of joins. A running maximum over both sides together, in order, says the same in one pass.
"""

import narwhals.stable.v2 as nw

from metrics.registry import Frame

#: Below every mark: months are counted from the year 0.
_NONE = -(10**9)


def best_by_then(asked: Frame, known: Frame, by: list[str]) -> Frame:
    """The asked rows with the highest `_mark` of the known rows of their group whose `_at` is not above their own.

    asked: `by`, the number `_at` and any other texts and numbers. known: `by`, `_at` and the integer `_mark`. An asked
    row without a mark is left out.
    """
    columns = asked.collect_schema()
    others = [name for name in columns.names() if name not in (*by, "_at")]
    filler = {name: nw.lit("" if columns[name] == nw.String else 0).cast(columns[name]) for name in others}
    answers = known.select(*by, **filler, _at=_number("_at"), _mark=nw.col("_mark").cast(nw.Int64), _order=nw.lit(0))
    questions = asked.select(*by, *others, _at=_number("_at"), _mark=nw.lit(_NONE).cast(nw.Int64), _order=nw.lit(1))
    # Of what stands at one place the known rows come first, so that "by then" includes then.
    best = nw.col("_mark").cum_max().over(*by, order_by=["_at", "_order"])
    both = nw.concat([answers, questions], how="vertical").with_columns(_best=best)
    answered = both.filter(nw.col("_order") == 1, nw.col("_best") > _NONE)
    return answered.select(*by, *others, _mark="_best")


def _number(name: str) -> nw.Expr:
    return nw.col(name).cast(nw.Float64) + 0.0  # minus zero becomes zero: some engines sort the two apart
