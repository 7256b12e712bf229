"""Exact strategies played in the compiled month: simulated futures follow the exact chain of the finite game."""

import numpy as np
import pytest

import engine
from compiler.chains import month_starts, random_strategies
from compiler.finite_scenarios import build
from detente.compiler import compile_game, draw_numbers, intervention
from detente.compiler.finite import Finite, compile_finite
from detente.scenario import parse_do
from detente.simulation import Plan, simulate

WORLDS, FUTURES = 128, 96

SIGMAS = 5
"""By how many standard errors a frequency may miss; some hundred are looked at in a test, seeds are fixed."""

LEVELS = """
variables:
  relation: {levels: [peace, crisis, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: arden plays attack or borea plays attack, to: war, why: assumed}
    - {when: arden plays threaten or borea plays threaten, to: crisis, why: assumed}
    - {when: arden holds and borea holds, to: peace, why: assumed}
cards:
"""
BOTH = """\
  threaten: {by: [arden, borea], table: force, why: assumed}
  attack: {by: [arden, borea], table: force, usual: 3 a year, why: assumed}
"""
QUESTIONS = """
questions:
  again: {ask: Is there war twice, yes_if: second attack succeeded}
  long: {ask: Is there long war, yes_if: relation is war for 3 months}
"""

SCENARIOS = {
    "levels": LEVELS + BOTH,
    "once": LEVELS + BOTH.replace("threaten: {", "threaten: {once: yes, "),
    "pause": LEVELS + BOTH.replace("attack: {", "attack: {pause: 3 months, "),
    "lasts": LEVELS
    + BOTH.replace("threaten: {", "threaten: {lasts: 3 months, when: not attack in force, ").replace(
        "attack: {", "attack: {ends_when: threaten in force, "
    ),
    "consent": LEVELS
    + BOTH
    + "  talk: {by: arden, table: force, consent: [borea], usual_yes: {borea: 30%}, once: yes, why: assumed}\n",
    "two tables": LEVELS
    + BOTH
    + "  visit: {by: [arden, borea], table: talks, consent: [arden, borea], when: not relation is war, why: assumed}\n"
    + "  rant: {by: borea, table: talks, pause: 2 months, why: assumed}\n",
    "clock": LEVELS + BOTH.replace("attack: {", "attack: {when: from 2020-03 or relation is crisis in 2020-02, "),
    "shocks": LEVELS
    + BOTH.replace("attack: {", "attack: {lasts: 3 months, when: not storm happens before 2020-04, ")
    + "shocks:\n  storm: {chance: 20% a month, when: relation is war, once: yes, ends: [attack], why: assumed}\n",
    "chance": LEVELS.replace("to: war,", "to: war, chance: 40%,").replace("arden plays attack", "attack succeeded")
    + BOTH.replace("attack: {", "attack: {chance: 70 - relation / 4, "),
    "memory": LEVELS
    + BOTH.replace("attack: {", "attack: {when: times(attack) below 2 or arden played threaten within 2 months, "),
}


def enumerated(body):
    """Build a scenario and its finite game."""
    scenario = build(body)
    game = compile_game(scenario)
    finite = compile_finite(scenario, game)
    assert isinstance(finite, Finite)
    return scenario, game, finite


def played(scenario, game, finite, strategies, do=None):
    """Simulate futures that follow `strategies`."""
    plan = Plan(futures=FUTURES, seed=11, sample=WORLDS * FUTURES, workers=1)
    raw = draw_numbers(scenario, WORLDS, seed=0)
    with engine.strict():
        return simulate(game, raw, plan=plan, gains=finite.gains, strategy=finite.table(strategies), do=do)


def agrees(share, chance, count):
    """Say whether shares of `count` independent futures agree with chances."""
    error = np.sqrt(chance * (1 - chance) / count)
    return bool(np.all(np.abs(share - chance) <= SIGMAS * error + 1e-6))


@pytest.mark.parametrize("what", SCENARIOS)
def test_simulated_play_follows_the_exact_chain(what):
    """Proposals, plays and levels come as often, month by month, as the exact strategies and chances say."""
    scenario, game, finite = enumerated(SCENARIOS[what] + QUESTIONS)
    strategies = random_strategies(finite, seed=len(what))
    futures = played(scenario, game, finite, strategies)
    count = WORLDS * FUTURES
    starts, answering = month_starts(finite, strategies, game.months)
    for m, seat in enumerate(finite.move_seats):
        proposed = np.zeros(game.months) if seat is None else starts[:-1] @ strategies[seat.player, :, seat.action]
        assert agrees(futures.proposals[:, m] / count, proposed, count), game.moves[m]
    for c, seat in enumerate(finite.consent_seats):
        granted = np.zeros(game.months) if seat is None else answering[:-1] @ strategies[seat.player, :, seat.action]
        assert agrees(futures.plays[:, game.consent_move[c]] / count, granted, count), game.consents[c]
    at_end = futures.sample["x"][:, :, game.everything_index["relation"]]
    level = [digit.kind for digit in finite.digits].index("level")
    for k, points in enumerate((0, 50, 100)):
        here = finite.where[finite.months[:, level] == k]
        assert agrees(np.mean(np.abs(at_end - points) < 1, axis=0), starts[1:, here].sum(axis=1), count), points


def test_each_answer_knows_what_else_was_proposed():
    """A party answers by what is proposed in the month, at every table, as its strategy for that state says."""
    scenario, game, finite = enumerated(SCENARIOS["two tables"])
    strategies = random_strategies(finite, seed=3)
    seat = finite.consent_seats[game.consents.index(("visit", "arden", "borea"))]
    attacked = np.array(["arden proposes attack" in name for name in finite.game.states])
    answers = np.where(attacked[:, None], [0.95, 0.05], [0.05, 0.95])
    strategies[seat.player, :, :2] = np.where(finite.game.available[:, seat.player, [1]], answers, [1.0, 0.0])
    sample = played(scenario, game, finite, strategies).sample
    visit, attack = game.moves.index(("visit", "arden")), game.moves.index(("attack", "arden"))
    asked = sample["proposed"][:, :, visit] > 0
    granted, also = sample["played"][:, :, visit] > 0, sample["proposed"][:, :, attack] > 0
    for with_attack, chance in ((True, 0.05), (False, 0.95)):
        where = asked & (also == with_attack)
        assert agrees(granted[where].mean(), chance, where.sum())


def test_unknown_states_are_played_at_the_usual_odds():
    """Where a what-if puts a future that play never reaches, everybody goes by the usual odds."""
    body = LEVELS.replace("arden plays attack or borea plays attack", "borea plays attack and relation is war") + BOTH
    scenario, game, finite = enumerated(body)
    assert finite.game.state_count == 2
    strategies = random_strategies(finite, seed=1)
    do, _ = intervention(scenario, game, [parse_do("set relation to war", scenario)])
    futures = played(scenario, game, finite, strategies, do=do)
    attack = np.expm1(3 / 12)
    count = WORLDS * FUTURES
    share = futures.proposals[:, game.moves.index(("attack", "arden"))] / count
    assert agrees(share, attack / (2 + attack), count)
