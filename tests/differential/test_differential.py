"""The compiled month against the NumPy month, written apart: same draws in, same months out.

Each plays on from its own state. A future that came within 1e-4 of a tie (in points, per cent or log odds) may
go either way in float32 and is set aside from that month on; few may be.
"""

import numpy as np
import pytest

import engine
from detente import reference
from detente.compiler import draw_numbers
from detente.scenario import parse
from differential.random_minds import random_minds
from differential.random_scenarios import random_scenario

FUTURES = 240

POINTS = 1e-3
"""Tolerance in points: float32 keeps 7 digits, rounding adds up over a dozen months."""

PAID = 1e-4
"""Tolerance of payments, as a share of their size: a lasting point is up to 60 point-months."""

SPREAD = 1e-4
"""Tolerance of the variance of an estimate, as a share of its size and of a point squared: nothing adds up in it."""

SHARE = 1e-4
"""Tolerance of beliefs and likelihoods, 0 to 1: a gain is good to 1e-5 or so, and a belief keeps it for months."""

SET_ASIDE = 0.01
"""The share of futures that near ties may set aside, over all scenarios of a run."""

TRUTHS = (
    "available",
    "proposed",
    "asked",
    "said_yes",
    "played",
    "refused",
    "succeeded",
    "failed",
    "in_force",
    "shocks",
)
VALUES = ("x_start", "x_resolved", "rest", "push", "x_drifted", "x_end", "trend", "scale", "times")
PAYMENTS = ("satisfaction", "payoffs", "costs", "utility")
KNOWN = {
    "types": 0.0,
    "estimate": POINTS,
    "estimate_next": POINTS,
    "spread_next": SPREAD,
    "belief": SHARE,
    "belief_next": SHARE,
    "surprise": SHARE,
}
"""What is known, where the engine keeps it, with its tolerance; a surprise is compared as the likelihood behind it."""


def policies(game, seed):
    """Return usual odds and a random policy that reads every variable."""
    rng = np.random.default_rng(seed)
    usual = engine.nothing_at_stake(game)
    return {
        "usual odds": usual,
        "a policy": engine.Policy(*(rng.normal(0, 0.03, m.shape).astype(np.float32) for m in usual)),
    }


def as_gains(game, policy):
    """Say to the reference what a policy of the engine says, by id: of everybody, or of the decider asked for."""
    personas = [(game.actors[actor], name) for actor, name in game.minds.personas]

    def gains(scenario, numbers, look):
        away = np.stack([look.variable(name) - 50 for name in game.everything])

        def of(coefficients, keys, rows):
            asked = {keys[k]: row for row, (k, p) in enumerate(rows) if look.decider in (("", ""), personas[p])}
            return {key: coefficients[row] @ away for key, row in asked.items()}

        return of(policy.moves, game.moves, game.minds.move_rows), of(
            policy.consents, game.consents, game.minds.answer_rows
        )

    return gains


def both(scenario, seed, *, do=None, policy=None, futures=FUTURES):
    """Play on both; yields (month, engine's record, reference's, futures not set aside), then the answers."""
    game = engine.compiled(scenario.text)
    drawn = draw_numbers(scenario, futures, seed=seed)
    numbers = dict(zip(game.numbers, drawn.astype(float), strict=True))
    played = engine.play(scenario, numbers, futures, scenario.months, seed, do, policy)
    state = reference.start(scenario, numbers, futures, do=do, signals=played.signals)
    ties, records = reference.Ties(futures), []
    gains = as_gains(game, policy) if policy else None
    for ours, draws in zip(played.records, played.draws, strict=True):
        state, theirs = reference.play_month(scenario, numbers, state, draws, gains=gains, do=do, ties=ties)
        records.append(theirs)
        compare(ours, theirs, ~ties.near())
    answers = reference.answer(scenario, records, numbers=reference_numbers(numbers, do), ties=ties)
    sure = ~ties.near()
    for question, answer in answers.items():
        for ours, theirs in zip(np.atleast_2d(played.answers[question]), np.atleast_2d(answer), strict=True):
            assert np.array_equal(ours[sure], theirs[sure]), f"question {question}"
    return sure


def reference_numbers(numbers, do):
    """Put in place the numbers that a what-if changes."""
    return numbers | {line.path: line.value for line in do or () if line.kind == "number"}


def compare(ours, theirs, sure):
    """Hold one month of the engine against the reference's, in the futures that are `sure`."""
    for name in TRUTHS:
        for key, truth in getattr(theirs, name).items():
            truth = truth & theirs.asked[key] if name == "said_yes" else truth
            differs = np.asarray(getattr(ours, name)[key] != truth)[sure]
            assert not differs.any(), f"month {ours.month}, {name} of {key} in {differs.sum()} futures"
    for name in VALUES + PAYMENTS:
        mine, other = getattr(ours, name), getattr(theirs, name)
        for key in mine if name == "trend" else other:  # the engine keeps the trends that something reads
            off = np.abs(np.broadcast_to(mine[key] - other[key], sure.shape)[sure])
            allowed = POINTS + (PAID * np.abs(other[key])[sure] if name in PAYMENTS else 0)
            assert np.all(off <= allowed), f"month {ours.month}, {name} of {key} by {off.max():.2g}"
    for name, allowed in KNOWN.items():
        for key, mine in getattr(ours, name).items():
            other = getattr(theirs, name)[key]
            if name == "surprise":
                mine, other = np.exp(-mine), np.exp(-other)
            off = np.abs(mine - other)[sure]
            within = allowed * np.maximum(other[sure], 1) if name == "spread_next" else allowed
            assert np.all(off <= within), f"month {ours.month}, {name} of {key} by {off.max():.2g}"


def hold_both(seeds, write=random_scenario):
    """Compare on random scenarios: with and without their what-if, at usual odds and under a policy."""
    aside = []
    for seed in seeds:
        scenario = parse(write(seed))
        game = engine.compiled(scenario.text)
        for do in (None, scenario.whatifs["other"].do):
            for name, policy in policies(game, seed).items():
                try:
                    aside.append(1 - both(scenario, seed, do=do, policy=policy).mean())
                except AssertionError as difference:
                    where = f"scenario {seed} under {name}{' and its what-if' if do else ''}"
                    raise AssertionError(f"{where}: {difference}") from None
    return np.mean(aside)


@pytest.mark.parametrize("first", [0, 10, *(pytest.param(k, marks=pytest.mark.slow) for k in (5, 15, 20))])
def test_both_months_agree(first):
    """On random scenarios both months agree in every step, payment and answer."""
    assert hold_both(range(first, first + 5)) <= SET_ASIDE


@pytest.mark.parametrize("first", [0, *(pytest.param(k, marks=pytest.mark.slow) for k in range(2, 12, 2))])
def test_both_months_agree_where_something_is_private(first):
    """On random scenarios with private knowledge both months agree, in what actors know and believe too."""
    assert hold_both(range(first, first + 2), random_minds) <= SET_ASIDE


@pytest.mark.slow
@pytest.mark.parametrize("first", range(25, 200, 25))
def test_both_months_agree_on_many(first):
    """On many more random scenarios both months agree in every step, payment and answer."""
    assert hold_both(range(first, first + 25)) <= SET_ASIDE
