"""The lines of a what-if, and numbers set from the command line."""

import pytest

from detente.expressions.tree import Window
from detente.foundation.errors import UserError
from detente.scenario import parse, parse_do, with_number
from scenario.pieces import SHORT, completed

SCENARIO = parse(SHORT)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("washington proposes summit", ("move", False, None)),
        ("washington  propose summit in 2018-06", ("move", False, Window("in", "2018-06"))),
        ("washington does not propose summit before 2019-06", ("move", True, Window("before", "2019-06"))),
        ("washington proposes summit from 2018-07", ("move", False, Window("from", "2018-07"))),
        (
            "washington proposes summit between 2018-07 and 2018-09",
            ("move", False, Window("between", "2018-07", "2018-09")),
        ),
        ("storm happens", ("shock", False, None)),
        ("storm happens in 2018-12", ("shock", False, Window("in", "2018-12"))),
        ("storm does not happen", ("shock", True, None)),
        ("set economy to 40 from 2018-07", ("set", False, Window("from", "2018-07"))),
        ("set troops to 14250 soldiers in 2018-07", ("set", False, Window("in", "2018-07"))),
        ("cut tension->economy", ("cut", False, None)),
        ("number variables.tension.noise is 3", ("number", False, None)),
    ],
)
def test_a_line_says_one_intervention(line, expected):
    """Each form of the language is read, whatever its blanks."""
    do = parse_do(line, SCENARIO)
    assert (do.kind, do.forbid, do.window) == expected
    assert do.text == " ".join(line.split())


def test_values_are_in_the_models_own_unit():
    """Soldiers become points, years months, a rate plays a year."""
    assert parse_do("set troops to 14250", SCENARIO).value == 50
    assert parse_do("number variables.tension.half_life is 1 year", SCENARIO).value == 12
    assert parse_do("number variables.troops.now is 14250 soldiers", SCENARIO).value == 50
    assert parse_do("number agendas.washington.patience is 50% a month", SCENARIO).value == pytest.approx(1)
    assert parse_do("number links.tension -> economy.strength is -30", SCENARIO).value == -30
    assert parse_do("number cards.freeze.while_in_force.tension is -4", SCENARIO).value == -4
    assert parse_do("number agendas.washington.indifference is 0.9 points", SCENARIO).value == 0.9


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "E701"),
        ("number agendas.washington.indifference is 3 point-months", "E308"),
        ("number agendas.washington.patience is none", "E705"),
        ("number numbers.damping is 30 months", "E308"),
        ("number variables.tension.noise is -1", "E307"),
        ("number shocks.storm.chance is 130% a month", "E306"),
        ("set tension to never", "E301"),
        ("storm happens at 2018-12", "E701"),
    ],
)
def test_a_line_that_cannot_be_read_is_the_users_mistake(line, code):
    """A bad line raises UserError with its code and the line itself."""
    with pytest.raises(UserError) as caught:
        parse_do(line, SCENARIO)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_number_set_is_changed_everywhere():
    """The element, the table of numbers and the text agree, and nothing else changes."""
    changed = with_number(SCENARIO, "cards.summit.effects.tension", "-40 to -30")
    assert changed.numbers["cards.summit.effects.tension"].low == -40
    assert changed.cards["summit"].effects[0].size.high == -30
    assert "effects: {tension: -40 to -30}" in changed.text
    assert parse(changed.text) == changed
    assert SCENARIO.cards["summit"].effects[0].size.high == -5


def test_numbers_on_one_line_are_set_one_after_the_other():
    """Places move with the text, so that the next number on the line is found."""
    changed = with_number(SCENARIO, "variables.tension.now", "5")
    changed = with_number(changed, "variables.tension.half_life", "10 to 20 months")
    changed = with_number(changed, "variables.tension.noise", "0.25")
    assert "tension: {now: 5, half_life: 10 to 20 months, noise: 0.25, why: assumed}" in changed.text
    assert parse(changed.text) == changed


def test_a_number_set_keeps_its_grounds():
    """What the number rests on stays written beside it."""
    scenario = parse(completed('variables:\n  morale: {now: "40 because p1", half_life: 6 months, why: assumed}'))
    changed = with_number(scenario, "variables.morale.now", "50 to 60")
    assert changed.numbers["variables.morale.now"].because == ("p1",)
    assert 'now: "50 to 60 because p1"' in changed.text


def test_an_unknown_number_names_the_nearest():
    """A misspelt path is told with the one that was meant."""
    with pytest.raises(UserError) as caught:
        with_number(SCENARIO, "cards.summit.effect.tension", "3")
    assert "cards.summit.effects.tension" in caught.value.faults[0].remedy


def test_an_agenda_off_hundred_is_allowed_when_a_weight_is_set():
    """Weights are scaled back to 100 after drawing, so one of them may be set alone."""
    changed = with_number(SCENARIO, "yardsticks.us_interest.wants.troops", "50")
    assert changed.yardsticks["us_interest"].wants[1].weight.low == 50


def test_a_cost_given_once_for_several_owners_is_one_number():
    """What stands once in the file is changed for everybody who pays it."""
    scenario = parse(
        completed("cards:\n  pact: {by: [washington, pyongyang], table: talks, costs: 1 to 2 points, why: p1}")
    )
    changed = with_number(scenario, "cards.pact.costs.pyongyang", "3 points")
    assert {payer: amount.value.low for payer, amount in changed.cards["pact"].costs.items()} == {
        "pyongyang": 3,
        "washington": 3,
    }
    assert parse(changed.text) == changed


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("agendas.washington.indifference", "3", "E309"),
        ("cards.freeze.while_in_force.tension", "-3 a month", "E308"),
        ("cards.summit.effects.tension", "-3 soldiers", "E308"),
        ("cards.summit.effects.tension", "-3 because p1", "E313"),
        ("variables.troops.now", "30000", "E306"),
    ],
)
def test_a_number_is_set_in_its_own_unit(path, value, code):
    """What could not stand in the file cannot be set."""
    with pytest.raises(UserError) as caught:
        with_number(SCENARIO, path, value)
    assert [fault.code for fault in caught.value.faults] == [code]
