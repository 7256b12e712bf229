"""A finite scenario as the game that is solved, for those who want to compute with it in Python."""

from pathlib import Path

from detente.compiler import compile_game
from detente.compiler.finite import TooLarge, compile_finite
from detente.foundation.errors import UserError
from detente.game.finite import FiniteGame
from detente.pipeline.solving import refuse_endless, unfit
from detente.scenario import load
from detente.scenario.model import Scenario


def finite_game(target: str | Path | Scenario) -> FiniteGame:
    """Turn a finite scenario (a file, the name of one in the library, or one that is loaded) into its FiniteGame.

    States, players and actions are named after the file; payoffs are in point-months. Raises UserError with every
    reason why the scenario is not finite.
    """
    scenario = target if isinstance(target, Scenario) else load(target)
    refuse_endless(scenario)
    found = compile_finite(scenario, compile_game(scenario))
    if isinstance(found, TooLarge):
        remedy = "`detente.run` solves it by simulation"
        raise UserError(unfit(scenario, "E431", f"this scenario is finite but too large: {found.why}", remedy))
    return found.game
