import pytest

from data.errors import UserError
from tests.loaders.mapped_text import FIELDS, HEAD, SOURCE, ZONES, mapped, refusals, rows_of

WIDE = """
[[values]]
columns = '^(?P<what>План|Факт) (?P<year>20\\d\\d)$'
indicator = "investment"
scenario = { heading = "what", codes = { "план" = "target", "факт" = "actual" } }
period = { heading = "year", as = "year" }
"""
LONG = """
[[values]]
column = "Сумма"
indicator = "investment"
scenario = { column = "Вид", codes = { "план" = "target", "факт" = "actual" } }
period = { column = "Год", as = "year" }
"""
WITHOUT = FIELDS.replace('scenario = "actual"\n', "").replace('period = "2019"\n', "")
MAPPING = HEAD + SOURCE + ZONES + WITHOUT + WIDE
WIDE_TABLE = """
    Зона    | План 2018 | Факт 2018 | План 2019
    Алабуга | 1         | 2         | н/д
    Дубна   | 1,5       |           | 0
"""
LONG_TABLE = """
    Зона    | Вид  | Год  | Сумма
    Алабуга | План | 2018 | 1
    Алабуга | Факт | 2018 | 2
    Алабуга | План | 2019 | н/д
    Дубна   | План | 2018 | 1,5
    Дубна   | Факт | 2018 |
    Дубна   | План | 2019 | 0
"""


def test_side_by_side_and_one_below_the_other_are_the_same_figures(tmp_path):
    said = ("entity", "scenario", "period", "value", "status", "unit")
    wide = mapped(tmp_path, MAPPING, WIDE_TABLE)
    long = mapped(tmp_path, HEAD + SOURCE + ZONES + WITHOUT + LONG, LONG_TABLE)
    assert sorted(rows_of(wide, *said), key=str) == sorted(rows_of(long, *said), key=str)
    assert (wide.read, wide.accepted) == (2, 2)


def test_a_refused_cell_is_named_by_its_own_heading(tmp_path):
    table = "Зона | План 2018 | Факт 2018\nАлабуга | 1 | many\nДубна | 2 | 3\n"
    batch = mapped(tmp_path, MAPPING, table)
    assert refusals(batch) == ["row 2, Факт 2018: many is not a number"]
    assert rows_of(batch, "entity", "scenario") == [("DUBNA", "target"), ("DUBNA", "actual")]


@pytest.mark.parametrize(
    ("old", "new", "table", "problem"),
    [
        (
            r"(?P<year>20\d\d)",
            r"(?P<year>19\d\d)",
            WIDE_TABLE,
            r"values\[1\]: no heading fits columns = .*\nFound: Зона, П",
        ),
        (
            '"факт" = "actual"',
            '"было" = "actual"',
            WIDE_TABLE,
            r"heading 'Факт 2018': 'Факт' is no scenario. Accepted: ",
        ),
        ("$'", "'", "Зона | План 2018 | план  2018\nАлабуга | 1 | 2\n", "stands there more than once"),
        (r"(?P<year>20\d\d)", r"(?P<year>\w+)", "Зона | План никогда\nАлабуга | 1\n", "'никогда' is no date"),
        (
            'heading = "year"',
            'heading = "yaer"',
            WIDE_TABLE,
            r"values\[1\]|period: the value .* has no group 'yaer'; accepted: what, year",
        ),
    ],
)
def test_headings_that_say_nothing_are_a_question(tmp_path, old, new, table, problem):
    assert old in MAPPING
    with pytest.raises(UserError, match=problem):
        mapped(tmp_path, MAPPING.replace(old, new), table)


def test_a_heading_may_say_unit_and_indicator_too(tmp_path):
    mapping = (
        HEAD
        + SOURCE
        + ZONES
        + FIELDS.replace('unit = "RUB"\n', "")
        + """
[[values]]
columns = '^(?P<what>Инвестиции|Экспорт), (?P<unit>.+)$'
indicator = { heading = "what", codes = { "инвестиции" = "investment", "экспорт" = "exports" } }
unit = { heading = "unit", as = "words" }
"""
    )
    table = "Зона | Инвестиции, млн руб. | Экспорт, тыс. долл. США\nАлабуга | 1,5 | 2\n"
    assert rows_of(mapped(tmp_path, mapping, table), "indicator", "unit", "value") == [
        ("investment", "RUB", 1_500_000.0),
        ("exports", "USD", 2_000.0),
    ]


def test_a_quarter_in_the_heading_belongs_to_the_year_of_the_row(tmp_path):
    mapping = (
        HEAD
        + SOURCE
        + ZONES
        + FIELDS.replace('period = "2019"\n', "").replace('basis = "cumulative"', 'basis = "period"')
        + """
[[values]]
columns = '^(?P<quarter>I+V? кв\\.)$'
indicator = "investment"
period = { heading = "quarter", as = "words", year = { column = "Год" } }
"""
    )
    table = "Зона | Год | I кв. | II кв.\nАлабуга | 2019 | 1 | 2\nДубна | 2020 | 3 | 4\n"
    assert rows_of(mapped(tmp_path, mapping, table), "entity", "period", "value") == [
        ("ALABUGA", "2019-Q1", 1.0),
        ("DUBNA", "2020-Q1", 3.0),
        ("ALABUGA", "2019-Q2", 2.0),
        ("DUBNA", "2020-Q2", 4.0),
    ]


def test_the_rows_own_unit_and_scale_win_over_those_of_the_column(tmp_path):
    mapping = (
        HEAD
        + SOURCE
        + ZONES
        + FIELDS.replace('unit = "RUB"', 'unit = { column = "Ед.", as = "words", otherwise = "RUB" }')
        + '[[values]]\ncolumn = "План"\nindicator = "investment"\nscale = 1000\n'
    )
    table = """
        Зона    | План | Ед.
        Алабуга | 1,5  | млн руб.
        Дубна   | 1,5  |
        Липецк  | 1,5  | попугаев
    """
    batch = mapped(tmp_path, mapping, table)
    assert rows_of(batch, "unit", "value") == [("RUB", 1_500_000.0), ("RUB", 1_500.0)]
    assert refusals(batch) == ["row 4, Ед.: попугаев does not say a unit that is known"]


def test_the_words_of_a_period_say_its_basis(tmp_path):
    mapping = (
        HEAD
        + SOURCE
        + ZONES
        + FIELDS.replace('period = "2019"', 'period = { column = "Период", as = "words" }').replace(
            'basis = "cumulative"', 'basis = "period"'
        )
        + '[[values]]\ncolumn = "План"\nindicator = "investment"\n'
    )
    table = """
        Зона    | План | Период
        Алабуга | 1    | январь-сентябрь 2015
        Дубна   | 2    | III кв. 2019
        Липецк  | 3    | когда-нибудь
    """
    batch = mapped(tmp_path, mapping, table)
    assert rows_of(batch, "period", "basis") == [("2015-09", "ytd"), ("2019-Q3", "period")]
    assert [line.split(":")[0] for line in refusals(batch)] == ["row 4, Период"]


def test_a_cell_may_tell_its_own_unit(tmp_path):
    mapping = (
        HEAD
        + SOURCE
        + ZONES
        + FIELDS.replace('unit = "RUB"\n', "")
        + '[[values]]\ncolumn = "План"\nindicator = "investment"\nunits = true\nscale = 1000\n'
    )
    table = "Зона | План\nАлабуга | 18,5 млрд руб.\nДубна | 2,5 млн долл.\nЛипецк | 7\n"
    batch = mapped(tmp_path, mapping, table)
    assert rows_of(batch, "unit", "value") == [("RUB", 18_500_000_000.0), ("USD", 2_500_000.0)]
    assert refusals(batch) == ["row 4, План: the cell is empty"]


def test_a_footnote_is_kept_as_a_note_where_the_mapping_says_so(tmp_path):
    mapping = HEAD + '[read]\nfootnotes = "keep"\n' + SOURCE + ZONES + FIELDS
    mapping += '[[values]]\ncolumn = "План"\nindicator = "investment"\n'
    batch = mapped(tmp_path, mapping, "Зона | План\nАлабуга | 1455 1)\nДубна | 2\n")
    assert [(value, bool(note)) for value, note in rows_of(batch, "value", "note")] == [(1455.0, True), (2.0, False)]


def test_a_column_may_tell_the_power_of_ten(tmp_path):
    mapping = HEAD + SOURCE + ZONES + FIELDS
    mapping += '[[values]]\ncolumn = "План"\nindicator = "investment"\npower = "UNIT_MULT"\n'
    table = """
        Зона    | План | UNIT_MULT
        Алабуга | 1,5  | 6
        Дубна   | 2    |
        Липецк  | 3    | millions
    """
    batch = mapped(tmp_path, mapping, table)
    assert rows_of(batch, "entity", "value") == [("ALABUGA", 1_500_000.0), ("DUBNA", 2.0)]
    assert refusals(batch) == ["row 4, UNIT_MULT: millions is no power of ten"]
    with pytest.raises(UserError, match="has power and another scale"):
        mapped(tmp_path, mapping + "scale = 1000\n", table)


def test_the_parts_of_a_total_may_be_told_by_a_pattern(tmp_path):
    mapping = HEAD + SOURCE + ZONES + FIELDS.replace('period = "2019"', 'period = { heading = "year", as = "year" }')
    mapping += "[[values]]\ncolumns = '^(?P<year>20..)$'\nindicator = \"investment\"\n"
    mapping += "[[checks]]\ntotal = \"Всего\"\ncolumns = '^20..$'\n"
    batch = mapped(tmp_path, mapping, "Зона | 2019 | 2020 | Всего\nАлабуга | 1 | 2 | 3\nДубна | 1 | 2 | 4\n")
    assert batch.accepted == 2 and [warning.source_row for warning in batch.warnings] == ["row 3"]
    with pytest.raises(UserError, match=r"checks\[1\]: no heading fits columns = "):
        mapped(tmp_path, mapping.replace("'^20..$'", "'^19..$'"), "Зона | 2019 | Всего\nАлабуга | 1 | 1\n")
