"""Gains where anything is private: each actor goes by its own eye and its own type."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import jax.numpy as jnp
import numpy as np

from detente.game.month import Answers, AsType
from detente.game.reading import Row, View
from detente.game.settle import settle
from detente.game.state import Numbers
from detente.game.sums import gather_onto, pick

if TYPE_CHECKING:
    from detente.equilibrium.design import Design, Looks, Strategy


@dataclass(eq=False)
class Private:
    """What a strategy makes of one month's start; `view` is the truth and knows what each eye sees of it.

    `lasting` (actors, *lanes) is one indifference of each actor, in lasting points.
    """

    design: "Design"
    strategy: "Strategy"
    numbers: Numbers
    view: View
    lasting: Row

    def gains(self) -> tuple[Row, Answers, AsType]:
        """Return the gains of moves and of answers as each actor is, and as others see each type of it."""
        design, own = self.design, self._rows()
        game, first = design.game, design.move_rows
        lasting = self.lasting[design.row_actor]
        on = self._on()

        def answers(proposed: Row) -> Row:
            if not game.consents:
                return jnp.zeros((0, *self.view.x.shape[1:]))
            told = self._by_eye(np.arange(first, len(own)), lambda eye, rows: self._heard(eye, rows - first, proposed))
            return gather_onto(
                design.row_place[first:], on[first:] * (own[first:] + told) / lasting[first:], len(game.consents)
            )

        moves = gather_onto(design.row_place[:first], on[:first] * own[:first] / lasting[:first], len(game.moves))
        return moves, answers, self.as_type

    def as_type(self, eye: int) -> tuple[Row, Answers]:
        """Return the gains of every row of moves, and a function of proposals for every row of answers, at what `eye`
        sees, with the decider's own numbers at their medians; of actors without types, nothing (0).
        """
        design, first = self.design, self.design.move_rows
        typed = np.flatnonzero(design.game.minds.persona_type[design.row_persona] >= 0)
        lanes = self.view.x.shape[1:]
        lasting = (design.lasting_median[design.row_actor[typed]]).reshape(-1, *(1,) * len(lanes)) * self.strategy.heat
        gain = (pick(typed, self._common) + self._private(eye, typed)) / lasting
        rows = gather_onto(typed, gain, len(design.row_actor))
        answering = typed >= first

        def answers(proposed: Row) -> Row:
            told = self._heard(eye, typed[answering] - first, proposed) / lasting[answering]
            return rows[first:] + gather_onto(typed[answering] - first, told, len(design.row_actor) - first)

        return rows[:first], answers

    @cached_property
    def _common(self) -> Row:
        """What every row makes of the features that do not differ from eye to eye."""
        design, seen, rows = self.design, self.strategy.seen, np.arange(len(self.design.row_actor))
        found = jnp.tensordot(seen[:, np.flatnonzero(~design.private)], design.part(self.view, private=False), axes=1)
        for effects in design.effects_by_rank:
            each = np.maximum(effects, 0)
            weight = jnp.where(effects >= 0, seen[rows, len(design.private) + each], 0.0)
            found = found + weight.reshape(-1, *(1,) * (found.ndim - 1)) * design.own(self.view.x, each)
        return settle(self.view.state, found)

    @cached_property
    def _by_eyes(self) -> Row:
        """Features that differ from eye to eye (features, eyes, *lanes), own effects on what is hidden among them."""
        design, wide = self.design, _side_by_side(self.view)
        return jnp.concatenate([design.part(wide, private=True), design.own(wide.x, design.hidden_effects)])

    def _private(self, eye: int, rows: np.ndarray) -> Row:
        """Say what rows make of what `eye` sees in its own way."""
        design = self.design
        columns = np.concatenate([np.flatnonzero(design.private), len(design.private) + design.hidden_effects])
        return jnp.tensordot(self.strategy.seen[np.ix_(rows, columns)], self._by_eyes[:, eye], axes=1)

    def _on(self) -> Row:
        """Say which rows speak for their actor as it is: (rows, *lanes)."""
        types = self.design.game.minds.persona_type[self.design.row_persona]
        lanes = self.view.x.shape[1:]
        if (types < 0).all():
            return jnp.ones((len(types), *lanes))
        typed = (types >= 0).reshape(-1, *(1,) * len(lanes))
        return jnp.where(typed, self.view.state.types[np.maximum(types, 0)], 1.0)

    def _rows(self) -> Row:
        """Compute every row's gain in lasting points, before proposals are known."""
        selves = jnp.tensordot(self.strategy.selves, self.design.selves_now(self.numbers), axes=1)
        return self._common + selves + self._by_eye(np.arange(len(self.design.row_actor)), self._private)

    def _heard(self, eye: int, rows: np.ndarray, proposed: Row) -> Row:
        """Say what the month's proposals, as far as `eye` sees them, add to rows of answers."""
        unseen = self.design.game.minds.eyes[eye].unseen
        if unseen.any():
            proposed = jnp.where(unseen.reshape(-1, *(1,) * (proposed.ndim - 1)), 0.0, proposed)
        heard = self.design.among(self.view.eyes[eye], proposed)
        return jnp.tensordot(self.strategy.others[rows], heard, axes=1)

    def _by_eye(self, rows: np.ndarray, part: Callable[[int, np.ndarray], Row]) -> Row:
        """Put together what each eye's rows come to."""
        minds = self.design.game.minds
        eye = minds.actor_eye[self.design.row_actor[rows]]
        if (eye == eye[:1]).all():
            return part(int(eye[0]), rows) if len(rows) else jnp.zeros((0, *self.view.x.shape[1:]))
        mine = [np.flatnonzero(eye == e) for e in np.unique(eye)]
        together = jnp.concatenate([part(int(e), rows[these]) for e, these in zip(np.unique(eye), mine, strict=True)])
        return together[np.argsort(np.concatenate(mine))]


def looks_by_eye(design: "Design", numbers: Numbers, view: View) -> "list[Looks]":
    """Compute the features of what each eye sees, side by side: one program for all eyes is soon compiled."""
    if not view.eyes:
        return [design.look(numbers, view)]
    if len(view.eyes) == 1:
        return [design.look(numbers, view.eyes[0])]
    looks = design.look(numbers, _side_by_side(view))
    return [looks._replace(seen=looks.seen[:, e]) for e in range(len(view.eyes))]


def _side_by_side(view: View) -> View:
    """Set what eyes see side by side, on an axis ahead of the lanes."""
    eyes, state = view.eyes, view.state
    lanes = view.x.shape[1:]

    def beside(rows: list[Row]) -> Row:
        return jnp.stack([jnp.broadcast_to(row, (row.shape[0], *lanes)) for row in rows], axis=1)

    def shared(rows: Row) -> Row:
        return jnp.asarray(rows)[:, None]

    differ = {
        name: beside([getattr(eye.state, name) for eye in eyes]) for name in ("in_force", "wait", "trend", "watch")
    }
    x = beside([eye.x for eye in eyes])
    wide = state._replace(
        x=x,
        month=state.month if jnp.ndim(state.month) == 0 else jnp.asarray(state.month)[None],
        delayed=tuple(beside(list(kept)) for kept in zip(*(eye.state.delayed for eye in eyes), strict=True)),
        left=shared(state.left),
        scale=shared(state.scale),
        spent_shocks=shared(state.spent_shocks),
        types=shared(state.types),
        estimate=shared(state.estimate),
        spread=shared(state.spread),
        belief=shared(state.belief),
        **differ,
    )
    if all(eye.numbers is view.numbers for eye in eyes):
        raw = shared(view.numbers.raw)
    else:
        raw = jnp.stack([jnp.asarray(eye.numbers.raw) for eye in eyes], axis=1)
    formulas: dict[str, Row] = {
        name: jnp.stack([jnp.broadcast_to(eye.source(len(view.game.variables) + k), lanes) for eye in eyes])
        for k, name in enumerate(view.game.formulas)
    }
    return View(view.game, view.numbers._replace(raw=raw), wide, x, view.do, _formulas=formulas)
