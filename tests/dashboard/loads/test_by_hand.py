"""One figure entered, corrected and taken back by hand."""

import json

import pytest

from dashboard import session
from dashboard.loads import by_hand
from dashboard.loads.by_hand import Figure, NewSource
from data.errors import UserError
from data.store import Store
from tests.dashboard.ways import run

KEY = ("Z", "investment", "residents", "cumulative", "actual", "2019", "RUB")


def enter(store: Store, figure: Figure, source: NewSource | None = None) -> int:
    return by_hand.enter(store, session.known(), by_hand.draft(store, figure, source), "Anna").load


def retract(store: Store, **wanted: str) -> int:
    return by_hand.enter(store, session.known(), by_hand.retraction(store, session.known(), wanted), "Anna").load


def everything() -> dict[str, list]:
    """All that stands, and metrics that take in every part of it."""
    known = session.known()
    found = {name: sorted(known.metric(name).rows(), key=repr) for name in ("standing", "contradictions", "freshness")}
    return found | {"history": known.table("history").rows()}


def current(scenario: str = "actual") -> list[float | None]:
    rows = session.known().table("observation")
    return [row["value"] for row in rows.iter_rows(named=True) if row["scenario"] == scenario]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": "many"}, "many is not a number"),
        ({"value": "1 000,5"}, "is not a number"),
        ({"entity": "NOBODY"}, "NOBODY is not a known zone"),
        ({"source": "NOBODY"}, "NOBODY is not a known source"),
        ({"source": ""}, "the cell is empty"),
        ({"unit": "JOB"}, "the unit JOB does not measure this indicator"),
        ({"basis": "stock"}, "does not fit this indicator"),
        ({"period": "Q3 2019"}, "is not a period"),
        ({"status": "X"}, "X is not one of the codes"),
        ({"comparator": "..", "lower": "9", "upper": "5", "value": ""}, "above the upper end"),
        ({"value": "NaN"}, "is not a number"),
        ({"note": "a\x00b"}, "cannot be read"),
    ],
)
def test_what_a_file_would_be_refused_for_is_refused_by_hand_in_the_same_words(known_zone, change, said):
    figure = Figure(**{**dict(zip(by_hand.KEY, KEY, strict=True)), "source": "S", "value": "95", **change})
    with pytest.raises(UserError, match="Nothing was stored") as told:
        enter(known_zone, figure)
    assert said in str(told.value)
    assert known_zone.version() == 2


def test_a_source_is_named_or_described_never_both_and_never_neither():
    for source, title in ((None, None), ("S", "Report")):
        with pytest.raises(UserError, match="either the code of a known source"):
            by_hand.described(source, title, "Ministry", "government")
    with pytest.raises(UserError, match="publisher and its kind"):
        by_hand.described(None, "Report", "", "government")


def test_the_same_figure_twice_is_told_and_stored_once(known_zone):
    load = enter(known_zone, Figure(*KEY, "S", "95"))
    with pytest.raises(UserError, match=f"already stands, as load {load}"):
        enter(known_zone, Figure(*KEY, "S", "95.0"))
    assert known_zone.version() == 3


def test_two_people_who_enter_the_same_at_once_store_it_once(known_zone):
    figure, known = Figure(*KEY, "S", "95"), session.known()
    drafts = [by_hand.draft(known_zone, figure) for _ in range(2)]
    by_hand.enter(known_zone, known, drafts[0])
    with pytest.raises(UserError, match="already loaded"):
        by_hand.enter(known_zone, known, drafts[1])


def test_a_correction_wins_and_withdrawing_it_brings_everything_back(known_zone):
    before = everything()
    load = enter(known_zone, Figure(*KEY, "S", "95", note="mistyped"))
    assert current() == [95]
    assert session.known().metric("attainment")["value"].to_list() == [pytest.approx(100 * 95 / 120)]
    known_zone.withdraw(load)
    assert everything() == before


def test_a_figure_may_return_to_what_it_was(known_zone):
    for value in ("95", "90", "95"):
        enter(known_zone, Figure(*KEY, "S", value))
        assert current() == [float(value)]


def test_a_figure_of_a_new_source_is_one_load_with_its_source(known_zone):
    report = NewSource("Annual report", "Ministry", "government", "2022-03", "https://example.org/r")
    load = enter(known_zone, Figure(*KEY, "", "99"), report)
    assert current() == [99]
    last = known_zone.loads().row(-1, named=True)
    counts = (last["id"], last["read"], last["accepted"], last["recorded_by"], last["loader"])
    assert counts == (load, 2, 2, "Anna", "by hand")
    assert report.code in known_zone.codes("source")
    known_zone.withdraw(load)
    assert report.code not in known_zone.codes("source")
    assert current() == [90]


def test_a_new_source_with_a_bad_address_is_refused_and_its_figure_with_it(known_zone):
    report = NewSource("Annual report", "Ministry", "government", "2022-03", "javascript:alert(1)")
    with pytest.raises(UserError, match="is not a web address"):
        enter(known_zone, Figure(*KEY, "", "99"), report)
    assert current() == [90]


def test_a_source_described_again_is_the_one_that_is_known(known_zone):
    report = NewSource("Annual report", "Ministry", "government", "2022-03")
    enter(known_zone, Figure(*KEY, "", "99"), report)
    enter(known_zone, Figure(*KEY[:4], "target", "2020", "RUB", "", "150"), report)
    assert known_zone.loads()["accepted"].to_list()[-2:] == [2, 1]


def test_the_preview_knows_which_figure_would_be_current(known_zone):
    def wins(figure: Figure, source: NewSource | None = None) -> bool:
        return by_hand.would_win(session.known(), by_hand.draft(known_zone, figure, source))

    assert wins(Figure(*KEY, "S", "95"))
    assert wins(Figure(*KEY, "T", "95"))
    assert wins(Figure(*KEY, "", "95"), NewSource("Report", "Ministry", "government", "1999"))
    assert not wins(Figure(*KEY, "", "95"), NewSource("Blog", "Somebody", "retelling", "2024"))
    assert not wins(Figure(*KEY, "T", "95", status="U"))
    assert not wins(Figure(*KEY, "S", ""))
    assert wins(Figure(*KEY[:5], "2018", "RUB", "S", "70"))


def test_one_figure_is_taken_back_and_the_next_in_line_wins(known_zone):
    before = everything()
    given = enter(known_zone, Figure(*KEY, "T", "95"))
    with_both = everything()
    load = retract(known_zone, entity="Z", scenario="actual", source="T")
    assert current() == [90]
    known_zone.withdraw(load)
    assert everything() == with_both
    retract(known_zone, entity="Z", scenario="actual", source="T")
    retract(known_zone, entity="Z", scenario="actual")
    assert (current(), current("target")) == ([], [120])
    for version in (given, 2):
        assert session.known(version=version).table("observation").height == 2
    assert before["history"] == session.known(version=2).table("history").rows()


def test_a_figure_taken_back_may_be_entered_and_taken_back_again(known_zone):
    for _ in range(2):
        retract(known_zone, entity="Z", scenario="actual", source="S")
        assert current() == []
        enter(known_zone, Figure(*KEY, "S", "90"))
        assert current() == [90]


def test_what_fits_no_figure_or_several_lists_the_candidates(known_zone):
    with pytest.raises(UserError, match="2 figures fit") as several:
        retract(known_zone, entity="Z")
    assert "--scenario actual" in str(several.value)
    assert "--scenario target" in str(several.value)
    with pytest.raises(UserError, match="0 figures fit") as none:
        retract(known_zone, entity="Z", period="1999")
    assert "--period 2019" in str(none.value)
    with pytest.raises(UserError, match="none stands"):
        retract(known_zone, entity="Y")
    assert known_zone.version() == 2


ARGUMENTS = "--indicator investment --scope residents --basis cumulative --scenario actual --period 2019 --unit RUB"


def test_the_command_line_enters_and_takes_back(known_zone):
    where = ("--entity", "Z", *ARGUMENTS.split())
    answer = json.loads(run("set", *where, "--value", "95", "--source", "S", "--by", "Anna", "--json"))
    assert (answer["load"], answer["version"], answer["before"]["value"], answer["after"]["value"]) == (3, 3, 90, 95)
    assert "exactly this figure" in run("set", *where, "--value", "95", "--source", "S", fails=True)
    assert "many is not a number" in run("set", *where, "--value", "many", "--source", "S", fails=True)
    assert "either the code" in run("set", *where, "--value", "95", fails=True)
    new = ("--source-title", "Report", "--publisher", "Ministry", "--source-kind", "government")
    told = run("set", *where, "--value", "99", *new)
    assert "current before: = 95 (" in told
    assert "current now:    = 99 (" in told
    assert "current now:    = 99 (" in run("retract", *where, "--source", "S", "--note", "withdrawn by the paper")
    assert "current now:    none" in run("retract", *where)
    assert "0 figures fit" in run("retract", *where, fails=True)
