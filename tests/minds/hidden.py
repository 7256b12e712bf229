"""When to sell at a price that is seen through a signal only: the file, and dynamic programming on a grid of estimates.

The price returns to 50 and is shaken; each month a noisy quote of it is public. What the holder knows is an estimate
and its variance; the variance runs its own way, whatever is quoted, and soon stands still.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from minds.beliefs import sigmoid

BASE = 50.0
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(31)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Hidden:
    """The numbers of the game: points, months, point-months; `quote` is the noise of the signal, `usual` plays a year.

    `slope` is what a point of price above 50 brings when the card is played.
    """

    half_life: float = 10.0
    noise: float = 5.0
    quote: float = 10.0
    patience: float = 9.0
    indifference: float = 1.0
    slope: float = 0.3
    usual: float = 4.0
    now: tuple[float, float] = (35.0, 65.0)

    @property
    def pull(self) -> float:
        """Share of the way to 50 that a month goes."""
        return 1.0 - 2.0 ** (-1.0 / self.half_life)

    @property
    def discount(self) -> float:
        """What next month counts for."""
        return 2.0 ** (-1.0 / self.patience)


class Play(NamedTuple):
    """What is worth what on a grid of estimates: the chance to sell, what selling gains (point-months), the value."""

    grid: np.ndarray
    sells: np.ndarray
    gains: np.ndarray
    value: np.ndarray

    def at(self, estimate: np.ndarray | float) -> np.ndarray:
        """Read the chance to sell between the points of the grid."""
        return np.interp(estimate, self.grid, self.sells)


def variances(game: Hidden, first: float, *, months: int) -> tuple[np.ndarray, np.ndarray]:
    """Follow the variance of the estimate as it stands when choices are made, from `first` before any signal.

    Returns (months,) variances and (months,) variances of what each month's signal moves the estimate by.
    """
    after, moved, ahead = np.zeros(months), np.zeros(months), first
    for month in range(months):
        gain = ahead / (ahead + game.quote**2)
        moved[month] = gain * ahead
        after[month] = (1.0 - gain) * ahead
        ahead = (1.0 - game.pull) ** 2 * after[month] + max(game.noise**2, 0.25)
    return after, moved


def steady(game: Hidden) -> tuple[float, float]:
    """Return what both come to: the positive root of the scalar Riccati equation, and the variance of a step."""
    keep, shake, quote = (1.0 - game.pull) ** 2, max(game.noise**2, 0.25), game.quote**2
    # ahead = keep * ahead * quote / (ahead + quote) + shake
    half = 0.5 * (shake + (keep - 1.0) * quote)
    ahead = half + np.sqrt(half**2 + shake * quote)
    return float(ahead * quote / (ahead + quote)), float(ahead**2 / (ahead + quote))


def logit_play(game: Hidden, *, points: int = 501) -> Play:
    """Solve for logit play where the variance stands still: payoffs only, as later play is made of mistakes too."""
    return _settle(game, lambda gain: sigmoid(_usual(game) + gain / game.indifference), points)


def value_of(game: Hidden, sells: Callable[[np.ndarray], np.ndarray], *, points: int = 501) -> Play:
    """Value play that is a chance to sell at each estimate."""
    grid = np.linspace(0.0, 100.0, points)
    return _settle(game, lambda gain: sells(grid), points)


def _settle(game: Hidden, play: Callable[[np.ndarray], np.ndarray], points: int) -> Play:
    """Iterate values until they stand."""
    grid, value = np.linspace(0.0, 100.0, points), np.zeros(points)
    ahead = grid + game.pull * (BASE - grid)
    next_estimates = ahead[:, None] + np.sqrt(steady(game)[1]) * _NODES
    for _ in range(4000):
        later = game.discount * (np.interp(next_estimates, grid, value) @ _WEIGHTS)
        gains = game.slope * (grid - BASE) - later
        sells = play(gains)
        before, value = value, later + sells * gains
        if np.abs(value - before).max() < 1e-10:
            return Play(grid, sells, gains, value)
    raise AssertionError("the values do not settle")


def play_out(game: Hidden, play: Play, *, estimate: float, months: int, futures: int, seed: int) -> np.ndarray:
    """Play futures with the price itself and its quotes: what each future brings, discounted, from a first estimate.

    The price is drawn from what the holder thinks of it in the steady state: no use is made of how its estimates move.
    """
    rng = np.random.default_rng(seed)
    spread = steady(game)[0]
    guess = np.full(futures, float(estimate))
    price = guess + np.sqrt(spread) * rng.standard_normal(futures)
    brought, unsold = np.zeros(futures), np.ones(futures, bool)
    for month in range(months):
        sold = unsold & (rng.random(futures) < play.at(guess))
        brought += np.where(sold, game.discount**month * game.slope * (price - BASE), 0.0)
        unsold &= ~sold
        price = price + game.pull * (BASE - price) + game.noise * rng.standard_normal(futures)
        guess = guess + game.pull * (BASE - guess)
        ahead = (1.0 - game.pull) ** 2 * spread + game.noise**2
        quote = price + game.quote * rng.standard_normal(futures)
        guess = guess + ahead / (ahead + game.quote**2) * (quote - guess)
    return brought


def _usual(game: Hidden) -> float:
    """Return the log of the usual odds to sell."""
    return float(np.log(np.expm1(game.usual / 12.0)))


def text(game: Hidden, *, views: str = "") -> str:
    """Write the game as a scenario; `views` is a section of its own."""
    numbers = {name: getattr(game, name) for name in game.__dataclass_fields__}
    return TEXT.format(**numbers | {"now": f"{game.now[0]} to {game.now[1]}"}, views=views)


TEXT = """\
detente: 1
title: A price behind a curtain
start: 2020-01
months: 24
actors:
  holder: {{name: Holder}}
agendas:
  holder:
    patience: {patience} months
    indifference: {indifference} point-months
    payoffs:
      nothing: {{when: price above 101, worth: 0 point-months, why: assumed}}
    why: assumed
{views}variables:
  price: {{now: {now}, base: 50, half_life: {half_life} months, noise: {noise}, hidden: yes, why: assumed}}
cards:
  sell:
    by: holder
    table: market
    once: yes
    usual: {usual} a year
    costs: {{holder: {slope} * (50 - price) point-months}}
    effects: {{price: 0}}
    why: assumed
signals:
  quote: {{of: price, noise: {quote}, why: assumed}}
"""
