"""The enumerated game against the NumPy month, written apart: where a month leads, how often, and what it pays.

Futures are played by the reference at the usual odds; what each leaves behind is read as a state of the finite game.
"""

from functools import lru_cache

import numpy as np
import pytest

from compiler.finite_scenarios import random_finite
from detente import reference
from detente.compiler import compile_game
from detente.compiler.finite import Finite, compile_finite
from detente.expressions import tree
from detente.reference.places import END, points
from detente.reference.reading import count_owners
from detente.scenario import parse

FUTURES, MONTHS = 2_000, 8

SIGMAS = 5.5
"""By how many standard errors a frequency may miss: some thousand are looked at, seeds are fixed."""

PAID = 1e-9
"""Both engines pay in float64, some dozen operations apart."""

SEEDS = (0, 2, 3, 4, 5, 6, 7, 9, 11, 13, 15)
"""Random scenarios of less than 2,000 states."""


@lru_cache
def enumerated(seed):
    """Return a random scenario and its finite game."""
    scenario = parse(random_finite(seed))
    finite = compile_finite(scenario, compile_game(scenario))
    assert isinstance(finite, Finite)
    return scenario, finite


@lru_cache
def played(seed):
    """Play on the reference; yields for each month the state (futures,), the joint action and what was paid."""
    scenario, finite = enumerated(seed)
    numbers, rng = reference.middles(scenario), np.random.default_rng(seed)
    state = reference.start(scenario, numbers, FUTURES)
    months = []
    for _ in range(MONTHS):
        before = position(scenario, finite, state)
        state, record = reference.play_month(scenario, numbers, state, reference.draw_month(scenario, FUTURES, rng))
        months.append((before, actions(finite, record), record, position(scenario, finite, state)))
    return months


def position(scenario, finite, state):
    """Find the finite game's state that each future of the reference stands in: (futures,)."""
    digits = np.stack([np.broadcast_to(_digit(scenario, state, finite, digit), FUTURES) for digit in finite.digits])
    months = {tuple(row): int(place) for row, place in zip(finite.months.tolist(), finite.where, strict=True)}
    return np.array([months[tuple(row)] for row in digits.T.tolist()])


def _digit(scenario, state, finite, digit):
    """Read one part of a state from the reference's memory, counts as far as they matter."""
    game = finite.source
    match digit.kind:
        case "month":
            value = state.month
        case "level":
            variable = scenario.variables[game.variables[game.levels[digit.index].variable]]
            value = np.rint(state.x[variable.id] / 100 * (len(variable.levels) - 1))
        case "force":
            move = game.moves[digit.index]
            timed = scenario.cards[move[0]].lasts is not None
            value = np.where(state.in_force[move], state.left[move] if timed else 1, 0)
        case "wait":
            move = game.moves[digit.index]
            value = state.spent[move] if scenario.cards[move[0]].once else state.wait[move]
        case "spent":
            value = state.shock_spent[game.shocks[digit.index]]
        case _:
            value = _memory(scenario, state, *digit.key)
    return np.minimum(np.asarray(value, int), digit.count - 1)


def _memory(scenario, state, kind, term, place):
    """Read what the reference remembers of a term that stands in a formula read at `place`."""
    point = {path: "ends" if where == END else where for path, where in points(scenario).items()}
    match kind, term:
        case "count", tree.Outcome(card, outcome):
            return count_owners(getattr(state, outcome), card)
        case "count", tree.Moves(_, _, card):
            return count_owners(state.times, card)
        case "since", tree.Moves(actor, verb, card):
            return (state.since_played if verb == "plays" else state.since_proposed)[card, actor]
        case "latch", _:
            return next(held for (path, node), held in state.latched.items() if node == term and point[path] == place)
    return next(run for (path, node), run in state.run.items() if node.term == term and point[path] == place)


def actions(finite, record):
    """Give each player's action in a month, by player: (futures, players); -1 for a party that was not asked."""
    found = np.zeros((FUTURES, finite.game.player_count), int)
    for move, seat in zip(finite.source.moves, finite.move_seats, strict=True):
        if seat is not None:
            found[:, seat.player] += seat.action * record.proposed[move]
    for request, seat in zip(finite.source.consents, finite.consent_seats, strict=True):
        if seat is not None:
            found[:, seat.player] = np.where(record.asked[request], record.said_yes[request], 0)
    return found


def month_rows(finite, state, action):
    """Find the row of the game that holds each future's month: of its answering state where requests are possible."""
    game = finite.game
    asks = np.array([np.all(row == 1.0) for row in game.discount])[state]
    movers = np.array(
        [any(s is not None and s.player == k for s in finite.move_seats) for k in range(game.player_count)]
    )
    proposal = np.where(movers, action, 0)
    rows = np.ravel_multi_index((state, *proposal.T), (game.state_count, *game.action_counts))
    leads = finite.game.rows()[rows[asks]]
    assert np.array_equal(leads.data, np.ones(asks.sum()))  # a joint proposal leads to its answering state for sure
    where = state.copy()
    where[asks] = leads.indices
    after = np.where(asks[:, None], np.where(movers, 0, action), action)
    return np.ravel_multi_index((where, *after.T), (game.state_count, *game.action_counts))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_can_be_done(seed):
    """What is available in a state is what the NumPy month finds available there."""
    _, finite = enumerated(seed)
    for before, _, record, _ in played(seed):
        for move, seat in zip(finite.source.moves, finite.move_seats, strict=True):
            can = False if seat is None else finite.game.available[before, seat.player, seat.action]
            assert np.array_equal(record.available[move], np.broadcast_to(can, FUTURES)), move


@pytest.mark.parametrize("seed", SEEDS)
def test_where_a_month_leads(seed):
    """Next states come as often as the game says, after each joint choice in each state, and no others come."""
    _, finite = enumerated(seed)
    rows = np.concatenate([month_rows(finite, before, action) for before, action, _, _ in played(seed)])
    following = np.concatenate([after for _, _, _, after in played(seed)])
    visited, place = np.unique(rows, return_inverse=True)
    seen = np.zeros((len(visited), finite.game.state_count))
    np.add.at(seen, (place, following), 1)
    chance = finite.game.rows()[visited].toarray()
    expected = seen.sum(axis=1, keepdims=True) * chance
    assert not np.any((seen > 0) & (chance == 0)), "a state was reached that the game says cannot be"
    variance = expected * (1 - chance)
    often = variance > 10  # where a frequency is near normal
    assert np.all(np.abs(seen - expected)[often] <= SIGMAS * np.sqrt(variance[often]))
    rare = ~often
    assert abs((seen - expected)[rare].sum()) <= SIGMAS * np.sqrt(variance[rare].sum()) + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_month_pays(seed):
    """What the NumPy month pays is on average what the game says; exactly, where a month leaves nothing to chance."""
    scenario, finite = enumerated(seed)
    game = finite.game
    actors = [finite.source.actors[actor] for actor in finite.actors]
    payoffs = game.payoffs.reshape(-1, game.player_count)
    sure = np.diff(game.rows().indptr) == 1
    away = []
    for before, action, record, _ in played(seed):
        rows = month_rows(finite, before, action)
        paid = np.stack([record.utility[actor] for actor in actors], axis=1)
        off = paid - payoffs[rows]
        away.append(off)
        settled = sure[rows] & ~_chancy(scenario, record)
        assert np.all(np.abs(off[settled]) <= PAID * np.maximum(1, np.abs(paid[settled])))
    away = np.concatenate(away)
    error = away.std(axis=0) / np.sqrt(len(away))
    assert np.all(np.abs(away.mean(axis=0)) <= SIGMAS * error + PAID * 100)


def _chancy(scenario, record):
    """Say in which futures a card with a chance was played, so that what is paid may be chance without a next state."""
    risky = [played for (card, _), played in record.played.items() if scenario.cards[card].chance is not None]
    return np.any([np.zeros(FUTURES, bool), *risky], axis=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_payoffs_wait_for_the_answers(seed):
    """A month in which a request is possible pays nothing and discounts nothing until it is answered."""
    _, finite = enumerated(seed)
    game = finite.game
    proposing = np.unique(np.flatnonzero((game.discount == 1).all(axis=1)))
    assert np.array_equal(proposing, np.intersect1d(proposing, finite.where))
    assert not game.payoffs[proposing].any()
    for place in proposing:
        assert not game.available[place, [seat.player for seat in finite.consent_seats if seat], 1].any()
