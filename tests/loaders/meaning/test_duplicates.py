import pytest

from tests.loaders.mapped_text import FIELDS, HEAD, PLAN, SOURCE, ZONES, balance, mapped, refusals, rows_of

BASE = SOURCE + ZONES + FIELDS + PLAN
TWICE = """
    Зона    | План | №
    Алабуга | 0,1  | 1
    Дубна   | 5    | 2
    Алабуга | 0,2  | 3
"""


def meaning(policy):
    return HEAD + f"duplicates = {policy}\n" + BASE


def test_the_same_figure_twice_is_refused_unless_the_mapping_says_what_it_means(tmp_path):
    batch = mapped(tmp_path, HEAD + BASE, TWICE)
    assert balance(batch) == (3, 1, 2, 0)
    assert refusals(batch)[0].startswith("row 2, period: the same figure of the same source stands in the rows 2, 4")


def test_a_sum_is_told_by_its_first_row_and_all_rows_count(tmp_path):
    batch = mapped(tmp_path, meaning('"sum"'), TWICE)
    assert rows_of(batch, "source_row", "entity", "value", "lower", "upper") == [
        ("row 2", "ALABUGA", 0.3, 0.3, 0.3),
        ("row 3", "DUBNA", 5.0, 5.0, 5.0),
    ]
    assert balance(batch) == (3, 3, 0, 0)


@pytest.mark.parametrize(
    ("cells", "extra"),
    [
        (("1", "н/д"), ""),
        (("1", "более 2"), "qualified = true\n"),
        (("1", "2"), 'status = { column = "№", codes = { "1" = "A", "3" = "P" } }\n'),
    ],
)
def test_what_cannot_be_added_is_refused_and_never_summed_in_part(tmp_path, cells, extra):
    table = TWICE.replace("0,1", cells[0]).replace("0,2", cells[1]).replace("| 2\n", "| 1\n")
    batch = mapped(tmp_path, meaning('"sum"') + extra, table)
    assert rows_of(batch, "entity") == [("DUBNA",)]
    assert refusals(batch) == [f"row {row}, value: the figures of the rows 2, 4 cannot be summed" for row in (2, 4)]


def test_a_ratio_is_never_summed(tmp_path):
    mapping = meaning('"sum"').replace('"investment"', '"occupancy"').replace('"RUB"', '"PT"')
    batch = mapped(tmp_path, mapping.replace('basis = "cumulative"', 'basis = "stock"'), TWICE)
    assert balance(batch) == (3, 1, 2, 0)


def test_a_row_that_is_refused_takes_its_sums_with_it(tmp_path):
    second = '[[values]]\ncolumn = "Экспорт"\nindicator = "exports"\n'
    table = """
        Зона    | План | Экспорт
        Алабуга | 1    | 1
        Алабуга | 2    | н/д
        Алабуга | 4    | 3
        Дубна   | 1    | 1
    """
    batch = mapped(tmp_path, meaning('"sum"') + second, table)
    assert rows_of(batch, "entity", "indicator") == [("DUBNA", "investment"), ("DUBNA", "exports")]
    assert balance(batch) == (4, 1, 3, 0)


def test_the_last_row_counts_and_the_earlier_one_is_skipped(tmp_path):
    batch = mapped(tmp_path, meaning('"last"'), TWICE)
    assert rows_of(batch, "source_row", "entity", "value") == [("row 3", "DUBNA", 5.0), ("row 4", "ALABUGA", 0.2)]
    assert batch.skipped_rows.rows() == [("row 2", "a later row tells the same figure")]
    assert balance(batch) == (3, 2, 0, 1)


def test_rows_that_are_one_by_their_columns_are_told_once(tmp_path):
    table = """
        Зона    | План | №
        Алабуга | 1    | 7
        Алабуга | 1    | 7
        Дубна   | 2    | 8
    """
    batch = mapped(tmp_path, meaning('{ distinct = ["№", "Зона"] }'), table)
    assert rows_of(batch, "source_row", "value") == [("row 2", 1.0), ("row 4", 2.0)]
    assert batch.skipped_rows.rows() == [("row 3", "another row tells it already")]


def test_rows_that_are_one_but_tell_two_figures_are_refused(tmp_path):
    table = "Зона | План | №\nАлабуга | 1 | 7\nАлабуга | 2 | 7\nДубна | 2 | 8\n"
    batch = mapped(tmp_path, meaning('{ distinct = ["№"] }'), table)
    assert refusals(batch)[0] == "row 2, План: rows that are one by the columns of duplicates differ in План: 1"
    assert balance(batch) == (3, 1, 2, 0)


def test_what_else_a_repeated_row_brings_counts(tmp_path):
    members = '[[memberships]]\nof = { column = "Кластер" }\nrole = "member"\n'
    table = "Зона | План | № | Кластер\nАлабуга | 1 | 7 | LIPETSK\nАлабуга | 1 | 7 | DUBNA\n"
    batch = mapped(tmp_path, meaning('{ distinct = ["№"] }') + members, table)
    assert rows_of(batch, "value") == [(1.0,)]
    assert rows_of(batch, "of", table="membership") == [("LIPETSK",), ("DUBNA",)]
    assert balance(batch) == (2, 2, 0, 0)
