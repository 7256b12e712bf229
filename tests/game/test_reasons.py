"""What private reasons are worth: the expected shock of every choice, against the log-sum-exp written out."""

from types import SimpleNamespace

import jax.numpy as jnp
import numpy as np

from detente.game.reasons import private_reasons

# Two agents of two moves and one; two consents.
GAME = SimpleNamespace(
    agents=(("arden", "force"), ("borea", "force")),
    moves=(("a", "arden"), ("b", "arden"), ("c", "borea")),
    move_agent=np.array([0, 0, 1]),
    consents=(("a", "arden", "borea"), ("c", "borea", "arden")),
)
USUAL, USUAL_YES = np.array([0.3, -1.2, 0.0]), np.array([0.5, -0.4])
GAINS, OF_YES = np.array([1.5, -0.7, 40.0]), np.array([2.0, -3.0])

EXACT = 1e-5
"""Tolerance: float32 sums of a few numbers of the order of one."""


def _column(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows, np.float32).reshape(-1, 1, 1)


def _reasons(open_moves, asked=(1, 1), gains=GAINS):
    numbers = SimpleNamespace(usual=_column(USUAL), usual_yes=_column(USUAL_YES))
    state = SimpleNamespace(x=jnp.zeros((1, 1, 1)))
    found = private_reasons(
        GAME, numbers, state, _column(open_moves), _column(gains), _column(asked), _column(OF_YES), None
    )
    return np.asarray(found)[:, 0, 0]


def _by_hand(usual, gains):
    """The sum over options of p * -log(p / usual), holding and no among them: usual 1, gain 0."""
    odds = np.array([1.0, *np.exp(usual)])
    p = odds * np.exp(np.array([0.0, *gains]))
    p /= p.sum()
    return -np.sum(p * np.log(p / odds))


def test_reasons_by_hand():
    """Each agent's choice and each answer brings the expected -log(p/usual), usual odds not normalised."""
    found = _reasons([1, 1, 1], gains=np.array([1.5, -0.7, 2.0]))
    by_hand = [
        _by_hand(USUAL[:2], [1.5, -0.7]),
        _by_hand(USUAL[2:], [2.0]),
        _by_hand(USUAL_YES[:1], OF_YES[:1]),
        _by_hand(USUAL_YES[1:], OF_YES[1:]),
    ]
    np.testing.assert_allclose(found, by_hand, atol=EXACT)


def test_no_choice_no_reasons():
    """Who has nothing open, or is not asked, has no reasons; a sure choice has those of its usual odds alone."""
    found = _reasons([0, 0, 1], asked=(0, 1))
    np.testing.assert_allclose(found[[0, 2]], 0.0, atol=EXACT)
    np.testing.assert_allclose(found[1], USUAL[2], atol=EXACT)  # -log(1 / usual)
