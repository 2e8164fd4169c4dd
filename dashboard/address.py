"""What does the page's address say, and how does a choice get into it?

Streamlit's own binding writes the label a person sees into the address, so that a link would change with the language
of the page; here it is the code. A choice outlives the change of page, which clears the address.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.language import Language

_ALL = "all"
_FIRST_DAY = date(1990, 1, 1)


def told(name: str) -> str:
    """What the address says, else what was chosen last; it may be anything."""
    return str(st.query_params.get(name, st.session_state.get(_kept(name), "")))


def chosen(name: str, allowed: Callable[[str], bool], default: str) -> tuple[str, bool]:
    """The value of a parameter, and whether the address held one that is not allowed (then: the default).

    What another choice on the page has made impossible is no fault of the address.
    """
    asked = st.query_params.get(name)
    kept = st.session_state.get(_kept(name), default)
    is_odd = asked is not None and not allowed(asked)
    value = asked if asked is not None and not is_odd else kept
    if not allowed(value):
        value = default
    write(name, value, default)
    return value, is_odd and asked != kept


def write(name: str, value: str, default: str) -> None:
    """Puts a value into the address; the default is not written."""
    st.session_state[_kept(name)] = value
    if value == default:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def keep(name: str, value: str, is_shown: bool) -> None:
    """Keeps a value for other pages; in the address of this one it stands only where it is shown."""
    st.session_state[_kept(name)] = value
    if is_shown and value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def warn(name: str, language: Language) -> None:
    """Says that the address asks for what there is not."""
    st.warning(language.t("The address asks for something unknown under “{name}”; the usual is shown.", name=name))


def select(
    label: str, name: str, options: Sequence[str], default: str, spoken: Callable[[str], str], language: Language
) -> str:
    """A select box whose choice is in the address; an unknown value there falls back, with a notice."""
    value, is_odd = chosen(name, lambda text: text in options, default)
    if is_odd:
        warn(name, language)
    st.selectbox(label, options, format_func=spoken, **bound(name, value, default=default))
    return value


def box(label: str, name: str, options: Sequence[str], value: str, spoken: Callable[[str], str]) -> None:
    """A select box that shows a value of the address and writes the next one there; the empty one is the default."""
    st.selectbox(label, options, format_func=spoken, **bound(name, value))


def one_or_all(
    label: str, name: str, codes: Sequence[str], everyone: str, spoken: Callable[[str], str], language: Language
) -> str | None:
    """The one that is chosen in a select box, None while it is all of them."""

    def said(code: str) -> str:
        return everyone if code == _ALL else spoken(code)

    value = select(label, name, [_ALL, *codes], _ALL, said, language)
    return None if value == _ALL else value


def part(label: str, name: str, titles: Mapping[str, str], language: Language) -> str:
    """A row of buttons, one for each code of `titles`; the chosen one is in the address, the first is the default.

    The label is for who hears the page. An unknown code falls back, with a notice.
    """
    codes = list(titles)
    value, is_odd = chosen(name, lambda code: code in titles, codes[0])
    if is_odd:
        warn(name, language)
    st.segmented_control(
        label,
        codes,
        format_func=titles.__getitem__,
        required=True,
        wrap=True,
        label_visibility="collapsed",
        **bound(name, value, default=codes[0]),
    )
    return value


def day(label: str, name: str, value: date | None) -> None:
    """A day, shown and written as `box` does; none is now."""
    tied = bound(name, value, lambda found: str(found or ""))
    st.date_input(label, value=None, format="DD.MM.YYYY", min_value=_FIRST_DAY, max_value=date.today(), **tied)


def years(labels: tuple[str, str], name: str, options: Sequence[int], value: tuple[int, int] | None) -> None:
    """Years from and to, in two boxes; from the first to the last is no choice. If they cross the new one is both."""
    whole = (options[0], options[-1])
    widgets = [f"widget-{name}-{end}" for end in ("from", "to")]

    def changed(is_first: bool) -> None:
        first, last = (st.session_state[widget] for widget in widgets)
        ends = (first, max(first, last)) if is_first else (min(first, last), last)
        write(name, "" if ends == whole else f"{ends[0]}-{ends[1]}", "")

    for label, widget, year in zip(labels, widgets, value or whole, strict=True):
        st.session_state[widget] = year
        st.selectbox(label, options, key=widget, on_change=changed, args=(widget == widgets[0],))


def bound(name: str, value: Any, code: Callable[[Any], str] = str, default: str = "") -> dict[str, Any]:
    """What ties a widget to the address: it shows the value, and what is chosen next is written there as its code."""
    widget = f"widget-{name}"
    st.session_state[widget] = value
    return {"key": widget, "on_change": lambda: write(name, code(st.session_state[widget]), default)}


def is_day(text: str) -> bool:
    """Is the text a day that may be asked for?"""
    return as_day(text) is not None


def as_day(text: str) -> date | None:
    """The day, YYYY-MM-DD, from 1990 to today; None for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if _FIRST_DAY <= found <= date.today() else None


def as_years(text: str) -> tuple[int, int] | None:
    """The years 2015-2019, first and last, of four digits each; None for anything else."""
    first, _, last = text.partition("-")
    is_told = all(len(part) == 4 and part.isascii() and part.isdigit() for part in (first, last))
    return (int(first), int(last)) if is_told and int(first) <= int(last) else None


def _kept(name: str) -> str:
    return f"address-{name}"
