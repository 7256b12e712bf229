"""Executable models of competing agendas in international politics.

The public names below load what they need when they are first used: importing detente, or checking
a file, never loads JAX.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from detente.foundation.version import VERSION

if TYPE_CHECKING:
    from detente.foundation.errors import DetenteError, Fault, UserError
    from detente.game.finite import FiniteGame, GameError
    from detente.game.nfg import read_nfg, write_nfg
    from detente.pipeline import Run, RunOptions, run
    from detente.pipeline.finite import finite_game
    from detente.results.finite import comparative, equilibria, principal_branch, stationary
    from detente.scenario import doubts, json_schema, library_names, load, parse, shares

__version__ = VERSION

_HOMES = {
    "DetenteError": "detente.foundation.errors",
    "Fault": "detente.foundation.errors",
    "FiniteGame": "detente.game.finite",
    "GameError": "detente.game.finite",
    "Run": "detente.pipeline",
    "RunOptions": "detente.pipeline",
    "UserError": "detente.foundation.errors",
    "comparative": "detente.results.finite",
    "doubts": "detente.scenario",
    "equilibria": "detente.results.finite",
    "finite_game": "detente.pipeline.finite",
    "json_schema": "detente.scenario",
    "library_names": "detente.scenario",
    "load": "detente.scenario",
    "parse": "detente.scenario",
    "principal_branch": "detente.results.finite",
    "read_nfg": "detente.game.nfg",
    "run": "detente.pipeline",
    "shares": "detente.scenario",
    "stationary": "detente.results.finite",
    "write_nfg": "detente.game.nfg",
}

__all__ = [
    "DetenteError",
    "Fault",
    "FiniteGame",
    "GameError",
    "Run",
    "RunOptions",
    "UserError",
    "__version__",
    "check",
    "comparative",
    "doubts",
    "equilibria",
    "finite_game",
    "json_schema",
    "library_names",
    "load",
    "parse",
    "principal_branch",
    "read_nfg",
    "run",
    "shares",
    "stationary",
    "write_nfg",
]


def check(target: str) -> "list[Fault]":
    """Read a scenario file (or one of the library, by name) and return what is doubtful about it.

    Raises UserError with every fault if the file is wrong.
    """
    scenario = import_module("detente.scenario")
    return scenario.doubts(scenario.load(target))


def __getattr__(name: str) -> Any:  # Any: a door to names of every kind
    """Load a public name from its room when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
