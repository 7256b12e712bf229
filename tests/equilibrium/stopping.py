"""The game of when to sell, on a fine grid: values of any play, and of the logit play that answers itself."""

from collections.abc import Callable

import numpy as np

from equilibrium.games import sigmoid, usual_odds

GRID = np.linspace(0.0, 100.0, 801)
"""Prices; halving the step moves no gain by more than a thousandth."""

PULL = 1.0 - 2.0 ** (-1.0 / 6.0)
DISCOUNT = 2.0 ** (-1.0 / 12.0)
NOISE, INDIFFERENCE, USUAL = 6.0, 2.0, usual_odds(3)
CRASH_ABOVE, CRASH_CHANCE, CRASH = 55.0, 0.08, 20.0
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(61)


def pays(price: np.ndarray) -> np.ndarray:
    """What selling at a price brings, at once."""
    return 0.3 * (price - 50.0)


def expect(value: np.ndarray) -> np.ndarray:
    """Expect next month's value from each price: drift, then crash and noise, then the ends of the scale."""
    drifted = GRID + PULL * (50.0 - GRID)
    chance = np.where(drifted > CRASH_ABOVE, CRASH_CHANCE, 0.0)
    calm, crashed = (
        np.interp(np.clip((drifted - fall)[:, None] + NOISE * _NODES, 0.0, 100.0), GRID, value)
        @ (_WEIGHTS / _WEIGHTS.sum())
        for fall in (0.0, CRASH)
    )
    return (1.0 - chance) * calm + chance * crashed


def value_of(play: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Value the chances `play` of selling on the grid: what selling gains over holding, and the value unsold."""
    return _settle(lambda gain: play)


def logit_play(*, reasons: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Solve for logit play: chances of selling, gains, values. With `reasons`, what makes play vary is payoff too."""
    gain, value = _settle(_reply, reasons=reasons)
    return _reply(gain), gain, value


def _reply(gain: np.ndarray) -> np.ndarray:
    return sigmoid(USUAL + gain / INDIFFERENCE)


def _settle(play: Callable[[np.ndarray], np.ndarray], *, reasons: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Iterate values until they stand; each step brings them nearer by the discount at least."""
    value = np.zeros_like(GRID)
    for _ in range(2000):
        later = DISCOUNT * expect(value)
        gain = pays(GRID) - later
        chance = play(gain)
        own = (
            INDIFFERENCE * (chance * (USUAL - np.log(chance)) - (1.0 - chance) * np.log1p(-chance)) if reasons else 0.0
        )
        before, value = value, chance * pays(GRID) + (1.0 - chance) * later + own
        if np.abs(value - before).max() < 1e-10:
            return gain, value
    raise AssertionError("the values do not settle")
