"""Play the flagship under what-ifs: compiled once, the same random numbers throughout, every path kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from detente.compiler import compile_game, draw_numbers, intervention, with_types_of
from detente.compiler.printing import print_game
from detente.equilibrium.design import Design, Strategy
from detente.equilibrium.keeping import solution_key
from detente.equilibrium.setting import make_setting
from detente.foundation.cache import read_arrays
from detente.game.game import Game
from detente.game.trimmed import without_questions
from detente.scenario import load, parse_do
from detente.scenario.library import library_path
from detente.scenario.model import Scenario
from detente.simulation import Plan, simulate

FLAGSHIP = "northeast-asia"
# Enough for every tie of the file to show; all paths of one play take some 90 MB.
WORLDS, FUTURES, SEED = 128, 16, 11


@dataclass(frozen=True, eq=False)
class Played:
    """What came of one play: paths by kind (worlds, futures, months, names), and how much each world counts."""

    paths: dict[str, np.ndarray]
    weight: np.ndarray


@dataclass(eq=False)
class Flagship:
    """The compiled scenario, with the strategies that ship with it (None where they are of another version).

    Usual odds are strategies that see nothing at stake: one program plays both.
    """

    scenario: Scenario
    game: Game
    design: Design
    solved: Strategy | None
    kept: dict[bool, Played] = field(default_factory=dict)

    def play(self, lines: Sequence[str] = (), *, solved: bool = False) -> Played:
        """Play all worlds under lines of a what-if, by the strategies shipped or the usual odds.

        What-ifs are surprises: nobody plays otherwise for knowing of one. The plain play is kept for the next time.
        """
        strategy = self.solved if solved else self.design.nothing()
        assert strategy is not None, "no strategies are shipped for this version of the scenario"
        if lines:
            return self._play(lines, strategy)
        if solved not in self.kept:
            self.kept[solved] = self._play(lines, strategy)
        return self.kept[solved]

    def lines(self, text: str) -> list[str]:
        """Write out lines parted by semicolons, with the lines of what-ifs and packages in place of their names."""
        named = {**self.scenario.whatifs, **self.scenario.packages}
        parts = [part.strip() for part in text.split(";") if part.strip()]
        return [line for part in parts for line in ([do.text for do in named[part].do] if part in named else [part])]

    def _play(self, lines: Sequence[str], strategy: Strategy) -> Played:
        told = [parse_do(line, self.scenario) for line in lines]
        do, fixed = intervention(self.scenario, self.game, told)
        base, raw = (draw_numbers(self.scenario, WORLDS, seed=0, fixed=numbers) for numbers in ({}, fixed))
        raw, weight = with_types_of(self.scenario, raw, base, fixed=fixed)
        plan = Plan(futures=FUTURES, seed=SEED, sample=WORLDS * FUTURES, workers=1)
        futures = simulate(self.game, raw, plan=plan, do=do, gains=self.design.gains, strategy=strategy, weight=weight)
        return Played({kind: _by_world(rows) for kind, rows in futures.sample.items()}, weight)


def _by_world(rows: np.ndarray) -> np.ndarray:
    return rows.reshape(WORLDS, FUTURES, *rows.shape[1:])


@lru_cache
def flagship() -> Flagship:
    """Read and compile the flagship; its shipped strategies are None where they were solved for another version."""
    scenario = load(FLAGSHIP)
    game = compile_game(scenario)
    return Flagship(scenario, game, make_setting(scenario, game, workers=1).problem.design, _shipped(scenario, game))


def _shipped(scenario: Scenario, game: Game) -> Strategy | None:
    kept = read_arrays(library_path(FLAGSHIP).with_name("strategies.npz"))
    if kept is None or kept[1].get("content") != solution_key(print_game(scenario, without_questions(game)), game):
        return None
    return Strategy(*(kept[0][name] for name in Strategy._fields))
