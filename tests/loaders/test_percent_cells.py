"""A share that a workbook shows as per cent is told as per cent, in every format that says how its cells are shown."""

import io
import struct
import zipfile

import pytest
import xlsxwriter
import xlwt
from odf.table import TableCell

from loaders.formats import parse
from loaders.parsers import xlsb_records
from loaders.parsers.grid import NOT_CALCULATED
from loaders.parsers.percent_format import is_percent, shown
from loaders.raw import ReadOptions
from loaders.run import read
from loaders.sniff import look
from loaders.sniffing import propose
from tests.loaders.conftest import KNOWN, open_document, shown_cell
from tests.loaders.mapped_text import FIELDS, HEAD, SOURCE, ZONES, refusals, rows_of

ROWS = [("Зона", "Доля", "План"), ("Дубна", 0.1813, 0.5), ("Липецк", 0.2, 1.5)]
MAPPING = (
    HEAD
    + SOURCE
    + ZONES
    + FIELDS.replace('"cumulative"', '"period"').replace('"RUB"', '"PT"')
    + '[[values]]\ncolumn = "Доля"\nindicator = "effectiveness_score"\n'
)


@pytest.mark.parametrize(
    ("code", "is_one"),
    [("0%", True), ("0.00%;-0.00%", True), ('0.0"%"', False), (r"0\%", False), ("[Red]0%", True), ("0.00", False)],
)
def test_a_sign_that_is_only_a_text_is_no_format(code, is_one):
    assert is_percent(code) is is_one


@pytest.mark.parametrize(
    ("value", "text"), [("0.1813", "18.13 %"), (0.1 + 0.2, "30 %"), ("1E-3", "0.1 %"), ("-2", "-200 %"), ("x", None)]
)
def test_a_share_is_told_in_the_digits_a_spreadsheet_shows(value, text):
    assert shown(value) == text


def xlsx(code="0.00%", rows=ROWS):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet, style = book.add_worksheet(), book.add_format({"num_format": code})
        for place, (zone, share, plan) in enumerate(rows):
            sheet.write(place, 0, zone)
            sheet.write(place, 1, share, style)
            sheet.write(place, 2, plan)
        sheet.write_formula(len(rows), 1, "=1/4", style, 0.25)
        sheet.write(len(rows), 0, "Алабуга")
    return out.getvalue()


def xls(code="0.0%"):
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for place, (zone, share, plan) in enumerate(ROWS):
        sheet.write(place, 0, zone)
        sheet.write(place, 1, share, xlwt.easyxf(num_format_str=code))
        sheet.write(place, 2, plan)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods():
    heading, *rows = ROWS
    figures = [
        (
            shown_cell(zone),
            TableCell(valuetype="percentage", value=str(share)),
            TableCell(valuetype="float", value=str(plan)),
        )
        for zone, share, plan in rows
    ]
    twice = (shown_cell("Алабуга"), TableCell(valuetype="percentage", value="0.2", numbercolumnsrepeated=2))
    return open_document([map(shown_cell, heading), *figures, twice])


def told(data):
    return parse(data, ReadOptions(), "shares").cells.select("Доля", "План").rows()


def test_the_cells_of_each_format_say_what_is_shown():
    assert told(xlsx()) == [("18.13 %", "0.5"), ("20 %", "1.5"), ("25 %", None)]
    assert told(xlsx("0%")) == told(xlsx())
    assert told(xlsx("0.00"))[0] == ("0.1813", "0.5")
    assert told(xls()) == [("18.13 %", "0.5"), ("20 %", "1.5")]
    assert told(xls("0.00"))[0] == ("0.1813", "0.5")
    assert told(ods()) == [("18.13 %", "0.5"), ("20 %", "1.5"), ("20 %", "20 %")]


def mapped(tmp_path, data, more=""):
    path = tmp_path / "mine.toml"
    path.write_text(MAPPING + more, encoding="utf-8")
    return read(data, "shares.xlsx", KNOWN, mapping=path)


def test_a_column_of_per_cent_gets_what_is_shown_and_a_mapping_that_says_nothing_of_it_refuses(tmp_path):
    assert rows_of(mapped(tmp_path, xlsx(), "units = true\n"), "value", "unit") == [
        (18.13, "PT"),
        (20.0, "PT"),
        (25.0, "PT"),
    ]
    refused = refusals(mapped(tmp_path, xlsx()))
    assert len(refused) == 3
    assert "18.13 % names a unit" in refused[0]


def test_a_plain_share_stays_a_share_and_beside_per_cent_it_is_asked(tmp_path):
    assert rows_of(mapped(tmp_path, xlsx("0.00")), "value") == [(0.1813,), (0.2,), (0.25,)]


def test_what_is_proposed_for_such_a_column_reads_it():
    rows = [("Зона", "Доля малых предприятий 2019", "План"), *ROWS[1:]]
    seen = look(xlsx(rows=rows), "shares.xlsx")
    assert seen.columns[1].shapes.units == ("%",)
    assert propose.mapping(seen)


def _record(kind, body=b""):
    number = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return number + bytes([len(body)]) + body


def _wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_a_binary_workbook_says_how_its_cells_are_shown():
    out = io.BytesIO()
    cell = struct.pack("<IId", 1, 1, 0.1813)
    short = struct.pack("<III", 2, 1, (20 << 2) | 3)
    plain = struct.pack("<IId", 3, 0, 0.5)
    styles = [_record(44, struct.pack("<H", 164) + _wide("0.0%")), _record(626), _record(47, bytes(16)), _record(627)]
    styles += [_record(617), _record(47, bytes(16)), _record(47, struct.pack("<HH", 0, 164) + bytes(12)), _record(618)]
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Доли")))
        related = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>'
        archive.writestr("xl/_rels/workbook.bin.rels", related)
        archive.writestr("xl/styles.bin", b"".join(styles))
        sheet = [_record(0, struct.pack("<I", 4) + bytes(21)), _record(5, cell), _record(2, short), _record(5, plain)]
        archive.writestr("xl/worksheets/sheet1.bin", b"".join(sheet))
    assert xlsb_records.shown(out.getvalue(), "Доли")[0] == {(5, 1): "18.13 %", (5, 2): "20 %"}


@pytest.mark.parametrize("is_left", [True, False])
def test_a_formula_of_a_binary_workbook_that_is_left_to_excel_is_not_zero(is_left):
    out = io.BytesIO()
    calculation = struct.pack("<IIIdiH", 0, 1, 100, 0.001, 1, int(is_left))
    zero, text = struct.pack("<IIdHI", 1, 0, 0.0, 0, 0), struct.pack("<IIIHI", 2, 0, 0, 0, 0)
    sheet = [_record(0, struct.pack("<I", 4) + bytes(21)), _record(9, zero), _record(8, text)]
    sheet.append(_record(9, struct.pack("<IIdHI", 3, 0, 7.0, 0, 0)))
    with zipfile.ZipFile(out, "w") as archive:
        book = _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("A")) + _record(157, calculation)
        archive.writestr("xl/workbook.bin", book)
        related = '<Relationships><Relationship Id="rId1" Target="/xl/worksheets/sheet1.bin"/></Relationships>'
        archive.writestr("xl/_rels/workbook.bin.rels", related)
        archive.writestr("xl/worksheets/sheet1.bin", b"".join(sheet))
    found = xlsb_records.not_calculated(out.getvalue(), "A")
    assert found == (dict.fromkeys([(5, 1), (5, 2)], NOT_CALCULATED) if is_left else {})
