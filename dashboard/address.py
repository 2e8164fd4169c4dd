"""What does the page's address say, and how does a choice get into it?

Streamlit's own binding writes the label a person sees into the address, so that a link would change with the language
of the page; here it is the code. A choice outlives the change of page, which clears the address.
"""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from dashboard.language import Language


def chosen(name: str, allowed: Callable[[str], bool], default: str) -> tuple[str, bool]:
    """The value of a parameter, and whether the address held one that is not allowed (then: the default)."""
    told = st.query_params.get(name)
    kept = st.session_state.get(_kept(name), default)
    is_odd = told is not None and not allowed(told)
    value = told if told is not None and not is_odd else kept
    if not allowed(value):
        value = default
    write(name, value, default)
    return value, is_odd


def write(name: str, value: str, default: str) -> None:
    """Puts a value into the address; the default is not written."""
    st.session_state[_kept(name)] = value
    if value == default:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def select(
    label: str, name: str, options: Sequence[str], default: str, spoken: Callable[[str], str], language: Language
) -> str:
    """A select box whose choice is in the address; an unknown value there falls back, with a notice."""
    value, is_odd = chosen(name, lambda text: text in options, default)
    if is_odd:
        st.warning(language.t("The address asks for something unknown under “{name}”; the usual is shown.", name=name))
    widget = f"widget-{name}"
    st.session_state[widget] = value
    st.selectbox(
        label,
        options,
        format_func=spoken,
        key=widget,
        on_change=lambda: write(name, st.session_state[widget], default),
    )
    return value


def day(label: str, name: str, language: Language) -> date | None:
    """A day whose choice is in the address; none is now."""
    value, is_odd = chosen(name, lambda text: not text or is_day(text), "")
    if is_odd:
        st.warning(language.t("The address asks for something unknown under “{name}”; the usual is shown.", name=name))
    widget = f"widget-{name}"
    st.session_state[widget] = as_day(value)
    st.date_input(
        label,
        value=None,
        format="DD.MM.YYYY",
        min_value=date(1990, 1, 1),
        max_value=date.today(),
        key=widget,
        on_change=lambda: write(name, str(st.session_state[widget] or ""), ""),
    )
    return as_day(value)


def is_day(text: str) -> bool:
    """Is the text a day that may be asked for?"""
    return as_day(text) is not None


def as_day(text: str) -> date | None:
    """The day, YYYY-MM-DD, from 1990 to today; None for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date(1990, 1, 1) <= found <= date.today() else None


def _kept(name: str) -> str:
    return f"address-{name}"
