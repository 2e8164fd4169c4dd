"""Do the answers to a file outlive the session in which they were given?

A session ends with the server or the tab. The browser keeps the last mapping a person changed, with the mark of its
file, and gives it back when that very file is dropped again; nobody else's browser has it.
"""

from functools import cache
from pathlib import Path

import streamlit as st

from dashboard.page import Page
from dashboard.upload import own_mapping

_SCRIPT = Path(__file__).with_suffix(".js")
_MARK = 16


def kept(page: Page, sha256: str) -> None:
    """Keeps the answers that were given; offers those of another session while none is given in this one."""
    t = page.language.t
    given = own_mapping.text() if own_mapping.is_changed() else ""
    found = _from_the_browser(sha256, given)
    if found and not given and found != own_mapping.text():
        st.info(t("This browser still has your earlier answers to this file."), icon=":material/history:")
        st.button(t("Take them up"), key="answers-again", on_click=own_mapping.write, args=(found,))


def _from_the_browser(sha256: str, given: str) -> str:
    """What the browser has kept of the file; it is told what is given, and what it has told before."""
    key = f"answers-{sha256[:_MARK]}"
    before = st.session_state.get(key)
    known = str(before.get("kept") or "") if before else ""
    component = st.components.v2.component("sez-answers", js=_script())
    data = {"file": sha256, "text": given, "known": known}
    result = component(key=key, data=data, on_kept_change=_nothing, width="content", height="content")
    return str(result.kept or "")[: own_mapping.LARGEST]


def _nothing() -> None:
    """What was kept is read by the run that follows."""


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")
