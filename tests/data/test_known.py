"""Is a rate, a membership or an agreement that came to be known later left out as of an earlier day?"""

from datetime import date

import polars as pl
import pytest

from data.known import by_then, with_publication
from data.schema import frame_schema
from data.snapshot import Snapshot, keep
from tests.conftest import batch, entities, sources, text_table

SOURCES = pl.DataFrame({"code": ["OLD", "NEW", "WEB"], "published": ["2016-05", "2020-06-30", None]})


def rows(name, text):
    given = text_table(text)
    absent = {column: dtype for column, dtype in frame_schema(name).items() if column not in given.columns}
    whole = given.with_columns(pl.lit(None, dtype).alias(column) for column, dtype in absent.items())
    return whole.select(_typed(column, dtype) for column, dtype in frame_schema(name).items())


def _typed(column, dtype):
    return (pl.col(column) == "true").alias(column) if dtype == pl.Boolean else pl.col(column).cast(dtype)


def then(name, day, *loads):
    """The rows of loads of the first of January 2018, 2019 …, as known on a day."""
    parts = {number: with_publication(rows(name, text), SOURCES) for number, text in enumerate(loads)}
    return by_then(name, parts, {number: date(2018 + number, 1, 1) for number in parts}, day)


RATE = """
    currency_base | currency_quote | period  | start_month | end_month | kind    | rate | source
    USD           | RUB            | 2015    | 24180       | 24191     | average | 60   | BANK
    USD           | RUB            | 2017    | 24204       | 24215     | average | 58   | BANK
    USD           | RUB            | 2017    | 24204       | 24215     | average | 59   | NEW
    USD           | RUB            | 2018-03 | 24218       | 24218     | end     | 57   |
"""


@pytest.mark.parametrize(
    ("day", "known"),
    [("2015-12-30", []), ("2015-12-31", [60]), ("2017-12-31", [57, 58, 60]), ("2020-06-30", [57, 58, 59, 60])],
)
def test_a_rate_is_known_from_its_source_else_from_the_end_of_its_months_and_no_later_than_its_load(day, known):
    known = [each for each in known if each != 57 or day >= "2018-01-01"]
    assert sorted(then("rate", date.fromisoformat(day), RATE)["rate"]) == known


def test_a_corrected_rate_is_known_from_the_load_that_corrects_it():
    other = RATE.replace("| 60 ", "| 61 ")
    assert then("rate", date(2018, 12, 31), RATE, other).filter(period="2015")["rate"].item() == 60
    assert then("rate", date(2019, 1, 1), RATE, other).filter(period="2015")["rate"].item() == 61


def test_a_price_level_is_known_from_the_end_of_its_year():
    text = "country | year | index | kind | source\n RUS | 2015 | 100 | gdp_deflator | BANK"
    assert then("deflator", date(2015, 12, 30), text).is_empty()
    assert then("deflator", date(2015, 12, 31), text).height == 1


def test_an_agreement_is_known_from_its_source_else_from_its_load():
    text = "code | kind | source\n A | memo | OLD\n B | memo | WEB\n C | memo |\n D | memo | NEW"
    for day, known in (("2016-05-30", ""), ("2016-05-31", "A"), ("2018-01-01", "ABC"), ("2020-06-30", "ABCD")):
        assert "".join(then("agreement", date.fromisoformat(day), text)["code"]) == known


def test_the_first_register_says_itself_from_when_and_what_a_later_one_adds_or_corrects_is_known_from_its_load():
    first = "member | of | role | from | to | counted\n A | ZONE | resident | 2012 | | true"
    later = "member | of | role | from | to | counted\n A | ZONE | resident | 2012 | 2016 | true\n B | ZONE | resident | 2013 | | true"
    before, after = (then("membership", date(2018, month, 1), first, later) for month in (1, 12))
    assert before.select("member", "to").rows() == after.select("member", "to").rows() == [("A", None)]
    assert then("membership", date(2019, 1, 1), first, later).select("member", "to").rows() == [
        ("A", "2016"),
        ("B", None),
    ]


def test_a_snapshot_as_of_a_day_has_what_was_known_then_and_without_a_day_everything(store):
    told = "code | published\n NEW | 2020-06-30"
    keep(store, batch("e.csv", entity=entities("ZONE"), source=sources(told)))
    keep(store, batch("r.csv", rate=rows("rate", RATE).with_columns(source_row=pl.lit("row 2"))))
    keep(
        store, batch("a.csv", agreement=rows("agreement", "code | kind | source | source_row\n D | memo | NEW | row 2"))
    )
    early = Snapshot.of(store, as_of=date(2016, 1, 1))
    assert early.table("rate").collect()["rate"].to_list() == [60]
    assert early.table("agreement").collect().is_empty()
    assert early.table("agreement").collect_schema() == Snapshot.of(store).table("agreement").collect_schema()
    for each in (Snapshot.of(store), Snapshot.of(store, as_of=date.today())):
        assert sorted(each.table("rate").collect()["rate"]) == [57, 58, 59, 60]
        assert each.table("agreement").collect()["code"].to_list() == ["D"]
