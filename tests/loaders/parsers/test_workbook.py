import datetime
import io
import zipfile

import openpyxl
import polars as pl
import pytest
import xlsxwriter
import xlwt
from odf.table import CoveredTableCell

from data.errors import UserError
from loaders.parsers.grid import NOT_CALCULATED
from loaders.parsers.kinds import kind
from loaders.parsers.workbook import Workbook
from loaders.sandbox import see
from tests.loaders.conftest import open_document, shown_cell, with_part

DAY = datetime.datetime(2019, 1, 31)


def made(fill, **options):
    """An XLSX whose only sheet `fill` fills."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    fill(book, book.add_worksheet("A"))
    book.close()
    return out.getvalue()


def opened(data):
    return Workbook(data, kind(data, "t"), "t")


def cells(data, place=0):
    """The cells of a sheet, row by row."""
    return [list(row) for row in opened(data).grid(place).cells.rows()]


def openpyxl_book(**texts):
    book = openpyxl.Workbook()
    for place, value in texts.items():
        book.active[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"<c r='B2'><f>1+1</f></c>", NOT_CALCULATED),
        (b"<c r='B2'><f>1+1</f><v></v></c>", NOT_CALCULATED),
        (b"<c r='B2'><f>1+1</f><v/></c>", NOT_CALCULATED),
        (b"<c r='B2'><f t='shared' si='0'/></c>", NOT_CALCULATED),
        (b"<x:c r='B2'><x:f>1+1</x:f></x:c>", NOT_CALCULATED),
        (b"<c r='B2' t='str'><f>\"\"</f><v></v></c>", None),
        (b"<c r='B2'><f>1+1</f><v>2</v></c>", "2"),
        (b"<c r='B2'><v>0</v></c>", "0"),
        (b"<c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c>", "#DIV/0!"),
        (b"<c r='B2' t='e'><v>#REF!</v></c>", "#REF!"),
    ],
)
def test_a_formula_without_a_result_and_an_error_are_not_empty(content, found):
    sheet = (
        b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "
        b"xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData><row r='1'>"
        b"<c r='A1'><v>1</v></c><c r='C1'><v>1</v></c></row><row r='2'>" + content + b"</row><row r='3'>"
        b"<c r='A3'><v>1</v></c></row></sheetData></worksheet>"
    )
    data = with_part(made(lambda book, sheet: sheet.write(0, 0, 1)), "xl/worksheets/sheet1.xml", sheet)
    assert cells(data)[1][1] == found


def test_a_formula_of_a_program_that_leaves_results_to_excel_is_not_zero():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["Зона", "План"])
        sheet.write_formula("B2", "=1+1")  # written with the result 0
        sheet.write_formula("B3", "=1+1", None, 2)
        sheet.write_number("B4", 0)

    assert [row[1] for row in cells(made(fill))] == ["План", NOT_CALCULATED, "2", "0"]


def test_formulas_outside_of_the_cells_that_are_read_are_seen():
    grid = opened(openpyxl_book(A1="=3", B2=1.5, F7="=2+2")).grid(0)
    assert grid.cells.shape == (7, 6)
    assert (grid.cells[0, 0], grid.cells[1, 1], grid.cells[6, 5]) == (NOT_CALCULATED, "1.5", NOT_CALCULATED)
    assert grid.numbers.select(pl.col("1").arg_true()).to_series().to_list() == [1]


@pytest.mark.parametrize("date_1904", [False, True])
def test_dates_are_iso_in_both_calendars_and_flagged(date_1904):
    def fill(book, sheet):
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet.write_datetime(0, 0, DAY, day)
        sheet.write_datetime(1, 0, DAY.replace(hour=13, minute=45), moment)
        sheet.write_number(2, 0, 43496)
        sheet.write_string(3, 0, "2019-01-31 00:00:00")
        sheet.write_datetime(4, 0, datetime.time(12, 30), book.add_format({"num_format": "hh:mm"}))

    grid = opened(made(fill, date_1904=date_1904)).grid(0)
    assert grid.cells["0"].to_list() == [
        "2019-01-31",
        "2019-01-31 13:45:00",
        "43496",
        "2019-01-31 00:00:00",
        "12:30:00",
    ]
    assert grid.dates["0"].to_list() == [True, True, False, False, True]


def test_the_day_that_never_was_stays_the_day_that_never_was():
    def fill(book, sheet):
        for row, serial in enumerate([59, 60, 61]):
            sheet.write_number(row, 0, serial, book.add_format({"num_format": "yyyy-mm-dd"}))

    assert [row[0] for row in cells(made(fill))] == ["1900-02-28", "1900-02-29", "1900-03-01"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (25794618.0757, "25794618.0757"),
        (1169057981.58, "1169057981.58"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (4e-10, "0.0000000004"),
        (-1.25e-14, "-0.0000000000000125"),
        (1e15, "1000000000000000"),
        (24186278996, "24186278996"),
        (-1.5, "-1.5"),
        (True, "true"),
    ],
)
def test_a_number_is_written_plainly(number, text):
    assert cells(made(lambda book, sheet: sheet.write(0, 0, number))) == [[text]]


def test_a_number_too_small_for_nine_decimals_stands_beside_others_as_it_is():
    def fill(book, sheet):
        for row, cell in enumerate([4e-10, 0, "0", 0.25, "1e-10", "н/д"]):
            sheet.write(row, 0, cell)

    assert [row[0] for row in cells(made(fill))] == ["0.0000000004", "0", "0", "0.25", "1e-10", "н/д"]


def test_a_number_too_small_for_nine_decimals_is_read_from_the_old_format_too():
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for row, cell in enumerate([4e-10, 0, "0"]):
        sheet.write(row, 0, cell)
    out = io.BytesIO()
    book.save(out)
    assert [row[0] for row in cells(out.getvalue())] == ["0.0000000004", "0", "0"]


@pytest.mark.parametrize(
    ("stored", "text"),
    [("25794618.075700003", "25794618.0757"), ("0.30000000000000004", "0.3"), ("1.7999999999999998E1", "18")],
)
def test_the_noise_beyond_15_digits_is_not_read(stored, text):
    data = made(lambda book, sheet: sheet.write(0, 0, 7))
    sheet = (
        zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").replace(b"<v>7<", f"<v>{stored}<".encode())
    )
    assert cells(with_part(data, "xl/worksheets/sheet1.xml", sheet)) == [[text]]


def test_a_text_is_not_a_number_though_it_looks_like_one():
    def fill(book, sheet):
        sheet.write_string(0, 0, "1.500")
        sheet.write_number(1, 0, 1.5)
        sheet.write_string(2, 0, "true")

    grid = opened(made(fill)).grid(0)
    assert grid.cells["0"].to_list() == ["1.500", "1.5", "true"]
    assert grid.numbers["0"].to_list() == [False, True, False]


def test_merged_and_hidden_are_known_and_columns_count_from_the_first_used():
    def fill(book, sheet):
        sheet.merge_range("C3:D4", "M")
        sheet.write("C5", "x")
        book.add_worksheet("Empty")
        book.add_worksheet("Скрытый").hide()

    seen = see(made(fill), "t.xlsx")
    assert seen.grid.merged == ((3, 0, 4, 1),)
    assert seen.grid.rows.to_list() == [1, 2, 3, 4, 5]
    assert [(sheet.name, sheet.height, sheet.is_hidden) for sheet in seen.sheets] == [
        ("A", 5, False),
        ("Empty", 0, False),
        ("Скрытый", 0, True),
    ]


def old_workbook():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Лист")
    sheet.write(0, 0, "Зона")
    sheet.write(0, 1, "Сумма")
    sheet.write(1, 0, datetime.date(2019, 1, 31), xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    sheet.write(1, 1, 25794618.0757)
    sheet.write_merge(2, 3, 0, 1, "m")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_old_workbook_is_read():
    grid = opened(old_workbook()).grid(0)
    assert grid.cells.rows() == [("Зона", "Сумма"), ("2019-01-31", "25794618.0757"), ("m", None)]
    assert (grid.merged, grid.sheet) == (((3, 0, 4, 1),), "Лист")
    assert grid.dates["0"].to_list() == [False, True, False]
    assert grid.numbers["1"].to_list() == [False, True, False]


def sheet_of(*rows):
    """An ODS of rows of cells, each a text and the attributes of the cell; without them it is covered by another one."""
    return open_document(
        [[CoveredTableCell() if said is None else shown_cell(text, **said) for text, said in row] for row in rows],
        name="Лист 1",
    )


def test_an_open_document_is_read():
    text = {"valuetype": "string"}
    data = sheet_of(
        [("Отчёт", text | {"numbercolumnsspanned": 2}), (None, None)],
        [
            ("31.01.19", {"valuetype": "date", "datevalue": "2019-01-31"}),
            ("1,50", {"valuetype": "float", "value": 1.5}),
        ],
        [("#DIV/0!", {"formula": "of:=1/0"}), ("12,5%", {"valuetype": "percentage", "value": 0.125})],
    )
    grid = opened(data).grid(0)
    assert grid.cells.rows() == [("Отчёт", None), ("2019-01-31", "1.5"), (NOT_CALCULATED, "12.5 %")]
    assert grid.merged == ((1, 0, 1, 1),)
    assert grid.numbers["1"].to_list() == [False, True, False]


def test_macros_are_no_reason_to_refuse_and_are_not_run():
    data = made(lambda book, sheet: sheet.write(0, 0, "Зона"))
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert see(out.getvalue(), "t.xlsx").format == "xlsm"


@pytest.mark.parametrize("stream", ["EncryptedPackage"])
def test_a_password_is_a_reason_of_its_own(stream):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le")
    with pytest.raises(UserError, match="a workbook with a password"):
        see(data, "t.xlsx")


def test_an_old_workbook_with_a_password_is_refused():
    data = old_workbook()
    place = data.index(b"\x09\x08\x10\x00")  # BOF; a FILEPASS record takes the place of the one after it
    after = place + 4 + 16
    size = int.from_bytes(data[after + 2 : after + 4], "little")
    filepass = b"\x2f\x00" + size.to_bytes(2, "little") + (b"\x01\x00\x01\x00\x01\x00" + b"\0" * 200)[:size]
    with pytest.raises(UserError, match=r"password|cannot be read"):
        see(data[:after] + filepass + data[after + 4 + size :], "t.xls")


def test_an_encrypted_open_document_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        archive.writestr("content.xml", b"\x01\x02")
    with pytest.raises(UserError, match="a workbook with a password"):
        see(out.getvalue(), "t.ods")


def test_a_number_of_many_decimals_is_not_cut_after_nine():
    rows = [["a"], [1.23456789e-7], [0.1234567890123], [0], [1 / 3], [9.5e-11], [2.5], [0.1 + 0.2], ["0.123456789"]]
    data = made(lambda book, sheet: [sheet.write(place, 0, *row) for place, row in enumerate(rows)])
    told = [row[0] for row in cells(data)[1:]]
    assert told == [
        "0.000000123456789",
        "0.1234567890123",
        "0",
        "0.333333333333333",
        "0.000000000095",
        "2.5",
        "0.3",
        "0.123456789",
    ]


def test_a_number_shown_as_a_date_that_there_is_not_is_no_empty_cell():
    from loaders.parsers.grid import NO_DATE

    def fill(book, sheet):
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for place, value in enumerate([109_000_000, 43466]):
            sheet.write_number(place, 0, value, day)
            sheet.write_number(place, 1, 109_000_000, day)
        sheet.write_blank(2, 0, None, day)
        sheet.write(2, 1, "x")

    assert cells(made(fill)) == [[NO_DATE, NO_DATE], ["2019-01-01", NO_DATE], [None, "x"]]


@pytest.mark.parametrize("is_inline", [False, True])
@pytest.mark.parametrize("texts", [["1.234"], [" 1.234 "], ["a", "-1.234"], ["no number"]])
def test_a_text_that_reads_like_a_number_is_none(is_inline, texts):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_numbers": False, "constant_memory": is_inline}) as book:
        sheet = book.add_worksheet("Plan")
        for place, cell in enumerate(["Plan", 1234.5, *texts]):
            sheet.write(place, 0, cell)
    grid = Workbook(out.getvalue(), "xlsx", "plan.xlsx").grid(0)
    assert grid.numbers["0"].to_list() == [False, True, *[False] * len(texts)]


def test_a_formula_spelled_in_a_section_and_an_empty_one_have_no_result():
    rows = (
        b"<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>1</v></c></row>"
        b"<row r='2'><c r='A2'><f><![CDATA[IF(B1<2,1,0)]]></f></c><c r='B2'><f>1</f><v><![CDATA[]]></v></c></row>"
    )
    sheet = b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>" + rows
    data = with_part(
        made(lambda book, sheet: sheet.write(0, 0, 1)), "xl/worksheets/sheet1.xml", sheet + b"</sheetData></worksheet>"
    )
    assert cells(data)[1] == [NOT_CALCULATED, NOT_CALCULATED]


def test_a_time_of_more_than_a_day_is_no_empty_cell():
    time = shown_cell("36:00", valuetype="time", timevalue="PT36H00M00S")
    assert cells(open_document([map(shown_cell, ["Зона", "Время"]), (shown_cell("Дубна"), time)]))[1] == [
        "Дубна",
        "36:00",
    ]


SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def xml_2003(cells, styles="", columns=""):
    rows = "<Row><Cell><Data ss:Type='String'>Зона</Data></Cell><Cell><Data ss:Type='String'>План</Data></Cell></Row>"
    rows += "".join(
        f"<Row><Cell><Data ss:Type='String'>Дубна</Data></Cell><Cell {how}><Data ss:Type='{kind}'>{text}</Data></Cell></Row>"
        for how, kind, text in cells
    )
    styles = f"<Styles>{styles}</Styles>" if styles else ""
    table = f"<Worksheet ss:Name='A'><Table>{columns}{rows}</Table></Worksheet>"
    return f'<?xml version="1.0"?><Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}">{styles}{table}</Workbook>'.encode()


def styles_of(**codes):
    return "".join(f'<Style ss:ID="{name}"><NumberFormat ss:Format="{code}"/></Style>' for name, code in codes.items())


def test_a_workbook_of_2003_says_per_cents_codes_and_digits_as_they_are_shown():
    written = [
        ("ss:StyleID='p'", "Number", "0.85"),
        ("ss:StyleID='q'", "Number", "0.5"),
        ("ss:StyleID='z'", "Number", "123"),
        ("ss:StyleID='p'", "String", "0.85"),
        ("", "Number", "0.30000000000000004"),
        ("", "Number", "1.5E7"),
        ("", "Number", "1E999"),
        ("", "Boolean", "1"),
        ("", "Error", "#DIV/0!"),
    ]
    data = xml_2003(written, styles_of(p="Percent", q="0.0%", z="00000", k="0,"))
    assert see(data, "t").grid.cells["1"].to_list()[1:] == [
        *("85 %", "50 %", "00123", "0.85", "0.3", "15000000", "1E999", "true", "#DIV/0!")
    ]
    by_column = xml_2003([("", "Number", "0.85")], styles_of(p="Percent"), '<Column ss:Index="2" ss:StyleID="p"/>')
    assert see(by_column, "t").grid.cells["1"].to_list()[1:] == ["85 %"]


@pytest.mark.parametrize("said", ["-1", "x", "99999999999", "1"])
def test_a_lie_about_a_column_of_2003_is_an_answer(said):
    data = xml_2003([("", "Number", "1")], "", f'<Column ss:Index="2" ss:Span="{said}" ss:StyleID="p" ss:Hidden="1"/>')
    try:
        assert see(data, "t").grid.cells["1"].to_list() == ["План", "1"]
    except UserError as error:
        assert "damaged" in str(error)
