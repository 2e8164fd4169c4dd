"""Which sheet and which heading are meant: the way through the child, for every kind of file."""

import contextlib
import io
import struct
import zipfile

import pytest

from data.errors import UserError
from loaders.parsers.kinds import kind
from loaders.raw import ReadOptions
from loaders.sandbox import read_table, recognise, see
from tests.conftest import shared_file
from tests.loaders.conftest import workbook

REPORT = "Отчёт за 2019 год, млн руб.\n\nЗона;План;План\n;2018;2019\nДубна;1,5;2\n".encode()
BOOK = {
    "Титул": [["Отчёт"]],
    "Факт": [["Зона", "Мест"], ["Дубна", 5]],
    "План": [["Год"], [None], ["Зона", "Сумма"], ["Липецк", 1.5]],
}


def test_a_heading_of_several_rows_is_joined_and_the_title_kept():
    table = read_table(REPORT, "a.csv", ReadOptions(heading_rows=(3, 4)))
    assert table.headings == ["Зона", "План / 2018", "План / 2019"]
    assert table.cells.rows() == [("Дубна", "1,5", "2")]
    assert (table.rows.to_list(), table.preamble) == ([5], ["Отчёт за 2019 год, млн руб."])


def test_a_heading_row_that_is_not_there_is_told():
    with pytest.raises(UserError, match="no heading"):
        read_table(REPORT, "a.csv", ReadOptions(heading_rows=(70, 71)))
    with pytest.raises(UserError, match="no heading"):
        read_table(workbook(BOOK), "a.xlsx", ReadOptions(sheet="План", heading_rows=(2, 2)))


def test_a_sheet_is_found_by_the_headings_it_must_have():
    table = read_table(workbook(BOOK), "a.xlsx", ReadOptions(match=("сумма", " ЗОНА ")))
    assert (table.sheet, table.headings, table.cells.rows()) == ("План", ["Зона", "Сумма"], [("Липецк", "1.5")])
    assert (table.rows.to_list(), table.preamble) == ([4], ["Год"])
    assert table.numbers.to_dict(as_series=False) == {"Сумма": [True]}


def test_a_sheet_is_found_by_a_pattern_of_its_name():
    assert read_table(workbook(BOOK), "a.xlsx", ReadOptions(sheet_pattern="^Пл")).sheet == "План"
    with pytest.raises(UserError, match=r"no sheet '\^Ещё'.\nFound: Титул, Факт, План"):
        read_table(workbook(BOOK), "a.xlsx", ReadOptions(sheet_pattern="^Ещё"))
    with pytest.raises(UserError, match="is no pattern"):
        read_table(workbook(BOOK), "a.xlsx", ReadOptions(sheet_pattern="("))


def test_headings_that_are_nowhere_are_named():
    with pytest.raises(UserError, match="no row with the headings Год, Месяц"):
        read_table(workbook(BOOK), "a.xlsx", ReadOptions(match=("Год", "Месяц")))


CANDIDATES = {
    "plan": ReadOptions(match=("Зона", "Сумма")),
    "second sheet": ReadOptions(sheet=2, match=("Сумма",)),
    "no such sheet": ReadOptions(sheet="Итоги", match=("Зона",)),
    "other": ReadOptions(match=("Год", "Месяц")),
    "nothing said": ReadOptions(),
}


def test_the_mapping_that_fits_is_recognised_and_its_table_read_at_once():
    found = recognise(workbook(BOOK), "a.xlsx", CANDIDATES)
    assert (found.fits, found.heads) == (["plan"], ["Отчёт"])
    assert found.table and found.table.sheet == "План"


def test_where_several_fit_none_is_read_and_where_none_fits_the_file_is_read_as_it_is():
    two = {"plan": ReadOptions(match=("Зона", "Сумма")), "fact": ReadOptions(match=("Зона", "Мест"))}
    found = recognise(workbook(BOOK), "a.xlsx", two)
    assert (found.fits, found.table) == (["plan", "fact"], None)
    none = recognise(b"entity,value\nA,1\n", "a.csv", two)
    assert (none.fits, none.heads) == ([], ["entity", "value"])
    assert none.table and none.table.cells.rows() == [("A", "1")]


def test_a_mapping_that_says_the_heading_rows_fits_by_its_headings_alone():
    rows = {
        "yes": ReadOptions(heading_rows=(3, 4), match=("План / 2018",)),
        "no": ReadOptions(heading_rows=(3, 3), match=("x",)),
    }
    assert recognise(REPORT, "a.csv", rows).fits == ["yes"]
    assert read_table(REPORT, "a.csv", rows["no"]).headings == ["Зона", "План", "План"]
    book = {
        "third": ReadOptions(heading_rows=(3, 3), match=("Сумма",)),
        "no": ReadOptions(heading_rows=(1, 1), match=("Сумма",)),
    }
    found = recognise(workbook(BOOK), "a.xlsx", book)
    assert found.fits == ["third"]
    assert found.table and found.table.sheet == "План"


def test_what_is_no_table_is_told_when_nothing_fits():
    with pytest.raises(UserError, match="is a PDF"):
        recognise(b"%PDF-1.7", "a.csv", CANDIDATES)


def test_a_text_is_recognised_in_any_encoding():
    found = recognise(REPORT.decode().encode("cp1251"), "a.csv", {"x": ReadOptions(match=("Зона", "План / 2019"))})
    assert found.fits == ["x"]


def test_what_is_seen_of_a_text_is_the_whole_of_it():
    seen = see(REPORT + b"\n;;;;;ragged\n", "a.csv", ReadOptions(heading_rows=(3, 4)))
    assert seen.grid.cells.rows() == [
        ("Отчёт за 2019 год, млн руб.", None, None),
        ("Зона", "План", "План"),
        (None, "2018", "2019"),
        ("Дубна", "1,5", "2"),
    ]
    assert seen.grid.rows.to_list() == [1, 3, 4, 5]
    assert seen.grid.broken.height == 1
    assert (seen.format, seen.encoding, seen.encoding_sure, seen.delimiter) == ("text", "utf-8", 1.0, ";")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"MZ;ORC\n1;2\n", "text"),
        (b"<5;>7\n1;2\n", "text"),
        (b"[a],b\n1,2\n", "text"),
        (b"{a},b\n1,2\n", "text"),
        (b"\n\n<!DOCTYPE html><table></table>", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>', "xml"),
        (b'[\n{"a": 1}]', "json"),
    ],
)
def test_the_content_decides(data, found):
    assert kind(data, "t.pdf") == found


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"MZ\x90\0\x03", "a program"),
        (b"Rar!\x1a\x07\x01\0", r"a \.rar archive"),
        (b"7z\xbc\xaf\x27\x1c\0", r"a \.7z archive"),
        (b"BZh91AY&SY\0", r"a \.bz2 archive"),
        (b"a.csv" + b"\0" * 252 + b"ustar\0", r"a \.tar archive"),
        (b"{\\rtf1 x}", "an RTF document"),
        (b'<?xml version="1.0"?><data/>', "an XML document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a Word document"),
        (b"\x09\x02\x06\0\0\0\x10\0\0\0", "older than Excel 5"),
        (b"\xef\xbb\xbf \n", "is empty"),
    ],
)
def test_the_rest_is_refused_by_what_it_is(data, told):
    with pytest.raises(UserError, match=told):
        kind(data, "t.csv")


def test_a_workbook_of_excel_2003_in_xml_is_read():
    text = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Worksheet ss:Name="План"><Table><Row><Cell><Data ss:Type="String">Зона</Data></Cell><Cell><Data ss:Type="String">Сумма
    </Data></Cell><Cell><Data ss:Type="String">День</Data></Cell></Row><Row ss:Index="3"><Cell><Data ss:Type="String">Дубна
    </Data></Cell><Cell ss:Formula="=1"><Data ss:Type="Number">1.5</Data></Cell><Cell>
    <Data ss:Type="DateTime">2019-01-31T00:00:00.000</Data></Cell></Row>
    <Row><Cell ss:Index="2" ss:Formula="=2"/></Row></Table></Worksheet></Workbook>"""
    table = read_table(text.encode(), "report.xls")
    assert (table.format, table.sheet, table.headings) == ("xml", "План", ["Зона", "Сумма", "День"])
    assert [[cell and cell.strip() for cell in row] for row in table.cells.rows()] == [
        ["Дубна", "1.5", "2019-01-31"],
        [None, "#NOT CALCULATED!", None],
    ]
    assert table.rows.to_list() == [3, 4]
    with pytest.raises(UserError, match="more cells than a workbook"):
        read_table(text.replace('ss:Index="3"', 'ss:Index="999999999"').encode(), "report.xls")
    bomb = text.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Workbook', 1).replace(
        "Дубна", "&b;"
    )
    with contextlib.suppress(UserError):
        assert "aaaa" not in str(read_table(bomb.encode(), "x").cells.rows())


def record(number, content=b""):
    """One record of a binary workbook."""
    head = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
    return head + bytes([len(content)]) + content


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_workbook():
    """An XLSB of one sheet with a text, a number and an error, written by hand: no library writes them."""
    book = (
        record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("План"))
        + record(144)
        + record(132)
    )
    cell = lambda column: struct.pack("<II", column, 0)  # noqa: E731
    row = lambda number: record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))  # noqa: E731
    sheet = record(129) + record(148, struct.pack("<IIII", 0, 1, 0, 1)) + record(145)
    sheet += row(0) + record(6, cell(0) + wide("Зона")) + record(6, cell(1) + wide("Сумма"))
    sheet += row(1) + record(3, cell(0) + b"\x07") + record(5, cell(1) + struct.pack("<d", 25794618.0757))
    sheet += record(146) + record(130)
    relation = '<Relationship Id="rId1" Type="{0}/worksheet" Target="worksheets/sheet1.bin"/>'
    namespace = "http://schemas.openxmlformats.org/"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        types = f'<Types xmlns="{namespace}package/2006/content-types"><Default Extension="bin" ContentType="application/x"/></Types>'
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("xl/workbook.bin", book)
        related = relation.format(namespace + "officeDocument/2006/relationships")
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{namespace}package/2006/relationships">{related}</Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return out.getvalue()


def test_a_binary_workbook_is_read():
    table = read_table(binary_workbook(), "report.csv")
    assert (table.format, table.sheet, table.headings) == ("xlsb", "План", ["Зона", "Сумма"])
    assert table.cells.rows() == [("#DIV/0!", "25794618.0757")]


REAL = [
    "austria_projects.csv",
    "austria_projects.xlsx",
    "france_operations.xls",
    "moscow_enterprises_form.db",
    "rosstat_innovation.xls",
    "rosstat_shipments.xlsx",
    "tennessee_grants.xlsx",
    "wales_projects.xlsx",
]


@pytest.mark.parametrize("name", REAL)
def test_a_real_file_is_seen_whatever_it_is_called(name):
    seen = see(shared_file(f"fixtures/{name}"), "file")
    assert seen.grid.cells.height == seen.grid.rows.len() > 1
    assert seen.sheets
