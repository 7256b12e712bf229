"""The certificate's figures on decisions whose true gains are known: free of bias, whatever the noise."""

from dataclasses import replace

import numpy as np
import pytest

from detente.equilibrium import figures
from detente.equilibrium.decisions import Decisions
from detente.equilibrium.figures import losses, state_blind, summarize
from equilibrium.games import LINEAR, case

OPTIONS = 4
"""Holding and three cards."""

NOISES = [0.0, 0.1, 1 / 3, 1.0]
"""Standard errors of a gain over all replications, in indifferences; the certificate asks for at most a third."""

SIGMAS = 3.0
"""By how many standard errors over seeds a mean that is free of bias may miss."""

SECOND_ORDER = 0.06
"""How far the loss may be from indifference * KL(play || reply), as a share: the terms of third order for the
distortions used here, of a third of an indifference."""

GAP = {0.0: 1e-9, 0.1: 0.01, 1 / 3: 0.03}
"""Tolerance of the gap by noise. The jackknifed reply is a little noisier than a quarter of TV(A, B)^2 says, so that
perfect play looks 0.026 off where gains are known to a third of indifference, 0.003 to a tenth."""


def _truth(seed: int, *, states: int = 600, spread: float = 1.5) -> tuple[np.ndarray, np.ndarray]:
    """Draw usual log odds and true gains in indifferences, with a card that is not open in a third of the states."""
    host = np.random.default_rng(seed)
    usual = np.repeat(host.normal(-0.5, 0.7, (1, OPTIONS)), states, axis=0)
    gain = host.normal(0.0, spread, (states, OPTIONS)) + np.array([0.0, 0.6, -0.4, 0.2])
    usual[:, 0] = gain[:, 0] = 0.0
    shut = host.random(states) < 1 / 3
    usual[shut, 2] = gain[shut, 2] = np.nan
    return usual, gain


def _decisions(usual: np.ndarray, gain: np.ndarray, play: np.ndarray, *, noise: float, seed: int) -> Decisions:
    """Make decisions as the certificate meets them: four quarters of the replications, of two halves, with noise."""
    host = np.random.default_rng([seed, 1])
    quarters = usual + gain + 2.0 * noise * host.normal(size=(4, *gain.shape))
    quarters[..., 0] = 0.0
    halves = np.stack([quarters[[0, 2]].mean(axis=0), quarters[[1, 3]].mean(axis=0)])
    count = len(gain)
    error = np.where(np.isnan(gain), np.nan, noise)
    error[:, 0] = np.nan
    actor = np.arange(count) % 2
    return Decisions(actor, np.arange(count) // 2, actor, usual, play, halves, quarters, error)


def _odds(log_odds: np.ndarray) -> np.ndarray:
    odds = np.where(np.isnan(log_odds), 0.0, np.exp(log_odds))
    return odds / odds.sum(axis=1, keepdims=True)


def _worse(usual: np.ndarray, gain: np.ndarray, seed: int, size: float) -> np.ndarray:
    """Play that is wrong by normal errors of this size, in indifferences, and too fond of the first card by as much."""
    host = np.random.default_rng([seed, 2])
    wrong = size * host.normal(size=gain.shape) + size * np.eye(OPTIONS)[1]
    wrong[:, 0] = 0.0
    return usual + gain + wrong


def _kl(play: np.ndarray, reply: np.ndarray) -> float:
    p, q = _odds(play), _odds(reply)
    return float(np.sum(p * (np.log(np.maximum(p, 1e-300)) - np.log(np.maximum(q, 1e-300))), axis=1).mean())


def _loss(play: np.ndarray, reply: np.ndarray) -> float:
    """The true loss to second order: the variance of play's mistake under play, halved."""
    p, wrong = _odds(play), np.where(np.isnan(play), 0.0, play - reply)
    mean = np.sum(p * wrong, axis=1, keepdims=True)
    return float(0.5 * np.sum(p * (wrong - mean) ** 2, axis=1).mean())


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("size", [0.0, 0.3, 1.0])
def test_loss_is_free_of_bias(noise, size):
    """The loss found is the true one on average, for perfect and for worsened play, whatever the noise."""
    usual, gain = _truth(1)
    play = _worse(usual, gain, 1, size)
    found = [
        losses(decisions, decisions.play).mean()
        for decisions in (_decisions(usual, gain, play, noise=noise, seed=seed) for seed in range(60))
    ]
    error = np.std(found, ddof=1) / np.sqrt(len(found))
    assert abs(np.mean(found) - _loss(play, usual + gain)) <= SIGMAS * error + 1e-12


def test_loss_is_indifference_times_kl():
    """The loss is what play is worse than the reply by, to second order."""
    usual, gain = _truth(2)
    play = _worse(usual, gain, 2, 0.3)
    assert _loss(play, usual + gain) == pytest.approx(_kl(play, usual + gain), rel=SECOND_ORDER)


def test_perfect_play_may_lose_less_than_nothing():
    """Perfect play has a loss around nothing, below as often as above."""
    usual, gain = _truth(3)
    found = [
        losses(decisions, decisions.play).mean()
        for decisions in (_decisions(usual, gain, usual + gain, noise=1 / 3, seed=seed) for seed in range(24))
    ]
    assert 4 <= sum(loss < 0 for loss in found) <= 20  # a fair coin leaves these bounds once in three thousand times
    assert max(np.abs(found)) < 0.005


@pytest.fixture(autouse=True)
def few_bootstraps(request, monkeypatch):
    """Save time where intervals are not what is tested."""
    if "intervals" not in request.node.name:
        monkeypatch.setattr(figures, "_BOOTSTRAPS", 20)


def _summary(usual, gain, play, *, noise, seed):
    decisions = _decisions(usual, gain, play, noise=noise, seed=seed)
    return summarize(case(LINEAR).game, decisions, horizon={}, horizon_long={}, states=300, replications=4)


@pytest.mark.parametrize("noise", NOISES[:3])
@pytest.mark.parametrize("size", [0.0, 0.3, 1.0])
def test_gap(noise, size):
    """The gap is the root mean square distance from the true reply, noise removed."""
    usual, gain = _truth(4)
    play = _worse(usual, gain, 4, size)
    p, q = _odds(play), _odds(usual + gain)
    truth = np.sqrt(np.mean((0.5 * np.abs(p - q).sum(axis=1)) ** 2))
    squares = [_summary(usual, gain, play, noise=noise, seed=seed).gap.value ** 2 for seed in range(4)]
    assert abs(np.sqrt(np.mean(squares)) - truth) < GAP[noise], (np.sqrt(np.mean(squares)), truth)


@pytest.mark.parametrize("noise", NOISES[:3])
def test_state_blind_dummy(noise):
    """The dummy is the usual odds times a constant for each option, those that lose least; noise moves them little."""
    usual, gain = _truth(5, spread=0.8)
    constants = np.array([0.0, 0.6, -0.4, 0.2])
    blind = state_blind(_decisions(usual, gain, usual, noise=noise, seed=5))
    for kind in (0, 1):
        mine = np.arange(len(usual)) % 2 == kind
        found = (blind - usual)[mine]
        np.testing.assert_allclose(found, np.where(np.isnan(usual[mine]), np.nan, np.nanmean(found, axis=0)), atol=1e-9)
        reply = (usual + gain)[mine]
        least = _kl(blind[mine], reply)
        for other in [constants, *(np.nanmean(found, axis=0) + 0.1 * step for step in _steps())]:
            # With noise the constants are fitted to other gains: a hundredth of an indifference for 300 decisions.
            assert least <= _kl(usual[mine] + other, reply) + (1e-9 if noise == 0 else 0.01)


def _steps() -> list[np.ndarray]:
    return [sign * row for row in np.eye(OPTIONS)[1:] for sign in (-1.0, 1.0)]


def test_state_blind_is_exact_where_the_state_does_not_matter():
    """Where gains are the same in all states, blind play is the reply."""
    usual, _ = _truth(6)
    gain = np.where(np.isnan(usual), np.nan, [0.0, 0.9, -1.2, 2.0])
    blind = state_blind(_decisions(usual, gain, usual, noise=0.0, seed=6))
    np.testing.assert_allclose(_odds(blind), _odds(usual + gain), atol=1e-3)


def test_intervals_cover():
    """The interval of 90 per cent holds the true loss in about as many draws of states; so does each actor's."""
    usual, gain = _truth(7, states=4000)
    play = _worse(usual, gain, 7, 0.5)
    truth = _loss(play, usual + gain)
    mine = [_loss(play[a::2], (usual + gain)[a::2]) for a in (0, 1)]
    inside = np.zeros(3)
    draws = 40
    for seed in range(draws):
        rows = np.random.default_rng([seed, 3]).choice(2000, 150)
        rows = np.stack([2 * rows, 2 * rows + 1], axis=1).ravel()
        found = _summary(usual[rows], gain[rows], play[rows], noise=1 / 3, seed=seed)
        for k, (estimate, true) in enumerate(
            [(found.loss, truth), (found.actors[0].loss, mine[0]), (found.actors[1].loss, mine[1])]
        ):
            inside[k] += estimate.low <= true <= estimate.high
    assert np.all(inside >= 30), inside  # 36 expected; a fair interval has fewer than 30 in one draw of 150


@pytest.mark.parametrize("noise", NOISES[:3])
def test_passing(noise):
    """What is asked is met by nearly right play, and neither by blind nor by worsened play."""
    usual, gain = _truth(8)
    blind = state_blind(_decisions(usual, gain, usual, noise=0.0, seed=8))
    plays = {True: [usual + gain, _worse(usual, gain, 8, 0.25)], False: [usual, blind, _worse(usual, gain, 8, 1.5)]}
    for passes, several in plays.items():
        for play in several:
            found = _summary(usual, gain, play, noise=noise, seed=8)
            assert found.passed == passes, found
            assert found.aimed == passes, found


def test_halves_share_no_noise():
    """A half that counted twice would find a loss where there is none: the two halves must be kept apart."""
    usual, gain = _truth(9)
    decisions = _decisions(usual, gain, usual + gain, noise=1 / 3, seed=9)
    same = replace(decisions, halves=np.stack([decisions.halves[0]] * 2))
    assert losses(same, same.play).mean() > 5 * abs(losses(decisions, decisions.play).mean())
