"""Variables of levels: what the analyst wrote becomes levels, rules of transition and conditions on them."""

import pytest

from detente.expressions import parse as expression
from detente.expressions import tree, walk
from detente.foundation.errors import UserError
from detente.scenario import load, parse, parse_do, with_number, with_question
from detente.scenario.levels import level_at, level_points
from scenario.pieces import FILES, completed

CRISIS = tree.IsLevel("relation", "crisis", 50.0)


@pytest.fixture(scope="module")
def scenario():
    """Read the example in which a level stands wherever one may stand."""
    return load(FILES / "levels.yaml")


def test_levels_are_spaced_evenly():
    """Level k of n stands at 100 k/(n - 1), and the nearest level is found again."""
    levels = ("calm", "tense", "crisis", "war")
    assert [level_points(levels, level) for level in levels] == pytest.approx([0, 100 / 3, 200 / 3, 100])
    assert [level_at(levels, level_points(levels, level)) for level in levels] == list(levels)


def test_a_variable_of_levels_is_of_its_own_kind(scenario):
    """It has levels in the order of the file, a fixed start in points, and none of what moves other variables."""
    relation = scenario.variables["relation"]
    assert (relation.kind, relation.levels) == ("levels", ("peace", "crisis", "war"))
    assert (relation.now.low, relation.now.high, relation.now.because) == (0, 0, ("p1",))
    assert (relation.base, relation.half_life, relation.noise, relation.formula, relation.measure) == (None,) * 5
    assert scenario.variables["economy"].levels == ()


def test_names_of_levels_are_local_to_their_variable(scenario):
    """Two variables may have a `war` each, at different points; ids of elements do not mind."""
    assert scenario.variables["talks"].now.low == 0
    gate = scenario.links["relation -> economy"].gate.tree
    assert gate == tree.Not(tree.IsLevel("talks", "peace", 100.0))
    named = completed(
        "variables:\n  relation: {levels: [summit, storm], now: summit, why: p1}\n"
        "transitions:\n  relation:\n    - {when: relation is summit, to: storm, why: p1}\n"
        "    - {when: tension above 4, to: summit, why: p1}"
    )
    assert parse(named).transitions["relation"][0].to == "storm"


def test_rules_keep_the_order_of_the_file(scenario):
    """Rules stand as they are written, each with its level, chance, grounds and line."""
    rules = scenario.transitions["relation"]
    assert [rule.to for rule in rules] == ["war", "crisis", "crisis", "peace", "crisis"]
    assert [rule.value for rule in rules] == [100, 50, 50, 0, 50]
    assert rules[0].when.tree == expression("washington plays attack or pyongyang plays attack")
    assert (rules[0].chance, rules[0].grounds.why, rules[0].grounds.data) == (None, ("p1",), ("press",))
    assert (rules[1].chance.low, rules[1].chance.high, rules[1].chance.kind) == (60, 80, "share")
    assert rules[2].chance.tree == expression("100 - slip")
    assert [rule.place.line for rule in rules] == list(range(rules[0].place.line, rules[0].place.line + 5))


def test_a_rule_is_called_by_its_level(scenario):
    """The path of a number of a rule names the level; from the second rule to a level on, with a number."""
    rules = scenario.transitions["relation"]
    assert rules[1].chance.path == "transitions.relation.crisis.chance"
    assert rules[2].chance.path == "transitions.relation.crisis.2.chance"
    assert rules[4].chance.path == "transitions.relation.crisis.3.chance"
    assert "transitions.relation.crisis.chance" in scenario.numbers


@pytest.mark.parametrize(
    "formula",
    [
        lambda s: s.cards["summit"].when,
        lambda s: s.agendas["washington"].payoffs[0].when,
        lambda s: s.shocks["storm"].when,
        lambda s: s.variables["strain"].formula,
        lambda s: s.questions["after"].yes_if,
    ],
    ids=["when", "payoff", "shock", "formula", "question"],
)
def test_a_level_may_be_read_wherever_a_condition_stands(scenario, formula):
    """Conditions of cards, payoffs, shocks and questions, and choices in formulas, read levels."""
    assert CRISIS in set(walk(formula(scenario).tree))
    assert not any(isinstance(part, tree.Name) and part.id == "crisis" for part in walk(formula(scenario).tree))


def test_levels_are_dated_and_last(scenario):
    """`by` and `for` bind a level like any other condition."""
    assert scenario.questions["war"].yes_if.tree == tree.Dated(
        tree.IsLevel("relation", "war", 100.0), tree.Window("by", "2019-01")
    )
    assert scenario.questions["quiet"].yes_if.tree == tree.Lasting(tree.IsLevel("relation", "peace", 0.0), 6)


def test_as_a_number_a_level_is_compared_with_numbers(scenario):
    """`relation above 40` reads the points at which the level stands."""
    assert scenario.transitions["talks"][1].when.tree == expression("relation above 40")


def test_what_ifs_set_levels_by_name(scenario):
    """`set relation to war`, with or without months, in a package too; and the start as a number of the file."""
    (at_war,) = scenario.whatifs["at_war"].do
    assert (at_war.kind, at_war.variable, at_war.value, at_war.window) == ("set", "relation", 100, None)
    first, second = scenario.whatifs["in_crisis"].do
    assert (first.value, first.window) == (50, tree.Window("in", "2018-07"))
    assert (second.variable, second.value, second.window) == ("talks", 0, tree.Window("from", "2019-01"))
    assert scenario.packages["repair"].do[0].value == 0
    (started,) = scenario.whatifs["started"].do
    assert (started.kind, started.path, started.value) == ("number", "variables.relation.now", 50)


def test_a_level_is_set_on_the_spot(scenario):
    """A what-if of the command line sets a level, and `--set` where the variable starts."""
    assert parse_do("set relation to crisis from 2018-08", scenario).value == 50
    changed = with_number(scenario, "variables.relation.now", "war")
    assert changed.variables["relation"].now.low == 100
    assert 'now: "war because p1"' in changed.text
    assert parse(changed.text, scenario.file) == changed
    slower = with_number(scenario, "transitions.relation.crisis.3.chance", "10 to 20%")
    assert slower.transitions["relation"][4].chance.high == 20
    assert parse(slower.text, scenario.file) == slower


@pytest.mark.parametrize(("path", "value"), [("now", "50"), ("now", "wor"), ("now", "peace to war")])
def test_only_a_level_can_be_set(scenario, path, value):
    """A number or a range cannot stand where a level belongs."""
    with pytest.raises(UserError):
        with_number(scenario, f"variables.relation.{path}", value)


def test_a_question_is_asked_on_the_spot(scenario):
    """An expression of one's own may name levels."""
    asked = with_question(scenario, "relation is crisis by 2019-01")
    assert asked.questions["asked"].yes_if.tree.term == CRISIS
    with pytest.raises(UserError) as caught:
        with_question(scenario, "relation is truce by 2019-01")
    assert [fault.code for fault in caught.value.faults] == ["E414"]


def test_a_reading_of_the_record_is_a_level(scenario):
    """`reading: relation, value: crisis` is kept as points and by name."""
    assert (scenario.history[0].reading, scenario.history[0].level) == (50, "crisis")


def test_actors_may_have_payoffs_only(scenario):
    """An agenda without wants is one of payoffs; patience may be a discount or none."""
    washington = scenario.agendas["washington"]
    assert washington.wants == ()
    assert 2 ** (-1 / washington.patience.low) == pytest.approx(0.9, abs=1e-12)
    assert (washington.indifference.value.low, washington.indifference.coin) == (1, "point-months")
    assert scenario.agendas["pyongyang"].patience is None
    assert {want.variable: want.weight.low for want in scenario.agendas["pyongyang"].wants} == {
        "economy": 40,
        "relation": -60,
    }


def test_continuation_stands_at_the_top(scenario):
    """`mistakes` unless the file says otherwise."""
    assert scenario.continuation == "private_reasons"
    assert parse(completed("")).continuation == "mistakes"
    assert parse(completed("continuation: mistakes")).continuation == "mistakes"


def test_a_level_that_cannot_be_read_is_not_told_twice():
    """Who reads the levels of a variable with a fault is not blamed for it."""
    text = completed(
        "variables:\n  relation: {levels: [peace, War], now: War, wy: p1, why: p1}\n"
        "transitions:\n  relation:\n    - {when: relation is War, to: war, why: p1}"
    )
    with pytest.raises(UserError) as caught:
        parse(text)
    assert [fault.code for fault in caught.value.faults] == ["E211", "E202", "E401"]


def test_a_wrong_start_hides_no_wrong_rule():
    """An unknown level is told wherever it stands."""
    text = completed(
        "variables:\n  relation: {levels: [peace, war], now: pece, why: p1}\n"
        "transitions:\n  relation:\n    - {when: washington plays summit, to: wr, why: p1}\n"
        "    - {when: relation is wor, to: peace, why: p1}"
    )
    with pytest.raises(UserError) as caught:
        parse(text)
    assert [fault.code for fault in caught.value.faults] == ["E414"] * 3
