"""From a finite scenario to a FiniteGame: every state that play can reach, enumerated by the compiled month."""

from detente.compiler.finite.enumerating import compile_finite
from detente.compiler.finite.found import Finite, Table
from detente.compiler.finite.searching import TooLarge
from detente.scenario.finite import endless, trees_of_play

__all__ = ["Finite", "Table", "TooLarge", "compile_finite", "endless", "trees_of_play"]
