"""From branches to gains: what each move and each yes brings its agent, stake by stake, in lasting points.

Success and consent are forced in the branches and weighed with their known chances (no noise of theirs is
left); a branch with the request refused is played only where refusal has consequences. What the others propose in the
month is the same in all branches of a starting point, and known to who is asked.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import log_expit

from detente import expressions
from detente.equilibrium.branching import Jobs, Problem, Seen
from detente.expressions import tree
from detente.game.game import Game
from detente.game.state import Array

SUCCEEDS, FAILS, REFUSED = 1, 2, 3


class Gains(NamedTuple):
    """Gains at starting points: of each move over holding, of each consent yes over no.

    For each an array (groups, its stakes), nan where it is not open, empty where it was not looked for; its stakes are
    those that count for whoever decides (`Design.option_stakes`). All in lasting points: (1 - d) times the difference
    of discounted sums times the stake's weight.
    """

    moves: tuple[np.ndarray, ...]
    consents: tuple[np.ndarray, ...]


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
    terms += [rule.when for levels in game.levels for rule in levels.rules]
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


def requests_elsewhere(game: Game, proposed: Array) -> np.ndarray:
    """Say where somebody else makes a request in the month, whose answer may look at a move: bool (groups, moves)."""
    asked = np.zeros(len(game.moves), bool)
    asked[game.consent_move] = True
    made = (np.asarray(proposed).T > 0) & asked
    by_agent = np.zeros((len(made), len(game.agents)), int)
    np.add.at(by_agent.T, game.move_agent, made.T)
    return by_agent.sum(axis=1, keepdims=True) > by_agent[:, game.move_agent]


def plan_jobs(
    problem: Problem,
    open_moves: Array,
    proposed: Array,
    *,
    who: np.ndarray | None = None,
    what: str = "moves and answers",
) -> Jobs:
    """List the branches that the gains at each group need, of actors for whom it stands, and of `what` they decide.

    `open_moves` and `proposed` (moves, groups); `who` (groups, actors), or (1, actors), or everybody; `what` is
    `moves`, `answers` or both.
    """
    game = problem.game
    asked = np.zeros(len(game.moves), bool)
    asked[game.consent_move] = True
    is_open = np.asarray(open_moves).T > 0
    who = np.broadcast_to(True if who is None else who, (len(is_open), len(game.actors)))
    mine = who[:, game.agent_actor[game.move_agent]] & ("moves" in what)
    answers = np.zeros_like(mine)
    for consent, move in enumerate(game.consent_move):
        answers[:, move] |= who[:, game.consent_actor[consent]] & ("answers" in what)
    # A refusal is like holding where nothing speaks of it and no other answer of the month can look at the request.
    refusals = asked & (refusal_matters(game) | requests_elsewhere(game, proposed))
    holding = np.zeros((is_open.shape[0], len(game.agents)), bool)
    for m in range(len(game.moves)):
        wanted = mine[:, m] | (answers[:, m] & ~refusals[:, m])
        holding[:, game.move_agent[m]] |= is_open[:, m] & wanted
    group, agent = np.nonzero(holding)
    parts = [(group, agent, np.full(len(group), -1), np.zeros(len(group), int))]
    for outcome, needed in (
        (SUCCEEDS, mine | answers),
        (FAILS, (mine | answers) & may_fail(game)),
        (REFUSED, (mine | answers) & refusals),
    ):
        group, move = np.nonzero(is_open & needed)
        parts.append((group, game.move_agent[move], move, np.full(len(group), outcome)))
    group, agent, move, outcome = (np.concatenate(field) for field in zip(*parts, strict=True))
    nobody = np.full(len(group), -1)
    return Jobs(group, group, agent, move, outcome, nobody, nobody)


def combine(problem: Problem, jobs: Jobs, sums: np.ndarray, seen: Seen, *, what: str = "moves and answers") -> Gains:
    """Weigh branches by their chances: `sums` (jobs, stakes) -> gains by stake (see `Gains`), of `what` was planned.

    Option by option, over the groups where it was played and the stakes of whoever decides: elsewhere there is nothing
    to weigh.
    """
    game, groups = problem.game, seen.open_moves.shape[1]
    held, played = find_jobs(game, jobs, groups)
    actor = np.array([stake.actor for stake in game.stakes], int)
    fails, weight, lasting = may_fail(game), np.asarray(seen.stake_weight), np.asarray(seen.lasting)
    yes = log_expit(seen.usual_yes + seen.consent_gains)  # logs, for the chances may be as good as nothing
    all_yes = np.zeros((len(game.moves), groups))
    np.add.at(all_yes, game.consent_move, yes)

    def weighed(option: int, move: int, consent: int | None = None) -> np.ndarray:
        """Weigh the branches of `move`: over holding, or, where a consent is given, its yes over its no."""
        stakes = np.flatnonzero(problem.design.option_stakes[option])
        gains = np.full((groups, len(stakes)), np.nan)
        rows = np.flatnonzero(played[SUCCEEDS][move] >= 0)
        if not len(rows):
            return gains
        before = sums_of(sums, held[game.move_agent[move]][rows], stakes)
        carried = sums_of(sums, played[SUCCEEDS][move][rows], stakes)
        refusals = played[REFUSED][move][rows]
        refused = np.where((refusals >= 0)[:, None], sums_of(sums, refusals, stakes), before)
        if fails[move]:
            succeeds = np.asarray(seen.chance)[move, rows][:, None]
            carried = succeeds * carried + (1.0 - succeeds) * sums_of(sums, played[FAILS][move][rows], stakes)
        agreed = np.exp(all_yes[move, rows] - (0.0 if consent is None else yes[consent, rows]))[:, None]
        over = agreed * carried + (1.0 - agreed) * refused - before if consent is None else agreed * (carried - refused)
        # Sums become lasting points of a stake's actor.
        gains[rows] = over * (weight[np.ix_(stakes, rows)] * lasting[np.ix_(actor[stakes], rows)]).T
        return gains

    none = np.zeros((groups, 0))
    moves = [weighed(m, m) if "moves" in what else none for m in range(len(game.moves))]
    asks = enumerate(game.consent_move.tolist())
    consents = [weighed(len(game.moves) + k, m, k) if "answers" in what else none for k, m in asks]
    return Gains(tuple(moves), tuple(consents))


def sums_of(sums: np.ndarray, job: np.ndarray, stakes: np.ndarray | None = None) -> np.ndarray:
    """Look up the sums of jobs, of all stakes or some: (jobs, stakes), nan where none was played."""
    found = sums[job] if stakes is None else sums[np.ix_(job, stakes)]
    return np.where(job[:, None] >= 0, found, np.float32(np.nan))


def find_jobs(game: Game, jobs: Jobs, groups: int) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Find the job of each agent's holding (agents, groups) and of each outcome of each move (moves, groups), or -1."""
    held = np.full((len(game.agents), groups), -1)
    holds = np.flatnonzero(jobs.move < 0)
    held[jobs.agent[holds], jobs.group[holds]] = holds
    played = {}
    for outcome in (SUCCEEDS, FAILS, REFUSED):
        of = np.flatnonzero((jobs.outcome == outcome) & (jobs.move >= 0))
        played[outcome] = np.full((len(game.moves), groups), -1)
        played[outcome][jobs.move[of], jobs.group[of]] = of
    return held, played
