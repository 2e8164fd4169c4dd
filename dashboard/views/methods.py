"""How is every figure computed, by which methodology, and what do our words mean?"""

import streamlit as st

from dashboard import address
from dashboard.explained import methods
from dashboard.format import escape_markdown as plain
from dashboard.output import as_csv
from dashboard.page import Page, current, opening, panel, table
from dashboard.select import passports
from metrics.registry import METRICS, Metric

_LONGEST = 100


def show() -> None:
    """Passports, methodologies and glossary, all narrowed by one search that is kept in the address."""
    page = current()
    t = page.language.t
    opening(page, t("Methods"))
    sought = _search(page)
    metrics, methodologies, words = st.tabs([t("Metrics"), t("Methodologies"), t("Glossary")])
    with metrics, panel(page.language):
        _passports(page, sought)
    with methodologies, panel(page.language):
        table(methods.methodologies(sought, page.language))
    with words, panel(page.language):
        _glossary(page, sought)


def _search(page: Page) -> str:
    """What is sought, kept in the address as `q`."""
    value = address.chosen("q", lambda text: len(text) <= _LONGEST, "")[0]
    st.session_state["widget-q"] = value
    st.text_input(
        page.language.t("Search in metrics and words"),
        max_chars=_LONGEST,
        key="widget-q",
        icon=":material/search:",
        on_change=lambda: address.write("q", st.session_state["widget-q"].strip(), ""),
    )
    return value


def _passports(page: Page, sought: str) -> None:
    t, n = page.language.t, page.language.n
    found = methods.found(sought, page.language)
    said = n("{count} metric is calculated here.", "{count} metrics are calculated here.", len(METRICS))
    if sought:
        told = n("{count} of them fits the search.", "{count} of them fit the search.", len(found))
        said = f"{said} {told}"
    st.caption(plain(said))
    if page.language.code != "en":
        st.caption(t("Formula and reference are those of the code and are written in English."))
    half = (len(found) + 1) // 2
    for place, part in zip(st.columns(2, gap="small"), (found[:half], found[half:]), strict=True):
        with place.container(gap="xsmall"):
            for metric in part:
                with st.expander(plain(methods.title(metric, page.language))):
                    _passport(page, metric)
    for name, error in METRICS.broken.items():
        st.warning(plain(t("{name}: cannot be used", name=name) + f": {error}"))
    st.download_button(
        t("Download the passports as CSV"),
        data=lambda: as_csv(passports()),
        file_name="sez-metrics.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _passport(page: Page, metric: Metric) -> None:
    t = page.language.t
    st.markdown(plain(methods.meaning(metric, page.language)))
    for paragraph in filter(None, methods.formula(metric).split("\n\n")):
        st.markdown(plain(paragraph))
    told = (
        t("Unit: {unit}", unit=methods.unit(metric, page.language)),
        methods.better(metric, page.language),
        t("Computed from: {inputs}", inputs=", ".join(methods.called(each, page.language) for each in metric.inputs)),
        t("Used by: {metrics}", metrics=_users(page, metric) or t("no other metric")),
        t("Definition: {reference}", reference=metric.reference),
    )
    st.caption("  \n".join(plain(line) for line in told))
    page.link("metric", t("Its figures"), name=metric.id)


def _users(page: Page, metric: Metric) -> str:
    return ", ".join(methods.called(each, page.language) for each in methods.used_by(metric.id))


def _glossary(page: Page, sought: str) -> None:
    t = page.language.t
    st.header(t("Indicators"))
    table(methods.indicators(sought, page.language))
    titles = _titles(page)
    for name in methods.GLOSSARY:
        words = methods.glossary(name, sought, page.language)
        if words.rows:
            st.header(titles[name])
            table(words)


def _titles(page: Page) -> dict[str, str]:
    """What each list of words is about."""
    t = page.language.t
    return {
        "standing": t("How it stands"),
        "scenario": t("What kind of figure"),
        "basis": t("Over which time"),
        "scope": t("Whom it counts"),
        "status": t("How reliable"),
        "reason": t("Why there is no figure"),
        "stage": t("Stages of a project"),
        "impact": t("Whether a difference is good"),
        "comparator": t("Signs before a figure"),
        "role": t("How one belongs to another"),
    }


if __name__ == "__main__":
    show()
