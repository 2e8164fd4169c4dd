"""How good is what is known: what is missing, late, revised, contradictory? The part of the Data page that says it."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from dashboard import address
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, nothing
from dashboard.reports.model import Table
from dashboard.trust import quality_tables
from dashboard.trust.quality import Quality, quality

Draw = Callable[[Page, Quality], None]


def show(page: Page) -> None:
    """A sentence on top, then one kind of fault at a time; of the entity and the years of the bar."""
    if page.known.table("history").is_empty():
        nothing(page)
        return
    found = quality(page)
    st.markdown(plain(quality_tables.sentence(page, found)))
    if page.entity:
        st.caption(plain(page.language.t("Of {name} and its members.", name=page.words.entity(page.entity))))
    kinds = _kinds(page, found)
    titles = {code: title for code, (title, _) in kinds.items()}
    chosen = address.part(page.language.t("Kind of fault"), "about", titles, page.language)
    kinds[chosen][1](page, found)


def _kinds(page: Page, found: Quality) -> dict[str, tuple[str, Draw]]:
    t = page.language.t
    return {
        "missing": (t("Missing: {count}", count=found.missing), _missing),
        "late": (t("Late: {count}", count=found.late.height), _late),
        "revised": (t("Revised: {count}", count=found.revised.height), _revised),
        "contradictory": (t("Contradictory: {count}", count=found.contradictory.height), _contradictory),
    }


def _missing(page: Page, found: Quality) -> None:
    t = page.language.t
    st.subheader(t("Targets without an actual figure"))
    _table(page, quality_tables.targets(page, found.targets), "standing", found.targets)
    quarter = page.words.period(found.quarter)
    st.subheader(plain(t("Nothing told of {quarter} or later", quarter=quarter)))
    _table(page, quality_tables.silent(page, found.silent), "freshness", found.silent)
    st.subheader(t("Totals that lack members, in their latest period"))
    _table(page, quality_tables.gaps(page, found.gaps), "coverage", found.gaps)


def _late(page: Page, found: Quality) -> None:
    st.caption(plain(quality_tables.rule_of_lateness(page)))
    _table(page, quality_tables.late(page, found.late), "freshness", found.late)


def _revised(page: Page, found: Quality) -> None:
    st.caption(page.language.t("Of one publisher: the first figure it gave for a period, and the newest."))
    _table(page, quality_tables.revised(page, found.revised), "revision", found.revised)


def _contradictory(page: Page, found: Quality) -> None:
    _table(page, quality_tables.contradictory(page, found.contradictory), "contradictions", found.contradictory)


def _table(page: Page, content: Table, metric: str, rows: pl.DataFrame) -> None:
    """The rows as texts, each with a link to the page of its entity and to the explanation of its figure."""
    t = page.language.t
    if not content.rows:
        st.success(plain(content.empty), icon=":material/check:")
        return
    hidden = ("_sign", "_lower", "_upper")
    shown = [column for column in content.columns if not column.id.endswith(hidden)]
    said = {each.title: [row[each.id].text if each.id in row else "" for row in content.rows] for each in shown}
    first = shown[0].title
    # Beside the name: a wide table hides what stands at its end.
    texts = {first: said.pop(first), t("Page"): [_address(page, row["code"].text) for row in content.rows]}
    texts[t("Where from")] = [
        page.explain_address(metric, row["code"].text, row["figure"].text) if row["figure"].text else ""
        for row in content.rows
    ]
    texts |= said
    links = {
        t("Page"): st.column_config.LinkColumn(display_text=t("Open")),
        t("Where from"): st.column_config.LinkColumn(display_text=t("Explain")),
    }
    st.dataframe(pl.DataFrame(texts), hide_index=True, column_config=links)
    if rows.height > quality_tables.MOST:
        st.caption(t("The first {shown} of {all} are shown.", shown=quality_tables.MOST, all=rows.height))


def _address(page: Page, entity: str) -> str:
    """The page of an entity, in the language and on the day of this one."""
    said = page.explain_address("", entity).partition("?")[2]
    return f"zone?{said}"
