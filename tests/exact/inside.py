"""The programs of the exact solver, with one lane and in float64: arrays in, arrays out, [player, state, action]."""

import jax
import numpy as np

from detente import FiniteGame
from detente.equilibrium.exact.equations import Form, Point, Table, make_table, replies
from detente.equilibrium.exact.newton import step
from detente.equilibrium.exact.quality import regret_program
from detente.results.finite import by_action, to_rows


def rows_of(game: FiniteGame, worth: np.ndarray) -> np.ndarray:
    """Stack the actions of all players, [player, state, action] to (rows, states), in indifferences."""
    return np.concatenate([worth[i, :, :n].T / game.indifference[i] for i, n in enumerate(game.action_counts)])


def worth_of(game: FiniteGame, rows: np.ndarray) -> np.ndarray:
    """Do the reverse of `rows_of`."""
    return by_action(game, rows) * game.indifference[:, None, None]


def _point(form: Form, v: np.ndarray, lanes: int) -> Point:
    many = np.repeat(v[:, :, None], lanes, axis=2)
    return Point(many, np.ones(lanes), np.ones(lanes))


def answer(game: FiniteGame, worth: np.ndarray) -> np.ndarray:
    """Take what actions are worth one step on, as the solver does."""
    with jax.enable_x64(True):
        form, table = make_table(game)
        found = replies(form, table, _point(form, rows_of(game, worth), 1))
    return worth_of(game, np.asarray(found.reply)[:, :, 0])


def newton_step(game: FiniteGame, worth: np.ndarray, *, lanes: int = 1) -> np.ndarray:
    """Return a whole Newton step for what actions are worth, of the first of `lanes` equal lanes."""
    with jax.enable_x64(True):
        form, table = make_table(game)
        whole, _ = jax.jit(step, static_argnames=("form",))(form, table, _point(form, rows_of(game, worth), lanes))
    return worth_of(game, np.asarray(whole)[:, :, 0])


def evaluate(game: FiniteGame, strategies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact values of play and its regret, both [player, state]."""
    with jax.enable_x64(True):
        form, table = make_table(game)
        value, lost = regret_program(form, table, to_rows(game, strategies)[:, :, None])
    scale = game.indifference[:, None]
    return np.asarray(value)[:, :, 0] * scale, np.asarray(lost)[:, :, 0] * scale


__all__ = ["Table", "answer", "evaluate", "newton_step", "rows_of", "worth_of"]
