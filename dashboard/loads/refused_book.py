"""How do refused rows leave as a workbook, to be mended and loaded again?"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

from data.batch import Batch
from loaders.refused_file import PREFIX, REASON, rows, twice_guarded

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Nothing that comes from a file may run, link or turn into another number.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEAD: dict[str, Any] = {"bold": True, "bottom": 1, "bg_color": "#F0F2F5"}
_OURS: dict[str, Any] = {"bg_color": "#FFF4CE", "text_wrap": True, "valign": "top"}
_WIDTH, _REASON_WIDTH = 18, 60
_LIMIT = 32_767  # characters in a cell; a longer text is cut, and refused again for its length


def refused_book(batch: Batch, say: Callable[..., str]) -> bytes:
    """A sheet with each refused row as the file has it, then what is wrong with it, in columns that begin with
    `refused_`. Every cell is a text. `say` puts a template and its details into words."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"author": "sez-dashboard"})
    sheet = book.add_worksheet()
    told = twice_guarded(rows(batch, say))
    head, ours = book.add_format(_HEAD), book.add_format(_OURS)
    for place, column in enumerate(told.columns):
        is_ours = column.startswith(PREFIX)
        sheet.set_column(place, place, _REASON_WIDTH if column == REASON else _WIDTH)
        sheet.write_string(0, place, column, head)
        for line, text in enumerate(_texts(told[column]), 1):
            if text is not None:
                sheet.write_string(line, place, text[:_LIMIT], ours if is_ours else None)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def _texts(cells: pl.Series) -> list[str | None]:
    return cells.cast(pl.String).to_list()
