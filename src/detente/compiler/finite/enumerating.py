"""From a finite scenario to a FiniteGame: check, search, lay out."""

from collections.abc import Mapping

import numpy as np

from detente.compiler.finite.caps import clock_cap, watch_caps
from detente.compiler.finite.choices import agents_of
from detente.compiler.finite.digits import digits_of
from detente.compiler.finite.found import Finite
from detente.compiler.finite.playing import make_board
from detente.compiler.finite.searching import Search, TooLarge
from detente.compiler.finite.tables import lay_out, table_size
from detente.foundation.errors import OurFault
from detente.game.game import Game
from detente.game.trimmed import without_questions
from detente.scenario.finite import endless
from detente.scenario.model import Scenario

# A table of payoffs with more numbers than this is no longer small.
_MOST_NUMBERS = 20_000_000


def compile_finite(
    scenario: Scenario, game: Game, *, limit: int = 2000, fixed: Mapping[str, float] | None = None
) -> Finite | TooLarge:
    """Turn a finite scenario into a FiniteGame, or say why it is too large to.

    Asks that `endless` finds nothing. `limit` is the largest number of states, those of answering among them;
    `fixed` are numbers by path that stand in place of those of the file.
    """
    reasons = endless(scenario, fixed=fixed)
    if reasons:
        raise OurFault(f"a scenario that is not finite was to be enumerated: {reasons[0].why}")
    game = without_questions(game)
    numbers = {path: number.low for path, number in scenario.numbers.items()} | dict(fixed or {})
    digits = digits_of(game, caps=watch_caps(scenario, game, numbers), clock=clock_cap(scenario, game))
    board = make_board(game, digits, np.array([numbers[path] for path in game.numbers], np.float64))
    search = Search(board, agents_of(game, board.number("usual_yes")))
    search.number(tuple(board.start.tolist()))
    while len(search.choices) < len(search.states):
        too_large = search.explore(limit)
        if too_large is not None:
            return too_large
    size = table_size(search)
    if size > _MOST_NUMBERS:
        return TooLarge(search.count, f"its table of payoffs would hold {size:,} numbers")
    return lay_out(scenario, search)
