"""One-month games against published logit equilibria, and consent against a case worked by hand."""

import json
from pathlib import Path

import numpy as np
import pytest

from detente.equilibrium.branching import play_jobs
from detente.equilibrium.gains import combine, plan_jobs
from detente.equilibrium.solving import Options, solve
from equilibrium.games import ONE_MONTH, case, chances, sigmoid, states_with, usual_odds, with_gains

OPTIONS = Options(rounds=24, states=1024, months=2, keep=(0.3, 0.9), average=6)

OCHS = json.loads((Path(__file__).parent / "oracles" / "ochs_logit_qre.json").read_text(encoding="utf-8"))
PUBLISHED = 0.02
"""Tolerance of odds in matching pennies. What each card brings is known from some 8 rounds' worth of 1,024 plays
against the other's odds, a standard error of 1.4 x 0.5 / 90 = 0.007 payoffs; precision 3 and the slope 1/4 of the
logit leave 0.006, and the equilibrium answers its own errors: three of them."""

BY_HAND = 0.005
"""Tolerance of odds in the consent games: given the odds of others they are free of noise, and what is left is
the memory of earlier rounds, 0.9 to the power of the last ten, over the twenty-four."""

EXACT = 2e-3
"""Tolerance of gains in indifferences where nothing is random: float32 sums of point-months up to a hundred."""


def _one_state(setting):
    return states_with(setting, standing=np.array([50.0]))


@pytest.mark.parametrize("precision", sorted(OCHS["solutions"]))
def test_matching_pennies(precision):
    """Logit strategies of matching pennies are the published ones, also where replies alone would circle for ever."""
    game = case(ONE_MONTH)
    setting = game.with_numbers(
        agendas__row__indifference=1 / float(precision), agendas__col__indifference=1 / float(precision)
    )
    solution = solve(setting.problem, setting.worlds, setting.numbers, OPTIONS)
    moves, _, _ = chances(setting, solution.strategy, _one_state(setting))
    for card, odds in zip(("up", "left"), OCHS["solutions"][precision], strict=True):
        assert abs(moves[card][0] - odds[0]) < PUBLISHED, (card, moves[card][0], odds[0])


def _visit(yes):
    """What the visit brings the host, and a yes the guest, in point-months, if the guest agrees so often."""
    carried, refused = 0.6 * 3.0 - 0.4 * 2.0 - 0.4, -1.5
    return yes * carried + (1.0 - yes) * refused, (0.6 * 1.0 - 0.4 * 2.0) - 0.5


def _pact():
    """The chance that guest and ally agree to the pact, each answering by the chance that the other does."""
    guest = 0.5
    for _ in range(200):
        ally = sigmoid(guest * -1.0 / 0.5)
        guest = 0.5 * guest + 0.5 * sigmoid(ally * 1.5 / 1.0)
    return guest, ally


def test_consent_solved():
    """Asked parties answer by logit from their own odds, others asked by their strategies; owners count on that."""
    setting = case(ONE_MONTH).setting
    solution = solve(setting.problem, setting.worlds, setting.numbers, OPTIONS)
    moves, answers, _ = chances(setting, solution.strategy, _one_state(setting))
    yes = sigmoid(np.log(0.3 / 0.7) + _visit(0.0)[1] / 1.0)
    guest, ally = _pact()
    by_hand = {
        ("visit", "guest"): yes,
        "visit": sigmoid(usual_odds(6) + _visit(yes)[0] / 2.0),
        ("pact", "guest"): guest,
        ("pact", "ally"): ally,
        "pact": sigmoid(guest * ally * 2.0 / 2.0),
    }
    for name, chance in by_hand.items():
        found = (answers | moves)[name][0]
        assert abs(found - chance) < BY_HAND, (name, found, chance)


def test_consent_gains():
    """At any odds of saying yes, gains are exact: success, failure and refusal weighed with their known chances."""
    setting = case(ONE_MONTH).setting
    said = {("visit", "guest"): -0.7, ("pact", "guest"): 0.3, ("pact", "ally"): -1.1}
    odds = {"visit": 0.3 / 0.7, "pact": 1.0}
    indifference = {"host": 2.0, "guest": 1.0, "ally": 0.5}
    strategy = with_gains(
        setting, moves={}, consents={key: {"always": gain * indifference[key[1]]} for key, gain in said.items()}
    )
    groups = states_with(setting, standing=np.full(3, 50.0))
    _, answers, seen = chances(setting, strategy, groups)
    yes = {key: sigmoid(np.log(odds[key[0]]) + gain) for key, gain in said.items()}
    for key, chance in yes.items():
        np.testing.assert_allclose(answers[key], chance, atol=1e-6, err_msg=str(key))
    jobs = plan_jobs(setting.problem, seen.open_moves, seen.proposed)
    sums = play_jobs(setting.problem, strategy, groups, jobs, seed=3, segments=4, outlook=None)[4]
    gains = combine(setting.problem, jobs, sums, seen)
    visit = _visit(yes["visit", "guest"])
    by_hand = {
        "visit": visit[0],
        ("visit", "guest"): visit[1],
        "pact": yes["pact", "guest"] * yes["pact", "ally"] * 2.0,
        ("pact", "guest"): yes["pact", "ally"] * 1.5,
        ("pact", "ally"): yes["pact", "guest"] * -1.0,
    }
    found = {card: gains.moves[m] for m, (card, _) in enumerate(setting.problem.game.moves)}
    found |= {(c, party): gains.consents[k] for k, (c, _, party) in enumerate(setting.problem.game.consents)}
    for name, gain in by_hand.items():
        np.testing.assert_allclose(found[name].sum(axis=-1), gain, atol=EXACT, err_msg=str(name))


def test_what_is_not_at_stake():
    """A game that pays the same whatever happens is played by the usual odds."""
    setting = case(ONE_MONTH).setting
    moves, answers, _ = chances(setting, setting.problem.design.nothing(), _one_state(setting))
    assert moves["visit"][0] == pytest.approx(1 - np.exp(-6 / 12), abs=1e-6)
    assert moves["up"][0] == pytest.approx(0.5, abs=1e-6)
    assert answers["visit", "guest"][0] == pytest.approx(0.3, abs=1e-6)
    assert answers["pact", "ally"][0] == pytest.approx(0.5, abs=1e-6)
