"""What can be seen of a month's start, in blocks: each block's names beside the rows that they name."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations as combinations_of
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from detente import expressions
from detente.equilibrium.combinations import Combinations
from detente.equilibrium.hats import KNOTS, hats
from detente.expressions import tree
from detente.game.game import Game, Levels
from detente.game.reading import Row, View
from detente.game.seeing import Secrets, secrets_of
from detente.game.sums import pick

# Widths of the soft distance to a condition, in points; and to a date, in months.
WIDTHS = (8.0, 25.0)
MONTH_WIDTHS = (4.0, 16.0)
# Where soft steps of beliefs stand.
BELIEVED = (0.2, 0.5, 0.8)
# From so many variables on there are products too: of the few that an actor wants most and the few that most cards move
# or wait for. (On the flagship the gains of the most patient actor were foretold by a tenth better with them.)
MANY = 24
_WANTED, _BUSY = 4, 3
# How the names of soft distances end.
SOFT = ", within "


class Block(NamedTuple):
    """Names, and what computes a row for each of them: (names, *lanes).

    `audience` (names, actors) says who looks at each; None: everybody. What nobody looks at tells only what lies beyond
    a rollout. `private`: its rows may differ from eye to eye.
    """

    names: list[str]
    rows: Callable[[View], Row]
    audience: np.ndarray | None = None
    private: bool = False


class RoundBlock(NamedTuple):
    """The same for what depends on the month's proposals, 0 and 1 over moves, as well."""

    names: list[str]
    rows: Callable[[View, Row], Row]


def state_blocks(game: Game, combinations: Combinations, wanted: np.ndarray | None = None) -> list[Block]:
    """List what every actor looks at, in order. Blocks without names are left out.

    `wanted` (actors, variables) says how much of its points an actor gives to each variable.
    """
    secrets = secrets_of(game)
    unseen = bool(secrets.unseen.any())
    found = [Block(["always"], lambda view: jnp.ones((1, *view.x.shape[1:]), view.x.dtype))]
    if len(combinations):
        names = [f"combination {k}" for k in range(len(combinations))]
        found.append(Block(names, lambda view: combinations.which(view.game, view.state), private=unseen))
    found += _variables(game, secrets)
    found += _beliefs(game, combinations, private=unseen)
    found += _types(game)
    for private in (False, True):
        found += _timers(game, secrets.unseen == private, private)
        found += _memories(game, secrets, private)
    found += _conditions(game, secrets)
    if wanted is not None and len(game.variables) >= MANY:
        found.append(_together(game, secrets, wanted))
    for date in game.dates:
        for width in MONTH_WIDTHS:
            found.append(Block([f"month {date}, within {width:g}"], _ahead(date, width)))
    if not len(combinations):
        found += _levels(game, private=unseen)
    return [block for block in found if block.names]


def round_blocks(game: Game, combinations: Combinations) -> list[RoundBlock]:
    """List what an asked party looks at besides: what is proposed in the month, and where."""
    moves = [f"{_move(game, m)} proposed" for m in range(len(game.moves))]
    found = [RoundBlock(moves, lambda view, proposed: proposed)]
    if len(combinations.rounds):
        rounds = range(len(combinations.rounds))
        names = [f"combination {k}, round {r}" for k in range(len(combinations)) for r in rounds]
        found.append(
            RoundBlock(
                names,
                lambda view, proposed: _products(
                    combinations.which(view.game, view.state), combinations.which_round(proposed)
                ),
            )
        )
    elif game.levels and not len(combinations):
        names = [f"{level}, {move}" for level in _level_names(game) for move in moves]
        found.append(RoundBlock(names, lambda view, proposed: _products(_level_rows(game, view), proposed)))
    return found


def _move(game: Game, m: int | np.integer) -> str:
    return "{} ({})".format(*game.moves[m])


def _products(one: Row, other: Row) -> Row:
    """Multiply every row of one with every row of the other, the first varying slowest."""
    return (one[:, None] * other[None]).reshape(-1, *one.shape[1:])


def _variables(game: Game, secrets: Secrets) -> Iterator[Block]:
    """Where variables stand, those that everybody sees first."""
    if not secrets.hidden:
        yield Block(list(game.variables), lambda view: (view.x - 50.0) / 25.0)
        return
    hidden = np.array([v in secrets.hidden for v in range(len(game.variables))])
    for private in (False, True):
        rows = np.flatnonzero(hidden == private)
        yield Block([game.variables[v] for v in rows], partial(_at, rows), private=private)


def _at(rows: np.ndarray, view: View) -> Row:
    return (pick(rows, view.x) - 50.0) / 25.0


def _together(game: Game, secrets: Secrets, wanted: np.ndarray) -> Block:
    """Products of variables that everybody sees, two by two: each actor looks at those of its own few."""
    seen = [v for v in range(len(game.variables)) if v not in secrets.hidden]
    busy = sorted(seen, key=lambda v: (-_business(game)[v], v))[:_BUSY]
    audience: dict[tuple[int, int], set[int]] = {}
    for actor in range(len(game.actors)):
        most = sorted((v for v in seen if wanted[actor, v] > 0), key=lambda v: (-wanted[actor, v], v))[:_WANTED]
        for pair in combinations_of(sorted({*busy, *most}), 2):
            audience.setdefault(pair, set()).add(actor)
    pairs = np.array(sorted(audience), int).reshape(-1, 2)

    def rows(view: View) -> Row:
        return _at(pairs[:, 0], view) * _at(pairs[:, 1], view)

    names = [f"{game.variables[one]} with {game.variables[other]}" for one, other in pairs]
    who = [[actor in audience[one, other] for actor in range(len(game.actors))] for one, other in pairs.tolist()]
    return Block(names, rows, np.array(who, bool).reshape(len(names), len(game.actors)))


def _business(game: Game) -> np.ndarray:
    """Count the effects of cards on each variable, and the conditions and chances of cards that read it."""
    count = np.bincount(game.on_success.variable, minlength=len(game.variables)).astype(int)
    place = {name: v for v, name in enumerate(game.variables)}
    for node in (*game.move_when, *game.move_chance):
        for leaf in expressions.walk(node) if node is not None else ():
            if isinstance(leaf, tree.Name) and leaf.id in place:
                count[place[leaf.id]] += 1
    return count


# ---------------------------------------------------------------- minds


def _beliefs(game: Game, combinations: Combinations, *, private: bool) -> Iterator[Block]:
    """What actors believe, at several widths; where combinations are told apart, in each of them for itself.

    An actor looks at its own beliefs, and at those of others about itself.
    """
    minds = game.minds
    rows = np.array([b for b, t in enumerate(minds.about) if minds.type_index[t] > 0], int)  # the first is the rest
    if not len(rows):
        return
    told = [_belief(game, b) for b in rows]
    actors = np.arange(len(game.actors))
    concerned = (minds.believers[rows][:, None] == actors) | (minds.type_actor[minds.about[rows]][:, None] == actors)
    yield Block(
        [
            f"{name}{suffix}"
            for suffix in ("", ", in log odds", *(f", beside {c:g}" for c in BELIEVED))
            for name in told
        ],
        lambda view: _bent(view.state.belief[rows]),
        np.tile(concerned, (2 + len(BELIEVED), 1)),
    )
    if len(combinations):
        names = [
            f"combination {k}, {name}, {h}" for k in range(len(combinations)) for name in told for h in range(KNOTS)
        ]

        def apart(view: View) -> Row:
            bumps = hats(view.state.belief[rows]).reshape(-1, *view.x.shape[1:])
            return _products(combinations.which(view.game, view.state), bumps)

        yield Block(names, apart, np.tile(np.repeat(concerned, KNOTS, axis=0), (len(combinations), 1)), private)


def _belief(game: Game, b: int | np.integer) -> str:
    actor, type = game.minds.types[game.minds.about[b]]
    return f"belief of {game.actors[game.minds.believers[b]]} that {actor} is {type}"


def _bent(belief: Row) -> Row:
    """Beliefs as they are, in log odds and as soft steps: what play makes of them bends in all of these ways."""
    odds = jnp.log(jnp.clip(belief, 1e-3, 1.0)) - jnp.log(jnp.clip(1.0 - belief, 1e-3, 1.0))
    return jnp.concatenate([2.0 * belief - 1.0, odds / 7.0, *(jnp.tanh((belief - c) / 0.15) for c in BELIEVED)])


def _types(game: Game) -> Iterator[Block]:
    """Of which type each actor is: nobody's to look at, but what the future is worth hangs on it."""
    minds = game.minds
    rows = np.flatnonzero(minds.type_index > 0)
    names = ["{} is {}".format(*minds.types[t]) for t in rows]
    yield Block(names, lambda view: view.state.types[rows], np.zeros((len(rows), len(game.actors)), bool))


# ---------------------------------------------------------------- cards


def _timers(game: Game, these: np.ndarray, private: bool) -> Iterator[Block]:
    """Cards in force, how long they still last, pauses, and what is unspent; of the moves `these`."""
    lasting = np.flatnonzero(these & game.move_lasting)
    timed = np.flatnonzero(these & game.move_lasting & (game.move_lasts < 1e6))
    pausing = np.flatnonzero(these & (game.move_pause > 1) & ~game.move_once)
    once = np.flatnonzero(these & game.move_once)
    yield Block(
        [f"{_move(game, m)} in force" for m in lasting], lambda view: view.state.in_force[lasting], private=private
    )
    yield Block(
        [f"{_move(game, m)} runs out" for m in timed],
        lambda view: view.state.in_force[timed] * jnp.clip(view.state.left[timed] / 12.0, 0.0, 2.0),
        private=private,
    )
    yield Block(
        [f"{_move(game, m)} pauses" for m in pausing],
        lambda view: jnp.clip(view.state.wait[pausing] / 6.0, 0.0, 2.0),
        private=private,
    )
    yield Block(
        [f"{_move(game, m)} unspent" for m in once],
        lambda view: (view.state.wait[once] <= 0).astype(view.x.dtype),
        private=private,
    )


def _memories(game: Game, secrets: Secrets, private: bool) -> Iterator[Block]:
    """Trends, how far the sources of late links have moved, and what conditions remember."""
    trends = np.array([k for k, v in enumerate(game.trends) if (v in secrets.hidden) == private], int)
    yield Block(
        [f"trend({game.everything[game.trends[k]]})" for k in trends],
        lambda view: jnp.clip(pick(trends, view.state.trend) / 2.0, -3.0, 3.0),
        private=private,
    )
    for late, (v, _) in enumerate(game.delayed):
        if (v in secrets.hidden) == private:
            yield Block([f"{game.everything[v]} of late"], _late(late, v), private=private)
    told = np.array([secrets.told_by(game, watch.term) == private for watch in game.watches], bool)
    names = [f"memory {k}" for k in np.flatnonzero(told)]
    yield Block(names, lambda view: _memory(view, told), private=private)


def _memory(view: View, told: np.ndarray) -> Row:
    remembered = _remembered(view.game)[told]
    return jnp.clip(view.state.watch[remembered] / 12.0, 0.0, 1.0)


def _late(late: int, source: int) -> Callable[[View], Row]:
    return lambda view: (jnp.mean(view.state.delayed[late], axis=0, keepdims=True) - view.source(source)[None]) / 25.0


def _remembered(game: Game) -> np.ndarray:
    """Say which rows count: the game that is played may remember what questions ask, which is no one's concern."""
    return np.array([k for k, watch in enumerate(game.watches) if watch.place != "questions"], int)


# ---------------------------------------------------------------- conditions and dates


def _conditions(game: Game, secrets: Secrets) -> Iterator[Block]:
    """How far every comparison is from turning, as a soft step at two widths."""
    for private in (False, True):
        comparisons = tuple(c for c in _comparisons(game) if secrets.told_by(game, c) == private)
        for width in WIDTHS:
            names = [f"{expressions.show(c)}{SOFT}{width:g}" for c in comparisons]
            yield Block(names, _far(comparisons, width), private=private)


def _far(comparisons: tuple[tree.Comparison, ...], width: float) -> Callable[[View], Row]:
    def rows(view: View) -> Row:
        far = [view.value(c.left) - view.value(c.right) for c in comparisons]
        return jnp.tanh(jnp.stack([jnp.broadcast_to(d, view.x.shape[1:]) for d in far]) / width)

    return rows


def _ahead(date: int, width: float) -> Callable[[View], Row]:
    def rows(view: View) -> Row:
        ahead = (date - view.state.month).astype(view.x.dtype)
        return jnp.tanh(jnp.broadcast_to(ahead, view.x.shape[1:])[None] / width)

    return rows


def _comparisons(game: Game) -> tuple[tree.Comparison, ...]:
    """List the comparisons in conditions of cards, shocks, gates, payoffs and transitions, each once."""
    conditions = [
        *game.move_when,
        *game.move_ends_when,
        *game.shock_when,
        *game.strength_gate,
        *game.push_gate,
        *(payoff.when for payoff in game.payoffs),
        *(rule.when for levels in game.levels for rule in levels.rules),
    ]
    found: dict[tree.Comparison, None] = {}
    for condition in conditions:
        if condition is None:
            continue
        for node in expressions.walk(condition):
            if isinstance(node, tree.Comparison) and not _eventful(node):
                found.setdefault(node)
    return tuple(found)


def _eventful(node: tree.Node) -> bool:
    plain = tree.Name | tree.Literal | tree.Trend | tree.Belief | tree.Estimate
    return any(not isinstance(leaf, plain) for leaf in expressions.leaves(node))


# ---------------------------------------------------------------- levels


def _levels(game: Game, *, private: bool) -> Iterator[Block]:
    """Levels, each pair of two variables', and each with what is in force, pauses or is unspent."""
    names = _level_names(game)
    variable = np.array([levels.variable for levels in game.levels for _ in levels.names[1:]], int)
    one, other = np.triu_indices(len(names), 1)
    apart = variable[one] != variable[other]
    one, other = one[apart], other[apart]
    moves = range(len(game.moves))
    lasting = [m for m in moves if game.move_lasting[m]]
    waiting = [m for m in moves if game.move_once[m] or game.move_pause[m] > 1]
    cards = [f"{_move(game, m)} in force" for m in lasting] + [f"{_move(game, m)} waits" for m in waiting]

    def with_cards(view: View) -> Row:
        state = view.state
        waits = (state.wait[np.array(waiting, int)] > 0).astype(view.x.dtype)
        return _products(_level_rows(game, view), jnp.concatenate([state.in_force[np.array(lasting, int)], waits]))

    def pairs(view: View) -> Row:
        level = _level_rows(game, view)
        return level[one] * level[other]

    yield Block(names, lambda view: _level_rows(game, view))
    yield Block([f"{names[a]} and {names[b]}" for a, b in zip(one, other, strict=True)], pairs)
    yield Block([f"{level} and {card}" for level in names for card in cards], with_cards, private=private)


def _level_names(game: Game) -> list[str]:
    return [f"{game.variables[levels.variable]} is {name}" for levels in game.levels for name in levels.names[1:]]


def _level_rows(game: Game, view: View) -> Row:
    """Say at which level each variable of levels stands, the first ones left out: 0 and 1."""
    rows = [_stands(levels, k, view) for levels in game.levels for k in range(1, len(levels.names))]
    return jnp.stack(rows).astype(view.x.dtype)


def _stands(levels: Levels, k: int, view: View) -> Row:
    return jnp.rint(view.x[levels.variable] * ((len(levels.names) - 1) / 100.0)) == k
