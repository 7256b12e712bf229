"""A sender of two types sends or holds, and the month after a receiver trusts it or not: the file, and brute force.

The receiver wants to trust a trader and not a staller. What sending costs differs by type: whether it tells them apart
is what the three cases differ in.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from minds.beliefs import believe, sigmoid


@dataclass(frozen=True)
class Signalling:
    """The numbers of the game, in point-months; `prior` is the chance of a trader, `view` what the receiver takes it
    for (None: the same), and `attention` how much the receiver learns from what it sees, each 0 to 1.
    """

    prior: float
    trader_sends: float
    staller_sends: float
    trusted: float = 4.0
    trust_trader: float = 3.0
    trust_staller: float = -3.0
    discount: float = 0.9
    sender_indifference: float = 0.8
    receiver_indifference: float = 0.8
    attention: float = 1.0
    view: float | None = None

    @property
    def believed(self) -> float:
        """What the receiver believes before anything is seen."""
        return self.prior if self.view is None else self.view


CASES = {
    "pooling": Signalling(prior=0.7, trader_sends=1.2, staller_sends=1.0),
    "separating": Signalling(prior=0.5, trader_sends=1.0, staller_sends=-6.0),
    "semi-separating": Signalling(prior=0.3, trader_sends=1.5, staller_sends=-2.2),
}
"""Both types send about as often; one sends and the other holds; one sends and the other cannot make up its mind."""


class Play(NamedTuple):
    """How the game is played: chances that each type sends, what is believed after each move, chances to trust then."""

    trader_sends: float
    staller_sends: float
    after_sending: float
    after_holding: float
    trust_sent: float
    trust_held: float


def trusts(game: Signalling, belief: np.ndarray | float) -> np.ndarray:
    """Return the chance that a receiver who believes this trusts: the month is its last."""
    gain = belief * game.trust_trader + (1.0 - np.asarray(belief)) * game.trust_staller
    return sigmoid(gain / game.receiver_indifference)


def sends(game: Signalling, after_sending: np.ndarray, after_holding: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the chances that trader and staller send if the receiver will believe these."""
    trust = game.discount * game.trusted * (trusts(game, after_sending) - trusts(game, after_holding))
    trader, staller = ((own + trust) / game.sender_indifference for own in (game.trader_sends, game.staller_sends))
    return sigmoid(trader), sigmoid(staller)


def believes(game: Signalling, trader: np.ndarray, staller: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what the receiver believes after sending, and after holding, at these chances to send."""
    prior = np.full(np.shape(trader), game.believed)
    sent = believe(prior, trader, staller, attention=game.attention)
    held = believe(prior, 1.0 - trader, 1.0 - staller, attention=game.attention)
    return sent, held


def equilibria(game: Signalling, *, points: int = 401) -> list[Play]:
    """List all equilibria: every pair of beliefs on a grid that its own consequences come near to, made exact.

    Where play answers the pair (b, c) of beliefs, and beliefs follow from that play, the pair is an equilibrium's.
    """
    grid = np.linspace(0.0005, 0.9995, points)
    sent, held = np.meshgrid(grid, grid, indexing="ij")
    found = believes(game, *sends(game, sent, held))
    miss = np.abs(found[0] - sent) + np.abs(found[1] - held)
    edged = np.pad(miss, 1, constant_values=np.inf)
    around = [np.roll(edged, (i, j), (0, 1))[1:-1, 1:-1] for i in (-1, 0, 1) for j in (-1, 0, 1)]
    exact = [
        _exact(game, sent[low], held[low]) for low in zip(*np.nonzero(miss <= np.min(around, axis=0)), strict=True)
    ]
    plays: list[Play] = []
    for play in exact:
        if play is not None and all(np.abs(np.subtract(play, other)).max() > 1e-6 for other in plays):
            plays.append(play)
    return plays


def play_of(game: Signalling) -> Play:
    """Return the one equilibrium of a game that has one."""
    (play,) = equilibria(game)
    return play


def _exact(game: Signalling, sent: float, held: float) -> Play | None:
    """Go on by Newton's method from a pair of beliefs; None where it leads nowhere."""
    at = np.array([sent, held])
    for _ in range(100):
        off = _off(game, at)
        if np.abs(off).max() < 1e-12:
            trader, staller = (float(chance) for chance in sends(game, *at))
            return Play(trader, staller, float(at[0]), float(at[1]), *(float(trusts(game, b)) for b in at))
        step = 1e-7
        slope = np.stack([(_off(game, at + step * row) - off) / step for row in np.eye(2)], axis=1)
        at = np.clip(at - np.linalg.lstsq(slope, off, rcond=None)[0], 0.0, 1.0)
    return None


def _off(game: Signalling, at: np.ndarray) -> np.ndarray:
    """By how much the beliefs that follow from a pair of beliefs are off that pair."""
    return np.array(believes(game, *sends(game, *at)), float) - at


def text(game: Signalling) -> str:
    """Write the game as a scenario."""
    return TEXT.format(
        **{name: getattr(game, name) for name in game.__dataclass_fields__ if name not in ("prior", "view")},
        prior=100.0 * game.prior,
        attention_percent=100.0 * game.attention,
        patience=f"{100.0 * game.discount}% a month",
        views="" if game.view is None else VIEW.format(view=100.0 * game.view),
    )


def inattentive(game: Signalling, attention: float) -> Signalling:
    """Return the game with another attention of the receiver."""
    return replace(game, attention=attention)


VIEW = """\
views:
  receiver:
    - {{agendas.sender.types.trader.chance: {view}%, why: assumed}}
"""

TEXT = """\
detente: 1
title: A signal and an answer
start: 2020-01
months: 4
actors:
  sender: {{name: Sender}}
  receiver: {{name: Receiver}}
agendas:
  sender:
    patience: {patience}
    indifference: {sender_indifference} point-months
    payoffs:
      trusted: {{when: receiver plays trust, worth: {trusted} point-months, why: assumed}}
    types:
      trader:
        chance: {prior}%
        payoffs:
          sent: {{when: sender plays send, worth: {trader_sends} point-months, why: assumed}}
        why: assumed
      staller:
        chance: the rest
        payoffs:
          sent: {{when: sender plays send, worth: {staller_sends} point-months, why: assumed}}
        why: assumed
    why: assumed
  receiver:
    patience: {patience}
    indifference: {receiver_indifference} point-months
    attention: {attention_percent}%
    payoffs:
      well: {{when: receiver plays trust and sender is trader, worth: {trust_trader} point-months, why: assumed}}
      ill: {{when: receiver plays trust and sender is staller, worth: {trust_staller} point-months, why: assumed}}
    why: assumed
{views}variables:
  stage: {{levels: [opening, reply, done], now: opening, why: assumed}}
transitions:
  stage:
    - {{when: stage is opening, to: reply, why: assumed}}
    - {{when: stage is reply, to: done, why: assumed}}
cards:
  send: {{by: sender, table: talks, when: stage is opening, why: assumed}}
  trust: {{by: receiver, table: talks, when: stage is reply, why: assumed}}
"""
