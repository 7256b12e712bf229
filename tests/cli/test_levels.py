"""What the commands that read a file say of levels and transitions."""

import json

import pytest

GAME = "crisis-us-north-korea"


def test_a_published_game_is_summed_up(detente, golden):
    """`check` counts rules of transition and says how actors look at their own later choices."""
    ended = detente("check", GAME)
    assert (ended.code, ended.err) == (0, "")
    golden("check-crisis-us-north-korea.txt", ended.out)


def test_levels_stand_in_the_overview(detente, golden):
    """`show` lists levels with where they stand, and rules by where they lead, in the order that counts."""
    golden("show-crisis-us-north-korea.txt", detente("show", GAME).out)


@pytest.mark.parametrize("element", ["relation", "relation to war", "attack"])
def test_an_element_of_a_game_of_levels_is_shown_in_full(detente, golden, element):
    """A variable is shown with its levels and rules, a rule with its condition, a card with the rules that read it."""
    golden(f"show-{element.replace(' ', '-')}.txt", detente("show", GAME, element).out)


def test_the_month_tells_the_rules_in_order(detente, golden):
    """`month` tells in step 5 which rules move a variable of levels, in their order."""
    golden("month-crisis-us-north-korea.txt", detente("month", GAME).out)


def test_levels_come_as_json(detente):
    """--json gives levels, rules and the continuation to programs."""
    (relation,) = json.loads(detente("show", GAME, "relation", "--json").out)["elements"]
    assert relation["levels"] == ["peace", "crisis", "war"]
    (rule,) = json.loads(detente("show", GAME, "relation to war", "--json").out)["elements"]
    assert (rule["to"], rule["when"]) == ("war", "washington plays attack or pyongyang plays attack")
    data = json.loads(detente("check", GAME, "--json").out)
    assert data["continuation"] == "private_reasons"
    assert data["elements"]["transitions"] == 3


def test_two_rules_to_one_level_are_told_apart(detente, tmp_path):
    """The second rule to a level has a number behind it."""
    from detente.scenario.library import library_path

    text = library_path(GAME).read_text(encoding="utf-8")
    rule = "- {when: washington plays attack or pyongyang plays attack, to: war, why: e5, data: study}"
    assert rule in text
    two = rule.replace(" or pyongyang plays attack", "") + "\n    " + rule.replace("washington plays attack or ", "")
    path = tmp_path / "two.yaml"
    path.write_text(text.replace(rule, two), encoding="utf-8")
    assert "when pyongyang plays attack" in detente("show", str(path), "transitions").out
    assert "pyongyang plays attack" in detente("show", str(path), "relation to war #2").out


def test_a_name_of_a_level_is_no_reference(detente, tmp_path):
    """A question called like a level is not used by conditions on that level."""
    out = detente("show", GAME, "war").out
    assert "used in" not in out
