"""Label raw futures: an xarray Dataset with names on every axis."""

import numpy as np
import xarray as xr

from detente.foundation import axes
from detente.foundation.calendar import month_number, month_text
from detente.game.game import Game
from detente.simulation.futures import Futures
from detente.simulation.totals import BIN

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def label(game: Game, futures: Futures) -> xr.Dataset:
    """Label one simulation.

    `yes` and `asked` count futures by question and world (asked is all of them unless the question says `given`);
    `at_level` is the share of futures at each level at a month's end (`relation is war`), where there are levels;
    `fan` holds quantiles of x+ in points; `plays`, `proposals`, `successes` are a month's mean number by move. Where
    actors have types, `type` says as which each starts, `is_type` the share of futures in which it is of a type at a
    month's end, and `weight` how much a world counts (1 on average), in fans and counts too; `belief` is that at a
    month's end, in per cent. Where something is hidden, `estimate` is what actors
    chose by in a month, `missed` by how much it was off then and `missed_square` the square of that, in points; all
    these are averages by world.
    """
    months = [month_text(month_number(game.start) + k) for k in range(game.months)]
    moves = [f"{card} by {owner}" for card, owner in game.moves]
    yes, asked = _questions(game, futures)
    count = futures.worlds * futures.futures
    share = np.cumsum(futures.histogram, axis=2) / count
    cuts = np.stack([np.argmax(share >= q - 1e-12, axis=2) * BIN for q in QUANTILES], axis=-1)
    last = futures.histogram.shape[2] - 1
    data = {
        "yes": ((axes.QUESTIONS, axes.WORLDS, axes.FUTURES), yes),
        "asked": ((axes.QUESTIONS, axes.WORLDS, axes.FUTURES), asked),
        "fan": ((axes.MONTHS, axes.VARIABLES, axes.QUANTILES), cuts.astype(np.float32)),
        "mean": ((axes.MONTHS, axes.VARIABLES, axes.WORLDS), futures.mean.astype(np.float32)),
        "at_zero": ((axes.VARIABLES,), futures.histogram[:, :, 0].sum(axis=0) / (count * game.months)),
        "at_hundred": ((axes.VARIABLES,), futures.histogram[:, :, last].sum(axis=0) / (count * game.months)),
        "plays": ((axes.MONTHS, axes.MOVES), futures.plays / count),
        "proposals": ((axes.MONTHS, axes.MOVES), futures.proposals / count),
        "successes": ((axes.MONTHS, axes.MOVES), futures.successes / count),
        "shocks_struck": ((axes.MONTHS, axes.SHOCKS), futures.shocks / count),
        "satisfaction": (("agendas", axes.WORLDS, axes.FUTURES), futures.last),
        "sampled": (("sample", "world_future"), futures.sampled),
    }
    data |= _levels(game, futures.histogram / count) | _minds(game, futures) | _sample(game, futures)
    coordinates = {
        axes.QUESTIONS: list(game.questions),
        axes.MONTHS: months,
        axes.VARIABLES: list(game.everything),
        axes.QUANTILES: list(QUANTILES),
        axes.MOVES: moves,
        axes.SHOCKS: list(game.shocks),
        "agendas": list(game.agendas),
        "world_future": ["world", "future"],
    }
    return xr.Dataset(data, coords=coordinates, attrs={"title": game.title, "start": game.start})


def _questions(game: Game, futures: Futures) -> tuple[np.ndarray, np.ndarray]:
    shape = (len(game.questions), futures.worlds, futures.futures)
    yes, asked = np.zeros(shape, bool), np.ones(shape, bool)
    row = 0
    for q, parts in enumerate(game.question_parts):
        yes[q] = futures.answers[row]
        if len(parts) == 2:
            asked[q] = futures.answers[row + 1]
            yes[q] &= asked[q]
        row += len(parts)
    return yes, asked


def _levels(game: Game, shares: np.ndarray) -> dict:
    """Return the share of futures that end each month at every level: `at_level`, by variable and level."""
    rows, labels = [], []
    for levels in game.levels:
        top = len(levels.names) - 1
        for k, name in enumerate(levels.names):
            rows.append(shares[:, levels.variable, round(100.0 * k / top / BIN)])
            labels.append(f"{game.variables[levels.variable]} is {name}")
    if not rows:
        return {}
    return {"at_level": ((axes.MONTHS, "level"), np.stack(rows, axis=1)), "level": ("level", labels)}


def _minds(game: Game, futures: Futures) -> dict:
    """Return types, beliefs and estimates by name; nothing where nothing is private."""
    minds, rows = game.minds, {}
    if minds.types:
        actors = [game.actors[a] for a in dict.fromkeys(minds.type_actor.tolist())]
        ids = [np.array([each for who, each in minds.types if who == actor]) for actor in actors]
        started = np.stack([names[which] for names, which in zip(ids, futures.types, strict=True)])
        rows |= {
            "weight": ((axes.WORLDS,), futures.weight),
            "type": ((axes.TYPED, axes.WORLDS), started),
            "is_type": ((axes.MONTHS, axes.TYPES, axes.WORLDS), futures.is_type.astype(np.float32)),
            axes.TYPED: (axes.TYPED, actors),
            axes.TYPES: (axes.TYPES, [f"{actor} is {each}" for actor, each in minds.types]),
        }
    if len(minds.about):
        labels = [belief_label(game, row) for row in range(len(minds.about))]
        rows |= {
            "belief": ((axes.MONTHS, axes.BELIEFS, axes.WORLDS), (100.0 * futures.belief).astype(np.float32)),
            axes.BELIEFS: (axes.BELIEFS, labels),
        }
    if len(minds.estimate_variable):
        labels = [estimate_label(game, row) for row in range(len(minds.estimate_variable))]
        axis = (axes.MONTHS, axes.ESTIMATES, axes.WORLDS)
        rows |= {
            "estimate": (axis, futures.estimate.astype(np.float32)),
            "missed": (axis, futures.missed.astype(np.float32)),
            "missed_square": (axis, futures.missed_square.astype(np.float32)),
            axes.ESTIMATES: (axes.ESTIMATES, labels),
        }
    return rows


def belief_label(game: Game, row: int) -> str:
    """Write a row of beliefs as a condition names it: `washington that pyongyang is trader`."""
    minds = game.minds
    other, type_id = minds.types[minds.about[row]]
    return f"{game.actors[minds.believers[row]]} that {other} is {type_id}"


def estimate_label(game: Game, row: int) -> str:
    """Write a row of estimates as a condition names it, by the first of the actors that share it."""
    minds = game.minds
    eye = minds.eyes[minds.estimate_eye[row]]
    return f"{game.actors[eye.actors[0]]} of {game.variables[minds.estimate_variable[row]]}"


def _sample(game: Game, futures: Futures) -> dict:
    if not futures.sample:
        return {}
    names = {
        "x": axes.VARIABLES,
        "proposed": axes.MOVES,
        "played": axes.MOVES,
        "succeeded": axes.MOVES,
        "shocks": axes.SHOCKS,
        "satisfaction": "agendas",
    }
    happened = {"proposed", "played", "succeeded", "shocks", "types"}
    rows = {}
    minds = game.minds
    if minds.types:
        names["types"] = axes.TYPES
    names |= {"belief": axes.BELIEFS} if len(minds.about) else {}
    names |= {"estimate": axes.ESTIMATES} if len(minds.estimate_variable) else {}
    for name, axis in names.items():
        value = futures.sample[name]
        value = value.astype(bool) if name in happened else value.astype(np.float32)
        rows[f"sample_{name}"] = (("sample", axes.MONTHS, axis), 100.0 * value if name == "belief" else value)
    return rows
