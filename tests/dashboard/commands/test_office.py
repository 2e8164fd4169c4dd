"""Every command an office relies on says what it does."""

import pytest

from dashboard.commands import office
from tests.dashboard.ways import run


@pytest.mark.parametrize("command", office.COMMANDS, ids=lambda command: command.__name__)
def test_every_command_of_the_office_has_help_that_says_what_it_does(command):
    told = " ".join(run(command.__name__, "--help").split())
    assert "Usage: " in told
    assert " ".join((command.__doc__ or "-").split())[:40] in told
