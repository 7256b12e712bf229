"""Read an expression on a state: what each leaf of a tree means at one point of the month."""

from dataclasses import dataclass, field, replace

import jax.numpy as jnp

from detente import expressions
from detente.expressions import tree
from detente.game.game import Game, Watch
from detente.game.state import Array, Do, Events, Numbers, State

Row = Array

# Levels are steps of whole points, far wider apart; rounding in float32 is far under this.
ONE_LEVEL = 0.01


@dataclass(eq=False)
class View:
    """One point of the month: variables as they stand there, the month's start for memory, and perhaps events.

    `x` may be x, x', x'' or x+; `events` is None before the month's plays are known; `place` says whose memory
    is read (see `Watch`).
    """

    game: Game
    numbers: Numbers
    state: State
    x: Row
    do: Do | None = None
    events: Events | None = None
    place: str = "start"
    eyes: tuple["View", ...] = ()
    _formulas: dict[str, Row] = field(default_factory=dict)

    def value(self, node: tree.Node) -> Row:
        """Evaluate `node`, as an array that broadcasts against the lanes."""
        return expressions.evaluate(node, self._leaf, jnp)

    def holds(self, node: tree.Node | None) -> Row:
        """Evaluate a condition as 0 or 1; no condition always holds."""
        lanes = self.x.shape[1:]
        if node is None:
            return jnp.ones(lanes, self.x.dtype)
        return jnp.broadcast_to(jnp.asarray(self.value(node)), lanes).astype(self.x.dtype)

    def row(self, node: tree.Node | None, *, without: float) -> Row:
        """Evaluate a value for every lane; `without` where nothing was written."""
        lanes = self.x.shape[1:]
        if node is None:
            return jnp.full(lanes, without, self.x.dtype)
        return jnp.broadcast_to(jnp.asarray(self.value(node), self.x.dtype), lanes)

    def everything(self) -> Row:
        """Stack all variables, formulas read afresh: shape (everything, *lanes)."""
        if not self.game.formulas:
            return self.x
        rows = [self._formula(name)[None] for name in self.game.formulas]
        return jnp.concatenate([self.x, *rows])

    def source(self, position: int) -> Row:
        """Read one variable by its position in `Game.everything`."""
        if position < len(self.game.variables):
            return self.x[position]
        return self._formula(self.game.everything[position])

    def _leaf(self, node: tree.Node) -> Row:
        match node:
            case tree.Name(id):
                return self._name(id)
            case tree.IsLevel(variable, _, value):
                return jnp.abs(self.source(self.game.everything_index[variable]) - value) < ONE_LEVEL
            case tree.Estimate(actor, variable):
                return self._estimate(self.game.actors.index(actor), self.game.everything_index[variable])
            case tree.Belief(actor, other, type_id):
                row = self.game.minds.belief_row(self.game.actors.index(actor), other, type_id)
                return 100.0 * self.state.belief[row]
            case tree.IsType(actor, type_id):
                return self.state.types[self.game.minds.types.index((actor, type_id))] > 0.5
            case tree.Trend(variable):
                return self.state.trend[self.game.trends.index(self.game.everything_index[variable])]
            case tree.InForce(card):
                return self._any(self.state.in_force, card) > 0
            case tree.Times(card):
                return self._watch("count", tree.Moves("", "plays", card))
            case tree.MovedWithin(actor, verb, card, months):
                return self._moved_within(tree.Moves(actor, "plays" if verb == "played" else "proposes", card), months)
            case tree.Dated():
                return self._dated(node)
            case tree.Lasting(term, months):
                run = self._watch("run", term)
                if needs_events(term) and self.events is None:
                    return run >= months
                return jnp.logical_and(self.value(term), run >= months - 1)
            case tree.Calendar(window):
                first, last = self.game.windows[window]
                return jnp.logical_and(self.state.month >= first, self.state.month <= last)
            case _:
                return self._event(node)

    def _name(self, name: str) -> Row:
        position = self.game.everything_index.get(name)
        if position is not None:
            return self.source(position)
        index = self.game.number_index.get(name)
        return self.numbers.raw[self.game.number_index[f"numbers.{name}"] if index is None else index]

    def _estimate(self, actor: int, position: int) -> Row:
        """Read what an actor takes a variable for; a formula, at its estimates of what it does not see."""
        minds = self.game.minds
        eye = minds.eyes[minds.actor_eye[actor]]
        if position in eye.hidden:
            return self.state.estimate[int(eye.estimates[list(eye.hidden).index(position)])]
        if position < len(self.game.variables) or not len(eye.hidden):
            return self.source(position)
        x = jnp.asarray(self.x).at[eye.hidden].set(self.state.estimate[eye.estimates])
        return replace(self, x=x, _formulas={}).source(position)

    def _formula(self, name: str) -> Row:
        if name not in self._formulas:
            position = self.game.everything_index[name]
            tree_of = self.game.formula_trees[position - len(self.game.variables)]
            # A formula remembers what stood at the months' starts, wherever it is read.
            at_start = self if self.place == "start" else replace(self, place="start", _formulas=self._formulas)
            value = jnp.clip(at_start.row(tree_of, without=0.0), 0.0, 100.0)
            if self.do is not None:
                one = slice(position, position + 1)
                forced = in_month(self.do.held[:, one] | self.do.set_at[:, one], self.state)[0]
                value = jnp.where(forced, in_month(self.do.value[:, one], self.state)[0], value)
            self._formulas[name] = value
        return self._formulas[name]

    def _event(self, node: tree.Node) -> Row:
        """Read something of this month; callers know that events are there (the checks of the file see to it)."""
        events = self.events
        if events is None:
            return jnp.zeros(self.x.shape[1:], bool)
        match node:
            case tree.Moves(actor, verb, card):
                table = events.proposed if verb == "proposes" else events.played
                return self._any(table, card, actor) > 0
            case tree.Holds(actor, table):
                mine = [m for m, agent in enumerate(self.game.move_agent) if self._at(int(agent), actor, table)]
                total = sum((events.proposed[m] for m in mine), jnp.zeros(self.x.shape[1:], self.x.dtype))
                return total == 0
            case tree.Outcome(card, outcome, ordinal):
                owners = self._any(getattr(events, outcome), card)
                if ordinal is None:
                    return owners > 0
                # Several owners may bring the first and the second in one month.
                before = self._watch("count", tree.Outcome(card, outcome))
                return jnp.logical_and(before < ordinal, before + owners >= ordinal)
            case tree.Happens(shock):
                return events.shocks[self.game.shocks.index(shock)] > 0
        raise AssertionError(f"no meaning for {node}")

    def _at(self, agent: int, actor: str, table: str | None) -> bool:
        return self.game.agents[agent][0] == actor and table in (None, self.game.agents[agent][1])

    def _any(self, table: Row, card: str, actor: str = "") -> Row:
        rows = [m for m, (c, owner) in enumerate(self.game.moves) if c == card and actor in ("", owner)]
        return sum((table[m] for m in rows), jnp.zeros(self.x.shape[1:], self.x.dtype))

    def _watch(self, kind: str, term: tree.Node) -> Row:
        return self.state.watch[self.game.watch_index[kind, term, self.place]]

    def _moved_within(self, event: tree.Moves, months: int) -> Row:
        since = self._watch("since", event)
        if self.events is None:
            return since <= months
        return jnp.logical_or(self._event(event), since <= months - 1)

    def _dated(self, node: tree.Dated) -> Row:
        latch = self._watch("latch", node) > 0
        if needs_events(node.term) and self.events is None:
            return latch
        watch = self.game.watches[self.game.watch_index["latch", node, self.place]]
        return jnp.logical_or(latch, self.watched(watch))

    def watched(self, watch: Watch) -> Row:
        """Read what a watch looks at, now: how many events for a count, else whether its term holds in its window."""
        if isinstance(watch.term, tree.Moves | tree.Outcome) and watch.kind == "count":
            assert self.events is not None, "counts advance when the month's plays are known"
            outcome = watch.term.outcome if isinstance(watch.term, tree.Outcome) else "played"
            return self._any(getattr(self.events, outcome), watch.term.card)
        inside = jnp.logical_and(self.state.month >= watch.first, self.state.month <= watch.last)
        return jnp.logical_and(
            inside, self.value(watch.term.term if isinstance(watch.term, tree.Dated) else watch.term)
        )


def needs_events(node: tree.Node) -> bool:
    """Say whether a term speaks of this month's moves or shocks."""
    return any(
        isinstance(leaf, tree.Moves | tree.Holds | tree.Outcome | tree.Happens) for leaf in expressions.walk(node)
    )


def hold(game: Game, do: Do | None, state: State, x: Row, *, at_start: bool = False) -> Row:
    """Put what an intervention holds fixed back in its place."""
    if do is None:
        return x
    moving = len(game.variables)
    fixed = do.held[:, :moving] | do.set_at[:, :moving] if at_start else do.held[:, :moving]
    return jnp.where(in_month(fixed, state), in_month(do.value[:, :moving], state), x)


def in_month(table: Row, state: State) -> Row:
    """Read an intervention's rows for the state's month: (names, *lanes); later months share the last row.

    The month is one for all lanes, or each lane's own.
    """
    rows = jnp.asarray(table)[jnp.minimum(state.month, table.shape[0] - 1)]
    if jnp.ndim(state.month) == 0:
        return rows.reshape((-1,) + (1,) * (state.x.ndim - 1))
    return jnp.moveaxis(rows, -1, 0)
