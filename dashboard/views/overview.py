"""Where does every zone and cluster stand?"""

from collections import Counter
from typing import Any

import streamlit as st

from dashboard import charts
from dashboard.format import escape_markdown as plain
from dashboard.lines import pair_line
from dashboard.page import Page, current, download, draw, panel
from dashboard.reports import pairs
from dashboard.reports.model import Row
from dashboard.reports.sentences import facts, file_stem, of_everything
from dashboard.reports.summary import summary
from dashboard.reports.tables import attainment_frame, figure_row, pair_row


def show() -> None:
    """The overview: in words, as one line per zone or cluster, as a chart."""
    page = current()
    st.title(page.language.t("Zones and clusters: targets and actual figures"))
    with panel(page.language):
        st.markdown(plain(of_everything(page.known, page.language)[0]))
        for fact in facts(page.known, page.language):
            st.caption(plain(fact))
    with panel(page.language):
        rows = pairs.headlines(page.known)
        if rows:
            _standings(page, rows)
            _with_target(page, rows)
    with panel(page.language):
        _without_target(page)


def _standings(page: Page, rows: list[dict[str, Any]]) -> None:
    """How many stand how, in shape, word and colour; and the button for the file."""
    made_up = pairs.invented(page.known)
    counted = Counter(row["standing"] for row in rows if row["entity"] not in made_up)
    with st.container(horizontal=True, vertical_alignment="center"):
        for code in sorted(counted, key=pairs.urgency):
            style = charts.STANDING_STYLE[code]
            said = f"{style.shape} {page.language.title('standing', code)}: {counted[code]}"
            st.badge(said, color=style.badge, help=page.words.sentence("standing", code))
    stem = file_stem(page.known, None, page.language)
    download(lambda: summary(page.known, None, page.language), stem, page.language.t("Download everything as XLSX"))


def _with_target(page: Page, rows: list[dict[str, Any]]) -> None:
    t = page.language.t
    shown = [pair_row(page.words, row) for row in rows]
    st.header(t("With a published target"))
    for number, row in enumerate(shown):
        pair_line(page, row, number, is_linked=True)
    st.header(t("How far each has come"))
    draw(charts.attainment_bars(attainment_frame(rows, shown), page.language, t("Attainment of targets")))


def _without_target(page: Page) -> None:
    rows = pairs.without_target(page.known)
    if not rows:
        return
    t = page.language.t
    st.header(t("Without a published target"))
    st.caption(t("What is known of each: its foremost indicator, the latest figure."))
    for number, found in enumerate(rows):
        _known_line(page, figure_row(page.words, found), number)


def _known_line(page: Page, row: Row, number: int) -> None:
    with st.container(key=f"line-known-{number}", gap=None):
        who, figure = st.columns([3, 7], gap="small")
        with who:
            page.link("zone", row["entity"].text, entity=row["code"].text)
        with figure.container(gap=None):
            if "indicator" not in row:
                st.markdown(plain(row["value"].text))
                return
            st.markdown(f"**{plain(row['value'].text)}** — {plain(row['indicator'].text)}")
            said = (row[name].text for name in ("period", "age", "scope", "basis", "publisher"))
            st.caption(plain(" · ".join(said)))


if __name__ == "__main__":
    show()
