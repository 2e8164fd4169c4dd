"""How is a summary written as a workbook?"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.reports.model import Cell, Chart, Column, Section, Summary

#: Nothing that comes from data may run or link in a spreadsheet; numbers are written as numbers by us.
_OPTIONS = {
    # Rows are written from the top and leave the memory one by one.
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12},
    "said": {"text_wrap": True, "valign": "top"},
    "fact": {"font_color": "#555555"},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#F0F2F5"},
    "text": {"valign": "top"},
    "beside": {"valign": "top", "indent": 1},
    "number": {"num_format": "#,##0.##########", "valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "percent": {"num_format": "0.0", "valign": "top"},
}
#: The columns of the first sheet: what is read out in a meeting. The other sheets hold everything.
_SHORT = (
    "entity",
    "indicator",
    "actual",
    "actual_period",
    "target",
    "target_period",
    "attainment",
    "standing",
    "reason",
)
_SHORT_WIDTH = {"entity": 46, "indicator": 34, "actual_period": 26, "target_period": 26, "standing": 22, "reason": 90}
_LIMIT = 32_767  # characters in a cell; more is cut by the format, so it is cut visibly
_NAME_LIMIT = 31
#: A sheet takes 1,048,576 rows, and what writes it drops the rest without a word; long before that nobody can open it.
MOST_ROWS = 20_000
_SENTENCE_WIDTH = 250  # characters that fit one line across the first sheet
_SERIES_STYLES: tuple[dict[str, Any], ...] = (
    {"fill": {"color": "#404040"}, "border": {"color": "#404040"}},
    {"fill": {"none": True}, "border": {"color": "#404040", "width": 1.5}},
)


def build(summary: Summary) -> bytes:
    """The workbook: a first sheet in words with the short table and a chart, then a sheet a section.

    Figures are numbers; on the first sheet they look as they do on the page.
    """
    target = BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"title": summary.title, "author": "sez-dashboard", "comments": "; ".join(summary.facts)})
    formats = {name: book.add_format(options) for name, options in _FORMATS.items()}
    names = _sheet_names([summary.title, *(section.title for section in summary.sections), *_chart_title(summary)])
    first = book.add_worksheet(names[0])
    for section, name in zip(summary.sections, names[1:], strict=False):
        _write_section(book.add_worksheet(name), section, formats, summary.too_long)
    line = _write_first(book, first, summary, formats)
    if summary.chart:
        _draw(book, first, line + 1, book.add_worksheet(names[-1]), summary.chart, formats)
    book.close()
    return target.getvalue()


def _chart_title(summary: Summary) -> list[str]:
    return [summary.chart.title] if summary.chart else []


def _write_first(book: xlsxwriter.Workbook, sheet: Worksheet, summary: Summary, formats: dict[str, Format]) -> int:
    """Title, facts, sentences and the short table; returns the line under them."""
    sheet.hide_gridlines(2)
    _page(sheet)
    _text(sheet, 0, 0, summary.title, formats["title"])
    overview = summary.sections[0]
    for line, fact in enumerate(summary.facts, start=1):
        _text(sheet, line, 0, fact, formats["fact"])
    line = len(summary.facts) + 2
    table = overview.table
    if table is None or not table.rows:
        _text(sheet, line, 0, table.empty if table else overview.title, formats["fact"])
        return line + 1
    columns = [column for column in table.columns if column.id in _SHORT]
    _write_headings(sheet, line, columns, formats)
    for row in table.rows:
        line += 1
        for position, column in enumerate(columns):
            _write_as_shown(book, sheet, line, position, row.get(column.id, Cell("")), formats)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, _SHORT_WIDTH.get(column.id, 20))
    for sentence in overview.sentences:
        line += 1
        sheet.merge_range(line + 1, 0, line + 1, len(columns) - 1, "", formats["said"])
        sheet.set_row(line + 1, 15 * (1 + len(sentence) // _SENTENCE_WIDTH))
        _text(sheet, line + 1, 0, sentence, formats["said"])
    return line + 2


def _write_as_shown(
    book: xlsxwriter.Workbook, sheet: Worksheet, line: int, position: int, cell: Cell, formats: dict[str, Format]
) -> None:
    """A number that looks like its text, "> 37,5 млрд ₽", and is the whole number all the same; else the text."""
    if cell.number_format is None:
        _text(sheet, line, position, cell.text, formats["beside"])
        return
    if cell.number_format not in formats:
        options = {"num_format": cell.number_format, "valign": "top", "align": "right"}
        formats[cell.number_format] = book.add_format(options)
    sheet.write_number(line, position, cell.value, formats[cell.number_format])


def _write_section(sheet: Worksheet, section: Section, formats: dict[str, Format], too_long: str) -> None:
    _text(sheet, 0, 0, section.title, formats["heading"])
    _page(sheet)
    table = section.table
    if table is None or not table.rows:
        _text(sheet, 2, 0, table.empty if table else " ".join(section.sentences), formats["fact"])
        return
    if len(table.rows) > MOST_ROWS:
        _text(sheet, 2, 0, too_long, formats["fact"])
        return
    _write_headings(sheet, 2, table.columns, formats)
    for line, row in enumerate(table.rows, start=3):
        for position, column in enumerate(table.columns):
            _write_cell(sheet, line, position, column, row.get(column.id), formats)
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, 2 + len(table.rows), len(table.columns) - 1)
    sheet.repeat_rows(2)


def _write_headings(sheet: Worksheet, line: int, columns: Sequence[Column], formats: dict[str, Format]) -> None:
    sheet.set_row(line, 32)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width)
        _text(sheet, line, position, column.title, formats["head"])


def _write_cell(
    sheet: Worksheet, line: int, position: int, column: Column, cell: Cell | None, formats: dict[str, Format]
) -> None:
    if cell is None or (cell.value in (None, "") and not cell.text):
        sheet.write_blank(line, position, None, formats["text"])
    elif isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        whole = column.kind == "number" and float(cell.value).is_integer()
        sheet.write_number(line, position, cell.value, formats["whole" if whole else column.kind])
    else:
        _text(sheet, line, position, str(cell.value if cell.value is not None else cell.text), formats["text"])


def _text(sheet: Worksheet, line: int, position: int, text: str, style: Format) -> None:
    sheet.write_string(line, position, text if len(text) <= _LIMIT else f"{text[: _LIMIT - 1]}…", style)


def _draw(
    book: xlsxwriter.Workbook, first: Worksheet, line: int, sheet: Worksheet, chart: Chart, formats: dict[str, Format]
) -> None:
    """A native bar chart on the first sheet over a sheet of its own: target outlined, actual solid."""
    for position, heading in enumerate((chart.title, chart.actual_title, chart.target_title)):
        _text(sheet, 0, position, heading, formats["head"])
    for row, values in enumerate(zip(chart.categories, chart.actual, chart.target, strict=True), start=1):
        _text(sheet, row, 0, values[0], formats["text"])
        for position, value in enumerate(values[1:], start=1):
            if value is not None:
                sheet.write_number(row, position, value, formats["percent"])
    sheet.set_column(0, 0, 70)
    sheet.set_column(1, 2, 20)
    drawn = book.add_chart({"type": "bar"})
    name, last = sheet.get_name(), len(chart.categories)
    for position, style in enumerate(_SERIES_STYLES, start=1):
        cells = {"name": [name, 0, position], "values": [name, 1, position, last, position]}
        drawn.add_series({**cells, "categories": [name, 1, 0, last, 0], "gap": 60, "overlap": 40, **style})
    drawn.set_title({"name": f"{chart.title}, {chart.unit}" if chart.unit else chart.title, "name_font": {"size": 12}})
    drawn.set_y_axis({"reverse": True})
    grid = {"visible": True, "line": {"color": "#DDDDDD"}}
    drawn.set_x_axis({"min": 0, "num_format": "#,##0", "major_gridlines": grid})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 1000, "height": 140 + 30 * last})
    first.insert_chart(line, 0, drawn, {"description": chart.title})


def _page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&F&R&P / &N")


def _sheet_names(titles: list[str]) -> list[str]:
    """Titles as sheet names: at most 31 characters, none of []:*?/\\, no two alike."""
    names: list[str] = []
    for title in titles:
        plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip("' ")[:_NAME_LIMIT] or "-"
        count = 2
        name = plain
        while name.casefold() in {other.casefold() for other in names}:
            name = f"{plain[: _NAME_LIMIT - 3]} {count}"
            count += 1
        names.append(name)
    return names
