"""The plain statistics of short series: each returns an estimate with its 90 % interval, or says that there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.stats import chi2, gamma, linregress, t

from detente.foundation.streams import generator

ENDS = (0.05, 0.95)
"""The two ends of every interval here: a range of a scenario file is a 90 % interval too."""
_DRAWS = 4000
"""Series drawn for each persistence; an end of a half-life moves by a few per cent with other draws."""
_HALF_LIVES = np.geomspace(0.15, 240.0, 72)
"""Half-lives tried, in steps of the series; beyond the last one a series does not return at all."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a series says: the middle and a 90 % interval; None where it says nothing, `inf` where it sets no bound."""

    middle: float | None
    low: float | None
    high: float | None


NOTHING = Estimate(None, None, None)


def reading(value: float) -> Estimate:
    """Return a figure as published: one reading, without an interval of its own."""
    return Estimate(value, value, value)


def rate(plays: int, years: float) -> Estimate:
    """Estimate plays a year from a count: (n + 1/2)/T, the mean of a gamma distribution, with its 90 % range.

    It is the posterior of a Poisson rate under Jeffreys' prior.
    """
    low, high = gamma.ppf(ENDS, plays + 0.5, scale=1.0 / years)
    return Estimate((plays + 0.5) / years, float(low), float(high))


def half_life(values: Sequence[float], *, step: float = 1.0) -> Estimate:
    """Estimate after how many months half of a deviation is gone, from readings `step` months apart.

    A first-order autoregression with a constant. Least squares finds too little persistence in a short series, so its
    slope is compared with the slopes of drawn series: the estimate is the persistence at which it would be the median,
    the ends those at which it would be the 95th and the 5th percentile (Andrews 1993). `inf`: no return at all.
    """
    if len(values) < 6:
        return NOTHING
    slope = _slope(np.asarray(values, float)[None, :])[0]
    persistence, quantiles = _drawn_slopes(len(values))
    low, middle, high = (_half_life(float(np.interp(slope, drawn, persistence))) * step for drawn in quantiles)
    return Estimate(middle, low, high)


def noise(values: Sequence[float]) -> Estimate:
    """Estimate the standard deviation of what a first-order autoregression leaves over, by chi-square."""
    x = np.asarray(values, float)
    left = x[1:] - x[:-1] * _slope(x[None, :])[0]
    return _deviation(left - left.mean(), free=len(left) - 2)


def wandering(values: Sequence[float], *, step: float = 1.0) -> Estimate:
    """Estimate the monthly noise of a stock from its changes over `step` months, taking them to be independent."""
    found = _deviation(np.diff(np.asarray(values, float)), free=len(values) - 1)
    return _scaled(found, step**-0.5)


def scatter(values: Sequence[float]) -> Estimate:
    """Estimate the standard deviation of readings about their mean, by chi-square."""
    x = np.asarray(values, float)
    return _deviation(x - x.mean(), free=len(x) - 1)


def rest(values: Sequence[float]) -> Estimate:
    """Estimate where a series rests: its mean, the interval widened by (1 + a)/(1 - a) for persistence a."""
    x = np.asarray(values, float)
    middle = half_life(values).middle
    if middle is None or not np.isfinite(middle):
        return NOTHING
    a = 2.0 ** (-1.0 / middle)
    counted = len(x) * (1.0 - a) / (1.0 + a)
    if counted < 2.0:
        return NOTHING
    reach = float(t.ppf(ENDS[1], counted - 1.0)) * x.std(ddof=1) / counted**0.5
    return Estimate(float(x.mean()), float(x.mean() - reach), float(x.mean() + reach))


def fall(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """Estimate by how many per cent the typical reading fell: geometric means, with Welch's interval."""
    first, last = np.log(np.asarray(before, float)), np.log(np.asarray(after, float))
    parts = first.var(ddof=1) / len(first), last.var(ddof=1) / len(last)
    free = sum(parts) ** 2 / (parts[0] ** 2 / (len(first) - 1) + parts[1] ** 2 / (len(last) - 1))
    change, reach = last.mean() - first.mean(), float(t.ppf(ENDS[1], free)) * sum(parts) ** 0.5
    middle, low, high = (100.0 * (1.0 - float(np.exp(change + shift))) for shift in (0.0, reach, -reach))
    return Estimate(middle, low, high)


def beside_others(changes: Sequence[float], struck: Sequence[bool], *, overlap: int = 1) -> Estimate:
    """Estimate by how much more a series changed about some months than about the others, one variance for both.

    Changes over `overlap` months share their months with their neighbours: that many of the others count as one.
    """
    x, hit = np.asarray(changes, float), np.asarray(struck, bool)
    few, others = x[hit], x[~hit]
    variance = sum(float(((group - group.mean()) ** 2).sum()) for group in (few, others)) / (len(x) - 2)
    free = max(1, len(few) + len(others) // overlap - 2)
    reach = float(t.ppf(ENDS[1], free)) * (variance * (1.0 / len(few) + overlap / len(others))) ** 0.5
    middle = float(few.mean() - others.mean())
    return Estimate(middle, middle - reach, middle + reach)


def closing(months: Sequence[float], gaps: Sequence[float]) -> Estimate:
    """Estimate in how many months half of a gap closes: the slope of its logarithm, with the interval of least squares.

    The gaps of neighbouring months are not independent, so that the interval is rather too narrow.
    """
    line: Any = linregress(months, np.log(np.asarray(gaps, float)))  # its fields are named, which no stub says
    reach = float(t.ppf(ENDS[1], len(months) - 2)) * line.stderr
    steep, middle, flat = (-line.slope + shift for shift in (reach, 0.0, -reach))
    return Estimate(*(_halving(pace) for pace in (middle, steep, flat)))


def halving_towards(first: float, last: float, months: float, *, rests: tuple[float, float]) -> Estimate:
    """Return the half-life that leads from one level to another in so many months, if it rests within `rests`."""
    low, high = sorted(months * np.log(2.0) / np.log((first - end) / (last - end)) for end in rests)
    return Estimate(None, float(low), float(high))


def difference_of_polls(before: float, after: float, *, asked: int) -> Estimate:
    """Estimate the change between two polls, in points of a per cent, with the error of drawing `asked` people each."""
    error = (sum(share * (100.0 - share) for share in (before, after)) / asked) ** 0.5
    reach = -float(t.ppf(ENDS[0], asked)) * error
    return Estimate(after - before, after - before - reach, after - before + reach)


# ---------------------------------------------------------------- helpers


def _slope(x: np.ndarray) -> np.ndarray:
    """Return the least-squares slope of each series on its own past: (series, readings) to (series,)."""
    past, now = x[:, :-1] - x[:, :-1].mean(1, keepdims=True), x[:, 1:]
    return (past * now).sum(1) / (past * past).sum(1)


@lru_cache
def _drawn_slopes(readings: int) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """Return the persistences tried, and the 95th, 50th and 5th percentile of the slope at each, all rising."""
    persistence = np.append(2.0 ** (-1.0 / _HALF_LIVES), 1.0)
    shocks = generator(0, "sizes", "half-life").standard_normal((_DRAWS, readings))
    slopes = np.stack([np.quantile(_slope(_series(shocks, a)), (0.95, 0.5, 0.05)) for a in persistence], axis=1)
    return persistence, tuple(np.maximum.accumulate(row) for row in slopes)


def _series(shocks: np.ndarray, a: float) -> np.ndarray:
    """Play series forward from their long-run law; where there is none, the slope does not depend on the start."""
    x = shocks.copy()
    if a < 1.0:
        x[:, 0] /= (1.0 - a * a) ** 0.5
    for k in range(1, x.shape[1]):
        x[:, k] += a * x[:, k - 1]
    return x


def _half_life(persistence: float) -> float:
    """Return the half-life of a persistence, `inf` beyond the longest one that was tried."""
    found = float(-1.0 / np.log2(persistence)) if persistence < 1.0 else float("inf")
    return found if found <= 1.001 * _HALF_LIVES[-1] else float("inf")


def _halving(pace: float) -> float:
    return float("inf") if pace <= 0.0 else float(np.log(2.0) / pace)


def _deviation(left: np.ndarray, *, free: int) -> Estimate:
    total = float((left**2).sum())
    few, many = chi2.ppf(ENDS, free)
    return Estimate((total / free) ** 0.5, float((total / many) ** 0.5), float((total / few) ** 0.5))


def _scaled(estimate: Estimate, factor: float) -> Estimate:
    ends = (estimate.middle, estimate.low, estimate.high)
    return Estimate(*(None if end is None else end * factor for end in ends))
