"""How is one target with its actual figure shown in a line?"""

from collections.abc import Iterator

import streamlit as st

from dashboard.charts.chart_parts import STANDING_STYLE
from dashboard.format import escape_markdown as plain
from dashboard.page import Page
from dashboard.reports.model import Row


def pair_line(page: Page, row: Row, number: int, figure: str) -> None:
    """Of what; how much of how much, when, who says so; how it stands and why, and where that comes from.

    `figure` is which one it is, as `figure_code` writes it.
    """
    with st.container(key=f"line-{number}", gap=None):
        what, figures, verdict = st.columns([3, 4, 3], gap="small")
        with what.container(gap=None):
            st.markdown(f"**{plain(row['indicator'].text)}**")
            st.caption(plain(f"{row['scope'].text} · {row['basis'].text} · {row['unit'].text}"))
        with figures.container(gap=None):
            _figures(page, row)
        with verdict.container(gap=None):
            style = STANDING_STYLE[row["standing_code"].text]
            st.badge(f"{style.shape} {row['standing'].text}", color=style.badge)
            st.caption(plain(row["reason"].text or page.words.sentence("standing", row["standing_code"].text)))
            page.explain_link(page.language.t("Where this comes from"), "standing", row["code"].text, figure)


def _figures(page: Page, row: Row) -> None:
    t = page.language.t
    share = f" — {plain(row['attainment'].text)}" if row["attainment"].text else ""
    aim = plain(f"{row['target'].text}, {row['target_period'].text}")
    if row["actual_period"].text:
        st.markdown(t("**{actual}** of {target}", actual=plain(row["actual"].text), target=aim) + share)
    else:
        st.markdown(t("**not reported**, target {target}", target=aim))
    for line in _told_by(page, row):
        st.caption(plain(line))


def _told_by(page: Page, row: Row) -> Iterator[str]:
    """Who published the actual figure, for when, how long ago; who published the target."""
    t = page.language.t
    if row["actual_period"].text:
        said = {"period": row["actual_period"].text, "age": row["age"].text, "source": row["actual_publisher"].text}
        yield t("Actual: {period} ({age}), {source}", **said)
        yield from filter(None, [row["actual_rate"].text])
    yield t("Target: {source}", source=row["target_publisher"].text)
    yield from filter(None, [row["target_rate"].text])
