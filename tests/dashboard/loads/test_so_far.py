"""Several files in one command: each is held against those before it, and one snapshot is built for all."""

import pytest

from tests.dashboard.ways import run

HEAD = "entity,indicator,scope,basis,scenario,period,value,unit,source\n"
ROW = "Z,investment,residents,cumulative,actual,{},{},RUB,S\n"


@pytest.fixture
def files(tmp_path, store):
    def written(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    run("load", written("entities.csv", "code,kind,name_en\nZ,zone,Zone\n"))
    run("load", written("sources.csv", "code,title\nS,Source\n"))
    run("load", written("old.csv", HEAD + ROW.format(2016, 300)))
    return written


def test_each_file_is_held_against_the_one_before_it(files):
    first = files("first.csv", HEAD + ROW.format(2017, 500))
    second = files("second.csv", HEAD + ROW.format(2018, 400))
    told = run("load", first, second)
    assert "adds up over time, but is 400 by 2018 after 500 by 2017" in told


def test_a_figure_told_anew_by_the_file_before_counts(files):
    first = files("first.csv", HEAD + ROW.format(2016, 100))
    second = files("second.csv", HEAD + ROW.format(2017, 200))
    assert "warning" not in run("load", first, second)


def test_no_snapshot_is_built_between_the_files(files, tmp_path):
    run("load", *(files(f"{year}.csv", HEAD + ROW.format(year, year)) for year in (2017, 2018, 2019)))
    built = {path.name for path in tmp_path.rglob("version-*")}
    assert "version-6" in built
    assert not {"version-4", "version-5"} & built
