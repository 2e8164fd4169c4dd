"""What stands around a chart: its sentence, its age and sources, its table, its files."""

import struct
import zlib

import polars as pl
import pytest

from dashboard import session
from dashboard.charts.chart_frame import _provenance
from dashboard.language import Language
from dashboard.page import Page
from dashboard.reports.csv import of_table
from dashboard.reports.model import Cell, Column, Table
from data.snapshot import keep
from tests.conftest import batch, entities, sources
from tests.dashboard.ways import opened, said, seen

PAIR = {"entities": "RU-SEZ-TECHNOPOLIS-MOSCOW,RU-SEZ-SPB", "indicator": "investment"}


def test_a_chart_says_how_old_it_is_and_who_published_its_figures(bundled_store):
    text = said(opened("compare.py", lang="en", **PAIR))
    assert "Data as of" in text
    assert "Sources: " in text


def test_a_source_without_a_date_is_not_passed_off_as_one_of_the_newest_day(store):
    listed = sources("code | publisher | published | kind\nS | Paper | 2020-06 | press\nT | Radio | | press")
    keep(store, batch("d.csv", entity=entities("Z"), source=listed))
    page = Page(Language("en"), session.known())
    assert _provenance(page, ["S"]).startswith("Data as of June 2020 · ")
    assert _provenance(page, ["S", "T"]).startswith("Data as of June 2020, and of a source without a date · ")


def test_a_publisher_of_many_reports_is_named_once_by_the_newest(store):
    listed = sources(
        "code | publisher | published | kind\nS | Paper | 2019 | press\nT | Paper | 2021-02 | press\nU | Radio | 2020 | press"
    )
    keep(store, batch("d.csv", entity=entities("Z"), source=listed))
    page = Page(Language("en"), session.known())
    told = "Paper, February 2021 and 1 other; Radio, 2020"
    assert _provenance(page, ["S", "T", "U"]) == f"Data as of February 2021 · Sources: {told}"
    assert _provenance(page, {"S": 1, "T": 2}).endswith("1 Paper, 2019; 2 Paper, February 2021")


def test_as_known_on_a_day_the_figures_are_of_that_day(bundled_store):
    assert "Data as of 31 December 2019" in said(opened("compare.py", lang="en", as_of="2019-12-31"))


def test_the_table_of_the_same_numbers_stands_behind_a_switch(bundled_store):
    page = opened("compare.py", lang="en", **PAIR)
    before = len(page.dataframe)
    (first, *_) = page.toggle
    assert first.label == "Table"
    first.set_value(True).run()
    assert len(page.dataframe) == before + 1
    assert page.dataframe[0].value["Entity"].unique().tolist() == ["SEZ Technopolis Moscow"]


def test_of_many_sources_the_first_are_named_and_the_rest_counted(bundled_store):
    page = Page(Language("en"), session.known())
    codes = page.known.table("source").filter(pl.col("publisher").is_not_null()).unique("publisher")["code"].sort()
    said = _provenance(page, codes.head(9))
    assert said.count(";") == 5
    assert said.endswith("4 more")


def test_the_file_of_the_numbers_has_every_digit_and_runs_nowhere():
    columns = (Column("who", "Who"), Column("value", "Value", "number"))
    rows = (
        {"who": Cell.of("=1+1"), "value": Cell("153 billion", 153_000_000_000.125)},
        {"who": Cell.of("B"), "value": Cell("not reported")},
    )
    lines = of_table(Table(columns, rows, "")).decode("utf-8-sig").splitlines()
    assert lines == ["Who,Value", "'=1+1,153000000000.125", "B,"]


def drawn(data: bytes) -> tuple[int, int, int]:
    """Width and height of a PNG, and how many different bytes its picture has: a blank one has a few."""
    width, height = struct.unpack(">II", data[16:24])
    body, place = b"", 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        if data[place + 4 : place + 8] == b"IDAT":
            body += data[place + 8 : place + 8 + length]
        place += 12 + length
    return width, height, len(set(zlib.decompress(body)))


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_of_the_chart_is_made_in_the_browser(browser, bundled_port, tmp_path, scheme):
    with seen(browser, bundled_port) as page:
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{page.url.rstrip('/')}/compare?lang=en&entities={PAIR['entities']}&indicator=investment")
        page.locator(".js-plotly-plot").first.wait_for()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download the chart as a picture").first.click()
        assert download.value.suggested_filename == "sez-series-ru-sez-technopolis-moscow-v9-en.png"
        download.value.save_as(tmp_path / "chart.png")
        shown = page.locator(".js-plotly-plot").first.bounding_box()
    data = (tmp_path / "chart.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, different = drawn(data)
    assert shown is not None
    assert width >= 2 * shown["width"]
    assert height >= 2 * shown["height"]
    assert 20_000 < len(data) < 2_000_000
    assert different > 50
