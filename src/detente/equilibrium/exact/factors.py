"""Sparse elimination: factors of a matrix, what they solve, the sign of its determinant; how much work it will be."""

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from detente.game.finite import FiniteGame

# Where more of a matrix than this is not zero, it is not sparse.
_SPARSE = 0.1


class Factors:
    """The factors of a square matrix (SuperLU); of one without a solution, or with numbers out of range, none.

    The matrix is given with its columns rearranged: column k stands at `column[k]`.
    """

    def __init__(self, matrix: sparse.csc_array, column: np.ndarray):
        self._column, self._lu = column, None
        if np.isfinite(matrix.data).all():
            try:
                self._lu = splu(matrix, permc_spec="NATURAL")
            except RuntimeError as singular:
                if "singular" not in str(singular):
                    raise

    def solve(self, rhs: np.ndarray) -> np.ndarray:
        """Solve for right-hand sides (size,) or (size, sides); NaN where there is no solution."""
        return np.full(rhs.shape, np.nan) if self._lu is None else self._lu.solve(rhs)[self._column]

    @property
    def sign(self) -> int:
        """The sign of the determinant; 0 of a matrix without solution."""
        if self._lu is None:
            return 0
        negative = int((self._lu.U.diagonal() < 0).sum())
        return -1 if (negative + sum(map(_odd, (self._lu.perm_r, self._lu.perm_c, self._column)))) % 2 else 1


def fill_reducing(matrix: sparse.csc_array) -> np.ndarray:
    """Return where each column of a matrix goes so that its factors fill in little (by COLAMD: the pattern decides)."""
    return np.array(splu(matrix).perm_c)


def _odd(order: np.ndarray) -> bool:
    """Say whether a permutation takes an odd number of exchanges: those of its cycles of even length do."""
    graph = sparse.coo_array((np.ones(len(order)), (np.arange(len(order)), order)), shape=(len(order),) * 2)
    cycles, _ = connected_components(graph, directed=False)
    return bool((len(order) - cycles) % 2)


def elimination_work(game: FiniteGame) -> float:
    """Count the multiplications of one elimination of a game's states, or infinity where they are tied too closely.

    The states are eliminated one after the other with numbers that mean nothing, to see how the matrix fills in; what a
    state passes on it passes on for each pair of players, at most.
    """
    states = game.state_count
    follows = _follows(game)
    if follows.nnz > _SPARSE * states * states:
        return float("inf")
    # A diagonal that outweighs the rest needs no exchange of rows: what fills in depends on the pattern alone.
    lu = splu(sparse.csc_array(2.0 * states * sparse.eye_array(states) - follows))
    below, right = np.diff(lu.L.tocsc().indptr), np.diff(lu.U.tocsr().indptr)
    return float((below.astype(float) * right).sum()) * game.player_count**3


def _follows(game: FiniteGame) -> sparse.csr_array:
    """Say which state can follow which: ones, (states, states)."""
    states = game.state_count
    if isinstance(game.transitions, np.ndarray):
        can, chances = game.joint_available(), game.transitions.reshape(states, -1, states)
        return sparse.csr_array(np.array([chances[k][can[k]].any(axis=0) for k in range(states)], float))
    rows = game.rows()
    # The rows of a state stand together: put end to end they are one.
    ends = rows.indptr[:: int(np.prod(game.action_counts))]
    found = sparse.csr_array((np.ones(rows.nnz), rows.indices, ends), shape=(states, states))
    found.sum_duplicates()
    found.data[:] = 1.0
    return found
