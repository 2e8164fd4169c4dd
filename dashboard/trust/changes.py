"""What changed between two data versions: which figures, and which standings?"""

from datetime import date

import polars as pl

from dashboard import session
from dashboard.session import Known
from data.errors import UserError
from data.events import version_before
from data.schema import KEY

#: What a row of the answer tells of, in this order.
WHATS = ("added", "beside", "revised", "withdrawn", "retracted", "standing")
_FIGURE = ("comparator", "value", "lower", "upper", "status", "source", "load")
_TOLD = ("comparator", "value", "lower", "upper", "status", "source")
_TARGET = ("entity", "indicator", "scope", "basis", "unit", "period")
_VERDICT = ("standing", "reason")


def versions(start: int | None = None, since: date | None = None, end: int | None = None) -> tuple[int, int]:
    """The two data versions to compare: from a version or a day, to a version or now; else the last two.

    Raises UserError where a version is not there, or the first is after the second.
    """
    store = session.store()
    newest = store.version()
    last = newest if end is None else end
    if start is not None and since is not None:
        raise UserError("Say either a version or a day to compare with, not both.")
    first = start if start is not None else version_before(store, since) if since else max(last - 1, 0)
    if not 0 <= first <= last <= newest:
        raise UserError(
            "There is nothing to compare from data version {first} to {last}; there are 0 to {newest}.",
            first=first,
            last=last,
            newest=newest,
        )
    return first, last


def changes(first: int, last: int, as_of: date | None = None) -> pl.DataFrame:
    """Everything that differs, one row each: what (WHATS), the key, then old_ and new_ figure, source and load.

    added: a key that had no figure. beside: a figure of another source that is not the current one. revised: the
    current figure differs, or its source does. withdrawn: its load was; retracted: it alone was. standing: the verdict
    on a target moved, from old_standing to new_standing; null where there was no such target. `as_of`: of what was
    published by that day alone.
    """
    before, after = session.known(as_of, first), session.known(as_of, last)
    parts = [_figures(before, after, last), _beside(before, after), _standings(before, after)]
    order = pl.col("what").cast(pl.Enum(WHATS))
    return pl.concat([_EMPTY, *parts], how="diagonal").sort(order, *KEY, maintain_order=True)


_EMPTY = pl.DataFrame(
    schema={
        "what": pl.String,
        **dict.fromkeys(KEY, pl.String),
        **{
            f"{age}_{name}": pl.Int64 if name == "load" else pl.Float64 if name in _FIGURE[1:4] else pl.String
            for age in ("old", "new")
            for name in (*_FIGURE, *_VERDICT)
        },
    }
)


def _figures(before: Known, after: Known, last: int) -> pl.DataFrame:
    old, new = (_named(known.table("observation"), KEY, _FIGURE, age) for known, age in _ages(before, after))
    both = old.join(new, on=KEY, how="full", coalesce=True, nulls_equal=True)
    standing = list(session.store().live(last))
    what = (
        pl.when(pl.col("old_load").is_null())
        .then(pl.lit("added"))
        .when(pl.col("new_load").is_not_null())
        .then(pl.lit("revised"))
        .when(pl.col("old_load").is_in(standing))
        .then(pl.lit("retracted"))
        .otherwise(pl.lit("withdrawn"))
    )
    return both.filter(_differs(_TOLD)).with_columns(what=what)


def _beside(before: Known, after: Known) -> pl.DataFrame:
    """What new loads say that is not the current figure of its key."""
    row = [*KEY, "source", "load", "source_row"]
    new = after.table("history").join(before.table("history").select(row), on=row, how="anti", nulls_equal=True)
    others = new.join(after.table("observation"), on=[*KEY, "source"], how="anti", nulls_equal=True)
    return _named(others, KEY, _FIGURE, "new").with_columns(what=pl.lit("beside"))


def _standings(before: Known, after: Known) -> pl.DataFrame:
    """Targets whose verdict, or the reason for it, is another."""
    old, new = (_named(known.metric("standing"), _TARGET, _VERDICT, age) for known, age in _ages(before, after))
    both = old.join(new, on=_TARGET, how="full", coalesce=True, nulls_equal=True)
    return both.filter(_differs(_VERDICT)).with_columns(what=pl.lit("standing"), scenario=pl.lit("target"))


def _ages(before: Known, after: Known) -> tuple[tuple[Known, str], tuple[Known, str]]:
    return (before, "old"), (after, "new")


def _named(rows: pl.DataFrame, key: tuple[str, ...], columns: tuple[str, ...], age: str) -> pl.DataFrame:
    return rows.select(*key, *(pl.col(name).alias(f"{age}_{name}") for name in columns))


def _differs(columns: tuple[str, ...]) -> pl.Expr:
    return pl.any_horizontal(pl.col(f"old_{name}").ne_missing(pl.col(f"new_{name}")) for name in columns)
