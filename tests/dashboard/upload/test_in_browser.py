"""A person with a browser: a strange file is asked about, stored, mended, stored again and taken back."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from data.snapshot import keep
from data.store import Store
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import seen, served, sez_after

pytestmark = pytest.mark.browser

STRANGE = """Отчёт о работе площадок;;
за 2019 год;;
Площадка;Вложено;Примечание
;всего;к отчёту
ZONE;1,234;
ZONE;2,500;ещё раз
ZONE;1,266;
ZONE;много;уточняется
Итого;5,000;
"""
#: The product, whose writers give up soon where another one keeps the database.
IMPATIENT = sez_after("from data import database; database._PATIENCE = 2")
ANSWERS = {
    "Decimal sign": "point: 1,234.5",
    "Over which time": "Cumulative",
    "Indicator": "Investment",
    "Unit": "RUB, Russian roubles",
    "The figures are in": "thousands",
    "Rows that tell one figure twice": "are added up",
}


@pytest.fixture
def zone(store: Store) -> Store:
    source = sources("code | publisher | published | kind\nPAPER | Paper | 2018-02-01 | press")
    keep(store, batch("definitions.csv", entity=entities("ZONE"), source=source))
    rows = "entity | source | period | value | scenario\nZONE | PAPER | 2018 | 500 | actual"
    keep(store, batch("before.csv", observation=observations(rows)))
    return store


@pytest.fixture
def page(browser: Browser, zone: Store) -> Iterator[Page]:
    with served() as port, seen(browser, port) as opened:
        yield opened


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    path = tmp_path / "strange.csv"
    path.write_text(STRANGE, encoding="cp1251", newline="\r\n")
    return path


def settled(page: Page) -> None:
    page.wait_for_timeout(400)  # until what was done is on its way
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def pick(page: Page, label: str, option: str, by_keyboard: bool) -> None:
    """Answers a question of the form; tries again where the page was drawn anew under the open list."""
    box = page.get_by_role("combobox", name=re.compile(re.escape(label))).first
    for _ in range(5):
        box.click()
        try:
            if by_keyboard:
                page.keyboard.type(option)
                expect(page.get_by_role("option", name=option, exact=True).first).to_be_visible(timeout=5_000)
                page.keyboard.press("Enter")
            else:
                page.get_by_role("option", name=option, exact=True).first.click(timeout=5_000)
        except (TimeoutError, AssertionError):
            page.keyboard.press("Escape")
            continue
        break
    settled(page)


def drop(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", path)
    settled(page)


def drop_strange(page: Page, path: Path) -> None:
    """The second row of the heading could be data: who knows better says so."""
    drop(page, path)
    rows = page.get_by_label(re.compile("Rows of the heading"))
    rows.fill("3-4")
    rows.press("Enter")
    settled(page)


def answer(page: Page) -> None:
    """Every other question by the keyboard."""
    for number, (label, option) in enumerate(ANSWERS.items()):
        pick(page, label, option, by_keyboard=number % 2 == 1)


def at(page: Page, view: str) -> str:
    return f"{re.match(r'http://[^/]+', page.url)[0]}/{view}"


def test_answers_to_a_file_are_offered_again_in_a_session_of_its_own(page: Page, strange: Path):
    page.goto(at(page, "data?lang=en"))
    drop_strange(page, strange)
    pick(page, "Unit", ANSWERS["Unit"], by_keyboard=False)
    offer = page.get_by_text("This browser still has your earlier answers to this file.")
    expect(offer).to_have_count(0)
    page.goto(at(page, "data?lang=en"))
    drop_strange(page, strange)
    expect(offer).to_be_visible()
    page.get_by_role("button", name="Take them up").click()
    settled(page)
    expect(offer).to_have_count(0)
    expect(page.get_by_role("combobox", name=re.compile("Unit")).first).to_have_value(ANSWERS["Unit"])


def test_the_whole_way_of_a_strange_file(page: Page, zone: Store, strange: Path, tmp_path: Path):
    page.goto(at(page, "data?lang=en"))
    drop_strange(page, strange)
    seen = page.get_by_text(re.compile("^Seen: "))
    for told in ("cp1251", "semicolon", "heading in row 3–4", "data in rows 5–9", "perhaps totals: rows 9"):
        expect(seen).to_contain_text(told)
    expect(page.get_by_text(re.compile(r"questions? (is|are) open"))).to_be_visible()
    answer(page)
    expect(page.get_by_text("No question is open")).to_be_visible()
    expect(page.get_by_text("5 rows = 3 accepted + 1 refused + 1 skipped")).to_be_visible()
    expect(page.get_by_role("heading", name="1 row refused")).to_be_visible()
    assert zone.version() == 2

    # Tables are drawn on a canvas: what they say is read in the file that goes with them.
    with page.expect_download() as download:
        page.get_by_role("button", name="Refused rows as XLSX").click()
    mended = tmp_path / "mended.xlsx"
    download.value.save_as(mended)
    with page.expect_download() as download:
        page.get_by_role("button", name="Keep the mapping as a file").click()
    mapping = tmp_path / "mapping.toml"
    download.value.save_as(mapping)

    page.get_by_role("button", name="Store these rows").click()
    expect(page.get_by_text("strange.csv is load 3")).to_be_visible()
    page.goto(at(page, "zone?entity=ZONE&lang=en"))
    expect(page.get_by_text("₽5 million").first).to_be_attached()

    mend(mended, "много", "1,000")
    page.goto(at(page, "data?lang=en"))
    drop(page, mended)
    page.get_by_text("The mapping as text (TOML)").click()
    page.locator('[class*="st-key-mapping-given"] input[type=file]').set_input_files(mapping)
    settled(page)
    expect(page.get_by_text("1 rows = 1 accepted + 0 refused + 0 skipped")).to_be_visible()
    page.get_by_role("button", name="Store these rows").click()
    expect(page.get_by_text("mended.xlsx is load 4")).to_be_visible()
    page.goto(at(page, "zone?entity=ZONE&lang=en"))
    expect(page.get_by_text("₽1 million").first).to_be_attached()

    for load in (4, 3):
        page.goto(at(page, "data?lang=en&part=loads"))
        page.get_by_role("button", name="Withdraw", exact=True).click()
        expect(page.get_by_text(f"Load {load} is withdrawn")).to_be_visible()
    page.goto(at(page, "zone?entity=ZONE&lang=en"))
    expect(page.get_by_role("heading", name="ZONE", exact=True)).to_be_visible()
    expect(page.get_by_text("₽500").first).to_be_attached()
    expect(page.get_by_text("₽5 million")).to_have_count(0)


def mend(path: Path, wrong: str, right: str) -> None:
    """What a person does in a spreadsheet: another text in the cell that was refused, which stands beside the reason."""
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert any(f"{wrong} is not a number" in str(cell.value) for cell in cells)
    next(cell for cell in cells if cell.value == wrong).value = right
    book.save(path)


def test_another_page_costs_no_answer_and_a_database_that_is_busy_none(browser: Browser, zone: Store, strange: Path):
    with served(sez=IMPATIENT) as port, seen(browser, port) as page:
        page.goto(at(page, "data?lang=en"))
        drop_strange(page, strange)
        answer(page)
        page.get_by_role("link", name="Methods").click()
        expect(page.get_by_role("heading", name="Methods").first).to_be_visible()
        page.get_by_role("link", name="Data").click()
        expect(page.get_by_text("strange.csv is still at hand")).to_be_visible()
        expect(page.get_by_text("3 accepted + 1 refused")).to_be_visible()

        busy = sqlite3.connect(str(zone.engine.url.database), isolation_level=None)
        busy.execute("BEGIN IMMEDIATE")
        page.get_by_role("button", name="Store these rows").click()
        expect(page.get_by_test_id("stAlertContentError")).to_have_count(1, timeout=60_000)
        expect(page.get_by_test_id("stAlertContentError")).to_contain_text("database")
        expect(page.get_by_text("3 accepted + 1 refused")).to_be_visible()
        busy.execute("ROLLBACK")
        busy.close()
        page.get_by_role("button", name="Store these rows").click()
        expect(page.get_by_text("strange.csv is load 3")).to_be_visible()
