"""Luck: what happened less the chance of it is 0 on average, at every step that chance decides."""

import jax
import numpy as np
import pytest

import engine
from detente.compiler import intervention, median_numbers
from detente.game.choose import chances
from detente.game.drawing import Stream, draw_month, stream_keys
from detente.game.luck import moves_of_luck
from detente.game.month import play_month
from detente.game.ready import make_ready, start_state
from detente.scenario import parse_do
from laws.scenarios import build

FUTURES = 16384

SCENARIO = """
actors:
  arden: {name: Arden}
  borea: {name: Borea}
  cadal: {name: Cadal}
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {level: +100}, why: assumed}
  borea: {patience: 12 months, indifference: 0.5 points, wants: {level: -100}, why: assumed}
  cadal: {patience: 12 months, indifference: 0.5 points, wants: {level: -100}, why: assumed}
variables:
  level: {now: 50, half_life: never, why: assumed}
cards:
  visit: {by: arden, table: talks, consent: [borea, cadal], chance: 30%, effects: {level: +1}, why: assumed}
  letter: {by: arden, table: talks, chance: level, effects: {level: +1}, why: assumed}
  closed: {by: arden, table: talks, when: level above 90, effects: {level: +1}, why: assumed}
  parade: {by: arden, table: force, effects: {level: +1}, why: assumed}
  pact: {by: borea, table: talks, consent: [arden], effects: {level: -1}, why: assumed}
"""

GAINS = {"visit": 1.0, "letter": -0.5, "closed": 2.0, "parade": 0.3, "pact": 1.5}
OF_YES = {"borea": 1.0, "cadal": 0.2, "arden": -0.7}

SIGMAS = 4.0
"""By how many standard errors a mean of 0 may miss; seeds are fixed."""

EXACT = 1e-5
"""Tolerance: float32 sums of a few numbers of the order of one."""


@pytest.fixture(scope="module")
def setting():
    """Return the scenario, its game, its numbers, and the start of some futures."""
    scenario = build(SCENARIO)
    game = engine.compiled(scenario.text)
    numbers = make_ready(game, median_numbers(scenario)[:, None])
    return scenario, game, numbers, start_state(game, numbers, (1, FUTURES))


def _rows(values) -> np.ndarray:
    return np.array(values, np.float32).reshape(-1, 1, 1) * np.ones((1, 1, FUTURES), np.float32)


def _gains(game):
    return _rows([GAINS[card] for card, _ in game.moves]), _rows([OF_YES[party] for *_, party in game.consents])


@pytest.mark.parametrize("line", [None, "arden does not propose letter in 2020-01", "arden proposes visit in 2020-01"])
def test_luck_is_nothing_on_average(setting, line):
    """Over many futures, proposals, agreements and successes come as often as their chances say, what-ifs or none."""
    scenario, game, numbers, state = setting
    do = intervention(scenario, game, (parse_do(line, scenario),))[0] if line else None
    moves, consents = _gains(game)
    lane = np.arange(FUTURES, dtype=np.uint32)
    draws = draw_month(game, stream_keys(game), np.uint32(1), Stream(lane // 2, lane % 2), np.uint32(0))
    gains = lambda *_: (moves, lambda proposed: consents)  # noqa: E731
    luck = jax.jit(lambda state: play_month(game, numbers, state, draws, gains=gains, do=do)[1].luck)(state)
    luck = np.asarray(luck)[:, 0]
    proposals, asked, risky = moves_of_luck(game)
    assert len(luck) == len(proposals) + len(asked) + len(risky)
    assert [game.moves[m][0] for m in asked] == ["visit", "pact"]
    assert [game.moves[m][0] for m in risky] == ["letter", "visit"]
    error = luck.std(axis=1) / np.sqrt(FUTURES)
    assert np.all(np.abs(luck.mean(axis=1)) <= SIGMAS * error + EXACT), (luck.mean(axis=1), error)
    never = [game.moves.index(("closed", "arden"))]
    assert line or list(np.flatnonzero(luck.std(axis=1) == 0)) == never


def test_chances_by_hand(setting):
    """A move is proposed with its odds as a share of its table's, holding counted as 1, closed moves left out."""
    _, game, numbers, state = setting
    moves, _ = _gains(game)
    is_open = _rows([card != "closed" for card, _ in game.moves])
    found = np.asarray(chances(game, numbers, state, is_open, moves, None))[:, 0, 0]
    usual = np.broadcast_to(np.asarray(numbers.usual), (len(game.moves), 1, 1))[:, 0, 0]
    odds = {card: is_open[m, 0, 0] * np.exp(usual[m] + GAINS[card]) for m, (card, _) in enumerate(game.moves)}
    tables = [("visit", "letter", "closed"), ("parade",), ("pact",)]
    by_hand = {card: odds[card] / (1 + sum(odds[one] for one in table)) for table in tables for card in table}
    np.testing.assert_allclose(found, [by_hand[card] for card, _ in game.moves], atol=EXACT)
