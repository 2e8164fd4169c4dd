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


def test_a_batch_that_accepted_nothing_is_not_recorded(any_store):
    with pytest.raises(UserError, match="nothing was stored"):
        any_store.add(batch("empty.csv"))
    assert any_store.version() == 0
    assert any_store.loads().height == 0


def test_the_same_bytes_are_refused_with_the_name_and_date_of_their_first_load(any_store):
    any_store.add(definitions(), by="anna")
    with pytest.raises(UserError, match=r"already loaded, as load 1 \(definitions.csv\) of \d{4}-\d\d-\d\d by anna"):
        any_store.add(definitions())
    assert any_store.version() == 1


def test_the_same_bytes_load_again_after_their_load_is_withdrawn(any_store):
    first = any_store.add(definitions())
    any_store.withdraw(first.load)
    assert any_store.add(definitions()).load == 2


def test_a_row_about_an_unknown_entity_stops_the_whole_load(any_store):
    any_store.add(definitions())
    with pytest.raises(UserError, match="NOWHERE"):
        any_store.add(figures(ONE + "NOWHERE | PAPER | 2018 | 1\n"))
    assert any_store.live() == {1: any_store.live()[1]}
    assert any_store.rows("observation", 2).height == 0


def test_a_definition_that_others_lean_on_cannot_be_withdrawn(any_store):
    any_store.add(definitions())
    any_store.add(figures(ONE))
    with pytest.raises(UserError, match="would not be defined"):
        any_store.withdraw(1)
    assert set(any_store.live()) == {1, 2}


def test_a_replacement_takes_the_place_of_the_load_it_names(any_store):
    any_store.add(definitions())
    any_store.add(figures(ONE))
    record = any_store.add(figures(ONE, "corrected.csv"), replaces=2)
    assert set(any_store.live()) == {1, 3}
    assert record.version == 4
    assert set(any_store.live(version=2)) == {1, 2}


@pytest.mark.parametrize("load", [7, 0, -1])
def test_a_load_that_does_not_stand_cannot_be_withdrawn(any_store, load):
    any_store.add(definitions())
    with pytest.raises(UserError, match="Loads that stand: 1"):
        any_store.withdraw(load)


def test_a_withdrawn_load_keeps_its_rows_and_says_who_and_why(any_store):
    any_store.add(definitions())
    any_store.add(figures(ONE))
    any_store.withdraw(2, by="boris", note="wrong year")
    row = any_store.loads().row(1, named=True)
    assert (row["withdrawn_by"], row["withdrawn_note"]) == ("boris", "wrong year")
    assert any_store.rows("observation", 2)["value"].to_list() == [100.0]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_never_reaches_the_store(any_store, value):
    any_store.add(definitions())
    rows = observations(ONE).with_columns(value=pl.lit(value))
    with pytest.raises(UserError, match="value"):
        any_store.add(batch("odd.csv", observation=rows))
    assert any_store.version() == 1


def test_a_text_with_a_nul_never_reaches_the_store(any_store):
    any_store.add(definitions())
    rows = observations(ONE).with_columns(note=pl.lit("a\x00b"))
    with pytest.raises(UserError, match="note"):
        any_store.add(batch("odd.csv", observation=rows))


def test_rows_come_back_as_they_went_in(any_store):
    any_store.add(definitions())
    rows = observations("""
        entity | source | period          | value      | comparator | note
        ZONE   | PAPER  | 2018            | 18500000.5 | ~          | "quoted", with; marks
        ZONE   | PAPER  | 2016-09/2019-03 |            | =          | не сообщается
    """)
    any_store.add(batch("round.csv", observation=rows))
    assert any_store.rows("observation", 2).equals(rows)


@pytest.mark.parametrize("name", ["a\udcff.csv", "a\x00.csv"])
def test_a_name_that_is_no_text_is_refused_before_anything_is_stored(any_store, name):
    with pytest.raises(UserError, match="a character that is no text"):
        any_store.add(batch(name, entity=entities("ZONE")))
    with pytest.raises(UserError, match="a character that is no text"):
        any_store.add(definitions(), by=name)
    assert any_store.version() == 0


def test_a_refused_load_leaves_no_gap_in_the_numbers(any_store):
    any_store.add(definitions())
    with pytest.raises(UserError, match="NOWHERE"):
        any_store.add(figures(ONE + "NOWHERE | PAPER | 2018 | 1\n"))
    record = any_store.add(figures(ONE))
    assert (record.load, record.version) == (2, 2)


def test_minus_zero_is_zero_whatever_the_database(any_store):
    any_store.add(definitions())
    any_store.add(figures(ONE.replace("100", "-0.0")))
    assert str(any_store.rows("observation", 2)["value"].item()) == "0.0"


def test_numbers_and_texts_come_back_to_the_last_bit(any_store):
    values = [1e-320, 1.7976931348623157e308, 0.1, 2.0**53 + 2, -1 / 3]
    note = "a\\b\tc\nd 'e' \"f\" \\N \\. \U0001f600 ёЁ\r\n"
    any_store.add(definitions())
    rows = pl.concat([observations(ONE).with_columns(value=pl.lit(value), note=pl.lit(note)) for value in values])
    any_store.add(batch("odd.csv", observation=rows))
    assert any_store.rows("observation", 2).equals(rows)


def test_the_rows_of_a_load_come_back_in_the_order_of_the_file_whatever_was_stored_before(any_store):
    any_store.add(definitions())
    many = pl.concat([observations(ONE).with_columns(source_row=pl.lit(f"row {n}")) for n in range(300)])
    with pytest.raises(UserError):  # leaves room behind that later rows may fill
        any_store.add(batch("refused.csv", observation=many.with_columns(entity=pl.lit("NOWHERE"))))
    any_store.add(batch("first.csv", observation=many.reverse()))
    any_store.add(batch("second.csv", observation=many))
    assert any_store.rows("observation", 2).equals(many.reverse())
    assert any_store.rows("observation", 3).equals(many)
