"""`detente new` writes a first scenario and never overwrites one."""

import pytest

from detente.cli.new import new
from detente.foundation.errors import UserError
from detente.scenario import load


def test_the_new_file_is_a_scenario_that_reads(tmp_path):
    """What is written is the library's page-long scenario, and it has no faults."""
    file = tmp_path / "my-ridge.yaml"
    new(file)
    assert load(file).title == load("two-rivals").title


def test_nothing_is_overwritten(tmp_path):
    """A file that stands there stays as it is."""
    file = tmp_path / "mine.yaml"
    file.write_text("mine")
    with pytest.raises(UserError, match="E494"):
        new(file)
    assert file.read_text() == "mine"


def test_a_missing_folder_is_told(tmp_path):
    """A folder that is not there is the user's mistake."""
    with pytest.raises(UserError, match="E495"):
        new(tmp_path / "nowhere" / "mine.yaml")
