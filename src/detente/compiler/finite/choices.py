"""What can be chosen together in one month: joint proposals, and for each of them every set of answers."""

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from detente.game.game import Game


@dataclass(frozen=True, eq=False)
class Choices:
    """The joint choices where certain moves are open.

    `proposals` (proposals, agents) holds each agent's action: 0 holds, k its k-th move. `asked` (proposals, consents)
    says whose answer each needs. A play is a proposal with answers: `proposal` (plays,), `yes` (plays, consents).
    `asks` says that some open move needs consent, so that the month is two states.
    """

    proposals: np.ndarray
    asked: np.ndarray
    proposal: np.ndarray
    yes: np.ndarray
    asks: bool


@dataclass(frozen=True, eq=False)
class Agents:
    """Who chooses what: the moves of each agent in order, and which answers each party can give at all."""

    game: Game
    moves: tuple[np.ndarray, ...]
    answers: tuple[tuple[bool, ...], ...]

    def count(self, open_moves: np.ndarray) -> int:
        """Bound how many plays there are where `open_moves` (moves,) are open."""
        widths = [1 + int(open_moves[mine].sum()) for mine in self.moves]
        return prod(widths) * 2 ** int(open_moves[self.game.consent_move].sum())

    def choices(self, open_moves: np.ndarray) -> Choices:
        """List what can be chosen where `open_moves` (moves,) are open."""
        options = [[0, *(np.flatnonzero(open_moves[mine]) + 1)] for mine in self.moves]
        proposals = np.array(list(product(*options)), np.int64)
        asked = self.moved(proposals)[:, self.game.consent_move]
        proposal, yes = [], []
        for k, who in enumerate(asked):
            for answers in product(*(self.answers[c] if wanted else (False,) for c, wanted in enumerate(who))):
                proposal.append(k)
                yes.append(answers)
        return Choices(
            proposals,
            asked,
            np.array(proposal, np.int64),
            np.array(yes, bool).reshape(len(proposal), len(self.game.consents)),
            bool(open_moves[self.game.consent_move].any()),
        )

    def moved(self, actions: np.ndarray) -> np.ndarray:
        """Turn actions (rows, agents) into moves proposed: bool (rows, moves)."""
        moved = np.zeros((len(actions), len(self.game.moves)), bool)
        for agent, mine in enumerate(self.moves):
            for rank, move in enumerate(mine, start=1):
                moved[:, move] = actions[:, agent] == rank
        return moved


def agents_of(game: Game, usual_yes: np.ndarray) -> Agents:
    """List the agents of a game; `usual_yes` (consents,) are log odds: infinite ones leave a party one answer."""
    moves = tuple(np.flatnonzero(game.move_agent == agent) for agent in range(len(game.agents)))
    answers = tuple(
        tuple(answer for answer, ruled_out in ((False, np.inf), (True, -np.inf)) if odds != ruled_out)
        for odds in usual_yes
    )
    return Agents(game, moves, answers)
