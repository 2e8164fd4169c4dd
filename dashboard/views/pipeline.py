"""Which projects are on their way, where do they wait, and will they reach the target?"""

import streamlit as st

from dashboard import address, obligations, one_project, projects
from dashboard.format import date as written_date
from dashboard.format import escape_markdown as plain
from dashboard.one_resident import agreements
from dashboard.page import Page, current, draw, panel, table
from dashboard.reports.sentences import facts, nothing_loaded
from dashboard.reports.summary import evidence
from dashboard.step_bars import step_bars

_ALL, _CARDS, _IN_A_ROW = "all", 5, 3


def show() -> None:
    """The projects of one owner, or the page of one project."""
    page = current()
    t = page.language.t
    st.title(t("Projects on their way"))
    owners = projects.owners(page.known)
    if not owners:
        for fact in facts(page.known, page.language):
            st.caption(plain(fact))
        has_none = page.known.table("observation").is_empty()
        unknown = t("No project with dated stages is known: they come with the form “stages” on the page “Data”.")
        st.info(plain(nothing_loaded(page.language) if has_none else unknown))
        return
    owner = address.select(t("Whose projects"), "owner", owners, owners[0], page.words.entity, page.language)
    project = _project(page, owner)
    for fact in facts(page.known, page.language, project or owner):
        st.caption(plain(fact))
    if project:
        _one(page, project)
    else:
        _pipeline(page, owner)


def _project(page: Page, owner: str) -> str | None:
    t = page.language.t
    codes = one_project.of_owner(page.known, owner)
    chosen = address.select(
        t("Project"),
        "project",
        [_ALL, *codes],
        _ALL,
        lambda code: t("all projects") if code == _ALL else page.words.entity(code),
        page.language,
    )
    return None if chosen == _ALL else chosen


def _pipeline(page: Page, owner: str) -> None:
    t, words = page.language.t, page.words
    with panel(page.language):
        for sentence in projects.weighted(words, owner):
            st.markdown(plain(sentence))
        page.link("explain", t("Where this comes from"), name="weighted_pipeline", entity=owner)
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
        draw(step_bars(projects.stage_frame(words, rows), unit, page.language, words.indicator(indicator)))
    with ever:
        st.header(t("How many came to each stage"))
        draw(step_bars(projects.funnel(words, owner), "COUNT", page.language, words.indicator("projects")))
    with st.expander(t("The same as a table")):
        table(projects.stage_table(words, rows, unit))


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
            with place.container(border=True):
                said = n("{count} project", "{count} projects", len(rows))
                st.subheader(plain(f"{page.language.title('stage', stage)}: {said}"))
                for row in rows[:_CARDS]:
                    since = t("since {day}", day=written_date(row["entered"], page.language))
                    label = f"{page.words.entity(row['project'])}, {since}"
                    page.link("pipeline", label, owner=owner, project=row["project"])
                if len(rows) > _CARDS:
                    rest = len(rows) - _CARDS
                    st.caption(n("And {count} more project.", "And {count} more projects.", rest))


def _bridge(page: Page, owner: str) -> None:
    t, words = page.language.t, page.words
    st.header(t("Bridge to the target"))
    targets = projects.bridges(page.known, owner)
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
    rows = projects.bridge(page.known, owner, target)
    st.markdown(plain(projects.bridge_sentence(words, rows)))
    draw(step_bars(projects.bridge_frame(words, rows), target["unit"], page.language, titles[chosen]))
    figure = "~".join(target[name] for name in ("indicator", "scope", "basis", "unit", "period"))
    page.link("explain", t("Where this comes from"), name="pipeline_bridge", entity=owner, figure=figure)
    with st.expander(t("The same as a table")):
        table(projects.bridge_table(words, rows))


def _one(page: Page, project: str) -> None:
    """One project: its dated stages, what it promised, its agreements and figures."""
    t, words = page.language.t, page.words
    st.header(plain(words.entity(project)))
    with panel(page.language):
        rows = one_project.late(page.known, [project])
        if rows:
            (row,) = one_project.late_table(words, rows).rows
            told = t("Agreed for {month}; late: {figure}.", month=row["agreed"].text, figure=row["late"].text)
            st.markdown(plain(told))
            page.link("explain", t("Where this comes from"), name="slippage", entity=project)
        st.header(t("Stages"))
        table(one_project.stages(words, project))
    with panel(page.language):
        st.header(t("Obligations"))
        table(obligations.register(words, obligations.every(page.known, [project])), without=("entity",))
        st.header(t("Agreements"))
        table(agreements(words, project))
    with panel(page.language):
        for section in evidence(words, project):
            st.header(plain(section.title))
            if section.table:
                table(section.table, without=("entity",))


if __name__ == "__main__":
    show()
