"""Do the product and the other engines give the same answers, so that their times may be compared?"""

import os

from tests.bench import jobs


def test_every_engine_gives_the_same_answers(tmp_path, monkeypatch):
    monkeypatch.setenv("SEZ_SNAPSHOT", os.fspath(tmp_path))
    jobs.prepare_panel(tmp_path, 60_000)()
    jobs.check(tmp_path, 60_000)()
    jobs.prepare_plans(tmp_path, 60_000)()
    jobs.check_metrics(tmp_path, 60_000)()
