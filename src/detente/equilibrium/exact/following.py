"""Follow one path on the host: the principal branch, and an equilibrium as payoffs change until it disappears."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.equilibrium.exact.equations import Point
from detente.equilibrium.exact.tracing import Path
from detente.equilibrium.exact.ways import Way

_MOST = 6000
_SHORTEST = 1e-9
_FIRST = 0.05
# A turning point is known when the slope of the scale along the arc is as small as this. Nearer, the system that a step
# solves has next to no solution, and what is gained by the square of the slope is lost to rounding.
_FLAT, _TRIES = 1e-5, 40
# How close to the path it then is, beside one plus the largest value.
_FINE = 1e-12

# A point of a path: v (rows, states), the scale, and the slope of the scale along the arc.
_Step = tuple[np.ndarray, float, float]


@dataclass(frozen=True, eq=False)
class Trail:
    """A path as it was walked: v (points, rows, states) and scale (points,); `turns`, the positions at which it turns.

    `ends` says why it ends: `arrived`, `turned`, or `stuck` (no step is short enough, or too many were taken).
    """

    v: np.ndarray
    scale: np.ndarray
    turns: np.ndarray
    ends: str

    def at(self, way: Way, scale: float) -> np.ndarray | None:
        """Return v where the trail first meets `scale`, corrected there: (rows, states); None where it never does."""
        meets = np.flatnonzero((self.scale[:-1] - scale) * (self.scale[1:] - scale) <= 0.0)
        if not len(meets):
            return None
        k = int(meets[0])
        span = self.scale[k + 1] - self.scale[k]
        share = 0.0 if span == 0 else (scale - self.scale[k]) / span
        guess = (1.0 - share) * self.v[k] + share * self.v[k + 1]
        v, residual = way.correct(_point(guess, scale, 1.0), 40)
        return np.asarray(v)[:, :, 0] if float(np.asarray(residual)[0]) < 1e-6 * (1.0 + np.abs(guess).max()) else None


def follow_principal(way: Way, scale: float, *, progress: Callable[[float], None] | None = None) -> Trail:
    """Follow the principal branch from infinite indifference (scale 0) until it first meets `scale`."""
    rows, states = way.usual.shape
    return follow(way, _without_payoffs(way, np.zeros((rows, states))), stop=scale, progress=progress)


def follow(
    way: Way,
    v: np.ndarray,
    *,
    stop: float,
    at_turn: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Trail:
    """Follow the equilibrium v (rows, states) at scale 0 upwards, until the scale meets `stop`, or turns back.

    `progress` is told the share of the way to `stop`, in scale.
    """
    path = way.begin(_point(v, 0.0, 1.0), np.ones(1), np.full(1, 1e-3), np.zeros(1))
    points = [(v, 0.0, float(path.slope[0]))]
    ends = "stuck"
    for _ in range(_MOST // way.stride):
        path, steps = way.trace(path, steps=way.stride)
        for point in _taken(steps):
            before = points[-1]
            if before[2] * point[2] < 0.0:
                turn = _turning_point(way, before, point)
                points.append(turn)
                if at_turn:
                    ends = "arrived" if turn[1] >= stop else "turned"
                    break
            points.append(point)
            if point[1] >= stop:
                ends = "arrived"
                break
        if ends != "stuck" or float(path.length[0]) < _SHORTEST:
            break
        if progress is not None:
            progress(min(max(point[1] for point in points) / stop, 1.0))
    whole, scale, slope = (np.array(column) for column in zip(*points, strict=True))
    return Trail(whole, scale, np.flatnonzero(slope == 0.0), ends)


def _turning_point(way: Way, before: _Step, after: _Step) -> _Step:
    """Find where the scale turns between two points of a path; its slope along the arc is set to 0 there.

    From the point before, one step of the length at which that slope is zero: regula falsi in the form of Illinois
    (Dowell and Jarratt, BIT 11, 1971). The scale is flat there, and so is good to the square of what the slope is off.
    """
    v, scale, slope = before
    path = way.begin(_point(v, scale, 1.0), np.full(1, np.sign(slope)), np.ones(1), np.zeros(1))
    ends, side = [(0.0, slope), (_distance(before, after), after[2])], -1
    for _ in range(_TRIES):
        (short, up), (long, down) = ends
        length = (short * down - long * up) / (down - up)
        _, steps = way.trace(path._replace(length=np.full(1, length)), steps=way.stride, tolerance=_FINE)
        if not bool(steps.taken[0, 0]):
            break
        v, scale, flat = np.asarray(steps.v)[0, :, :, 0], float(steps.scale[0, 0]), float(steps.slope[0, 0])
        if abs(flat) < _FLAT:
            break
        hit = 0 if flat * slope > 0.0 else 1
        ends[hit] = (length, flat)
        if hit == side:
            ends[1 - hit] = (ends[1 - hit][0], ends[1 - hit][1] / 2.0)
        side = hit
    return v, scale, 0.0


def _distance(one: _Step, other: _Step) -> float:
    return float(np.sqrt(np.mean((other[0] - one[0]) ** 2) + (other[1] - one[1]) ** 2))


def _taken(steps: Path) -> list[_Step]:
    v, scale, slope = (np.asarray(field) for field in (steps.v, steps.scale, steps.slope))
    return [
        (v[k, :, :, 0], float(scale[k, 0]), float(slope[k, 0])) for k in np.flatnonzero(np.asarray(steps.taken)[:, 0])
    ]


def _without_payoffs(way: Way, v: np.ndarray) -> np.ndarray:
    """Find v where payoffs do not count: zero for mistakes; for private reasons the continuation is let in step by
    step.

    Where everybody has as many actions everywhere, the choices are the usual ones; where not, states with more of them
    are worth more.
    """
    if not way.form.reasons:
        return v
    path = way.begin(_point(v, 0.0, 0.0), np.ones(1), np.full(1, _FIRST), np.ones(1))
    guess = v
    for _ in range(_MOST // way.stride):
        path, steps = way.trace(path, steps=way.stride)
        over = np.flatnonzero(np.asarray(steps.taken)[:, 0] & (np.asarray(steps.weight)[:, 0] >= 1.0))
        if len(over):
            guess = np.asarray(steps.v)[over[0], :, :, 0]
            break
    found, _ = way.correct(_point(guess, 0.0, 1.0), 40)
    return np.asarray(found)[:, :, 0]


def _point(v: np.ndarray, scale: float, weight: float) -> Point:
    return Point(v[:, :, None], np.full(1, scale), np.full(1, weight))
