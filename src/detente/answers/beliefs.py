"""Beliefs: who believes what of whom, month by month, beside the truth; and how far off estimates are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from detente.game.game import Game
from detente.results.figures import parts_by_type, weights_of
from detente.scenario.model import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """How something goes on from month to month, each (months,): its mean, and its 5th and 95th percentile over worlds.

    Of each world the mean over its futures counts.
    """

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What is believed in the worlds where the other starts as `type`: a course for each type, in per cent.

    `worlds` are how many, `share` for what part of all they count. `still` (months,) is the share of their futures in
    which it is of that type at a month's end: a shock may make another of it.
    """

    type: str
    worlds: int
    share: float
    belief: dict[str, Course]
    still: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What `believers`, who believe alike all along, believe of an actor, at the end of each month.

    A type that nobody ever is has no truth, but may be believed in.
    """

    believers: tuple[str, ...]
    other: str
    types: tuple[str, ...]
    months: tuple[str, ...]
    truths: tuple[Truth, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """What `actors` take a hidden variable for as they choose in each month, and where it stands then.

    In the variable's unit (points without one). `missed` is estimate less truth, `typical` (months,) its typical size,
    the root of the mean square over all futures.
    """

    actors: tuple[str, ...]
    variable: str
    name: str
    unit: str
    months: tuple[str, ...]
    estimate: Course
    truth: Course
    missed: Course
    typical: np.ndarray


def beliefs(scenario: Scenario, game: Game, results: xr.Dataset, *, within: float = 0.0) -> tuple[Held, ...]:
    """Return every belief about another's type; empty without types.

    Those whose mean beliefs are never further apart than `within` points stand together, with the average of them.
    """
    if "belief" not in results:
        return ()
    minds, weight = game.minds, weights_of(results)
    values = results["belief"].values.astype(float)
    found = []
    for other in dict.fromkeys(minds.type_actor.tolist()):
        of: dict[str, np.ndarray] = {}
        for actor in dict.fromkeys(minds.believers.tolist()):
            rows = [b for b, r in enumerate(minds.about) if minds.believers[b] == actor and r in minds.types_of(other)]
            if rows:
                of[game.actors[actor]] = values[:, rows]
        found += [_held(game, results, of, group, other) for group in _together(of, weight, within)]
    return tuple(found)


def _together(of: dict[str, np.ndarray], weight: np.ndarray | None, within: float) -> list[tuple[str, ...]]:
    """Group believers whose beliefs (months, types, worlds) are alike on average over worlds."""
    groups: dict[str, tuple[str, ...]] = {}
    for name, mine in of.items():
        like = next((first for first in groups if _apart(of[first], mine, weight) <= within), name)
        groups[like] = (*groups.get(like, ()), name)
    return list(groups.values())


def _apart(one: np.ndarray, other: np.ndarray, weight: np.ndarray | None) -> float:
    return float(np.abs(np.average(one - other, axis=2, weights=weight)).max())


def _held(game: Game, results: xr.Dataset, of: dict[str, np.ndarray], believers: tuple[str, ...], other: int) -> Held:
    """Put together what a group believes of an actor, on average."""
    minds, name, weight = game.minds, game.actors[other], weights_of(results)
    parts = parts_by_type(results)
    types = tuple(minds.types[row][1] for row in minds.types_of(other))
    whole = np.mean([of[believer] for believer in believers], axis=0)
    started = results["type"].sel(typed=name).values
    truths = []
    for type in types:
        if (name, type) not in parts:
            continue
        these = started == type
        mine = None if weight is None else weight[these]
        belief = {each: course(whole[:, k][:, these], mine) for k, each in enumerate(types)}
        still = results["is_type"].sel(types=f"{name} is {type}").values[:, these].astype(float)
        part = parts[name, type]
        truths.append(Truth(type, part.worlds, part.share, belief, np.average(still, axis=1, weights=mine)))
    months = tuple(str(month) for month in results["months"].values)
    return Held(believers, name, types, months, tuple(truths))


def estimates(scenario: Scenario, game: Game, results: xr.Dataset) -> tuple[Guess, ...]:
    """Return every estimate of a hidden variable beside the truth, those who take it for the same together.

    Empty where nothing is hidden.
    """
    if "estimate" not in results:
        return ()
    months = tuple(str(month) for month in results["months"].values)
    minds, weight = game.minds, weights_of(results)
    found: dict[tuple[str, bytes], Guess] = {}
    for row, (eye, position) in enumerate(zip(minds.estimate_eye, minds.estimate_variable, strict=True)):
        variable = scenario.variables[game.variables[position]]
        measure = variable.measure
        factor, zero = ((measure.hundred - measure.zero) / 100.0, measure.zero) if measure else (1.0, 0.0)
        estimate, missed = (results[name].values[:, row].astype(float) for name in ("estimate", "missed"))
        square = np.average(results["missed_square"].values[:, row].astype(float), axis=1, weights=weight)
        actors = tuple(game.actors[actor] for actor in minds.eyes[eye].actors)
        key = variable.id, estimate.tobytes()
        found[key] = Guess(
            (*found[key].actors, *actors) if key in found else actors,
            variable.id,
            variable.name,
            measure.unit if measure else "",
            months,
            course(zero + factor * estimate, weight),
            course(zero + factor * (estimate - missed), weight),
            course(factor * missed, weight),
            abs(factor) * np.sqrt(square),
        )
    return tuple(found.values())


def course(values: np.ndarray, weight: np.ndarray | None = None) -> Course:
    """Sum values by month and world, (months, worlds), up by month; `weight` (worlds,) says how much each counts."""
    if weight is None or (weight == weight[0]).all():
        low, high = np.quantile(values, [0.05, 0.95], axis=1)
    else:
        low, high = np.quantile(values, [0.05, 0.95], axis=1, weights=weight, method="inverted_cdf")
    return Course(np.average(values, axis=1, weights=weight), low, high)


# ---------------------------------------------------------------- in words

# A belief in the truth that moved by less than this is said hardly to move.
NOTHING = 5.0
# An estimate whose mean error is less than this part of its typical one is right on average.
RIGHT = 1.0 / 3.0
# Where a type lasts in fewer futures than this, a belief that leaves it may be right to.
STILL = 0.99
# More than so many actors are called `they`.
MANY = 3


def says(held: Held) -> tuple[str, ...]:
    """Say in plain words what becomes of a belief: a sentence for each truth, and one for what the other never is.

    What is told is what is measured, the mean belief in the truth; nobody is said to have found it out.
    """
    told = []
    several = len(held.believers) > 1
    who = _who(held.believers)
    belief = "their belief" if len(held.believers) > MANY else f"the belief of {who}"
    first, last = held.months[0], held.months[-1]
    for truth in held.truths:
        mean = truth.belief[truth.type].mean
        change = mean[-1] - mean[0]
        way = "hardly moves," if abs(change) < NOTHING else "rises" if change > 0 else "falls"
        if truth.still[-1] < STILL:
            still = f"it still is in {100 * truth.still[-1]:.0f} % of futures in {last}"
            told.append(
                f"Where {held.other} starts as {truth.type} ({still}), the belief that it is goes from "
                f"{mean[0]:.0f} % in {first} to {mean[-1]:.0f} % in {last}."
            )
            continue
        told.append(
            f"Where {held.other} is {truth.type}, {belief} in the truth {way} from {mean[0]:.0f} % in {first} to "
            f"{mean[-1]:.0f} % in {last}, after {len(held.months)} months."
        )
    for type in held.types:
        if type in {truth.type for truth in held.truths}:
            continue
        means = np.sum([truth.share * truth.belief[type].mean for truth in held.truths], axis=0)
        if np.max(means) >= 1.0:
            told.append(
                f"{held.other} never is {type}; {who} {'take' if several else 'takes'} it for that to {means[0]:.0f} % "
                f"in {first}, to {means[-1]:.0f} % in {last}."
            )
    return tuple(told)


def says_of_estimate(guess: Guess) -> str:
    """Say in plain words how good an estimate is in the last month."""
    several = len(guess.actors) > 1
    who = _who(guess.actors)
    unit = f" {guess.unit or 'points'}"
    bias, typical, month = float(guess.missed.mean[-1]), float(guess.typical[-1]), guess.months[-1]
    off = f"typically off by {typical:.1f}{unit}"
    if typical == 0.0:
        return f"{who} {'know' if several else 'knows'} where {guess.variable} stands."
    if abs(bias) < RIGHT * typical:
        return f"In {month} {who} {'are' if several else 'is'} right about {guess.variable} on average, and {off}."
    verb = ("overrate" if bias > 0 else "underrate") + ("" if several else "s")
    told = f"In {month} {who} {verb} {guess.variable} by {abs(bias):.1f}{unit} on average"
    return f"{told}, and {'are' if several else 'is'} {off}."


def _who(names: Sequence[str]) -> str:
    """Name those whom a sentence is about; many of them stand in the heading above it."""
    return listed(names) if len(names) <= MANY else "they"


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence has them: `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
