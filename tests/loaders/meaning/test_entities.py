import pytest

from data.errors import UserError
from loaders.run import Known
from tests.loaders.mapped_text import FIELDS, HEAD, PLAN, SOURCE, balance, mapped, refusals, rows_of

FIND = """
[entity]
find = { tax_number = "ИНН", name = "Резидент" }
kind = "organisation"
prefix = "RU-"
country = "RUS"
may_create = true
"""
BASE = HEAD.replace("Зона", "Резидент") + SOURCE + FIELDS + PLAN
#: ИНН of organisations made up for this test; their control digits fit.
MIKRON, ALFA, BETA = "7735007358", "7707083893", "7812014560"
KNOWN = Known(
    frozenset({"RU-ORG-MIKRON", "RU-ORG-ALFA", "ALABUGA"}),
    names={"ооо микрон": "RU-ORG-MIKRON", "микрон": "RU-ORG-MIKRON", "альфа": "RU-ORG-ALFA", "алабуга": "ALABUGA"},
    tax_numbers={ALFA: "RU-ORG-ALFA"},
)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"{ALFA} | Кто-то ещё", "RU-ORG-ALFA"),
        (f"{ALFA} |", "RU-ORG-ALFA"),
        (" | «Альфа»", "RU-ORG-ALFA"),
        (f"{MIKRON} | ООО «Микрон»", "RU-ORG-MIKRON"),
        (" | ооо  МИКРОН", "RU-ORG-MIKRON"),
        (f"{BETA} | Бета", f"RU-{BETA}"),
        (f"{BETA} | Альфа", f"RU-{BETA}"),
    ],
)
def test_an_entity_is_found_by_its_tax_number_then_by_its_name(tmp_path, row, code):
    batch = mapped(tmp_path, BASE + FIND, f"ИНН | Резидент | План\n{row} | 1\n", KNOWN)
    assert rows_of(batch, "entity") == [(code,)]


def test_only_a_new_entity_is_described_and_its_tax_number_kept(tmp_path):
    table = f"ИНН | Резидент | План\n{BETA} | Бета | 1\n{ALFA} | Альфа | 2\n"
    batch = mapped(tmp_path, BASE + FIND, table, KNOWN)
    assert rows_of(batch, "code", "kind", "name_en", "country", table="entity") == [
        (f"RU-{BETA}", "organisation", "Бета", "RUS")
    ]
    assert rows_of(batch, "spelling", "kind", "entity", table="alias") == [(BETA, "tax_number", f"RU-{BETA}")]


def test_a_name_without_a_number_is_the_one_that_has_it_elsewhere_in_the_file(tmp_path):
    table = f"ИНН | Резидент | План | Год\n | Бета | 1 | 2018\n{BETA} | «БЕТА» | 2 | 2019\n"
    mapping = (BASE + FIND).replace('period = "2019"', 'period = { column = "Год", as = "year" }')
    assert rows_of(mapped(tmp_path, mapping, table, KNOWN), "entity") == [(f"RU-{BETA}",), (f"RU-{BETA}",)]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (f"{ALFA[:-1]}4 | Альфа", "ИНН: the control digits of the tax number 7707083894 do not fit"),
        ("12345 | Альфа", "ИНН: 12345 is not a tax number"),
        (f"{ALFA} | Микрон", "Резидент: the tax number of Микрон belongs to one entity, its name to another"),
        (" | ", "ИНН: the cell is empty"),
        (f"{BETA} | Гамма | 1\n{MIKRON} | Гамма | 1\n | Гамма", "the name Гамма stands beside several tax numbers"),
    ],
)
def test_numbers_and_names_at_odds_are_refused(tmp_path, rows, problem):
    batch = mapped(tmp_path, BASE + FIND, f"ИНН | Резидент | План\n{rows} | 1\n", KNOWN)
    assert problem in refusals(batch)[-1]
    assert all("Альфа" not in row for row in rows_of(batch, "entity"))


def test_an_unknown_name_is_refused_with_the_nearest_known(tmp_path):
    names = {f"компания {word}": f"ORG-{word.upper()}" for word in "abcdefghijklmnop"} | {"микрон": "RU-ORG-MIKRON"}
    known = Known(frozenset(names.values()), names=names)
    mapping = BASE + FIND.replace("may_create = true", "")
    batch = mapped(tmp_path, mapping, "ИНН | Резидент | План\n | Микронн | 1\n", known)
    assert refusals(batch) == ["row 2, Резидент: Микронн is not a known zone, cluster or organisation"]
    assert batch.refused["accepted"][0].startswith("RU-ORG-MIKRON (микрон), ")


def test_a_code_may_be_told_by_a_name_or_an_alias(tmp_path):
    mapping = BASE + '[entity]\ncode = { column = "Резидент" }\n'
    batch = mapped(tmp_path, mapping, "Резидент | План\nАЛАБУГА | 1\nRU-ORG-ALFA | 2\nМарс | 3\n", KNOWN)
    assert rows_of(batch, "entity") == [("ALABUGA",), ("RU-ORG-ALFA",)]
    assert balance(batch) == (3, 2, 1, 0)


ALIASES = '[entity]\ncode = { column = "Резидент", aliases = "companies" }\n'


def test_an_alias_list_beside_the_mapping_says_whom_a_spelling_means(tmp_path):
    (tmp_path / "companies.csv").write_text("spelling,code\n OOO Mikron ,RU-ORG-MIKRON\nалабуга-2,ALABUGA\n")
    batch = mapped(tmp_path, BASE + ALIASES, "Резидент | План\nooo  mikron | 1\nАлабуга-2 | 2\nMikron | 3\n", KNOWN)
    assert rows_of(batch, "entity") == [("RU-ORG-MIKRON",), ("ALABUGA",)]
    assert refusals(batch) == ["row 4, Резидент: Mikron is not a known zone, cluster or organisation"]


def test_a_changed_alias_list_makes_another_loader_of_it(tmp_path):
    table = "Резидент | План\nMikron | 1\n"
    (tmp_path / "companies.csv").write_text("spelling,code\nMikron,RU-ORG-MIKRON\n")
    first = mapped(tmp_path, BASE + ALIASES, table, KNOWN)
    (tmp_path / "companies.csv").write_text("spelling,code\nMikron,RU-ORG-ALFA\n")
    second = mapped(tmp_path, BASE + ALIASES, table, KNOWN)
    assert (rows_of(first, "entity"), rows_of(second, "entity")) == ([("RU-ORG-MIKRON",)], [("RU-ORG-ALFA",)])
    assert first.sha256 == second.sha256 and first.loader_sha256 != second.loader_sha256


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, r"entity\.code\.aliases: found 'companies'; accepted: a list in loaders/aliases or beside the mapping"),
        ("a,b\n1,2\n", r"entity\.code\.aliases, companies is no alias list: a CSV file with the columns spelling and"),
        ("spelling,code\nMikron,\n", r"companies, row 2: a cell is empty"),
        (
            "spelling,code\nMikron,A\nMIKRON,B\n",
            r"the spelling 'mikron' stands for A and B; it must stand for one code",
        ),
    ],
)
def test_an_alias_list_that_says_nothing_sure_is_an_error(tmp_path, content, problem):
    if content is not None:
        (tmp_path / "companies.csv").write_text(content)
    with pytest.raises(UserError, match=problem):
        mapped(tmp_path, BASE + ALIASES, "Резидент | План\nMikron | 1\n", KNOWN)


def test_an_alias_list_lies_in_no_other_folder(tmp_path):
    with pytest.raises(UserError, match=r"aliases: found .\.\./companies"):
        mapped(tmp_path, BASE + ALIASES.replace('"companies"', '"../companies"'), "Резидент | План\nx | 1\n", KNOWN)


def test_rows_that_describe_one_entity_differently_are_told(tmp_path):
    table = f"""
        ИНН    | Резидент | План | Год  | Округ
        {BETA} | «Бета»   | 1    | 2018 |
        {BETA} | БЕТА     | 2    | 2019 | Округ 1
        {BETA} | Бэта     | 3    | 2020 | Округ 2
    """
    mapping = (BASE + FIND).replace('period = "2019"', 'period = { column = "Год", as = "year" }')
    batch = mapped(tmp_path, mapping.replace("may_create", 'region = { column = "Округ" }\nmay_create'), table, KNOWN)
    assert rows_of(batch, "name_en", "region", table="entity") == [("«Бета»", "Округ 1")]
    assert [str(each).split(";")[0] for each in batch.warnings] == [
        f"row 4: RU-{BETA} is told with name_en Бэта",
        f"row 4: RU-{BETA} is told with region Округ 2",
    ]


def test_what_is_wrong_about_a_new_entity_is_refused(tmp_path):
    mapping = BASE + FIND.replace('country = "RUS"', 'country = { column = "Страна" }')
    batch = mapped(tmp_path, mapping, f"ИНН | Резидент | План | Страна\n{BETA} | Бета | 1 | Россия\n", KNOWN)
    assert refusals(batch) == ["row 2, Страна: Россия is not a country"]


def test_a_membership_has_its_days_and_whom_it_names_must_be_known(tmp_path):
    members = (
        '[[memberships]]\nof = { column = "ОЭЗ" }\nrole = "resident"\nfrom = { column = "С" }\nto = { column = "По" }\n'
    )
    table = f"""
        ИНН    | Резидент | План | ОЭЗ     | С          | По
        {BETA} | Бета     | 1    | Алабуга | 17.06.2019 |
        {ALFA} | Альфа    | 2    | Марс    | 2020-01-31 | 31.12.2021
        {MIKRON} | Микрон | 3    | ALABUGA | вчера      |
    """
    batch = mapped(tmp_path, BASE + FIND + members, table, KNOWN)
    assert rows_of(batch, "member", "of", "role", "from", "to", "counted", table="membership") == [
        (f"RU-{BETA}", "ALABUGA", "resident", "2019-06-17", None, True)
    ]
    assert refusals(batch) == [
        "row 3, ОЭЗ: Марс is not a known zone, cluster or organisation",
        "row 4, С: вчера is not a date",
    ]


def test_one_membership_that_ends_twice_is_refused(tmp_path):
    members = '[[memberships]]\nof = "ALABUGA"\nrole = "resident"\nto = { column = "По" }\n'
    mapping = HEAD.replace("Зона", "Резидент") + SOURCE + FIND + members
    table = f"ИНН | Резидент | По\n{BETA} | Бета | 2020-01-31\n{BETA} | Бета | 2021-01-31\n"
    batch = mapped(tmp_path, mapping, table, KNOWN)
    assert refusals(batch)[0] == "row 2, member: the rows 2, 3 say different things of the same thing"
    assert (rows_of(batch, "member", table="membership"), balance(batch)) == ([], (2, 0, 2, 0))


def test_whom_somebody_belongs_to_is_known_by_name_where_its_code_is_of_the_same_family(tmp_path):
    members = """
[[memberships]]
column = "Владелец"
role = "organisation"
kind = "organisation"
prefix = "RU-ORG-"
may_create = true
note = { column = "Вид" }
"""
    table = f"""
        ИНН    | Резидент | План | Владелец | Вид
        {BETA} | Бета     | 1    | «Микрон» | SME
        {ALFA} | Альфа    | 2    | Алабуга  |
    """
    batch = mapped(tmp_path, BASE + FIND + members, table, KNOWN)
    told = rows_of(batch, "of", "note", table="membership")
    assert told == [("RU-ORG-MIKRON", "SME"), (told[1][0], None)]
    assert told[1][0].startswith("RU-ORG-ALABUGA")
    assert ("Микрон",) not in rows_of(batch, "name_en", table="entity")


def test_a_total_that_nobody_left_out_is_no_new_entity(tmp_path):
    batch = mapped(
        tmp_path, BASE + FIND, "ИНН | Резидент | План\n | Сигма | 1\n | Итого по ОЭЗ | 2\n | Total SA | 3", KNOWN
    )
    assert [value for (value,) in rows_of(batch, "value")] == [1, 3]
    assert refusals(batch) == [
        "row 3, Резидент: Итого по ОЭЗ reads like the name of a total, and nobody is known by it: "
        "say [[skip]] to leave such rows out"
    ]
    assert balance(batch) == (3, 2, 1, 0)


def test_one_who_is_known_by_such_a_name_is_read(tmp_path):
    known = Known(frozenset({"RU-ORG-ITOG"}), names={"итог": "RU-ORG-ITOG"})
    batch = mapped(tmp_path, BASE + FIND, "ИНН | Резидент | План\n | Итог | 1", known)
    assert rows_of(batch, "entity", "value") == [("RU-ORG-ITOG", 1)]
