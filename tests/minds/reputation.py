"""A challenger demands, an incumbent yields or refuses, for years: the file, and dynamic programming on beliefs.

A tough incumbent never yields and is rare; a weak one would rather yield than refuse if this month were all, and
refuses to be taken for tough. What the challenger believes, as log-odds, is all that play depends on.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from minds.beliefs import HIGHEST, LOWEST, believe, log_odds, sigmoid


@dataclass(frozen=True)
class Reputation:
    """The numbers of the game, in point-months; `prior` is the chance of a tough incumbent (0 to 1).

    Discounts are monthly; a challenger of discount 0 looks at the month alone. With `reasons`, what makes each later
    choice of one's own vary is payoff too.
    """

    prior: float = 0.05
    weak_yields: float = -1.0
    weak_refuses: float = -2.0
    tough_yields: float = -12.0
    tough_refuses: float = -0.5
    wins: float = 1.0
    loses: float = -1.2
    incumbent_discount: float = 0.85
    challenger_discount: float = 0.6
    incumbent_indifference: float = 1.0
    challenger_indifference: float = 0.6
    attention: float = 1.0
    reasons: bool = False


class Play(NamedTuple):
    """What is played at each belief of `grid` (chances of tough): demands, and yielding by the weak and the tough.

    `values` (3 and more, beliefs) are those of the weak, of the tough, and of a challenger who faces either.
    """

    grid: np.ndarray
    demands: np.ndarray
    weak_yields: np.ndarray
    tough_yields: np.ndarray
    values: np.ndarray
    moved: float

    def at(self, belief: np.ndarray | float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Read the three chances at beliefs between those of the grid."""
        place, along = log_odds(belief), log_odds(self.grid)
        return tuple(np.interp(place, along, row) for row in (self.demands, self.weak_yields, self.tough_yields))


def solve_on_grid(game: Reputation, *, points: int = 121, lowest: float = LOWEST, start: float = 0.0) -> Play:
    """Find the equilibrium by damped replies on a grid of beliefs, even in log-odds between the two ends.

    `start` is the gain (in indifferences) of yielding that replies begin from, the challenger's the opposite.
    """
    grid = sigmoid(np.linspace(log_odds(lowest), log_odds(HIGHEST), points))
    grid[0], grid[-1] = lowest, HIGHEST
    chances = np.stack([np.full(points, sigmoid(sign * start)) for sign in (-1.0, 1.0, 1.0)])
    for turn in range(3000):
        with threadpool_limits(1, user_api="blas"):  # small matrices lose by waiting for threads
            values, gains = answer(game, grid, chances)
        better = sigmoid(gains)
        moved = float(np.abs(better - chances).max())
        if moved < 1e-8:
            return Play(grid, *chances, values, moved)
        chances = chances + (0.5 if turn < 100 else 0.2) * (better - chances)
    raise AssertionError(f"replies do not settle: they still move by {moved:.1e}")


def answer(game: Reputation, grid: np.ndarray, chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Value given play by one linear equation each, and say what every choice gains, in indifferences.

    Values are of the weak, of the tough, and of a challenger who faces the one or the other; gains of demanding, and of
    a yes by the weak and by the tough.
    """
    demand, weak, tough = chances
    yes, no = (
        _leads(grid, believe(grid, one, other, attention=game.attention, lowest=float(grid[0])))
        for one, other in ((tough, weak), (1.0 - tough, 1.0 - weak))
    )
    # Of a month's own choice: the incumbent's answer where it is asked, the challenger's demand.
    reasons = [game.incumbent_indifference * demand * _entropy(chance) for chance in (weak, tough)]
    reasons = [game.reasons * row for row in (*reasons, *[game.challenger_indifference * _entropy(demand)] * 2)]
    values, asked = [], []
    for (pays_yes, pays_no), chance, d in (
        ((game.weak_yields, game.weak_refuses), weak, game.incumbent_discount),
        ((game.tough_yields, game.tough_refuses), tough, game.incumbent_discount),
        ((game.wins, game.loses), weak, game.challenger_discount),
        ((game.wins, game.loses), tough, game.challenger_discount),
    ):
        onward = chance[:, None] * yes + (1.0 - chance)[:, None] * no
        chain = demand[:, None] * onward + np.diag(1.0 - demand)
        pays = chance * pays_yes + (1.0 - chance) * pays_no
        value = np.linalg.solve(np.eye(len(grid)) - d * chain, demand * pays + reasons[len(values)])
        values.append(value)
        asked.append((pays_yes - pays_no + d * (yes - no) @ value, pays + d * (onward @ value - value)))
    facing = (1.0 - grid) * asked[2][1] + grid * asked[3][1]
    gains = [facing / game.challenger_indifference]
    gains += [asked[row][0] / game.incumbent_indifference for row in (0, 1)]
    return np.stack(values), np.stack(gains)


def _entropy(chance: np.ndarray) -> np.ndarray:
    """Return what a choice between two, of usual odds 1 each, adds in indifferences: -p log p - (1 - p) log(1 - p)."""
    share = np.clip(chance, 1e-300, 1.0 - 1e-16)
    return -share * np.log(share) - (1.0 - share) * np.log1p(-share)


def _leads(grid: np.ndarray, belief: np.ndarray) -> np.ndarray:
    """Write reading a row at other beliefs as a matrix: (beliefs, grid), linear in log-odds."""
    place, along = log_odds(belief), log_odds(grid)
    right = np.clip(np.searchsorted(along, place), 1, len(grid) - 1)
    share = np.clip((place - along[right - 1]) / (along[right] - along[right - 1]), 0.0, 1.0)
    matrix = np.zeros((len(belief), len(grid)))
    matrix[np.arange(len(belief)), right - 1] = 1.0 - share
    matrix[np.arange(len(belief)), right] = share
    return matrix


def play_out(
    game: Reputation, play: Play, *, tough: bool, months: int, futures: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Play futures: the months' beliefs, what the incumbent is paid and what the challenger is, (months, futures)."""
    rng = np.random.default_rng(seed)
    belief = np.full(futures, game.prior)
    beliefs, incumbent, challenger = (np.zeros((months, futures)) for _ in range(3))
    pays = (game.tough_yields, game.tough_refuses) if tough else (game.weak_yields, game.weak_refuses)
    for month in range(months):
        beliefs[month] = belief
        demand, weak_yields, tough_yields = play.at(belief)
        demanded = rng.random(futures) < demand
        yielded = demanded & (rng.random(futures) < (tough_yields if tough else weak_yields))
        incumbent[month] = np.where(yielded, pays[0], np.where(demanded, pays[1], 0.0))
        challenger[month] = np.where(yielded, game.wins, np.where(demanded, game.loses, 0.0))
        one, other = (np.where(yielded, row, 1.0 - row) for row in (tough_yields, weak_yields))
        belief = np.where(demanded, believe(belief, one, other, attention=game.attention), belief)
    return beliefs, incumbent, challenger


def text(game: Reputation) -> str:
    """Write the game as a scenario."""
    numbers = {name: getattr(game, name) for name in game.__dataclass_fields__}
    return TEXT.format(
        **numbers,
        percent=100.0 * game.prior,
        attention_percent=100.0 * game.attention,
        incumbent_patience=_patience(game.incumbent_discount),
        challenger_patience=_patience(game.challenger_discount),
        continuation="private_reasons" if game.reasons else "mistakes",
    )


def _patience(discount: float) -> str:
    return f"{100.0 * discount}% a month" if discount > 0.0 else "none"


TEXT = """\
detente: 1
title: A name to keep
start: 2020-01
months: 24
continuation: {continuation}
actors:
  incumbent: {{name: Incumbent}}
  challenger: {{name: Challenger}}
agendas:
  incumbent:
    patience: {incumbent_patience}
    indifference: {incumbent_indifference} point-months
    types:
      tough:
        chance: {percent}%
        payoffs:
          yielded: {{when: demand succeeded, worth: {tough_yields} point-months, why: assumed}}
          fought: {{when: demand refused, worth: {tough_refuses} point-months, why: assumed}}
        why: assumed
      weak:
        chance: the rest
        payoffs:
          yielded: {{when: demand succeeded, worth: {weak_yields} point-months, why: assumed}}
          fought: {{when: demand refused, worth: {weak_refuses} point-months, why: assumed}}
        why: assumed
    why: assumed
  challenger:
    patience: {challenger_patience}
    indifference: {challenger_indifference} point-months
    attention: {attention_percent}%
    payoffs:
      won: {{when: demand succeeded, worth: {wins} point-months, why: assumed}}
      lost: {{when: demand refused, worth: {loses} point-months, why: assumed}}
    why: assumed
variables: {{}}
cards:
  demand: {{by: challenger, table: talks, consent: [incumbent], why: assumed}}
"""
