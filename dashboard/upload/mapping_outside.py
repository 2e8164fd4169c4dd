"""How are numbers written in a file, which rows are no data, where was it published? Asked on the page."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st
from babel.dates import get_month_names

from dashboard.format import escape_markdown as plain
from dashboard.upload import own_mapping
from dashboard.upload.mapping_field import Form, choose, fill_in, tick
from data import codelist
from loaders.sniffing import propose_file, toml_edit
from loaders.sniffing.toml_edit import Path

_NEW = ""
#: A pattern that is but the beginning of a text.
_BEGINS = re.compile(r"\(\?i\)\^([\w «»\"-]+)")


def numbers(form: Form) -> None:
    """Decimal sign, order of dates, footnotes, rows that tell the same figure twice."""
    t = form.page.language.t
    seen = t("as the cells show")
    decimal = {"": seen, ",": t("comma: 1 234,5"), ".": t("point: 1,234.5")}
    dates = {"": seen, "dmy": t("day, month, year"), "mdy": t("month, day, year"), "ymd": t("year, month, day")}
    notes = {"": t("are refused"), "keep": t("are read, the note is kept")}
    twice = {"": t("are refused"), "sum": t("are added up"), "last": t("the last one counts")}
    places = st.columns(4)
    asked: list[tuple[Path, str, dict[str, str]]] = [
        (("read", "decimal"), t("Decimal sign"), decimal),
        (("read", "dates"), t("Order in dates"), dates),
        (("read", "footnotes"), t("Numbers with a footnote"), notes),
        (("duplicates",), t("Rows that tell one figure twice"), twice),
    ]
    for place, (path, words, titles) in zip(places, asked, strict=True):
        now = "" if form.value(*path) == "refuse" else None
        with place:
            choose(form, path, words, titles, partial(_said, titles), now=now)
    with st.columns(4)[0]:
        _fiscal_year(form)


def _fiscal_year(form: Form) -> None:
    """In which month a year such as 2018/19 begins; such a year is refused where nobody said so."""
    path = ("read", "fiscal_year_starts")
    names = get_month_names("wide", context="stand-alone", locale=form.page.language.locale)
    titles = {"": form.page.language.t("not said")} | {str(number): names[number] for number in range(2, 13)}
    words = form.page.language.t("A year such as 2018/19 begins in")
    choose(form, path, words, titles, partial(_said, titles), lambda month: {path: int(month) if month else None})


def _said(titles: Mapping[str, str], option: str) -> str:
    return titles.get(option, option)


def skipped(form: Form) -> None:
    """The rules by which rows are no data, each to be dropped."""
    t = form.page.language.t
    rules = form.blocks("skip")
    if not rules:
        st.caption(t("No row is left out."))
    else:
        st.markdown(t("Rows are left out where:"))
    for number, rule in enumerate(rules):
        tick(form, ("skip", number), plain(_rule(form, rule)), True, partial(_drop, number))


def _rule(form: Form, rule: Mapping[str, Any]) -> str:
    """Which rows a rule leaves out, in words; a pattern that is more than a beginning as it is written."""
    t, column = form.page.language.t, rule.get("column")
    begins = _BEGINS.fullmatch(str(rule.get("pattern") or ""))
    if begins:
        return t("{column} begins with “{text}”", column=column, text=begins[1])
    texts = rule.get("equals") or [rule.get("pattern") or ""]
    return f"{column}: {'; '.join(map(str, texts[:5]))}{' …' if len(texts) > 5 else ''}"


def _drop(number: int, is_wanted: bool) -> None:
    if not is_wanted:
        own_mapping.write(toml_edit.without(own_mapping.text(), ("skip", number)))


def source(form: Form) -> None:
    """A source that is known, or a new one: title, publisher, day, kind, address."""
    language, words = form.page.language, form.page.words
    t = language.t
    known = form.page.known.table("source")["code"].to_list()
    path = ("fields", "source")
    choose(
        form,
        path,
        t("Where it was published"),
        [_NEW, *known],
        lambda code: words.source(code) or t("a new one, described below"),
        lambda code: _origin(form, code),
    )
    if form.value(*path) is not None:
        return
    first, second = st.columns(3), st.columns(3)
    with first[0]:
        fill_in(form, ("source", "title"), t("New source: title"))
    with first[1]:
        fill_in(form, ("source", "publisher"), t("New source: publisher"))
    with first[2]:
        choose(
            form,
            ("source", "kind"),
            t("New source: kind"),
            codelist.ids("source_kind"),
            lambda code: language.title("source_kind", code),
        )
    with second[0]:
        fill_in(form, ("source", "published"), t("New source: published on, 2020-06-17, 2020-06 or 2020"))
    with second[1]:
        fill_in(form, ("source", "url"), t("New source: web address"))
    with second[2]:
        fill_in(form, ("source", "code"), t("New source: code"))


def _origin(form: Form, code: str) -> Mapping[Path, object]:
    """A known source in place of the description, or the description again."""
    if code:
        return {("fields", "source"): code, ("source",): None}
    return {
        ("fields", "source"): None,
        **{("source", line.key): line.value for line in propose_file.source(form.seen)},
    }
