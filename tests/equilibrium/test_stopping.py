"""When to sell: one actor against dynamic programming on a grid, and the certificate against the exact figures."""

from functools import lru_cache

import numpy as np
import pytest

from detente.equilibrium.branching import play_jobs
from detente.equilibrium.certificate import certify
from detente.equilibrium.decisions import Decisions, gather_decisions
from detente.equilibrium.design import Strategy
from detente.equilibrium.figures import losses, summarize
from detente.equilibrium.gains import combine, plan_jobs
from detente.equilibrium.reasons import explain
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.solving import Options, Solution, solve
from equilibrium import stopping
from equilibrium.games import STOPPING, case, chances, sigmoid, states_with
from equilibrium.stopping import GRID, INDIFFERENCE, USUAL

MONTHS = 8
"""Months in which states are sampled: later the card is sold nearly everywhere."""

SEEN = (GRID >= 10) & (GRID <= 90)
"""Prices that play visits while the card is unsold: nine in ten worlds start between 15 and 85."""

PLAY, PLAY_ON_AVERAGE = 0.12, 0.04
"""Tolerances of the chance to sell. Gains bend twice, at the kink of waiting and where crashes begin; the class of
strategies (linear, and soft steps at 55) misses up to 0.9 point-months there, at the edges of what is visited too:
times a slope of at most 1/4 over an indifference of 2, 0.11. Weighed by where play is, it is a few hundredths."""

VALUE = 0.4
"""Tolerance of values in point-months (of 14): what selling at such chances loses, or gains by being less careless."""

SIGMAS = 3.5
"""By how many standard errors an estimate that is free of bias may miss; seeds are fixed."""


PRIVATE = "continuation: private_reasons\n" + STOPPING
"""The same file under the other definition."""


@lru_cache
def solved(body: str = STOPPING) -> Solution:
    """Solve once for all tests."""
    setting = case(body).setting
    return solve(
        setting.problem,
        setting.worlds,
        setting.numbers,
        Options(rounds=20, states=1024, months=MONTHS, segments=(8, 8)),
    )


def _sells(strategy: Strategy, body: str = STOPPING) -> np.ndarray:
    """The chance to sell on the grid."""
    setting = case(body).setting
    return chances(setting, strategy, states_with(setting, price=GRID))[0]["sell"]


def _spoiled() -> dict[str, Strategy]:
    """Plays made worse on purpose, by name; gains are in lasting points, so that 2 (1 - d) is one indifference."""
    good = solved().strategy
    one = np.zeros_like(good.seen)
    one[0, 0] = INDIFFERENCE * (1.0 - stopping.DISCOUNT)
    return {
        "solved": good,
        "hasty": good._replace(seen=good.seen + 1.5 * one),
        "patient": good._replace(seen=good.seen - 1.5 * one),
        "blunt": good._replace(seen=0.25 * good.seen),
        "usual": case(STOPPING).setting.problem.design.nothing(),
    }


def test_play_of_dynamic_programming():
    """An actor that may sell once sells as dynamic programming on a grid says, and is worth what it says."""
    exact, _, value = stopping.logit_play()
    sells = _sells(solved().strategy)
    error = np.abs(sells - exact)[SEEN]
    assert error.max() < PLAY, (error.max(), GRID[SEEN][error.argmax()])
    assert error.mean() < PLAY_ON_AVERAGE
    assert np.abs(stopping.value_of(sells)[1] - value)[SEEN].max() < VALUE


def test_play_of_dynamic_programming_with_private_reasons():
    """Where reasons are payoffs, who may sell once holds on to its choice as the log-sum-exp on a grid says."""
    exact, _, _ = stopping.logit_play(reasons=True)
    sells = _sells(solved(PRIVATE).strategy, PRIVATE)
    error = np.abs(sells - exact)[SEEN]
    assert error.max() < PLAY, (error.max(), GRID[SEEN][error.argmax()])
    assert error.mean() < PLAY_ON_AVERAGE
    assert np.abs(stopping.logit_play()[0] - exact)[SEEN].mean() > PLAY_ON_AVERAGE, "the definitions are told apart"


def test_reasons_that_are_explained():
    """To sell gives up later choices: the reasons say so, in a part of their own, and the parts add up."""
    setting, solution = case(PRIVATE).setting, solved(PRIVATE)
    (reason,) = explain(setting.problem, solution, setting.worlds, states=256)
    parts = dict(reason.parts)
    assert parts["keeping options open"] < -0.2
    np.testing.assert_allclose(sum(parts.values()), reason.gain, atol=1e-3)


def test_waiting_is_worth_something():
    """Who looked at this month alone would sell too early: the tolerances above tell the two apart."""
    exact, _, _ = stopping.logit_play()
    blind = sigmoid(USUAL + stopping.pays(GRID) / INDIFFERENCE)
    assert np.abs(blind - exact)[SEEN].max() > 2 * PLAY
    assert np.abs(blind - exact)[SEEN].mean() > 2 * PLAY_ON_AVERAGE


def test_gains_of_branches():
    """At any play, good or bad, branches find what selling gains over holding, without bias."""
    setting = case(STOPPING).setting
    prices = np.repeat([20.0, 35.0, 50.0, 57.0, 65.0, 80.0], 256)
    for name in ("solved", "hasty"):
        strategy = _spoiled()[name]
        groups = states_with(setting, price=prices)
        _, _, seen = chances(setting, strategy, groups)
        jobs = plan_jobs(setting.problem, seen.open_moves, seen.proposed)
        sums = play_jobs(setting.problem, strategy, groups, jobs, seed=5, segments=8, outlook=solved().outlook)[8]
        gains = combine(setting.problem, jobs, sums, seen).moves[0].sum(axis=1) / (1.0 - stopping.DISCOUNT)
        exact = np.interp(prices, GRID, stopping.value_of(_sells(strategy))[0])
        for price in np.unique(prices):
            found = gains[prices == price]
            error = found.std(ddof=1) / np.sqrt(len(found))
            assert abs(found.mean() - exact[prices == price][0]) < SIGMAS * error, (name, price, found.mean(), error)


def _decide(strategy: Strategy, seed: int = 11) -> tuple[Decisions, np.ndarray, np.ndarray]:
    """Meet decisions with the certificate's own means; with the exact loss and distance from the reply of each."""
    setting = case(STOPPING).setting
    drawn = {"months": MONTHS, "seed": seed}
    decisions = gather_decisions(
        setting, strategy, solved().outlook,
        states=512, replications=32, segments=8, **drawn,
    )  # fmt: skip
    state, _ = sample_states(setting.problem, strategy, setting.worlds, 512, per_future=2, **drawn)
    price = state.x[0, 0][decisions.state].astype(float)
    sells = _sells(strategy)
    gain = np.interp(price, GRID, stopping.value_of(sells)[0])
    play = np.interp(price, GRID, sells)
    off = decisions.play[:, 1] - USUAL - gain / INDIFFERENCE
    return decisions, 0.5 * play * (1.0 - play) * off**2, np.abs(play - sigmoid(USUAL + gain / INDIFFERENCE))


@pytest.mark.parametrize("name", ["solved", "hasty", "patient", "blunt", "usual"])
def test_certificate_finds_the_true_loss(name):
    """Loss and gap of a play, good or made worse on purpose, are those that dynamic programming finds."""
    decisions, loss, distance = _decide(_spoiled()[name])
    miss = losses(decisions, decisions.play) - loss
    error = miss.std(ddof=1) / np.sqrt(len(miss))
    assert abs(miss.mean()) < SIGMAS * error, (name, loss.mean(), miss.mean(), error)
    assert error < max(0.002, 0.15 * loss.mean())
    found = summarize(case(STOPPING).game, decisions, horizon={}, horizon_long={}, states=512, replications=32)
    gap = np.sqrt(np.mean(distance**2))
    # Gap squared is what is free of bias; near nothing its root cannot be known better than this.
    assert abs(found.gap.value - gap) < 0.02, (name, gap, found.gap)


def test_certificate_tells_good_play_from_bad():
    """Good play passes beside play that is blind to the state; hasty, patient, blunt and usual play do not."""
    setting = case(STOPPING).setting
    for name, strategy in _spoiled().items():
        found = certify(
            setting, strategy, solved().outlook,
            states=256, replications=32, most=32, months=MONTHS, horizon=name == "solved",
        )  # fmt: skip
        assert found.passed == (name == "solved"), (name, found)
        assert found.aimed == (name == "solved"), (name, found)
