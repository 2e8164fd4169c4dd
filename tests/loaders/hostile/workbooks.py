"""Workbooks that lie, swell, reach out or are no workbooks at all."""

import datetime
import io
import random
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from xml.sax.saxutils import quoteattr

import xlsxwriter
import xlwt

from tests.loaders.conftest import with_part, workbook
from tests.loaders.hostile.corpus import hostile, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DEAD = r"report\.xlsx cannot be read: it is damaged, or it asks for more than 1536 MB of memory"


@cache
def usual() -> bytes:
    return workbook({"A": [["Зона", "План"], ["Дубна", 1.5], ["Липецк", 2]]})


def with_parts(level: int = 1, **parts: str | bytes) -> bytes:
    """The usual workbook with other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)), compresslevel=level)
    return out.getvalue()


def sheet(rows: str, before: str = "", after: str = "", head: str = "", level: int = 1) -> bytes:
    """The usual workbook with another sheet."""
    xml = (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )
    return with_parts(level, **{SHEET: xml})


def cell(place: str, value: object = 1) -> str:
    row = "".join(letter for letter in place if letter.isdigit())
    return f'<row r="{row}"><c r="{place}"><v>{value}</v></c></row>'


def texts(*rows: tuple[str, ...]) -> str:
    return "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>" for row in rows
    )


HEADING = texts(("Зона", "План"))


def strings(xml: str) -> bytes:
    return with_parts(**{STRINGS: xml})


@hostile(DEAD, deadly=True)
def two_cells_far_apart() -> bytes:
    return sheet(cell("A1") + cell("XFD1048576"))


@hostile(DEAD, deadly=True)
def a_cell_beyond_the_grid() -> bytes:
    return sheet(cell("A1") + cell("ZZZZ4294967295"))


@hostile(DEAD, deadly=True)
def a_row_beyond_the_grid() -> bytes:
    return sheet(cell("A1") + cell("B99999999"))


@hostile(DEAD, deadly=True)
def a_count_of_strings_that_lies() -> bytes:
    return strings(f'<sst xmlns="{MAIN}" count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>')


@hostile(rows=2)
def a_sheet_that_claims_every_cell() -> bytes:
    rows = HEADING + texts(("Дубна", "1"), ("Липецк", "2"))
    return sheet(rows, before='<dimension ref="A1:XFD1048576"/>')


@hostile(rows=2)
def a_sheet_that_claims_cells_beyond_the_grid() -> bytes:
    return sheet(HEADING + texts(("Дубна", "1"), ("Липецк", "2")), before='<dimension ref="A1:ZZZZ99999999"/>')


@hostile("cannot be read")
def a_string_that_is_not_there() -> bytes:
    return sheet('<row r="1"><c r="A1" t="s"><v>4000000000</v></c><c r="B1" t="s"><v>-1</v></c></row>')


@hostile("would unpack to [0-9]+ MB")
def a_bomb_of_rows() -> bytes:
    return sheet("<row><c><v>1</v></c></row>" * 600_000, level=9)


@hostile("would unpack to [0-9]+ MB", slow=True)
def a_bomb_of_a_gigabyte_of_rows() -> bytes:
    return sheet("<row><c><v>1</v></c></row>" * 40_000_000)


@hostile("would unpack to [0-9]+ MB")
def a_bomb_of_one_string() -> bytes:
    return strings(f'<sst xmlns="{MAIN}"><si><t>{"a" * 50_000_000}</t></si></sst>')


@hostile("cannot be read as a workbook")
def a_bomb_whose_directory_lies() -> bytes:
    data = bytearray(sheet(HEADING + "<row><c><v>1</v></c></row>" * 1_000_000))
    place = data.index(SHEET.encode(), data.index(b"PK\x01\x02")) - 46
    data[place + 24 : place + 28] = (900).to_bytes(4, "little")
    return bytes(data)


def large_cell(size: int) -> bytes:
    """Beside noise, so that what the file unpacks to is honest."""
    data = io.BytesIO(sheet(HEADING + texts(("x" * size, "1"))))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/media/noise", random.Random(1).randbytes(size // 160))
    return data.getvalue()


@hostile(rows=1)
def a_cell_of_20_mb() -> bytes:
    return large_cell(20_000_000)


@hostile(rows=1, slow=True)
def a_cell_of_100_mb() -> bytes:
    return large_cell(100_000_000)


@hostile("cannot be read")
def entities_that_grow() -> bytes:
    ten = {n: f"&e{n - 1};" * 10 for n in range(1, 10)}
    names = "".join(f'<!ENTITY e{n} "{text}">' for n, text in ten.items())
    head = f'<!DOCTYPE w [<!ENTITY e0 "ha">{names}]>'
    return sheet(texts(("Зона", "&e9;"), ("Дубна", "1")), head=head)


@hostile("cannot be read")
def an_entity_from_a_file() -> bytes:
    head = '<!DOCTYPE w [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return sheet(texts(("Зона", "&secret;"), ("Дубна", "1")), head=head)


@hostile("cannot be read")
def an_entity_in_the_strings() -> bytes:
    return strings(
        f'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst xmlns="{MAIN}"><si><t>&e;</t></si></sst>'
    )


@hostile("cannot be read")
def an_entity_in_the_list_of_sheets() -> bytes:
    data = usual()
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml").decode()
    xml = xml.replace("<workbook", '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook', 1)
    return with_part(data, "xl/workbook.xml", xml.replace('name="A"', 'name="&e;"'))


@hostile("is empty")
def deep_nesting() -> bytes:
    return sheet("<row>" * 100_000)


@hostile("cannot be read|is empty")
def no_sheet_where_one_is_promised() -> bytes:
    return with_part(usual(), SHEET, "")


@hostile("a workbook with a password", name="secret.xlsx")
def an_encrypted_workbook() -> bytes:
    return OLE + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000


@hostile("cannot be read|password", name="secret.xls")
def an_old_workbook_with_a_password() -> bytes:
    data = old()
    after = data.index(b"\x09\x08\x10\x00") + 4 + 16
    size = int.from_bytes(data[after + 2 : after + 4], "little")
    record = b"\x2f\x00" + size.to_bytes(2, "little") + (b"\x01\x00\x01\x00\x01\x00" + b"\0" * 200)[:size]
    return data[:after] + record + data[after + 4 + size :]


def old(rows: Iterable[Sequence[object]] = (("Дубна", 1.5, 1), ("Липецк", 2.0, 2))) -> bytes:
    """A workbook as Excel 97 wrote it."""
    book = xlwt.Workbook()
    page = book.add_sheet("A")
    for place, row in enumerate([("Зона", "План", "Факт"), *rows]):
        for column, value in enumerate(row):
            page.write(place, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_with(place: int, number: int) -> bytes:
    data = bytearray(old())
    data[place : place + 4] = number.to_bytes(4, "little")
    return bytes(data)


@hostile(rows=2, name="old.xls")
def an_old_workbook_that_claims_a_table_of_4_gb() -> bytes:
    return old_with(44, 0x00FFFFFF)


@hostile(rows=2, name="old.xls")
def an_old_workbook_of_endless_sectors() -> bytes:
    return old_with(72, 0x00FFFFFF)


@hostile("cannot be read", name="old.xls")
def an_old_workbook_with_a_sector_size_of_2_to_the_power_60000() -> bytes:
    data = old()
    return data[:30] + b"\x60\xea" + data[32:]


@hostile("cannot be read", name="old.xls", deadly=True)
def an_old_workbook_whose_sectors_go_round() -> bytes:
    data = bytearray(old())
    sector = int.from_bytes(data[76:80], "little")
    start = 512 * (sector + 1)
    data[start : start + 400] = (0).to_bytes(4, "little") * 100
    return bytes(data)


@hostile("cannot be read|no heading|is empty", name="old.xls")
def an_old_workbook_of_noise() -> bytes:
    return OLE + bytes(range(256)) * 20 + "Workbook".encode("utf-16-le") + bytes(range(255, -1, -1)) * 20


@hostile(rows=2, name="macros.xlsm")
def macros() -> bytes:
    out = io.BytesIO(usual())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", OLE + b'Sub Auto_Open()\nShell "rm -rf /"\nEnd Sub')
    return out.getvalue()


def formulas(text: str, value: str | float) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("A")
    page.write_row(0, 0, ["Зона", "План"])
    page.write(1, 0, "Дубна")
    page.write_formula(1, 1, text, None, value)
    book.close()
    return out.getvalue()


@hostile(rows=1)
def a_formula_that_calls_a_server() -> bytes:
    return formulas('=WEBSERVICE("http://127.0.0.1:9/")', 5)


@hostile(rows=1)
def a_formula_that_starts_a_program() -> bytes:
    return formulas("=cmd|'/c calc'!A0", 5)


@hostile(rows=1)
def a_formula_without_a_result() -> bytes:
    return formulas("=1+1", "")


@hostile(rows=1)
def a_formula_over_another_file() -> bytes:
    data = with_part(formulas("='[1]Sheet1'!$A$1", 5), "docProps/app.xml", "<Properties/>")
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships><Relationship Id="rId1" TargetMode="External" Target="file:///etc/passwd"/></Relationships>',
        )
    return out.getvalue()


@hostile(rows=2)
def numbers_that_are_none() -> bytes:
    rows = "".join(
        f'<row><c t="inlineStr"><is><t>Дубна</t></is></c><c><v>{each}</v></c></row>' for each in ("1e308", "-0")
    )
    return sheet(HEADING + rows)


@hostile(rows=1)
def a_number_that_is_a_word() -> bytes:
    return sheet(HEADING + '<row><c t="inlineStr"><is><t>Дубна</t></is></c><c><v>NaN of us</v></c></row>')


@hostile(rows=1)
def merged_cells_over_the_whole_grid() -> bytes:
    merged = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 50_000))
    return sheet(HEADING + texts(("Дубна", "1")), after=f"<mergeCells>{merged}</mergeCells>")


@hostile(rows=1)
def a_hundred_thousand_styles() -> bytes:
    formats = '<xf numFmtId="14"/>' * 100_000
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs count="100000">{formats}</cellXfs></styleSheet>'
    return with_part(workbook({"A": [["Зона", "План"], ["Дубна", 1]]}), "xl/styles.xml", styles)


@hostile(rows=1)
def a_hundred_thousand_styles_of_per_cent_and_thousands() -> bytes:
    codes = "".join(f'<numFmt numFmtId="{n}" formatCode="0{"," * (n % 60)}"/>' for n in range(200, 1200))
    formats = "".join(f'<xf numFmtId="{200 + n % 1000}"/>' for n in range(100_000))
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><cellXfs count="100000">{formats}</cellXfs></styleSheet>'
    )
    return with_part(workbook({"A": [["Зона", "План"], ["Дубна", 1]]}), "xl/styles.xml", styles)


@hostile(rows=1)
def a_number_format_of_a_megabyte() -> bytes:
    codes = ["0," * 500_000, '"млн ' * 200_000, "0" + "," * 1_000_000 + "0", "0" * 1_000_000]
    told = "".join(f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(codes))
    formats = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(codes)))
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts>{told}</numFmts><cellXfs count="4">{formats}</cellXfs></styleSheet>'
    return with_part(workbook({"A": [["Зона", "План"], ["Дубна", 1]]}), "xl/styles.xml", styles)


@hostile(rows=20_000)
def every_second_row_hidden_and_a_thousand_times_all_columns() -> bytes:
    columns = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 1000 + "</cols>"
    row = '<row r="{0}"{1}><c r="A{0}" t="inlineStr"><is><t>Дубна {0}</t></is></c><c r="B{0}"><v>1</v></c></row>'
    rows = "".join(row.format(place, ' hidden="1"' * (place % 2)) for place in range(2, 20_002))
    return sheet(HEADING.replace("<row>", '<row r="1">') + rows, before=columns)


@hostile(rows=1)
def merged_cells_beside_the_table_down_to_the_last_row() -> bytes:
    merged = "".join('<mergeCell ref="ZZ1:XFD1048576"/>' for _ in range(50_000))
    return sheet(HEADING + texts(("Дубна", "1")), after=f"<mergeCells>{merged}</mergeCells>")


@hostile(rows=1)
def three_hundred_sheets() -> bytes:
    return workbook({f"Sheet {n}": [["Зона", "План"], ["Дубна", 1]] for n in range(300)})


@hostile("cannot be read|no sheet|is empty")
def a_sheet_that_points_outside_of_the_archive() -> bytes:
    return with_part(
        usual(),
        "xl/_rels/workbook.xml.rels",
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="../../../../etc/passwd"/></Relationships>',
    )


@hostile("cannot be read")
def a_binary_workbook_of_noise() -> bytes:
    return zipped({"xl/workbook.bin": bytes(range(256)) * 50, "xl/worksheets/sheet1.bin": b"\xff" * 5000})


def open_document(rows: str, manifest: str = "") -> bytes:
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest
            or '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": content,
        }
    )


def open_row(*cells: str, times: int = 1, last: str = "") -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>' for each in cells
    )
    return f'<table:table-row table:number-rows-repeated="{times}">{inside}{last}</table:table-row>'


@hostile(rows=1, name="report.ods")
def an_open_document_that_ends_in_a_million_empty_rows() -> bytes:
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    return open_document(
        open_row("Зона", "План") + open_row("Дубна", "1", last=empty) + open_row(times=1_048_574, last=empty)
    )


@hostile("cannot be read", name="report.ods")
def an_open_document_that_repeats_a_cell_everywhere() -> bytes:
    wide = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>a</text:p></table:table-cell>'
    return open_document(open_row("Зона", "План") + open_row(times=1_048_575, last=wide))


@hostile(rows=1_048_575, name="report.ods")
def an_open_document_that_repeats_a_row_4_billion_times() -> bytes:
    return open_document(open_row("Зона", "План") + open_row("Дубна", "1", times=4_294_967_295))


@hostile("a workbook with a password", name="report.ods")
def an_encrypted_open_document() -> bytes:
    return open_document("", manifest="<manifest><manifest:encryption-data/></manifest>")


def day(number: float) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("A")
    page.write_row(0, 0, ["Зона", "День"])
    page.write_row(1, 0, ["Дубна"])
    page.write_number(1, 1, number, book.add_format({"num_format": "dd.mm.yyyy"}))
    page.write_datetime(2, 1, datetime.datetime(2019, 1, 1), book.add_format({"num_format": "dd.mm.yyyy"}))
    book.close()
    return out.getvalue()


@hostile(rows=2)
def a_day_in_the_year_300000() -> bytes:
    return day(109_000_000)


@hostile("cannot be read")
def a_day_before_all_days() -> bytes:
    return day(-1e300)
