"""What nobody sees in a sheet is read and told, in every format that can hide it."""

import io
import struct
import zipfile

import pytest
import xlsxwriter
import xlwt

from loaders import unseen
from loaders.formats import parse
from loaders.parsers import xlsb_records
from loaders.parsers.aside import MOST, Aside, hidden_rows
from loaders.parsers.number_format import Formats, divides, is_scaled, named_scale
from loaders.raw import ReadOptions
from loaders.run import read
from loaders.sandbox import read_table
from loaders.sniff import look
from tests.loaders.conftest import KNOWN, observations_csv, with_part

ROWS = [["Зона", "План", "Факт"], ["Дубна", 10, 1], ["Липецк", 20, 2], ["Алабуга", 30, 3]]
TOLD_ROW = "hidden rows are read like the others: 3. If they do not count, delete them in the file"
TOLD_COLUMN = "hidden columns are read like the others: План"


def xlsx(fill=lambda book, sheet: None, rows=ROWS):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("A")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
        fill(book, sheet)
    return out.getvalue()


def xls(code=None, *, row=False, column=False):
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for place, cells in enumerate(ROWS):
        for at, cell in enumerate(cells):
            style = [xlwt.easyxf(num_format_str=code)] if code and not isinstance(cell, str) else []
            sheet.write(place, at, cell, *style)
    sheet.row(2).hidden, sheet.col(1).hidden = row, column
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(row="", column=""):
    names = ["office:1.0", "table:1.0", "text:1.0"]
    spaces = " ".join(f'xmlns:{each[:-4]}="urn:oasis:names:tc:opendocument:xmlns:{each}"' for each in names)

    def cell(value):
        kind = "string" if isinstance(value, str) else f'float" office:value="{value}'
        return f'<table:table-cell office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(
        f"<table:table-row {row if place == 2 else ''}>{''.join(map(cell, cells))}</table:table-row>"
        for place, cells in enumerate(ROWS)
    )
    columns = f"<table:table-column/><table:table-column {column}/><table:table-column/>"
    sheet = f'<table:table table:name="A">{columns}{rows}</table:table>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return out.getvalue()


def xml(row="", column="", cell="", styles=""):
    def shown(value):
        kind = "String" if isinstance(value, str) else "Number"
        return f'<Cell {cell}><Data ss:Type="{kind}">{value}</Data></Cell>'

    rows = "".join(
        f"<Row {row if place == 2 else ''}>{''.join(map(shown, cells))}</Row>" for place, cells in enumerate(ROWS)
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    table = f'<Worksheet ss:Name="A"><Table>{column}{rows}</Table></Worksheet>'
    return f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{styles}{table}</Workbook>'.encode()


def page(row="", column=""):
    rows = "".join(
        f"<tr {row if place == 2 else ''}>"
        + "".join(f"<td {column if at == 1 else ''}>{cell}</td>" for at, cell in enumerate(cells))
        for place, cells in enumerate(ROWS)
    )
    return f"<table>{rows}</table>".encode()


def told(data):
    return [str(each) for each in unseen.of_table(read_table(data, "t"))]


def hide(row):
    return lambda book, sheet: sheet.set_row(row, None, None, {"hidden": True})


def filtered(book, sheet):
    sheet.autofilter(0, 0, 3, 2)
    sheet.filter_column(0, "x != Липецк")
    sheet.set_row(2, None, None, {"hidden": True})


@pytest.mark.parametrize(
    "data",
    [
        xlsx(hide(2)),
        xlsx(filtered),
        xlsx(lambda book, sheet: sheet.set_row(2, 0)),
        xlsx(lambda book, sheet: sheet.set_row(2, None, None, {"level": 1, "hidden": True})),
        xls(row=True),
        ods(row='table:visibility="collapse"'),
        ods(row='table:visibility="filter"'),
        xml(row='ss:Hidden="1"'),
        xml(row='ss:Height="0"'),
        page(row='style="display:none"'),
        page(row="hidden"),
    ],
)
def test_a_hidden_row_is_read_and_told(data):
    table = parse(data, ReadOptions(), "t")
    assert table.cells["Зона"].to_list() == ["Дубна", "Липецк", "Алабуга"]
    assert told(data) == [TOLD_ROW]
    assert [str(each) for each in look(data, "t").unseen] == [TOLD_ROW]


@pytest.mark.parametrize(
    "data",
    [
        xlsx(lambda book, sheet: sheet.set_column(1, 1, None, None, {"hidden": True})),
        xlsx(lambda book, sheet: sheet.set_column(1, 1, 0)),
        xls(column=True),
        ods(column='table:visibility="collapse"'),
        xml(column='<Column ss:Index="2" ss:Hidden="1"/>'),
        page(column='style="display: none"'),
    ],
)
def test_a_hidden_column_is_read_and_told(data):
    assert parse(data, ReadOptions(), "t").cells["План"].to_list() == ["10", "20", "30"]
    assert told(data) == [TOLD_COLUMN]


@pytest.mark.parametrize("data", [xlsx(), xls(), ods(), xml(), page(), xlsx(hide(9)), xlsx(hide(0))])
def test_what_everybody_sees_and_what_is_no_row_of_the_table_is_not_told(data):
    assert told(data) == []


def test_a_sheet_that_hides_every_second_row_of_a_million_is_told_in_short():
    asides = hidden_rows(range(2, 1 << 20, 2))
    assert len(asides) == MOST
    data = with_part(
        xlsx(),
        "xl/worksheets/sheet1.xml",
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>'
        + b'<col min="1" max="16384" hidden="1"/>' * 1000
        + b"</cols><sheetData>"
        + b"".join(
            b'<row r="%d" hidden="1"><c r="A%d" t="inlineStr"><is><t>a</t></is></c><c r="B%d"><v>1</v></c></row>'
            % (3 * (row,))
            for row in range(1, 40_000, 2)
        )
        + b"</sheetData></worksheet>",
    )
    found = unseen.of_table(read_table(data, "t"))
    assert len(found) == 2
    assert all(len(str(each)) < 1000 for each in found)


@pytest.mark.parametrize(
    ("rows", "columns"), [("1-9999999", "0-99999"), ("99999999-99999999", "5-2"), ("-5-3", "-1-0"), ("3-2", "16384-1")]
)
def test_lies_about_what_is_hidden_are_an_answer(rows, columns):
    asides = [
        Aside("rows", *_ends(rows)),
        Aside("columns", *_ends(columns)),
        Aside("covered", 2, 2, 99),
        Aside("x", 2, 2, 0),
    ]
    table = read_table(xlsx(), "t")
    assert len(unseen.told(asides, table.rows, table.cells.columns, str)) <= 2


def _ends(text):
    first, last = text.rsplit("-", 1) if text.count("-") < 3 else ("-5", "3")
    return int(first.strip("-") or 0), int(last)


@pytest.mark.parametrize(
    ("code", "scaled", "scale", "is_divided"),
    [
        ("#,##0,", True, None, True),
        ('0.0,," млн"', True, 1_000_000, True),
        ('# ##0.00 "тыс. руб."', True, 1_000, False),
        (r"0.0\ \м\л\н", True, 1_000_000, False),
        ('0.0" млн";-0.0', True, 1_000_000, False),
        ("#,##0", False, None, False),
        ("#,##0_);(#,##0)", False, None, False),
        (r"_-* #,##0.00\ [$₽-419]_-", False, None, False),
        ('0" чел."', False, None, False),
        ("0.0%", False, None, False),
        ("dd.mm.yyyy", False, None, False),
        ("General", False, None, False),
    ],
)
def test_a_format_says_whether_it_shows_another_scale(code, scaled, scale, is_divided):
    assert (is_scaled(code), named_scale(code), divides(code)) == (scaled, scale, is_divided)


def styled(code, value=1234567, heading="План, млн руб."):
    rows = [["Зона", heading], ["Дубна", None], ["Липецк", 20]]
    return xlsx(lambda book, sheet: sheet.write_number(1, 1, value, book.add_format({"num_format": code})), rows)


def test_a_figure_in_another_scale_is_read_as_it_is_kept_and_told():
    assert parse(styled("#,##0,"), ReadOptions(), "t").cells["План, млн руб."][0] == "1234567"
    assert told(styled("#,##0,")) == [
        "A!2: План, млн руб. is shown divided (by the format #,##0,), but the whole figure that the file keeps is read: "
        "is the unit right?"
    ]
    assert "with a unit of its own" in told(styled('0.0" тыс. руб."'))[0]
    assert told(styled('0.0" млн руб."')) == []  # the heading says the same
    assert "with a unit of its own" in told(styled('0.0" млн руб."', heading="План, тыс. руб."))[0]
    assert "is shown divided" in told(xls("#,##0,"))[0]
    assert (
        "is shown divided"
        in told(
            xml(
                cell='ss:StyleID="k"', styles='<Styles><Style ss:ID="k"><NumberFormat ss:Format="0,"/></Style></Styles>'
            )
        )[0]
    )


def test_a_code_that_is_shown_with_zeros_in_front_has_them():
    assert parse(styled("0000000000", 123456789), ReadOptions(), "t").cells["План, млн руб."][0] == "0123456789"
    assert parse(xls("00000"), ReadOptions(), "t").cells["План"].to_list() == ["00010", "00020", "00030"]
    formats = Formats.of({164: "0000"}, [0, 164])
    assert [formats.text(1, value) for value in (7, 1234, 12345, -7, 1.5, "x", 1e300)] == ["0007", *[None] * 6]


def test_a_number_of_more_digits_than_are_kept_is_told_and_a_text_of_digits_is_not():
    data = styled("0", 12345678901234567890)
    assert parse(data, ReadOptions(), "t").cells["План, млн руб."][0] == "12345678901234600000"
    assert "a number of more digits than a spreadsheet keeps" in told(data)[0]
    texts = xlsx(lambda book, sheet: sheet.write_string(1, 1, "12345678901234567890"))
    assert parse(texts, ReadOptions(), "t").cells["План"][0] == "12345678901234567890"
    assert told(texts) == []
    assert told(styled("0", 1_000_000_000_000_000_000)) == []


def test_what_a_merged_cell_covers_is_told_unless_it_says_the_same():
    def merged(value):
        data = xlsx(lambda book, sheet: sheet.write(2, 1, value))
        part = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
        merged = b'</sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
        return with_part(data, "xl/worksheets/sheet1.xml", part.replace(b"</sheetData>", merged))

    assert told(merged(20)) == ["cells that a merged one covers hold something that nobody sees, and are read: B3"]
    assert told(merged(10)) == []


def _record(kind, body=b""):
    number = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return number + bytes([len(body)]) + body


def test_a_binary_workbook_says_what_it_hides():
    def wide(text):
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    out = io.BytesIO()
    row = struct.pack("<IIHBB", 4, 0, 300, 0, 0x10) + bytes(13)
    column = struct.pack("<IIIIH", 2, 3, 0, 0, 1)
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", _record(156, struct.pack("<II", 0, 1) + wide("r") + wide("A")))
        related = '<Relationships><Relationship Id="r" Target="worksheets/sheet1.bin"/></Relationships>'
        archive.writestr("xl/_rels/workbook.bin.rels", related)
        archive.writestr("xl/worksheets/sheet1.bin", _record(60, column) + _record(0, row) + _record(0, row[:4]))
    assert xlsb_records.shown(out.getvalue(), "A") == ({}, [Aside("rows", 5, 5), Aside("columns", 2, 3)])


def test_a_load_warns_of_a_hidden_row_and_strict_can_refuse_it():
    text = observations_csv("entity | value\nDUBNA | 1\nLIPETSK | 2").decode()
    rows = [line.split(",") for line in text.splitlines()]
    batch = read(xlsx(hide(2), rows), "report.xlsx", KNOWN, loader="observations")
    assert batch.accepted == 2
    assert TOLD_ROW in map(str, batch.warnings)


@pytest.mark.parametrize("hide_it", ["hide", "very_hidden"])
def test_a_hidden_sheet_of_the_same_form_is_named_and_any_other_is_not(hide_it):
    def other(heading):
        def fill(book, sheet):
            hidden = book.add_worksheet("B")
            hidden.write_row(0, 0, heading)
            hidden.write_row(1, 0, ["Томск", 5, 6])
            getattr(hidden, hide_it)()

        return fill

    assert read_table(xlsx(other(ROWS[0])), "t").alike == ["B"]
    assert read_table(xlsx(other(["Код", "Название"])), "t").alike == []


def test_a_quotation_mark_that_swallows_lines_is_told_and_a_text_over_several_lines_is_not():
    lines = 'Зона;План;Факт\nРоза;5;1\n"Ромашка;10;2\nЛютик;20;3\nТюльпан";30;4\n'
    told = "a cell holds whole lines of the file, from Ромашка;10;2 on: is a quotation mark missing, or one too many?"
    assert [str(each) for each in unseen.of_table(read_table(lines.encode(), "t"))] == [f"row 3: {told}"]
    assert [str(each) for each in look(lines.encode(), "t").unseen] == [f"3: {told}"]
    text = 'Зона;План;Примечание\nРоза;5;"строка;\nещё; строка\nи ещё"\nЛютик;20;"1;2\n3"\n'
    assert unseen.of_table(read_table(text.encode(), "t")) == []
