"""One key of a mapping's text is changed; its comments stay, and it never says anything else."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UserError
from loaders.sniffing import toml_edit

TEXT = """# A mapping to start from
title = { en = "A # report", ru = "Отчёт" }    # as the sheet says
match = ["Зона"]

[entity]
find = { name = "Зона" }
may_create = false    # some names are known # others are refused

[fields]
scenario = "TODO"    # TODO: say actual, target, commitment or forecast

# The columns.
[[values]]
column = "Инвестиции"
indicator = "investment"

[[values]]
column = "Рабочие места"
indicator = "TODO"    # TODO: say which

# Left out: nothing
"""


def test_a_key_is_answered_in_its_line_and_its_question_goes():
    text = toml_edit.changed(TEXT, ("fields", "scenario"), "actual")
    assert 'scenario = "actual"\n' in text
    assert "say actual" not in text
    for kept in ("# A mapping to start from", "# as the sheet says", "# The columns.", "# Left out: nothing"):
        assert kept in text


def test_the_second_of_two_blocks_is_meant_by_its_number():
    text = toml_edit.changed(TEXT, ("values", 1, "indicator"), "jobs")
    assert [each["indicator"] for each in tomllib.loads(text)["values"]] == ["investment", "jobs"]


def test_a_new_key_stands_in_its_block_and_a_new_block_at_the_end():
    text = toml_edit.changed(TEXT, ("values", 0, "unit"), "RUB")
    assert 'indicator = "investment"\nunit = "RUB"\n' in text
    text = toml_edit.changed(TEXT, ("read", "decimal"), ",")
    assert tomllib.loads(text)["read"] == {"decimal": ","}
    assert "# Left out: nothing" in text


def test_a_key_is_taken_out_and_one_that_is_not_there_too():
    text = toml_edit.changed(TEXT, ("entity", "may_create"), None)
    assert tomllib.loads(text)["entity"] == {"find": {"name": "Зона"}}
    assert toml_edit.changed(text, ("entity", "may_create"), None) == text
    assert toml_edit.changed(TEXT, ("read", "decimal"), None) == TEXT


def test_a_block_is_added_after_its_like_and_left_out_again():
    text = toml_edit.added(TEXT, "values", {"column": "Экспорт", "indicator": "exports", "unit": None})
    assert [each["column"] for each in tomllib.loads(text)["values"]] == ["Инвестиции", "Рабочие места", "Экспорт"]
    assert tomllib.loads(toml_edit.without(text, ("values", 2))) == tomllib.loads(TEXT)
    none = toml_edit.without(text, ("values",))
    assert "values" not in tomllib.loads(none)
    assert tomllib.loads(toml_edit.without(TEXT, ("skip",))) == tomllib.loads(TEXT)


def test_a_comment_begins_where_the_value_is_whole():
    assert toml_edit.comment(TEXT, ("title",)) == "as the sheet says"
    assert toml_edit.comment(TEXT, ("entity", "may_create")) == "some names are known # others are refused"
    assert toml_edit.comment(TEXT, ("values", 0, "indicator")) == ""
    assert toml_edit.comment(TEXT, ("source", "code")) == ""


def test_what_is_left_open_is_found_at_any_depth():
    said = {"match": ["TODO"], "fields": {"period": {"column": "a", "as": "TODO"}}, "values": [{"unit": "RUB"}]}
    assert list(toml_edit.open_keys(said)) == [("match", 0), ("fields", "period", "as")]


@pytest.mark.parametrize(
    "text",
    [
        'fields = { scenario = "actual" }\n',
        '[fields]\n"scenario" = "actual"\n',
        '[ fields ]\nscenario = """\nactual"""\n',
        'fields.scenario = "actual"\n',
    ],
)
def test_a_text_laid_out_in_another_way_is_written_anew(text):
    assert tomllib.loads(toml_edit.changed(text, ("fields", "scenario"), "target"))["fields"]["scenario"] == "target"


def test_what_is_no_toml_is_refused():
    with pytest.raises(UserError, match="is not TOML"):
        toml_edit.changed("no TOML", ("title",), "x")


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
VALUES = st.one_of(TEXTS, st.booleans(), st.integers(-(2**60), 2**60), st.lists(TEXTS, max_size=3))
TABLES = st.dictionaries(TEXTS, st.one_of(VALUES, st.dictionaries(TEXTS, VALUES, max_size=2)), min_size=1, max_size=3)
NAMES = st.sampled_from(["read", "entity", "fields", "source", "a b", "х"])


@given(st.dictionaries(NAMES, st.one_of(VALUES, TABLES, st.lists(TABLES, min_size=1, max_size=2)), max_size=4))
def test_what_is_written_says_what_was_given(said):
    assert tomllib.loads(toml_edit.written(said)) == said


@given(TABLES, VALUES)
def test_any_key_of_any_text_is_set(keys, new):
    text = toml_edit.changed(toml_edit.written({"fields": keys}), ("fields", "scenario"), new)
    assert tomllib.loads(text)["fields"] == {**keys, "scenario": new}
