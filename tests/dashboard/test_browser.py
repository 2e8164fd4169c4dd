"""A person with a browser: the overview, Zelenograd, the other language, the file."""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from data.snapshot import keep
from tests.conftest import batch, entities, sources
from tests.dashboard.ways import at_rest, seen, served

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, bundled_port: int) -> Iterator[Page]:
    """The dashboard over the bundled figures."""
    with seen(browser, bundled_port) as opened:
        yield opened


def test_a_manager_goes_to_zelenograd_changes_the_language_and_takes_the_file(page: Page, tmp_path: Path):
    expect(page.get_by_role("heading", name="Зоны и кластеры: планы и факты")).to_be_visible()
    expect(page.get_by_text("Зон и кластеров: 46")).to_be_visible()
    page.get_by_role("button", name=re.compile("Показать все")).click()
    page.get_by_role("link", name="Кластер «Зеленоград»").first.click()
    expect(page.get_by_role("heading", name="Кластер «Зеленоград»")).to_be_visible()
    line = page.locator('[class*="st-key-line-0"]')
    expect(line).to_contain_text("153 млрд ₽")
    expect(line).to_contain_text("Оценка невозможна")
    expect(line).to_contain_text("Фактическое значение для этого плана не опубликовано")
    assert "entity=RU-CL-ZELENOGRAD" in page.url

    page.get_by_role("combobox", name=re.compile("Язык")).click()
    page.get_by_role("option", name="English").click()
    expect(page.get_by_role("heading", name="Zelenograd cluster")).to_be_visible()
    expect(line).to_contain_text("₽153 billion")
    expect(line).to_contain_text("Not assessable")
    expect(page).to_have_url(re.compile("lang=en"))

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as XLSX").click()
    assert download.value.suggested_filename == "sez-ru-cl-zelenograd-v9-en.xlsx"
    path = tmp_path / "zelenograd.xlsx"
    download.value.save_as(path)
    first = openpyxl.load_workbook(path).worksheets[0]
    assert 153e9 in [cell.value for row in first.iter_rows() for cell in row]

    page.get_by_role("link", name="Metrics").click()
    expect(page.get_by_role("heading", name="Target attainment")).to_be_visible()
    expect(page).to_have_url(re.compile("lang=en"))


def test_a_link_from_a_colleague_shows_the_same_page(page: Page):
    address = page.url.rstrip("/")
    page.goto(f"{address}/zone?entity=FR-POLE-EUROBIOMED&lang=en")
    expect(page.get_by_role("heading", name="Eurobiomed")).to_be_visible()
    expect(page.locator('[class*="st-key-line-0"]')).to_contain_text("85.2%")
    expect(page.locator('[class*="st-key-line-0"]')).to_contain_text("Missed")


@pytest.mark.parametrize("view", ["", "zone?entity=RU-SEZ-TECHNOPOLIS-MOSCOW", "metric", "data"])
def test_a_phone_needs_no_sideways_scrolling(page: Page, view: str):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{page.url.rstrip('/')}/{view}")
    at_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


FILE = """entity,indicator,scope,basis,scenario,period,comparator,value,lower,upper,unit,status,source,locator,note
ZONE,investment,residents,cumulative,target,2019,=,200000000,,,RUB,A,PAPER,,
ZONE,investment,residents,cumulative,actual,2019,>,150000000,,,RUB,A,PAPER,,
ZOME,investment,residents,cumulative,actual,2018,=,1,,,RUB,A,PAPER,,
"""


def test_an_officer_loads_a_file_sees_what_was_refused_and_takes_it_back(browser, store, tmp_path: Path):
    source = sources("code | publisher | published | kind\nPAPER | Paper | 2020-02-01 | press")
    keep(store, batch("definitions.csv", entity=entities("ZONE"), source=source))
    path = tmp_path / "quarter.csv"
    path.write_text(FILE)
    with served() as port, seen(browser, port) as page:
        root = page.url.rstrip("/")
        page.goto(f"{root}/data?lang=en")
        page.set_input_files("input[type=file]", path)
        expect(page.get_by_text("3 rows = 2 accepted + 1 refused + 0 skipped")).to_be_visible()
        assert store.version() == 1
        page.get_by_role("button", name="Store these rows").click()
        expect(page.get_by_text("quarter.csv is load 2")).to_be_visible()
        page.goto(f"{root}/zone?entity=ZONE&lang=en")
        expect(page.locator('[class*="st-key-line-0"]')).to_contain_text("> ₽150 million of ₽200 million")
        page.goto(f"{root}/data?lang=en&part=loads")
        page.get_by_role("button", name="Withdraw", exact=True).click()
        expect(page.get_by_text("Load 2 is withdrawn; data version 3")).to_be_visible()
        page.goto(f"{root}/zone?lang=en")
        expect(page.get_by_text("Nothing has been loaded").first).to_be_visible()


def test_a_row_of_a_table_is_explained_by_keyboard_alone(page: Page):
    page.goto(f"{re.match(r'http://[^/]+', page.url)[0]}/data?part=quality&about=contradictory&lang=en")
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    rows = page.locator("summary", has_text="Explain a row of this table").first
    kept = page.locator('[data-testid="stLayoutWrapper"]:has(> [class*="st-key-rows-of-"])').first
    assert kept.bounding_box()["height"] <= 1
    rows.focus()
    expect(rows).to_be_in_viewport()
    page.keyboard.press("Enter")
    box = page.get_by_role("combobox", name="Row").first
    expect(box).to_be_visible()
    at_rest(page)  # what is typed while the page is drawn anew is lost
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    page.keyboard.type("Technopolis")
    expect(page.get_by_role("option").first).to_contain_text("Technopolis")  # the list opens when it is ready
    page.keyboard.press("Enter")
    link = page.get_by_test_id("stPageLink-NavLink").filter(has_text="Explain").first
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Where a figure comes from")
    assert "name=contradictions" in page.url
