"""Where does every zone and cluster stand?"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import streamlit as st

from dashboard import charts
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, current, download, draw, panel
from dashboard.reports import pairs
from dashboard.reports.model import Row
from dashboard.reports.summary import attainment_frame, facts, figure_row, file_stem, overview_sentences, pair_row, summary


def show() -> None:
    """The overview: in words, as a chart, as one line per zone or cluster."""
    page = current()
    t = page.language.t
    st.title(t("Zones and clusters: targets and actual figures"))
    for sentence in overview_sentences(page.known, page.language)[:1]:
        st.markdown(plain(sentence))
    for fact in facts(page.known, page.language):
        st.caption(plain(fact))
    rows = pairs.headlines(page.known)
    if rows:
        with panel(page.language):
            _standings(page, rows)
        with panel(page.language):
            _with_target(page, rows)
    with panel(page.language):
        _without_target(page)


def _standings(page: Page, rows: list[dict[str, Any]]) -> None:
    """How many stand how, in shape, word and colour; and the button for the file."""
    counted = Counter(row["standing"] for row in rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        for code in sorted(counted, key=pairs.urgency):
            style = charts.STANDING_STYLE[code]
            title = page.language.title("standing", code)
            st.badge(f"{style.shape} {title}: {counted[code]}", color=style.badge, help=page.words.sentence("standing", code))
    stem = file_stem(page.known, None, page.language)
    download(lambda: summary(page.known, None, page.language), stem, page.language.t("Download everything as XLSX"))


def _with_target(page: Page, rows: list[dict[str, Any]]) -> None:
    t = page.language.t
    shown = [pair_row(page.words, row) for row in rows]
    st.header(t("With a published target"))
    for row in shown:
        _line(page, row)
    st.subheader(t("How far each has come"))
    draw(charts.attainment_bars(attainment_frame(rows, shown), page.language, t("Attainment of targets")))


def _line(page: Page, row: Row) -> None:
    """One pair: who and what; how much of how much, when, who says so; how it stands and why."""
    t = page.language.t
    with st.container(key=f"line-{row['code'].text}", gap=None):
        who, figures, verdict = st.columns([3, 4, 3], gap="small")
        with who.container(gap=None):
            page.link("zone", row["entity"].text, entity=row["code"].text)
            st.caption(plain(f"{row['indicator'].text} · {row['scope'].text} · {row['basis'].text}"))
        with figures.container(gap=None):
            share = f" — {plain(row['attainment'].text)}" if row["attainment"].text else ""
            aim = f"{row['target'].text} {row['target_period'].text}"
            st.markdown(t("**{actual}** of {target}", actual=plain(row["actual"].text), target=plain(aim)) + share)
            for line in _told_by(page, row):
                st.caption(plain(line))
        with verdict.container(gap=None):
            style = charts.STANDING_STYLE[row["standing_code"].text]
            st.badge(f"{style.shape} {row['standing'].text}", color=style.badge)
            st.caption(plain(row["reason"].text or page.words.sentence("standing", row["standing_code"].text)))


def _told_by(page: Page, row: Row) -> Iterator[str]:
    """Who published the actual figure, for when, how long ago; who published the target."""
    t = page.language.t
    if row["actual_period"].text:
        said = {"period": row["actual_period"].text, "age": row["age"].text, "source": row["actual_publisher"].text}
        yield t("Actual: {period} ({age}), {source}", **said)
    yield t("Target: {source}", source=row["target_publisher"].text)


def _without_target(page: Page) -> None:
    rows = pairs.without_target(page.known)
    if not rows:
        return
    t = page.language.t
    st.header(t("Without a published target"))
    st.caption(t("What is known of each: its foremost indicator, the latest figure."))
    for row in (figure_row(page.words, found) for found in rows):
        with st.container(key=f"line-{row['code'].text}", gap=None):
            who, figure = st.columns([3, 7], gap="small")
            with who:
                page.link("zone", row["entity"].text, entity=row["code"].text)
            with figure.container(gap=None):
                if "indicator" not in row:
                    st.markdown(plain(row["value"].text))
                    continue
                st.markdown(f"**{plain(row['value'].text)}** — {plain(row['indicator'].text)}")
                said = (row["period"].text, row["age"].text, row["scope"].text, row["basis"].text, row["publisher"].text)
                st.caption(plain(" · ".join(said)))


if __name__ == "__main__":
    show()
