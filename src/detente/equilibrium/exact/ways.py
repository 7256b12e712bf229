"""How the equations of a game are solved: side by side and dense, or one by one and sparse; and what is too heavy."""

from typing import Protocol

import jax
import jax.numpy as jnp
import numpy as np

from detente.equilibrium.exact import tracing
from detente.equilibrium.exact.equations import Array, Form, Point, Table, make_table
from detente.equilibrium.exact.factors import elimination_work
from detente.equilibrium.exact.newton import Ends, newton_program
from detente.equilibrium.exact.plays import make_plays
from detente.equilibrium.exact.quality import index_program, regret_program, spectral_radius
from detente.equilibrium.exact.sparse import Sparse
from detente.equilibrium.exact.tracing import Path
from detente.game.finite import FiniteGame

# The widest program: the arrays of a handful of states then stay in a core's cache. The most memory a program may
# take, in numbers.
_LANES, _NUMBERS = 64, 3e7
# Fewer lanes than this are slower than one, for which large products of matrices are made.
_FEWEST = 8
_BATCH = 400
# A multiplication of sparse elimination takes as long as so many of LAPACK's, which takes whole blocks at a time.
_SLOWER = 20
# What takes more than a minute or two, all told. Dense: equations that tie states, and numbers in the table of chances.
# Sparse: multiplications of a step, and numbers that are put together for it.
_MOST_TIES, _MOST_TABLE = 1500, 20_000_000
_MOST_WORK, _MOST_ENTRIES = 1e8, 5_000_000


class Way(Protocol):
    """What is asked of a game's equations. Points have their lanes last, a single one but where said otherwise."""

    @property
    def form(self) -> Form:
        """Numbers of actions, and what the shocks are."""
        ...

    @property
    def usual(self) -> Array:
        """Log odds of what is usual: (rows, states), -inf where an action is not available."""
        ...

    @property
    def lanes(self) -> int:
        """How many starts run side by side."""
        ...

    @property
    def batch(self) -> int:
        """How many starts are drawn and run at a time."""
        ...

    @property
    def stride(self) -> int:
        """How many steps of a path are best taken at a time."""
        ...

    def newton(self, starts: np.ndarray, *, cap: float, tolerance: float, most: int) -> Ends:
        """Run Newton from many starts (rows, states, starts)."""
        ...

    def correct(self, point: Point, most: int) -> tuple[Array, Array]:
        """Polish v at a fixed scale by Newton; returns v and the largest residual (1,)."""
        ...

    def begin(self, point: Point, direction: Array, length: Array, lets: Array) -> Path:
        """Set out from an equilibrium at `point`."""
        ...

    def trace(self, path: Path, *, steps: int, tolerance: float = tracing.TOLERANCE) -> tuple[Path, Path]:
        """Go `steps` steps along a path; returns the end and every step's path, (steps, ...)."""
        ...

    def response(self, point: Point) -> Array:
        """Differentiate v by the scale along equilibria, in as many lanes as there are."""
        ...

    def evaluate(self, p: np.ndarray) -> tuple[Array, Array]:
        """Evaluate odds (rows, states, 1) exactly: worth and regret, (players, states, 1)."""
        ...

    def index(self, v: np.ndarray) -> int:
        """Return the index of an equilibrium."""
        ...

    def radius(self, v: np.ndarray) -> float:
        """Return the largest eigenvalue, in size, of the reply map at an equilibrium."""
        ...

    def moving(self, change: np.ndarray) -> "Way":
        """Return the game in which `change` (players, states, *actions) counts `scale` times, beside its payoffs."""
        ...


class Dense:
    """The dense way: compiled programs, many starts side by side where they fit."""

    stride = 8

    def __init__(self, form: Form, table: Table):
        self.form = form
        self.table: Table = jax.tree.map(jnp.asarray, table)
        self.lanes = lanes_for(form.counts, table.usual.shape[1])
        self.batch = _BATCH if self.lanes == _LANES else 4 * self.lanes

    @property
    def usual(self) -> Array:
        """Log odds of what is usual: (rows, states)."""
        return self.table.usual

    def newton(self, starts: np.ndarray, *, cap: float, tolerance: float, most: int) -> Ends:
        """Run Newton from many starts (rows, states, starts)."""
        return newton_program(self.form, self.table, starts, cap, tolerance, lanes=self.lanes, most=most)

    def correct(self, point: Point, most: int) -> tuple[Array, Array]:
        """Polish v at a fixed scale by Newton; returns v and the largest residual of each lane."""
        return tracing.correct(self.form, self.table, point, most)

    def begin(self, point: Point, direction: Array, length: Array, lets: Array) -> Path:
        """Set out from an equilibrium at `point`."""
        return tracing.begin(self.form, self.table, point, direction, length, lets)

    def trace(self, path: Path, *, steps: int, tolerance: float = tracing.TOLERANCE) -> tuple[Path, Path]:
        """Go `steps` steps along a path; returns the end and every step's path, (steps, ...)."""
        return tracing.trace_program(self.form, self.table, path, steps=steps, tolerance=tolerance)

    def response(self, point: Point) -> Array:
        """Differentiate v by the scale along equilibria, lane by lane."""
        return tracing.response(self.form, self.table, point)

    def evaluate(self, p: np.ndarray) -> tuple[Array, Array]:
        """Evaluate odds (rows, states, lanes) exactly: worth and regret, (players, states, lanes)."""
        return regret_program(self.form, self.table, p)

    def index(self, v: np.ndarray) -> int:
        """Return the index of an equilibrium."""
        return int(index_program(self.form, self.table, v)[0])

    def radius(self, v: np.ndarray) -> float:
        """Return the largest eigenvalue, in size, of the reply map at an equilibrium."""
        return spectral_radius(self.form, self.table, np.asarray(v)[:, :, 0])

    def moving(self, change: np.ndarray) -> "Dense":
        """Return the game in which `change` (players, states, *actions) counts `scale` times, beside its payoffs."""
        return Dense(self.form, self.table._replace(payoffs=change, beside=self.table.payoffs))


def make_way(game: FiniteGame) -> Way:
    """Choose the way in which a game is solved, and lay its numbers out for it."""
    return Sparse(make_plays(game)) if is_sparse(game) else Dense(*make_table(game))


def is_sparse(game: FiniteGame) -> bool:
    """Say whether a game is solved in the sparse way: a large one in which a step then takes less work."""
    if lanes_for(game.action_counts, game.state_count) > 1:
        return False
    ties = game.player_count * game.state_count
    dense = ties**3 / 3.0 + game.state_count**2 * int(np.prod(game.action_counts)) * game.player_count
    return _SLOWER * elimination_work(game) < dense


def too_heavy(game: FiniteGame) -> str:
    """Say why a game is too large to be solved exactly within minutes, or nothing."""
    players, states = game.player_count, game.state_count
    if is_sparse(game):
        work = elimination_work(game)
        entries = players * game.rows().nnz + players**2 * int(game.joint_available().sum())
        if work > _MOST_WORK:
            million = f"{work / 1e6:,.0f} million"
            return f"its {states:,} states hang together so closely that one step takes some {million} multiplications"
        if entries > _MOST_ENTRIES:
            return f"its joint choices and what they lead to are {entries:,} numbers for each step"
        return ""
    ties, table = players * states, states**2 * int(np.prod(game.action_counts))
    if ties > _MOST_TIES:
        return f"its {states:,} states and {players} players are tied by {ties:,} equations"
    if table > _MOST_TABLE:
        return f"its table of chances would hold {table:,} numbers"
    return ""


def is_small(game: FiniteGame) -> bool:
    """Say whether starts of a game cost next to nothing: whether many of them run side by side."""
    table = game.state_count**2 * int(np.prod(game.action_counts))
    return table <= _NUMBERS and lanes_for(game.action_counts, game.state_count) == _LANES


def lanes_for(counts: tuple[int, ...], states: int) -> int:
    """Say how many lanes a dense program may have: few for large games, so that they fit in memory."""
    joint = int(np.prod(counts))
    each = (
        states * joint * (len(counts) + 2)
        + 2 * states * states * (sum(counts) + joint // min(counts))
        + 2 * (len(counts) * states) ** 2
    )
    most = int(_NUMBERS // each)
    return min(most, _LANES) if most >= _FEWEST else 1


def reach_of(game: FiniteGame) -> float:
    """Say how far payoffs spread, in indifferences: the scale on which starts are scattered."""
    can = game.joint_available()
    by_player = np.moveaxis(game.payoffs / game.indifference, -1, 0)
    flat = [np.where(can, mine.reshape(can.shape), 0.0) for mine in by_player]
    within = max(float((mine.max(axis=1) - mine.min(axis=1)).max()) for mine in flat)
    return max(within, float(max(map(np.max, flat)) - min(map(np.min, flat))), 1.0)
