"""How does a person try a mapping of their own on a page?"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from dashboard import session
from dashboard.loading import known_codes
from dashboard.page import Page
from data.errors import UserError
from loaders import propose
from loaders.sniffed import Sniffed

#: The choice among the kinds of file that means what stands in the box.
OWN = " own"
KIND = "kind"
_TRIED = "tried-mapping"
_PROPOSED = "proposed-mapping"
_HEIGHT = 420
_LARGEST = 1_000_000


def box(page: Page, sha256: str, seen: Sniffed | None, is_open: bool) -> None:
    """The mapping proposed for a file, or one that is uploaded, to be edited and tried."""
    t = page.language.t
    with st.expander(t("Describe this file by a mapping"), expanded=is_open, icon=":material/schema:"):
        given = st.file_uploader(t("A mapping file (TOML); without it, one is proposed below"), type="toml")
        text = _as_text(given.getvalue()) if given else _proposed(sha256, seen)
        # Another file, or another mapping, begins with its own text.
        key = f"mapping-{hashlib.sha256(text.encode()).hexdigest()}"
        st.text_area(t("Mapping"), text, height=_HEIGHT, key=key)
        st.caption(t("What is guessed is marked. Change it here, try it, and keep the text for next time."))
        with st.container(horizontal=True):
            st.button(t("Read the file with this mapping"), on_click=_try, args=(key,), icon=":material/play_arrow:")
            st.download_button(
                t("Keep the mapping as a file"),
                data=lambda: st.session_state.get(key, text).encode(),
                file_name="mapping.toml",
                mime="application/toml",
                on_click="ignore",
                icon=":material/download:",
            )


def tried() -> str | None:
    """The mapping that was last tried; None where none was."""
    text: str | None = st.session_state.get(_TRIED)
    return text


@contextmanager
def as_file(text: str) -> Iterator[Path]:
    """The mapping as a file for the loaders, in a folder of its own with no alias list beside it."""
    with tempfile.TemporaryDirectory(prefix="sez-mapping-") as folder:
        path = Path(folder) / "mapping.toml"
        path.write_text(text, encoding="utf-8")
        yield path


def _as_text(given: bytes) -> str:
    try:
        return given[:_LARGEST].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError("{file} is not TOML: {reason}.", file="mapping.toml", reason=str(error)) from error


def _proposed(sha256: str, seen: Sniffed | None) -> str:
    """Made once for a file, not again on every click."""
    if seen is None:
        return ""
    kept = st.session_state.get(_PROPOSED)
    if not kept or kept[0] != sha256:
        kept = (sha256, propose.mapping(seen, known_codes(session.store())))
        st.session_state[_PROPOSED] = kept
    text: str = kept[1]
    return text


def _try(key: str) -> None:
    st.session_state[_TRIED] = st.session_state[key]
    st.session_state[KIND] = OWN
