"""Which code does each word of a column mean: "План" a target, "Факт" an actual figure? Asked on the page."""

from collections.abc import Iterator
from typing import Any

import streamlit as st

from dashboard.format import escape_markdown as plain
from dashboard.upload.mapping_field import Form, choose
from data import codelist
from loaders.meaning.said import folded
from loaders.sniffing.toml_edit import Path

#: The keys whose words become codes of a list, and the list.
_LISTS = {
    "scenario": "scenario",
    "basis": "basis",
    "scope": "scope",
    "status": "status",
    "indicator": "indicator",
    "stage": "stage",
    "kind": "entity_kind",
}
_MOST = 40
_ACROSS = 3


def show(form: Form) -> None:
    """For each column of words a box for each word; nothing where no column is one."""
    for path, said in _said(form):
        _words(form, path, said)


def there_are(form: Form) -> bool:
    """Whether any column holds words that stand for codes."""
    return next(_said(form), None) is not None


def _said(form: Form) -> Iterator[tuple[Path, dict[str, Any]]]:
    places: list[Path] = [("fields", key) for key in _LISTS]
    for name in ("values", "stages"):
        places += [(name, number, key) for number in range(len(form.blocks(name))) for key in _LISTS]
    for path in (*places, ("entity", "kind")):
        said = form.value(*path)
        if isinstance(said, dict) and said.get("column") in form.columns and "aliases" not in said:
            yield path, said


def _words(form: Form, path: Path, said: dict[str, Any]) -> None:
    t = form.page.language.t
    column, listed = str(said["column"]), _LISTS[str(path[-1])]
    given = form.seen.data[column].drop_nulls().unique(maintain_order=True)
    codes = said.get("codes")
    known = {folded(word): code for word, code in codes.items()} if isinstance(codes, dict) else {}
    words = sorted(given.head(_MOST), key=lambda word: folded(word) in known)
    st.markdown(f"**{plain(t('What the words of “{column}” mean', column=column))}**")
    places = st.columns(_ACROSS)
    for number, word in enumerate(words):
        with places[number % _ACROSS]:
            _word(form, path, said, word, known.get(folded(word)), listed)
    if len(given) > _MOST:
        st.caption(t("The first {shown} of {all} are shown.", shown=_MOST, all=len(given)))


def _word(form: Form, path: Path, said: dict[str, Any], word: str, code: str | None, listed: str) -> None:
    language = form.page.language
    is_code = code is None and word in codelist.ids(listed)
    choose(
        form,
        (*path, word),
        plain(word),
        ["", *codelist.ids(listed)],
        lambda each: language.title(listed, each) if each else language.t("nothing: its rows are refused"),
        lambda each: {path: _with(said, word, each)},
        now=word if is_code else code or "",
        is_open=not is_code and code is None and "otherwise" not in said,
    )


def _with(said: dict[str, Any], word: str, code: str) -> dict[str, Any]:
    """The same with another meaning of one word; without any, the cells themselves must be codes."""
    codes = {each: kept for each, kept in (said.get("codes") or {}).items() if folded(each) != folded(word)}
    codes |= {word: code} if code else {}
    rest = {key: each for key, each in said.items() if key != "codes"}
    return {**rest, "codes": codes} if codes else rest
