"""Worlds that count for more than others, and the averages of what is private, are what the paths add up to."""

import numpy as np

from detente.simulation import Plan, simulate
from simulation.games import FUTURES, SEED, WORLDS, private, rivals

WEIGHT = np.array([0.0, 0.5, 0.5, 1.0, 1.5, 2.5])
# Paths are float32, sums float64.
ROUNDING = 1e-4


def weighed(game):
    """Simulate with weights, keeping every path: futures, and the paths by world and future."""
    plan = Plan(futures=FUTURES, seed=SEED, sample=WORLDS * FUTURES, workers=1)
    futures = simulate(game.game, game.raw, plan=plan, weight=WEIGHT)
    return futures, {kind: row.reshape(WORLDS, FUTURES, *row.shape[1:]) for kind, row in futures.sample.items()}


def test_counts_and_fans_are_weighed():
    """Plays, proposals, shocks and fans count each world as often as its weight says."""
    for game in (rivals(), private()):
        futures, paths = weighed(game)
        for field, kind in (("plays", "played"), ("proposals", "proposed"), ("shocks", "shocks")):
            by_hand = np.tensordot(WEIGHT, paths[kind].sum(axis=1), axes=1)
            assert np.allclose(getattr(futures, field), by_hand, atol=ROUNDING), field
        assert np.allclose(futures.histogram.sum(axis=-1), WEIGHT.sum() * FUTURES)
        middle = (np.cumsum(futures.histogram, axis=-1) >= WEIGHT.sum() * FUTURES / 2 - 1e-9).argmax(axis=-1) * 0.25
        each = np.repeat(WEIGHT, FUTURES)
        by_hand = np.quantile(futures.sample["x"], 0.5, axis=0, weights=each, method="inverted_cdf")
        assert np.allclose(middle, by_hand, atol=0.126)  # half a bin of 0.25


def test_weights_change_nothing_by_world():
    """What is kept world by world, and every answer, is the same whatever the weights."""
    for game in (rivals(), private()):
        futures, _ = weighed(game)
        plain = game.play()
        for field in ("answers", "mean", "last", "belief", "estimate", "missed", "is_type", "types"):
            assert np.array_equal(getattr(futures, field), getattr(plain, field)), field
        assert np.array_equal(plain.weight, np.ones(WORLDS))


def test_what_is_private_is_averaged_by_world():
    """Beliefs, estimates, their errors and types are averages over each world's futures."""
    futures, paths = weighed(private())
    kinds = {
        "belief": paths["belief"],
        "estimate": paths["estimate"],
        "missed": paths["missed"],
        "missed_square": paths["missed"] ** 2,
        "is_type": paths["types"],
    }
    for field, path in kinds.items():
        by_hand = np.moveaxis(path.mean(axis=1, dtype=float), 0, -1)
        assert np.allclose(getattr(futures, field), by_hand, rtol=1e-5, atol=ROUNDING), field


def test_an_estimate_is_off_by_what_it_is_at_the_months_start():
    """From the second month on an estimate is compared with where the month before left the variable."""
    game = private()
    _, paths = weighed(game)
    variables = game.game.minds.estimate_variable
    truth = paths["x"][:, :, :-1, variables]
    assert np.allclose(paths["missed"][:, :, 1:], paths["estimate"][:, :, 1:] - truth, atol=1e-3)


def test_where_nothing_is_private_nothing_private_is_kept():
    """A plain scenario has no rows of beliefs, estimates or types."""
    futures, paths = weighed(rivals())
    assert futures.belief.shape[1] == futures.estimate.shape[1] == futures.is_type.shape[1] == len(futures.types) == 0
    assert not {"belief", "estimate", "missed", "types", "surprise"} & set(paths)
