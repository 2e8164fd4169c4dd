"""A raised mark behind a number is no digit of it, in any format that can raise one."""

import io
import time

import pytest
import xlsxwriter
import xlwt
from odf.style import Style, TextProperties
from odf.table import TableCell
from odf.text import P, Span

from data.errors import UserError
from loaders.parsers import raised, xls_texts
from loaders.raw import ReadOptions
from loaders.run import read
from loaders.sandbox import read_table
from tests.loaders.conftest import KNOWN, open_document, shown_cell, with_part
from tests.loaders.mapped_text import FIELDS, HEAD, PLAN, SOURCE, ZONES, refusals, rows_of

ROWS = [("Зона", "План", ""), ("Дубна", "2 345,6", "1"), ("Липецк", "1,5", "")]
MAPPING = HEAD + SOURCE + ZONES + FIELDS + PLAN


def xlsx(**options):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    sheet, mark = book.add_worksheet(), book.add_format({"font_script": 1})
    for row, (zone, text, note) in enumerate(ROWS):
        sheet.write(row, 0, zone)
        sheet.write_rich_string(row, 1, text, mark, note) if note else sheet.write(row, 1, text)
    book.close()
    return out.getvalue()


def xls():
    book = xlwt.Workbook()
    sheet, mark = book.add_sheet("Report"), xlwt.easyfont("escapement superscript")
    for row, (zone, text, note) in enumerate(ROWS):
        sheet.write(row, 0, zone)
        sheet.write_rich_text(row, 1, (text, (note, mark))) if note else sheet.write(row, 1, text)
    for row in range(3, 400):
        sheet.write(row, 3, f"слово {row} {'я' * 60}𝒳")  # the list of texts goes on in other records
    sheet.write_rich_text(401, 3, ("77,7", ("2", mark), " млн"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods():
    mark = Style(name="T1", family="text")
    mark.addElement(TextProperties(textposition="super 58%"))
    return open_document([(shown_cell(zone), marked(text, note, mark)) for zone, text, note in ROWS], mark)


def marked(text, note, mark):
    made, line = TableCell(valuetype="string"), P(text=text)
    line.addElement(Span(stylename=mark, text=note)) if note else None
    made.addElement(line)
    return made


def page(mark):
    cells = "".join(
        f"<tr><td>{zone}</td><td>{text}{mark.format(note) if note else ''}</td></tr>" for zone, text, note in ROWS
    )
    return f"<html><body><table>{cells}</table></body></html>".encode()


XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Report"><Table>'
    + "".join(
        f'<Row><Cell><Data ss:Type="String">{zone}</Data></Cell><Cell><ss:Data ss:Type="String" '
        f'xmlns="http://www.w3.org/TR/REC-html40">{text}{f"<Sup>{note}</Sup>" if note else ""}</ss:Data></Cell></Row>'
        for zone, text, note in ROWS
    )
    + "</Table></Worksheet></Workbook>"
).encode()
FILES = {
    "xlsx": xlsx(),
    "xlsx, texts in the cells": xlsx(constant_memory=True),
    "xls": xls(),
    "ods": ods(),
    "html": page("<sup>{}</sup>"),
    "html by style": page('<span style="font-size:8pt;vertical-align: super">{}</span>'),
    "xml": XML,
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_raised_mark_is_refused_or_kept_as_a_note(data, tmp_path):
    path = tmp_path / "report.toml"
    path.write_text(MAPPING, encoding="utf-8")
    batch = read(data, "report", KNOWN, mapping=path)
    assert [line.partition(": ")[2] for line in refusals(batch) if "План" in line] == [
        '2 345,6¹ carries a footnote mark: say footnotes = "keep" under [read] to keep it as a note'
    ]
    path.write_text(MAPPING + '\n[read]\nfootnotes = "keep"\n', encoding="utf-8")
    batch = read(data, "report", KNOWN, mapping=path)
    assert rows_of(batch, "value", "note") == [(2345.6, "1"), (1.5, None)]


def test_the_list_of_texts_of_an_xls_is_followed_over_its_records():
    cells = read_table(FILES["xls"], "r.xls", ReadOptions()).cells
    assert cells.to_series(-1)[-1] == "77,7² млн"
    with pytest.raises(ValueError, match="damaged"):
        xls_texts.raised_texts([(0x31, bytes(8) + b"\x01\x00"), (0xFC, bytes(8) + b"\xff\xff\x00ab")])


def test_marks_behind_words_and_in_brackets_stay_as_they_are():
    assert raised.told([("...", False), ("3)", True)]) is None
    assert raised.told([("2022", False), ("4)", True)]) is None
    assert raised.told([("м", False), ("2", True)]) is None
    assert raised.told([("2022", False), ("4", True)]) == "2022⁴"
    assert raised.told([("1", True), (" Note", False)]) is None
    assert raised.told([("1,5", False), ("a", True)]) is None


def test_a_damaged_list_of_texts_is_a_clear_error():
    data = with_part(FILES["xlsx"], "xl/sharedStrings.xml", b"<sst><si><r><rPr><vertAlign val='superscript'/></rPr>")
    with pytest.raises(UserError):
        read_table(data, "r.xlsx", ReadOptions())


def test_elements_that_never_end_take_no_time_that_grows_without_end():
    opened = b"<si><r><rPr><vertAlign val='superscript'/></rPr><t>1</t>" * 20_000
    start = time.process_time()
    assert raised.in_shared([opened]) == {}
    assert list(raised.in_cells(b"<c t='inlineStr'><is>superscript" * 20_000, None, {})) == []
    assert time.process_time() - start < 2
