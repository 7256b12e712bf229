"""What lies beyond a rollout: discounted sums against closed forms, and what simpler guesses would give."""

from functools import lru_cache

import numpy as np
import pytest

from detente.equilibrium.branching import SEGMENT, Jobs, play_jobs
from equilibrium.games import TAILS, case, fit_tail, states_with

PATIENCE = {"p6": 6.0, "p18": 18.0, "p48": 48.0, "p120": 120.0}
REST = {"fast": (50.0, 2.0 ** (-1 / 6)), "slow": (40.0, 2.0 ** (-1 / 36)), "stock": (0.0, 1.0)}
"""Where each variable rests, and the share of its distance from there that a month leaves."""
START = np.array([25.0, 45.0, 75.0])

ROUNDING = 2e-4
"""Relative error of sums of up to 448 terms in float32."""

FITTED = 0.5
"""Tolerance of the fitted remainder in lasting points, of starts 50 points apart. Nothing is random here: what is
left is the ridge, thirty observations beside two thousand, 0.4 of the 25 points from the middle; and for the longest
patience what the first rounds took for the months after their long play of 448, of which six rounds leave nothing."""


def _sum(start, name: str, discount: float, first: int = 0, last: float = np.inf):
    """The discounted sum of x at the ends of months `first` to `last` - 1, from its start, in closed form."""
    rest, kept = REST[name]

    def geometric(ratio):
        return (ratio**first - (0.0 if np.isinf(last) else ratio**last)) / (1.0 - ratio)

    return rest * geometric(discount) + (start - rest) * kept * geometric(kept * discount)


def _starts(name: str):
    """Start one variable at three levels, the others in the middle."""
    return states_with(case(TAILS).setting, **({other: np.full(3, 50.0) for other in REST} | {name: START}))


def _play(name: str, *, segments: int, outlook=None):
    """Discounted sums of a variable from each start, as each patience sees them: by actor."""
    problem = case(TAILS).setting.problem
    nobody = np.full(3, -1)
    jobs = Jobs(np.arange(3), np.arange(3), nobody, nobody, np.zeros(3, int), nobody, nobody)
    nothing = problem.design.nothing()
    sums = play_jobs(problem, nothing, _starts(name), jobs, seed=1, segments=segments, outlook=outlook)[segments]
    stakes = problem.game.stakes
    return {problem.game.actors[s.actor]: sums[:, k] for k, s in enumerate(stakes) if s.label == name}


@lru_cache(maxsize=1)
def tail():
    """Fit the remainder once for all tests, from starts that vary as the scenario says."""
    setting = case(TAILS).setting
    raw = dict(zip(setting.problem.game.numbers, setting.worlds, strict=True))
    levels = {name: np.tile(raw[f"variables.{name}.now"], 4) for name in REST}
    groups = states_with(setting, **levels)
    return fit_tail(setting, setting.problem.design.nothing(), groups, seed=1, rounds=6)


@pytest.mark.parametrize("name", REST)
def test_discounted_sums(name):
    """A rollout adds up a relaxing variable as the geometric series does, x+ of the first month undiscounted."""
    for segments in (4, 8):
        for actor, found in _play(name, segments=segments).items():
            discount = 2.0 ** (-1 / PATIENCE[actor])
            exact = _sum(START, name, discount, 0, segments * SEGMENT)
            np.testing.assert_allclose(found, exact, rtol=ROUNDING, err_msg=actor)


@pytest.mark.parametrize("actor", PATIENCE)
@pytest.mark.parametrize("name", REST)
def test_rollout_and_tail(name, actor):
    """Rollouts of any length and the fitted remainder give the whole sum, 1/(1 - rho d) of it, for any patience."""
    discount = 2.0 ** (-1 / PATIENCE[actor])
    for segments in (4, 8):
        found = _play(name, segments=segments, outlook=tail())[actor]
        error = (1.0 - discount) * (found - _sum(START, name, discount))
        assert np.abs(error).max() < FITTED, (segments, error)


def test_what_simpler_guesses_would_give():
    """To ignore the remainder, or to take the last month for ever, is wrong by points for somebody; the fit is not."""
    worst = {"ignored": 0.0, "persistent": 0.0, "fitted": 0.0}
    months_played = 4 * SEGMENT
    for name, (rest, kept) in REST.items():
        found = _play(name, segments=4, outlook=tail())
        for actor, months in PATIENCE.items():
            discount = 2.0 ** (-1 / months)
            whole, played = _sum(START, name, discount), _sum(START, name, discount, 0, months_played)
            last = rest + (START - rest) * kept**months_played
            guesses = {
                "ignored": played,
                "persistent": played + last * discount**months_played / (1.0 - discount),
                "fitted": found[actor],
            }
            # What decides is how two starts differ: a constant error moves no choice.
            for guess, value in guesses.items():
                miss = (1.0 - discount) * ((value[2] - value[0]) - (whole[2] - whole[0]))
                worst[guess] = max(worst[guess], abs(miss))
    assert worst["ignored"] > 40, worst
    assert worst["persistent"] > 15, worst
    assert worst["fitted"] < 2 * FITTED, worst
