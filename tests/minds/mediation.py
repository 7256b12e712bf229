"""A signal, and a mediator who puts in a word for the sender in the same month: the file, and its play by replies."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from minds import signalling
from minds.beliefs import HIGHEST, LOWEST, believe, log_odds, sigmoid
from minds.signalling import Signalling


@dataclass(frozen=True)
class Mediation:
    """A signalling game, and the mediator's numbers: what a `word` adds to the belief in a trader (10 is 0.4 of
    log-odds), what speaking costs it and what it gains by trust in a trader and in a staller, in point-months.
    """

    signal: Signalling = field(default_factory=lambda: Signalling(prior=0.3, trader_sends=0.5, staller_sends=-1.5))
    word: float = 20.0
    effort: float = -1.0
    honest_peace: float = 4.0
    false_peace: float = 1.0
    indifference: float = 0.6


class Play(NamedTuple):
    """Chances that each type sends and that the mediator speaks; to trust by what was sent (no, yes) and said."""

    trader: float
    staller: float
    speaks: float
    trusts: np.ndarray


def beliefs(game: Mediation, trader: float, staller: float) -> np.ndarray:
    """Return what the receiver believes: rows by nothing or a signal sent, columns by nothing or a word said."""
    start, word = game.signal.prior, game.word / 25.0
    said = sigmoid(log_odds(start) + np.array([0.0, word]))
    said = np.clip(said, LOWEST, HIGHEST)
    return np.stack([believe(said, 1.0 - trader, 1.0 - staller), believe(said, trader, staller)])


def solve_by_hand(game: Mediation, *, start: float = 0.5) -> Play:
    """Find the equilibrium by damped replies from chances of `start`."""
    play = np.full(3, start)
    for _ in range(2000):
        trusts = signalling.trusts(game.signal, beliefs(game, play[0], play[1]))
        better = _reply(game, play, trusts)
        if np.abs(better - play).max() < 1e-12:
            return Play(*map(float, play), trusts)
        play = play + 0.3 * (better - play)
    raise AssertionError("replies do not settle")


def _reply(game: Mediation, play: np.ndarray, trusts: np.ndarray) -> np.ndarray:
    signal, said = game.signal, np.array([1.0 - play[2], play[2]])
    more = signal.discount * signal.trusted * ((trusts[1] - trusts[0]) @ said)
    sends = [sigmoid((own + more) / signal.sender_indifference) for own in (signal.trader_sends, signal.staller_sends)]
    brings = game.effort
    for chance, sending, peace in (
        (signal.prior, play[0], game.honest_peace),
        (1.0 - signal.prior, play[1], game.false_peace),
    ):
        moved = (trusts[:, 1] - trusts[:, 0]) @ np.array([1.0 - sending, sending])
        brings = brings + chance * signal.discount * peace * moved
    return np.array([*sends, sigmoid(brings / game.indifference)], float)


def text(game: Mediation) -> str:
    """Write the game as a scenario."""
    written = signalling.text(game.signal)
    agenda = AGENDA.format(
        effort=game.effort,
        honest=game.honest_peace,
        false=game.false_peace,
        indifference=game.indifference,
        patience=f"{100.0 * game.signal.discount}% a month",
    )
    for place, more in (
        ("agendas:\n", "  mediator: {name: Mediator}\n"),
        ("variables:\n", agenda),
    ):
        assert written.count(place) == 1
        written = written.replace(place, more + place)
    return written + CARD.format(word=game.word)


AGENDA = """\
  mediator:
    patience: {patience}
    indifference: {indifference} point-months
    payoffs:
      effort: {{when: mediator plays vouch, worth: {effort} point-months, why: assumed}}
      honest: {{when: receiver plays trust and sender is trader, worth: {honest} point-months, why: assumed}}
      false: {{when: receiver plays trust and sender is staller, worth: {false} point-months, why: assumed}}
    why: assumed
"""

CARD = """\
  vouch:
    by: mediator
    table: talks
    when: stage is opening
    effects: {{belief of receiver that sender is trader: +{word}}}
    why: assumed
"""
