"""Who wins for a key: worked examples, then any order of loads."""

import itertools
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.schema import KEY
from data.winner import judge


def rows(text_rows):
    """publisher, source kind, status, published, load, value"""
    frame = pl.DataFrame(
        text_rows,
        schema={
            "publisher": pl.String,
            "source_kind": pl.String,
            "status": pl.String,
            "published_on": pl.Date,
            "load": pl.Int64,
            "value": pl.Float64,
        },
        orient="row",
    )
    return frame.with_columns(
        [pl.lit("x").alias(name) for name in KEY],
    ).with_columns(
        source=pl.col("publisher") + pl.col("load").cast(pl.String),
        source_row=pl.lit("row 2"),
        lower="value",
        upper="value",
    )


def winner(text_rows):
    judged = judge(rows(text_rows).lazy()).collect()
    found = judged.filter("is_current")
    assert found.height == 1
    return found.row(0, named=True)


EARLY, LATE = date(2019, 1, 31), date(2020, 1, 31)


@pytest.mark.parametrize(
    ("why", "better", "worse"),
    [
        ("a value before a null", ("A", "press", "U", None, 1, 5.0), ("B", "government", "A", LATE, 2, None)),
        ("the better status", ("A", "press", "A", None, 1, 5.0), ("B", "government", "U", LATE, 2, 6.0)),
        ("the better kind of source", ("A", "government", "A", None, 1, 5.0), ("B", "press", "A", LATE, 2, 6.0)),
        ("a known date before an unknown", ("B", "press", "A", EARLY, 1, 5.0), ("A", "press", "A", None, 2, 6.0)),
        ("the later date", ("B", "press", "A", LATE, 1, 5.0), ("A", "press", "A", EARLY, 2, 6.0)),
        ("the source's code", ("A", "press", "A", LATE, 2, 5.0), ("B", "press", "A", LATE, 1, 6.0)),
        (
            "a revision by the same publisher",
            ("A", "press", "U", LATE, 1, 5.0),
            ("A", "government", "A", EARLY, 2, 6.0),
        ),
        ("the later load of one publisher", ("A", "press", "A", LATE, 2, 5.0), ("A", "press", "A", LATE, 1, 6.0)),
    ],
)
def test_who_wins(why, better, worse):
    assert winner([better, worse])["value"] == better[-1], why
    assert winner([worse, better])["value"] == better[-1], why


def test_a_retracted_figure_is_gone_and_so_is_its_retraction():
    said = ("A", "press", "A", LATE, 1, 5.0)
    taken_back = ("A", "press", "Q", LATE, 1, None)
    other = ("B", "press", "A", EARLY, 3, 7.0)
    judged = judge(rows([said, taken_back, other]).lazy()).collect()
    assert judged["value"].to_list() == [7.0]


PUBLISHERS = st.lists(
    st.tuples(
        st.sampled_from(["press", "government", "managing company"]),
        st.sampled_from(["A", "P", "E", "U"]),
        st.sampled_from([None, EARLY, LATE]),
        st.sampled_from([None, 1.0, 2.0, 3.0]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(PUBLISHERS)
def test_any_order_of_loads_gives_the_same_winner_among_publishers(told):
    winners = set()
    for order in itertools.permutations(range(len(told))):
        loaded = [
            (f"P{position}", kind, status, published, load, value)
            for load, position in enumerate(order, start=1)
            for kind, status, published, value in [told[position]]
        ]
        winners.add(winner(loaded)["publisher"])
    assert len(winners) == 1


@pytest.mark.parametrize("too_many", [1, 2**63])
def test_rows_come_sorted_by_key_however_many_keys_there_are(monkeypatch, too_many):
    monkeypatch.setattr("data.winner._TOO_MANY", too_many)
    said = rows([("A", "press", "A", EARLY, load, float(load)) for load in range(4)])
    told = said.with_columns(entity=pl.Series(["Z", "A", "É", "A"]), period=pl.Series(["2017", "2018", "2016", "2018"]))
    judged = judge(told.lazy()).collect()
    assert judged.select("entity", "value", "is_current").rows() == [
        ("A", 3.0, True),
        ("A", 1.0, False),
        ("Z", 0.0, True),
        ("É", 2.0, True),
    ]
