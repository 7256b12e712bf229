"""From a range to a distribution: the quantiles of one number of the file."""

import numpy as np
from scipy.special import expit, logit, ndtri

from detente.scenario.model import Number

# The 95th percentile of the standard normal: a range is a 90 % interval.
_Z95 = 1.6448536269514722


def quantile(number: Number, uniform: np.ndarray) -> np.ndarray:
    """Return quantiles of one number's distribution.

    Logit-normal for shares (an end at 0 or 100 is read as 0.5 or 99.5), log-normal for positive numbers, normal
    by inverse CDF else, clipped at 0 where both ends have one sign (DESIGN 2).
    """
    return _at(number, ndtri(uniform))


def median(number: Number) -> float:
    """Return the middle of a number's range."""
    return float(_at(number, np.zeros(1))[0])


def moments(number: Number) -> tuple[float, float]:
    """Return the mean and the variance of a number over worlds, by a sum over the normal that it is made of."""
    z = np.linspace(-8.0, 8.0, 1601)
    density = np.exp(-(z**2) / 2.0)
    density /= density.sum()
    values = _at(number, z)
    mean = float(density @ values)
    return mean, float(density @ (values - mean) ** 2)


def _at(number: Number, normal: np.ndarray) -> np.ndarray:
    """Return a number's values where the standard normal that it is made of has these."""
    low, high = number.low, number.high
    if low == high:
        return np.full(np.shape(normal), low)
    z = normal / _Z95
    if number.kind == "share":
        a, b = (logit(np.clip(end, 0.5, 99.5) / 100.0) for end in (low, high))
        return 100.0 * expit((a + b) / 2.0 + (b - a) / 2.0 * z)
    if number.kind == "positive":
        a, b = np.log(low), np.log(high)
        return np.exp((a + b) / 2.0 + (b - a) / 2.0 * z)
    value = (low + high) / 2.0 + (high - low) / 2.0 * z
    if low >= 0:
        return np.maximum(value, 0.0)
    if high <= 0:
        return np.minimum(value, 0.0)
    return value
