"""What the analyst wrote becomes the Scenario: names resolved, units converted, everything sorted."""

import math
import random
from dataclasses import fields, is_dataclass, replace

import pytest

from detente.expressions import parse as expression
from detente.expressions import tree
from detente.foundation.errors import Place
from detente.scenario import load, parse
from detente.scenario.model import Amount, Formula, Number, Scenario
from scenario.pieces import FILES, SHORT, completed


@pytest.fixture(scope="module")
def korea():
    """Read the example with one of everything."""
    return load(FILES / "korea.yaml")


def ends(number):
    """Return the ends of a number."""
    return number.low, number.high


def test_the_head_is_read(korea):
    """Title, first month, horizon and text are those of the file."""
    assert (korea.title, korea.start, korea.months) == ("Korea between two summits", "2018-05", 36)
    assert korea.name == "korea"
    assert korea.text == (FILES / "korea.yaml").read_text(encoding="utf-8")
    assert korea.sources["article-2018"].fields["date"] == "2018-09"


def test_a_level_keeps_its_range_and_its_path(korea):
    """A level is a share between 0 and 100 whose path is its place in the file."""
    enforcement = korea.variables["enforcement"]
    assert (enforcement.kind, ends(enforcement.now), enforcement.now.kind) == ("ordinary", (75, 90), "share")
    assert enforcement.now.path == "variables.enforcement.now"
    assert ends(enforcement.base) == (60, 60)
    assert ends(enforcement.half_life) == (12, 24)
    assert (enforcement.noise.kind, ends(enforcement.noise)) == ("positive", (1, 3))
    assert enforcement.grounds.why == ("a14",)
    assert enforcement.grounds.data == ("customs",)


def test_a_measured_stock_is_in_points_and_knows_the_way_back(korea):
    """28,500 soldiers are 100 points; factor and offset turn points into soldiers."""
    troops = korea.variables["troops"]
    assert (troops.kind, troops.half_life, ends(troops.now)) == ("stock", None, (100, 100))
    assert troops.now.low * troops.now.factor + troops.now.offset == 28500
    assert troops.now.unit == "soldiers"
    effect = korea.cards["drawdown"].effects[0].size
    assert effect.low == pytest.approx(-6000 / 285)
    assert (effect.low * effect.factor, effect.offset) == (pytest.approx(-6000), 0)


def test_a_variable_without_a_name_is_called_by_its_id(korea):
    """`name` may be left out."""
    assert korea.variables["tension"].name == "tension"
    assert korea.actors["seoul"].name == "seoul"


def test_a_formula_of_several_lines_is_one_expression(korea):
    """A folded formula is read whole, and the number beside a bare measured variable is in points."""
    formula = korea.variables["pressure"].formula
    assert formula.tree == expression("damping * enforcement / 100 + (10 if troops above 50 else 0)")
    assert formula.text == "damping * enforcement / 100 + (10 if troops above 14250 else 0)"


def test_times_are_in_months(korea):
    """Years become months, and a discount of 90 % a month a half-life of 6.6 months."""
    assert ends(korea.variables["credentials"].half_life) == (24, 24)
    assert korea.agendas["pyongyang"].patience.low == pytest.approx(math.log(0.5) / math.log(0.9))
    assert korea.agendas["seoul"].patience is None


def test_amounts_keep_their_coin(korea):
    """Indifference, costs and worths say whether they are points or point-months."""
    assert korea.agendas["washington"].indifference.coin == "points"
    assert korea.agendas["pyongyang"].indifference.coin == "point-months"
    assert ends(korea.agendas["pyongyang"].indifference.value) == (6, 6)
    payoff = korea.agendas["seoul"].payoffs[0]
    assert (payoff.id, payoff.worth.coin, ends(payoff.worth.value)) == ("calm", "points", (1, 2))
    assert payoff.worth.value.path == "agendas.seoul.payoffs.calm.worth"


def test_a_single_amount_is_paid_by_every_owner(korea):
    """One amount under `costs` is what each owner pays for its own plays."""
    assert {actor: amount.coin for actor, amount in korea.cards["exercises"].costs.items()} == {
        "seoul": "point-months",
        "washington": "point-months",
    }
    assert korea.numbers["cards.exercises.costs.seoul"].low == 1
    cost = korea.cards["summit"].costs["washington"]
    assert isinstance(cost, Amount)
    assert isinstance(cost.value, Formula)
    assert cost.value.tree == expression("3 if tension above 50 else 0")
    assert cost.coin == "points"


def test_rates_are_plays_a_year(korea):
    """`1 in 20 years` is 0.05 a year."""
    assert ends(korea.cards["drawdown"].usual) == (0.05, 0.05)
    assert ends(korea.cards["test"].usual) == (0.3, 0.9)
    assert korea.cards["exercises"].usual is None


def test_a_force_on_a_stock_or_so_much_a_month_is_a_push(korea):
    """While in force, an effect shifts the rest, but pushes a stock, and pushes when it says `a month`."""
    forces = {effect.variable: (effect.push, effect.size.low) for effect in korea.cards["summit"].while_in_force}
    assert forces == {
        "tension": (False, -10),
        "troops": (True, pytest.approx(-100 / 285)),
        "enforcement": (True, -0.5),
    }


def test_a_card_says_all_about_itself(korea):
    """Owners, parties, odds, timers and chances of a card are read."""
    summit = korea.cards["summit"]
    assert (summit.by, summit.table, summit.consent) == (("washington",), "talks", ("pyongyang", "seoul"))
    assert ends(summit.usual_yes["seoul"]) == (60, 90)
    assert (summit.pause, summit.once, summit.lasts, summit.in_force, summit.lasting) == (
        6,
        False,
        None,
        False,
        True,
    )
    assert isinstance(summit.chance, Formula)
    assert ends(summit.scale) == (0.5, 1)
    assert summit.concedes_to == ("pyongyang",)
    exercises = korea.cards["exercises"]
    assert (exercises.lasts, exercises.in_force, exercises.by) == (12, True, ("washington", "seoul"))


def test_a_single_number_says_what_it_rests_on(korea):
    """`because` belongs to its number alone."""
    effects = {effect.variable: effect.size for effect in korea.cards["summit"].effects}
    assert effects["credentials"].because == ("s15",)
    assert effects["enforcement"].because == ("a14",)
    assert korea.numbers["agendas.washington.wants.arsenal"].because == ("s15",)


def test_links_have_a_strength_or_a_push(korea):
    """A strength is in points, a push in points a month; delay and gate are read."""
    assert list(korea.links) == ["tension -> troops", "trade_war -> enforcement"]
    strong, pushing = korea.links["trade_war -> enforcement"], korea.links["tension -> troops"]
    assert (ends(strong.strength), strong.push, strong.after) == ((-60, -20), None, 1)
    assert strong.strength.path == "links.trade_war -> enforcement.strength"
    assert ends(pushing.push) == (0.1, 0.3)
    assert isinstance(pushing.gate.tree, tree.Or)


def test_shocks_questions_and_history_are_read(korea):
    """Chances a month, conditions, and the record in the order of time."""
    assert ends(korea.shocks["truce"].chance) == (2, 2)
    assert isinstance(korea.shocks["accident"].chance, Formula)
    assert korea.shocks["truce"].ends == ("exercises",)
    assert isinstance(korea.questions["drawn_down"].yes_if.tree, tree.Given)
    assert [entry.month for entry in korea.history] == ["2016-09", "2018-03", "2018-06"]
    assert korea.history[1].reading == pytest.approx(26500 / 285)
    assert korea.history[2].event.tree == tree.Moves("washington", "plays", "summit")


def test_what_ifs_are_lists_of_interventions(korea):
    """Each line is resolved, with values in the model's own unit."""
    move, shock, fixed, cut, number = korea.whatifs["many"].do
    assert (move.kind, move.actor, move.card, move.forbid) == ("move", "washington", "drawdown", False)
    assert move.window == tree.Window("between", "2018-06", "2018-09")
    assert (shock.kind, shock.shock, shock.window) == ("shock", "truce", tree.Window("in", "2018-12"))
    assert (fixed.kind, fixed.variable, fixed.value) == ("set", "troops", pytest.approx(20000 / 285))
    assert (cut.kind, cut.link) == ("cut", "trade_war -> enforcement")
    assert (number.path, number.value) == ("cards.drawdown.effects.troops", pytest.approx(-3000 / 285))
    assert korea.whatifs["hold_the_card"].do[0].forbid
    assert [line.window for line in korea.packages["repair"].do] == [None, None]


def test_tests_of_claims_compare_measured_answers_in_points(korea):
    """A level at a month and a change between months are compared in the variable's unit."""
    test = korea.claims["c2"].holds_if.tree
    assert isinstance(test, tree.And)
    level, change = test.terms
    assert level.right == tree.Literal(pytest.approx(25000 / 285))
    assert change.right == tree.Literal(pytest.approx(-5700 / 285))
    assert korea.claims["a15"].question == "second_summit"


def test_a_unit_that_runs_backwards_turns_the_comparison():
    """Where zero is the larger amount, `above` so many is `below` so many points."""
    scenario = parse(
        completed(
            "variables:\n  gap:\n    measure: {unit: km, zero: 100, hundred: 0}\n"
            "    now: 20 to 40\n    half_life: never\n    why: p1\n"
            "shocks:\n  panic: {chance: 1% a month, when: gap above 30, effects: {gap: -10 to -5}, why: p1}"
        )
    )
    assert ends(scenario.variables["gap"].now) == (60, 80)
    assert ends(scenario.shocks["panic"].effects[0].size) == (5, 10)
    assert scenario.shocks["panic"].when.tree == tree.Comparison(tree.Name("gap"), "below", tree.Literal(70))


def test_every_number_is_found_by_its_path(korea):
    """`numbers` holds each number of the file once, sorted, under its own path."""
    assert list(korea.numbers) == sorted(korea.numbers)
    assert all(path == number.path for path, number in korea.numbers.items())
    for path in (
        "agendas.washington.sides_with.seoul",
        "agendas.pyongyang.patience",
        "agendas.washington.indifference",
        "cards.drawdown.costs.seoul",
        "cards.summit.on_proposal.tension",
        "cards.summit.usual_yes.pyongyang",
        "numbers.damping",
        "shocks.truce.chance",
        "yardsticks.us_interest.wants.arsenal",
    ):
        assert path in korea.numbers
    assert korea.numbers["numbers.damping"].kind == "share"


def _without_places(part):
    """Return a part of a scenario without places and text."""
    if isinstance(part, Scenario):
        part = replace(part, text="")
    if isinstance(part, Place):
        return None
    if isinstance(part, (Number, Formula)) or is_dataclass(part):
        return type(part).__name__, *(_without_places(getattr(part, field.name)) for field in fields(part))
    if isinstance(part, tuple):
        return tuple(_without_places(inner) for inner in part)
    if hasattr(part, "items"):
        return [(key, _without_places(inner)) for key, inner in part.items()]
    return part


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_elements_does_not_matter(seed):
    """Sections and elements in another order give the same scenario, places and text apart."""
    blocks: list[list[str]] = []
    for line in SHORT.splitlines():
        if line.startswith(" "):
            blocks[-1].append(line)
        elif not line.startswith("#"):
            blocks.append([line])
    shuffle = random.Random(seed).shuffle
    for block in blocks:
        rest = block[1:]
        shuffle(rest)
        block[1:] = rest
    shuffle(blocks)
    mixed = "\n".join(line for block in blocks for line in block)
    assert _without_places(parse(mixed)) == _without_places(parse(SHORT))


def test_byte_order_mark_and_windows_line_ends_do_no_harm():
    """A file saved by another system reads the same."""
    plain = parse(SHORT)
    assert _without_places(parse("\ufeff" + SHORT.replace("\n", "\r\n"))) == _without_places(plain)


def test_yes_no_and_times_of_day_stay_text():
    """What YAML would take for a truth value or a number of seconds stays what the analyst wrote."""
    scenario = parse(
        completed("actors:\n  norway: {name: NO}\n  noon: {name: 12:30}\nsources:\n  list: {note: 1e3, code: 0o17}")
    )
    assert (scenario.actors["norway"].name, scenario.actors["noon"].name) == ("NO", "12:30")
    assert scenario.sources["list"].fields == {"note": "1e3", "code": "0o17"}


def test_a_card_may_be_in_force_at_the_start_without_having_been_played():
    """`in_force: yes` needs nothing else."""
    scenario = parse(completed("cards:\n  pact: {by: washington, table: talks, in_force: yes, why: assumed}"))
    assert scenario.cards["pact"].in_force
    assert scenario.cards["pact"].lasting
