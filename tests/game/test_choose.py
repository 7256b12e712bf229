"""Choosing: one proposal at a table, whatever the scores; branches force one move, one answer, one outcome."""

import jax
import numpy as np
import pytest

import engine
from detente.compiler import median_numbers
from detente.game.choose import propose
from detente.game.drawing import Stream, draw_month, stream_keys
from detente.game.forcing import force
from detente.game.month import play_month
from detente.game.ready import make_ready, start_state
from detente.game.state import Branch
from laws.scenarios import build

FUTURES = 64

SCENARIO = """
variables:
  level: {now: 50, half_life: never, why: assumed}
cards:
  visit: {by: arden, table: talks, consent: [borea], chance: 50%, effects: {level: +1}, why: assumed}
  letter: {by: arden, table: talks, effects: {level: +1}, why: assumed}
  closed: {by: arden, table: talks, when: level above 90, effects: {level: +1}, why: assumed}
  parade: {by: arden, table: force, effects: {level: +1}, why: assumed}
"""


@pytest.fixture(scope="module")
def setting():
    """Return the game, its numbers, the start of some futures and the draws of their first month."""
    scenario = build(SCENARIO)
    game = engine.compiled(scenario.text)
    numbers = make_ready(game, median_numbers(scenario)[:, None])
    state = start_state(game, numbers, (1, FUTURES))
    lane = np.arange(FUTURES, dtype=np.uint32)
    draws = draw_month(game, stream_keys(game), np.uint32(1), Stream(lane // 2, lane % 2), np.uint32(0))
    return game, numbers, state, draws


def test_equal_scores(setting):
    """Of moves whose scores are equal, as rounding makes them now and then, one alone is proposed."""
    game, numbers, state, draws = setting
    equal = draws._replace(gumbel=np.full(draws.gumbel.shape, 3.0, np.float32))
    open_moves = np.ones((len(game.moves), 1, FUTURES), np.float32)
    proposed = np.asarray(propose(game, numbers, state, equal, open_moves, 0.0 * open_moves, None, None))
    for agent in range(len(game.agents)):
        count = proposed[game.move_agent == agent].sum(axis=0)
        assert np.array_equal(count, draws.gumbel_hold[agent] < 3 + numbers.usual[game.move_agent == agent][0])


# outcome: 0 as it comes, 1 succeeds, 2 fails, 3 refused; answer: 1 yes, 0 no
BRANCHES = {
    "succeeds": (1, "proposed played succeeded"),
    "fails": (2, "proposed played failed"),
    "is refused": (3, "proposed refused"),
}


def _branched(setting, agent=-1, move=-1, outcome=0, consent=-1, answer=-1, given=None):
    game, numbers, state, draws = setting
    lanes = (1, FUTURES)
    branch = Branch(*(np.full(lanes, value, np.int32) for value in (agent, move, outcome, consent, answer)))
    if given is not None:
        branch = branch._replace(given=np.broadcast_to(np.array(given, np.int32)[:, None, None], (len(given), *lanes)))
    moves, consents = (np.zeros((len(names), *lanes), np.float32) for names in (game.moves, game.consents))
    gains = lambda *_: (moves, lambda proposed: consents)  # noqa: E731
    month = jax.jit(lambda forced: play_month(game, numbers, state, draws, gains=gains, forced=forced)[1].events)
    return month(force(game, branch))


@pytest.mark.parametrize("name", BRANCHES)
def test_a_branch_forces_an_outcome(setting, name):
    """A branch makes its agent propose its move, with the outcome it names; other agents play as they would."""
    game = setting[0]
    move, parade = game.moves.index(("visit", "arden")), game.moves.index(("parade", "arden"))
    outcome, stages = BRANCHES[name]
    free = _branched(setting)
    events = _branched(setting, int(game.move_agent[move]), move, outcome)
    for stage in ("proposed", "played", "refused", "succeeded", "failed"):
        assert np.all(np.asarray(getattr(events, stage))[move] == (stage in stages.split())), stage
        assert np.array_equal(getattr(events, stage)[parade], getattr(free, stage)[parade])
    assert not np.any(events.proposed[game.moves.index(("letter", "arden"))])


def test_a_branch_forces_holding_and_answers(setting):
    """A branch may hold an agent back from all its moves, or fix one answer and leave what is asked alone."""
    game = setting[0]
    talks = game.agents.index(("arden", "talks"))
    held = _branched(setting, talks, -1)
    assert not np.any(np.asarray(held.proposed)[game.move_agent == talks])
    free = _branched(setting)
    for answer in (0, 1):
        events = _branched(setting, consent=0, answer=answer)
        assert np.array_equal(events.proposed, free.proposed)
        assert np.array_equal(events.agreed, free.asked * answer)
    assert np.any(free.asked)


def test_a_closed_move_stays_closed(setting):
    """Not even a branch proposes what is not available."""
    game = setting[0]
    closed = game.moves.index(("closed", "arden"))
    assert not np.any(_branched(setting, int(game.move_agent[closed]), closed).proposed[closed])


def test_a_branch_gives_proposals(setting):
    """What other agents are given to propose they propose or hold; the branch's own agent does what it branches to."""
    game = setting[0]
    names = [card for card, _ in game.moves]
    talks, force_table = (game.agents.index(("arden", table)) for table in ("talks", "force"))
    parade, letter, visit = (names.index(card) for card in ("parade", "letter", "visit"))
    free = np.asarray(_branched(setting).proposed)
    given = np.full(len(game.agents), -2)
    given[force_table], given[talks] = parade, letter
    found = np.asarray(_branched(setting, given=given).proposed)
    assert found[parade].all()
    assert found[letter].all()
    given[force_table] = -1
    found = np.asarray(_branched(setting, agent=talks, move=visit, given=given).proposed)
    assert found[visit].all()
    assert not found[letter].any()
    assert not found[parade].any()
    given[:] = -2
    assert np.array_equal(np.asarray(_branched(setting, given=given).proposed), free)
