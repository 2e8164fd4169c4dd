"""How do two to four zones or clusters stand beside one another, and in what do they differ?"""

import polars as pl
import streamlit as st

from dashboard import address
from dashboard.charts.chart_frame import draw
from dashboard.charts.trajectory import trajectory
from dashboard.compared import differences, side_by_side
from dashboard.compared import series as compare
from dashboard.compared.series import Series
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, current, nothing, opening, panel, table
from dashboard.reports import tables
from dashboard.reports.pairs import invented


def show() -> None:
    """Charts of one indicator with a shared scale, what differs in words, and the table."""
    page = current()
    t = page.language.t
    opening(page, t("Compare"))
    counted = compare.told(page.known)
    if counted.is_empty():
        nothing(page)
        return
    with panel(page.language):
        entities = _entities(page, counted)
        if len(entities) < compare.LEAST:
            st.info(t("Choose two to four zones or clusters."))
            return
        indicator = _indicator(page, counted, entities)
        _compared(page, entities, indicator)


def _entities(page: Page, counted: pl.DataFrame) -> list[str]:
    """Who is compared: codes in the address, divided by commas, in the order in which they were chosen."""
    t = page.language.t
    codes = sorted(counted["entity"].unique(), key=lambda code: (page.words.entity(code).casefold(), code))
    default = ",".join(_usual(page, counted))
    value, is_odd = address.chosen("entities", lambda text: _is_choice(text, codes), default)
    if is_odd:
        st.warning(t("The address asks for something unknown under “{name}”; the usual is shown.", name="entities"))
    widget = "widget-entities"
    st.session_state[widget] = [code for code in value.split(",") if code]
    st.multiselect(
        t("Zones and clusters, two to four"),
        codes,
        format_func=page.words.entity,
        max_selections=compare.MOST,
        key=widget,
        on_change=lambda: address.write("entities", ",".join(st.session_state[widget]) or ",", default),
    )
    return [code for code in value.split(",") if code]


def _usual(page: Page, counted: pl.DataFrame) -> list[str]:
    """Who is compared where nobody was chosen: the bar's entity, where it has a figure, and who has most to compare."""
    usual = compare.usual(page.known, counted)[0]
    if page.entity is None or page.entity not in counted["entity"]:
        return usual
    return [page.entity, *(code for code in usual if code != page.entity)][: compare.LEAST]


def _is_choice(text: str, codes: list[str]) -> bool:
    """Is the text a choice of codes, each once, no more than may stand beside one another? A comma alone is none."""
    said = [code for code in text.split(",") if code]
    return len(said) <= compare.MOST and len(said) == len(set(said)) and set(said) <= set(codes)


def _indicator(page: Page, counted: pl.DataFrame, entities: list[str]) -> str:
    names = compare.indicators(counted, entities)
    return address.select(
        page.language.t("Indicator"), "indicator", names, names[0], page.words.indicator, page.language
    )


def _compared(page: Page, entities: list[str], indicator: str) -> None:
    t = page.language.t
    shown = compare.chosen(page.known, entities, indicator)
    st.header(plain(page.words.indicator(indicator)))
    made_up = invented(page.known)
    latest = compare.latest(page.known, indicator, shown)
    told = (*differences.differences(page.words, shown), *differences.of_latest(page.words, latest))
    st.markdown("  \n".join(map(plain, told)))
    for entity in (entity for entity in entities if entity in made_up):
        st.markdown(
            plain(t("{entity} is invented: it is no measure for a real one.", entity=page.words.entity(entity)))
        )
    _charts(page, indicator, shown)
    st.header(t("Side by side"))
    content = side_by_side.table(page.words, shown, latest)
    table(content, without=side_by_side.said_of_all(content))
    with st.expander(t("All these figures with their sources")):
        frames = list(_frames(page, indicator, shown).values())
        rows = pl.concat(frames).sort("entity", "end_month", "scenario") if frames else pl.DataFrame()
        table(tables.figures(page.words, rows))


def _charts(page: Page, indicator: str, shown: dict[str, Series | None]) -> None:
    """A chart an entity, two in a row where there is room; those of one unit share their scale."""
    frames = _frames(page, indicator, shown)
    places = st.columns(2)
    for number, (entity, series) in enumerate(shown.items()):
        with places[number % 2]:
            page.link("zone", page.words.entity(entity), entity=entity)
            if series is None:
                st.info(page.language.t("No figure of this indicator is published."))
                continue
            alike = [frames[each] for each, other in shown.items() if other and other["unit"] == series["unit"]]
            beside = pl.concat(alike)
            is_actual = pl.col("scenario") == "actual"
            own = frames[entity]
            title = f"{page.words.entity(entity)}: {page.words.indicator(indicator)}"
            chart = trajectory(own.filter(is_actual), own.filter(~is_actual), page.language, title, beside)
            told = tables.figures(page.words, own.sort("end_month", "scenario"))
            draw(page, chart, f"series-{entity}", told, own["source"])


def _frames(page: Page, indicator: str, shown: dict[str, Series | None]) -> dict[str, pl.DataFrame]:
    """The figures of each series that the bar lets through."""
    return {
        each: page.within(compare.rows_of(page.known, each, indicator, series))
        for each, series in shown.items()
        if series
    }


if __name__ == "__main__":
    show()
