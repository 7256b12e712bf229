"""Of which type actors are, world by world: drawn so that every type has worlds enough, and weighed accordingly."""

from collections.abc import Collection

import numpy as np

from detente.compiler.known import shares, type_row
from detente.compiler.sight import type_ids
from detente.foundation.streams import generator
from detente.scenario.model import Scenario

# Answers by type come from at least this many worlds, where there are so many.
LEAST_WORLDS = 64


def draw_types(
    scenario: Scenario, numbers: dict[str, np.ndarray], worlds: int, *, seed: int, use: str, types: str
) -> dict[str, np.ndarray]:
    """Draw which type every actor starts as: {row: (worlds,)}; `numbers` are those of the file, by path.

    How many worlds each type gets follows from its mean chance; which, from the stream keyed by the row's name.
    `types` is `chance`, or `even`: every type equally often, also one whose chance is 0.
    """
    rows = {}
    for actor in scenario.actors:
        if not type_ids(scenario, actor):
            continue
        chances = type_chances(scenario, actor, numbers).mean(axis=1)
        counts = _allot(np.ones_like(chances) if types == "even" else chances, worlds)
        order = generator(seed, use, type_row(actor)).permutation(worlds)
        rows[type_row(actor)] = np.repeat(np.arange(len(counts)), counts)[order]
    return rows


def type_chances(scenario: Scenario, actor: str, numbers: dict[str, np.ndarray]) -> np.ndarray:
    """Return the chance of each of an actor's types in every world, as shares of 1: (types, worlds)."""
    types = scenario.agendas[actor].types
    return shares(types, [None if each.chance is None else numbers[each.chance.path] for each in types])


def world_weights(scenario: Scenario, raw: np.ndarray) -> np.ndarray:
    """Weigh worlds (worlds,), 1 on average, so that types count by their chances, however often they were drawn.

    A weight is the world's own chance of the type that was drawn over the share of worlds with that type, a factor
    for each actor with types; an actor that is of one type in all worlds (a what-if made it so) changes no weight.
    """
    numbers = dict(zip(scenario.numbers, np.asarray(raw, float), strict=False))
    weights = np.ones(raw.shape[1])
    row = len(scenario.numbers)
    for actor in scenario.actors:
        ids = type_ids(scenario, actor)
        if not ids:
            continue
        drawn = np.rint(raw[row]).astype(int)
        row += 1
        if (drawn == drawn[0]).all():
            continue
        share = np.bincount(drawn, minlength=len(ids)) / len(drawn)
        chance = type_chances(scenario, actor, numbers)[drawn, np.arange(len(drawn))]
        weights *= chance / share[drawn]
    return weights / weights.mean() if weights.any() else np.ones_like(weights)


def with_types_of(
    scenario: Scenario, raw: np.ndarray, base: np.ndarray, *, fixed: Collection[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Give the worlds of a what-if the types of the base's worlds, so that each has its twin; return them weighed.

    Who was made of a type (its row is `fixed`) stays so, and a world counts for as much as its twin. An actor that
    may be of a type of which no world of the base is keeps the types drawn for the what-if.
    """
    numbers = dict(zip(scenario.numbers, np.asarray(raw, float), strict=False))
    raw, twin = raw.copy(), raw.copy()
    row = len(scenario.numbers)
    for actor in scenario.actors:
        if not type_ids(scenario, actor):
            continue
        possible = np.flatnonzero(type_chances(scenario, actor, numbers).max(axis=1) > 0)
        if type_row(actor) in fixed:
            twin[row] = base[row]
        elif np.isin(possible, np.rint(base[row])).all():
            raw[row] = twin[row] = base[row]
        row += 1
    return raw, world_weights(scenario, twin)


def resampled(raw: np.ndarray, weight: np.ndarray | None) -> np.ndarray:
    """Return as many worlds again, each as often as it counts (systematic resampling): (numbers, worlds).

    What averages over worlds without asking for weights may average over these.
    """
    if weight is None:
        return raw
    worlds = raw.shape[1]
    ends = np.cumsum(weight) / np.sum(weight)
    return raw[:, np.searchsorted(ends, (np.arange(worlds) + 0.5) / worlds)]


def _allot(chances: np.ndarray, worlds: int) -> np.ndarray:
    """Share worlds out by chance, at least `LEAST_WORLDS` for each type that is possible; evenly if too few."""
    possible = chances > 0
    least = np.where(possible, LEAST_WORLDS, 0)
    if least.sum() >= worlds:
        wanted = possible * (worlds / possible.sum())
    else:
        wanted = chances / chances.sum() * worlds
        floored = np.zeros_like(possible)
        while (short := possible & ~floored & (wanted < least)).any():
            floored |= short
            left, free = worlds - least[floored].sum(), np.where(floored, 0.0, chances)
            wanted = np.where(floored, least, free / free.sum() * left)
    counts = np.floor(wanted + 1e-9).astype(int)
    order = np.argsort(-(wanted - counts), kind="stable")
    order = order[possible[order]]
    counts[order[: worlds - counts.sum()]] += 1
    return counts
