"""Where does every zone and cluster stand?"""

import streamlit as st

from dashboard import charts
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, current, download, draw, panel
from dashboard.reports import pairs
from dashboard.reports.model import Row
from dashboard.reports.summary import attainment_frame, facts, figure_row, overview_sentences, pair_row, summary


def show() -> None:
    """The overview: in words, as a chart, as one line per zone or cluster."""
    page = current()
    t = page.language.t
    st.title(t("Zones and clusters: targets and actual figures"))
    for fact in facts(page.known, page.language):
        st.caption(plain(fact))
    for sentence in overview_sentences(page.known, page.language):
        st.markdown(plain(sentence))
    with panel(page.language):
        _with_target(page)
    with panel(page.language):
        _without_target(page)
    with panel(page.language):
        stem = summary(page.known, None, page.language).file_stem
        download(page, lambda: summary(page.known, None, page.language), stem, t("Download everything as XLSX"))


def _with_target(page: Page) -> None:
    rows = pairs.headlines(page.known)
    if not rows:
        return
    st.header(page.language.t("With a published target"))
    shown = [pair_row(page.words, row) for row in rows]
    draw(charts.attainment_bars(attainment_frame(rows, shown), page.language, page.language.t("Attainment of targets")))
    for row in shown:
        _line(page, row)


def _line(page: Page, row: Row) -> None:
    """One pair: who and what; how much of how much, when, who says so; how it stands and why."""
    t = page.language.t
    with st.container(border=True):
        who, figures, verdict = st.columns([3, 4, 3])
        with who:
            page.link("zone", row["entity"].text, entity=row["code"].text)
            st.caption(plain(f"{row['indicator'].text} · {row['scope'].text} · {row['basis'].text}"))
        with figures:
            share = f" · {row['attainment'].text}" if row["attainment"].text else ""
            st.markdown(
                t(
                    "**{actual}** of {target}{share}",
                    actual=plain(row["actual"].text),
                    target=plain(f"{row['target'].text} {row['target_period'].text}"),
                    share=plain(share),
                )
            )
            st.caption(plain(_when(page, row)))
        with verdict:
            style = charts.STANDING_STYLE[row["standing_code"].text]
            st.badge(f"{style.shape} {row['standing'].text}", color=style.badge)
            if row["reason"].text:
                st.caption(plain(row["reason"].text))


def _when(page: Page, row: Row) -> str:
    t = page.language.t
    target = t("target: {source}", source=row["target_publisher"].text)
    if not row["actual_period"].text:
        return target
    actual = t("actual: {period}, {age}, {source}", period=row["actual_period"].text, age=row["age"].text, source=row["actual_publisher"].text)
    return f"{actual}; {target}"


def _without_target(page: Page) -> None:
    rows = pairs.without_target(page.known)
    if not rows:
        return
    t = page.language.t
    st.header(t("Without a published target"))
    st.caption(t("What is known of each: its foremost indicator, the latest figure."))
    for row in (figure_row(page.words, found) for found in rows):
        with st.container(border=True):
            who, figure = st.columns([3, 7])
            with who:
                page.link("zone", row["entity"].text, entity=row["code"].text)
            with figure:
                if "indicator" not in row:
                    st.markdown(plain(row["value"].text))
                    continue
                st.markdown(f"**{plain(row['value'].text)}** — {plain(row['indicator'].text)}")
                said = (row["period"].text, row["age"].text, row["scope"].text, row["basis"].text, row["publisher"].text)
                st.caption(plain(" · ".join(said)))


if __name__ == "__main__":
    show()
