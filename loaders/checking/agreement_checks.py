"""Do the dates of projects and commitments lie within the agreement they belong to?"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from data import codelist, period
from loaders.checking.compared import Figures
from loaders.checking.warned import Found, each
from loaders.clean import by_spelling
from loaders.coded import texts
from loaders.known import Known
from loaders.raw import ROW, RawTable

#: The stage in which an agreement is signed: what comes after it cannot come before the signature.
_SIGNING = "agreement"
_COMMITMENT = "commitment"
_DATES = {"first": pl.Int32, "last": pl.Int32}


def dates(raw: RawTable, frames: Mapping[str, pl.DataFrame], figures: Figures, known: Known) -> Found:
    """Stages after the signing and commitments that lie before their party's first agreement was signed, or after the
    last of its agreements is due. An entity that is no party of an agreement is not judged."""
    terms = _terms(frames, known)
    if terms.is_empty():
        return []
    commitments = figures.own.filter(pl.col("scenario") == _COMMITMENT).select(
        ROW, "entity", what="indicator", when="period", first="start_month", last="end_month"
    )
    dated = pl.concat([texts(commitments), _stages(frames)]).join(terms, on="entity")
    early = dated.filter(pl.col("last") < pl.col("signed"))
    late = dated.filter(pl.col("first") > pl.col("due"))
    told = [*("entity", "what", "when"), ROW]
    return [
        *each(raw, early.select(*told, other="signed_on"), _EARLY),
        *each(raw, late.select(*told, other="due_on"), _LATE),
    ]


_EARLY = "{row}: {what} of {entity} is dated {when}, before its agreement was signed: {other}"
_LATE = "{row}: {what} of {entity} is dated {when}, after its agreement is due: {other}"


def _terms(frames: Mapping[str, pl.DataFrame], known: Known) -> pl.DataFrame:
    """Per party: from which month (`signed`) to which (`due`) it is bound, null where an agreement leaves it open."""
    columns = ["code", "signed", "due", "party_a", "party_b"]
    told = [frames["agreement"].select(columns)] if "agreement" in frames else []
    if not told and not any(name in frames for name in ("stage", "observation")):
        return _NO_TERMS
    standing = known.agreements
    told += [standing.select(columns).collect()] if standing is not None else []
    if not told:
        return _NO_TERMS
    agreements = pl.concat(told).unique("code", keep="first", maintain_order=True)
    dated = agreements.with_columns(
        signed_month=_months(agreements["signed"])["first"], due_month=_months(agreements["due"])["last"]
    )
    parties = pl.concat([dated.with_columns(entity=party) for party in ("party_a", "party_b")])
    return (
        parties.filter(pl.col("entity").is_not_null())
        .group_by("entity")
        .agg(
            signed=_where_all("signed_month", pl.col("signed_month").min()),
            due=_where_all("due_month", pl.col("due_month").max()),
            signed_on=pl.col("signed").min(),
            due_on=pl.col("due").max(),
        )
    )


_NO_TERMS = pl.DataFrame(
    schema={"entity": pl.String, "signed": pl.Int32, "due": pl.Int32, "signed_on": pl.String, "due_on": pl.String}
)


def _where_all(column: str, found: pl.Expr) -> pl.Expr:
    return pl.when(pl.col(column).is_not_null().all()).then(found)


def _stages(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The stages that only a signed agreement leads to, with the months they may have been entered in."""
    empty = {ROW: pl.UInt32, "entity": pl.String, "what": pl.String, "when": pl.String, **_DATES}
    if "stage" not in frames:
        return pl.DataFrame(schema=empty)
    ranks = codelist.codes("stage").select("id", "rank", "probability")
    signing = ranks.filter(id=_SIGNING)["rank"][0]
    bound = ranks.filter(pl.col("rank") > signing, pl.col("probability") > 0)["id"]
    rows = frames["stage"].filter(pl.col("stage").is_in(bound.implode()))
    return rows.select(pl.col(ROW).cast(pl.UInt32), entity="project", what="stage", when="entered").hstack(
        _months(rows["entered"])
    )


def _months(days: pl.Series) -> pl.DataFrame:
    """The first and the last month that a date of any precision may mean."""

    def read(text: str) -> dict[str, Any]:
        found = period.parse("-".join(text.split("-")[:2]))
        return {"first": found.start_month, "last": found.end_month}

    return by_spelling(days, read, _DATES)
