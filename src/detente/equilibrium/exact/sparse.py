"""Solve a large game one start at a time, by sparse elimination on the host: the steps and paths of the dense way."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from detente.equilibrium.exact import tracing
from detente.equilibrium.exact.equations import Array, Form, Point, odds
from detente.equilibrium.exact.factors import Factors
from detente.equilibrium.exact.newton import Ends
from detente.equilibrium.exact.plays import Local, Plays, Shares, System, average, later_worth, local, shares
from detente.equilibrium.exact.quality import largest_eigenvalue, shock_gain, what_is_lost
from detente.equilibrium.exact.tracing import Path

_play = jax.jit(odds, static_argnames=("form",))
_gain = jax.jit(shock_gain, static_argnames=("form",))
_lost = jax.jit(what_is_lost, static_argnames=("form",))


@dataclass(frozen=True, eq=False)
class _Here:
    """What follows from a point: within states, by play, and the reply by entry."""

    point: Point
    local: Local
    chance: Shares
    q: np.ndarray
    reply: np.ndarray


class Sparse:
    """The sparse way to solve a game. Points have their lanes last, one of them, as the dense way has them."""

    lanes = batch = stride = 1

    def __init__(self, plays: Plays, system: System | None = None):
        self.plays = plays
        self.system = system or System(plays)

    @property
    def form(self) -> Form:
        """Numbers of actions, and what the shocks are."""
        return self.plays.form

    @property
    def usual(self) -> np.ndarray:
        """Log odds of what is usual: (rows, states)."""
        return self.plays.usual

    def moving(self, change: np.ndarray) -> "Sparse":
        """Return the game in which `change` (players, states, *actions) counts `scale` times, beside its payoffs."""
        by_play = change.reshape(self.form.players, -1)[:, self.plays.place]
        return Sparse(replace(self.plays, payoffs=by_play, beside=self.plays.payoffs), self.system)

    def newton(self, starts: np.ndarray, *, cap: float, tolerance: float, most: int) -> Ends:
        """Run Newton from `starts` (rows, states, starts), one after the other, as `newton_program` does."""
        ends = [self._run(starts[:, :, k : k + 1], cap, tolerance, most) for k in range(starts.shape[2])]
        v, *rest = zip(*ends, strict=True)
        return Ends(jnp.concatenate(v, axis=2), *(jnp.array(column) for column in rest))

    def _run(self, v: np.ndarray, cap: float, tolerance: float, most: int) -> tuple[np.ndarray, float, int, int]:
        residual = np.inf
        for steps in range(most):
            if residual <= tolerance * (1.0 + np.abs(v).max()):
                return v, residual, steps, 0
            here = self._at(Point(v, np.ones(1), np.ones(1)))
            off = self._off(here)
            whole = self._solve(self._factors(here), -off)
            largest, residual = np.abs(whole).max(), float(np.abs(off).max())
            v = v + whole * min(1.0, cap / max(largest, 1e-300))
            if not np.isfinite(v).all():
                return v, residual, steps + 1, 2
        return v, residual, most, 0 if residual <= tolerance * (1.0 + np.abs(v).max()) else 1

    def correct(self, point: Point, most: int) -> tuple[np.ndarray, np.ndarray]:
        """Polish v at a fixed scale by Newton; returns v and the largest residual."""
        here = self._at(point)
        v, off = np.asarray(point.v), self._off(here)
        for _ in range(most):
            moved = v + self._solve(self._factors(here), -off)
            there = self._at(point._replace(v=moved))
            left = self._off(there)
            if not tracing.is_better(np.abs(off).max(), np.abs(left).max()):
                break
            here, v, off = there, moved, left
        return v, np.abs(off).max(keepdims=True)[0, 0]

    def begin(self, point: Point, direction: Array, length: Array, lets: Array) -> Path:
        """Set out from an equilibrium at `point`; `direction` is the sign of what moves at first."""
        return tracing.set_out(point, self._tied(point, lets)[2], direction, length, lets)

    def trace(self, path: Path, *, steps: int, tolerance: float = tracing.TOLERANCE) -> tuple[Path, Path]:
        """Go `steps` steps along a path. Returns the end and every step's path, (steps, ...)."""
        walked = []
        for _ in range(steps):
            path = tracing.advance(
                path, tolerance, play=partial(_play, self.form, self.usual), tied=self._tied, repeat=_repeat
            )
            walked.append(path)
        return path, Path(*(np.stack(column) for column in zip(*walked, strict=True)))

    def response(self, point: Point) -> np.ndarray:
        """Differentiate v by the scale along equilibria, lane by lane: (rows, states, lanes)."""
        v, scale, weight = point
        lanes = [Point(v[:, :, k, None], scale[k, None], weight[k, None]) for k in range(len(scale))]
        return np.concatenate([self._tied(lane, np.zeros(1))[2] for lane in lanes], axis=2)

    def evaluate(self, p: np.ndarray) -> tuple[Array, Array]:
        """Evaluate odds `p` (rows, states, 1) exactly: worth and regret, (players, states, 1), in indifferences."""
        gain = np.asarray(_gain(self.form, self.usual, p))
        chance, chain = self._chain(np.asarray(p).reshape(-1)[self.plays.open])
        added = gain[:, :, 0] if self.form.reasons else np.zeros(gain.shape[:2])
        q = self.plays.beside + self.plays.payoffs + later_worth(self.plays, added)
        v = self._solve(chain, self._grid(average(self.plays, chance, q)))
        return _lost(self.form, self.usual, p, v, gain)

    def index(self, v: np.ndarray) -> int:
        """Return the index of an equilibrium v (rows, states, 1), as `index_program` does."""
        return self._factors(self._at(Point(v, np.ones(1), np.ones(1)))).sign

    def radius(self, v: np.ndarray) -> float:
        """Return the largest eigenvalue of the reply map at v (rows, states, 1), as `spectral_radius` does."""
        here = self._at(Point(v, np.ones(1), np.ones(1)))
        p = here.local.odds
        _, chain = self._chain(p)
        push = self.system.pushes(*self._blocks(here), here.local.slope - p)
        rest = np.zeros((self.system.size - len(p), 1))

        def pushed(x: np.ndarray) -> np.ndarray:
            sides = push @ x.T
            return chain.solve(np.concatenate([sides, np.repeat(rest, len(x), axis=1)]))[: len(p)].T

        return largest_eigenvalue(pushed, len(p))

    def _at(self, point: Point) -> _Here:
        here = local(self.plays, np.asarray(point.v)[:, :, 0])
        chance = shares(self.plays, here.odds)
        later = later_worth(self.plays, here.worth)
        q = self.plays.beside + float(point.scale[0]) * self.plays.payoffs + float(point.weight[0]) * later
        return _Here(point, here, chance, q, average(self.plays, chance, q))

    def _off(self, here: _Here) -> np.ndarray:
        return np.asarray(here.point.v) - self._grid(here.reply)

    def _blocks(self, here: _Here) -> tuple[np.ndarray, np.ndarray]:
        later = float(here.point.weight[0]) * self.system.later(here.chance)
        return self.system.within(here.local, here.chance, here.q, here.reply), later

    def _factors(self, here: _Here) -> Factors:
        return self.system.factors(*self._blocks(here), here.local.slope)

    def _chain(self, p: np.ndarray) -> tuple[Shares, Factors]:
        """Make ready to evaluate fixed odds p, by entry: what a Markov chain under them is worth."""
        chance = shares(self.plays, p)
        later = self.system.later(chance)
        return chance, self.system.factors(np.zeros(self.system.pairs), later, p)

    def _tied(self, point: Point, lets: Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        here = self._at(point)
        off = self._off(here)
        factors = self._factors(here)
        moves = later_worth(self.plays, here.local.worth) if float(lets[0]) > 0 else self.plays.payoffs
        across = self._solve(factors, self._grid(average(self.plays, here.chance, moves)))
        return off, self._solve(factors, -off), across

    def _solve(self, factors: Factors, side: np.ndarray) -> np.ndarray:
        """Solve for one right-hand side (rows, states, 1); W's part of it is zero."""
        count = len(self.plays.open)
        rhs = np.zeros(self.system.size)
        rhs[:count] = side.reshape(-1)[self.plays.open]
        return self._grid(factors.solve(rhs)[:count])

    def _grid(self, entries: np.ndarray) -> np.ndarray:
        """Put numbers by entry at their places, (rows, states, 1)."""
        whole = np.zeros(self.usual.size)
        whole[self.plays.open] = entries
        return whole.reshape(*self.usual.shape, 1)


def _repeat(wanting: Callable[[Any], Array], step: Callable[[Any], Any], state: Any) -> Any:
    """Repeat a step while it is wanted: `jax.lax.while_loop` on the host, of any state."""
    while bool(wanting(state)):
        state = step(state)
    return state
