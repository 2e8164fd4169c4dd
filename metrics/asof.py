"""What is the best that was known by then, without an as-of join?

Engines disagree on as-of joins. A running maximum over both sides together, in order, says the same in one pass.
"""

import narwhals.stable.v2 as nw

from metrics.registry import Frame

#: Below every mark: months are counted from the year 0.
_NONE = -(10**9)


def best_by_then(asked: Frame, known: Frame, by: list[str], key: list[str]) -> Frame:
    """For each asked row the highest `_mark` of the known rows of its group whose `_at` is not above its own.

    asked: `key` (texts beyond `by`, one row each) and `_at`. known: `by`, `_at` and the integer `_mark`. Returns `key`
    and `_mark`, without the asked rows that have none.
    """
    no_key = {name: nw.lit("") for name in key if name not in by}
    answers = known.select(*by, **no_key, _at=_number("_at"), _mark=nw.col("_mark").cast(nw.Int64), _order=nw.lit(0))
    questions = asked.select(*key, _at=_number("_at"), _mark=nw.lit(_NONE).cast(nw.Int64), _order=nw.lit(1))
    # Of what stands at one place the known rows come first, so that "by then" includes then.
    both = nw.concat([answers.select(*key, "_at", "_mark", "_order"), questions], how="vertical")
    best = nw.col("_mark").cum_max().over(*by, order_by=["_at", "_order"])
    answered = both.with_columns(_best=best).filter(nw.col("_order") == 1, nw.col("_best") > _NONE)
    return answered.select(*key, _mark="_best")


def _number(name: str) -> nw.Expr:
    return nw.col(name).cast(nw.Float64) + 0.0  # minus zero becomes zero: some engines sort the two apart
