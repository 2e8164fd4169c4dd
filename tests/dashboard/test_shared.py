"""Do pages share a piece only where everything is chosen alike?"""

from dataclasses import replace
from datetime import date

from dashboard import session
from dashboard.cards.scoreboard import as_it_is
from dashboard.language import Language
from dashboard.page import Page
from dashboard.shared import shared, within


def test_pages_of_the_same_choices_share_a_piece_and_all_others_have_their_own(store):
    page = Page(Language("ru"), session.known())
    others = (
        replace(page, language=Language("en")),
        replace(page, entity="ZONE"),
        replace(page, years=(2018, 2019)),
        replace(page, scenario="target"),
        replace(page, known=session.known(date(2019, 1, 1))),
        replace(page, known=session.known(currency="USD")),
    )
    assert shared(page, "piece", lambda: "first") == "first"
    assert shared(Page(Language("ru"), session.known()), "piece", lambda: "again") == "first"
    assert shared(page, "other piece", lambda: "other") == "other"
    told = [shared(each, "piece", lambda number=number: number) for number, each in enumerate(others)]
    assert told == list(range(len(others)))


def test_what_the_bar_leaves_out_is_shared_only_where_it_leaves_out_nothing(store):
    page = Page(Language("ru"), session.known())
    assert within(page) is as_it_is
    limited = replace(page, scenario="target")
    assert within(limited) == limited.within
