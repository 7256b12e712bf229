"""What a certificate says: loss and gap of play, beside play that is blind to the state, with intervals.

Definitions are DESIGN 3's. Two independent halves of the replications keep noise out of the figures.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import minimize

from detente.equilibrium.decisions import Decisions
from detente.game.game import Game

_BOOTSTRAPS = 400
# What is asked (DESIGN 3).
GAP_SHARE, LOSS_SHARE, HORIZON = 0.5, 0.25, 0.25
# A loss this small, in indifferences a decision, is good enough whatever the dummy loses.
SMALL_LOSS = 0.002
# Where a dummy's figure is noise about nothing, a share of it has no size.
_MOST = 10.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 90 % interval (bootstrap over states)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ActorLine:
    """One actor's figures, in indifferences a decision; `regret` is what the reply would gain, first order."""

    actor: str
    decisions: int
    loss: Estimate
    usual: float
    state_blind: float
    regret: float
    error: float
    good: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """The whole certificate; `passed` means *asked* and *horizon* of DESIGN 3."""

    gap: Estimate
    gap_usual: float
    gap_state_blind: float
    loss: Estimate
    loss_usual: float
    loss_state_blind: float
    loss_share: Estimate
    gap_share: Estimate
    actors: tuple[ActorLine, ...]
    horizon: dict[str, Estimate]
    horizon_long: dict[str, Estimate]
    states: int
    replications: int
    longer_test: tuple[dict, ...] = field(default=())

    @property
    def asked(self) -> bool:
        """Gap at most half and loss at most a quarter of the state-blind dummy's, on upper bounds."""
        return self.gap_share.high <= GAP_SHARE and self.loss_share.high <= LOSS_SHARE

    @property
    def horizon_holds(self) -> bool:
        """Longer rollouts move every actor's gains by less than a quarter of indifference."""
        return all(e.value < HORIZON for e in [*self.horizon.values(), *self.horizon_long.values()])

    @property
    def passed(self) -> bool:
        """Whether what is asked is met."""
        return self.asked and self.horizon_holds

    @property
    def aimed(self) -> bool:
        """Whether every single actor is good as well."""
        return all(line.good for line in self.actors)


def summarize(
    game: Game,
    decisions: Decisions,
    *,
    horizon: dict[str, Estimate],
    horizon_long: dict[str, Estimate],
    states: int,
    replications: int,
) -> Certificate:
    """Compute the certificate's figures from decisions; where nobody has any to make, nothing is lost."""
    if not len(decisions.state):
        none = Estimate(0.0, 0.0, 0.0)
        return Certificate(none, 0.0, 0.0, none, 0.0, 0.0, none, none, (), horizon, horizon_long, states, replications)
    blind = state_blind(decisions)
    loss = {
        name: losses(decisions, play)
        for name, play in (("play", decisions.play), ("usual", decisions.usual), ("blind", blind))
    }
    gap = {
        name: _gap_parts(decisions, play)
        for name, play in (("play", decisions.play), ("usual", decisions.usual), ("blind", blind))
    }
    host = np.random.default_rng(7)
    state = decisions.state
    drawn = [_resample(host, state) for _ in range(_BOOTSTRAPS)]
    lines = []
    gain = _reply_gain(decisions)
    for a in np.unique(decisions.actor):
        mine = decisions.actor == a
        value = loss["play"][mine].mean()
        spread = [np.average(loss["play"][mine], weights=w[mine]) for w in drawn if w[mine].sum() > 0]
        low, high = np.quantile(spread, [0.05, 0.95])
        dummy = loss["blind"][mine].mean()
        lines.append(
            ActorLine(
                game.actors[a],
                int(mine.sum()),
                Estimate(float(value), float(low), float(high)),
                float(loss["usual"][mine].mean()),
                float(dummy),
                float(gain[mine].mean()),
                float(np.sqrt(np.nanmean(decisions.error[mine] ** 2))),
                bool(value <= max(LOSS_SHARE * dummy, SMALL_LOSS)),
            )
        )

    def estimate(figure: Callable[[np.ndarray], float]) -> Estimate:
        values = np.array([figure(w) for w in drawn])
        low, high = np.quantile(values, [0.05, 0.95])
        return Estimate(float(figure(np.ones(len(state)))), float(low), float(high))

    return Certificate(
        gap=estimate(lambda w: _gap(gap["play"], w)),
        gap_usual=_gap(gap["usual"], np.ones(len(state))),
        gap_state_blind=_gap(gap["blind"], np.ones(len(state))),
        loss=estimate(lambda w: float(np.average(loss["play"], weights=w))),
        loss_usual=float(loss["usual"].mean()),
        loss_state_blind=float(loss["blind"].mean()),
        loss_share=estimate(
            lambda w: _share(np.average(loss["play"], weights=w), np.average(loss["blind"], weights=w))
        ),
        gap_share=estimate(lambda w: _share(_gap(gap["play"], w), _gap(gap["blind"], w))),
        actors=tuple(lines),
        horizon=horizon,
        horizon_long=horizon_long,
        states=states,
        replications=replications,
    )


def _share(figure: float, dummy: float) -> float:
    """Return a figure as a share of the dummy's; no more than `_MOST` of it, which says that the dummy has none."""
    return float(np.clip(figure / max(dummy, 1e-12), -_MOST, _MOST))


def losses(decisions: Decisions, play: np.ndarray) -> np.ndarray:
    """Return Cov_p(D_A, D_B) / 2 for each decision, in indifferences: free of noise bias, second order in KL."""
    p = _softmax(play)
    a, b = (np.where(np.isnan(play), 0.0, play - half) for half in decisions.halves)
    centre_a = a - np.sum(p * a, axis=1, keepdims=True)
    centre_b = b - np.sum(p * b, axis=1, keepdims=True)
    return 0.5 * np.sum(p * centre_a * centre_b, axis=1)


def _gap_parts(decisions: Decisions, play: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """TV(p, reply)^2 and TV(reply_A, reply_B)^2 by decision; replies jackknifed over quarters."""
    reply = _jackknife(decisions.quarters)
    a, b = (_softmax(half) for half in decisions.halves)
    return _distance(_softmax(play), reply) ** 2, _distance(a, b) ** 2


def _gap(parts: tuple[np.ndarray, np.ndarray], weights: np.ndarray) -> float:
    square = np.average(parts[0], weights=weights) - 0.25 * np.average(parts[1], weights=weights)
    return float(np.sqrt(max(square, 0.0)))


def _jackknife(quarters: np.ndarray) -> np.ndarray:
    """Undo the first-order bias of a reply to noisy gains: 4 whole - 3 mean of leave-one-quarter-out."""
    whole = _softmax(quarters.mean(axis=0))
    left = [_softmax(quarters[[q for q in range(4) if q != out]].mean(axis=0)) for out in range(4)]
    return 4.0 * whole - 3.0 * np.mean(left, axis=0)


def _distance(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    return 0.5 * np.abs(p - q).sum(axis=1)


def _reply_gain(decisions: Decisions) -> np.ndarray:
    """What the logit reply (found on one half) would gain over play, valued on the other half, in indifferences."""
    p = _softmax(decisions.play)
    total = 0.0
    for own, other in ((0, 1), (1, 0)):
        reply = _softmax(decisions.halves[own])
        value = np.where(np.isnan(decisions.usual), 0.0, decisions.halves[other] - decisions.usual)
        total = total + 0.5 * np.sum((reply - p) * value, axis=1)
    return total


def state_blind(decisions: Decisions) -> np.ndarray:
    """Return log odds of the best play that ignores the state: usual odds and one constant for each option."""
    play = decisions.usual.copy()
    target = decisions.quarters.mean(axis=0)
    for actor, kind in {(int(a), int(k)) for a, k in zip(decisions.actor, decisions.kind, strict=True)}:
        mine = (decisions.actor == actor) & (decisions.kind == kind)
        usual, reply = decisions.usual[mine], _softmax(target[mine])

        def cost(
            constants: np.ndarray, usual: np.ndarray = usual, reply: np.ndarray = reply
        ) -> tuple[float, np.ndarray]:
            log_odds = usual + np.r_[0.0, constants]
            p = _softmax(log_odds)
            log_ratio = np.log(np.maximum(p, 1e-300)) - np.log(np.maximum(reply, 1e-300))
            loss = np.sum(p * log_ratio, axis=1, keepdims=True)
            slope = p * (log_ratio - loss)
            return float(loss.mean()), slope.mean(axis=0)[1:]

        best = minimize(
            cost,
            np.zeros(usual.shape[1] - 1),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-30, 30)] * (usual.shape[1] - 1),
        )
        play[mine] = usual + np.r_[0.0, best.x]
    return play


def _softmax(log_odds: np.ndarray) -> np.ndarray:
    rows = np.where(np.isnan(log_odds), -np.inf, log_odds)
    odds = np.exp(rows - rows.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


def _resample(host: np.random.Generator, state: np.ndarray) -> np.ndarray:
    """Weights of a bootstrap over states (decisions of one state stand or fall together)."""
    count = int(state.max()) + 1
    return np.bincount(host.integers(0, count, count), minlength=count)[state].astype(float)
