"""What the tests of simulation play: a library scenario, and one with everything that a month can have."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

import engine
from detente.compiler import draw_numbers, intervention
from detente.game.game import Game
from detente.scenario import load, parse, parse_do
from detente.scenario.model import Scenario
from detente.simulation import Futures, Plan, simulate
from differential.random_scenarios import random_scenario
from private_scenario import TEXT as PRIVATE

WORLDS, FUTURES, SEED = 6, 20, 3


@dataclass(frozen=True, eq=False)
class Case:
    """A scenario with its game and the numbers of some worlds."""

    scenario: Scenario
    game: Game
    raw: np.ndarray

    def play(
        self, *lines: str, futures: int = FUTURES, worlds: int = WORLDS, workers: int = 1, seed: int = SEED
    ) -> Futures:
        """Simulate, keeping every path; `lines` are those of a what-if."""
        told = [parse_do(line, self.scenario) for line in lines]
        plan = Plan(futures=futures, seed=seed, sample=worlds * futures, workers=workers)
        do = intervention(self.scenario, self.game, told)[0] if told else None
        return simulate(self.game, self.raw[:, :worlds], plan=plan, do=do)


def case(text: str) -> Case:
    """Compile a scenario's text (once) and draw its worlds."""
    scenario, game = parse(text), engine.compiled(text)
    return Case(scenario, game, draw_numbers(scenario, WORLDS, seed=SEED))


@lru_cache
def rivals() -> Case:
    """Return the scenario of the tutorial."""
    return case(load("two-rivals").text)


@lru_cache
def everything() -> Case:
    """Return a random scenario with links, delays, gates, lasting cards, consent, shocks and memory."""
    return case(random_scenario(20))


@lru_cache
def private() -> Case:
    """Return a scenario in which everything private happens."""
    return case(PRIVATE)
