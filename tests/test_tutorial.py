"""The tutorial quotes the scenario as it is, and its mistakes are told as it shows them."""

import re
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
    text = SCENARIO
    for right, wrong in re.findall(r'"([^"]+)" becomes "([^"]+)"', told[1]):
        assert text.count(right) == 1, f"`{right}` is not to be found once"
        text = text.replace(right, wrong)
    (tmp_path / "my-ridge.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["check", "my-ridge.yaml"]) == USER_MISTAKE
    assert capsys.readouterr().err.strip() == told[2].strip()
