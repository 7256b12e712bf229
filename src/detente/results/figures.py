"""The figures of a probability and of a paired difference: mean, interval of assumptions, error, shares, word."""

from dataclasses import dataclass

import numpy as np
import xarray as xr
from scipy.special import betaincinv

# Likelihood words of ICD 203, by upper end.
_WORDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even"),
    (0.80, "likely"),
    (0.95, "very likely"),
)


@dataclass(frozen=True, slots=True)
class Probability:
    """A probability (fractions throughout). `bound` is `under` or `over` where none or all of n futures said yes.

    `interval`: 5th to 95th percentile over worlds of the chance inside a world, chance noise removed. `error`:
    standard error of the mean, clustered by world. The two shares are parts of p(1 - p).
    """

    probability: float
    interval: tuple[float, float]
    error: float
    word: str
    share_assumptions: float
    share_chance: float
    bound: str = ""


def forecast(results: xr.Dataset, *, alike: bool = False) -> dict[str, Probability]:
    """Return the probability of every question of labelled results; of worlds that are `alike`, over all futures."""
    shape = (len(results["questions"]), -1) if alike else None
    yes, asked = (
        results[name].values.reshape(shape) if shape else results[name].values.sum(axis=2) for name in ("yes", "asked")
    )
    weight, strata = (None, None) if shape else (weights_of(results), strata_of(results))
    return {str(q): probability_of(yes[k], asked[k], weight, strata) for k, q in enumerate(results["questions"].values)}


def forecast_by_type(results: xr.Dataset) -> dict[tuple[str, str], dict[str, Probability]]:
    """Return the probability of every question in the worlds where an actor starts as a type, by (actor, type).

    Empty where nobody has types; a type that no world has is left out.
    """
    found = {}
    for k, actor in enumerate(results["typed"].values) if "typed" in results else ():
        for type in sorted(set(results["type"].values[k].tolist())):
            found[str(actor), str(type)] = forecast(results.isel(worlds=results["type"].values[k] == type))
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """The worlds in which an actor starts as a type: how many, and for what share of all they count."""

    worlds: int
    share: float


def parts_by_type(results: xr.Dataset) -> dict[tuple[str, str], Part]:
    """Say from how many worlds the figures of each type come, and for how much they count, by (actor, type)."""
    found = {}
    for k, actor in enumerate(results["typed"].values) if "typed" in results else ():
        weight, types = results["weight"].values, results["type"].values[k]
        for type in sorted(set(types.tolist())):
            mine = types == type
            found[str(actor), str(type)] = Part(int(mine.sum()), float(weight[mine].sum() / weight.sum()))
    return found


def weights_of(results: xr.Dataset) -> np.ndarray | None:
    """Return how much each world counts, (worlds,); None where all count alike."""
    return results["weight"].values.astype(float) if "weight" in results else None


def strata_of(results: xr.Dataset, twin: xr.Dataset | None = None) -> np.ndarray | None:
    """Return of which type actors start as 0 and 1, (worlds, types); None where nobody has types.

    How many worlds each type gets is laid down, so that it adds nothing to the error of a mean over worlds. Nor to that
    of a paired difference, whatever types the same worlds of its `twin` start as.
    """
    columns: list[np.ndarray] = []
    for side in (results, twin):
        rows = side["type"].values if side is not None and "type" in side else ()
        found = [row == type for row in rows for type in sorted(set(row.tolist()))]
        columns += [one for one in found if side is results or not any((one == known).all() for known in columns)]
    return np.stack(columns, axis=1).astype(float) if columns else None


def error_of(pulls: np.ndarray, strata: np.ndarray | None = None) -> float:
    """Return the standard error of a mean from what each world adds to it, (worlds,).

    With `strata` (worlds, types), what the types account for is taken out first (by least squares: each actor's types
    are shared out on their own). NaN for too few worlds.
    """
    worlds, fitted = len(pulls), 1
    if strata is not None and strata.shape[1]:
        solution, _, fitted, _ = np.linalg.lstsq(strata, pulls, rcond=None)
        pulls = pulls - strata @ solution
    if worlds <= fitted:
        return float("nan")
    return float(pulls.std(ddof=int(fitted)) / np.sqrt(worlds))


def word_for(probability: float) -> str:
    """Return the ICD 203 word for a probability."""
    return next((word for end, word in _WORDS if probability < end), "almost certain")


def probability_of(
    yes: np.ndarray, asked: np.ndarray, weight: np.ndarray | None = None, strata: np.ndarray | None = None
) -> Probability:
    """Compute the figures from counts by world: `yes` of `asked` futures, (worlds,).

    Worlds in which the condition was never met (asked 0) do not count; others weigh by what was asked, so that a
    conditional question is answered over all futures that meet its condition; and by `weight` (worlds,), where some
    worlds stand for more than others. `strata` (worlds, types): see `error_of`.
    """
    each = np.ones(len(asked)) if weight is None else weight
    met = (asked > 0) & (each > 0)
    yes, asked, each = yes[met].astype(float), asked[met].astype(float), each[met].astype(float)
    if not len(yes):
        nan = float("nan")
        return Probability(nan, (0.0, 1.0), nan, "never asked: its condition was not met", nan, nan)
    worlds = float(each.sum() ** 2 / np.sum(each**2))  # as many as would count alike (Kish 1965)
    part = each * asked / np.sum(each * asked)
    chance = yes / asked
    total = float(yes.sum() / asked.sum()) if (each == each[0]).all() else float(np.sum(part * chance))
    total = 1.0 if (yes == asked).all() else total  # weights add up to 1 but for rounding
    error = float(np.sqrt(np.sum(part**2 * (chance - total) ** 2) * worlds / max(worlds - 1, 1)))
    if strata is not None:
        error = error_of(part * (chance - total) * len(chance), strata[met])
    within = total * (1.0 - total)
    between = _between_worlds(chance, asked, part, total, worlds)
    shares = (between / within, 1.0 - between / within) if within > 0 else (0.0, 1.0)
    word = word_for(total)
    if total in (0.0, 1.0):
        # With nothing seen in n worlds, the 95 % bound of the chance is 1 - 0.05^(1/n).
        edge = 1.0 - 0.05 ** (1.0 / worlds)
        end = edge if total == 0.0 else 1.0 - edge
        interval = (0.0, edge) if total == 0.0 else (1.0 - edge, 1.0)
        word = word if word_for(end) == word else "too few futures to say"
        return Probability(end, interval, edge / 2, word, *shares, bound="under" if total == 0.0 else "over")
    return Probability(total, _interval(total, between), error, word, *shares)


def _between_worlds(chance: np.ndarray, asked: np.ndarray, weight: np.ndarray, mean: float, worlds: float) -> float:
    """Return the variance of the chance between worlds, noise of finite futures removed; between 0 and p(1 - p)."""
    # Deviations from a mean of the same worlds are too small by (W - 1)/W.
    spread = float(np.sum(weight * (chance - mean) ** 2)) * worlds / max(worlds - 1, 1)
    # Within a world of n futures the estimate of p(1 - p)/n is p(1 - p)/(n - 1); a world of one future says nothing.
    several = asked > 1
    noise = float(np.sum((weight * chance * (1.0 - chance) / np.maximum(asked - 1.0, 1.0))[several]))
    noise += float(np.sum(weight[~several])) * mean * (1.0 - mean)
    return min(max(spread - noise, 0.0), mean * (1.0 - mean))


def _interval(mean: float, variance: float) -> tuple[float, float]:
    """Return the 5th and 95th percentile of the beta distribution with these moments (beta-binomial by moments)."""
    if variance <= 1e-9:
        return (mean, mean)
    size = max(mean * (1.0 - mean) / variance - 1.0, 1e-3)
    low, high = betaincinv(mean * size, (1.0 - mean) * size, [0.05, 0.95])
    return (float(low), float(high))


@dataclass(frozen=True, slots=True)
class Difference:
    """A paired difference of a probability: mean over worlds, 5th to 95th percentile over worlds, its error."""

    difference: float
    interval: tuple[float, float]
    error: float


def difference_of(
    after: np.ndarray,
    before: np.ndarray,
    weight: np.ndarray | None = None,
    weight_after: np.ndarray | None = None,
    strata: np.ndarray | None = None,
    *,
    retyped: bool = False,
) -> Difference:
    """Compare values (or yes and no) by world and future, (worlds, futures), played with the same random numbers.

    `weight` (worlds,) says how much each world counts; left out, all count alike. `weight_after` says so of the worlds
    after, where it is not the same (a chance of types was changed). `strata` (worlds, types): see `error_of`.
    `retyped`: actors start as other types in some worlds than in their twins; see `_shrunk`.
    """
    change = after.astype(float) - before.astype(float)
    by_world = change.mean(axis=1)
    worlds, futures = change.shape
    each = np.ones(worlds) if weight is None else weight / weight.mean()
    other = each if weight_after is None else weight_after / weight_after.mean()
    if np.allclose(other, each, rtol=1e-12, atol=0.0):
        mean = float((each * by_world).mean())
        pulls = each * (by_world - mean)
    else:
        sides = [(w, rows.astype(float).mean(axis=1)) for w, rows in ((other, after), (each, before))]
        total = [float((w * rows).mean()) for w, rows in sides]
        mean = total[0] - total[1]
        pulls = np.subtract(*(w * (rows - p) for (w, rows), p in zip(sides, total, strict=True)))
    error = error_of(pulls, strata)
    noise = float((each * change.var(axis=1, ddof=1)).mean() / futures) if futures > 1 else 0.0
    each = (each + other) / 2.0 if retyped else each
    return Difference(mean, _shrunk(by_world, mean, noise, each, retyped=retyped), error)


def differences(after: xr.Dataset, before: xr.Dataset) -> dict[str, Difference]:
    """Return the paired difference of every question between two labelled results of the same worlds and futures."""
    found = {}
    known = weights_of(before), weights_of(after), strata_of(before, after)
    other_types = _retyped(before, after)
    for k, question in enumerate(before["questions"].values):
        yes_after, yes_before, asked_after, asked_before = (
            results[name].values[k] for name in ("yes", "asked") for results in (after, before)
        )
        if asked_after.all() and asked_before.all():
            found[str(question)] = difference_of(yes_after, yes_before, *known, retyped=other_types)
        else:
            sides = yes_after, asked_after, yes_before, asked_before
            found[str(question)] = _conditional_difference(*sides, *known, retyped=other_types)
    return found


def _retyped(before: xr.Dataset, after: xr.Dataset) -> bool:
    """Say whether the same worlds start as other types before and after, because their chances were drawn anew.

    Not so where a what-if made an actor of one type: every world is then its own twin, and counts as it did.
    """
    types = [
        dict(zip(one["typed"].values, one["type"].values, strict=True)) if "type" in one else {}
        for one in (before, after)
    ]
    if types[0].keys() != types[1].keys():
        return True
    made = "weight" in before and np.allclose(before["weight"], after["weight"], rtol=1e-12, atol=0.0)
    return any((types[0][a] != types[1][a]).any() and not (made and len(set(types[1][a])) == 1) for a in types[0])


def differences_by_type(after: xr.Dataset, before: xr.Dataset) -> dict[tuple[str, str], dict[str, Difference]]:
    """Return the paired differences in the worlds where an actor starts as a type before, by (actor, type).

    Each world against its own twin; who starts as other types in some twins and not in others is left out.
    """
    found = {}
    both = "typed" in before and "typed" in after
    for actor in before["typed"].values if both else ():
        if actor not in after["typed"].values:
            continue
        was, becomes = (results["type"].sel(typed=actor).values for results in (before, after))
        if (was != becomes).any() and len(set(becomes.tolist())) > 1:
            continue
        for type in sorted(set(was.tolist())):
            mine = {"worlds": was == type}
            found[str(actor), str(type)] = differences(after.isel(mine), before.isel(mine))
    return found


def _conditional_difference(
    yes_after: np.ndarray,
    asked_after: np.ndarray,
    yes_before: np.ndarray,
    asked_before: np.ndarray,
    weight: np.ndarray | None = None,
    weight_after: np.ndarray | None = None,
    strata: np.ndarray | None = None,
    *,
    retyped: bool = False,
) -> Difference:
    """Compare a question with a condition, over the futures that meet it on either side; (worlds, futures).

    The error is that of two ratios, by linearisation over worlds; the interval is over worlds that meet the
    condition on both sides, noise of finite futures removed as if the two sides were independent.
    """
    sides = [
        (yes.sum(axis=1).astype(float), asked.sum(axis=1).astype(float))
        for yes, asked in ((yes_after, asked_after), (yes_before, asked_before))
    ]
    worlds = len(sides[0][0])
    each = np.ones(worlds) if weight is None else weight / weight.mean()
    both = (each if weight_after is None else weight_after / weight_after.mean(), each)
    if any((w * asked).sum() == 0 for w, (_, asked) in zip(both, sides, strict=True)):
        nan = float("nan")
        return Difference(nan, (nan, nan), nan)
    total = [(w * yes).sum() / (w * asked).sum() for w, (yes, asked) in zip(both, sides, strict=True)]
    pulls = [w * (yes - p * asked) / (w * asked).mean() for w, (yes, asked), p in zip(both, sides, total, strict=True)]
    mean = float(total[0] - total[1])
    error = error_of(pulls[0] - pulls[1], strata)
    met = np.all([asked > 1 for _, asked in sides], axis=0)
    if met.sum() < 2:
        return Difference(mean, (mean, mean), error)
    chances = [(yes[met] / asked[met], asked[met]) for yes, asked in sides]
    change = chances[0][0] - chances[1][0]
    each = (both[0] + both[1]) / 2.0 if retyped else each
    each = each[met] / each[met].mean()
    noise = float(np.mean([each * chance * (1.0 - chance) / (asked - 1.0) for chance, asked in chances], axis=1).sum())
    return Difference(mean, _shrunk(change, mean, noise, each, retyped=retyped), error)


def _shrunk(
    change: np.ndarray, mean: float, noise: float, weight: np.ndarray, *, retyped: bool = False
) -> tuple[float, float]:
    """Return the 5th and 95th percentile over worlds, `change` drawn in until its spread lacks the noise's variance.

    `weight` (worlds,) is 1 on average. The changes are centred on the mean. But where worlds are `retyped`, who counts
    is part of the change: those of the worlds are told as they are, in an interval that holds the mean.
    """
    middle = float((weight * change).mean())
    count = len(change)
    spread = float((weight * (change - middle) ** 2).sum() / (count - 1)) if count > 1 else 0.0
    factor = np.sqrt(max(spread - noise, 0.0) / spread) if spread > 0 else 0.0
    moved = (middle if retyped else mean) + (change - middle) * factor
    if (weight == 1.0).all():
        low, high = np.quantile(moved, [0.05, 0.95])
    else:
        low, high = np.quantile(moved, [0.05, 0.95], weights=weight, method="inverted_cdf")
    if retyped:
        low, high = min(low, mean), max(high, mean)
    return (float(low), float(high))
