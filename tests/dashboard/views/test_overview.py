"""Does the overview say where each zone and cluster stands, and nothing that is not known?"""

import re

import polars as pl
import pytest

from dashboard import session
from dashboard.cards import scoreboard
from dashboard.language import Language
from dashboard.page import PUBLISHED
from dashboard.reports import cards
from dashboard.reports.summary import summary
from dashboard.reports.words import Words
from data.snapshot import keep
from tests.conftest import batch, entities, fitted, observations, sources, text_table
from tests.dashboard.ways import opened, said

ZONE = "INV-ZONE"
SOURCE = "code | publisher | published | kind\nS | P | 2020 | press"


def told(store, rows: str, *codes: str, **tables: pl.DataFrame) -> None:
    """A store with these zones and figures, and other tables."""
    tables = {"entity": entities(*(codes or ("Z",))), "source": sources(SOURCE), **tables}
    keep(store, batch("d.csv", **tables))
    keep(store, batch("o.csv", observation=observations(rows)))


def part(name: str, code: str = "Z") -> dict[str, object]:
    rows = scoreboard.board(session.known()).filter(entity=code, part=name).to_dicts()
    assert len(rows) <= 1
    return rows[0] if rows else {}


def line(page, code: str) -> str:
    """What the card of an entity says, without links' addresses and markdown's backslashes."""
    text = "\n".join(each.value for each in (*page.markdown, *page.caption))
    return re.sub(r"\\(.)", r"\1", re.sub(r"\[([^][]*)\]\([^)]*\)", r"\1", text))


def test_nothing_known_is_told_as_such_and_not_as_a_card(store):
    page = opened("overview.py", lang="en")
    assert "Nothing has been loaded yet" in said(page)
    assert not page.button


def test_a_zone_without_figures_is_short(store):
    told(store, "entity | source | period | value\nY | S | 2019 | 5", "Y", "Z")
    page = opened("overview.py", lang="en", entity="")
    caption = next(each.value for each in page.caption if "taxes paid" in each.value)
    assert caption.count("Not reported") == 1
    assert part("investment") == {}


def test_a_target_without_an_actual_is_late_only_when_it_is_due(store):
    rows = "entity | source | period | value | scenario\nY | S | 2019 | 5 | target\nZ | S | 2050 | 5 | target"
    told(store, rows, "Y", "Z")
    text = line(opened("overview.py", lang="en"), "Y")
    assert "**not reported**, target ₽5, to the end of 2019" in text
    assert "**no figure yet**, target ₽5, to the end of 2050 is not yet due" in text
    assert "0%" not in text


def test_a_reported_total_is_never_replaced_by_a_sum_of_members(store):
    members = text_table("member | of | role\nA | Z | resident\nB | Z | resident\nA | Y | resident\nB | Y | resident")
    members = fitted("membership", members.with_columns(counted=pl.lit(True), source_row=pl.lit("row 2")))
    rows = """
        entity | source | period | value | scope | indicator
        Z      | S      | 2019   | 50    | residents | investment
        A      | S      | 2019   | 30    | all | investment
        B      | S      | 2018   | 1     | all | investment
    """
    told(store, rows, "A", "B", "Y", "Z", membership=members)
    assert (part("investment")["value"], part("investment")["expected"]) == (50, None)
    summed = part("investment", "Y")
    assert (summed["value"], summed["reported"], summed["expected"], summed["metric"]) == (30, 1, 2, "roll_up")
    assert "sum of 1 of 2" in said(opened("overview.py", lang="en"))


def test_the_arrow_is_there_only_where_it_is_certain_which_way_it_went():
    def arrow(lower: float | None, upper: float | None) -> str:
        return cards.arrow({"growth_lower": lower, "growth_upper": upper})

    assert [arrow(1, 2), arrow(1, None), arrow(-2, -1), arrow(None, -1), arrow(0, 0)] == ["▲", "▲", "▼", "▼", "="]
    assert [arrow(-1, 1), arrow(None, 1), arrow(-1, None), arrow(None, None), arrow(0, 1)] == [""] * 5


def test_the_plan_to_date_of_a_published_point_and_the_final_target_stand_by_the_figure(store):
    rows = """
        entity | source | period | value | scenario
        Z      | S      | 2019   | 40    | actual
        Z      | S      | 2018   | 30    | target
        Z      | S      | 2020   | 70    | target
        Z      | S      | 2050   | 200   | target
    """
    told(store, rows)
    found = part("investment")
    assert (found["target"], found["plan"], found["how"], found["final_target"]) == (70, 50, "points", 200)
    text = line(opened("overview.py", lang="en"), "Z")
    assert "plan to date ₽50" in text
    assert "final: ₽200, to the end of 2050" in text
    assert "20%" in text


def test_a_newer_figure_than_the_one_a_past_target_is_held_against_is_told(store):
    rows = """
        entity | source | period | value | scenario
        Z      | S      | 2018   | 30    | actual
        Z      | S      | 2018   | 35    | target
        Z      | S      | 2021   | 90    | actual
    """
    told(store, rows)
    assert "later: ₽90, to the end of 2021" in line(opened("overview.py", lang="en"), "Z")


def test_the_furthest_behind_comes_first_and_the_invented_last(panel_store):
    page = opened("overview.py", lang="en", rows="all")
    names = [link.label for link in page.page_link]
    cards_of = names[names.index("Eurobiomed") :]
    assert cards_of[0] == "Eurobiomed"
    assert "nvented" in cards_of[-1]
    assert "Furthest behind: Eurobiomed, 85.2% of its target" in said(page)


def test_place_verdict_tile_and_bar_are_all_of_the_target_that_is_furthest_behind(store):
    rows = """
        entity | source | period | value | scenario | indicator    | unit | basis
        Y      | S      | 2019   | 90    | actual   | investment   | RUB  | cumulative
        Y      | S      | 2019   | 100   | target   | investment   | RUB  | cumulative
        Z      | S      | 2019   | 120   | actual   | investment   | RUB  | cumulative
        Z      | S      | 2019   | 100   | target   | investment   | RUB  | cumulative
        Z      | S      | 2019   | 30    | actual   | jobs_created | JOB  | cumulative
        Z      | S      | 2019   | 100   | target   | jobs_created | JOB  | cumulative
    """
    told(store, rows, "Y", "Z")
    page = opened("overview.py", lang="en")
    names = [link.label for link in page.page_link]
    assert names == [r"Z · Jobs created 30\%", r"Y · Investment 90\%", "Z", "Y"]
    (count,) = page.metric
    assert (count.label, count.value) == (":orange-badge[✕ Missed]", "2")
    text = said(page)
    assert ":orange-badge[✕ Missed] :small[Jobs created 30%]" in text
    assert "Each by its target that is furthest behind: missed — 2. **Furthest behind: Z, 30%" in text
    (chart,) = page.get("plotly_chart")
    assert "Z: Jobs created, to the end of 2019: ✕ Missed · 30%" in chart.proto.alt


def test_by_name_is_an_order_of_the_address_and_an_unknown_one_falls_back(bundled_store):
    page = opened("overview.py", lang="en", sort="name", rows="all")
    every = [link.label for link in page.page_link][-46:]
    assert every == sorted(every, key=str.casefold)
    assert "something unknown under “sort”" in said(opened("overview.py", lang="en", sort="size"))


def test_twelve_cards_are_shown_until_all_are_asked_for(bundled_store):
    page = opened("overview.py", lang="en")
    (more,) = (button for button in page.button if "46" in button.label)
    few = len(page.page_link)
    more.click().run()
    assert page.query_params["rows"] in ("all", ["all"])
    assert len(page.page_link) == few - 12 + 46


@pytest.mark.parametrize("code", ["en", "ru"])
def test_the_card_and_the_file_say_the_same(bundled_store, code):
    language = Language(code)
    content = summary(session.known(), None, language)
    text = line(opened("overview.py", lang=code, rows="all"), ZONE)
    names = ("", "_said", "_period", "_target_said", "_target_period", "_share", "_final_target", "_sum")
    compared = 0
    for section in ("overview", "without_target"):
        table = content.section(section).table
        assert table is not None
        for row in table.rows:
            found = [row[f"{name}{each}"].text for name in scoreboard.PARTS for each in names if f"{name}{each}" in row]
            assert [each for each in found if each and each not in text and each != "нет данных"] == []
            compared += len(found)
    assert compared > 300


def test_the_card_of_a_zone_with_everything_tells_everything(panel_store):
    words = Words(session.known(), Language("en"))
    found = cards.cells(words, cards.parts_of(scoreboard.board(words.known), [ZONE])[ZONE])
    every = ("investment", "jobs", "residents", "revenue", "taxes", "relief", "public_money", *cards.EXTRAS)
    assert [name for name in every if name not in found] == []
    assert found["coverage"].text == "57 of 58"
    assert (found["change"].text, found["change_period"].text) == ("joined 0, left 1", "2023")
    assert found["investment_final_target"].text == "₽54\u00a0billion"


def test_the_change_of_a_year_is_not_passed_off_as_that_of_a_sum_since_the_beginning(panel_store):
    text = line(opened("overview.py", lang="en", entity=ZONE), ZONE)
    assert "2025 alone: ▼ −41.5% on 2024" in text
    assert "▲ 8.1% on 2024" in text


def test_every_figure_leads_to_its_explanation(panel_store):
    from urllib.parse import parse_qs, urlsplit

    page = opened("overview.py", lang="en", sort="name", rows="all")
    links = re.findall(r"\]\((explain[^)]+)\)", "\n".join(each.value for each in page.markdown))
    known = session.known()
    assert len(links) > 220
    for each in links:
        asked = {name: value[0] for name, value in parse_qs(urlsplit(each).query).items()}
        names = ("indicator", "scope", "basis", "unit", "period", "scenario")
        key = dict(zip(names, asked["figure"].split("~"), strict=False))
        told = known.table("history") if asked["name"] == PUBLISHED else known.metric(asked["name"])
        rows = told.filter(entity=asked["entity"]).filter(**key)
        assert rows.height >= 1, each


def test_of_one_entity_there_is_one_card_and_a_way_back(bundled_store):
    page = opened("overview.py", lang="en", entity="RU-SEZ-DUBNA")
    assert [link.label for link in page.page_link] == ["SEZ Dubna"]
    assert "Of 46 zones" not in said(page)
    (back,) = (button for button in page.button if "Back" in button.label)
    back.click().run()
    assert "entity" not in page.query_params
    assert "Of 46 zones" in said(page)


def test_only_figures_of_the_chosen_years_are_told(bundled_store):
    everything = said(opened("overview.py", lang="en", entity="RU-SEZ-DUBNA"))
    chosen = said(opened("overview.py", lang="en", entity="RU-SEZ-DUBNA", period="2013-2016"))
    assert "11,000" in everything
    assert "11,000" not in chosen
    assert "2026" not in re.sub("newest source.*", "", chosen)
