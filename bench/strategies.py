"""Ship strategies with a scenario of the library: `python -m bench.strategies NAME` copies what `--fresh` kept.

detente run northeast-asia --fresh && python -m bench.strategies northeast-asia
"""

import sys

import jax

from detente.compiler import compile_game
from detente.compiler.printing import print_game
from detente.equilibrium.keeping import solution_key
from detente.foundation.cache import content_key, read_cached, write_arrays
from detente.game.trimmed import without_questions
from detente.scenario import load
from detente.scenario.library import library_path


def ship(name: str) -> None:
    """Copy the kept strategies of a library scenario, solved from seed 0, beside its file. Raises SystemExit."""
    scenario = load(name)
    game = compile_game(scenario)
    content = solution_key(print_game(scenario, without_questions(game)), game)
    kept = read_cached(content_key(content, jax.__version__))
    if kept is None:
        raise SystemExit(f"nothing is kept for {name}: solve it with `detente run {name} --fresh`")
    arrays, record = kept
    write_arrays(library_path(name).with_name("strategies.npz"), arrays, record)
    print(f"{name}: strategies solved on {record['when']} shipped")


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        ship(wanted)
