import pytest

from data.errors import UserError
from loaders import native
from loaders.forms import FORMS
from loaders.run import Known, read
from tests.loaders.conftest import KNOWN, observations_csv


def load(name, text, known=KNOWN):
    return read(text.encode(), f"{name}.csv", known, loader=name)


def test_an_unknown_column_is_named_with_those_that_are_accepted():
    with pytest.raises(
        UserError, match=r"unknown column 'colour'.\nFound: code, title, colour.\nAccepted: code, title, pub"
    ):
        load("sources", "code,title,colour\nA,B,red\n")


def test_a_missing_column_is_named():
    with pytest.raises(UserError, match=r"no column kind.\nFound: code, name_en"):
        load("entities", "code,name_en\nA,B\n")


def test_a_column_that_comes_twice_is_an_unknown_one():
    with pytest.raises(UserError, match=r"unknown column 'title \[2\]'"):
        load("sources", "code,title,title\nA,B,C\n")


def test_columns_that_are_not_required_may_be_left_out():
    assert load("sources", "code,title\nA,B\n").frames["source"]["kind"].to_list() == [None]
    assert load("membership", "member,of,role\nDUBNA,ALABUGA,zone\n").frames["membership"]["counted"].to_list() == [
        True
    ]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("sources", "code,title,kind\nA,B,gossip\n", "kind: gossip is not one of the codes"),
        ("sources", "code,title,published\nA,B,12.05.2019\n", "published: 12.05.2019 is not a date"),
        ("sources", "code,title,published\nA,B,2019-02-30\n", "published: 2019-02-30 is not a date"),
        ("sources", "code,title,url\nA,B,javascript:alert(1)\n", "url: javascript:alert(1) is not a web address"),
        ("sources", "code,title,language\nA,B,Russian\n", "language: Russian is not a language"),
        ("sources", "code,title\nno code,B\n", "code: no code is not a code"),
        ("sources", "code,title\nA,\n", "title: the cell is empty"),
        ("entities", "code,kind,name_en\nA,planet,B\n", "kind: planet is not one of the codes"),
        (
            "entities",
            "code,kind,name_en,part_of\nA,zone,B,MARS\n",
            "part_of: MARS is not a known zone, cluster or organisation",
        ),
        ("entities", "code,kind,name_en,country\nA,zone,B,Russia\n", "country: Russia is not a country"),
        (
            "membership",
            "member,of,role\nMARS,DUBNA,zone\n",
            "member: MARS is not a known zone, cluster or organisation",
        ),
        (
            "membership",
            "member,of,role,counted\nDUBNA,ALABUGA,zone,maybe\n",
            "counted: maybe is neither true nor false",
        ),
        ("membership", "member,of,role,from\nDUBNA,ALABUGA,zone,soon\n", "from: soon is not a date"),
        ("agreements", "code,kind,amount,currency\nA,memo,lots,USD\n", "amount: lots is not a number"),
        ("agreements", "code,kind,amount,currency\nA,memo,1,dollars\n", "currency: dollars is not a currency"),
        (
            "measures",
            "code,entity,kind,name_en\nA,MARS,tax,B\n",
            "entity: MARS is not a known zone, cluster or organisation",
        ),
        ("formation_rules", "rule,comparator,value\na,more,1\n", "comparator: more is not one of the codes"),
        (
            "fx_rates",
            "currency_base,currency_quote,period,kind,rate\nUSD,RUB,May,end,60\n",
            "period: May is not a period",
        ),
        ("fx_rates", "currency_base,currency_quote,period,kind,rate\nUSD,RUB,2015,end,\n", "rate: the cell is empty"),
        ("deflator", "country,year,index,kind\nRUS,15,100,cpi\n", "year: 15 is not a year"),
    ],
)
def test_a_wrong_cell_is_refused(refused, name, text, problem):
    assert f"row 2, {problem}" in refused(load(name, text))


def test_a_thing_told_twice_is_refused_with_the_rows(refused):
    batch = load("sources", "code,title\nA,B\nC,D\nA,E\n")
    assert refused(batch) == [f"row {row}, code: the same thing stands in the rows 2, 4" for row in (2, 4)]


def test_a_file_of_entities_may_name_its_own():
    batch = load("entities", "code,kind,name_en,part_of\nA,zone,Zone,\nB,cluster,Cluster,A\n", Known())
    assert batch.accepted == 2


def test_the_same_bytes_read_by_the_same_loader_have_the_same_marks():
    first, second = (load("sources", "code,title\nA,B\n") for _ in range(2))
    assert (first.sha256, first.loader_sha256) == (second.sha256, second.loader_sha256)
    assert len(first.sha256) == 64


@pytest.mark.parametrize("name", FORMS)
def test_each_native_file_is_recognised_by_its_headings_alone(name):
    assert native.matching(FORMS[name].columns) == [name]
    assert native.matching([*FORMS[name].columns, "refused_row"]) == [name]


def test_a_known_name_or_alias_stands_for_a_code_in_every_column_of_entities(refused):
    known = Known(KNOWN.entities, KNOWN.sources, names={"оэз алабуга": "ALABUGA", "дубна": "DUBNA"})
    membership = load("membership", "member,of,role\nДубна,«ОЭЗ  Алабуга»,zone\n", known)
    assert membership.frames["membership"].select("member", "of").rows() == [("DUBNA", "ALABUGA")]
    assert load("stages", "project,stage,entered\nдубна,agreement,2019\n", known).frames["stage"][
        "project"
    ].to_list() == ["DUBNA"]
    figures = read(observations_csv("entity\nОЭЗ Алабуга\nDUBNA\nПутилково"), "f.csv", known, loader="observations")
    assert figures.frames["observation"]["entity"].to_list() == ["ALABUGA", "DUBNA"]
    assert refused(figures) == ["row 4, entity: Путилково is not a known zone, cluster or organisation"]


def test_two_spellings_of_one_entity_tell_the_same_figure_twice(refused):
    known = Known(KNOWN.entities, KNOWN.sources, names={"алабуга": "ALABUGA"})
    data = observations_csv("entity | period\nАлабуга | 2019\nALABUGA | 2019")
    assert read(data, "f.csv", known, loader="observations").refused_count == 2


def test_an_unknown_spelling_is_refused_with_the_names_that_look_most_like_it():
    codes = [f"ZONE-{number}" for number in range(20)]
    known = Known(frozenset(codes), names={"калуга": "ZONE-1", "дубна": "ZONE-2", "липецк": "ZONE-3"})
    batch = load("membership", "member,of,role\nКалуг,ZONE-2,zone\n", known)
    assert batch.refused["accepted"][0].startswith("ZONE-1 (калуга), ")
