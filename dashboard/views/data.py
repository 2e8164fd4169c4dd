"""What was loaded and can be taken back, what more can be loaded, and how good is what is known?"""

from collections.abc import Callable

import streamlit as st

from dashboard import address, jobs
from dashboard.format import escape_markdown as plain
from dashboard.loads import load_list
from dashboard.page import Page, current, opening, panel
from dashboard.serve import is_read_only
from dashboard.trust import change_list, quality_view, source_list
from dashboard.upload import entry_form, flow


def show() -> None:
    """One part at a time, by the switch under the title; the others are not computed."""
    page = current()
    t = page.language.t
    opening(page, t("Data"))
    with panel(page.language):
        _news(page)
    if is_read_only():
        st.info(t("This dashboard is read only: nothing can be loaded or withdrawn here."))
    parts = _parts(page)
    titles = {code: title for code, (title, _) in parts.items()}
    chosen = address.part(t("Part of the page"), "part", titles, page.language)
    title, draw = parts[chosen]
    st.header(title)
    with panel(page.language):
        draw(page)


def _parts(page: Page) -> dict[str, tuple[str, Callable[[Page], None]]]:
    """The parts by their code in the address; a dashboard that only shows has no part that changes anything."""
    t = page.language.t
    changing: dict[str, tuple[str, Callable[[Page], None]]] = {
        "load": (t("Load a file"), flow.show),
        "figure": (t("One figure by hand"), entry_form.show),
    }
    return ({} if is_read_only() else changing) | {
        "loads": (t("Loads"), load_list.show),
        "changes": (t("What changed"), change_list.show),
        "quality": (t("Quality"), quality_view.show),
        "sources": (t("Sources"), source_list.show),
    }


def _news(page: Page) -> None:
    """What became of the last change, and which work goes on."""
    t = page.language.t
    stored = jobs.awaited(page.language)
    if stored:
        flow.stored()
    for done in (stored, st.session_state.pop("done", None)):
        if done:
            st.success(plain(done))
    for name in jobs.going():
        st.info(plain(t("{name} is being stored by somebody just now.", name=name)), icon=":material/hourglass_top:")


if __name__ == "__main__":
    show()
