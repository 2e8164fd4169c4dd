import csv
import io
from unittest import mock

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders import coded
from loaders.parsers import delimited, regular_text
from loaders.raw import ROW, ReadOptions
from tests.conftest import examples

COMMA = delimited.Looks(",", '"')


def read(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return delimited.read(data, ReadOptions(**options), "t.csv")


def rows(parsed):
    return [(row[-1], *row[:-1]) for row in parsed.cells.rows()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen(delimiter):
    parsed = read(f"a{delimiter}b\n1{delimiter}2\n")
    assert rows(parsed) == [(2, "1", "2")]


def test_decimal_commas_are_no_delimiters():
    assert rows(read("Зона;План;Факт\nДубна;1,5;2,5\nЛипецк;3,5;4,5\n")) == [
        (2, "Дубна", "1,5", "2,5"),
        (3, "Липецк", "3,5", "4,5"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end):
    assert rows(read(end.join(["a,b", "1,2", "3,4", ""]))) == [(2, "1", "2"), (3, "3", "4")]


def test_a_line_break_within_quotation_marks_counts_as_a_line():
    parsed = read('a,b\n"one\ntwo\nthree",2\n4,5\n"x\ny",6\n7,8\n')
    assert [row[0] for row in rows(parsed)] == [2, 5, 6, 8]


def test_empty_lines_are_no_rows_but_are_counted_as_lines():
    assert rows(read("a,b\n\n1,2\n\n\n3,4\n\n")) == [(3, "1", "2"), (6, "3", "4")]
    assert rows(read("\n\na,b\n1,2\n,\n5,6\n")) == [(4, "1", "2"), (6, "5", "6")]


def test_a_ragged_line_is_set_aside_alone_with_its_number():
    parsed = read("a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n")
    assert rows(parsed) == [(2, "1", "2", "3"), (5, "10", "11", "12")]
    assert parsed.broken.select(ROW, "line").rows() == [(3, "4,5"), (4, "6,7,8,9")]


def test_a_short_line_is_seen_though_its_last_cells_would_be_empty_anyway():
    parsed = read('a,b,c\n1,"x,y",\n4,5\n')
    assert parsed.broken[ROW].to_list() == [3]


def test_quotation_marks_that_do_not_pair_cost_one_line():
    parsed = read('a,b\n1,2\n"oops,3\n4,5\n')
    assert rows(parsed) == [(2, "1", "2"), (4, "4", "5")]
    assert parsed.broken[ROW].to_list() == [3]


def test_marks_within_a_text_are_kept():
    assert rows(read('a,b\n"ООО ""Ромашка""",1\n')) == [(2, 'ООО "Ромашка"', "1")]


def test_the_heading_may_stand_further_down():
    parsed = read("Отчёт за 2019 год\n\na;b\n1;2\n", heading_rows=(3, 3))
    assert (parsed.headings, rows(parsed)) == (["a", "b"], [(4, "1", "2")])


def test_headings_that_are_empty_or_come_twice_get_names():
    assert read("a,,a,a\n1,2,3,4\n").cells.columns == ["a", "column B", "a [2]", "a [3]", ROW]


def test_a_file_of_a_heading_alone_has_no_rows():
    assert read("a,b\n").cells.height == 0
    with pytest.raises(UserError, match="no heading"):
        read(",,\n,,\n")


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffd"), max_size=8
) | st.sampled_from(["", "a\nb", 'q"q', "x,y;z|w\tv", "\r\n", "1,5", " "])
TABLE = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6)
)


@settings(max_examples=examples(150), deadline=None)
@given(
    TABLE,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_any_table_comes_back_as_it_was_written(table, delimiter, encoding, end, quotes_all):
    headings = [f"heading {place}" for place in range(len(table[0]))]
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([headings, *table])
    said = "utf-16-le" if encoding == "utf-16-le" else None
    parsed = read(out.getvalue().encode(encoding), delimiter=delimiter, encoding=said)
    found = [list(row) for row in parsed.cells.drop(ROW).fill_null("").rows()]
    assert parsed.broken.height == 0
    assert found == [row for row in table if any(cell.strip() for cell in row)]


@settings(max_examples=examples(150), deadline=None)
@given(st.text(st.sampled_from('ab,"\n\r;'), max_size=60), st.sampled_from([1, 7, 1 << 20]))
@example('"";"",', 1 << 20)
@example('a,b\n"a" "b",""\n', 1 << 20)
@example('aa,b\na\n"a\nb","",', 1 << 20)
@example('a,b\n"a\nb","c\n\nd"\na,b\n', 1)
@example('a,b"\n"a\nb",c\n', 1)
def test_the_quick_way_and_the_careful_way_agree_on_any_text_in_pieces_of_any_size(text, piece):
    body, names = text.encode(), ["x", "y"]
    with mock.patch.object(regular_text, "_PIECE", piece):
        quick = regular_text.rows(body, 0, COMMA, names, 2)
    careful, broken = delimited._by_record(body, COMMA, names, 2)
    if quick is not None:
        assert broken.height == 0
        assert quick.cells.select(pl.exclude(ROW).replace("", None), ROW).rows() == careful.rows()


def test_of_a_long_file_words_that_repeat_are_numbers_and_every_row_has_its_line():
    count, names = 200_000, ["code", "name", "note"]
    notes = ['""', '"a\nb"']
    lines = [f"Z{row % 7},name {row},{notes[row % 2]}" for row in range(count)]
    found = regular_text.rows("\n".join(lines).encode(), 0, COMMA, names, 2)
    assert [kind == pl.Categorical for kind in found.cells.dtypes[:3]] == [True, False, True]
    told = coded.texts(coded.enums(found.cells))
    assert told["code"].to_list() == [f"Z{row % 7}" for row in range(count)]
    assert told["name"].to_list() == [f"name {row}" for row in range(count)]
    assert told[ROW].to_list() == [2 + row + row // 2 for row in range(count)]


def test_the_first_line_may_say_the_delimiter():
    parsed = read("sep=;\na;b,c\n1;2,5\n")
    assert (parsed.headings, rows(parsed)) == (["a", "b,c"], [(3, "1", "2,5")])
    assert rows(read('"sep=^"\r\na^b\r\n1^2\r\n')) == [(3, "1", "2")]


@pytest.mark.parametrize("delimiter", [":", "^", "~"])
def test_a_rare_delimiter_is_seen_where_every_line_has_it(delimiter):
    assert rows(read(f"a{delimiter}b\n1{delimiter}2\n3{delimiter}4\n")) == [(2, "1", "2"), (3, "3", "4")]


def test_times_of_day_are_no_delimiters():
    assert read("time\n10:30\n11:45\n").headings == ["time"]


def test_apostrophes_may_stand_for_quotation_marks():
    assert rows(read("'a';'b'\n'x; y';'1,5'\n'z';'it''s'\n")) == [(2, "x; y", "1,5"), (3, "z", "it's")]
    assert rows(read("a;b\nO'Brien;1\nD'Arcy;2\n")) == [(2, "O'Brien", "1"), (3, "D'Arcy", "2")]


def test_titles_above_the_heading_are_kept_apart():
    parsed = read("Отчёт за 2019 год\nмлн руб.\n\nЗона;План;Факт\nДубна;1,5;2,5\nЛипецк;3,5;4,5\n")
    assert (parsed.headings, parsed.preamble) == (["Зона", "План", "Факт"], ["Отчёт за 2019 год", "млн руб."])
    assert [row[0] for row in rows(parsed)] == [5, 6]


def test_more_columns_than_a_workbook_has_are_refused():
    with pytest.raises(UserError, match="200000 columns"):
        read(",".join(["a"] * 200_000) + "\n1\n")


def test_a_comma_in_every_line_is_no_delimiter_where_another_sign_parts_every_line_as_well():
    told = rows(read("Зона;Инвестиции, млн руб.\nДубна;10,4\nЛипецк;20,4\n"))
    assert told == [(2, "Дубна", "10,4"), (3, "Липецк", "20,4")]
    assert rows(read("name,tags\nA,x;y\nB,z;v\n")) == [(2, "A", "x;y"), (3, "B", "z;v")]
