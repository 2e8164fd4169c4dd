import pytest

from data.errors import UserError
from loaders import mapping
from loaders.mapping_keys import described

GOOD = """
title = { en = "Report", ru = "Отчёт" }
match = ["Зона", "План"]

[source]
code = "FORM"
title = "Form 1"
kind = "register"

[entity]
code = { column = "Зона" }

[fields]
scenario = "target"
basis = "cumulative"
scope = "residents"
period = { column = "Год", as = "year" }

[[values]]
column = "План"
indicator = "investment"
unit = "RUB"
"""


def load(tmp_path, text):
    path = tmp_path / "report.toml"
    path.write_text(text, encoding="utf-8")
    return mapping.load(path)[0]


def test_a_mapping_says_what_it_says(tmp_path):
    found = load(tmp_path, GOOD)
    assert found.said(found.values[0], "scope").value == "residents"
    assert found.said(found.values[0], "period").column == "Год"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[source]", "[sourse]", r"no key sourse. Did you mean source\? Accepted: title, match, .*read, source,"),
        (
            'column = "План"',
            'colum = "План"',
            r"no key values\[1\]\.colum. Did you mean column\? Accepted: .*indicator",
        ),
        ('title = "Form 1"\n', "", r"the key source\.title is missing"),
        ('kind = "register"', 'kind = "gossip"', r"source\.kind: found 'gossip'; accepted: government, register"),
        ('scope = "residents"', 'scope = "everyone"', r"fields\.scope: found 'everyone'; .*none of: residents"),
        ('as = "year"', 'as = "decade"', r"fields\.period\.as: found 'decade'; accepted: 'year', 'quarter'"),
        ('code = "FORM"', 'code = "../x"', r"source\.code: found '\.\./x'; accepted: text that fits"),
        ('unit = "RUB"', "", r"the value 'План' has no unit: say fields\.unit"),
        ('code = { column = "Зона" }', "", r"entity: .*either code, or key"),
        ('scenario = "target"', "scenario = {}", r"fields\.scenario: .*a constant such as"),
        ('match = ["Зона", "План"]', "match = []", r"match: found \[\]; "),
        ('[source]\ncode = "FORM"\ntitle = "Form 1"\nkind = "register"', "", r"either \[source\], or fields\.source"),
        ('indicator = "investment"', 'indicator = "investment"\nscale = -1', r"values\[1\]\.scale: found -1"),
        ('as = "year" }', 'as = "year" ', "report.toml is not TOML: .*line"),
    ],
)
def test_a_wrong_mapping_names_the_key_what_was_found_and_what_is_accepted(tmp_path, old, new, problem):
    assert old in GOOD
    with pytest.raises(UserError, match=problem) as caught:
        load(tmp_path, GOOD.replace(old, new))
    assert "report.toml" in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(UserError) as caught:
        load(tmp_path, GOOD.replace("scope", "skope").replace("unit", "units"))
    assert "fields.skope" in str(caught.value) and "values[1].units" in str(caught.value)


def test_a_mapping_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UserError, match=r"gone\.toml: there is no such mapping file"):
        mapping.load(tmp_path / "gone.toml")


def test_every_key_is_described():
    found = dict(described(mapping.Mapping))
    assert [key for key, words in found.items() if not words] == []
    assert {"title.ru", "read.decimal", "entity.key", "fields.period", "values[].scale", "skip[].reason"} <= set(found)
