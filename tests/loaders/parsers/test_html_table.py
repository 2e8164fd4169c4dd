import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders.parsers.html_table import Page
from loaders.parsers.kinds import kind
from loaders.raw import ReadOptions
from loaders.sandbox import read_table, see
from tests.conftest import examples


def page(text, encoding="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return Page(data, kind(data, "t"), None, "t.xls")


def cells(text):
    return [list(row) for row in page(text).grid(0).cells.rows()]


@pytest.mark.parametrize(
    "attributes",
    ['colspan="1000000000"', 'rowspan="1000000000" colspan="1000000000"', 'colspan="99999999999999999999"'],
)
def test_a_span_of_a_thousand_million_is_refused_at_once(attributes):
    start = time.monotonic()
    with pytest.raises(UserError, match="more cells than a workbook may have"):
        page(f"<table><tr><td {attributes}>1</td></tr></table>")
    assert time.monotonic() - start < 2


def test_a_tall_span_costs_nothing_where_there_are_no_rows():
    assert cells('<table><tr><td rowspan="1000000000">a</td><td>b</td></tr><tr><td>c</td></tr></table>') == [
        ["a", "b"],
        [None, "c"],
    ]


def test_many_wide_cells_are_refused_at_once():
    row = '<tr><td colspan="16000" rowspan="9">1</td></tr>'
    with pytest.raises(UserError, match="more cells"):
        page(f"<table>{row * 2000}</table>")


@pytest.mark.parametrize("said", ["-1", "x", "", "1.5", "²"])
def test_a_span_that_is_no_number_is_one(said):
    assert cells(f'<table><tr><td colspan="{said}">1</td><td>2</td></tr></table>') == [["1", "2"]]


def test_spans_keep_each_cell_in_its_column():
    table = """<table><tr><th rowspan=2>Зона</th><th colspan=2>План</th></tr><tr><th>2017</th><th>2018</th></tr>
    <tr><td>Дубна<td>1,5<td>2<br>500</table>"""
    assert cells(table) == [["Зона", "План", None], [None, "2017", "2018"], ["Дубна", "1,5", "2\n500"]]
    assert page(table).grid(0).merged == ((1, 0, 2, 0), (1, 1, 1, 2))


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="windows-1251"><table><tr><td>Зона</td></tr></table>'.encode("cp1251"),
        '<html><meta content="text/html; charset=koi8-r"><table><tr><td>Зона</td></tr></table>'.encode("koi8-r"),
        "<html><table><tr><td>Зона</td></tr></table>".encode("utf-16"),
        "<html><table><tr><td>Зона</td></tr></table>".encode("utf-16-le"),
        "\ufeff<table><tr><td>Зона</td></tr></table>".encode(),
        "<html><p>Объём инвестиций</p><table><tr><td>Зона</td></tr></table>".encode("cp1251"),
    ],
)
def test_the_encoding_is_the_one_the_page_says_or_shows(data):
    assert cells(data) == [["Зона"]]


def test_what_is_no_text_of_a_cell_is_left_out():
    table = "<table><tr><td>1<script>alert(2)</script><!-- 3 --><style>4</style><b>5</b>&nbsp;&amp;</td></tr></table>"
    assert cells(table) == [["15 &"]]


def test_the_largest_table_is_read_unless_a_number_is_said():
    text = b"<table><tr><td>menu</td></tr></table><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert read_table(text, "report.xls").headings == ["a", "b"]
    assert see(text, "report.xls", ReadOptions(sheet=1)).grid.cells.rows() == [("menu",)]
    assert [sheet.name for sheet in see(text, "report.xls").sheets] == ["table 1", "table 2"]


def test_a_table_within_a_table_is_one_of_its_own():
    inner = "<table><tr><td>in</td></tr></table>"
    found = page(f"<table><tr><td>out{inner}</td><td>2</td></tr></table>")
    assert [found.grid(place).cells.rows() for place in (0, 1)] == [[("out", "2")], [("in",)]]


def test_an_archive_of_a_page_is_read():
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; "
        b'charset="windows-1251"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><table><tr><td>=C7=EE=ED=E0'
        b"</td></tr></table></html>\r\n--x--\r\n"
    )
    assert cells(data) == [["Зона"]]


def test_no_entity_reaches_a_file():
    text = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><table><tr><td>&x;</td></tr></table></html>'
    assert "root:" not in str(cells(text))


def test_very_deep_nesting_is_an_end_and_no_crash_of_this_process():
    deep = b"<html><table><tr><td>" + b"<div>" * 200_000 + b"1"
    try:
        found = see(deep, "deep.html").grid.cells.shape
    except UserError:
        found = (1, 1)
    assert found == (1, 1)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4), max_size=5))
def test_whatever_the_spans_every_cell_is_there_once(spans):
    count = 0
    rows = []
    for row in spans:
        line = []
        for wide, high in row:
            count += 1
            line.append(f"<td colspan={wide} rowspan={high}>{count}</td>")
        rows.append(f"<tr>{''.join(line)}</tr>")
    found = page(f"<html><table>{''.join(rows)}</table></html>").grid(0).cells
    texts = [cell for column in found.iter_columns() for cell in column if cell]
    assert sorted(map(int, texts)) == list(range(1, count + 1))
    assert found.height in (len(spans), 0)


@pytest.mark.parametrize(
    ("cell", "told", "is_own"),
    [
        ('x:num="1234567.89">1,235K', "1234567.89", True),
        ('x:num="1234567">1,235', "1234567", True),
        ('x:num="1234.5">1 234,5', "1234.5", True),
        ('sdval="1234.56" sdnum="1049;">1 234,6', "1234.56", True),
        ('x:num="-5.55">(5,6)', "-5.55", True),
        ('x:num="0.7512">75%', "75.12 %", False),
        ('x:num="43525">01.03.2019', "01.03.2019", False),
        ("x:num>123", "123", False),
        ('x:num="1e9999">5', "5", False),
        ('x:num="7">н/д', "н/д", False),
    ],
)
def test_the_figure_that_a_spreadsheet_kept_wins_over_what_it_shows(cell, told, is_own):
    grid = page(f"<table><tr><td>a</td><td {cell}</td></tr></table>").grid(0)
    assert grid.cells.row(0) == ("a", told)
    assert grid.numbers.columns == (["1"] if is_own else [])
