"""Are the codelists complete, and is a spoiled one refused aloud?"""

from pathlib import Path

import polars as pl
import pytest

from data import codelist
from data.errors import UserError

NAMES = sorted(path.stem for path in Path(codelist.__file__).with_name("codelists").glob("*.csv"))


def spoiled(folder: Path, text: str, name: str = "role") -> str:
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        codelist.read(path)
    return str(caught.value)


def test_a_code_that_comes_twice_is_refused(tmp_path):
    message = spoiled(tmp_path, "id,scope,title_en\nmember,members,Member\nmember,,Member\n")
    assert message == "role.csv: the code member comes twice."


def test_an_empty_english_title_is_refused_with_its_row(tmp_path):
    message = spoiled(tmp_path, "id,scope,title_en,title_ru\nmember,members,Member,\ntenant,,,Арендатор\n")
    assert message == "role.csv, row 3: title_en is empty."


def test_a_missing_column_is_named_beside_the_columns_found(tmp_path):
    assert spoiled(tmp_path, "id,title_en\nmember,Member\n") == "role.csv: no column scope.\nFound: id, title_en."


def test_a_flag_that_is_neither_true_nor_false_is_refused(tmp_path):
    message = spoiled(tmp_path, "id,rank,is_missing,title_en\nA,0,yes,Normal\n", name="status")
    assert message == "status.csv, column is_missing: 'yes' cannot be read; accepted: true, false."


def test_a_rank_that_is_no_number_is_refused(tmp_path):
    assert "column rank: 'first' cannot be read" in spoiled(
        tmp_path, "id,rank,is_missing,title_en\nA,first,true,Normal\n", name="status"
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_list_is_valid_and_speaks_both_languages(name):
    table = codelist.codes(name)
    spoken = [column for column in table.columns if column.endswith("_en")]
    assert {column[:-3] + "_ru" for column in spoken} <= set(table.columns)
    texts = [column for column in table.columns if column.startswith(("title_", "text_"))]
    assert table.select(pl.any_horizontal(pl.col(texts).is_null()).any()).item() is False
    assert len(set(codelist.titles(name, "ru").values())) == table.height, "two codes have one Russian title"


def test_a_language_without_words_of_its_own_falls_back_to_english():
    assert codelist.titles("scenario", "fr")["target"] == "Target"
    assert codelist.titles("scenario", "ru")["target"] == "План"


def test_every_indicator_has_a_quantity_some_unit_measures():
    quantities = {quantity for unit in codelist.ids("unit") for quantity in codelist.quantities(unit)}
    indicators = codelist.codes("indicator")
    assert set(indicators["quantity"]) <= quantities <= set(codelist.ids("quantity"))
    assert set(indicators["kind"]) == {"flow", "stock", "ratio"}
    assert set(indicators["better"]) == {"higher", "lower", "neither"}


def test_a_unit_nobody_wrote_down_measures_nothing():
    assert codelist.quantities("XTS") == ()
    assert codelist.quantities("PT") == ("percent", "score")


def test_a_normal_figure_wins_over_a_provisional_one_and_that_over_a_doubtful_one():
    rank = dict(codelist.codes("status").select("id", "rank").iter_rows())
    assert rank["A"] < rank["P"] == rank["E"] < rank["U"] < rank["O"]
    assert rank["C"] == rank["O"]
    assert len(rank) == 21


def test_roles_name_the_scope_their_sum_has():
    scope = dict(codelist.codes("role").select("id", "scope").iter_rows())
    assert (scope["resident"], scope["tenant"], scope["member"]) == ("residents", "residents_and_tenants", "members")
    assert {value for value in scope.values() if value} <= set(codelist.ids("scope"))
    assert scope["zone"] is None


def test_every_stage_has_its_place_and_a_probability_that_says_where_it_comes_from():
    stages = codelist.codes("stage").sort("rank")
    assert stages["rank"].to_list() == list(range(1, len(stages) + 1))
    assert stages["probability"].is_between(0, 1).all()
    assert set(stages["probability_basis"]) == {"convention"}
    assert stages.filter("is_open")["probability"].is_sorted()
    assert set(stages.filter(~pl.col("is_open"))["id"]) == {
        *("production", "completed"),
        *("rejected", "withdrawn", "no_contract", "terminated"),
    }
