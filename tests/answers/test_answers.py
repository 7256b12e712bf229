"""The answers that are read from results: questions, fans, moves, what-ifs."""

import numpy as np
import pytest

from detente.answers.fans import fans, leading
from detente.answers.forecast import answer_questions
from detente.answers.moves import moves
from detente.answers.whatif import moved_questions, shifts


def test_questions_come_in_the_order_of_the_file(rivals):
    """Every question is answered once, in the order in which the file asks."""
    found = answer_questions(rivals.scenario, rivals.results)
    assert [answer.id for answer in found] == ["arden_withdraws", "trade_survives"]
    yes = rivals.results["yes"].sel(questions="arden_withdraws").values
    assert found[0].probability.probability == pytest.approx(yes.mean())
    assert found[0].met == 1.0


def test_fans_are_in_natural_units(rivals):
    """A fan holds the quantiles of the results in the variable's own unit, ascending."""
    found = fans(rivals.scenario, rivals.results)
    assert set(found) == set(rivals.scenario.variables)
    assert found["posts"].unit == "posts"
    assert np.all(np.diff(found["tension"].values, axis=1) >= 0)
    assert found["tension"].at(0.5)[0] == pytest.approx(float(rivals.results["fan"].sel(variables="tension")[0, 2]))


def test_a_unit_that_counts_down_turns_its_quantiles(rivals):
    """Where the unit falls as points rise, the low quantile in the unit is the high one in points."""
    from dataclasses import replace

    from detente.scenario.model import Measure

    variable = replace(rivals.scenario.variables["tension"], measure=Measure("calm", 200.0, 100.0))
    scenario = replace(rivals.scenario, variables={**rivals.scenario.variables, "tension": variable})
    turned = fans(scenario, rivals.results)["tension"]
    straight = fans(rivals.scenario, rivals.results)["tension"]
    assert turned.at(0.05) == pytest.approx(200 - straight.at(0.95))
    assert np.all(np.diff(turned.values, axis=1) >= 0)


def test_what_questions_ask_about_is_shown_first(rivals):
    """The few fans that are shown hold the variables of the questions."""
    assert [fan.id for fan in leading(rivals.scenario, fans(rivals.scenario, rivals.results), 1)] == ["trade"]


def test_moves_are_counted_a_year(rivals):
    """Plays a year are plays a future over three years; consent and success are shares of proposals and plays."""
    found = {(move.actor, move.card): move for mine in moves(rivals.scenario, rivals.results).values() for move in mine}
    total = rivals.results["plays"].sel(moves="patrol by borea").values.sum()
    assert found["borea", "patrol"].a_year == pytest.approx(total / 3)
    assert 0.4 < found["borea", "patrol"].succeeded < 0.8
    assert found["borea", "patrol"].agreed is None
    assert 0.3 < found["arden", "meet"].agreed < 0.7
    assert found["arden", "settle"].gain is None


def test_reasons_stand_beside_their_move(rivals):
    """Where strategies were solved, a move has its gain and the parts of it."""
    from detente.equilibrium.reasons import MoveReason

    reason = MoveReason("settle", "arden", 0.7, 0.6, (("posts", 0.9), ("trade", -0.2)))
    (settle,) = [m for m in moves(rivals.scenario, rivals.results, [reason])["arden"] if m.card == "settle"]
    assert (settle.gain, settle.parts) == (0.7, (("posts", 0.9), ("trade", -0.2)))


def test_without_an_effect_there_is_no_difference(rivals):
    """A question that the what-if does not touch moves by nothing, since futures are compared with their twins."""
    found = {m.id: m for m in moved_questions(rivals.scenario, rivals.whatifs["no_sanctions"], rivals.results)}
    assert found["arden_withdraws"].difference.difference == 0.0
    assert found["trade_survives"].difference.difference > 0.05
    gain = found["trade_survives"].after.probability - found["trade_survives"].before.probability
    assert found["trade_survives"].difference.difference == pytest.approx(gain)


def test_shifts_are_told_in_natural_units(rivals):
    """Without sanctions trade ends higher; the shift is the mean over worlds, with its standard error."""
    found = shifts(rivals.scenario, rivals.whatifs["no_sanctions"], rivals.results)
    assert found[0].id == "trade"
    assert found[0].difference > 2 * found[0].error > 0
