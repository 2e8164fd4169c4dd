"""JSON as portals and statistics offices write it: what a person sees as a table, the cells out."""

import json

import pytest

from data.errors import UserError
from loaders import formats
from loaders.raw import ROW, ReadOptions

ROWS = [["Zone", "Jobs"], ["Alpha", "12"], ["Beta", None]]
STAT = {
    "class": "dataset",
    "id": ["zone", "time"],
    "size": [2, 2],
    "role": {"time": ["time"]},
    "dimension": {
        "zone": {"label": "Zone", "category": {"index": {"B": 1, "A": 0}, "label": {"A": "Alpha", "B": "Beta"}}},
        "time": {"label": "Year", "category": {"index": ["2018", "2019"], "label": {"2018": "the year 2018"}}},
    },
    "value": {"0": 1.50, "3": 4},
}
SDMX = {
    "data": {
        "dataSets": [
            {"series": {"0:0": {"attributes": [0], "observations": {"0": [1.5, None], "1": [2.5, 0]}}}},
        ],
        "structure": {
            "dimensions": {
                "series": [{"id": "AREA", "values": [{"id": "RU"}]}, {"id": "INDICATOR", "values": [{"id": "INV"}]}],
                "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2018"}, {"id": "2019"}]}],
            },
            "attributes": {
                "series": [{"id": "UNIT_MULT", "values": [{"id": "6"}]}],
                "observation": [{"id": "OBS_STATUS", "values": [{"id": "E"}]}],
            },
        },
    }
}


def cells(document):
    parsed = formats.parse(json.dumps(document).encode(), ReadOptions(), "portal.json")
    names = [name for name in parsed.cells.columns if name != ROW]
    return [names, *map(list, parsed.cells.select(names).iter_rows())]


@pytest.mark.parametrize(
    "document",
    [
        [["Alpha", 12], ["Beta"]],
        {"data": [["Alpha", 12], ["Beta", 3]], "columns": ["Zone"]},
        {"data": [1, 2, 3]},
    ],
)
def test_rows_that_do_not_fit_their_names_are_refused_with_what_is_read(document):
    with pytest.raises(UserError, match="Read are also rows that are lists of one length"):
        cells(document)


@pytest.mark.parametrize("wrong", [{"value": [1, 2, 3]}, {"size": [2, 3]}, {"size": [3000, 3000]}, {"id": ["zone"]}])
def test_a_cube_that_does_not_fit_its_description_is_refused(wrong):
    with pytest.raises(UserError, match=r"portal\.json is a cube of figures that does not fit its own description"):
        cells(STAT | wrong)


@pytest.mark.parametrize(
    "document",
    [
        [["Zone", "Jobs"], ["Alpha", 12], ["Beta", None]],
        {"columns": ["Zone", "Jobs"], "index": [0, 1], "data": [["Alpha", 12], ["Beta", None]]},
        {
            "meta": {"view": {"tags": ["a"], "columns": [{"id": 1, "name": "Zone"}, {"id": 2, "name": "Jobs"}]}},
            "data": [["Alpha", 12], ["Beta", None]],
        },
        {
            "schema": {"fields": [{"name": "Zone"}, {"name": "Jobs"}]},
            "rows": [{"f": [{"v": "Alpha"}, {"v": 12}]}, {"f": [{"v": "Beta"}, {"v": None}]}],
        },
        {
            "table": {
                "cols": [{"label": "Zone"}, {"label": "Jobs"}],
                "rows": [{"c": [{"v": "Alpha"}, {"v": 12}]}, {"c": [{"v": "Beta"}, None]}],
            }
        },
        {"Zone": ["Alpha", "Beta"], "Jobs": [12, None]},
        {"Zone": {"0": "Alpha", "1": "Beta"}, "Jobs": {"0": 12, "1": None}},
        {
            "result": {
                "fields": [{"id": "Zone"}, {"id": "Jobs"}],
                "records": [{"Zone": "Alpha", "Jobs": 12}, {"Zone": "Beta", "Jobs": None}],
            }
        },
        [{"page": 1}, [{"Zone": "Alpha", "Jobs": 12}, {"Zone": "Beta", "Jobs": None}]],
        {"@odata.context": "x", "value": [{"Zone": "Alpha", "Jobs": 12}, {"Zone": "Beta", "Jobs": None}]},
    ],
)
def test_one_table_in_the_shapes_of_many_portals(document):
    assert cells(document) == ROWS


def test_json_stat_has_a_row_for_each_cell_and_no_value_is_no_zero():
    assert cells(STAT) == [
        ["Zone", "Year", "value"],
        ["Alpha", "2018", "1.5"],
        ["Alpha", "2019", None],
        ["Beta", "2018", None],
        ["Beta", "2019", "4"],
    ]


def test_sdmx_json_keeps_every_attribute_as_one_may_say_that_figures_are_millions():
    assert cells(SDMX) == [
        ["AREA", "INDICATOR", "UNIT_MULT", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS"],
        ["RU", "INV", "6", "2018", "1.5", None],
        ["RU", "INV", "6", "2019", "2.5", "E"],
    ]
