import pytest

from data.errors import UserError
from loaders.run import read, write_refused
from tests.loaders.conftest import KNOWN
from tests.loaders.mapped_text import FIELDS, HEAD, PLAN, SOURCE, ZONES, balance, mapped, refusals, rows_of

BASE = SOURCE + ZONES + FIELDS + PLAN


def with_read(read_keys, rules=""):
    return f"{HEAD}\n[read]\n{read_keys}\n{BASE}\n{rules}"


@pytest.mark.parametrize(
    ("rule", "skipped"),
    [
        ('equals = ["Итого"]', ["row 3"]),
        ('equals = ["всего", "итого"]', ["row 3", "row 5"]),
        ('pattern = "(?i)^(итого|всего)"', ["row 3", "row 5", "row 6"]),
        ("empty = true", ["row 4"]),
        ("empty = false", ["row 2", "row 3", "row 5", "row 6"]),
    ],
)
def test_rows_that_are_no_data_are_left_out_with_the_reason(tmp_path, rule, skipped):
    table = """
        Зона        | План
        Алабуга     | 1
        ИТОГО       | x1
                    | legend
        Всего       | x2
        Всего по РФ | x3
    """
    batch = mapped(tmp_path, HEAD + BASE + f'[[skip]]\ncolumn = "Зона"\n{rule}\nreason = "no data"\n', table)
    assert batch.skipped_rows.rows() == [(row, "no data") for row in skipped]
    assert balance(batch)[3] == len(skipped)


@pytest.mark.parametrize(
    ("rule", "kept"),
    [("outline_below = 1", ["row 2", "row 5"]), ("outline_above = 2", ["row 3", "row 4", "row 6"])],
)
def test_levels_of_a_hierarchy_are_told_by_their_numbers(tmp_path, rule, kept):
    table = """
        №     | Зона    | План
        1     | Алабуга | 10
        1.1.  | Дубна   | 4
        1.2   | Липецк  | 6
        2     | Дубна   | 1
        2.1.1 | Алабуга | 1
    """
    mapping = HEAD + BASE + f'[[skip]]\ncolumn = "№"\n{rule}\nreason = "another level"\n'
    batch = mapped(tmp_path, mapping, table)
    assert [row for (row,) in rows_of(batch, "source_row")] == kept


def test_only_the_rows_wanted_are_kept(tmp_path):
    table = """
        Зона    | План | Статус
        Алабуга | 1    | действует
        Дубна   | 2    | отменено
        Липецк  | 3    |
    """
    keep = '[[keep]]\ncolumn = "Статус"\nequals = ["Действует"]\nreason = "cancelled"\n'
    batch = mapped(tmp_path, HEAD + BASE + keep, table)
    assert rows_of(batch, "entity") == [("ALABUGA",)]
    assert batch.skipped_rows.rows() == [("row 3", "cancelled"), ("row 4", "cancelled")]


@pytest.mark.parametrize(
    "end",
    ['{ column = "Зона", pattern = "^Прим" }', '{ column = "План", empty = true }', "{ row = 4 }"],
)
def test_what_follows_the_end_of_the_table_is_left_out(tmp_path, end):
    table = """
        Зона       | План
        Алабуга    | 1
        Дубна      | 2
        Примечание |
        Алабуга    | 7
    """
    batch = mapped(tmp_path, with_read(f"end = {end}"), table)
    assert rows_of(batch, "entity", "value") == [("ALABUGA", 1.0), ("DUBNA", 2.0)]
    assert batch.skipped_rows.rows() == [(f"row {row}", "after the end of the table") for row in (4, 5)]


def test_a_legend_whose_lines_have_other_cells_than_the_heading_is_no_broken_row(tmp_path):
    text = "Зона;План\nАлабуга;1\n1) по данным зоны\nэто; и; то\n"
    end = '{ column = "Зона", pattern = "^1[)]" }'
    batch = mapped(tmp_path, with_read(f"end = {end}"), text.encode())
    assert (balance(batch), refusals(batch)) == ((3, 1, 0, 2), [])
    assert balance(mapped(tmp_path, HEAD + BASE, text.encode()))[2] == 2


def test_merged_cells_repeat_what_stands_above(tmp_path):
    table = """
        Зона    | Год  | План
        Алабуга | 2018 | 1
                | 2019 | 2
        Дубна   | 2018 | 3
                | 2019 | 4
    """
    mapping = with_read('fill_down = ["Зона"]').replace('period = "2019"', 'period = { column = "Год", as = "year" }')
    assert rows_of(mapped(tmp_path, mapping, table), "entity", "period", "value") == [
        ("ALABUGA", "2018", 1.0),
        ("ALABUGA", "2019", 2.0),
        ("DUBNA", "2018", 3.0),
        ("DUBNA", "2019", 4.0),
    ]


def test_a_total_is_not_repeated_below_itself(tmp_path):
    table = """
        Зона    | План
                | 0
        Алабуга | 1
        Итого   | 1
                | 2
    """
    skip = '[[skip]]\ncolumn = "Зона"\nequals = ["Итого"]\nreason = "a total"\n'
    mapping = with_read('fill_down = ["Зона"]', skip).replace(
        'period = "2019"', 'period = { column = "План", as = "year" }'
    )
    batch = mapped(tmp_path, mapping.replace('{ column = "План", as = "year" }', '"2019"'), table)
    assert refusals(batch)[0] == "row 2, Зона: the cell is empty"
    assert refusals(batch)[1:] == [
        "row 3, period: the same figure of the same source stands in the rows 3, 5 (investment, 2019)",
        "row 5, period: the same figure of the same source stands in the rows 3, 5 (investment, 2019)",
    ]


def test_a_section_row_names_what_is_below_it(tmp_path):
    table = """
        Зона    | Резидент | План
        Алабуга |          |
                | Acme     | 1
        Дубна   |          |
                | Other    | 2
    """
    skip = '[[skip]]\ncolumn = "Резидент"\nempty = true\nreason = "a section"\n'
    batch = mapped(tmp_path, with_read('fill_down = ["Зона"]', skip), table)
    assert rows_of(batch, "entity", "value") == [("ALABUGA", 1.0), ("DUBNA", 2.0)]


def test_a_refused_row_carries_the_cell_that_was_merged_and_loads_once_it_is_mended(tmp_path):
    table = """
        Зона    | План
        Дубна   | 1
        Алабуга | 2
                | two
    """
    mapping = with_read('fill_down = ["Зона"]\nend = { row = 9 }').replace('period = "2019"', 'period = "2019"')
    batch = mapped(tmp_path, mapping, table)
    write_refused(batch, tmp_path / "refused.csv")
    mended = (tmp_path / "refused.csv").read_text(encoding="utf-8-sig").replace(",two,", ",3,", 1)
    again = read(mended.encode(), "refused.csv", KNOWN, mapping=tmp_path / "report.toml")
    assert rows_of(again, "entity", "value") == [("ALABUGA", 3.0)]


def test_a_total_that_differs_from_the_rows_kept_is_a_warning(tmp_path):
    table = """
        Зона    | План
        Алабуга | 1,5
        Дубна   | 2
        Итого   | {total}
    """
    skip = '[[skip]]\ncolumn = "Зона"\nequals = ["Итого"]\nreason = "a total"\ntotal = true\n'
    right = mapped(tmp_path, HEAD + BASE + skip, table.format(total="3,5"))
    wrong = mapped(tmp_path, HEAD + BASE + skip, table.format(total="4,5"))
    assert [str(warning) for warning in right.warnings] == []
    assert [str(warning) for warning in wrong.warnings] == [
        "row 4: the total of План is 4.5, but the rows that count add up to 3.5"
    ]


def test_a_figure_in_words_counts_in_the_total_with_its_number(tmp_path):
    skip = '[[skip]]\ncolumn = "Зона"\nequals = ["Итого"]\nreason = "a total"\ntotal = true\n'
    base = BASE.replace('column = "План"', 'column = "План"\nqualified = true')
    assert base != BASE
    batch = mapped(tmp_path, HEAD + base + skip, "Зона | План\nАлабуга | более 600\nДубна | 40\nИтого | 640\n")
    assert (batch.accepted, batch.warnings) == (2, ())


def test_a_rule_about_a_column_that_is_not_there_names_its_key(tmp_path):
    rule = '[[skip]]\ncolumn = "Статус"\nempty = true\nreason = "why"\n'
    with pytest.raises(UserError, match=r"no column 'Статус'.\nFound: Зона, План.\n.*change skip\[1\].column"):
        mapped(tmp_path, HEAD + BASE + rule, "Зона | План\nАлабуга | 1\n")
