"""Random finite games for tests: any number of players, usual odds, absent actions, sparse chances."""

import numpy as np
import scipy.sparse as sparse

from detente import FiniteGame

SHOCKS = ("private_reasons", "mistakes")


def draw_game(
    seed: int,
    *,
    states: int = 3,
    actions: tuple[int, ...] = (2, 3),
    shocks: str = "private_reasons",
    spread: float = 2.0,
    rich: bool = True,
    **fields: object,
) -> FiniteGame:
    """Draw a game; a `rich` one has usual odds and absent actions, and everybody an own discount and indifference."""
    host = np.random.default_rng(seed)
    shape = (states, *actions)
    given: dict = {
        "payoffs": host.normal(scale=spread, size=(*shape, len(actions))),
        "transitions": host.dirichlet(np.ones(states), size=shape),
        "discount": host.uniform(0.3, 0.95),
    }
    if rich:
        available = host.random((states, len(actions), max(actions))) < 0.8
        available[..., 0] = True
        given |= {
            "discount": host.uniform(0.2, 0.95, size=(states, len(actions))),
            "indifference": host.uniform(0.5, 2.0, size=len(actions)),
            "available": available,
            "usual": host.lognormal(size=available.shape),
        }
        if fields.get("normal"):
            del given["usual"]
    return FiniteGame(**(given | {"shocks": shocks} | fields))


def with_proposals(seed: int, *, shocks: str) -> FiniteGame:
    """Draw a game whose first state has no length: discount 1 and payoff 0, then one of two others, never itself."""
    host = np.random.default_rng(seed)
    payoffs = host.normal(size=(3, 2, 2, 2))
    payoffs[0] = 0.0
    transitions = host.dirichlet(np.ones(3), size=(3, 2, 2))
    transitions[0] = host.dirichlet(np.ones(2), size=(2, 2)) @ [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    return FiniteGame(payoffs, transitions, [[1.0, 1.0], [0.9, 0.8], [0.7, 0.9]], shocks=shocks)


def sparsely(game: FiniteGame) -> FiniteGame:
    """Return the same game, its chances a sparse array."""
    return changed(game, transitions=sparse.csr_array(game.transitions.reshape(-1, game.state_count)))


def changed(game: FiniteGame, **fields: object) -> FiniteGame:
    """Return the game with some of its fields changed."""
    names = ("payoffs", "transitions", "discount", "shocks", "indifference", "available", "usual", "normal")
    named = ("states", "players", "actions")
    return FiniteGame(**{name: getattr(game, name) for name in (*names, *named)} | fields)
