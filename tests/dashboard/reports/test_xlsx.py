"""The workbook, opened as a person's spreadsheet would open it."""

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import reports, session
from dashboard.language import Language
from dashboard.reports import xlsx
from dashboard.reports.model import Cell, Chart, Column, Section, Summary, Table
from dashboard.reports.summary import summary

HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://127.0.0.1")',
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "＝1+1",
    "http://127.0.0.1/x",
    "mailto:a@b",
    "internal:Sheet1!A1",
    "{=1+1}",
    "<b>x</b>",
    "a" * 40_000,
]


def one_table(rows: list[dict[str, Cell]]) -> Summary:
    columns = (Column("entity", "Entity"), Column("actual", "Actual", "number"), Column("reason", "Why"))
    table = Table(columns, tuple(rows), "none")
    section = Section("overview", "Overview", ("=1+1 is said",), table)
    chart = Chart("Chart", ("=1+1",), (1.0,), (2.0,), "%", "=A", "=B")
    return Summary("=1+1", ("=2+2",), (section,), "x", chart)


def opened(content: Summary) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(xlsx.build(content)))


def cells(book: openpyxl.Workbook):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_no_text_is_run_or_linked():
    book = opened(
        one_table([{"entity": Cell.of(text), "actual": Cell("", -5.0), "reason": Cell.of(text)} for text in HOSTILE])
    )
    assert [cell.coordinate for cell in cells(book) if cell.data_type == "f" or cell.hyperlink] == []
    texts = {cell.value for cell in cells(book) if isinstance(cell.value, str)}
    assert set(HOSTILE[:-1]) <= texts
    assert max(map(len, texts)) == 32_767


@settings(max_examples=60, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_stays_the_number_it_is(value):
    book = opened(one_table([{"entity": Cell.of("Z"), "actual": Cell("x", value), "reason": Cell.of("")}]))
    assert book["Overview"]["B4"].value == pytest.approx(value, rel=1e-14)
    assert book["Overview"]["B4"].data_type == "n"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=50))
def test_any_text_comes_back_as_it_was(text):
    book = opened(one_table([{"entity": Cell.of(text), "actual": Cell("", 1.0), "reason": Cell.of("")}]))
    assert book["Overview"]["A4"].value == text
    assert book["Overview"]["A4"].data_type == "s"


@pytest.fixture(scope="module")
def books(bundled_known):
    contents = {code: summary(bundled_known, None, Language(code)) for code in ("ru", "en")}
    built = {code: reports.build(content, "xlsx") for code, content in contents.items()}
    return {code: (contents[code], openpyxl.load_workbook(BytesIO(built[code]))) for code in contents}


@pytest.mark.parametrize("code", ["ru", "en"])
def test_the_file_holds_every_number_of_the_content(books, code):
    content, book = books[code]
    assert len(book.sheetnames) == len(content.sections) + 2
    for section, name in zip(content.sections, book.sheetnames[1:], strict=False):
        sheet = book[name]
        assert sheet["A1"].value == section.title
        if section.table is None or not section.table.rows:
            continue
        headings = [cell.value for cell in sheet[3]]
        assert headings == [column.title for column in section.table.columns]
        for line, row in enumerate(section.table.rows, start=4):
            for position, column in enumerate(section.table.columns, start=1):
                cell = row.get(column.id, Cell(""))
                wanted = cell.value if cell.value is not None else cell.text or None
                found = sheet.cell(line, position).value
                assert found == (
                    pytest.approx(wanted, rel=1e-14) if isinstance(wanted, float) else None if wanted == "" else wanted
                )


def test_the_first_sheet_has_zelenograds_153_billion_as_a_number_and_a_chart(books):
    _, book = books["ru"]
    first = book[book.sheetnames[0]]
    found = {cell.value: cell.number_format for row in first.iter_rows() for cell in row}
    assert found[153e9] == '#,##0,,,"\u00a0млрд\u00a0₽"'
    assert found[50e9] == '">\u00a0"#,##0,,,"\u00a0млрд\u00a0₽"'
    assert len(first._charts) == 1
    assert "версия данных 9" in str(first["A2"].value)


def test_the_sources_have_their_sheet_and_the_file_says_nothing_of_the_machine(books):
    _, book = books["en"]
    assert book["Sources"].max_row == 3 + 269
    assert book.properties.creator == "sez-dashboard"
    assert book.properties.lastModifiedBy in (None, "sez-dashboard", "")


def test_the_name_of_a_download_has_the_data_version(bundled_store):
    assert summary(session.known(), None, Language("ru")).file_stem == "sez-summary-v9-ru"
    assert summary(session.known(), "RU-CL-ZELENOGRAD", Language("en")).file_stem == "sez-ru-cl-zelenograd-v9-en"
