"""Tables that were printed: what a person sees in, the cells out."""

import pytest

from data.errors import UserError
from loaders import formats
from loaders.raw import ROW, ReadOptions


def cells(text):
    """The rows of a text: the line of each, then its cells."""
    parsed = formats.parse(text.encode(), ReadOptions(), "report.txt")
    names = [name for name in parsed.cells.columns if name != ROW]
    return [names, *[[row[ROW], *(row[name] for name in names)] for row in parsed.cells.iter_rows(named=True)]]


def broken(text):
    return list(formats.parse(text.encode(), ReadOptions(), "report.txt").broken[ROW])


def test_where_columns_end_cannot_be_told():
    with pytest.raises(UserError, match="Put a line of dashes under the heading, one group for each column"):
        cells("""Zone        Investment, EUR  Jobs
Alpha       1200             3
A long name of zone 700      4
Gamma       123456789012345678      4
""")


def test_a_line_with_letters_between_two_columns_is_refused_alone():
    text = """Zone            Investment   Jobs
-------------- ----------- ------
Alpha                100.5     12
Bigger economic zones 999       7
Beta                  50.0     55
"""
    assert cells(text) == [["Zone", "Investment", "Jobs"], [3, "Alpha", "100.5", "12"], [5, "Beta", "50.0", "55"]]
    assert broken(text) == [4]


def test_columns_that_only_blanks_show():
    assert cells("""Report of zones, 2019

Zone                 Investment, USD mln    Jobs
Alpha Zone                      1,200.5      120
Beta Free Zone                    640.0       80
Gamma                              12.25
""") == [
        ["Zone", "Investment, USD mln", "Jobs"],
        [4, "Alpha Zone", "1,200.5", "120"],
        [5, "Beta Free Zone", "640.0", "80"],
        [6, "Gamma", "12.25", None],
    ]


def test_commas_within_numbers_part_no_cells():
    assert cells("""Резидент           План, руб.   Факт, руб.
ООО Заря                100,5        90,25
АО Восток                50,0        55,50
ООО Луч                  12,1         0,50
""")[2] == [3, "АО Восток", "50,0", "55,50"]


@pytest.mark.parametrize("sign", [";", ","])
def test_cells_that_are_filled_up_with_blanks_keep_their_delimiter(sign):
    lines = ["Title, 2019", "Zone   | Investment | Jobs", "Alpha  |       1200 |    3", "Beta   |        800 |    2"]
    text = "\n".join(lines).replace("|", sign)
    assert [row[0] for row in cells(text)[1:]] == [3, 4]
    assert len(cells(text)[0]) == 3


def test_a_drawn_table_with_a_heading_over_two_lines_and_a_cell_over_two_columns():
    assert cells("""┌──────────┬───────────────────┬─────────┐
│ Резидент │ Инвестиции, руб.  │ Рабочие │
│          ├─────────┬─────────┤ места   │
│          │ план    │ факт    │         │
├──────────┼─────────┼─────────┼─────────┤
│ ООО Заря │  1 100,5│   90,25 │   120   │
│ Площадка № 2                           │
│ АО Восток│     50,0│   55,5  │    80   │
└──────────┴─────────┴─────────┴─────────┘
""") == [
        ["Резидент", "Инвестиции, руб. / план", "Инвестиции, руб. / факт", "Рабочие места"],
        [6, "ООО Заря", "1 100,5", "90,25", "120"],
        [7, "Площадка № 2", None, None, None],
        [8, "АО Восток", "50,0", "55,5", "80"],
    ]


def test_a_row_over_two_lines_is_one_where_rules_stand_between_all_rows():
    rule = "+-----------+--------+\n"
    rows = ["| Zone      | Inv,   |\n|           | EUR    |\n", "| Alpha     | 1200   |\n"]
    rows += ["| Long name | 64000  |\n| of a zone |        |\n", "| Gamma     | 3      |\n", "| Delta     | 4      |\n"]
    assert cells(rule + rule.join(rows) + rule) == [
        ["Zone", "Inv, EUR"],
        [5, "Alpha", "1200"],
        [7, "Long name of a zone", "64000"],
        [10, "Gamma", "3"],
        [12, "Delta", "4"],
    ]


def test_markdown():
    assert cells("# Zones\n\n| Zone | Investment, EUR |\n|------|:-----:|\n| Alpha | 120000 |\n| Beta | 64000 |\n") == [
        ["Zone", "Investment, EUR"],
        [5, "Alpha", "120000"],
        [6, "Beta", "64000"],
    ]


def test_what_a_database_prints():
    text = " zone  | jobs \n-------+------\n Alpha |   12\n Beta  |     \n(2 rows)\n\n"
    assert cells(text) == [["zone", "jobs"], [3, "Alpha", "12"], [4, "Beta", None], [5, "(2 rows)", None]]


def test_lines_of_a_drawn_table_with_too_many_cells_are_refused():
    text = "| Zone | Jobs |\n|------|------|\n| Alpha | 12 | 3 |\n| Beta | 4 |\n| Gamma | 4 |\n"
    assert broken(text) == [3]
    assert [row[0] for row in cells(text)[1:]] == [4, 5]


def test_a_heading_over_two_lines_of_an_aligned_table():
    assert cells("""Резидент          Инвестиции,   Рабочие
                  тыс. руб.     места
ООО Заря             1 200,5        12
ООО Луч                800,0         9
ООО Рябь               700,0         7
""")[:2] == [["Резидент", "Инвестиции, тыс. руб.", "Рабочие места"], [3, "ООО Заря", "1 200,5", "12"]]
