"""Is a probability observed where there is enough to observe, and does it say so?"""

from tests.metrics.conftest import Computed, assert_same

_NOTHING = "entity | period | value"


def _projects(won: int, lost: int, undecided: int = 0) -> dict[str, str]:
    ends = ["commissioned"] * won + ["rejected"] * lost + ["agreement"] * undecided
    stages = [
        line
        for place, end in enumerate(ends)
        for line in (f"P-{place} | application | 2020-01-01", f"P-{place} | {end} | 2021-01-01")
    ]
    of = [f"P-{place} | ZONE | project" for place in range(len(ends))]
    return {
        "stage": "\n".join(["project | stage | entered", *stages]),
        "membership": "\n".join(["member | of | role", *of]),
    }


def test_nineteen_decided_projects_are_too_few_and_the_convention_stands(compute: Computed) -> None:
    found = compute("stage_probability", _NOTHING, **_projects(won=15, lost=4, undecided=9)).filter(stage="application")
    assert_same(
        found,
        """
        value | basis_of   | observed | convention | decided | succeeded | unit
        10    | convention | 78.947   | 10         | 19      | 15        | PT
        """,
    )


def test_from_twenty_on_it_is_observed_and_who_is_on_the_way_is_not_decided(compute: Computed) -> None:
    found = compute("stage_probability", _NOTHING, **_projects(won=15, lost=5, undecided=9))
    assert_same(
        found,
        """
        stage        | value | basis_of   | observed | decided
        application  | 75    | observed   | 75       | 20
        agreement    | 50    | convention |          | 0
        construction | 90    | convention |          | 0
        """,
    )


def test_each_entity_observes_its_own(compute: Computed) -> None:
    known = _projects(won=20, lost=0)
    known["membership"] += "\nP-1 | OWNER | organisation"
    found = compute("stage_probability", _NOTHING, **known).filter(stage="application")
    assert_same(found, "entity | basis_of\n ZONE | observed\n OWNER | convention")
