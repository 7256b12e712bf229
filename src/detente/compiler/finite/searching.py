"""Search breadth first for every state that play can reach, and for what every joint choice in it leads to."""

from dataclasses import dataclass, field

import numpy as np

from detente.compiler.finite.choices import Agents, Choices
from detente.compiler.finite.playing import Board, Plays

# States that are explored at a time.
_BLOCK = 64
# More joint choices than this over all states are no longer small.
_MOST_PLAYS = 500_000


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A finite scenario that is too large to be solved exactly; `why` says how, `states` how many were found."""

    states: int
    why: str


@dataclass(eq=False)
class Search:
    """What an enumeration has found so far.

    `states` are digits in the order found, `choices` what can be chosen in each that was explored. A play is a joint
    choice in a state: `first` says where those of each state begin, `pay` (plays, actors) what each is expected to
    bring, `follow` (play, next state, probability) where it leads.
    """

    board: Board
    agents: Agents
    states: list[tuple[int, ...]] = field(default_factory=list)
    choices: list[Choices] = field(default_factory=list)
    first: list[int] = field(default_factory=lambda: [0])
    pay: list[np.ndarray] = field(default_factory=list)
    follow: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)
    _numbered: dict[tuple[int, ...], int] = field(default_factory=dict)
    _listed: dict[bytes, Choices] = field(default_factory=dict)

    def explore(self, limit: int) -> TooLarge | None:
        """Explore the next states: list their joint choices, play them, and number the states they lead to."""
        states = np.array(self.states[len(self.choices) :][:_BLOCK], np.int64).reshape(-1, len(self.board.digits))
        open_moves = self.board.available(states)
        most = max(self.agents.count(row) for row in open_moves)
        if most > _MOST_PLAYS:
            return self._too_large(f"a month has up to {most:,} joint choices")
        found = [self._choices(row) for row in open_moves]
        counts = [len(choices.proposal) for choices in found]
        self.choices += found
        if self.first[-1] + sum(counts) > _MOST_PLAYS:
            return self._too_large(f"it has more than {_MOST_PLAYS:,} joint choices")
        self._play(np.repeat(states, counts, axis=0), found)
        self.first += list(self.first[-1] + np.cumsum(counts))
        return self._too_large(f"it has more than {limit:,} states") if self.count > limit else None

    @property
    def kinds(self) -> list[Choices]:
        """List the distinct sets of choices, each once: many states share one."""
        return list(self._listed.values())

    @property
    def count(self) -> int:
        """How many states of the finite game were found: those of months, and those in which requests are answered."""
        return len(self.states) + sum(len(choices.proposals) for choices in self.choices if choices.asks)

    def number(self, state: tuple[int, ...]) -> int:
        """Return the position of a state, noting it if it is new."""
        if state not in self._numbered:
            self._numbered[state] = len(self.states)
            self.states.append(state)
        return self._numbered[state]

    def _play(self, states: np.ndarray, found: list[Choices]) -> None:
        proposals = np.concatenate([choices.proposals[choices.proposal] for choices in found])
        yes = np.concatenate([choices.yes for choices in found])
        outcomes = self.board.play(Plays(states, self.agents.moved(proposals), yes))
        distinct, which = np.unique(outcomes.state, axis=0, return_inverse=True)
        numbers = np.array([self.number(tuple(row)) for row in distinct.tolist()], np.int64)
        pay = np.zeros((len(states), outcomes.utility.shape[1]))
        np.add.at(pay, outcomes.play, outcomes.chance[:, None] * outcomes.utility)
        self.pay.append(pay)
        self.follow.append((outcomes.play + self.first[-1], numbers[which.reshape(-1)], outcomes.chance))

    def _choices(self, open_moves: np.ndarray) -> Choices:
        key = open_moves.tobytes()
        if key not in self._listed:
            self._listed[key] = self.agents.choices(open_moves)
        return self._listed[key]

    def _too_large(self, why: str) -> TooLarge:
        return TooLarge(self.count, why)
