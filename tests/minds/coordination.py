"""Two coordinate against a third who may not notice: the file, and its months by hand.

A smuggler asks a harbour; what they agree on is in force for five months more unless the coast patrols. Where nobody
tells the coast, it takes nothing to be in force, and patrols by what may yet be agreed in the month.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from minds.beliefs import sigmoid

LASTS = 6


@dataclass(frozen=True)
class Coordination:
    """The numbers of the game, in point-months a month in force; `visible` says whether the coast sees the trade."""

    visible: bool
    smuggler: float = 1.0
    harbour: float = 0.6
    coast: float = -1.2
    patrol: float = -1.2
    discount: float = 0.85
    smuggler_indifference: float = 0.8
    harbour_indifference: float = 0.6
    coast_indifference: float = 0.7
    bother: float = -1.5


class Play(NamedTuple):
    """Chances: to smuggle when nothing is in force, that the harbour agrees (without a patrol in sight, with one), and
    to patrol by months still to come in force (0 to 5)."""

    smuggles: float
    agrees: np.ndarray
    patrols: np.ndarray


def solve_by_hand(game: Coordination, *, start: float = 0.5) -> Play:
    """Find the equilibrium by damped replies from chances of `start`: a state for each month still to come in force."""
    play = np.full(LASTS + 3, start)
    for turn in range(5000):
        better = _reply(game, play)
        if np.abs(better - play).max() < 1e-12:
            return Play(float(play[0]), play[1:3], play[3:])
        play = play + (0.5 if turn < 100 else 0.2) * (better - play)
    raise AssertionError("replies do not settle")


def _reply(game: Coordination, play: np.ndarray) -> np.ndarray:
    smuggles, agrees, patrols = play[0], play[1:3], play[3:]
    d, states = game.discount, np.arange(LASTS)
    in_force = (states > 0).astype(float)
    # Without a patrol months run down; with one nothing is in force next month. From nothing, a deal brings five more.
    runs_down = np.eye(LASTS)[np.maximum(states - 1, 0)]
    stopped, started = np.eye(LASTS)[np.zeros(LASTS, int)], np.eye(LASTS)[LASTS - 1]
    strikes = smuggles * agrees[0]
    quiet = runs_down.copy()
    quiet[0] = strikes * started + (1.0 - strikes) * quiet[0]
    chain = patrols[:, None] * stopped + (1.0 - patrols)[:, None] * quiet
    values = {}
    # A smuggler is bothered by every request; whoever agrees under a patrol gets nothing of it.
    asks = smuggles * game.bother * (states == 0)
    for who, pays in (
        ("smuggler", game.smuggler * in_force + asks),
        ("harbour", game.harbour * in_force),
        ("coast", game.coast * in_force + game.patrol * patrols),
    ):
        values[who] = np.linalg.solve(np.eye(LASTS) - d * chain, pays)
    brings = {who: d * (value[LASTS - 1] - value[0]) for who, value in values.items()}
    agreed = np.array([brings["harbour"], 0.0]) / game.harbour_indifference
    # Both choose at once: a deal is worth something where no patrol is out.
    asking = game.bother + (1.0 - patrols[0]) * agrees[0] * brings["smuggler"]
    guarded = game.patrol + d * (values["coast"][0] - quiet @ values["coast"])
    if not game.visible:
        guarded = np.full(LASTS, guarded[0])
    return np.concatenate(
        [
            [sigmoid(asking / game.smuggler_indifference)],
            sigmoid(agreed),
            sigmoid(guarded / game.coast_indifference),
        ]
    )


def text(game: Coordination) -> str:
    """Write the game as a scenario."""
    numbers = {name: getattr(game, name) for name in game.__dataclass_fields__}
    return TEXT.format(
        **numbers | {"visible": "yes" if game.visible else "no"},
        lasts=LASTS,
        patience=f"{100 * game.discount:.0f}% a month",
    )


TEXT = """\
detente: 1
title: What the coast does not see
start: 2020-01
months: 24
actors:
  smuggler: {{name: Smuggler}}
  harbour: {{name: Harbour}}
  coast: {{name: Coast guard}}
agendas:
  smuggler:
    patience: {patience}
    indifference: {smuggler_indifference} point-months
    payoffs:
      goods: {{when: run in force, worth: {smuggler} point-months, why: assumed}}
      bother: {{when: smuggler proposes run, worth: {bother} point-months, why: assumed}}
    why: assumed
  harbour:
    patience: {patience}
    indifference: {harbour_indifference} point-months
    payoffs:
      dues: {{when: run in force, worth: {harbour} point-months, why: assumed}}
    why: assumed
  coast:
    patience: {patience}
    indifference: {coast_indifference} point-months
    payoffs:
      duties: {{when: run in force, worth: {coast} point-months, why: assumed}}
      fuel: {{when: coast plays patrol, worth: {patrol} point-months, why: assumed}}
    why: assumed
variables: {{}}
cards:
  run:
    by: smuggler
    table: trade
    consent: [harbour]
    lasts: {lasts} months
    ends_when: coast plays patrol
    visible: {visible}
    while_in_force: {{}}
    why: assumed
  patrol: {{by: coast, table: sea, why: assumed}}
"""
