"""Faults of a store are found on both databases."""

import sqlalchemy as sa

from data.events import events, version_before
from data.integrity import faults
from data.period import last_day
from data.schema import EVENT, LOAD
from tests.faults.children import definitions, figures


def test_a_sound_store_has_no_fault_and_a_wrong_count_is_found(any_store):
    any_store.add(definitions())
    load = any_store.add(figures()).load
    any_store.withdraw(any_store.add(figures("gone.csv")).load)
    assert faults(any_store) == []
    with any_store.engine.begin() as connection:
        connection.execute(sa.update(LOAD).where(LOAD.c.id == load).values(read=99))
    assert [where for where, _, _ in faults(any_store)] == [f"store, load {load} (figures.csv)"]


def test_a_load_that_no_event_tells_of_is_found(any_store):
    any_store.add(definitions())
    with any_store.engine.begin() as connection:
        connection.execute(sa.delete(EVENT))
    assert [where for where, _, _ in faults(any_store)] == ["store, load 1"]


def test_rows_that_name_what_a_withdrawn_load_defined_are_found(any_store):
    first = any_store.add(definitions()).load
    any_store.add(figures())
    with any_store.engine.begin() as connection:
        values = {"id": 3, "kind": "withdrawal", "load": first, "at": "2020-01-01T00:00:00+00:00", "by": "somebody"}
        connection.execute(sa.insert(EVENT).values(**values))
    found = {(where, what) for where, what, _ in faults(any_store)}
    assert ("store, observation.entity", "3 rows name the entity ZONE, which nothing defines") in found


def test_events_are_told_in_order_and_a_day_finds_its_version(any_store):
    any_store.withdraw(any_store.add(definitions()).load, by="Anna", note="wrong file")
    found = events(any_store)
    assert found["kind"].to_list() == ["load", "withdrawal"]
    assert found.row(1, named=True)["note"] == "wrong file"
    assert version_before(any_store, last_day("9999")) == 2
    assert version_before(any_store, last_day("1999")) == 0
