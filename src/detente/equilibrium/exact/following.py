"""Follow one path on the host: the principal branch, and an equilibrium as payoffs change until it disappears."""

from dataclasses import dataclass

import numpy as np

from detente.equilibrium.exact.equations import Form, Point, Table
from detente.equilibrium.exact.tracing import Path, begin, correct, trace_program

_STRIDE = 8
_MOST = 6000
_SHORTEST = 1e-9
_FIRST = 0.05
# A turning point is looked at again this often, each time with shorter steps.
_FINER = 3


@dataclass(frozen=True, eq=False)
class Trail:
    """A path as it was walked: v (points, rows, states), scale (points,), the slope of the scale along the arc.

    `ends` says why it ends: `arrived`, `turned`, or `stuck` (no step is short enough, or too many were taken).
    """

    v: np.ndarray
    scale: np.ndarray
    slope: np.ndarray
    ends: str

    @property
    def turns(self) -> np.ndarray:
        """Positions after which the scale turns back."""
        return np.flatnonzero(np.diff(np.sign(self.slope)) != 0)

    def at(self, form: Form, table: Table, scale: float) -> np.ndarray | None:
        """Return v where the trail first meets `scale`, corrected there: (rows, states); None where it never does."""
        meets = np.flatnonzero((self.scale[:-1] - scale) * (self.scale[1:] - scale) <= 0.0)
        if not len(meets):
            return None
        k = int(meets[0])
        span = self.scale[k + 1] - self.scale[k]
        share = 0.0 if span == 0 else (scale - self.scale[k]) / span
        guess = (1.0 - share) * self.v[k] + share * self.v[k + 1]
        v, residual = correct(form, table, _point(guess, scale, 1.0), 40)
        return np.asarray(v)[:, :, 0] if float(residual[0]) < 1e-6 * (1.0 + np.abs(guess).max()) else None


def follow_principal(form: Form, table: Table, scale: float) -> Trail:
    """Follow the principal branch from infinite indifference (scale 0) until it first meets `scale`."""
    rows, states = table.usual.shape
    return follow(form, table, _without_payoffs(form, table, np.zeros((rows, states))), stop=scale)


def follow(form: Form, table: Table, v: np.ndarray, *, stop: float, at_turn: bool = False) -> Trail:
    """Follow the equilibrium v (rows, states) at scale 0 upwards, until the scale meets `stop`, or turns back."""
    path = begin(form, table, _point(v, 0.0, 1.0), np.ones(1), np.full(1, _FIRST), np.zeros(1))
    points = [(v, 0.0, float(path.slope[0]))]
    ends, finer = "stuck", 0
    for _ in range(_MOST // _STRIDE):
        before = path
        path, steps = trace_program(form, table, path, steps=_STRIDE)
        fresh = _taken(steps)
        turned = next((k for k, (_, _, slope) in enumerate(fresh) if slope <= 0), None) if at_turn else None
        met = next((k for k, (_, scale, _) in enumerate(fresh) if scale >= stop), None)
        if turned is not None and (met is None or turned <= met):
            if finer < _FINER:
                # The turn lies between two points: go back and come closer by shorter steps.
                finer += 1
                path = before._replace(length=before.length / 8.0)
                continue
            points += fresh[: turned + 1]
            ends = "turned"
            break
        if met is not None:
            points += fresh[: met + 1]
            ends = "arrived"
            break
        points += fresh
        if float(path.length[0]) < _SHORTEST:
            break
    return Trail(*(np.array(column) for column in zip(*points, strict=True)), ends)


def turning_scale(trail: Trail) -> float:
    """Say where the scale of a trail that turned was largest: the top of the parabola through its last points."""
    x = np.concatenate(
        [[0.0], np.cumsum([_distance(trail, k) for k in range(len(trail.scale) - 3, len(trail.scale) - 1)])]
    )
    a, b, c = np.polyfit(x, trail.scale[-3:], 2)
    return float(c - b * b / (4.0 * a)) if a < 0 else float(trail.scale.max())


def _distance(trail: Trail, k: int) -> float:
    return float(np.sqrt(np.mean((trail.v[k + 1] - trail.v[k]) ** 2) + (trail.scale[k + 1] - trail.scale[k]) ** 2))


def _taken(steps: Path) -> list[tuple[np.ndarray, float, float]]:
    whole = Path(*(np.asarray(field) for field in steps))
    return [
        (whole.v[k, :, :, 0], float(whole.scale[k, 0]), float(whole.slope[k, 0]))
        for k in np.flatnonzero(whole.taken[:, 0])
    ]


def _without_payoffs(form: Form, table: Table, v: np.ndarray) -> np.ndarray:
    """Find v where payoffs do not count: zero for mistakes; for private reasons the continuation is let in step by step.

    Where everybody has as many actions everywhere, the choices are the usual ones; where not, states with more of them are worth more.
    """
    if not form.reasons:
        return v
    path = begin(form, table, _point(v, 0.0, 0.0), np.ones(1), np.full(1, _FIRST), np.ones(1))
    guess = v
    for _ in range(_MOST // _STRIDE):
        path, steps = trace_program(form, table, path, steps=_STRIDE)
        whole = Path(*(np.asarray(field) for field in steps))
        over = np.flatnonzero(whole.taken[:, 0] & (whole.weight[:, 0] >= 1.0))
        if len(over):
            guess = whole.v[over[0], :, :, 0]
            break
    found, _ = correct(form, table, _point(guess, 0.0, 1.0), 40)
    return np.asarray(found)[:, :, 0]


def _point(v: np.ndarray, scale: float, weight: float) -> Point:
    return Point(v[:, :, None], np.full(1, scale), np.full(1, weight))
