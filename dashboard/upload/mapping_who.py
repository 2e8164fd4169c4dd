"""Whom are the rows of a file about, and what becomes of those who are not known yet? Asked on the page."""

from collections.abc import Mapping

import streamlit as st

from dashboard import session
from dashboard.upload.mapping_field import COLUMN, Form, as_option, by_column, choose, column_of, edit
from data import codelist
from loaders.sniffing.toml_edit import Path
from loaders.sniffing.toml_text import TODO

_ONE = "one"
_WAYS = ("find", "key", "code")
_PREFIX = {"project": "PROJECT-", "organisation": "ORG-", "cluster": "CLUSTER-", "zone": "ZONE-", "region": "REGION-"}


def show(form: Form) -> None:
    """Kind, the column that names it and how, and what is done with a name nobody knows."""
    t = form.page.language.t
    kind, column, third = st.columns(3)
    with column:
        named = choose(
            form,
            ("entity",),
            t("Who it is, says"),
            [_ONE, *by_column(form.columns)],
            lambda _: t("nobody: all rows are about one"),
            lambda option: _named(form, option),
            now=_column(form),
            is_open=form.value("entity") is None,
        )
    if column_of(named) is None:
        with third:
            _one(form)
        return
    with kind:
        _kind(form)
    with third:
        _way(form, str(column_of(named)))
    _more(form)


def _column(form: Form) -> str:
    """The column that names the entity, as an option."""
    find, key, code, name = (form.value("entity", part) for part in ("find", "key", "code", "name"))
    found = find.get("name") or find.get("tax_number") if isinstance(find, dict) else None
    if found is None and isinstance(key, list) and key:
        found = name.get("column") if isinstance(name, dict) else key[0]
    if found is not None:
        return f"{COLUMN}{found}"
    option = as_option(code)
    return option if column_of(option) is not None else _ONE


def _named(form: Form, option: str) -> Mapping[Path, object]:
    """The entity is named by another column, or all rows are about one."""
    column = column_of(option)
    if column is None:
        gone = ("find", "key", "name", "prefix", "kind", "may_create", "region", "sector")
        return {("entity", "code"): TODO, **{("entity", part): None for part in gone}}
    way = "key" if form.value("entity", "key") else "find"
    return {("entity", "kind"): form.value("entity", "kind") or TODO, **_told(form, column, way)}


def _told(form: Form, column: str, way: str) -> Mapping[Path, object]:
    """One of find, key and code says it, the others do not."""
    tax = form.seen.with_role("tax_number")
    is_own = tax and form.value("entity", "kind") == "organisation"
    find = {"tax_number": tax[0].name} if is_own else {}
    says: dict[str, dict[str, object]] = {
        "find": {"find": {**find, "name": column}},
        "key": {"key": [column], "name": {"column": column}},
        "code": {"code": {"column": column}},
    }
    return {("entity", part): says[way].get(part) for part in ("find", "key", "code", "name")}


def _one(form: Form) -> None:
    known = session.known().table("entity")["code"].to_list()
    words = form.page.language.t("Whom all rows are about")
    code = form.value("entity", "code")
    choose(form, ("entity", "code"), words, known, form.page.words.entity, is_open=code is None)


def _kind(form: Form) -> None:
    language = form.page.language

    def answer(kind: str) -> Mapping[Path, object]:
        return {("entity", "kind"): kind, ("entity", "prefix"): _PREFIX.get(kind)}

    kind = form.value("entity", "kind")
    choose(
        form,
        ("entity", "kind"),
        language.t("A row is about a"),
        codelist.ids("entity_kind"),
        lambda code: language.title("entity_kind", code) if code else language.t("not said"),
        answer,
        is_open=kind is None and bool(form.value("entity", "may_create")),
    )


def _way(form: Form, column: str) -> None:
    t = form.page.language.t
    titles = {
        "find": t("by name or alias, by tax number where there is one"),
        "key": t("by these columns together, a code is made"),
        "code": t("by the code in the cell"),
    }
    way = next((each for each in _WAYS if form.value("entity", each) is not None), "find")
    path = ("entity", "way")
    choose(form, path, t("It is found"), _WAYS, lambda each: titles[each], lambda w: _told(form, column, w), now=way)


def _more(form: Form) -> None:
    """The columns of a key, and the unknown ones."""
    t = form.page.language.t
    left, right = st.columns([1, 2])
    key = form.value("entity", "key")
    with left:
        _unknown(form)
    if isinstance(key, list):
        with right:
            widget = "map-entity-key"
            st.session_state[widget] = [name for name in key if name in form.columns]
            st.multiselect(
                t("Columns that tell one from another"),
                form.columns,
                key=widget,
                on_change=lambda: edit({("entity", "key"): st.session_state[widget] or [TODO]}),
            )


def _unknown(form: Form) -> None:
    t = form.page.language.t
    titles = {"true": t("become new entries"), "false": t("are refused")}
    choose(
        form,
        ("entity", "may_create"),
        t("Those not known yet"),
        titles,
        titles.__getitem__,
        lambda option: {("entity", "may_create"): option == "true"},
        now="true" if form.value("entity", "may_create") else "false",
    )
