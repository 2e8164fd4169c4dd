"""Is the share of those who meet theirs told only of those of whom it can be told?"""

from tests.metrics.conftest import Computed, assert_same

_MEMBERS = "member | of | role\n" + "\n".join(f"{each} | ZONE | resident" for each in "ABCDE")


def _rows(**actuals: str) -> str:
    head = "entity | scope | scenario | period | value | status"
    due = [f"{each} | all | commitment | 2017 | 100 | A" for each in "ABCDE"[: len(actuals)]]
    done = [f"{each} | all | actual | 2017 | {value}" for each, value in actuals.items()]
    return "\n".join([head, *due, *(line if line.count("|") == 5 else f"{line} | A" for line in done)])


def test_with_no_report_there_is_no_share(compute: Computed) -> None:
    rows = "entity | scope | scenario | period | value\n A | all | commitment | 2017 | 100"
    found = compute("commitments_met_share", rows, membership=_MEMBERS)
    assert_same(found, "value | lower | upper | coverage | reason | expected\n | | | 0 | no_actual | 1")


def test_what_the_bounds_leave_open_widens_the_share(compute: Computed) -> None:
    found = compute("commitments_met_share", _rows(A="120", B="100", C="99", D=">90"), membership=_MEMBERS)
    assert_same(
        found,
        """
        value | lower | upper | reason | met | missed | undetermined | coverage
              | 50    | 75    | bounds | 2   | 1      | 1            | 100
        """,
    )


def test_silence_and_doubt_lower_coverage_and_not_the_share(compute: Computed) -> None:
    found = compute("commitments_met_share", _rows(A="120", B="80", C="", D="90 | U"), membership=_MEMBERS)
    assert_same(found, "value | met | missed | coverage | expected\n 50 | 1 | 1 | 50 | 4")
