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
WORLDS, FUTURES, SEED = 128, 16, 11


@dataclass(frozen=True, eq=False)
class Played:
    """What came of one play: paths by kind (worlds, futures, months, names), and how much each world counts."""

    paths: dict[str, np.ndarray]
    weight: np.ndarray


@dataclass(eq=False)
class Flagship:
    """The compiled scenario with the strategies that play it; plays are kept, so that a base is played once.

    Usual odds are strategies that see no gain anywhere: the same program plays both.
    """

    scenario: Scenario
    game: Game
    design: Design
    solved: Strategy | None
    kept: dict[tuple, Played] = field(default_factory=dict)

    def play(self, lines: Sequence[str] = (), *, solved: bool = False) -> Played:
        """Play all worlds under the lines of a what-if (a surprise), by the strategies solved or by usual odds."""
        key = (tuple(lines), solved)
        if key not in self.kept:
            self.kept[key] = self._play(lines, self.solved if solved else self.design.nothing())
        return self.kept[key]

    def _play(self, lines: Sequence[str], strategy: Strategy) -> Played:
        told = [parse_do(line, self.scenario) for line in lines]
        do, fixed = intervention(self.scenario, self.game, told)
        base = draw_numbers(self.scenario, WORLDS, seed=0)
        raw, weight = with_types_of(
            self.scenario, draw_numbers(self.scenario, WORLDS, seed=0, fixed=fixed), base, fixed=fixed
        )
        plan = Plan(futures=FUTURES, seed=SEED, sample=WORLDS * FUTURES, workers=1)
        futures = simulate(
            self.game, raw, plan=plan, do=do, gains=self.design.gains, strategy=strategy, weight=weight
        )
        paths = {
            kind: rows.reshape(WORLDS, FUTURES, *rows.shape[1:])
            for kind, rows in futures.sample.items()
        }
        return Played(paths, weight)


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
