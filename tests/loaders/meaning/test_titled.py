"""What a title above the table says is taken from there, once, and stays with a row that is refused."""

import io

import pytest

from data.errors import UserError
from loaders.run import read, refused_bytes
from tests.loaders.conftest import KNOWN
from tests.loaders.mapped_text import HEAD, SOURCE, ZONES, mapped, refusals, rows_of

MAPPING = (
    HEAD
    + SOURCE
    + ZONES
    + """
[fields]
scenario = "actual"
basis = "period"
scope = "residents"
period = { title = '(I|II|III|IV) квартал 20\\d\\d', as = "words" }
unit = { title = '(тыс\\.|млн|млрд) руб', as = "words" }

[[values]]
column = "Факт"
indicator = "investment"
"""
)
UNITS = {"jobs": "JOB", "investment": "RUB"}
TITLE = "Отчёт управляющей компании;\nза III квартал 2019 года, млн руб.;\n"
ROWS = "Зона;Факт\nАлабуга;12,5\nДубна;7\n"


def said(tmp_path, title, rows=ROWS):
    return mapped(tmp_path, MAPPING, (title + rows).encode())


def test_period_and_unit_stand_in_the_title(tmp_path):
    assert rows_of(said(tmp_path, TITLE), "entity", "period", "value", "unit") == [
        ("ALABUGA", "2019-Q3", 12_500_000.0, "RUB"),
        ("DUBNA", "2019-Q3", 7_000_000.0, "RUB"),
    ]
    thousands = said(tmp_path, TITLE.replace("млн", "тыс."))
    assert rows_of(thousands, "value") == [(12_500.0,), (7_000.0,)]


def test_a_title_that_says_nothing_or_two_things_stops_the_file(tmp_path):
    with pytest.raises(
        UserError, match=r"no text above the heading fits .*квартал(?s:.*)Отчёт; млн руб(?s:.*)fields\.period"
    ):
        said(tmp_path, "Отчёт;\nмлн руб.;\n")
    two = "за III квартал 2019 года, млн руб.;\nво II квартал 2019 года было меньше;\n"
    with pytest.raises(UserError, match=r"several texts above the heading fit(?s:.*)III квартал 2019; II квартал 2019"):
        said(tmp_path, two)
    with pytest.raises(UserError, match="nothing stands above the heading"):
        said(tmp_path, "")


def test_what_a_title_may_leave_out_is_said_otherwise(tmp_path):
    basis = (
        """basis = { title = "нарастающим итогом", codes = { "нарастающим итогом" = "ytd" }, otherwise = "period" }"""
    )
    mapping = MAPPING.replace('basis = "period"', basis)
    for title, told in ((TITLE, "period"), (TITLE + "нарастающим итогом;\n", "ytd")):
        batch = mapped(tmp_path, mapping, (title + ROWS).encode())
        assert set(rows_of(batch, "basis")) == {(told,)}


def test_a_title_that_says_one_thing_twice_says_it(tmp_path):
    twice = TITLE + "Итоги: III  квартал 2019;\n"
    assert rows_of(said(tmp_path, twice), "period") == [("2019-Q3",), ("2019-Q3",)]


def test_a_refused_row_keeps_what_its_title_said(tmp_path):
    batch = said(tmp_path, TITLE, "Зона;Факт\nАлабуга;12,5\nДубна;много\n")
    assert refusals(batch) == ["row 5, Факт: много is not a number"]
    content = refused_bytes(batch)
    text = (content if isinstance(content, bytes) else io.BytesIO(content).read()).decode("utf-8-sig")
    assert "III квартал 2019" in text and "млн руб" in text
    again = read(text.replace("много", "7").encode(), "report.refused.csv", KNOWN, mapping=tmp_path / "report.toml")
    assert rows_of(again, "entity", "period", "value") == [("DUBNA", "2019-Q3", 7_000_000.0)]


@pytest.mark.parametrize(
    ("title", "indicator", "said", "basis"),
    [
        ("за 9 месяцев 2019", "jobs", "stock", "stock"),
        ("за 9 месяцев 2019", "investment", "period", "ytd"),
        ("на 01.10.2019", "investment", "cumulative", "cumulative"),
        ("на 01.10.2019", "jobs", "period", "stock"),
    ],
)
def test_the_words_of_a_period_and_the_kind_of_figure_tell_the_basis_together(tmp_path, title, indicator, said, basis):
    mapping = MAPPING.replace("(I|II|III|IV) квартал 20\\d\\d", "(9 месяцев 2019|на 01.10.2019)")
    mapping = mapping.replace('basis = "period"', f'basis = "{said}"').replace('"investment"', f'"{indicator}"')
    mapping = mapping.replace(
        "unit = { title = '(тыс\\.|млн|млрд) руб', as = \"words\" }", f'unit = "{UNITS[indicator]}"'
    )
    batch = mapped(tmp_path, mapping, f"{title};\n{ROWS.replace(',5', '')}".encode())
    assert rows_of(batch, "period", "basis") == [("2019-09", basis)] * 2


def test_a_flow_on_a_day_that_the_mapping_tells_for_a_period_is_refused(tmp_path):
    mapping = MAPPING.replace("(I|II|III|IV) квартал 20\\d\\d", "на 01.10.2019")
    batch = mapped(tmp_path, mapping, f"на 01.10.2019, млн руб.;\n{ROWS}".encode())
    assert len(refusals(batch)) == 2
