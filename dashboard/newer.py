"""Has anything been loaded since this page was drawn?"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard import session
from dashboard.format import escape_markdown as plain
from dashboard.language import Language
from dashboard.panel import panel
from data.errors import UserError

#: Seconds between two looks; one asks the database for a single number.
EVERY = 10


@contextmanager
def watched(language: Language, has_forms: bool) -> Iterator[None]:
    """The page drawn within is drawn again as soon as there is another data version.

    One with forms is not drawn anew under the hands of who fills them in: it says what has come, with a button.
    """
    drawn = _version()
    yield
    if drawn is not None:
        _watch(drawn, language, has_forms)


def _version() -> int | None:
    """The newest data version; None without a database, which the page itself tells."""
    try:
        return session.store().version()
    except UserError:
        return None


def _watch(drawn: int, language: Language, has_forms: bool) -> None:
    @st.fragment(run_every=EVERY)
    def look() -> None:
        with panel(language):
            newest = session.store().version()
            if newest == drawn:
                return
            if not has_forms:
                st.rerun()
            st.info(plain(language.t("There are newer figures: data version {version}.", version=newest)))
            if st.button(language.t("Show them")):
                st.rerun()

    look()
