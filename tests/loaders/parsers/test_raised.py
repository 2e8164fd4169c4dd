"""A raised mark behind a number is no digit of it, in any format that can raise one."""

import io
import struct
import time

import pytest
import xlsxwriter
import xlwt
from odf.style import Style, TextProperties
from odf.table import TableCell
from odf.text import P, Span

from data.errors import UserError
from loaders.parsers import raised, xls_texts, xlsb_texts
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


def struck(font, script=None):
    """An XLSX and an XLS in which a part of a text is struck out or lowered."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet, plain = book.add_worksheet(), book.add_format()
        sheet.write_row(0, 0, ["Зона", "План"])
        sheet.write_rich_string(1, 1, book.add_format(font), "15", plain, "10")
        sheet.write(1, 0, "Дубна")
    old, page = io.BytesIO(), xlwt.Workbook()
    table = page.add_sheet("A")
    for place, text in enumerate(["Зона", "План"]):
        table.write(0, place, text)
    table.write(1, 0, "Дубна")
    table.write_rich_text(1, 1, (("15", xlwt.easyfont(script)), "10"))
    page.save(old)
    return out.getvalue(), old.getvalue()


@pytest.mark.parametrize(
    ("font", "script"),
    [({"font_strikeout": True}, "struck_out true"), ({"font_script": 2}, "escapement subscript")],
)
def test_a_struck_figure_and_a_lowered_mark_stand_apart_from_the_digits_beside_them(font, script):
    for data in struck(font, script):
        assert read_table(data, "t").cells["План"].to_list() == ["15\n10"]


def test_a_struck_word_leaves_a_text_as_it_is():
    runs = [(raised.set_apart("ООО"), False), ("Ромашка", False), ("5", False)]
    assert raised.told(runs) is None
    assert raised.text(runs) == "ОООРомашка5"


def _rich(text, *begins):
    letters = text.encode("utf-16-le")
    runs = b"".join(struct.pack("<HH", *each) for each in begins)
    return b"\x01" + struct.pack("<I", len(text)) + letters + struct.pack("<I", len(begins)) + runs


def test_a_binary_workbook_tells_its_marks():
    plain, above = bytes(8), bytes(6) + b"\x01\x00"
    struck_out = b"\x00\x00\x08\x00" + bytes(4)
    styles = [(43, plain), (43, above), (43, struck_out)]
    texts = [(19, _rich("12345", (4, 1))), (19, b"\x00" + _rich("x")[1:]), (19, _rich("1510", (0, 2), (2, 0)))]
    sheet = [(0, struct.pack("<I", 6)), *((7, struct.pack("<III", 1, 0, place)) for place in (0,))]
    sheet += [(0, struct.pack("<I", 7)), (7, struct.pack("<III", 1, 0, 1)), (7, struct.pack("<III", 2, 0, 2))]
    sheet += [(62, struct.pack("<II", 3, 0) + _rich("771", (2, 1)))]
    found = xlsb_texts.marked(iter(styles), iter(texts), iter(sheet))
    assert found == {(7, 1): "1234⁵", (8, 2): "15\n10", (8, 3): "77¹"}


@pytest.mark.parametrize("cut", range(1, 28, 3))
def test_a_damaged_list_of_texts_is_an_end_and_no_loop(cut):
    rich = _rich("12345", (4, 1))
    for body in (rich[:cut], b"\x01" + b"\xff" * cut, rich[:5] + b"\xff" * cut):
        try:
            xlsb_texts.marked(iter([(43, bytes(6) + b"\x01\x00")]), iter([(19, body)]), iter([]))
        except ValueError:
            continue
