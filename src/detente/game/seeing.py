"""What an eye sees of a month's start: estimates for what is hidden, nothing of moves that it does not see."""

from dataclasses import dataclass, replace

import jax.numpy as jnp
import numpy as np

from detente.expressions import tree, walk
from detente.game.game import Game
from detente.game.reading import Row, View
from detente.game.state import State
from detente.game.sums import pick

# A `since` watch of something that never happened.
_NEVER = 1e6


def look_around(view: View) -> View:
    """Return a view of the month's start that knows what each eye sees of it; unchanged where nothing is private."""
    game = view.game
    if game.minds.plain:
        return view
    return replace(view, eyes=tuple(look_through(view, e) for e in range(len(game.minds.eyes))), _formulas={})


def seen_state(game: Game, state: State, eye: int) -> State:
    """Return the state as an eye takes it to be: what it does not see stands at its estimates, or has not happened.

    What a hidden formula stood at, where a link reads it late, is for whoever has the numbers (see `look_around`).
    """
    seen = game.minds.eyes[eye]
    shape = (-1,) + (1,) * (state.x.ndim - 1)
    hidden = hidden_from(game, eye)
    if hidden:
        trend = [v in hidden for v in game.trends]
        state = state._replace(
            x=estimated(game, state, state.x, eye),
            trend=jnp.where(np.array(trend).reshape(shape), 0.0, state.trend) if any(trend) else state.trend,
            delayed=tuple(
                jnp.broadcast_to(state.estimate[_row_of(game, eye, v)], kept.shape)
                if v in hidden and v < len(game.variables)
                else kept
                for (v, _), kept in zip(game.delayed, state.delayed, strict=True)
            ),
        )
    if seen.unseen.any():
        hide = seen.unseen.reshape(shape)
        state = state._replace(in_force=jnp.where(hide, 0.0, state.in_force), wait=jnp.where(hide, 0.0, state.wait))
    private = np.array([_private(game, watch.term, eye, hidden) for watch in game.watches], bool)
    if private.any():
        nothing = np.array([_NEVER if watch.kind == "since" else 0.0 for watch in game.watches], np.float32)
        state = state._replace(watch=jnp.where(private.reshape(shape), nothing.reshape(shape), state.watch))
    return state


def hidden_from(game: Game, eye: int) -> set[int]:
    """List positions in `Game.everything` that an eye does not see: a formula is hidden where one of its inputs is."""
    hidden = {int(v) for v in game.minds.eyes[eye].hidden}
    if not hidden:
        return hidden
    moving = len(game.variables)
    reads = {moving + k: _inputs(game, formula) for k, formula in enumerate(game.formula_trees)}
    while more := {position for position, inputs in reads.items() if inputs & hidden} - hidden:
        hidden |= more
    return hidden


def estimated(game: Game, state: State, x: Row, eye: int) -> Row:
    """Put an eye's estimates in place of what it does not see in `x` (variables, *lanes)."""
    seen = game.minds.eyes[eye]
    if not len(seen.hidden):
        return x
    where = np.arange(len(game.variables))
    where[seen.hidden] = len(game.variables) + np.arange(len(seen.hidden))
    return pick(where, jnp.concatenate([x, pick(seen.estimates, state.estimate)]))


def seen_formulas(view: View, eye: int) -> dict[str, Row]:
    """Read the formulas that an eye sees as they are, in a view of the truth."""
    game = view.game
    hidden = hidden_from(game, eye)
    moving = len(game.variables)
    return {name: view.source(moving + k) for k, name in enumerate(game.formulas) if moving + k not in hidden}


def look_through(view: View, eye: int) -> View:
    """Return a view of a month's start, which is one of the truth, as an eye sees it."""
    game = view.game
    state = seen_state(game, view.state, eye)
    numbers = view.numbers.seen[eye] or view.numbers
    mine = View(game, numbers, state, state.x, view.do, _formulas=seen_formulas(view, eye))
    hidden = hidden_from(game, eye)
    late = [v in hidden and v >= len(game.variables) for v, _ in game.delayed]
    if any(late):
        delayed = tuple(
            jnp.broadcast_to(mine.source(v), kept.shape) if of_hidden else kept
            for of_hidden, (v, _), kept in zip(late, game.delayed, state.delayed, strict=True)
        )
        mine = replace(mine, state=state._replace(delayed=delayed))
    return mine


@dataclass(frozen=True)
class Secrets:
    """What some eye does not see, or sees otherwise: positions in `Game.everything`, moves, names of numbers."""

    hidden: frozenset[int]
    unseen: np.ndarray
    numbers: frozenset[str]

    def told_by(self, game: Game, term: tree.Node) -> bool:
        """Say whether an expression may read otherwise to one eye than to another."""
        if _inputs(game, term) & self.hidden or any(self.unseen[m] for m in _moves_of(game, term)):
            return True
        return any(isinstance(leaf, tree.Name) and leaf.id in self.numbers for leaf in walk(term))


def secrets_of(game: Game) -> Secrets:
    """Gather what is private in a game; formulas are hidden where an input is hidden or a number is viewed."""
    eyes = game.minds.eyes
    viewed = {game.numbers[number] for eye in eyes for number in eye.views[:, 0]}
    names = frozenset(viewed | {path.removeprefix("numbers.") for path in viewed})
    hidden = {position for e in range(len(eyes)) for position in hidden_from(game, e)}
    moving = len(game.variables)
    for k, formula in enumerate(game.formula_trees):
        if any(isinstance(leaf, tree.Name) and leaf.id in names for leaf in walk(formula)):
            hidden.add(moving + k)
    unseen = np.zeros(len(game.moves), bool)
    for eye in eyes:
        unseen |= eye.unseen
    return Secrets(frozenset(hidden), unseen, names)


def _row_of(game: Game, eye: int, variable: int) -> int:
    seen = game.minds.eyes[eye]
    return int(seen.estimates[list(seen.hidden).index(variable)])


def _private(game: Game, term: tree.Node, eye: int, hidden: set[int]) -> bool:
    """Say whether a memory is about moves all of which are unseen, or about something hidden."""
    about = _moves_of(game, term)
    unseen = game.minds.eyes[eye].unseen
    return bool(_inputs(game, term) & hidden) or (bool(about) and all(unseen[m] for m in about))


def _inputs(game: Game, term: tree.Node) -> set[int]:
    """List the positions in `Game.everything` that an expression reads."""
    names = {leaf.id for leaf in walk(term) if isinstance(leaf, tree.Name)}
    names |= {leaf.variable for leaf in walk(term) if isinstance(leaf, tree.Trend | tree.IsLevel)}
    return {game.everything_index[name] for name in names if name in game.everything_index}


def _moves_of(game: Game, term: tree.Node) -> set[int]:
    """List the moves that an expression speaks of."""
    found: set[int] = set()
    for leaf in walk(term):
        match leaf:
            case tree.Moves(actor, _, card) | tree.MovedWithin(actor, _, card, _):
                found |= {m for m, (c, owner) in enumerate(game.moves) if c == card and actor in ("", owner)}
            case tree.Outcome(card, _, _) | tree.InForce(card) | tree.Times(card):
                found |= {m for m, (c, _) in enumerate(game.moves) if c == card}
            case tree.Holds(actor, _):
                found |= {m for m, (_, owner) in enumerate(game.moves) if owner == actor}
    return found
