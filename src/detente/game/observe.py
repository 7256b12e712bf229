"""Step 1, observe: what each eye takes hidden variables for follows what it sees, then signals correct it.

A scalar Kalman filter for each estimate: mean and variance, in points. All numbers are medians in the eye's view.
"""

from collections.abc import Callable
from dataclasses import replace

import jax.numpy as jnp
import numpy as np

from detente.expressions.tree import Node
from detente.game.game import Game
from detente.game.minds import Eye
from detente.game.reading import Row, View
from detente.game.seeing import estimated, hidden_from, seen_formulas
from detente.game.state import Do, Numbers
from detente.game.sums import onto, stack
from detente.game.tables import EffectTable

# By how much the variance of an estimate grows in a month at least, in points squared.
LEAST_VARIANCE = 0.25


def follow(
    game: Game,
    numbers: Numbers,
    start: View,
    resolved: View,
    *,
    stages: dict[str, Row],
    shocks: Row,
    in_force: Row,
    scale: Row,
    do: Do | None,
) -> tuple[Row, Row]:
    """Move estimates by a month's visible effects, drift and shocks, in each eye's view: means and variances.

    `start` views x and `resolved` x' in truth; `in_force` and `scale` are those after the month's plays.
    """
    means, variances = [start.state.estimate[:0]], [start.state.spread[:0]]
    for e, eye in enumerate(game.minds.eyes):
        if len(eye.hidden):
            mine = _Followed(game, numbers, e, start, resolved)
            mean = mine.resolve(stages)
            mean = mine.drift(mean, in_force, scale, do)
            means.append(mine.strike(mean, shocks))
            variances.append(mine.variance())
    return jnp.concatenate(means), jnp.concatenate(variances)


def correct(game: Game, numbers: Numbers, x: Row, signal: Row, *, estimate: Row, spread: Row) -> tuple[Row, Row]:
    """Correct means and variances by the signals of x, in order of id; `signal` are standard normal draws.

    gain = P / (P + noise^2), where the eye knows the median noise only; a sure signal is believed outright.
    """
    minds = game.minds
    means, variances = list(estimate), list(spread)
    for s, variable in enumerate(minds.signal_variable):
        row = minds.signal_noise[s]
        told = x[variable] + numbers.raw[row] * signal[s]
        for k in np.flatnonzero(minds.estimate_variable == variable):
            noise = numbers.raw[minds.eyes[minds.estimate_eye[k]].known[row]]
            before = variances[k]
            total = before + noise * noise
            gain = jnp.where(total > 0, before / jnp.where(total > 0, total, 1.0), 1.0)
            means[k] = means[k] + gain * (told - means[k])
            variances[k] = before * (1.0 - gain)
    lanes = x.shape[1:]
    return jnp.clip(stack(means, lanes), 0.0, 100.0), stack(variances, lanes)


class _Followed:
    """One eye's estimates on their way through a month."""

    def __init__(self, game: Game, numbers: Numbers, e: int, start: View, resolved: View):
        known = numbers.known[e]
        assert known is not None, "an eye from which something is hidden goes by medians"
        self.game, self.e, self.eye = game, e, game.minds.eyes[e]
        self.numbers = numbers._replace(**known._asdict())
        self.truth = resolved
        # What formulas show is seen, where no input of theirs is hidden; the rest is read at medians.
        self.start = replace(start.eyes[e], numbers=self.numbers, _formulas=seen_formulas(start, e))
        self.lanes = start.x.shape[1:]
        self.hidden = hidden_from(game, e)

    def resolve(self, stages: dict[str, Row]) -> Row:
        """Add the effects of what the eye saw happen, and clip: x'."""
        game = self.game
        tables = (game.on_proposal, game.if_refused, game.on_success, game.if_failed)
        names = ("proposed", "refused", "succeeded", "failed")
        scales: dict[int, Row] = {}
        rows, onto_rows = [], []
        for name, table in zip(names, tables, strict=True):
            for move, at, number in _moving(table, self.eye, self.eye.unseen):
                if move not in scales:
                    scales[move] = jnp.maximum(self.start.row(game.move_scale[move], without=1.0), 0.0)
                rows.append(stages[name][move] * scales[move] * self.numbers.raw[number])
                onto_rows.append(at)
        mean = self.start.state.estimate[self.eye.estimates]
        return jnp.clip(mean + self._sum(rows, onto_rows), 0.0, 100.0)

    def drift(self, mean: Row, in_force: Row, scale: Row, do: Do | None) -> Row:
        """Let estimates return to their rests, and be pushed: x'', not clipped."""
        game, eye, raw = self.game, self.eye, self.numbers.raw
        gates = self._gates(mean)
        rest, push = [], []
        for table, rows in ((game.while_rest, rest), (game.while_push, push)):
            for move, at, number in _moving(table, eye, eye.unseen):
                rows.append((at, in_force[move] * scale[move] * raw[number]))
        for k, (source, at, number) in _links(game.strengths, eye):
            away = self._source(source, int(game.strength_after[k])) - self._base(source)
            flow = raw[number] / 100.0 * away * gates(game.strength_gate[k])
            rest.append((at, flow if do is None else flow * do.strength_on[k]))
        for k, (source, at, number) in _links(game.pushes, eye):
            flow = raw[number] / 100.0 * self._source(source, int(game.push_after[k])) * gates(game.push_gate[k])
            push.append((at, flow if do is None else flow * do.push_on[k]))
        shifted = self.numbers.base[eye.hidden] + self._sum([row for _, row in rest], [at for at, _ in rest])
        pushed = self._sum([row for _, row in push], [at for at, _ in push])
        return mean + self.numbers.pull[eye.hidden] * (shifted - mean) + pushed

    def strike(self, mean: Row, shocks: Row) -> Row:
        """Add the effects of the month's shocks, which are public, and clip."""
        moving = _moving(self.game.shock_effects, self.eye)
        rows = [shocks[shock] * self.numbers.raw[number] for shock, _, number in moving]
        return jnp.clip(mean + self._sum(rows, [at for _, at, _ in moving]), 0.0, 100.0)

    def variance(self) -> Row:
        """Let estimates grow less sure: (1 - r)^2 P + max(noise^2, 0.25)."""
        hidden = self.eye.hidden
        kept = 1.0 - self.numbers.pull[hidden]
        noise = self.numbers.noise[hidden]
        return kept * kept * self.start.state.spread[self.eye.estimates] + jnp.maximum(noise * noise, LEAST_VARIANCE)

    def _gates(self, mean: Row) -> Callable[[Node | None], Row | float]:
        """Return what reads a gate at x', estimates in place of what is hidden."""
        state = self.start.state._replace(belief=self.truth.state.belief)
        estimates = state.estimate
        for at, row in enumerate(self.eye.estimates):
            estimates = jnp.asarray(estimates).at[row].set(mean[at])
        x = estimated(self.game, state._replace(estimate=estimates), self.truth.x, self.e)
        view = View(
            self.game,
            self.numbers,
            state,
            x,
            self.start.do,
            place="resolved",
            _formulas=seen_formulas(self.truth, self.e),
        )

        def holds(gate: Node | None) -> Row | float:
            return 1.0 if gate is None else view.holds(gate)

        return holds

    def _source(self, position: int, after: int) -> Row:
        if after == 0 or position in self.hidden:
            return self.start.source(position)
        kept = [source for source, _ in self.game.delayed].index(position)
        return self.start.state.delayed[kept][after - 1]

    def _base(self, position: int) -> Row:
        return self.numbers.base[position]

    def _sum(self, rows: list[Row], positions: list[int]) -> Row:
        if not rows:
            return jnp.zeros((len(self.eye.hidden), *self.lanes), jnp.float32)
        return onto(np.array(positions, int), stack(rows, self.lanes), len(self.eye.hidden))


def _moving(table: EffectTable, eye: Eye, unseen: np.ndarray | None = None) -> list[tuple[int, int, int]]:
    """List the rows that move what is hidden: (move, place among the hidden, number); unseen moves left out."""
    place = {int(v): k for k, v in enumerate(eye.hidden)}
    return [
        (int(move), place[int(variable)], int(number))
        for move, variable, number in zip(table.move, table.variable, table.number, strict=True)
        if int(variable) in place and (unseen is None or not unseen[move])
    ]


def _links(table: EffectTable, eye: Eye) -> list[tuple[int, tuple[int, int, int]]]:
    place = {int(v): k for k, v in enumerate(eye.hidden)}
    return [
        (k, (int(source), place[int(target)], int(number)))
        for k, (source, target, number) in enumerate(zip(table.move, table.variable, table.number, strict=True))
        if int(target) in place
    ]
