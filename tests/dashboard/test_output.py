"""What a table looks like when it leaves the command line."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.output import as_csv

STARTS = [
    "=1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "=cmd|x",
    ";=1",
]


@pytest.mark.parametrize("text", STARTS)
def test_no_text_cell_starts_what_a_spreadsheet_runs(text):
    (row,) = list(csv.reader(io.StringIO(as_csv(pl.DataFrame({"a": [text]})))))[1:]
    assert row[0][0] not in "=+-@\t\r\n＝＋－＠"
    assert row[0].lstrip("'") == text


def test_a_lone_comparator_is_no_formula():
    assert as_csv(pl.DataFrame({"a": ["=", ">", "~"]})) == "a\n=\n>\n~\n"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_are_left_alone(numbers):
    rows = list(csv.reader(io.StringIO(as_csv(pl.DataFrame({"a": numbers})))))[1:]
    assert [float(cell) for (cell,) in rows] == numbers
