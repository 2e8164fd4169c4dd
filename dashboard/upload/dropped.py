"""Which file did a person drop, and does it stay at hand while they look at another page?"""

import streamlit as st

from dashboard.format import escape_markdown as plain
from dashboard.page import Page
from dashboard.upload import reading
from dashboard.upload.reading import File

_UPLOADS, _FILE = "uploads", "file"


def number() -> int:
    """How many files were put away before this one: what belongs to one file bears it in its key."""
    return int(st.session_state.get(_UPLOADS, 0))


def given(page: Page) -> File | None:
    """The file that was dropped; it stays at hand for who goes to another page and comes back."""
    t, key = page.language.t, f"file-{number()}"

    def taken() -> None:
        given = st.session_state[key]
        st.session_state[_FILE] = File(given.name, given.getvalue()) if given else None

    on_the_page = st.file_uploader(
        t("A table in any common format: CSV, Excel, ODS, HTML, JSON, Parquet …"), key=key, on_change=taken
    )
    file: File | None = st.session_state.get(_FILE)
    if file and on_the_page is None:
        name, away = st.columns([3, 2], vertical_alignment="center")
        name.markdown(plain(t("{name} is still at hand, with your answers.", name=file.name)))
        away.button(t("Put it away"), icon=":material/close:", on_click=put_away)
    return file


def put_away() -> None:
    """Nothing is at hand any more: the box is empty, and what was read is forgotten."""
    st.session_state[_UPLOADS] = number() + 1
    st.session_state.pop(_FILE, None)
    reading.forget()
