"""A government that may any month become another: the file, and what it does by hand, four states for each judge.

A government judges all that may come by the agenda it has when it chooses, its successor's doings among them.
"""

from typing import NamedTuple

import numpy as np

from minds.beliefs import sigmoid

DISCOUNT, LEAVES, CRUMBLES, INDIFFERENCE = 0.85, 0.15, 0.1, 1.0
BUILDS, STANDS = {"dove": -0.6, "hawk": -0.6}, {"dove": -0.5, "hawk": 0.7}
_TYPES = ("dove", "hawk")


class Play(NamedTuple):
    """The chances to build while no wall stands."""

    dove: float
    hawk: float


def by_hand(*, own_judgement: bool = True) -> Play:
    """Iterate replies. States are a type and whether a wall stands; doves become hawks, for good.

    Without `own_judgement` a government would value what its successor wants, as if it were its own.
    """
    play = np.array([0.5, 0.5])
    for _ in range(500):
        better = np.array([_reply(judge, play, own_judgement) for judge in range(2)])
        if np.abs(better - play).max() < 1e-12:
            return Play(*map(float, play))
        play = play + 0.5 * (better - play)
    raise AssertionError("replies do not settle")


def _reply(judge: int, play: np.ndarray, own_judgement: bool) -> float:
    becomes = np.array([[1.0 - LEAVES, LEAVES], [0.0, 1.0]])
    built, crumbled = np.array([0.0, 1.0]), np.array([CRUMBLES, 1.0 - CRUMBLES])
    chain, pays = np.zeros((2, 2, 2, 2)), np.zeros((2, 2))  # by type and wall
    for t in range(2):
        agenda = _TYPES[judge] if own_judgement else _TYPES[t]
        walls = play[t] * built + (1.0 - play[t]) * np.array([1.0, 0.0])
        chain[t, 0] = becomes[t][:, None] * walls
        chain[t, 1] = becomes[t][:, None] * crumbled
        pays[t] = play[t] * BUILDS[agenda], STANDS[agenda]
    value = np.linalg.solve(np.eye(4) - DISCOUNT * chain.reshape(4, 4), pays.reshape(4)).reshape(2, 2)
    later = becomes[judge] @ value
    return float(sigmoid((BUILDS[_TYPES[judge]] + DISCOUNT * (later[1] - later[0])) / INDIFFERENCE))


TEXT = f"""\
detente: 1
title: A wall and its builders
start: 2020-01
months: 24
actors:
  capital: {{name: Capital}}
agendas:
  capital:
    patience: {100 * DISCOUNT:.0f}% a month
    indifference: {INDIFFERENCE} point-months
    types:
      dove:
        chance: 60%
        payoffs:
          effort: {{when: capital plays build, worth: {BUILDS["dove"]} point-months, why: assumed}}
          wall: {{when: wall is built, worth: {STANDS["dove"]} point-months, why: assumed}}
        why: assumed
      hawk:
        chance: the rest
        payoffs:
          effort: {{when: capital plays build, worth: {BUILDS["hawk"]} point-months, why: assumed}}
          wall: {{when: wall is built, worth: {STANDS["hawk"]} point-months, why: assumed}}
        why: assumed
    why: assumed
variables:
  wall: {{levels: [none, built], now: none, why: assumed}}
transitions:
  wall:
    - {{when: capital plays build, to: built, why: assumed}}
    - {{when: wall is built, to: none, chance: {100 * CRUMBLES:.0f}%, why: assumed}}
cards:
  build: {{by: capital, table: works, when: wall is none, why: assumed}}
shocks:
  election:
    chance: {100 * LEAVES:.0f}% a month
    becomes: {{capital: hawk}}
    why: assumed
"""
