"""What are the figures of a file: of which indicator, plan or fact, in what unit? Asked column by column."""

from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard.format import escape_markdown as plain
from dashboard.upload import mapping_codes, own_mapping
from dashboard.upload.mapping_codes import SHARED
from dashboard.upload.mapping_field import Form, by_column, choose, column_of, edit, tick
from dashboard.upload.unread import unread
from data import codelist
from loaders.sniffing import propose_values, toml_edit
from loaders.sniffing.sniffed import Column
from loaders.sniffing.toml_text import TODO

_SCALES = ("1", "1000", "1000000", "1000000000")


def columns(form: Form) -> None:
    """Every column of figures with its questions, and those that are left out."""
    t = form.page.language.t
    values = form.blocks("values")
    for number, block in enumerate(values):
        with st.container(border=True, key=f"column-{number}"):
            _column(form, number, block)
    # A column that is named nowhere may hold figures too: a few words in it, and it is none of numbers alone.
    unnamed = unread(form.seen, form.text)
    may_be = [column for column in form.seen.columns if column.kind == "number" or column.name in unnamed]
    left = [column for column in may_be if not _is_taken(column, values)]
    if left:
        _another(form, left, t("Take another column of figures"))


def _column(form: Form, number: int, block: dict[str, object]) -> None:
    t = form.page.language.t
    name = str(block.get("column") or block.get("columns") or "")
    head, out = st.columns([5, 2], vertical_alignment="center")
    head.markdown(f"**{plain(name)}**{_examples(form, name)}")
    if len(form.blocks("values")) > 1:
        out.button(
            t("Leave it out"),
            key=f"out-{number}",
            icon=":material/close:",
            on_click=lambda: own_mapping.write(toml_edit.without(own_mapping.text(), ("values", number))),
        )
    first, second = st.columns(3), st.columns(3)
    with first[0]:
        _indicator(form, number)
    with first[1]:
        _unit(form, number)
    with first[2]:
        _scale(form, number)
    for key, place in zip(SHARED, second, strict=True):
        with place:
            mapping_codes.of_column(form, number, key)
    with st.container(horizontal=True):
        _cells_say(form, number, "units", t("its cells name units: 18.5 billion RUB"))
        _cells_say(form, number, "qualified", t("its cells qualify: more than 150, up to"))


def _cells_say(form: Form, number: int, key: str, words: str) -> None:
    """Whether the cells of a column hold more than a number; such a cell is refused where nobody said so."""
    path = ("values", number, key)
    tick(form, path, words, bool(form.value(*path)), lambda is_said: edit({path: is_said or None}))


def _examples(form: Form, name: str) -> str:
    found = next((column.examples for column in form.seen.columns if column.name == name), ())
    return f" :gray[{plain('; '.join(found[:3]))}]" if found else ""


def _indicator(form: Form, number: int) -> None:
    language = form.page.language
    choose(
        form,
        ("values", number, "indicator"),
        language.t("Indicator"),
        [*codelist.ids("indicator"), *by_column(mapping_codes.texts(form))],
        lambda code: language.title("indicator", code),
        lambda option: {("values", number, "indicator"): mapping_codes.by_words(form, option, "indicator")},
    )


def _unit(form: Form, number: int) -> None:
    language = form.page.language
    path = ("values", number, "unit")
    is_in_cell = bool(form.value("values", number, "units"))
    is_told = is_in_cell or form.value("fields", "unit") is not None
    choose(
        form,
        path,
        language.t("Unit"),
        [*([""] if is_told else []), *codelist.ids("unit"), *by_column(mapping_codes.texts(form))],
        lambda code: f"{code}, {language.title('unit', code)}" if code else language.t("the cells say it"),
        lambda option: {path: {"column": column_of(option), "as": "words"} if column_of(option) else option or None},
        is_open=not is_told and form.value(*path) is None,
    )


def _scale(form: Form, number: int) -> None:
    t = form.page.language.t
    titles = {"1": t("units"), "1000": t("thousands"), "1000000": t("millions"), "1000000000": t("billions")}
    path = ("values", number, "scale")
    now = form.value(*path)
    choose(
        form,
        path,
        t("The figures are in"),
        _SCALES,
        lambda scale: titles.get(scale, scale),
        lambda scale: {path: int(scale)},
        now="1" if now is None else str(now),
    )


def _is_taken(column: Column, values: Iterable[Mapping[str, object]]) -> bool:
    names = [str(each["column"]) for each in values if "column" in each]
    return column.name in names or (column.told.period is not None and any("columns" in each for each in values))


def _another(form: Form, left: list[Column], words: str) -> None:
    key = "map-another"
    st.session_state[key] = None
    by_name = {column.name: column for column in left}

    def take() -> None:
        name = st.session_state[key]
        if name:
            own_mapping.write(toml_edit.added(own_mapping.text(), "values", first_guess(form, by_name[name])))

    choose_one = form.page.language.t("Choose one")
    st.selectbox(words, list(by_name), index=None, key=key, on_change=take, placeholder=choose_one)


def first_guess(form: Form, column: Column) -> dict[str, object]:
    """What is known of a column of figures that nobody has spoken of yet; what is not is left open.

    What stands in a column of words for the first column of figures stands there for this one too; what its own heading
    says is said where all columns are said otherwise.
    """
    kind = form.value("entity", "kind")
    figure = propose_values.unknown(column, form.seen, kind if isinstance(kind, str) else None)
    first = {key: form.value("values", 0, key) for key in ("indicator", "unit")}
    worded = {key: told for key, told in first.items() if isinstance(told, dict)}
    said: dict[str, object] = {
        "column": column.name,
        "indicator": column.told.code("indicator") or worded.get("indicator") or TODO,
        "unit": figure.unit or worded.get("unit") or TODO,
    }
    if figure.period and figure.period.period and form.value("fields", "period") is None:
        said["period"] = figure.period.period
    if figure.has_open_scale and "unit" not in worded:
        said["scale"] = TODO
    elif figure.scale not in (None, "1"):
        said["scale"] = int(str(figure.scale))
    for key in SHARED:
        shared, own = form.value("fields", key), column.told.code(key)
        if shared is None:
            said[key] = getattr(figure, key) or TODO
        elif own not in (None, shared):
            said[key] = own
    return said
