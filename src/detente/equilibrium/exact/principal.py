"""The principal branch of a finite game: from infinite indifference to the values that are asked for."""

from dataclasses import dataclass

import jax
import numpy as np

from detente.equilibrium.exact.equations import odds, worth
from detente.equilibrium.exact.following import follow_principal
from detente.equilibrium.exact.ways import make_way
from detente.game.finite import FiniteGame

_SENTENCES = {
    "arrived": "the branch was followed to the smallest indifference asked for",
    "stuck": "the branch could not be followed to the end: no step was short enough, or too many were needed",
}


@dataclass(frozen=True, eq=False)
class Branch:
    """A principal branch: `odds` (asked, rows, states) and `worth` (asked, players, states; in indifferences) where it
    was asked for, NaN where it was not reached; `path` (steps, rows, states) and `scale` (steps,) as it was walked;
    `turns`, the scales at which it turns; `ends` in words.
    """

    odds: np.ndarray
    worth: np.ndarray
    path: np.ndarray
    scale: np.ndarray
    turns: np.ndarray
    ends: str


def trace_branch(game: FiniteGame, factors: np.ndarray) -> Branch:
    """Follow the principal branch of `game` to each of `factors` on its indifference."""
    with jax.enable_x64(True):
        way = make_way(game)
        form, usual = way.form, way.usual
        trail = follow_principal(way, float(1.0 / factors.min()))
        rows, states = usual.shape
        choices = np.full((len(factors), rows, states), np.nan)
        worths = np.full((len(factors), form.players, states), np.nan)
        for k, factor in enumerate(factors):
            v = trail.at(way, 1.0 / factor)
            if v is not None:
                choices[k] = odds(form, usual, v[:, :, None])[:, :, 0]
                worths[k] = worth(form, usual, v[:, :, None], choices[k][:, :, None])[:, :, 0]
        path = np.moveaxis(np.asarray(odds(form, usual, np.moveaxis(trail.v, 0, -1))), -1, 0)
    return Branch(choices, worths, path, trail.scale, trail.scale[trail.turns], _SENTENCES[trail.ends])
