"""The tutorial quotes the scenario as it is, and its mistakes are told as it shows them."""

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
SCENARIO = (ROOT / "src/detente/library/two-rivals/scenario.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("quoted", re.findall(r"^```yaml\n(.*?)^```", TUTORIAL, re.MULTILINE | re.DOTALL))
def test_lines_that_the_tutorial_explains_stand_in_the_scenario(quoted):
    """Every piece of a scenario in the tutorial is a piece of two-rivals, line for line."""
    assert quoted in SCENARIO


def test_the_mistakes_of_the_tutorial_are_told_as_it_shows(tmp_path, monkeypatch, capsys):
    """The two mistakes, made in a copy of two-rivals, are told with the lines and carets of the tutorial."""
    from detente.cli.main import USER_MISTAKE, main

    told = re.search(r"<!-- mistakes: (.*?) -->\n```text\n(.*?)^```", TUTORIAL, re.MULTILINE | re.DOTALL)
    assert told is not None
    write_copy(told[1], tmp_path, monkeypatch)
    assert main(["check", "my-ridge.yaml"]) == USER_MISTAKE
    assert capsys.readouterr().err.strip() == told[2].strip()


def test_the_edit_of_the_tutorial_is_told_as_it_shows(tmp_path, monkeypatch, capsys):
    """The edited copy differs from two-rivals as the tutorial prints it, by the command that it names."""
    from detente.cli.main import main

    told = re.search(r"<!-- edit: (.*?) -->\n```text\n\$ detente (.*?)\n(.*?)^```", TUTORIAL, re.MULTILINE | re.DOTALL)
    assert told is not None
    write_copy(told[1], tmp_path, monkeypatch)
    assert main(shlex.split(told[2])) == 0
    assert capsys.readouterr().out.strip() == told[3].strip()


def write_copy(edits: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write two-rivals with edits as my-ridge.yaml into a folder, and work there on a terminal of 80 columns."""
    text = SCENARIO
    for right, wrong in re.findall(r'"([^"]+)" becomes "([^"]+)"', edits):
        assert text.count(right) == 1, f"`{right}` is not to be found once"
        text = text.replace(right, wrong)
    (folder / "my-ridge.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
