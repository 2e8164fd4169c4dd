"""How does a page show a table, and where do its rows lead?

A row leads to the page that explains its figure by a button: a link in a table would open a new tab, with a session of
its own. Such a button is painted and hears no key: a box of the rows stands above, seen when the keyboard reaches it.
"""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

import polars as pl
import streamlit as st

from dashboard import bar
from dashboard.format import escape_markdown
from dashboard.language import Language
from dashboard.reports.model import Column, Row, Table
from dashboard.reports.words import EXPLAINS

VIEWS = Path(__file__).with_name("views")
#: More rows nobody reads on a page, and each takes its time to be put into words; the files have all.
_MOST = 1_000
#: Under which name a session keeps what the bar says: every link of a page takes it along.
_KEPT = "kept in links"
_HIDDEN = ("_sign", "_lower", "_upper")
_NUMBER = "tables of this run"
#: How many cells tell one row from another, where it is chosen by its words.
_SPOKEN = 7
_FIGURES = ("number", "percent")
Alignment = Literal["left", "center"]


def begin(kept: dict[str, str]) -> None:
    """A run of a page counts its tables anew; `kept` is what its links take along."""
    st.session_state[_NUMBER] = 0
    st.session_state[_KEPT] = kept


def address(kept: dict[str, str], name: str, entity: str, figure: str) -> str:
    """The address of the page that explains a figure: of a metric of that name, or a published one."""
    return _at("explain", {**kept, "name": name, "entity": entity, "figure": figure})


def _at(view: str, asked: dict[str, str]) -> str:
    return f"{view}?" + urlencode({name: value for name, value in asked.items() if value})


def table(content: Table, without: tuple[str, ...] = (), named: str = "", count: int = 0) -> None:
    """A table of the content model as the page shows it: the texts; the numbers are in the download.

    Rows that say which figure they are (`words.explaining`) have a button to the page that explains it. `named` is the
    column whose names lead to the page of the one they name. Of more than _MOST rows the first are shown, and it is
    said how many there are: `count`, where the content itself holds only the first.
    """
    if not content.rows:
        _empty(content)
        return
    count = count or len(content.rows)
    content = content.first(_MOST)
    shown = [column for column in content.columns if not column.id.endswith(_HIDDEN) and column.id not in without]
    columns = dict(zip(_different([column.title for column in shown]), shown, strict=True))
    texts = {name: [row[of.id].text if of.id in row else "" for row in content.rows] for name, of in columns.items()}
    kept = st.session_state.get(_KEPT, {})
    explained = [_explained(kept, row) for row in content.rows]
    pages = [_home(kept, row) if named else "" for row in content.rows]
    key = _next_key()
    config = {name: _config(of) for name, of in columns.items()}
    config |= {name: _button(f"{key}-page", pages, of.title, "left") for name, of in columns.items() if of.id == named}
    if any(explained):
        texts = _beside_first(texts, explained)
        config[_where_from()] = _button(key, explained)
    if any(explained) or any(pages):
        _by_keyboard(key, texts, explained, pages)
    st.dataframe(pl.DataFrame(texts).to_arrow(), hide_index=True, column_config=config)
    if count > len(content.rows):
        st.caption(_language().t("The first {shown} of {all} are shown.", shown=len(content.rows), all=count))


def _different(titles: list[str]) -> list[str]:
    """The titles, one that was there before with a number: a frame knows its columns by their names."""
    before = [_where_from(), *titles]
    counted = [before[: place + 2].count(title) for place, title in enumerate(titles)]
    return [title if count == 1 else f"{title} ({count})" for title, count in zip(titles, counted, strict=True)]


def _config(column: Column) -> Any:
    """How a column is headed, and on which side it stands: figures one under the other on the right."""
    if column.kind == "link":
        return st.column_config.LinkColumn(column.title)
    return st.column_config.Column(column.title, alignment="right" if column.kind in _FIGURES else "left")


def _explained(kept: dict[str, str], row: Row) -> str:
    """Where a row leads; nowhere where it is no figure, or says not which."""
    return address(kept, row[EXPLAINS].text, row["code"].text, row["figure"].text) if EXPLAINS in row else ""


def _home(kept: dict[str, str], row: Row) -> str:
    """The page of the one a row is about; nowhere where it does not say who that is."""
    return _at("zone", {**kept, "entity": row["code"].text}) if "code" in row else ""


def _beside_first(texts: dict[str, list[str]], addresses: list[str]) -> dict[str, list[str]]:
    """The buttons beside the name: a wide table hides what stands at its end."""
    said = _language().t("Explain")
    first = next(iter(texts))
    labels = [said if address else "" for address in addresses]
    return {first: texts[first], _where_from(): labels, **texts}


def _next_key() -> str:
    st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1
    return f"table-{st.session_state[_NUMBER]}"


def _button(key: str, addresses: list[str], title: str | None = None, alignment: Alignment = "center") -> Any:
    # One frame of texts is a small part of what as many strings of Python would hold on to until the next run.
    kept = pl.Series(addresses, dtype=pl.String)
    return st.column_config.ButtonColumn(
        title, key=key, on_click=follow, args=(key, kept), type="tertiary", alignment=alignment
    )


def follow(key: str, addresses: pl.Series) -> None:
    """Goes where the row leads whose button was pressed."""
    pressed = st.session_state[key]
    if pressed is not None and addresses[pressed["row"]]:
        page, said = _split(addresses[pressed["row"]])
        st.switch_page(page, query_params=said)


def _split(address: str) -> tuple[Path, dict[str, str]]:
    view, _, said = address.partition("?")
    return VIEWS / f"{view}.py", dict(parse_qsl(said))


def _by_keyboard(key: str, texts: dict[str, list[str]], explained: list[str], pages: list[str]) -> None:
    """The same ways for who has no pointer: the buttons of a table are painted on it and hear no key.

    The style of the page hides it until it is reached by the keyboard; what is inside is made once it is open.
    """
    t = _language().t
    with st.container(key=f"rows-of-{key}"):
        inside = st.expander(t("Explain a row of this table"), key=f"{key}-rows", on_change="rerun")
    if not inside.open:
        return
    with inside:
        places = [place for place, ways in enumerate(zip(explained, pages, strict=True)) if any(ways)]
        spoken = {place: _spoken(texts, place) for place in places}
        place = st.selectbox(
            t("Row"),
            places,
            None,
            spoken.__getitem__,
            key=f"{key}-row",
            placeholder=t("Choose one"),
        )
        if place is not None:
            name = next(iter(texts.values()))[place]
            _link(t("Explain"), explained[place])
            _link(t("Page: {name}", name=name), pages[place])


def _link(label: str, address: str) -> None:
    if address:
        page, said = _split(address)
        st.page_link(page, label=escape_markdown(label), query_params=said)


def _spoken(texts: dict[str, list[str]], place: int) -> str:
    """The first cells of a row, one after the other."""
    told = [column[place] for name, column in texts.items() if name != _where_from() and column[place]]
    return " · ".join(told[:_SPOKEN])


def _where_from() -> str:
    return _language().t("Where from")


def _language() -> Language:
    return Language.of(st.session_state.get("address-lang"))[0]


def _empty(content: Table) -> None:
    """Why a table has no rows; where the bar leaves figures out, that may be why."""
    filters = bar.filters(_language())
    hidden = _language().t("Nothing here fits the filter ({filter}).", filter=filters)
    st.info(escape_markdown(hidden if filters else content.empty))
