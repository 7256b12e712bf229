"""From a finite scenario to a FiniteGame: every state that play can reach, enumerated by the compiled month."""

from detente.compiler.finite.enumerating import compile_finite
from detente.compiler.finite.found import Finite, Table
from detente.compiler.finite.reasons import finite_reasons
from detente.compiler.finite.searching import TooLarge

__all__ = ["Finite", "Table", "TooLarge", "compile_finite", "finite_reasons"]
