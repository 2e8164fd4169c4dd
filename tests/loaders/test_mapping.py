import pytest

from data.errors import UserError
from loaders import mapping
from loaders.meaning import said
from loaders.meaning.mapping_keys import described, documented, headings

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


#: A line of the mapping, wrong; and what is said about it. `[read]` and `duplicates` stand before everything else.
WRONG = [
    ('duplicates = "first"', r"duplicates\.policy: found 'first'; accepted: 'refuse', 'sum', 'last'"),
    ("duplicates = { distinct = [] }", r"duplicates: .*accepted: \"refuse\", \"sum\", \"last\", or { distinct = "),
    ('duplicates = { by = ["№"] }', r"no key duplicates\.by\. .*Accepted: policy, distinct"),
    ("[read]\nsheet = 0", r"read\.sheet\.number: found 0; .*greater than or equal to 1"),
    ('[read]\nsheet = { pattern = "(" }', r"read\.sheet\.pattern: found '\('; it is no regular expression"),
    ('[read]\nsheet = { name = "A", number = 1 }', r"read\.sheet: .*accepted: a name, a number from 1, or { pattern"),
    ("[read]\nheading_rows = [6, 4]", r"read: .*heading_rows: accepted: a row from 1, or \[first, last\]"),
    ('[read]\nheading_rows = "4"', r"read\.heading_rows: found '4'; "),
    ("[read]\nheading_row = 4", r"no key read\.heading_row\. Did you mean heading_rows\?"),
    ('[read]\ndates = "mmdd"', r"read\.dates: found 'mmdd'; accepted: 'dmy', 'mdy' or 'ymd'"),
    ("[read]\nfiscal_year_starts = 13", r"read\.fiscal_year_starts: found 13; .*less than or equal to 12"),
    ('[read]\nfootnotes = "drop"', r"read\.footnotes: found 'drop'; accepted: 'refuse' or 'keep'"),
    ('[read]\nend = { column = "Зона" }', r"read\.end: .*accepted: { column = \"…\", pattern = \"…\" }"),
    ('[read]\nend = { column = "Зона", row = 4 }', r"read\.end: .*accepted: { column"),
    ('[read]\nend = { column = "Зона", pattern = "[" }', r"read\.end\.pattern: found '\['; it is no regular"),
    ('[read]\nend = { column = "Зона", pattern = "a(?=b)" }', r"read\.end\.pattern: .*it is no regular expression"),
    ('[read]\nfill_down = "Зона"', r"read\.fill_down: found 'Зона'; "),
]
#: The same, at the end of the mapping.
WRONG_TABLES = [
    ('[[skip]]\ncolumn = "Зона"\nempty = true', r"the key skip\[1\]\.reason is missing"),
    ('[[skip]]\ncolumn = "Зона"\nreason = "x"', r"skip\[1\]: .*one of equals, pattern, empty, outline_below"),
    ('[[skip]]\ncolumn = "З"\nempty = true\npattern = "x"\nreason = "x"', r"skip\[1\]: .*one of equals, pattern"),
    ('[[skip]]\ncolumn = "З"\npattern = "*"\nreason = "x"', r"skip\[1\]\.pattern: found '\*'; it is no regular"),
    ('[[skip]]\ncolumn = "З"\noutline_below = 0\nreason = "x"', r"skip\[1\]\.outline_below: found 0; "),
    ('[[keep]]\ncolumn = "З"\ntotal = true\nreason = "x"', r"no key keep\[1\]\.total\. "),
    ('[[keep]]\ncolumn = "З"\nreason = "x"', r"keep\[1\]: .*accepted: one of equals, pattern, empty"),
    ('[[values]]\nindicator = "jobs"', r"values\[2\]: .*accepted: either column, or columns"),
    ('[[values]]\ncolumns = "("\nindicator = "jobs"', r"values\[2\]\.columns: found '\('; it is no regular"),
    (
        '[[values]]\ncolumns = "^(?P<y>20..)$"\nunit = "JOB"\nindicator = "jobs"\nperiod = { heading = "year" }',
        r"period: the value '\^\(\?P<y>20\.\.\)\$' has no group 'year'; accepted: y",
    ),
    (
        '[[values]]\ncolumn = "Факт"\nunit = "JOB"\nindicator = "jobs"\nperiod = { heading = "year" }',
        r"the value 'Факт' has no group 'year'; accepted: none: say columns with",
    ),
    (
        '[[values]]\ncolumn = "Ф"\nunit = { column = "Ед.", as = "word" }\nindicator = "jobs"',
        r"values\[2\]\.unit\.as: found 'word'; accepted: 'code' or 'words'",
    ),
    (
        '[[values]]\ncolumn = "Ф"\nunit = "JOB"\nindicator = "jobs"\nperiod = { column = "Г", as = "year", year = "1" }',
        r"values\[2\]\.period: .*year goes with as = \"words\"",
    ),
    (
        '[[values]]\ncolumn = "Ф"\nunit = "JOB"\nindicator = "jobs"\nscenario = { column = "Г", codes = { "п" = "x" } }',
        r"values\[2\]\.scenario: .*'x' is none of: ",
    ),
    (
        '[[values]]\ncolumn = "Ф"\nunit = "JOB"\nindicator = "jobs"\nscenario = { column = "Г", otherwise = "x" }',
        r"values\[2\]\.scenario: .*'x' is none of: ",
    ),
    ('[[memberships]]\nrole = "resident"', r"memberships\[1\]: .*accepted: either column, or of"),
    (
        '[[memberships]]\nof = "ALABUGA"\nrole = "resident"\nmay_create = true\nkind = "zone"',
        r"memberships\[1\]: .*may_create needs kind",
    ),
    (
        '[[memberships]]\nof = "A"\nrole = "resident"\nsince = "2019"',
        r"no key memberships\[1\]\.since\. Accepted: .*from",
    ),
    ('[[memberships]]\nof = { heading = "x" }\nrole = "resident"', r"memberships: heading goes with values and fields"),
    ('[[stages]]\nstage = "dance"\nentered = "2019"', r"stages\[1\]\.stage: found 'dance'; 'dance' is none of: "),
    ('[[stages]]\nstage = "agreement"', r"the key stages\[1\]\.entered is missing"),
    ('[[agreements]]\nkind = "memo"', r"the key agreements\[1\]\.code is missing"),
    (
        '[[agreements]]\ncode = { column = "№" }\nkind = "memo"\namount = "Сумма"',
        r"agreements\[1\]: .*an amount needs currency",
    ),
    (
        '[[sources]]\ncode = "x y"\ntitle = "t"\nkind = "register"',
        r"sources\[1\]\.code: found 'x y'; accepted: text that",
    ),
]
HEAD = 'title = { en = "Report", ru = "Отчёт" }\nmatch = ["Зона", "План"]\n'


@pytest.mark.parametrize(("line", "problem"), WRONG)
def test_each_wrong_key_of_the_outside_has_an_error_of_its_own(tmp_path, line, problem):
    with pytest.raises(UserError, match=problem):
        load(tmp_path, GOOD.replace(HEAD, f"{HEAD}{line}\n"))


@pytest.mark.parametrize(("table", "problem"), WRONG_TABLES)
def test_each_wrong_key_of_a_table_has_an_error_of_its_own(tmp_path, table, problem):
    with pytest.raises(UserError, match=problem):
        load(tmp_path, f"{GOOD}\n{table}\n")


ENTITY = 'code = { column = "Зона" }'


@pytest.mark.parametrize(
    ("entity", "problem"),
    [
        ("find = {}", r"entity\.find: .*accepted: { tax_number = \"Heading\", name = \"Heading\" }"),
        ('find = { inn = "ИНН" }', r"no key entity\.find\.inn\. .*Accepted: tax_number, name, is_russian"),
        ('find = { name = "Р" }\nkey = ["Р"]', r"entity: .*accepted: either code, or key, or find"),
        ('find = { name = "Р" }\nmay_create = true', r"entity: .*may_create needs kind"),
        ('code = { column = "З", value = "Х" }', r"entity\.code: .*accepted: a constant such as"),
        (
            'code = { value = "X", codes = { "a" = "b" } }',
            r"entity\.code: .*go with column, heading or title, not with a",
        ),
        (f'{ENTITY}\nfounded = {{ column = "Д", as = "year" }}', r"no key entity\.founded\.as\."),
    ],
)
def test_each_wrong_way_to_name_an_entity_has_an_error_of_its_own(tmp_path, entity, problem):
    with pytest.raises(UserError, match=problem):
        load(tmp_path, GOOD.replace(ENTITY, entity))


def test_a_file_may_bring_no_figures_but_not_nothing(tmp_path):
    bare = GOOD[: GOOD.index("[fields]")]
    with pytest.raises(UserError, match="nothing is asked of the file: say values, memberships, stages, agreements"):
        load(tmp_path, bare)
    assert load(tmp_path, bare + '[[memberships]]\nof = "ALABUGA"\nrole = "resident"\n').values == []


def test_figures_without_whom_they_are_about_are_no_mapping(tmp_path):
    with pytest.raises(UserError, match="the key entity is missing: values, memberships and stages are about one"):
        load(tmp_path, GOOD.replace(f"[entity]\n{ENTITY}\n", ""))


def test_a_heading_named_by_any_key_is_looked_for():
    found = mapping.Mapping.model_validate(
        {
            "title": {"en": "a", "ru": "а"},
            "match": ["z"],
            "duplicates": {"distinct": ["1"]},
            "read": {"end": {"column": "2", "empty": True}, "fill_down": ["3"]},
            "source": {"code": "S", "title": "t", "kind": "press"},
            "entity": {"find": {"tax_number": "4", "name": "5"}, "founded": {"column": "6"}},
            "memberships": [{"column": "7", "role": "resident", "from": {"column": "8"}}],
            "agreements": [{"code": {"column": "9"}, "kind": "memo", "amount": "10", "currency": "RUB"}],
            "checks": [{"total": "11", "parts": ["12", "13"]}],
            "skip": [{"column": "14", "empty": True, "reason": "r"}],
        }
    )
    assert sorted(headings(found), key=int) == [str(number) for number in range(1, 15)]
    assert headings(found)["8"] == "memberships[1].from"


WAYS = {
    "A constant, a column, a part of the heading or of the title": said.Said,
    "A unit, besides": said.UnitSaid,
    "A period, besides": said.PeriodSaid,
}


def test_the_lists_of_forms_and_of_keys_beside_the_mappings_are_whole():
    text = (mapping.FOLDER / "README.md").read_text(encoding="utf-8")
    assert mapping.listed() in text
    listed = text[text.index("| key |") :]
    assert listed == documented(mapping.Mapping, WAYS)
