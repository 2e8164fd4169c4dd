"""What does a metric say of everybody, and how is it defined?"""

import streamlit as st

from dashboard import address
from dashboard.explained.money_words import file_parts
from dashboard.format import escape_markdown as plain
from dashboard.output import as_csv
from dashboard.page import Page, current, explained, opening, panel, table
from dashboard.reports import tables
from dashboard.reports.summary import of_metric
from dashboard.select import rows
from metrics.registry import METRICS, Metric


def show() -> None:
    """Any metric by its file's name: what it means, its rows, its file. A broken one shows its error here."""
    page = current()
    t = page.language.t
    names = [*METRICS, *METRICS.broken]
    head = st.container()  # above the box that says which metric it is
    name = address.select(t("Metric"), "name", names, names[0], lambda each: _title(page, each), page.language)
    with head:
        opening(page, _title(page, name), page.entity)
    with panel(page.language):
        metric = METRICS.find(name)
        _passport(page, metric)
        _result(page, metric, page.entity)


def _title(page: Page, name: str) -> str:
    if name in METRICS:
        return METRICS[name].title.get(page.language.code) or METRICS[name].title["en"]
    return page.language.t("{name}: cannot be used", name=name)


def _passport(page: Page, metric: Metric) -> None:
    t = page.language.t
    unit = t("of the series") if metric.unit == "series" else page.language.title("unit", metric.unit)
    said = (
        t("Unit: {unit}", unit=unit),
        t("Computed from: {inputs}", inputs=", ".join(metric.inputs)),
        t("Definition: {reference}", reference=metric.reference),
    )
    st.caption(plain(" · ".join(said)))
    with st.expander(t("Formula and rules")):
        st.text(metric.doc)


def _result(page: Page, metric: Metric, entity: str | None) -> None:
    found = tables.of_metric(page.words, metric, of_metric(page.known, metric.id, entity, page.within))
    table(explained(page, found, metric.id))
    page.explain_link(page.language.t("Where a figure comes from"), metric.id, entity or "")
    st.download_button(
        page.language.t("Download as CSV"),
        data=lambda: as_csv(rows(page.known, metric.id, entity=entity)),
        file_name=f"sez-{metric.id}-v{page.known.version}"
        + (f"-{page.known.as_of}" if page.known.as_of else "")
        + "".join(f"-{part}" for part in file_parts(page.known))
        + ".csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


if __name__ == "__main__":
    show()
