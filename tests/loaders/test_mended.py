import polars as pl
import pytest

from loaders.run import read, write_refused
from tests.loaders.conftest import KNOWN, workbook
from tests.loaders.mapped_text import FIELDS, SOURCE, ZONES, balance, refusals, rows_of

STACKED = [
    ["Отчёт за год"],
    [],
    ["Зона", "Инвестиции, млн руб.", None],
    [None, "2018", "2019"],
    ["Алабуга", 1.234, 2.5],
    ["Марс", 3.125, 4],
    ["Дубна", 5, "много"],
    ["1) по данным зоны"],
]
MAPPING = (
    """
title = { en = "Report", ru = "Отчёт" }
match = ["Зона", "Инвестиции, млн руб. / 2018"]

[read]
sheet = "Отчёт"
heading_rows = [3, 4]
end = { column = "Зона", pattern = '^\\d\\)' }
"""
    + SOURCE
    + ZONES
    + FIELDS.replace('period = "2019"\n', "")
    + """
[[values]]
columns = '/ (?P<year>20\\d\\d)$'
indicator = "investment"
scale = 1_000_000
period = { heading = "year", as = "year" }
"""
)


@pytest.mark.parametrize("decimal", ["", 'decimal = ","\n', 'decimal = "."\n'])
def test_refused_rows_of_a_workbook_with_a_heading_over_two_rows_load_once_they_are_mended(tmp_path, decimal):
    path = tmp_path / "report.toml"
    path.write_text(MAPPING.replace("heading_rows", decimal + "heading_rows"), encoding="utf-8")
    batch = read(workbook({"Титул": [["x"]], "Отчёт": STACKED}), "report.xlsx", KNOWN, mapping=path)
    assert rows_of(batch, "source_row", "entity", "period", "value") == [
        ("Отчёт!5", "ALABUGA", "2018", 1_234_000.0),
        ("Отчёт!5", "ALABUGA", "2019", 2_500_000.0),
    ]
    assert refusals(batch) == [
        "Отчёт!6, Зона: Марс is not a known zone, cluster or organisation",
        "Отчёт!7, Инвестиции, млн руб. / 2019: много is not a number",
    ]
    assert balance(batch) == (4, 1, 2, 1)
    write_refused(batch, tmp_path / "refused.csv")
    text = (tmp_path / "refused.csv").read_text(encoding="utf-8-sig")
    mended = text.replace("Марс", "Липецк", 1).replace(",много,", ",6,", 1)
    again = read(mended.encode("utf-8-sig"), "refused.csv", KNOWN, mapping=path)
    assert refusals(again) == []
    assert sorted(rows_of(again, "entity", "period", "value")) == [
        ("DUBNA", "2018", 5_000_000.0),
        ("DUBNA", "2019", 6_000_000.0),
        ("LIPETSK", "2018", 3_125_000.0),
        ("LIPETSK", "2019", 4_000_000.0),
    ]
    assert pl.read_csv(tmp_path / "refused.csv", infer_schema=False).height == 2
