"""A game made ready to be solved: its features, the worlds that are visited, the numbers that actors do not know."""

from dataclasses import dataclass

import jax
import numpy as np

from detente.compiler import draw_numbers, median_numbers, resampled, world_weights
from detente.equilibrium.branching import Problem
from detente.equilibrium.combinations import find_combinations
from detente.equilibrium.design import Design, make_design
from detente.game.game import Game
from detente.game.state import Do
from detente.game.trimmed import without_questions
from detente.scenario.model import Scenario
from detente.simulation.programs import ready_numbers

# Worlds visited while solving, and draws of the numbers that actors do not know.
_TRUTH, _DRAWS = 256, 4096


@dataclass(frozen=True, eq=False)
class Setting:
    """A game made ready to be solved.

    `worlds` (numbers, worlds) are the truth whose futures are visited while solving, with every type as often as the
    others; in `truth` types are as likely as the scenario says. `numbers` (numbers, draws) are what actors draw from
    for what they do not know; `own` lists, by actor, the rows of its own numbers (agenda, patience, indifference, its
    views).
    """

    problem: Problem
    worlds: np.ndarray
    truth: np.ndarray
    numbers: np.ndarray
    own: list[np.ndarray]

    @property
    def acting(self) -> list[int]:
        """List the actors that have anything to decide."""
        return self.problem.acting


def make_setting(
    scenario: Scenario,
    game: Game,
    *,
    do: Do | None = None,
    fixed: dict[str, float] | None = None,
    workers: int = 2,
    design: Design | None = None,
) -> Setting:
    """Prepare to solve `game`, perhaps under an announced intervention."""
    worlds = draw_numbers(scenario, _TRUTH, seed=0, fixed=fixed, types="even")
    truth = worlds
    if game.minds.types:
        drawn = draw_numbers(scenario, _TRUTH, seed=0, fixed=fixed)
        truth = resampled(drawn, world_weights(scenario, drawn))
    if design is None:
        played = without_questions(game)
        medians = jax.tree.map(np.asarray, ready_numbers(played, median_numbers(scenario)))
        design = make_design(played, medians, combinations=find_combinations(scenario, game))
    numbers = draw_numbers(scenario, _DRAWS, seed=0, use="redrawn", fixed=fixed)
    own = [
        np.array(
            [k for k, path in enumerate(game.numbers) if path.startswith((f"agendas.{actor}.", f"views.{actor}."))], int
        )
        for actor in game.actors
    ]
    return Setting(Problem(design.game, design, do, workers), worlds, truth, numbers, own)
