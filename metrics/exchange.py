"""Which rate turns money of one currency into another?"""

import narwhals.stable.v2 as nw

from data import codelist
from metrics.eager import Frame

#: What is asked: from which currency to which, how (`average` over the months from `_start` to `_end`, at their `end`,
#: or of the month a plan was `published` in), and for which months.
ASKED = ["_from", "_to", "_how", "_start", "_end"]

#: What is answered: the rate, the months it is of, the currency it goes through, and who published it.
ANSWER = ["_rate", "_rate_start", "_rate_end", "_way", "_pivot", "_source", "_other_source"]

#: How a rate was come by; the first there is counts.
DIRECT, INVERSE, CROSS = 0, 1, 2

_PLACE = ["_from", "_to", "kind", "start_month", "end_month"]
_QUARTER = 3


def rates(asked: Frame, rate: Frame, source: Frame) -> Frame:
    """The rate for each asked row (`ASKED`, no two alike) that has one, with the columns of `ANSWER`.

    average: the rate of exactly these months, else the mean of the averages of their equal parts with none missing,
    the longest parts there are. end: the rate at the end of the last month. published: the average of the month, else
    of its quarter. The last known rate is never carried on: what has no rate of its own months is left out.
    """
    known = between(rate, source)
    found = [_average(asked, known), _at_the_end(asked, known), _of_the_month(asked, known)]
    return nw.concat(found, how="vertical")


def between(rate: Frame, source: Frame) -> Frame:
    """One rate per pair of currencies, kind and months, both ways; what is missing goes through a third currency.

    Of several sources the one of the first kind counts, then the first by its text; of several third currencies the
    first by its code.
    """
    best = _of_the_first_source(rate, source)
    same = {"kind": nw.col("kind"), "start_month": _month("start_month"), "end_month": _month("end_month")}
    told = {"_pivot": nw.lit(""), "_source": nw.col("source"), "_other_source": nw.lit("")}
    direct = best.select(
        _from="currency_base", _to="currency_quote", **same, _rate=nw.col("rate"), _way=nw.lit(DIRECT), **told
    )
    inverse = best.select(
        _from="currency_quote", _to="currency_base", **same, _rate=1.0 / nw.col("rate"), _way=nw.lit(INVERSE), **told
    )
    both = nw.concat([direct, inverse], how="vertical")
    first = both.filter(nw.col("_way") == nw.col("_way").min().over(*_PLACE))
    return nw.concat([first, _crossed(first)], how="vertical")


def _of_the_first_source(rate: Frame, source: Frame) -> Frame:
    kinds = source.select(source="code", _of_source="kind")
    named = rate.with_columns(source=nw.coalesce(nw.col("source"), nw.lit("")))
    ranked = named.join(kinds, on="source", how="left").with_columns(_rank=_rank())
    place = ("currency_base", "currency_quote", "kind", "start_month", "end_month")
    for first in ("_rank", "source"):
        ranked = ranked.filter(nw.col(first) == nw.col(first).min().over(*place))
    return ranked.filter(nw.col("rate") > 0)


def _rank() -> nw.Expr:
    rank = nw.lit(99)
    for kind, place in codelist.codes("source_kind").select("id", "rank").iter_rows():
        rank = nw.when(nw.col("_of_source") == kind).then(nw.lit(place)).otherwise(rank)
    return rank


def _crossed(first: Frame) -> Frame:
    """The pairs of currencies that both have a rate against a third one, and none against one another."""
    when = ["kind", "start_month", "end_month"]
    there = first.select("_from", *when, _third="_to", _there="_rate", _source="_source")
    on = first.select("_to", *when, _third="_from", _on="_rate", _other_source="_source")
    met = there.join(on, on=["_third", *when], how="inner").filter(nw.col("_from") != nw.col("_to"))
    new = met.join(first.select(*_PLACE), on=_PLACE, how="anti")
    one = new.filter(nw.col("_third") == nw.col("_third").min().over(*_PLACE))
    rate = nw.col("_there") * nw.col("_on")
    return one.select(
        *_PLACE, _rate=rate, _way=nw.lit(CROSS), _pivot="_third", _source="_source", _other_source="_other_source"
    )


def _average(asked: Frame, known: Frame) -> Frame:
    start, end = nw.col("start_month"), nw.col("end_month")
    length = end - start + 1
    met = _met(asked, known, "average", "average").with_columns(
        _length=length, _one=start * 0 + 1, _turned=1.0 / nw.col("_rate")
    )
    steps = (start - nw.col("_start")) // nw.col("_length") * nw.col("_length")
    inside = met.filter(start >= nw.col("_start"), end <= nw.col("_end"), steps == start - nw.col("_start"))
    tiles = inside.group_by(*ASKED, "_length").agg(
        nw.col("_rate").mean(),
        nw.col("_turned").mean(),
        nw.col("_way").min().alias("_least"),
        nw.col("_one").sum().alias("_count"),
        *(nw.col(name).max() for name in ("_way", "_pivot", "_source", "_other_source")),
    )
    whole = tiles.filter(nw.col("_count") * nw.col("_length") == nw.col("_end") - nw.col("_start") + 1)
    longest = whole.filter(nw.col("_length") == nw.col("_length").max().over(*ASKED))
    # The mean is of the rates as they were published: of those turned round it is turned round afterwards.
    is_turned = (nw.col("_way") == INVERSE) & (nw.col("_least") == INVERSE)
    mean = nw.when(is_turned).then(1.0 / nw.col("_turned")).otherwise(nw.col("_rate"))
    return _answer(longest.with_columns(_rate=mean, _rate_start=nw.col("_start"), _rate_end=nw.col("_end")))


def _at_the_end(asked: Frame, known: Frame) -> Frame:
    met = _met(asked, known, "end", "end").filter(nw.col("end_month") == nw.col("_end"))
    return _shortest(met)


def _of_the_month(asked: Frame, known: Frame) -> Frame:
    met = _met(asked, known, "published", "average")
    holds = (nw.col("start_month") <= nw.col("_start")) & (nw.col("end_month") >= nw.col("_end"))
    return _shortest(met.filter(holds, nw.col("end_month") - nw.col("start_month") < _QUARTER))


def _met(asked: Frame, known: Frame, how: str, kind: str) -> Frame:
    rates = known.filter(nw.col("kind") == kind)
    return asked.filter(nw.col("_how") == how).join(rates, on=["_from", "_to"], how="inner")


def _shortest(met: Frame) -> Frame:
    ranked = met.with_columns(_length=nw.col("end_month") - nw.col("start_month"))
    one = ranked.filter(nw.col("_length") == nw.col("_length").min().over(*ASKED))
    return _answer(one.with_columns(_rate_start=nw.col("start_month"), _rate_end=nw.col("end_month")))


def _answer(found: Frame) -> Frame:
    return found.select(
        *ASKED, "_rate", _month("_rate_start"), _month("_rate_end"), "_way", "_pivot", "_source", "_other_source"
    )


def _month(name: str) -> nw.Expr:
    return nw.col(name).cast(nw.Int32)
