"""When to inspect for a stock that is seen through a signal only: the file, and dynamic programming on estimates.

The stock returns to 50 and is shaken; each month a noisy reading of it is public. What the inspector knows is an
estimate and its variance; the variance runs its own way, whatever is read, and soon stands still.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from minds.beliefs import sigmoid

BASE, MUCH = 50.0, 55.0
"""Where the stock rests, and above how much an inspection finds it."""

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(31)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_FINE = np.linspace(-6.0, 6.0, 2401)
_DENSITY = np.exp(-0.5 * _FINE**2) / np.exp(-0.5 * _FINE**2).sum()


@dataclass(frozen=True)
class Hidden:
    """The numbers of the game: points, months, point-months; `reading` is the noise of the signal, `usual` a year.

    An inspection pays `finds` if the stock is above 55 and `misses` if not, and can be made again `pause` months later.
    The stock begins about as unsure as the steady estimate is ahead of a signal. `guard` is the slope, a point, of the
    log-odds that who guards the stock, and sees it, removes it for the month (0: nobody does).
    """

    half_life: float = 10.0
    noise: float = 5.0
    reading: float = 10.0
    patience: float = 9.0
    indifference: float = 1.0
    finds: float = 3.0
    misses: float = -1.5
    usual: float = 6.0
    pause: int = 4
    now: tuple[float, float] = (37.6, 62.4)
    guard: float = 0.0

    @property
    def pull(self) -> float:
        """Share of the way to 50 that a month goes."""
        return 1.0 - 2.0 ** (-1.0 / self.half_life)

    @property
    def discount(self) -> float:
        """What next month counts for."""
        return 2.0 ** (-1.0 / self.patience)


class Play(NamedTuple):
    """What is worth what on a grid of estimates: the chance to inspect, what that gains (point-months), the value."""

    grid: np.ndarray
    inspects: np.ndarray
    gains: np.ndarray
    value: np.ndarray

    def at(self, estimate: np.ndarray | float) -> np.ndarray:
        """Read the chance to inspect between the points of the grid."""
        return np.interp(estimate, self.grid, self.inspects)


def variances(game: Hidden, first: float, *, months: int) -> tuple[np.ndarray, np.ndarray]:
    """Follow the variance of the estimate as it stands when choices are made, from `first` before any signal.

    Returns (months,) variances and (months,) variances of what each month's signal moves the estimate by.
    """
    after, moved, ahead = np.zeros(months), np.zeros(months), first
    for month in range(months):
        gain = ahead / (ahead + game.reading**2)
        moved[month] = gain * ahead
        after[month] = (1.0 - gain) * ahead
        ahead = (1.0 - game.pull) ** 2 * after[month] + max(game.noise**2, 0.25)
    return after, moved


def steady(game: Hidden) -> tuple[float, float]:
    """Return what both come to: by the positive root of the scalar Riccati equation for the variance ahead of a signal,
    ahead = keep * ahead * noise / (ahead + noise) + shake.
    """
    keep, shake, noise = (1.0 - game.pull) ** 2, max(game.noise**2, 0.25), game.reading**2
    half = 0.5 * (shake + (keep - 1.0) * noise)
    ahead = half + np.sqrt(half**2 + shake * noise)
    return float(ahead * noise / (ahead + noise)), float(ahead**2 / (ahead + noise))


def expects(game: Hidden, estimate: np.ndarray) -> np.ndarray:
    """Return what an inspection is expected to pay in its month."""
    stock = np.asarray(estimate)[..., None] + np.sqrt(steady(game)[0]) * _FINE
    found = (stock > MUCH) * (1.0 - removes(game, stock))
    return game.misses + (game.finds - game.misses) * (found @ _DENSITY)


def removes(game: Hidden, stock: np.ndarray) -> np.ndarray:
    """Return the chance that a guard removes a stock that it sees."""
    return sigmoid(game.guard * (stock - MUCH)) if game.guard else np.zeros_like(stock)


def usual_odds(game: Hidden) -> float:
    """Return the log of the usual odds to inspect."""
    return float(np.log(np.expm1(game.usual / 12.0)))


def logit_play(game: Hidden, *, points: int = 501) -> Play:
    """Solve for logit play where the variance stands still: payoffs only, as later play is made of mistakes too."""
    return _settle(game, lambda gain: sigmoid(usual_odds(game) + gain / game.indifference), points)


def value_of(game: Hidden, inspects: Callable[[np.ndarray], np.ndarray], *, points: int = 501) -> Play:
    """Value play that is a chance to inspect at each estimate."""
    grid = np.linspace(0.0, 100.0, points)
    return _settle(game, lambda gain: inspects(grid), points)


def _settle(game: Hidden, play: Callable[[np.ndarray], np.ndarray], points: int) -> Play:
    """Iterate values, by months still to wait, until they stand."""
    grid = np.linspace(0.0, 100.0, points)
    pays, values = expects(game, grid), [np.zeros(points)] * game.pause
    ahead = grid + game.pull * (BASE - grid)
    next_estimates = ahead[:, None] + np.sqrt(steady(game)[1]) * _NODES
    for _ in range(4000):
        later = [game.discount * (np.interp(next_estimates, grid, value) @ _WEIGHTS) for value in values]
        gains = pays + later[-1] - later[0]
        inspects = play(gains)
        before, values = values, [later[0] + inspects * gains, *later[:-1]]
        if max(np.abs(new - old).max() for new, old in zip(values, before, strict=True)) < 1e-9:
            return Play(grid, inspects, gains, values[0])
    raise AssertionError("the values do not settle")


class Futures(NamedTuple):
    """Plain futures, (months, futures): the stock, what is thought of it, and whether it is inspected."""

    stock: np.ndarray
    estimate: np.ndarray
    inspected: np.ndarray

    def brought(self, game: Hidden) -> np.ndarray:
        """Return what each future brings, discounted."""
        pays = np.where(self.inspected, np.where(self.stock > MUCH, game.finds, game.misses), 0.0)
        return game.discount ** np.arange(len(pays)) @ pays


def play_out(game: Hidden, play: Play, *, estimate: float, months: int, futures: int, seed: int) -> Futures:
    """Play futures with the stock itself and its readings, from a first estimate at the steady variance.

    No use is made of how estimates move: the stock and what is read of it are drawn, and the estimate follows.
    """
    rng = np.random.default_rng(seed)
    spread = steady(game)[0]
    ahead = (1.0 - game.pull) ** 2 * spread + game.noise**2
    guess, wait = np.full(futures, float(estimate)), np.zeros(futures, int)
    stock = guess + np.sqrt(spread) * rng.standard_normal(futures)
    rows = []
    for _ in range(months):
        inspected = (wait == 0) & (rng.random(futures) < play.at(guess))
        rows.append((stock, guess, inspected))
        wait = np.where(inspected, game.pause - 1, np.maximum(wait - 1, 0))
        stock = stock + game.pull * (BASE - stock) + game.noise * rng.standard_normal(futures)
        guess = guess + game.pull * (BASE - guess)
        read = stock + game.reading * rng.standard_normal(futures)
        guess = guess + ahead / (ahead + game.reading**2) * (read - guess)
    return Futures(*(np.array(row) for row in zip(*rows, strict=True)))


def text(game: Hidden) -> str:
    """Write the game as a scenario."""
    numbers = {name: getattr(game, name) for name in game.__dataclass_fields__}
    written = TEXT.format(**numbers | {"now": f"{game.now[0]} to {game.now[1]}"}, much=MUCH, base=BASE)
    if not game.guard:
        return written
    for place, more in (
        ("agendas:\n", "  guard: {name: Guard}\n"),
        ("variables:\n", GUARD),
        ("signals:\n", REMOVE.format(slope=game.guard, much=MUCH)),
    ):
        assert written.count(place) == 1
        written = written.replace(place, more + place)
    found = f"stock above {MUCH}"
    return written.replace(found, f"(stock above {MUCH} and not guard plays remove)").replace(
        "hidden: yes", "hidden: yes, seen_by: [guard]"
    )


GUARD = """\
  guard:
    patience: none
    indifference: 1 point-month
    payoffs:
      nothing: {when: guard holds, worth: 0 point-months, why: assumed}
    why: assumed
"""


TEXT = """\
detente: 1
title: A stock behind a fence
start: 2020-01
months: 24
actors:
  inspector: {{name: Inspector}}
agendas:
  inspector:
    patience: {patience} months
    indifference: {indifference} point-months
    payoffs:
      finds:
        when: inspector plays inspect and stock above {much}
        worth: {finds} point-months
        why: assumed
      misses:
        when: inspector plays inspect and not stock above {much}
        worth: {misses} point-months
        why: assumed
    why: assumed
variables:
  stock: {{now: {now}, base: {base}, half_life: {half_life} months, noise: {noise}, hidden: yes, why: assumed}}
cards:
  inspect:
    by: inspector
    table: talks
    usual: {usual} a year
    pause: {pause} months
    effects: {{stock: 0}}
    why: assumed
signals:
  photographs: {{of: stock, noise: {reading}, why: assumed}}
"""

REMOVE = """\
  remove:
    by: guard
    table: yard
    costs: {{guard: {slope} * ({much} - stock) point-months}}
    effects: {{stock: 0}}
    why: assumed
"""

REMOVE = """\
  remove:
    by: guard
    table: yard
    costs: {{guard: {slope} * ({much} - stock) point-months}}
    effects: {{stock: 0}}
    why: assumed
"""
