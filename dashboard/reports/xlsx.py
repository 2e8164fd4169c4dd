"""How is a summary written as a workbook?"""

from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.reports.model import Cell, Chart, Column, Section, Summary

#: Nothing that comes from data may run or link in a spreadsheet; numbers are written as numbers by us.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12},
    "said": {"text_wrap": True, "valign": "top"},
    "fact": {"font_color": "#555555", "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#F0F2F5"},
    "text": {"text_wrap": True, "valign": "top"},
    "link": {"text_wrap": True, "valign": "top"},
    "number": {"num_format": "#,##0.##########", "valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "percent": {"num_format": '0.0" %"', "valign": "top"},
}
_LIMIT = 32_767  # characters in a cell; more is cut by the format, so it is cut visibly
_NAME_LIMIT = 31
_SENTENCE_WIDTH = 110  # characters that fit one line across the first sheet


def build(summary: Summary) -> bytes:
    """The workbook: a first sheet in words with the chart, then a sheet a section; figures are numbers."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"title": summary.title, "author": "sez-dashboard", "comments": "; ".join(summary.facts)})
    formats = {name: book.add_format(options) for name, options in _FORMATS.items()}
    names = _sheet_names(summary)
    first = book.add_worksheet(names[0])
    for section, name in zip(summary.sections, names[1:], strict=True):
        _write_section(book.add_worksheet(name), section, formats)
    _write_first(book, first, summary, formats)
    book.close()
    return target.getvalue()


def _write_first(book: xlsxwriter.Workbook, sheet: Worksheet, summary: Summary, formats: dict[str, Format]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _SENTENCE_WIDTH)
    _text(sheet, 0, 0, summary.title, formats["title"])
    line = 1
    for fact in summary.facts:
        _text(sheet, line, 0, fact, formats["fact"])
        line += 1
    for section in summary.sections:
        if section.sentences:
            line += 1
            _text(sheet, line, 0, section.title, formats["heading"])
            for sentence in section.sentences:
                line += 1
                _sentence(sheet, line, sentence, formats["said"])
            line += 1
    if summary.chart:
        _draw(book, sheet, summary.chart, line + 2, formats)
    _page(sheet)


def _sentence(sheet: Worksheet, line: int, text: str, style: Format) -> None:
    sheet.set_row(line, 15 * (1 + len(text) // _SENTENCE_WIDTH))
    _text(sheet, line, 0, text, style)


def _write_section(sheet: Worksheet, section: Section, formats: dict[str, Format]) -> None:
    _text(sheet, 0, 0, section.title, formats["heading"])
    _page(sheet)
    table = section.table
    if table is None or not table.rows:
        _text(sheet, 2, 0, table.empty if table else " ".join(section.sentences), formats["fact"])
        return
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, column.width)
        _text(sheet, 2, position, column.title, formats["head"])
    for line, row in enumerate(table.rows, start=3):
        for position, column in enumerate(table.columns):
            _write_cell(sheet, line, position, column, row.get(column.id), formats)
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, 2 + len(table.rows), len(table.columns) - 1)
    sheet.repeat_rows(2)


def _write_cell(
    sheet: Worksheet, line: int, position: int, column: Column, cell: Cell | None, formats: dict[str, Format]
) -> None:
    if cell is None or (cell.value is None and not cell.text):
        sheet.write_blank(line, position, None, formats["text"])
    elif isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        whole = column.kind == "number" and float(cell.value).is_integer()
        sheet.write_number(line, position, cell.value, formats["whole" if whole else column.kind])
    else:
        _text(sheet, line, position, str(cell.value if cell.value is not None else cell.text), formats["text"])


def _text(sheet: Worksheet, line: int, position: int, text: str, style: Format) -> None:
    sheet.write_string(line, position, text if len(text) <= _LIMIT else f"{text[: _LIMIT - 1]}…", style)


def _draw(book: xlsxwriter.Workbook, sheet: Worksheet, chart: Chart, line: int, formats: dict[str, Format]) -> None:
    """A native bar chart over its own small table: target outlined, actual solid."""
    start = line + 1
    for position, heading in enumerate((chart.title, chart.actual_title, chart.target_title)):
        _text(sheet, line, position + 2, heading, formats["head"])
    for offset, values in enumerate(zip(chart.categories, chart.actual, chart.target, strict=True), start=start):
        _text(sheet, offset, 2, values[0], formats["text"])
        for position, value in enumerate(values[1:], start=3):
            if value is not None:
                sheet.write_number(offset, position, value, formats["whole" if value == int(value) else "number"])
    sheet.set_column(2, 2, 44)
    sheet.set_column(3, 4, 20)
    drawn = book.add_chart({"type": "bar"})
    end = start + len(chart.categories) - 1
    name = sheet.get_name()
    styles: tuple[dict[str, Any], ...] = (
        {"fill": {"color": "#404040"}, "border": {"color": "#404040"}},
        {"fill": {"none": True}, "border": {"color": "#404040", "width": 1.5}},
    )
    for position, style in enumerate(styles, start=3):
        drawn.add_series(
            {
                "name": [name, line, position],
                "categories": [name, start, 2, end, 2],
                "values": [name, start, position, end, position],
                "gap": 60,
                "overlap": 40,
                **style,
            }
        )
    drawn.set_title({"name": f"{chart.title}, {chart.unit}" if chart.unit else chart.title, "name_font": {"size": 12}})
    drawn.set_y_axis({"reverse": True})
    drawn.set_x_axis(
        {"min": 0, "num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}}
    )
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 780, "height": 140 + 34 * len(chart.categories)})
    sheet.insert_chart(line, 0, drawn, {"description": chart.title})


def _page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&F&R&P / &N")


def _sheet_names(summary: Summary) -> list[str]:
    """Titles as sheet names: at most 31 characters, none of []:*?/\\, no two alike."""
    names: list[str] = []
    for title in (summary.title, *(section.title for section in summary.sections)):
        plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip("' ")[:_NAME_LIMIT] or "-"
        count = 2
        name = plain
        while name.casefold() in {other.casefold() for other in names}:
            name = f"{plain[: _NAME_LIMIT - 3]} {count}"
            count += 1
        names.append(name)
    return names
