"""What each move is worth, to everyone: branches from given states, packed into one compiled shape."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from detente.equilibrium.design import Design, Looks, Strategy
from detente.equilibrium.private import looks_by_eye
from detente.game.choose import available, propose
from detente.game.drawing import Stream, draw_months
from detente.game.game import Game
from detente.game.luck import moves_of_luck
from detente.game.reading import Row, View
from detente.game.ready import make_ready
from detente.game.seeing import look_around
from detente.game.state import Array, Branch, Do, State
from detente.game.sums import stack
from detente.simulation.programs import compiled, segment_program

# Branches played side by side. Alternatives of one group share numbers and draws; groups stand on the vector axis.
LANES = 512
# Months of a segment, the unit in which branches are played.
SEGMENT = 8


class Jobs(NamedTuple):
    """What to play: one branch each, from `state` with the numbers and draws of `group`."""

    group: np.ndarray
    state: np.ndarray
    agent: np.ndarray
    move: np.ndarray
    outcome: np.ndarray
    consent: np.ndarray
    answer: np.ndarray

    def __len__(self) -> int:
        return len(self.group)


class Groups(NamedTuple):
    """Starting points: `state` with lanes (1, states), `raw` numbers (numbers, groups), `draw` counters (groups,).

    Where every group has a state of its own, states and groups are the same positions. `proposed` (moves, groups)
    are the proposals of the first month, where they are given; a branch changes those of its own agent. `eye` (groups,)
    says in whose eyes features are looked at (left out: the first eye's).
    """

    state: State
    raw: np.ndarray
    draw: np.ndarray
    proposed: np.ndarray | None = None
    eye: np.ndarray | None = None


class Seen(NamedTuple):
    """What is known at each starting point, host arrays with groups last (see `look_program`).

    `proposed` (moves, groups) is what everybody proposes; `among` (moves, proposals, groups) what a party that is
    asked for a move looks at then, only for moves that need consent; `consent_gains` are at these proposals too.
    `types` (types, groups) are 0 and 1; stakes of another type than the actor's weigh nothing.
    """

    looks: Looks
    among: Array
    proposed: Array
    open_moves: Array
    move_gains: Array
    consent_gains: Array
    chance: Array
    usual: Array
    usual_yes: Array
    lasting: Array
    indifference: Array
    stake_weight: Array
    types: Array


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything that stays fixed while a game is solved."""

    game: Game
    design: Design
    do: Do | None = None
    workers: int = 2

    @property
    def slots(self) -> int:
        """How many alternatives of one group stand side by side: fewer where each eye has groups of its own."""
        return 16 if self.game.minds.plain else 4

    @property
    def acting(self) -> list[int]:
        """List the actors that have anything to decide."""
        return sorted({*self.game.agent_actor.tolist(), *self.game.consent_actor.tolist()})


@compiled("design")
def look_program(
    design: Design,
    strategy: Strategy,
    raw: jax.Array,
    state: State,
    do: Do | None,
    stream: Stream,
    seed: Array,
    given: Array | None,
    eye: Array,
) -> Seen:
    """Look at states of shape (1, groups) with numbers (numbers, groups): features, openings, gains, chances.

    What is proposed comes from the draws that a branch with this stream and seed begins with, unless it is `given`.
    Features are looked at in the eye of each group, `eye` (groups,).
    """
    game = design.game
    numbers = make_ready(game, raw[:, None, :])
    view = look_around(View(game, numbers, state, state.x, do))
    open_moves = available(game, view, state)
    moves, answers, *_ = design.gains(strategy, game, numbers, view, open_moves)
    lanes = state.x.shape[1:]
    if given is None:
        draws = jax.tree.map(lambda rows: rows[0], draw_months(game, seed, stream, jnp.arange(1)))
        proposed = propose(game, numbers, state, draws, open_moves, moves, do, None)
    else:
        proposed = jnp.asarray(given)[:, None]
    rounds = {m: design.requested(proposed, m) for m in asked_moves(game)}
    views = view.eyes or (view,)
    among = [
        _in_eye([design.among(seen, _met(game, e, rounds[m])) for e, seen in enumerate(views)], eye) for m in rounds
    ]
    consents = [answers(rounds[m])[k] for k, m in enumerate(game.consent_move.tolist())]
    full = lambda rows: jnp.broadcast_to(rows, (*rows.shape[: rows.ndim - 2], *lanes))[..., 0, :]  # noqa: E731
    chance = jnp.stack([jnp.clip(view.row(node, without=100.0), 0.0, 100.0) / 100.0 for node in game.move_chance])
    looks = [jax.tree.map(full, look) for look in looks_by_eye(design, numbers, view)]
    looks = Looks(_in_eye([look.seen for look in looks], eye), looks[0].selves)
    return Seen(
        looks,
        full(stack(among, (len(design.proposals), *lanes))),
        full(proposed),
        full(open_moves),
        full(moves),
        full(stack(consents, lanes)),
        full(chance),
        full(numbers.usual),
        full(numbers.usual_yes),
        full(1.0 - numbers.discount),
        full(numbers.indifference),
        full(
            numbers.stake_weight * jnp.where(_choices(game)[:, None, None], strategy.heat, 1.0) * _counted(game, state)
        ),
        full(state.types),
    )


def _in_eye(rows: list[Row], eye: Array) -> Row:
    """Take each group's rows from its own eye's; groups last."""
    found = rows[0]
    for e, other in enumerate(rows[1:], 1):
        found = jnp.where(eye == e, other, found)
    return found


def _met(game: Game, eye: int, proposed: Row) -> Row:
    """Leave out the proposals that an eye does not see."""
    unseen = game.minds.eyes[eye].unseen
    return jnp.where(unseen[:, None, None], 0.0, proposed) if unseen.any() else proposed


def _counted(game: Game, state: State) -> Row:
    """Say which stakes are those of the type that their actor is, 0 and 1: (stakes, *lanes)."""
    persona = np.array([stake.persona for stake in game.stakes], int)
    types = np.where(persona < 0, -1, np.append(game.minds.persona_type, -1)[persona])
    if (types < 0).all():
        return jnp.ones((len(types), *[1] * (state.x.ndim - 1)))
    return jnp.where((types >= 0)[:, None, None], state.types[np.maximum(types, 0)], 1.0)


def asked_moves(game: Game) -> list[int]:
    """List the moves that need consent, in order: the first axis of `Seen.among`."""
    return sorted(set(game.consent_move.tolist()))


def _choices(game: Game) -> np.ndarray:
    """Say which stakes are reasons of one's own, which grow with indifference."""
    return np.array([stake.kind == "choice" for stake in game.stakes], bool)


def look(problem: Problem, strategy: Strategy, groups: Groups, *, seed: int = 0) -> Seen:
    """Run `look_program` over all groups in blocks of one shape; arrays come back with groups last."""
    count, block = groups.raw.shape[1], LANES
    parts = []
    eye = np.zeros(count, np.int32) if groups.eye is None else groups.eye
    for first in range(0, count, block):
        ids = np.minimum(np.arange(first, first + block), count - 1)
        part = look_program(
            problem.design,
            strategy,
            groups.raw[:, ids],
            take(groups.state, ids),
            problem.do,
            _stream(groups.draw[ids]),
            np.uint32(seed & 0xFFFFFFFF),
            None if groups.proposed is None else groups.proposed[:, ids],
            eye[ids],
        )
        parts.append(jax.tree.map(lambda rows: np.asarray(rows)[..., : min(block, count - first)], part))  # noqa: B023
    return jax.tree.map(lambda *rows: np.concatenate(rows, axis=-1), *parts)


def take(state: State, ids: np.ndarray) -> State:
    """Pick lanes of a host state (the month is a lane's own there)."""
    return jax.tree.map(lambda rows: np.take(np.asarray(rows), ids, axis=-1), state)


def _stream(draw: np.ndarray) -> Stream:
    return Stream((draw // 2).astype(np.uint32), (draw % 2).astype(np.uint32))


class Outlook(NamedTuple):
    """What is expected of play, by stake, so that a branch need not be played for ever, nor very often.

    `beyond` (stakes, features): (1 - d) times the discounted sum of what comes after a branch, linear in what is seen.
    `luck` (luck, stakes): what a proposal, an agreement or a success is worth there, beside what was to be expected.
    """

    beyond: np.ndarray
    luck: np.ndarray


def no_outlook(problem: Problem) -> Outlook:
    """Return the outlook that ignores everything beyond the rollout (for tests and the first round)."""
    stakes, luck = len(problem.game.stakes), sum(len(moves) for moves in moves_of_luck(problem.game))
    return Outlook(np.zeros((stakes, len(problem.design.features)), np.float32), np.zeros((luck, stakes), np.float32))


@compiled("design")
def tail_program(
    design: Design, beyond: Array, raw: jax.Array, state: State, do: Do | None, elapsed: jax.Array
) -> jax.Array:
    """Estimate what each stake brings after `elapsed` months, discounted to the branch's start."""
    game = design.game
    numbers = make_ready(game, raw[:, None, :])
    looks = design.look(numbers, View(game, numbers, state, state.x, do))
    discount = jnp.stack([numbers.discount[stake.actor] for stake in game.stakes])
    return jnp.tensordot(beyond, looks.seen, axes=1) * discount**elapsed / (1.0 - discount)


def play_jobs(
    problem: Problem,
    strategy: Strategy,
    groups: Groups,
    jobs: Jobs,
    *,
    seed: int,
    segments: int,
    outlook: Outlook | None,
    checkpoints: tuple[int, ...] = (),
    progress: Callable[[float], None] | None = None,
) -> dict[int, np.ndarray]:
    """Play every job for `segments` segments and return the discounted sum of every stake: (jobs, stakes).

    Jobs of one group share numbers and draws (common random numbers), and what others propose in the first month. The
    result is keyed by the number of
    segments: `segments` and each of `checkpoints`, with what `outlook` says lies beyond that point.
    """
    ends = sorted({segments, *checkpoints})
    out = {end: np.empty((len(jobs), len(problem.game.stakes)), np.float32) for end in ends}
    if not len(jobs):
        return out
    rows, slots = _pack(jobs, problem.slots)
    together = LANES // problem.slots
    blocks = range(0, len(rows), together)

    def play(first: int) -> None:
        mine = np.minimum(np.arange(first, first + together), len(rows) - 1)
        ids = slots[mine]  # (groups, slots), -1 where empty
        sums = _block(problem, strategy, groups, jobs, rows[mine], ids.T, seed, ends, outlook)
        real = (ids >= 0) & (np.arange(first, first + together) < len(rows))[:, None]
        for end, total in sums.items():
            out[end][ids[real]] = np.moveaxis(total, 0, -1).swapaxes(0, 1)[real]

    with ThreadPoolExecutor(max(problem.workers, 1)) as pool:
        for done, _ in enumerate(pool.map(play, blocks)):
            if progress is not None:
                progress((done + 1) / len(blocks))
    return out


def _block(
    problem: Problem,
    strategy: Strategy,
    groups: Groups,
    jobs: Jobs,
    group: np.ndarray,
    ids: np.ndarray,
    seed: int,
    ends: list[int],
    outlook: Outlook | None,
) -> dict[int, np.ndarray]:
    """Play one block of one shape; `ids` (slots, groups) are jobs, -1 for an empty slot."""
    branch = Branch(*(np.where(ids >= 0, field[ids], -1).astype(np.int32) for field in jobs[2:]))
    branch = branch._replace(outcome=np.where(ids >= 0, jobs.outcome[ids], 0).astype(np.int32))
    where = jobs.state[np.where(ids >= 0, ids, ids[:1])]  # an empty slot repeats the first one
    state = jax.tree.map(lambda rows: np.asarray(rows)[..., 0, :][..., where], groups.state)
    raw = groups.raw[:, group]
    branch = branch._replace(given=_given(problem.game, groups, group, ids.shape))
    stream = _stream(groups.draw[group])
    worth = (outlook or no_outlook(problem)).luck
    sums, results = 0.0, {}
    for segment in range(max(ends)):
        state, part = segment_program(
            problem.game,
            problem.design.gains,
            SEGMENT,
            strategy,
            raw,
            state,
            stream,
            np.uint32(seed & 0xFFFFFFFF),
            problem.do,
            branch,
            np.int32(segment * SEGMENT),
            worth,
        )
        sums = sums + part
        if segment + 1 in ends:
            beyond = 0.0
            if outlook is not None:
                elapsed = np.int32((segment + 1) * SEGMENT)
                beyond = tail_program(problem.design, outlook.beyond, raw, state, problem.do, elapsed)
            results[segment + 1] = np.asarray(sums + beyond)
    return results


def _given(game: Game, groups: Groups, group: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Say what each agent is given to propose in the first month, (agents, slots, groups); -2 where it chooses."""
    given = np.full((len(game.agents), len(group)), -2 if groups.proposed is None else -1, np.int32)
    if groups.proposed is not None:
        move, where = np.nonzero(groups.proposed[:, group] > 0)
        given[game.move_agent[move], where] = move
    return np.broadcast_to(given[:, None], (len(given), *shape))


def _pack(jobs: Jobs, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Pack jobs into rows of `width` with one group each: returns the group of each row, and job ids (rows, width)."""
    order = np.argsort(jobs.group, kind="stable")
    group = jobs.group[order]
    first = np.r_[True, group[1:] != group[:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(len(group)), 0))
    rank = np.arange(len(group)) - start
    new_row = rank % width == 0
    row = np.cumsum(new_row) - 1
    slots = np.full((row[-1] + 1, width), -1, int)
    slots[row, rank % width] = order
    return group[new_row], slots
