"""How does a page show a table, and where do its rows lead?

A row leads to the page that explains its figure by a button: a link in a table would open a new tab, with a session of
its own. By keyboard every figure is reached through the boxes of that page.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import polars as pl
import streamlit as st

from dashboard import bar
from dashboard.format import escape_markdown
from dashboard.language import Language
from dashboard.reports.model import Row, Table
from dashboard.reports.words import EXPLAINS

VIEWS = Path(__file__).with_name("views")
#: Under which name a session keeps what the bar says: every link of a page takes it along.
_KEPT = "kept in links"
_HIDDEN = ("_sign", "_lower", "_upper")
_NUMBER = "tables of this run"


def begin(kept: dict[str, str]) -> None:
    """A run of a page counts its tables anew; `kept` is what its links take along."""
    st.session_state[_NUMBER] = 0
    st.session_state[_KEPT] = kept


def address(kept: dict[str, str], name: str, entity: str, figure: str) -> str:
    """The address of the page that explains a figure: of a metric of that name, or a published one."""
    asked = {**kept, "name": name, "entity": entity, "figure": figure}
    return "explain?" + urlencode({name: value for name, value in asked.items() if value})


def table(content: Table, without: tuple[str, ...] = ()) -> None:
    """A table of the content model as the page shows it: the texts; the numbers are in the download.

    Rows that say which figure they are (`words.explaining`) have a button to the page that explains it.
    """
    if not content.rows:
        _empty(content)
        return
    shown = [column for column in content.columns if not column.id.endswith(_HIDDEN) and column.id not in without]
    texts = {
        column.title: [row[column.id].text if column.id in row else "" for row in content.rows] for column in shown
    }
    config = {column.title: st.column_config.LinkColumn() for column in shown if column.kind == "link"}
    addresses = list(map(_leads_to, content.rows))
    if any(addresses):
        texts = _beside_first(texts, addresses)
        config[_where_from()] = _button(addresses)
    st.dataframe(pl.DataFrame(texts).to_arrow(), hide_index=True, column_config=config)


def _leads_to(row: Row) -> str:
    """Where a row leads; nowhere where it is no figure, or says not which."""
    if EXPLAINS not in row:
        return ""
    kept = st.session_state.get(_KEPT, {})
    return address(kept, row[EXPLAINS].text, row["code"].text, row["figure"].text)


def _beside_first(texts: dict[str, list[str]], addresses: list[str]) -> dict[str, list[str]]:
    """The buttons beside the name: a wide table hides what stands at its end."""
    said = _language().t("Explain")
    first = next(iter(texts))
    labels = [said if address else "" for address in addresses]
    return {first: texts[first], _where_from(): labels, **texts}


def _button(addresses: list[str]) -> Any:
    number = st.session_state.get(_NUMBER, 0) + 1
    st.session_state[_NUMBER] = number
    key = f"table-{number}"
    # One frame of texts is a small part of what as many strings of Python would hold on to until the next run.
    kept = pl.Series(addresses)
    return st.column_config.ButtonColumn(key=key, on_click=follow, args=(key, kept), type="tertiary")


def follow(key: str, addresses: pl.Series) -> None:
    """Goes where the row leads whose button was pressed."""
    pressed = st.session_state[key]
    if pressed is not None and addresses[pressed["row"]]:
        view, _, said = addresses[pressed["row"]].partition("?")
        st.switch_page(VIEWS / f"{view}.py", query_params=dict(parse_qsl(said)))


def _where_from() -> str:
    return _language().t("Where from")


def _language() -> Language:
    return Language.of(st.session_state.get("address-lang"))[0]


def _empty(content: Table) -> None:
    """Why a table has no rows; where the bar leaves figures out, that may be why."""
    filters = bar.filters(_language())
    hidden = _language().t("Nothing here fits the filter ({filter}).", filter=filters)
    st.info(escape_markdown(hidden if filters else content.empty))
