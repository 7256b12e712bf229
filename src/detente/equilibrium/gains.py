"""From branches to gains: what each move and each yes brings its agent, stake by stake, in lasting points.

Success and consent are forced in the branches and weighed with their known chances (no noise of theirs is
left); a branch with the request refused is played only where refusal has consequences.
"""

from typing import NamedTuple

import numpy as np

from detente import expressions
from detente.equilibrium.branching import Jobs, Problem, Seen
from detente.expressions import tree
from detente.game.game import Game
from detente.game.state import Array

SUCCEEDS, FAILS, REFUSED = 1, 2, 3


class Gains(NamedTuple):
    """Gains at starting points, by stake of the agent's actor; nan where a move is not open.

    `moves` (groups, moves, stakes) over holding; `consents` (groups, consents, stakes) yes over no. All in
    lasting points: (1 - d) times the difference of discounted sums times the stake's weight.
    """

    moves: np.ndarray
    consents: np.ndarray


def may_fail(game: Game) -> np.ndarray:
    """Say which moves have a chance of success at all."""
    return np.array([node is not None for node in game.move_chance], bool)


def refusal_matters(game: Game) -> np.ndarray:
    """Say for which moves a refusal differs from holding: effects of it, or an expression that speaks of it."""
    matters = np.zeros(len(game.moves), bool)
    for table in (game.on_proposal, game.if_refused):
        matters[table.move] = True
    spoken = set()
    terms = [*game.move_when, *game.move_ends_when, *game.shock_when, *(p.when for p in game.payoffs)]
    for term in terms + [watch.term for watch in game.watches]:
        for leaf in expressions.walk(term) if term is not None else ():
            if isinstance(leaf, tree.Moves) and leaf.verb == "proposes":
                spoken.add(leaf.card)
            if isinstance(leaf, tree.Outcome) and leaf.outcome == "refused":
                spoken.add(leaf.card)
            if isinstance(leaf, tree.Holds):
                spoken.update(card for card, owner in game.moves if owner == leaf.actor)
    asked = np.zeros(len(game.moves), bool)
    asked[game.consent_move] = True
    return asked & (matters | np.array([card in spoken for card, _ in game.moves], bool))


def plan_jobs(problem: Problem, open_moves: Array, *, actor: int | None = None) -> Jobs:
    """List the branches that the gains at each group need; of one actor only (its moves, its answers) on request.

    `open_moves` (moves, groups).
    """
    game = problem.game
    agent_actor = game.agent_actor[game.move_agent]
    mine = np.ones(len(game.moves), bool) if actor is None else agent_actor == actor
    answers = np.zeros(len(game.moves), bool)
    asked = game.consent_move if actor is None else game.consent_move[game.consent_actor == actor]
    answers[asked] = True
    is_open = np.asarray(open_moves).T > 0
    parts = []
    holding = np.zeros((is_open.shape[0], len(game.agents)), bool)
    # A party's answer is compared with its owner holding where refusal changes nothing else.
    for m in np.flatnonzero(mine | (answers & ~refusal_matters(game))):
        holding[:, game.move_agent[m]] |= is_open[:, m]
    group, agent = np.nonzero(holding)
    parts.append((group, agent, np.full(len(group), -1), np.zeros(len(group), int)))
    for outcome, needed in (
        (SUCCEEDS, mine | answers),
        (FAILS, (mine | answers) & may_fail(game)),
        (REFUSED, (mine | answers) & refusal_matters(game)),
    ):
        group, move = np.nonzero(is_open & needed)
        parts.append((group, game.move_agent[move], move, np.full(len(group), outcome)))
    group, agent, move, outcome = (np.concatenate(field) for field in zip(*parts, strict=True))
    nobody = np.full(len(group), -1)
    return Jobs(group, group, agent, move, outcome, nobody, nobody)


def combine(problem: Problem, jobs: Jobs, sums: np.ndarray, seen: Seen) -> Gains:
    """Weigh branches by their chances: `sums` (jobs, stakes) -> gains by stake (see `Gains`)."""
    game = problem.game
    groups, stakes = seen.open_moves.shape[1], len(game.stakes)
    hold = np.full((groups, len(game.agents), stakes), np.nan, np.float32)
    held = jobs.move < 0
    hold[jobs.group[held], jobs.agent[held]] = sums[held]
    by = {}
    for outcome in (SUCCEEDS, FAILS, REFUSED):
        table = np.full((groups, len(game.moves), stakes), np.nan, np.float32)
        rows = (jobs.outcome == outcome) & ~held
        table[jobs.group[rows], jobs.move[rows]] = sums[rows]
        by[outcome] = table
    before = hold[:, game.move_agent]
    refused = np.where(refusal_matters(game)[None, :, None], by[REFUSED], before)
    chance = np.where(may_fail(game)[:, None], seen.chance, 1.0).T[:, :, None]
    failed = np.where(may_fail(game)[None, :, None], by[FAILS], 0.0)
    carried = chance * by[SUCCEEDS] + (1.0 - chance) * failed
    yes = 1.0 / (1.0 + np.exp(-(seen.usual_yes + seen.consent_gains)))  # (consents, groups)
    agreed = np.ones((len(game.moves), groups))
    np.multiply.at(agreed, game.consent_move, yes)
    agreed = agreed.T[:, :, None]
    moves = agreed * carried + (1.0 - agreed) * refused - before
    others = agreed[:, game.consent_move, 0] / np.maximum(yes.T, 1e-12)
    consents = others[:, :, None] * (carried - refused)[:, game.consent_move]
    weight = _weights(game, seen)
    return Gains(
        moves * weight[game.agent_actor[game.move_agent]].transpose(2, 0, 1),
        consents * weight[game.consent_actor].transpose(2, 0, 1),
    )


def _weights(game: Game, seen: Seen) -> np.ndarray:
    """Turn sums into lasting points of an actor: (actors, stakes, groups); other actors' stakes count nothing."""
    actor = np.array([stake.actor for stake in game.stakes], int)
    weight = np.zeros((len(game.actors), len(actor), seen.stake_weight.shape[1]), np.float32)
    weight[actor, np.arange(len(actor))] = seen.stake_weight * seen.lasting[actor]
    return weight
