"""Two numbers on two lines of one cell are not one number with a gap between its thousands."""

import pytest
from odf.table import TableCell
from odf.text import LineBreak, P

from loaders.run import read
from tests.loaders.conftest import KNOWN, open_document, workbook
from tests.loaders.mapped_text import FIELDS, HEAD, PLAN, SOURCE, ZONES, refusals, rows_of

ROWS = [["Зона", "План"], ["Дубна", "100\n200"], ["Липецк", "1 200"], ["Алабуга", "в\nтом"]]


def ods():
    return open_document([map(on_lines, cells) for cells in ROWS])


def on_lines(text):
    first, *others = text.split("\n")
    cell, line = TableCell(valuetype="string"), P(text=first)
    for other in others:
        line.addElement(LineBreak())
        line.addText(other)
    cell.addElement(line)
    return cell


def page(line_end):
    cells = ["".join(f"<td>{cell.replace(chr(10), line_end)}</td>" for cell in row) for row in ROWS]
    return "".join(["<table>", *(f"<tr>{row}</tr>" for row in cells), "</table>"]).encode()


FILES = {
    "csv": "\n".join(";".join(f'"{cell}"' for cell in row) for row in ROWS).encode(),
    "tab": "\n".join(";".join(f'"{cell}"' for cell in row) for row in ROWS).replace("100\n200", "100\t200").encode(),
    "xlsx": workbook({"A": ROWS}),
    "ods": ods(),
    "html": page("<br>"),
    "paragraphs": page("</p><p>"),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_two_lines_of_figures_are_refused(data, tmp_path):
    path = tmp_path / "report.toml"
    path.write_text(HEAD + SOURCE + ZONES + FIELDS + PLAN, encoding="utf-8")
    batch = read(data, "report", KNOWN, mapping=path)
    assert rows_of(batch, "value") == [(1200,)]
    told = [line.partition("План: ")[2] for line in refusals(batch)]
    assert told == [
        "100  200 may be a number with a footnote glued to it, or a mistyped number",
        "в том is not a number",
    ]


def test_a_line_end_in_the_source_of_a_page_is_a_space_like_others(tmp_path):
    path = tmp_path / "report.toml"
    path.write_text(HEAD + SOURCE + ZONES + FIELDS + PLAN, encoding="utf-8")
    assert rows_of(read(page("\n"), "report", KNOWN, mapping=path), "value") == [(100_200,), (1200,)]
