"""Which projects are on their way, where do they wait, and will they reach the target?"""

from typing import Any

import streamlit as st

from dashboard import address
from dashboard.charts.chart_frame import draw
from dashboard.charts.step_bars import step_bars
from dashboard.format import date as written_date
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, current, figure_code, nothing, opening, opening_of, panel, table
from dashboard.registers import bridge, obligations, one_project, project_sources, projects, register
from dashboard.registers.one_resident import agreements
from dashboard.reports.summary import evidence

_CARDS, _IN_A_ROW = 5, 3


def show() -> None:
    """The projects of one owner, or the page of one project."""
    page = current()
    title = page.language.t("Projects on their way")
    owner = page.entity
    if owner is None:
        opening(page, title)
        _nothing(page)
        return
    project = opening_of(page, title, lambda: _project(page, owner))
    if project:
        _one(page, project)
    else:
        _pipeline(page, owner)


def _nothing(page: Page) -> None:
    if page.known.table("observation").is_empty():
        nothing(page)
        return
    t = page.language.t
    unknown = t("No project with dated stages is known: they come with the form “stages” on the page “Data”.")
    st.info(plain(unknown))


def _project(page: Page, owner: str) -> str | None:
    t = page.language.t
    codes = one_project.of_owner(page.known, owner)
    return address.one_or_all(t("Project"), "project", codes, t("all projects"), page.words.entity, page.language)


def _pipeline(page: Page, owner: str) -> None:
    t, words = page.language.t, page.words
    with panel(page.language):
        for sentence in projects.weighted(words, owner):
            st.markdown(plain(sentence))
        page.explain_link(t("Where this comes from"), "weighted_pipeline", owner)
        _stages(page, owner)
    with panel(page.language):
        st.header(t("Where each project stands"))
        _board(page, owner)
    with panel(page.language):
        _bridge(page, owner)
    with panel(page.language):
        st.header(t("Time in stage"))
        st.caption(t("Projects that still wait are counted beside and not in the median."))
        table(projects.durations(words, owner))
    with panel(page.language):
        st.header(t("Slippage against the agreement"))
        rows = one_project.late(page.known, one_project.of_owner(page.known, owner))
        if rows:
            st.markdown(plain(one_project.late_sentence(words, rows)))
        table(one_project.late_table(words, rows))


def _stages(page: Page, owner: str) -> None:
    """Two charts: what stands in each stage, in a measure that is chosen, and how many ever came to each."""
    t, words = page.language.t, page.words
    measures = projects.measures(page.known, owner)
    names = [".".join(each) for each in measures]
    chosen = address.select(
        t("Measured in"),
        "measure",
        names,
        names[0],
        lambda name: ", ".join((words.indicator(name.split(".")[0]), words.unit(name.split(".")[1]))),
        page.language,
    )
    indicator, unit = measures[names.index(chosen)]
    now, ever = st.columns(2)
    with now:
        st.header(t("In each stage now"))
        rows = projects.stages(page.known, owner, indicator, unit)
        chart = step_bars(
            projects.stage_frame(words, rows),
            unit,
            page.language,
            f"{words.entity(owner)}: {words.indicator(indicator)}",
            projects.fullest(words, rows),
        )
        told = project_sources.of_stages(page.known, owner, None if indicator == "projects" else indicator)
        draw(page, chart, "stages-now", projects.stage_table(words, rows, unit), told)
    with ever:
        st.header(t("How many came to each stage"))
        came = projects.funnel_rows(page.known, owner)
        chart = step_bars(
            projects.funnel(words, came),
            "COUNT",
            page.language,
            f"{words.entity(owner)}: {words.indicator('projects')}",
            projects.arrived(words, came),
        )
        told = project_sources.of_stages(page.known, owner)
        draw(page, chart, "stages-ever", projects.funnel_table(words, came), told)


def _board(page: Page, owner: str) -> None:
    """The open projects as cards under their stages; the first of each, those that have waited longest."""
    t, n = page.language.t, page.language.n
    found = one_project.board(page.known, owner)
    if not found:
        st.info(t("No project is on its way now: each has been finished or has ended."))
        return
    for start in range(0, len(found), _IN_A_ROW):
        part = list(found.items())[start : start + _IN_A_ROW]
        for place, (stage, rows) in zip(st.columns(_IN_A_ROW), part, strict=False):
            with place.container(border=True, height="stretch"):
                said = n("{count} project", "{count} projects", len(rows))
                st.subheader(plain(f"{page.language.title('stage', stage)}: {said}"))
                _card(page, owner, rows)


def _card(page: Page, owner: str, rows: list[dict[str, Any]]) -> None:
    t, n = page.language.t, page.language.n
    with st.container(gap="xsmall"):
        for row in rows[:_CARDS]:
            since = t("since {day}", day=written_date(row["entered"], page.language))
            label = f"{page.words.entity(row['project'])}, {since}"
            page.link("pipeline", label, entity=owner, project=row["project"])
        if len(rows) > _CARDS:
            st.caption(n("And {count} more project.", "And {count} more projects.", len(rows) - _CARDS))


def _bridge(page: Page, owner: str) -> None:
    t, words = page.language.t, page.words
    st.header(t("Bridge to the target"))
    targets = bridge.targets(page.known, owner)
    if not targets:
        st.info(t("No target that is still to come has an actual figure and projects on their way to it."))
        return
    names = [".".join((each["period"], each["indicator"], each["unit"], each["scope"])) for each in targets]
    titles = {
        name: f"{words.indicator(each['indicator'])}, {words.period(each['period'], each['basis'])}"
        for name, each in zip(names, targets, strict=True)
    }
    chosen = address.select(t("Target"), "target", names, names[0], lambda name: titles[name], page.language)
    target = targets[names.index(chosen)]
    rows = bridge.parts(page.known, owner, target)
    st.markdown(plain(bridge.sentence(words, rows)))
    chart = step_bars(
        bridge.drawn(words, rows), target["unit"], page.language, f"{words.entity(owner)}: {titles[chosen]}"
    )
    told = project_sources.of_bridge(page.known, owner, target)
    draw(page, chart, "bridge", bridge.table(words, rows), told)
    page.explain_link(t("Where this comes from"), "pipeline_bridge", owner, figure_code(target))


def _one(page: Page, project: str) -> None:
    """One project: its dated stages, what it promised, its agreements and figures."""
    t, words = page.language.t, page.words
    st.header(plain(words.entity(project)))
    with panel(page.language):
        rows = one_project.late(page.known, [project])
        if rows:
            (row,) = one_project.late_table(words, rows).rows
            late = row["late"].text.removesuffix(".")  # of an abbreviated unit: the sentence has its own
            st.markdown(plain(t("Agreed for {month}; late: {figure}.", month=row["agreed"].text, figure=late)))
            page.explain_link(t("Where this comes from"), "slippage", project)
        st.header(t("Stages"))
        table(one_project.stages(words, project))
    with panel(page.language):
        st.header(t("Obligations"))
        owed = page.within(obligations.every(page.known, [project]))
        table(register.register(words, owed), without=("entity",))
        st.header(t("Agreements"))
        table(agreements(words, project))
    with panel(page.language):
        for section in evidence(words, project, page.within):
            st.header(plain(section.title))
            if section.table:
                table(section.table, without=("entity",))


if __name__ == "__main__":
    show()
