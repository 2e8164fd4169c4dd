"""When was it: one period for all rows, a column, the title, or the headings themselves? Asked on the page."""

from collections.abc import Mapping

import streamlit as st

from dashboard.format import escape_markdown as plain
from dashboard.upload.mapping_field import Form, by_column, choose, column_of, fill_in
from loaders.sniffing import propose_title
from loaders.sniffing.toml_edit import Path
from loaders.sniffing.toml_text import TODO

_CONSTANT, _TITLE = "constant", "title"
_AS = ("year", "quarter", "month", "year_to", "text", "words")


def period(form: Form) -> None:
    """When: one period for all rows, a column, or the headings themselves."""
    t = form.page.language.t
    if form.blocks("values") and all(each.get("period") for each in form.blocks("values")):
        st.caption(t("The headings of the columns say when."))
        return
    now = form.value("fields", "period")
    left, right, third = st.columns(3)
    with left:
        option = choose(
            form,
            ("fields", "period"),
            t("When it was"),
            [_CONSTANT, *([_TITLE] if _titled(form) else []), *by_column(form.columns)],
            lambda each: t("the title above the table says it") if each == _TITLE else t("one period for all rows"),
            lambda chosen: {("fields", "period"): _when(form, chosen)},
            now=_way(now),
            is_open=now in (None, TODO),
        )
    with right:
        if option == _CONSTANT:
            fill_in(form, ("fields", "period"), t("Period: 2017, 2017-Q3, 2017-09 or 2016-09/2019-03"))
        elif option == _TITLE:
            _read_there(form)
        else:
            _written_as(form, now)
    with third:
        if isinstance(now, dict) and "column" in now and now.get("as") == "words":
            _year(form, now)


def _way(now: object) -> str | None:
    """What stands under the key as an option: None where it is the column's own."""
    if not isinstance(now, dict):
        return _CONSTANT
    return _TITLE if "title" in now else None


def _titled(form: Form) -> dict[str, object] | None:
    """How the title says it: as the mapping has it, else as it was seen."""
    now = form.value("fields", "period")
    return now if isinstance(now, dict) and "title" in now else propose_title.period(form.seen)


def _read_there(form: Form) -> None:
    """What the title says of this file; the next one's own title says when that was."""
    found = form.seen.title.period
    words, when = (found.words, found.period) if found else ("", "")
    told = form.page.words.period(when) if when else ""
    st.markdown(plain(f"«{words}»" + (f": {told}" if told else "")) if words else "")
    st.caption(form.page.language.t("The next file's own title says when that one is."))


def _when(form: Form, option: str) -> object:
    if option == _TITLE:
        return _titled(form) or TODO
    column = column_of(option)
    if column is None:
        return TODO
    kind = next((each.kind for each in form.seen.columns if each.name == column), "")
    return {"column": column, "as": TODO if kind == "date" else "words" if kind == "text" else "text"}


def _written_as(form: Form, now: dict[str, object]) -> None:
    t = form.page.language.t
    titles = {
        "year": t("the year, or the year of a date"),
        "quarter": t("the quarter of a date"),
        "month": t("the month of a date"),
        "year_to": t("the twelve months to a date"),
        "text": t("as 2017, 2017-Q3, 2017-09"),
        "words": t("in words: III quarter 2019, 9 months 2019"),
    }
    path = ("fields", "period", "as")
    choose(
        form,
        path,
        t("How the cells say it"),
        _AS,
        lambda each: titles.get(each, each),
        lambda way: {("fields", "period"): {**(now if way == "words" else _without_year(now)), "as": way}},
        now=str(now.get("as", "text")),
    )


def _year(form: Form, now: dict[str, object]) -> None:
    t = form.page.language.t

    def answer(option: str) -> Mapping[Path, object]:
        column = column_of(option)
        rest = _without_year(now)
        return {("fields", "period"): rest if column is None else {**rest, "year": {"column": column}}}

    choose(
        form,
        ("fields", "period", "year"),
        t("The year, where the cell has none"),
        ["", *by_column(form.columns)],
        lambda _: t("the cell says it"),
        answer,
    )


def _without_year(said: Mapping[str, object]) -> dict[str, object]:
    return {key: each for key, each in said.items() if key != "year"}
