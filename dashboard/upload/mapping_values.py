"""What are the figures of a file: of which indicator, plan or fact, in what unit? Asked column by column."""

from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard.format import escape_markdown as plain
from dashboard.upload import own_mapping
from dashboard.upload.mapping_field import Form, by_column, choose, column_of, fill_in
from data import codelist
from loaders import propose_values, toml_edit
from loaders.sniffed import Column
from loaders.toml_edit import Path
from loaders.toml_text import TODO

_SHARED = ("scenario", "basis", "scope")
_SCALES = ("1", "1000", "1000000", "1000000000")
_CONSTANT = "constant"
_AS = ("year", "quarter", "month", "year_to", "text", "words")


def shared(form: Form) -> None:
    """What holds for every column of figures unless the column says otherwise: plan or fact, over what time, whom."""
    for key, place in zip(_SHARED, st.columns(3), strict=True):
        with place:
            _code(form, ("fields", key), key, is_shared=True)


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
            [_CONSTANT, *by_column(form.columns)],
            lambda _: t("one period for all rows"),
            lambda chosen: {("fields", "period"): _when(form, chosen)},
            now=None if isinstance(now, dict) else _CONSTANT,
            is_open=now in (None, TODO),
        )
    with right:
        if option == _CONSTANT:
            fill_in(form, ("fields", "period"), t("Period: 2017, 2017-Q3, 2017-09 or 2016-09/2019-03"))
        else:
            _written_as(form, now)
    with third:
        if isinstance(now, dict) and now.get("as") == "words":
            _year(form, now)


def _when(form: Form, option: str) -> object:
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


def columns(form: Form) -> None:
    """Every column of figures with its questions, and those that are left out."""
    t = form.page.language.t
    values = form.blocks("values")
    for number, block in enumerate(values):
        with st.container(border=True, key=f"column-{number}"):
            _column(form, number, block)
    left = [column for column in form.seen.columns if column.kind == "number" and not _is_taken(column, values)]
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
    for key, place in zip(_SHARED, second, strict=True):
        with place:
            _code(form, ("values", number, key), key, is_shared=False)


def _examples(form: Form, name: str) -> str:
    found = next((column.examples for column in form.seen.columns if column.name == name), ())
    return f" :gray[{plain('; '.join(found[:3]))}]" if found else ""


def _indicator(form: Form, number: int) -> None:
    language = form.page.language
    choose(
        form,
        ("values", number, "indicator"),
        language.t("Indicator"),
        [*codelist.ids("indicator"), *by_column(_texts(form))],
        lambda code: language.title("indicator", code),
        lambda option: {("values", number, "indicator"): _by_words(form, option, "indicator")},
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
        [*([""] if is_told else []), *codelist.ids("unit"), *by_column(_texts(form))],
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


def _code(form: Form, path: Path, key: str, is_shared: bool) -> None:
    """Scenario, basis or scope: for all columns, or for one, which may leave it to what holds for all."""
    language = form.page.language
    t = language.t
    words = {"scenario": t("Scenario"), "basis": t("Over which time"), "scope": t("Whom it counts")}[key]
    of_all = form.value("fields", key)
    is_told = of_all is not None or (is_shared and _each_says(form, key)) or _words_say(form, key)
    none = t("each column says it") if is_shared else t("as for all columns")

    def answer(option: str) -> Mapping[Path, object]:
        return {path: _by_words(form, option, key)}

    options = [*codelist.ids(key), *by_column(_texts(form))]
    choose(
        form,
        path,
        words,
        ["", *options] if is_shared or is_told else options,
        lambda code: language.title(key, code) if code else none if is_told or is_shared else t("— answer this —"),
        answer,
        is_open=not is_told and form.value(*path) is None,
    )


def _each_says(form: Form, key: str) -> bool:
    return all(each.get(key) is not None for each in form.blocks("values"))


def _words_say(form: Form, key: str) -> bool:
    """The words of a period tell the basis."""
    when = form.value("fields", "period")
    return key == "basis" and isinstance(when, dict) and when.get("as") == "words"


def _by_words(form: Form, option: str, key: str) -> object:
    """A code, or a column with the codes of those of its words that are known."""
    column = column_of(option)
    if column is None:
        return option or None
    found = next(each for each in form.seen.columns if each.name == column)
    codes = propose_values.indicator_codes(form.seen, found)[0] if key == "indicator" else {}
    if key == "scenario":
        words = form.seen.data[column].drop_nulls().unique(maintain_order=True).head(50)
        codes = {word: code for word in words if (code := propose_values.scenario_of(word))}
    return {"column": column, **({"codes": codes} if codes else {})}


def _texts(form: Form) -> list[str]:
    """The columns that may hold words for a code."""
    return [column.name for column in form.seen.columns if column.kind not in ("number", "date", "empty")]


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

    st.selectbox(words, list(by_name), index=None, key=key, on_change=take)


def first_guess(form: Form, column: Column) -> dict[str, object]:
    """What is known of a column of figures that nobody has spoken of yet; what is not is left open."""
    kind = form.value("entity", "kind")
    figure = propose_values.unknown(column, form.seen, kind if isinstance(kind, str) else None)
    said: dict[str, object] = {
        "column": column.name,
        "indicator": column.told.code("indicator") or TODO,
        "unit": figure.unit or TODO,
    }
    if figure.scale not in (None, "1"):
        said["scale"] = int(str(figure.scale))
    for key in _SHARED:
        if form.value("fields", key) is None:
            said[key] = getattr(figure, key) or TODO
    return said
