"""How does one key of a mapping become a question with an answer on the page?

A box shows what the text says under a key, and what is chosen is written there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.page import Page
from dashboard.upload import own_mapping
from loaders.sniffing import toml_edit
from loaders.sniffing.sniffed import Sniffed
from loaders.sniffing.toml_edit import Path
from loaders.sniffing.toml_text import TODO, value

#: An option that means a column of the file begins so; no code does.
COLUMN = "column: "
_GUESSED = "guessed"
Answer = Callable[[str], Mapping[Path, object]]


@dataclass(frozen=True)
class Form:
    """What the form stands on: the page, what was seen in the file, the text, and what the text says."""

    page: Page
    seen: Sniffed
    text: str
    said: dict[str, Any]

    def value(self, *path: str | int) -> Any:
        """What stands under a key; None where nothing does, or where the way to it is another."""
        place: Any = self.said
        for part in path:
            if isinstance(place, dict):
                place = place.get(part)
            elif isinstance(place, list) and isinstance(part, int) and part < len(place):
                place = place[part]
            else:
                return None
        return place

    def blocks(self, name: str) -> list[dict[str, Any]]:
        """The blocks of a name: values, memberships, stages …"""
        found = self.said.get(name)
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    @property
    def columns(self) -> list[str]:
        """The headings of the file."""
        return [column.name for column in self.seen.columns]


def edit(news: Mapping[Path, object]) -> None:
    """Writes answers into the text."""
    own_mapping.write(toml_edit.all_changed(own_mapping.text(), news))


def as_option(given: object) -> str:
    """What stands under a key as an option of a box: "" for nothing, a column by its name, else as TOML has it."""
    if given is None:
        return ""
    if isinstance(given, dict) and isinstance(given.get("column"), str):
        return f"{COLUMN}{given['column']}"
    if isinstance(given, dict | list | bool):
        return value(given)
    return str(given)


def by_column(names: Iterable[str]) -> list[str]:
    """Columns as options."""
    return [f"{COLUMN}{name}" for name in names]


def column_of(option: str) -> str | None:
    """The column an option stands for; None where it is none."""
    return option.removeprefix(COLUMN) if option.startswith(COLUMN) else None


def choose(
    form: Form,
    path: Path,
    words: str,
    options: Iterable[str],
    spoken: Callable[[str], str],
    answer: Answer | None = None,
    now: str | None = None,
    is_open: bool = False,
) -> str:
    """A box of options for a key; an answer writes that key, or what `answer` makes of it.

    `now`: what is shown as chosen, where it is not the key's own value. `is_open`: it must be answered.
    """
    current = as_option(form.value(*path)) if now is None else now
    known = list(dict.fromkeys(options))
    shown = known if current in known else [current, *known]
    key = f"map-{'-'.join(map(str, path))}"
    st.session_state[key] = current

    def said(option: str) -> str:
        t = form.page.language.t
        if option == TODO:
            return t("— answer this —")
        column = column_of(option)
        return t("by the column “{column}”", column=column) if column is not None else spoken(option)

    def written() -> None:
        option = st.session_state[key]
        edit(answer(option) if answer else {path: option or None})

    st.selectbox(
        label(form, path, words, is_open or current == TODO), shown, format_func=said, key=key, on_change=written
    )
    return current


def fill_in(form: Form, path: Path, words: str, help: str | None = None, now: str | None = None) -> None:
    """A line of text for a key."""
    current = as_option(form.value(*path)) if now is None else now
    key = f"text-{'-'.join(map(str, path))}"
    st.session_state[key] = "" if current == TODO else current
    st.text_input(
        label(form, path, words, current == TODO),
        key=key,
        help=help,
        on_change=lambda: edit({path: st.session_state[key].strip() or None}),
    )


def tick(form: Form, path: Path, words: str, is_set: bool, answer: Callable[[bool], None]) -> None:
    """A box to tick; `answer` is told which way."""
    key = f"tick-{'-'.join(map(str, path))}"
    st.session_state[key] = is_set
    st.checkbox(words, key=key, on_change=lambda: answer(st.session_state[key]))


def label(form: Form, path: Path, words: str, is_open: bool) -> str:
    """The words of a question: marked where it is open, and where the answer was only guessed.

    Without markdown: a screen reader is told the label as it is written.
    """
    t = form.page.language.t
    if is_open:
        return f"▶ {t('open')}: {words}"
    is_guessed = _GUESSED in toml_edit.comment(form.text, path)
    return f"{words} ({t('guessed')})" if is_guessed else words
