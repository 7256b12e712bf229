"""What laws share: tolerances, playing with fixed numbers, one variable over the months."""

import numpy as np

from detente.reference import middles

POINTS = 1e-3
"""Tolerance of a value in points: float32 keeps 7 digits, and errors add up over some dozen months."""

FUTURES = 20_000
"""Enough for a chance to be known within 1.8 per cent at five standard errors."""

SIGMAS = 5
"""By how many standard errors a law of chance may miss; seeds are fixed."""


def run(play, scenario, *, months, futures=4, seed=7, do=None):
    """Play with every number at its middle; `do` is the id of a what-if of the scenario."""
    lines = scenario.whatifs[do].do if do else None
    return play(scenario, middles(scenario), futures, months, seed, do=lines)


def path(records, variable, point="x_end"):
    """Take a variable month by month; shape [months, futures]."""
    return np.stack([np.asarray(getattr(record, point)[variable]) for record in records])


def moves(records, what, card, owner="arden"):
    """Take a truth value of (card, owner) month by month; shape [months, futures]."""
    return np.stack([np.asarray(getattr(record, what)[card, owner]) for record in records])


def close_to(actual, expected, tolerance=POINTS):
    """Say whether every value is as expected, whatever the shape of the futures."""
    expected = np.asarray(expected, float)
    if np.ndim(actual) == expected.ndim + 1:
        expected = expected[..., None]
    return bool(np.all(np.abs(actual - expected) <= tolerance))


def share_is(happened, chance):
    """Say whether a share of independent trials agrees with a chance."""
    happened = np.asarray(happened, float)
    error = np.sqrt(chance * (1 - chance) / happened.size)
    return bool(abs(happened.mean() - chance) <= SIGMAS * error)
