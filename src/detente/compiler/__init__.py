"""From Scenario to Game: the only room that knows both. Names become positions here."""

from detente.compiler.compiling import compile_game
from detente.compiler.drawing import draw_numbers, median_numbers
from detente.compiler.interventions import intervention, no_intervention
from detente.compiler.types import resampled, with_types_of, world_weights

__all__ = [
    "compile_game",
    "draw_numbers",
    "intervention",
    "median_numbers",
    "no_intervention",
    "resampled",
    "with_types_of",
    "world_weights",
]
