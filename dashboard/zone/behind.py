"""Who of a zone's members explains what is missing, and who is furthest behind?"""

import streamlit as st

from dashboard import address
from dashboard.charts.chart_frame import draw
from dashboard.charts.chart_parts import STANDING_STYLE
from dashboard.charts.waterfall import waterfall
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, panel
from dashboard.registers import obligations, register
from dashboard.reports.model import Row
from dashboard.zone import gap

_LAGGING, _NAMED = 5, 8


def behind(page: Page, entity: str) -> None:
    """The waterfall of a target that is chosen, who is silent, and the residents furthest behind."""
    with panel(page.language):
        _waterfall(page, entity)
    with panel(page.language):
        st.header(page.language.t("Furthest behind"))
        _lagging(page, entity)


def _waterfall(page: Page, entity: str) -> None:
    t, words = page.language.t, page.words
    st.header(t("Who explains the gap to the target"))
    found = gap.targets(page, entity)
    if not found:
        st.caption(
            t(
                "Not known: it takes a target of the whole with an actual figure, and what the members promised and "
                "did of the same indicator. Both are loaded on the page “Data”."
            )
        )
        return
    of = {gap.name(target): target for target in found}
    names = list(of)

    def spoken(name: str) -> str:
        return f"{words.indicator(of[name]['indicator'])}, {words.period(of[name]['period'], of[name]['basis'])}"

    target = of[address.select(t("Target"), "target", names, names[0], spoken, page.language)]
    rows = gap.parts(page.known, target)
    st.markdown(plain(gap.sentence(words, target)))
    title = t("What is missing to the target")
    chart = waterfall(gap.frame(words, rows), target["unit"], page.language, title)
    draw(page, chart, "gap", gap.table(page, rows), gap.sources(page.known, target))
    silent = gap.unreported(page, target)
    if silent:
        told = page.language.n(
            "{count} member that promised a part of it reports nothing: {names}.",
            "{count} members that promised a part of it report nothing: {names}.",
            len(silent),
            names=", ".join(silent[:_NAMED]) + (" …" if len(silent) > _NAMED else ""),
        )
        st.caption(plain(told))


def _lagging(page: Page, entity: str) -> None:
    """The first obligations that are due, those furthest behind first, each with a link to who owes it."""
    t = page.language.t
    members = obligations.residents(page.known, entity)
    due = obligations.last_due(page.within(obligations.every(page.known, members)))
    if not due:
        st.caption(
            t("Not known: no member of it has an obligation that is due. They are loaded on the page “Data”.")
            if members
            else t("Not known: no member of it is named in the data.")
        )
        return
    for number, row in enumerate(due[:_LAGGING]):
        _owes(page, entity, register.row_of(page.words, row), number)
    page.link("residents", t("All obligations"), entity=entity)


def _owes(page: Page, entity: str, row: Row, number: int) -> None:
    t = page.language.t
    with st.container(key=f"line-owes-{number}", gap=None):
        who, figures, verdict = st.columns([3, 4, 3], gap="small")
        with who.container(gap=None):
            page.link("residents", row["entity"].text, entity=entity, resident=row["code"].text)
            st.caption(plain(row["indicator"].text))
        with figures.container(gap=None):
            aim = plain(f"{row['committed'].text}, {row['due'].text}")
            if row["done_month"].text:
                st.markdown(t("**{actual}** of {target}", actual=plain(row["done"].text), target=aim))
            else:
                st.markdown(t("**not reported**, committed {figure}", figure=aim))
            missing = t("missing: {figure}", figure=row["missing"].text)
            st.caption(plain(f"{missing} · {t('late: {figure}', figure=row['late'].text)}"))
        with verdict.container(gap=None):
            style = STANDING_STYLE[row["standing_code"].text]
            st.badge(f"{style.shape} {plain(row['standing'].text)}", color=style.badge)
            page.explain_link(t("Where this comes from"), row["explains"].text, row["code"].text, row["figure"].text)
