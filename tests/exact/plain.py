"""The definition of an equilibrium a second time, in plain NumPy and loops: what the solver's results are held against.

Play is `strategies` [player, state, action], and what actions are worth, Q, has the same shape; everything is in the
unit of the payoffs.
"""

from itertools import product

import numpy as np
import scipy.sparse as sparse
from scipy.stats import norm

from detente import FiniteGame


def chances(game: FiniteGame) -> np.ndarray:
    """Return the transitions as a dense array [state, action_1, ..., action_n, next state]."""
    if sparse.issparse(game.transitions):
        return game.transitions.toarray().reshape(*game.payoffs.shape[:-1], game.state_count)
    return game.transitions


def moves(game: FiniteGame, state: int) -> list[tuple[int, ...]]:
    """List the joint actions that can be chosen in a state."""
    return list(product(*(np.flatnonzero(game.available[state, i, :n]) for i, n in enumerate(game.action_counts))))


def weights(strategies: np.ndarray, state: int, chosen: tuple[int, ...], but: int) -> float:
    """Return the chance that all players but one choose as in `chosen`."""
    return float(np.prod([strategies[j, state, a] for j, a in enumerate(chosen) if j != but]))


def bonus(game: FiniteGame, strategies: np.ndarray, player: int, state: int) -> float:
    """Return what a player's shocks bring on average where it chooses by them, relative to an average shock."""
    here = game.available[state, player]
    p = strategies[player, state][here]
    if game.normal:
        return float(game.indifference[player] * norm.pdf(norm.ppf(p[0]))) if len(p) == 2 else 0.0
    usual, played = game.usual[state, player][here], p > 0
    return float(-game.indifference[player] * np.sum(p[played] * np.log(p[played] / usual[played])))


def evaluate(game: FiniteGame, strategies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Evaluate play for good: values [player, state], and what each action is worth, Q [player, state, action]."""
    count, then = game.state_count, chances(game)
    values, worth = np.zeros((game.player_count, count)), np.zeros(strategies.shape)
    for i in range(game.player_count):
        chain, pay = np.zeros((count, count)), np.zeros(count)
        for s in range(count):
            for a in moves(game, s):
                share = strategies[i, s, a[i]] * weights(strategies, s, a, i)
                chain[s] += share * then[(s, *a)]
                pay[s] += share * game.payoffs[(s, *a, i)]
            if game.shocks == "private_reasons":
                pay[s] += bonus(game, strategies, i, s)
        values[i] = np.linalg.solve(np.eye(count) - game.discount[:, i, None] * chain, pay)
        for s in range(count):
            for a in moves(game, s):
                brings = game.payoffs[(s, *a, i)] + game.discount[s, i] * then[(s, *a)] @ values[i]
                worth[i, s, a[i]] += weights(strategies, s, a, i) * brings
    return values, worth


def reply(game: FiniteGame, worth: np.ndarray) -> np.ndarray:
    """Choose by what actions are worth: strategies [player, state, action]."""
    play = np.zeros(worth.shape)
    for i, s in np.ndindex(game.player_count, game.state_count):
        here = np.flatnonzero(game.available[s, i])
        score = worth[i, s, here] / game.indifference[i]
        if game.normal and len(here) == 2:
            play[i, s, here] = norm.cdf(score[0] - score[1]), norm.cdf(score[1] - score[0])
        else:
            odds = game.usual[s, i, here] * np.exp(score - score.max())
            play[i, s, here] = odds / odds.sum()
    return play


def answer(game: FiniteGame, worth: np.ndarray) -> np.ndarray:
    """Take what actions are worth, Q, one step on: what they are worth if all choose by it, now and next."""
    play, then, after = reply(game, worth), chances(game), np.zeros(worth.shape)
    for i in range(game.player_count):
        before = (play[i] * worth[i]).sum(axis=1)
        if game.shocks == "private_reasons":
            before += [bonus(game, play, i, s) for s in range(game.state_count)]
        for s in range(game.state_count):
            for a in moves(game, s):
                brings = game.payoffs[(s, *a, i)] + game.discount[s, i] * then[(s, *a)] @ before
                after[i, s, a[i]] += weights(play, s, a, i) * brings
    return after


def regret(game: FiniteGame, strategies: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """Return what a choice of two actions gives away beside the best share of the second on a grid: [player, state]."""
    _, worth = evaluate(game, strategies)
    lost = np.zeros(worth.shape[:2])
    for i, s in np.ndindex(lost.shape):
        here = np.flatnonzero(game.available[s, i])
        assert len(here) == 2, "the grid is one of shares of the second of two actions"

        def brings(share: float, i: int = i, s: int = s, here: np.ndarray = here) -> float:
            other = strategies.copy()
            other[i, s, here] = 1.0 - share, share
            return float(other[i, s] @ worth[i, s]) + bonus(game, other, i, s)

        lost[i, s] = max(brings(share) for share in grid) - brings(strategies[i, s, here[1]])
    return lost


def spectral_radius(game: FiniteGame, strategies: np.ndarray, *, step: float = 1e-6) -> float:
    """Differentiate play -> reply to its values by finite differences and return the largest eigenvalue, in size."""
    ways = []
    for i, s in np.ndindex(strategies.shape[:2]):
        here = np.flatnonzero(game.available[s, i])
        ways += [(i, s, a, here[0]) for a in here[1:]]

    def answer(play: np.ndarray) -> np.ndarray:
        found = reply(game, evaluate(game, play)[1])
        return np.array([found[i, s, a] for i, s, a, _ in ways])

    slopes = []
    for i, s, a, base in ways:
        up, down = strategies.copy(), strategies.copy()
        # Relative steps: shares may be tiny.
        size = step * min(strategies[i, s, a], strategies[i, s, base])
        up[i, s, a] += size
        up[i, s, base] -= size
        down[i, s, a] -= size
        down[i, s, base] += size
        slopes.append((answer(up) - answer(down)) / (2.0 * size))
    return float(np.abs(np.linalg.eigvals(np.array(slopes).T)).max()) if ways else 0.0
