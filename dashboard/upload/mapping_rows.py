"""What does each row of a file bring beside its name: figures, memberships, stages, agreements? Asked on the page."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from dashboard.upload import own_mapping
from dashboard.upload.mapping_field import Form, as_option, by_column, choose, column_of, tick
from dashboard.upload.mapping_values import first_guess
from data import codelist
from loaders.sniffing import propose_file, toml_edit
from loaders.sniffing.toml_edit import Path
from loaders.sniffing.toml_text import TODO

_BRINGS = ("values", "memberships", "stages", "agreements")
_ROLE_OF = {"zone": "resident", "cluster": "member"}


def show(form: Form) -> None:
    """What the rows bring, to be ticked, and what is asked of memberships, stages and agreements."""
    t = form.page.language.t
    titles = {
        "values": t("figures"),
        "memberships": t("who belongs to whom"),
        "stages": t("stages of projects"),
        "agreements": t("agreements"),
    }
    st.markdown(t("Each row names somebody, and brings:"))
    with st.container(horizontal=True):
        for name in _BRINGS:
            tick(form, ("brings", name), titles[name], bool(form.blocks(name)), _toggled(form, name))
    for number in range(len(form.blocks("memberships"))):
        _membership(form, number)
    for number in range(len(form.blocks("stages"))):
        _columns(form, "stages", number, {"stage": t("Column of the stage"), "entered": t("Day it was entered")})
    for number in range(len(form.blocks("agreements"))):
        names = {"code": t("Number of the agreement"), "signed": t("Day it was signed"), "due": t("Day it falls due")}
        _columns(form, "agreements", number, names)


def _toggled(form: Form, name: str) -> Callable[[bool], None]:
    def answer(is_wanted: bool) -> None:
        text = own_mapping.text()
        own_mapping.write(_with(form, text, name) if is_wanted else _without(text, name))

    return answer


def _without(text: str, name: str) -> str:
    # Without figures nothing is left to ask about them.
    for each in (name, "fields", "source") if name == "values" else (name,):
        text = toml_edit.without(text, (each,))
    brings = any(toml_edit.document(text).get(each) for each in _BRINGS)
    return text if brings else toml_edit.changed(text, ("entity", "may_create"), True)


def _with(form: Form, text: str, name: str) -> str:
    return _with_figures(form, text) if name == "values" else toml_edit.added(text, name, _first(name))


def _first(name: str) -> dict[str, object]:
    """What is asked first of a membership, a stage, an agreement."""
    open_column = {"column": TODO}
    asked: dict[str, dict[str, object]] = {
        "memberships": {"column": TODO, "role": TODO},
        "stages": {"stage": open_column, "entered": open_column},
        "agreements": {"code": open_column, "prefix": "AGREEMENT-", "kind": "agreement"},
    }
    return asked[name]


def _with_figures(form: Form, text: str) -> str:
    """The first column of numbers, when it was, and where it was published."""
    numbers = [column for column in form.seen.columns if column.kind == "number"] or list(form.seen.columns[:1])
    if form.value("source") is None and form.value("fields", "source") is None:
        for line in propose_file.source(form.seen):
            text = toml_edit.changed(text, ("source", line.key), line.value)
    if form.value("fields", "period") is None:
        text = toml_edit.changed(text, ("fields", "period"), TODO)
    return toml_edit.added(text, "values", first_guess(form, numbers[0]))


def _membership(form: Form, number: int) -> None:
    t, title = form.page.language.t, form.page.language.title
    column, role, kind, unknown = st.columns(4)
    path = ("memberships", number)
    is_column = form.value(*path, "of") is None
    with column:
        if is_column:
            names = by_column(form.columns)
            now = form.value(*path, "column")
            choose(
                form,
                (*path, "column"),
                t("It belongs to whom the column names"),
                names,
                str,
                lambda option: {(*path, "column"): column_of(option)},
                now=TODO if now == TODO else by_column([str(now)])[0],
            )
    with role:
        choose(form, (*path, "role"), t("As what"), codelist.ids("role"), lambda code: title("role", code))
    with kind:
        choose(
            form,
            (*path, "kind"),
            t("Which is a"),
            ["", *codelist.ids("entity_kind")],
            lambda code: title("entity_kind", code) if code else t("not said"),
        )
    with unknown:
        titles = {"true": t("become new entries"), "false": t("are refused")}
        choose(
            form,
            (*path, "may_create"),
            t("Those not known yet"),
            titles,
            titles.__getitem__,
            lambda option: {(*path, "may_create"): option == "true"},
            now="true" if form.value(*path, "may_create") else "false",
        )


def _columns(form: Form, name: str, number: int, keys: dict[str, str]) -> None:
    """Which column says each of the keys of a block; what else the text says beside the column stays."""
    t = form.page.language.t
    for (key, words), place in zip(keys.items(), st.columns(max(3, len(keys))), strict=False):
        said = form.value(name, number, key)
        now = said.get("column") if isinstance(said, dict) else said
        path = (name, number, key)
        with place:
            choose(
                form,
                path,
                words,
                ["", *by_column(form.columns)],
                lambda option: option or t("not said"),
                partial(_by, path),
                now=TODO if now == TODO else as_option(said),
            )


def _by(path: Path, option: str) -> Mapping[Path, object]:
    """Another column; the meanings of the words of the one before go with it."""
    column = column_of(option)
    return {path: None if column is None else {"column": column}}
