import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders.parsers.kinds import kind
from loaders.raw import ReadOptions
from loaders.sandbox import read_table, see
from tests.conftest import examples


def table(text, **options):
    return read_table(text if isinstance(text, bytes) else text.encode(), "t.txt", ReadOptions(**options))


def test_records_within_records_become_columns_with_dotted_names():
    found = table('[{"zone": {"name": "Дубна", "at": {"region": "МО"}}, "plan": 1.50}, {"plan": null, "new": "x"}]')
    assert found.headings == ["zone.name", "zone.at.region", "plan", "new"]
    assert found.cells.rows() == [("Дубна", "МО", "1.50", None), (None, None, None, "x")]
    assert found.rows.to_list() == [1, 2]
    assert found.numbers.to_dict(as_series=False) == {"plan": [True, False]}


def test_numbers_keep_the_digits_they_are_written_with():
    found = table('[{"a": 12345678901234567890.10, "b": 1.5e3, "c": 0.1, "d": 1e-3, "e": -0}]')
    assert found.cells.row(0) == ("12345678901234567890.10", "1500", "0.1", "0.001", "-0")


def test_a_list_within_a_record_stays_json():
    assert table('[{"a": [1.50, {"b": "ж"}], "c": [], "d": {}, "e": true}]').cells.row(0) == (
        '[1.50, {"b": "ж"}]',
        None,
        None,
        "true",
    )


def test_the_only_list_is_found_and_of_several_one_is_said():
    one = '{"meta": {"n": 1, "tags": ["x"]}, "data": {"rows": [{"a": 1}]}}'
    assert table(one).cells.rows() == [("1",)]
    two = '{"zones": [{"a": 1}], "data": {"firms": [{"b": 2}]}}'
    with pytest.raises(UserError, match=r"holds 2 tables.*read\.records.\nFound: zones, data\.firms"):
        table(two)
    assert table(two, records="data.firms").headings == ["b"]
    assert table(two, match=("b",)).headings == ["b"]
    with pytest.raises(UserError, match=r"no sheet 'firms'.\nFound: zones, data\.firms"):
        table(two, records="firms")


def test_lines_of_objects_are_read_with_or_without_an_end():
    assert kind(b'{"a": 1}\n{"a": 2}', "t") == "ndjson"
    assert table('{"a": 1}\n\n{"a": 2, "b": "x"}\n').cells.rows() == [("1", None), ("2", "x")]
    with pytest.raises(UserError, match=r"line 2 is not JSON"):
        table('{"a": 1}\n{"a": \n')


def test_a_lone_object_is_one_record():
    assert table('{"zone": {"name": "Дубна"}, "plan": 1.50, "tags": ["x"]}\n').cells.rows() == [
        ("Дубна", "1.50", '["x"]')
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"count": 0, "rows": []}', "no list of records"),
        ('{"a": 1', "is not JSON"),
        ('[{"a": 1, "a": 2}]', "a name comes twice in one object: a"),
        ('[{"a": NaN}]', "NaN is no JSON"),
        ("[1, 2]", "no list of records"),
        ('{"a": {"b": 1}}', "no list of records"),
        ("[" * 100_000 + "]" * 100_000, "is not JSON"),
        ('[{"a": ' * 3000 + "1" + "}]" * 3000, "is not JSON|is damaged"),
    ],
)
def test_what_is_no_table_is_told(text, told):
    with pytest.raises(UserError, match=told):
        table(text)


def test_a_number_of_a_million_digits_is_not_written_out():
    assert table('[{"a": 1e999999}]').cells.item() == "1e999999"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_other_encodings_of_json_are_seen(encoding):
    text = json.dumps([{"Зона": "Дубна и Липецк", "План": 1}], ensure_ascii=False)
    assert see(text.encode(encoding), "t").grid.cells.row(1) == ("Дубна и Липецк", "1")


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from("abc"), st.integers() | st.text("xyж", min_size=1), min_size=1), min_size=1
    )
)
def test_any_records_come_back(records):
    from loaders.formats import parse

    found = parse(json.dumps(records).encode(), ReadOptions(), "t")
    rows = [
        {key: value for key, value in row.items() if value and key in "abc"}
        for row in found.cells.iter_rows(named=True)
    ]
    assert rows == [{key: str(value) for key, value in record.items()} for record in records]
