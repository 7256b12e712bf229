"""Nothing changed that nobody meant: a compiled game and a future played with it, as text that a person can read.

`pytest --update-golden tests/test_golden.py` writes both anew; the changelog then says why numbers changed.
"""

import engine
from detente.compiler import compile_game, median_numbers
from detente.compiler.printing import print_game
from detente.scenario import load, parse
from playthrough import tell
from private_scenario import TEXT

SEED = 146
"""One whose values all stand well off the roundings of the text, so that another machine prints the same."""


def test_the_compiled_game(golden):
    """The compiled form of a scenario is known, line by line."""
    scenario = load("two-rivals")
    golden("two-rivals-game.txt", print_game(scenario, compile_game(scenario)))


def test_the_compiled_game_of_what_is_private(golden):
    """The compiled form of a scenario in which everything private happens is known, line by line."""
    scenario = parse(TEXT)
    golden("private-game.txt", print_game(scenario, compile_game(scenario)))


def test_a_playthrough(golden):
    """One future of the scenario at its medians and usual odds is known, month by month."""
    scenario = load("two-rivals")
    numbers = dict(zip(scenario.numbers, median_numbers(scenario)[:, 0], strict=True))
    played = engine.play(scenario, numbers, 4, scenario.months, SEED)
    golden("two-rivals-playthrough.txt", tell(scenario, played.records), slack=0.2)
