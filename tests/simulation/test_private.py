"""Futures in which something is private: what is kept of types, estimates and beliefs, and worlds that weigh."""

import numpy as np

from detente.simulation import Plan, simulate
from simulation.games import FUTURES, SEED, WORLDS, private, rivals

ROUNDING = 1e-4
"""Sums of a few dozen numbers in float32 against float64."""


def test_what_is_kept():
    """Averages by month and world are those of the futures: beliefs with x+, estimates as actors chose by them."""
    futures = private().play()
    for name in ("belief", "estimate"):
        kept = futures.sample[name].reshape(WORLDS, FUTURES, *futures.sample[name].shape[1:]).mean(axis=1)
        np.testing.assert_allclose(getattr(futures, name), np.moveaxis(kept, 0, -1), atol=ROUNDING)
    types = futures.sample["types"]
    assert np.array_equal(types.sum(axis=-1), np.ones(types.shape[:2]))


def test_beliefs_are_shares():
    """What one believes of another adds up to 1, month by month, and what is held impossible stays so."""
    case = private()
    minds, belief = case.game.minds, case.play().sample["belief"]
    for who in np.unique(minds.believers):
        np.testing.assert_allclose(belief[:, :, minds.believers == who].sum(axis=-1), 1, atol=ROUNDING)
    ruled_out = case.raw[minds.prior, 0] == 0
    assert ruled_out.any()
    assert (belief[:, :, ruled_out] == 0).all()


def test_nothing_private_is_kept_of_a_plain_game():
    """Where nothing is private futures keep what they always kept."""
    futures = rivals().play()
    assert set(futures.sample) == {"x", "proposed", "played", "succeeded", "shocks", "satisfaction", "costs"}
    assert futures.belief.shape == (rivals().game.months, 0, WORLDS)
    assert (futures.weight == 1).all()


def test_weights():
    """Counts and fans weigh each future by its world; answers by world stay as they are."""
    case = private()
    plan = Plan(futures=FUTURES, seed=SEED, sample=WORLDS * FUTURES, workers=1)
    weight = np.array([2.0, 0, 1, 1, 0.5, 1.5])
    plain, weighed = simulate(case.game, case.raw, plan=plan), simulate(case.game, case.raw, plan=plan, weight=weight)
    assert np.array_equal(plain.answers, weighed.answers)
    of_future = weight[plain.sampled[:, 0]]
    np.testing.assert_allclose(weighed.plays, np.tensordot(of_future, plain.sample["played"], axes=1), atol=ROUNDING)
    np.testing.assert_allclose(weighed.shocks, np.tensordot(of_future, plain.sample["shocks"], axes=1), atol=ROUNDING)
    np.testing.assert_allclose(weighed.histogram.sum(axis=-1), FUTURES * weight.sum())
    assert np.array_equal(plain.histogram, simulate(case.game, case.raw, plan=plan, weight=np.ones(6)).histogram)


def test_common_random_numbers():
    """A what-if in the last month changes no estimate or belief before it: signals are keyed like all else."""
    case = private()
    base, other = case.play(), case.play("set arms to 90 in 2020-12")
    assert np.array_equal(base.sample["belief"][:, :-1], other.sample["belief"][:, :-1])
    assert np.array_equal(base.sample["estimate"][:, :-1], other.sample["estimate"][:, :-1])
    # The signals of the last month read the value that the what-if sets.
    rises = other.sample["estimate"][:, -1] - base.sample["estimate"][:, -1]
    assert (rises > 0).all()
