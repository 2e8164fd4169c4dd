import datetime
import io
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders.parsers import columnar
from loaders.raw import ROW
from loaders.sandbox import read_table, see
from tests.conftest import examples

FRAME = pl.DataFrame(
    {
        "Зона": ["Дубна", None],
        "Сумма": [25794618.0757, 1e21],
        "Доля": [Decimal("0.10"), None],
        "Мест": [3, None],
        "День": [datetime.date(2019, 1, 31), None],
        "Есть": [True, None],
        "Где": [{"регион": "МО", "код": 50}, {"регион": None, "код": None}],
        "Годы": [[2017, 2018], None],
    }
)
TEXT = [
    ("Дубна", "25794618.0757", "0.10", "3", "2019-01-31", "true", "МО", "50", "[2017,2018]"),
    (None, "1000000000000000000000", None, None, None, None, None, None, None),
]


def written(how, frame=FRAME):
    out = io.BytesIO()
    getattr(frame, how)(out)
    return out.getvalue()


@pytest.mark.parametrize("how", ["write_parquet", "write_ipc", "write_ipc_stream"])
def test_columns_become_text_that_loses_nothing(how):
    table = read_table(written(how), "table.csv")
    assert table.headings == ["Зона", "Сумма", "Доля", "Мест", "День", "Есть", "Где.регион", "Где.код", "Годы"]
    assert table.cells.rows() == TEXT
    assert table.rows.to_list() == [1, 2]
    assert table.numbers.to_dict(as_series=False) == {"Сумма": [True, True], "Доля": [True, False]}


def test_the_headings_are_row_0_of_what_is_seen():
    seen = see(written("write_parquet"), "t")
    assert (seen.format, seen.grid.rows.to_list(), seen.grid.cells[0, 0]) == ("parquet", [0, 1, 2], "Зона")


def test_a_year_is_a_heading_here_though_it_looks_like_a_figure():
    assert read_table(written("write_parquet", pl.DataFrame({"2017": [1], "2018": [2]})), "t").headings == [
        "2017",
        "2018",
    ]


@pytest.mark.parametrize("how", ["write_parquet", "write_ipc", "write_ipc_stream"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_cut_file_is_refused(how, share):
    data = written(how)
    with pytest.raises(UserError, match="cannot be read"):
        read_table(data[: int(len(data) * share)], "t")


def test_a_file_that_claims_more_than_a_table_needs_is_refused():
    data = written("write_parquet", pl.DataFrame({"a": pl.repeat(1, 150_000_000, eager=True, dtype=pl.Int8)}))
    assert len(data) < 1_000_000
    with pytest.raises(UserError, match="claims 150000000 rows"):
        read_table(data, "bomb.parquet")


@pytest.mark.parametrize(
    ("moments", "texts"),
    [
        ([datetime.datetime(2019, 1, 31), None], ["2019-01-31", None]),
        ([datetime.datetime(2019, 1, 31, 13, 45), None], ["2019-01-31 13:45:00", None]),
        ([datetime.datetime(2019, 1, 31, 13, 45, 0, 500000)], ["2019-01-31 13:45:00.500"]),
    ],
)
def test_a_moment_is_a_day_where_no_cell_tells_a_time(moments, texts):
    assert columnar.text(pl.Series(moments)).to_list() == texts


def test_special_numbers_stay_what_they_are_so_that_they_are_refused():
    assert columnar.text(pl.Series([float("nan"), float("inf"), -0.0, 1e-7])).to_list() == [
        "NaN",
        "inf",
        "-0",
        "0.0000001",
    ]


@settings(max_examples=examples(300), deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_comes_back_from_its_text(number):
    text = columnar.text(pl.Series([number], dtype=pl.Float64)).item()
    assert float(text) == number
    assert "e" not in text


@settings(max_examples=examples(100), deadline=None)
@given(st.integers(-(2**63), 2**63 - 1), st.decimals(-(10**20), 10**20, places=6))
def test_whole_numbers_and_decimals_are_exact(whole, exact):
    frame = columnar.raw_table(
        pl.DataFrame({"a": [whole], "b": pl.Series([exact], dtype=pl.Decimal(38, 6))}), "q"
    ).cells
    assert int(frame["a"].item()) == whole
    assert Decimal(frame["b"].item()) == exact


def test_an_answer_of_a_database_is_a_table_like_any_other():
    table = columnar.raw_table(pl.DataFrame({"a": ["x"], "b": [1.5]}), "plans", "postgresql")
    assert (table.headings, table.cells.rows(), table.rows.to_list()) == (["a", "b"], [("x", "1.5")], [1])
    assert table.numbers.to_dict(as_series=False) == {"b": [True]}
    assert table.sha256 != columnar.raw_table(pl.DataFrame({"a": ["x"], "b": [1.6]}), "plans").sha256
    assert table.sha256 == columnar.raw_table(pl.DataFrame({"a": ["x"], "b": [1.5]}), "other").sha256
    assert table.source_row(ROW) is not None
