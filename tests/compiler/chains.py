"""The exact chain of a finite game under given strategies: how likely each state is, month by month."""

import numpy as np


def random_strategies(finite, seed):
    """Draw some strategy of each player in each state: (players, states, actions), over what is available."""
    game = finite.game
    weights = np.random.default_rng(seed).gamma(1.0, size=game.available.shape) * game.available
    return np.moveaxis(weights / weights.sum(axis=2, keepdims=True), 1, 0)


def chain(finite, strategies):
    """Return the chances of the next state, (states, states), under strategies (players, states, actions)."""
    game = finite.game
    joint = np.ones((game.state_count, 1))
    for player, count in enumerate(game.action_counts):
        joint = (joint[:, :, None] * strategies[player, :, None, :count]).reshape(game.state_count, -1)
    rows = game.rows().multiply(joint.reshape(-1, 1)).tocoo()
    step = np.zeros((game.state_count, game.state_count))
    np.add.at(step, (rows.row // joint.shape[1], rows.col), rows.data)
    return step


def month_starts(finite, strategies, months):
    """Return how likely each state is at the start of each month and, in it, when its requests are answered.

    Both (months + 1, states); in a month without requests the second is empty.
    """
    step = chain(finite, strategies)
    proposing = (finite.game.discount == 1.0).all(axis=1)
    now = np.eye(finite.game.state_count)[finite.start]
    starts, answering = [], []
    for _ in range(months + 1):
        asked = (now * proposing) @ step
        starts.append(now)
        answering.append(asked)
        now = (now * ~proposing) @ step + asked @ step
    return np.array(starts), np.array(answering)
