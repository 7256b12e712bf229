"""Who does what in the equilibria of an exact solution, side by side: a column for each, a row for each move."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from detente.cli import screen, several, tables
from detente.game.finite import FiniteGame
from detente.pipeline import Run
from detente.results import wording

_TITLE = "Equilibrium"


class Situation(NamedTuple):
    """A state in which somebody has a choice, and for each of its moves the chance in every equilibrium, as printed."""

    state: str
    who: str
    moves: list[tuple[str, tuple[str, ...]]]

    @property
    def alike(self) -> bool:
        """Whether all equilibria are printed alike."""
        return all(len(set(chances)) == 1 for _, chances in self.moves)


def say_strategies(run: Run) -> None:
    """Print who does what: where equilibria differ with a column for each, where they do not on a line for all."""
    if run.exact is None:
        return
    situations = list(_situations(run.exact.finite.game, run.exact.strategies))
    apart, alike = [s for s in situations if not s.alike], [s for s in situations if s.alike]
    screen.heading("Who does what")
    if apart:
        told = "Chances of each move in per cent, a column for each equilibrium."
        screen.paragraph(f"{told} {several.STABLE}", indent=2)
        _say_situations(several.marked((run.verdict or {})["equilibria"]), apart)
    if alike and len(run.exact) > 1:
        if apart:
            print()
        screen.paragraph("The same in every equilibrium, as far as figures are printed:", indent=2)
    if alike:
        rows = [(s.state, s.who, ", ".join(f"{move} {told[0]}" for move, told in s.moves)) for s in alike]
        tables.table(("State", "Who", "Does, in per cent"), rows, elastic=(0, 2))


def _say_situations(heads: Sequence[str], situations: Sequence[Situation]) -> None:
    """Print situations in groups of columns that fit, each with the whole list of moves."""
    label = max(len(_TITLE), *(len(move) + 2 for s in situations for move, _ in s.moves))
    wide = [
        max(len(head), *(len(chances[k]) for s in situations for _, chances in s.moves)) for k, head in enumerate(heads)
    ]
    for group in tables.groups(wide, screen.width() - 2 - label):
        print()
        screen.say(_line(_TITLE, label, [heads[k] for k in group], [wide[k] for k in group]))
        for state, who, moves in situations:
            screen.paragraph(f"{state}, {who}", indent=2)
            for move, chances in moves:
                cells = [chances[k] for k in group]
                screen.say(_line(f"  {move}", label, cells, [wide[k] for k in group]))


def _line(label: str, room: int, cells: Sequence[str], wide: Sequence[int]) -> str:
    shown = "".join(f"  {cell:>{size}}" for cell, size in zip(cells, wide, strict=True))
    return f"  {label:<{room}}{shown}".rstrip()


def _situations(game: FiniteGame, strategies: np.ndarray) -> Iterator[Situation]:
    """Go through the states and players with a choice; `strategies` is [equilibrium, player, state, action]."""
    for s, state in enumerate(game.states):
        for i, player in enumerate(game.players):
            can = [a for a in range(len(game.actions[i])) if game.available[s, i, a]]
            if len(can) > 1:
                chances = [(game.actions[i][a], tuple(_chance(play[i][s][a]) for play in strategies)) for a in can]
                yield Situation(state, player, chances)


def _chance(share: float) -> str:
    return wording.short(wording.percent(float(share)))
