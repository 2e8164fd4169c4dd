"""A person with a browser drops a strange file, answers what is asked, stores it, and takes it back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.snapshot import keep
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.test_browser import browsed

pytestmark = pytest.mark.browser

STRANGE = """Отчёт о работе площадок;;
за 2019 год;;
Площадка;Вложено;Примечание
ZONE;1,234;
ZONE;2,500;ещё раз
NOBODY;7,000;
"""


def pick(page: Page, label: str, option: str) -> None:
    """Answers a question of the form."""
    page.get_by_role("combobox", name=re.compile(re.escape(label))).first.click()
    page.get_by_role("option", name=option, exact=True).first.click()


def test_a_strange_file_is_asked_about_stored_and_taken_back(store, tmp_path: Path):
    source = sources("code | publisher | published | kind\nPAPER | Paper | 2020-02-01 | press")
    keep(store, batch("definitions.csv", entity=entities("ZONE"), source=source))
    rows = "entity | source | period | value | scenario\nZONE | PAPER | 2018 | 500 | actual"
    keep(store, batch("before.csv", observation=observations(rows)))
    path = tmp_path / "strange.csv"
    path.write_text(STRANGE, encoding="cp1251")
    with browsed() as page:
        root = page.url.rstrip("/")
        page.goto(f"{root}/data?lang=en")
        page.set_input_files("input[type=file]", path)
        expect(page.get_by_text(re.compile(r"questions? (is|are) open"))).to_be_visible()
        pick(page, "Decimal sign", "point: 1,234.5")
        pick(page, "Over which time", "In the period")
        pick(page, "Indicator", "Investment")
        pick(page, "Unit", "RUB, Russian roubles")
        pick(page, "Whom it counts", "Residents")
        pick(page, "The figures are in", "thousands")
        pick(page, "Rows that tell one figure twice", "are added up")
        expect(page.get_by_text("No question is open")).to_be_visible()
        expect(page.get_by_text("3 rows = 2 accepted + 1 refused + 0 skipped")).to_be_visible()
        expect(page.get_by_role("heading", name="1 row refused")).to_be_visible()
        # The cells of a table are drawn; what a screen reader is told of them is in the page.
        expect(page.get_by_role("gridcell", name="NOBODY").first).to_be_attached()
        with page.expect_download() as download:
            page.get_by_role("button", name="Keep the mapping as a file").click()
        kept = tmp_path / "mapping.toml"
        download.value.save_as(kept)
        assert 'indicator = "investment"' in kept.read_text(encoding="utf-8")
        assert store.version() == 2
        page.get_by_role("button", name="Store these rows").click()
        expect(page.get_by_text("strange.csv is load 3")).to_be_visible()
        page.goto(f"{root}/zone?entity=ZONE&lang=en")
        expect(page.get_by_text("₽3.734 million").first).to_be_attached()
        page.goto(f"{root}/data?lang=en&part=loads")
        page.get_by_role("button", name="Withdraw", exact=True).click()
        expect(page.get_by_text("Load 3 is withdrawn; data version 4")).to_be_visible()
        page.goto(f"{root}/zone?entity=ZONE&lang=en")
        expect(page.get_by_role("heading", name="ZONE", exact=True)).to_be_visible()
        expect(page.get_by_text("₽500").first).to_be_attached()
        expect(page.get_by_text("₽3.734 million")).to_have_count(0)
