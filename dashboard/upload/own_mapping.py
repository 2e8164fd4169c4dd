"""Which mapping does a person work on for a file, and how does it reach the loaders?

The text of the mapping is the one truth: the form edits it, and whoever knows how may write in it.
"""

import re
import tempfile
import tomllib
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from dashboard.page import Page
from data.errors import UserError
from loaders.sniffing import toml_edit

#: The choice among the kinds of file that means what the form says.
OWN = " own"
KIND = "kind"
_KEPT = "mapping"
_WHOLE = "mapping-whole"
_PROPOSED = "mapping-proposed"
_BOX = "mapping-box"
_GIVEN = "mapping-given"
_HEIGHT = 420
#: More characters than these of a text from outside are not looked at.
LARGEST = 1_000_000
_LONGEST_NAME = 60


def begun(of: Hashable, proposed: Callable[[], str]) -> str:
    """The text for a file and the way it is looked at; another file begins with a proposal of its own."""
    kept = st.session_state.get(_KEPT)
    if not kept or kept[0] != of:
        new = proposed()
        st.session_state[_KEPT] = (of, new)
        st.session_state[_PROPOSED] = new
        said = toml_edit.document(new)
        st.session_state[_WHOLE] = "values" in said and not any(toml_edit.open_keys(said))
    return text()


def was_whole() -> bool:
    """Whether figures were seen and nothing was open from the beginning, so that nobody need look at the questions."""
    return bool(st.session_state.get(_WHOLE))


def text() -> str:
    """The mapping as it stands."""
    found: str = st.session_state[_KEPT][1]
    return found


def is_changed() -> bool:
    """Whether it is no longer what was proposed."""
    return text() != st.session_state.get(_PROPOSED)


def write(new: str) -> None:
    """Puts another text in its place; from then on the file is read as it says."""
    st.session_state[_KEPT] = (st.session_state[_KEPT][0], new)
    st.session_state[KIND] = OWN


def forget() -> None:
    """Nothing is kept of a file that is done with."""
    st.session_state.pop(_KEPT, None)


def box(page: Page) -> None:
    """The text itself, to be edited, taken from a file, and kept as one."""
    t = page.language.t
    st.session_state[_BOX] = text()
    st.text_area(t("Mapping"), height=_HEIGHT, key=_BOX, on_change=lambda: write(st.session_state[_BOX]))
    st.caption(t("The form above and this text are one: a change of the one is a change of the other."))
    st.file_uploader(
        t("A mapping that was kept (TOML), in place of this one"), type="toml", key=_GIVEN, on_change=_take
    )


def keep(page: Page) -> None:
    """A button that hands the mapping out as a file."""
    st.download_button(
        page.language.t("Keep the mapping as a file"),
        data=text().encode("utf-8", "replace"),  # here and not later: a download is made where there is no session
        file_name="mapping.toml",
        mime="application/toml",
        on_click="ignore",
        icon=":material/download:",
    )


def _take() -> None:
    given = st.session_state[_GIVEN]
    if given is not None:
        write(given.getvalue()[:LARGEST].decode("utf-8-sig", "replace"))


def name_of(mapping: str) -> str:
    """What the loads by a mapping are called after: its English title in small letters, else `mapping`."""
    try:
        title = tomllib.loads(mapping).get("title", {})
    except tomllib.TOMLDecodeError:
        return "mapping"
    told = title.get("en") if isinstance(title, dict) else title
    words = re.findall(r"[a-z0-9]+", str(told or "").lower())
    return "_".join(words)[:_LONGEST_NAME].strip("_") or "mapping"


@contextmanager
def as_file(mapping: str, name: str) -> Iterator[Path]:
    """A mapping as a file for the loaders, in a folder of its own with no alias list beside it."""
    with tempfile.TemporaryDirectory(prefix="sez-mapping-") as folder:
        path = Path(folder) / f"{name}.toml"
        try:
            path.write_text(mapping, encoding="utf-8")
        except UnicodeEncodeError as error:
            raise UserError("{file} is not TOML: {reason}.", file=path.name, reason=str(error)) from error
        yield path
