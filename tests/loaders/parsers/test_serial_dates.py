"""A day that a workbook shows as a plain number is read where the mapping says that its column holds dates."""

import io

import pytest
import xlsxwriter

from tests.loaders.conftest import with_part, workbook
from tests.loaders.mapped_text import FIELDS, HEAD, PLAN, SOURCE, ZONES, mapped, refusals, rows_of

OF_DATES = FIELDS.replace('period = "2019"', 'period = { column = "Дата", as = "quarter" }')
ROWS = [["Зона", "Дата", "План"], ["Алабуга", 43738, 43738], ["Дубна", 43738.75, 5], ["Липецк", "30.09.2019", 6]]


def since_1904(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True}) as book:
        sheet = book.add_worksheet("Отчёт")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "quarter"), [(workbook({"Отчёт": ROWS}), "2019-Q3"), (since_1904(ROWS), "2023-Q4")], ids=["1900", "1904"]
)
def test_days_are_counted_from_where_the_workbook_says(tmp_path, data, quarter):
    batch = mapped(tmp_path, HEAD + SOURCE + ZONES + OF_DATES + PLAN, data)
    assert rows_of(batch, "entity", "period", "value") == [
        ("ALABUGA", quarter, 43738.0),
        ("DUBNA", quarter, 5.0),
        ("LIPETSK", "2019-Q3", 6.0),
    ]


def test_a_number_is_no_day_where_nobody_says_so_nor_in_a_text(tmp_path):
    periods = FIELDS.replace('period = "2019"', 'period = { column = "Дата" }')
    batch = mapped(tmp_path, HEAD + SOURCE + ZONES + periods + PLAN, workbook({"Отчёт": ROWS[:2]}))
    assert len(refusals(batch)) == 1
    batch = mapped(tmp_path, HEAD + SOURCE + ZONES + OF_DATES + PLAN, "Зона | Дата | План\nАлабуга | 43738 | 1")
    assert refusals(batch) == ["row 2, Дата: 43738 is not a date"]


def test_a_formula_without_a_result_says_what_to_do(tmp_path):
    sheet = (
        b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
        b"<row r='1'><c r='A1' t='inlineStr'><is><t>\xd0\x97\xd0\xbe\xd0\xbd\xd0\xb0</t></is></c>"
        b"<c r='B1' t='inlineStr'><is><t>\xd0\x9f\xd0\xbb\xd0\xb0\xd0\xbd</t></is></c></row>"
        b"<row r='2'><c r='A2' t='inlineStr'><is><t>\xd0\x94\xd1\x83\xd0\xb1\xd0\xbd\xd0\xb0</t></is></c>"
        b"<c r='B2'><f>1+1</f></c></row></sheetData></worksheet>"
    )
    data = with_part(workbook({"Отчёт": ROWS}), "xl/worksheets/sheet1.xml", sheet)
    batch = mapped(tmp_path, HEAD + SOURCE + ZONES + FIELDS + PLAN, data)
    [told] = refusals(batch)
    assert told.startswith("Отчёт!2, План: #NOT CALCULATED! stands for a formula whose result the file does not hold")
