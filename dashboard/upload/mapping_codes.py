"""Plan or fact, over what time, whom does it count? Asked once for all columns of figures, and again for each."""

from collections.abc import Mapping

import streamlit as st

from dashboard.upload.mapping_field import Form, by_column, choose, column_of
from data import codelist
from loaders.sniffing import propose_values
from loaders.sniffing.toml_edit import Path

SHARED = ("scenario", "basis", "scope")


def shared(form: Form) -> None:
    """What holds for every column of figures unless the column says otherwise: plan or fact, over what time, whom."""
    for key, place in zip(SHARED, st.columns(3), strict=True):
        with place:
            _code(form, ("fields", key), key, is_shared=True)


def of_column(form: Form, number: int, key: str) -> None:
    """One of them for one column of figures."""
    _code(form, ("values", number, key), key, is_shared=False)


def _code(form: Form, path: Path, key: str, is_shared: bool) -> None:
    """Scenario, basis or scope: for all columns, or for one, which may leave it to what holds for all."""
    language = form.page.language
    t = language.t
    words = {"scenario": t("Scenario"), "basis": t("Over which time"), "scope": t("Whom it counts")}[key]
    of_all = form.value("fields", key)
    is_told = of_all is not None or (is_shared and _each_says(form, key)) or _words_say(form, key)
    none = t("each column says it") if is_shared else t("as for all columns")

    def answer(option: str) -> Mapping[Path, object]:
        return {path: by_words(form, option, key)}

    options = [*codelist.ids(key), *by_column(texts(form))]
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


def by_words(form: Form, option: str, key: str) -> object:
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


def texts(form: Form) -> list[str]:
    """The columns that may hold words for a code."""
    return [column.name for column in form.seen.columns if column.kind not in ("number", "date", "empty")]
