"""Lay out what a search has found as a FiniteGame: players, actions, payoffs and chances, in order.

A month in which a request is possible is two states: proposing (discount 1, payoff 0), then answering the requests of
one joint proposal, with the payoffs and the discount of the month. Moves and answers that never come up are left out,
and so are players who never choose.
"""

from dataclasses import dataclass
from math import prod

import numpy as np
import scipy.sparse as sparse

from detente.compiler.finite.found import Finite, Seat, steps_to
from detente.compiler.finite.naming import action_names, player_names, state_names
from detente.compiler.finite.searching import Search
from detente.game.finite import FiniteGame
from detente.scenario.model import Scenario

# Up to this many chances the array of transitions is dense, as a reader would write it.
_DENSE = 200_000


@dataclass(frozen=True, eq=False)
class _Players:
    """Who is left in: agents with the actions that ever come up (0 holds), and consents that are ever asked."""

    agents: list[int]
    actions: list[list[int]]
    consents: list[int]

    @property
    def counts(self) -> tuple[int, ...]:
        return (*(len(actions) for actions in self.actions), *(2 for _ in self.consents))

    @property
    def strides(self) -> np.ndarray:
        """What a step of each player adds to the position of a joint action, in C order."""
        return np.array([prod(self.counts[k + 1 :]) for k in range(len(self.counts))], np.int64)

    def joint(self, actions: np.ndarray, yes: np.ndarray) -> np.ndarray:
        """Place joint choices, actions (rows, agents) and answers (rows, consents), among the joint actions."""
        place = np.zeros(len(actions), np.int64)
        for agent, kept, stride in zip(self.agents, self.actions, self.strides, strict=False):
            place += np.searchsorted(kept, actions[:, agent]) * stride
        for consent, stride in zip(self.consents, self.strides[len(self.agents) :], strict=True):
            place += yes[:, consent] * stride
        return place


def table_size(search: Search) -> int:
    """Count the numbers in the table of payoffs."""
    players = _players(search)
    return search.count * prod(players.counts) * len(players.counts)


def lay_out(scenario: Scenario, search: Search) -> Finite:
    """Build the game with its names, and the way back to the scenario's months."""
    players = _players(search)
    sizes = [1 + (len(choices.proposals) if choices.asks else 0) for choices in search.choices]
    where = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    payoffs, chances = _payoffs_and_chances(search, players, where)
    available, usual = _available_and_usual(search, players, where)
    board = search.board
    actor = _actors(search, players)
    discount = np.tile(board.number("discount")[actor], (search.count, 1))
    discount[[start for start, choices in zip(where, search.choices, strict=True) if choices.asks]] = 1.0
    game = FiniteGame(
        payoffs=payoffs,
        transitions=chances,
        discount=discount,
        shocks="private_reasons" if scenario.continuation == "private_reasons" else "mistakes",
        indifference=board.number("indifference")[actor],
        available=available,
        usual=usual,
        states=state_names(scenario, search),
        players=player_names(board.game, players.agents, players.consents),
        actions=action_names(board.game, players.agents, players.actions, players.consents),
    )
    return _with_way_back(search, players, where, game)


def _players(search: Search) -> _Players:
    agents, actions = [], []
    for agent in range(len(search.board.game.agents)):
        used = sorted({int(a) for choices in search.kinds for a in choices.proposals[:, agent]})
        if len(used) > 1:
            agents.append(agent)
            actions.append(used)
    asked = np.any([choices.asked.any(axis=0) for choices in search.kinds], axis=0)
    if not agents and not asked.any():
        agents, actions = [0], [[0]]  # a game in which nobody ever has a choice still has somebody whose game it is
    return _Players(agents, actions, np.flatnonzero(asked).tolist())


def _payoffs_and_chances(
    search: Search, players: _Players, where: np.ndarray
) -> tuple[np.ndarray, np.ndarray | sparse.csr_array]:
    """Fill payoffs (states, *actions, players) and chances; rows of joint actions that cannot be stay empty."""
    states, joint = search.count, prod(players.counts)
    rows, leads = [], []  # the row of each play, and the rows of proposals with the states in which they are answered
    for start, choices in zip(where, search.choices, strict=True):
        holding = np.zeros_like(choices.proposals)
        silent = np.zeros((len(choices.proposals), choices.yes.shape[1]), bool)
        if choices.asks:
            proposing = start * joint + players.joint(choices.proposals, silent)
            leads.append((proposing, start + 1 + np.arange(len(proposing))))
            answering = (start + 1 + choices.proposal) * joint
            rows.append(answering + players.joint(holding[choices.proposal], choices.yes))
        else:
            rows.append(start * joint + players.joint(choices.proposals[choices.proposal], choices.yes))
    row = np.concatenate(rows)
    payoffs = np.zeros((states * joint, len(players.counts)))
    payoffs[row] = np.concatenate(search.pay)[:, _actors(search, players)]
    play, following, chance = (np.concatenate(part) for part in zip(*search.follow, strict=True))
    at = np.concatenate([row[play], *(proposing for proposing, _ in leads)])
    to = np.concatenate([where[following], *(answering for _, answering in leads)])
    size = np.concatenate([chance, np.ones(len(at) - len(chance))])
    chances = sparse.csr_array(sparse.coo_array((size, (at, to)), shape=(states * joint, states)))
    shape = (states, *players.counts)
    small = states * joint * states <= _DENSE
    return payoffs.reshape(*shape, -1), chances.toarray().reshape(*shape, states) if small else chances


def _actors(search: Search, players: _Players) -> np.ndarray:
    """Say whose payoffs each player has."""
    game = search.board.game
    return np.concatenate([game.agent_actor[players.agents], game.consent_actor[players.consents]]).astype(int)


def _available_and_usual(search: Search, players: _Players, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Say what each player can do in each state, and its odds when nothing is at stake: (states, players, actions)."""
    usual_odds, usual_yes = search.board.number("usual"), search.board.number("usual_yes")
    shape = (search.count, len(players.counts), max(players.counts))
    available, usual = np.zeros(shape, bool), np.ones(shape)
    available[:, :, 0] = True  # who has nothing to choose holds, or is silent
    for k, (agent, actions) in enumerate(zip(players.agents, players.actions, strict=True)):
        moves = search.agents.moves[agent]
        for a, action in enumerate(actions[1:], start=1):
            usual[:, k, a] = np.exp(usual_odds[moves[action - 1]])
        for start, choices in zip(where, search.choices, strict=True):
            available[start, k, : len(actions)] = np.isin(actions, choices.proposals[:, agent])
    for k, consent in enumerate(players.consents, start=len(players.agents)):
        odds = usual_yes[consent]
        usual[:, k, 1] = np.exp(odds) if np.isfinite(odds) else 1.0  # who can give one answer only weighs no odds
        for start, choices in zip(where, search.choices, strict=True):
            answering = start + 1 + np.flatnonzero(choices.asked[:, consent])
            if choices.asks:
                available[answering, k, :2] = [answer in search.agents.answers[consent] for answer in (False, True)]
    return available, usual


def _with_way_back(search: Search, players: _Players, where: np.ndarray, game: FiniteGame) -> Finite:
    compiled = search.board.game
    moves: list[Seat | None] = [None] * len(compiled.moves)
    consents: list[Seat | None] = [None] * len(compiled.consents)
    stride = np.zeros(len(compiled.moves), np.int32)
    widths = [len(actions) for actions in players.actions]
    for k, (agent, actions) in enumerate(zip(players.agents, players.actions, strict=True)):
        for a, action in enumerate(actions[1:], start=1):
            move = search.agents.moves[agent][action - 1]
            moves[move] = Seat(k, a)
            stride[move] = a * prod(widths[k + 1 :])
    for k, consent in enumerate(players.consents, start=len(players.agents)):
        consents[consent] = Seat(k, 1)
    answering = np.full((len(where), prod(widths) if compiled.consents else 1), -1, np.int32)
    for month, (start, choices) in enumerate(zip(where, search.choices, strict=True)):
        if choices.asks:
            joint = search.agents.moved(choices.proposals) @ stride
            answering[month, joint] = start + 1 + np.arange(len(joint))
    months = np.array(search.states, np.int64)
    return Finite(
        game=game,
        source=compiled,
        actors=_actors(search, players),
        start=0,
        digits=search.board.digits,
        months=months,
        where=where,
        answering=answering,
        stride=stride,
        move_seats=tuple(moves),
        consent_seats=tuple(consents),
        steps=steps_to(months, search.board.digits),
    )
