import polars as pl
import pytest

from data.errors import UserError
from tests.conftest import batch, entities, observations, sources

SOURCE = "code | publisher | published | kind\nPAPER | Paper | 2019-05 | press"


def definitions():
    return batch("definitions.csv", entity=entities("ZONE"), source=sources(SOURCE))


def figures(text, name="figures.csv"):
    return batch(name, observation=observations(text))


ONE = """
    entity | source | period | value
    ZONE   | PAPER  | 2018   | 100
"""


def test_a_batch_that_accepted_nothing_is_not_recorded(store):
    with pytest.raises(UserError, match="nothing was stored"):
        store.add(batch("empty.csv"))
    assert store.version() == 0
    assert store.loads().height == 0


def test_the_same_bytes_are_refused_with_the_name_and_date_of_their_first_load(store):
    store.add(definitions(), by="anna")
    with pytest.raises(UserError, match=r"already loaded, as load 1 \(definitions.csv\) of \d{4}-\d\d-\d\d by anna"):
        store.add(definitions())
    assert store.version() == 1


def test_the_same_bytes_load_again_after_their_load_is_withdrawn(store):
    first = store.add(definitions())
    store.withdraw(first.load)
    assert store.add(definitions()).load == 2


def test_a_row_about_an_unknown_entity_stops_the_whole_load(store):
    store.add(definitions())
    with pytest.raises(UserError, match="NOWHERE"):
        store.add(figures(ONE + "NOWHERE | PAPER | 2018 | 1\n"))
    assert store.live() == {1: store.live()[1]}
    assert store.rows("observation", 2).height == 0


def test_a_definition_that_others_lean_on_cannot_be_withdrawn(store):
    store.add(definitions())
    store.add(figures(ONE))
    with pytest.raises(UserError, match="would not be defined"):
        store.withdraw(1)
    assert set(store.live()) == {1, 2}


def test_a_replacement_takes_the_place_of_the_load_it_names(store):
    store.add(definitions())
    store.add(figures(ONE))
    record = store.add(figures(ONE, "corrected.csv"), replaces=2)
    assert set(store.live()) == {1, 3}
    assert record.version == 4
    assert set(store.live(version=2)) == {1, 2}


@pytest.mark.parametrize("load", [7, 0, -1])
def test_a_load_that_does_not_stand_cannot_be_withdrawn(store, load):
    store.add(definitions())
    with pytest.raises(UserError, match="Loads that stand: 1"):
        store.withdraw(load)


def test_a_withdrawn_load_keeps_its_rows_and_says_who_and_why(store):
    store.add(definitions())
    store.add(figures(ONE))
    store.withdraw(2, by="boris", note="wrong year")
    row = store.loads().row(1, named=True)
    assert (row["withdrawn_by"], row["withdrawn_note"]) == ("boris", "wrong year")
    assert store.rows("observation", 2)["value"].to_list() == [100.0]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_never_reaches_the_store(store, value):
    store.add(definitions())
    rows = observations(ONE).with_columns(value=pl.lit(value))
    with pytest.raises(UserError, match="value"):
        store.add(batch("odd.csv", observation=rows))
    assert store.version() == 1


def test_a_text_with_a_nul_never_reaches_the_store(store):
    store.add(definitions())
    rows = observations(ONE).with_columns(note=pl.lit("a\x00b"))
    with pytest.raises(UserError, match="note"):
        store.add(batch("odd.csv", observation=rows))


def test_rows_come_back_as_they_went_in(store):
    store.add(definitions())
    rows = observations("""
        entity | source | period          | value      | comparator | note
        ZONE   | PAPER  | 2018            | 18500000.5 | ~          | "quoted", with; marks
        ZONE   | PAPER  | 2016-09/2019-03 |            | =          | не сообщается
    """)
    store.add(batch("round.csv", observation=rows))
    assert store.rows("observation", 2).equals(rows)
