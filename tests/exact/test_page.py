"""The page on many equilibria shows what its example prints."""

import contextlib
import io
import re
from pathlib import Path

import numpy as np
import pytest

from detente import UserError, finite_game
from exact.published import audience

PAGE = (Path(__file__).parent.parent.parent / "docs" / "many-equilibria.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_shows():
    """The example on the page of many equilibria, run as it stands, prints the lines below it."""
    code, shown = re.search(r"^```python\n(.*?)^```\n+```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL).groups()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "many-equilibria.md", "exec"), {"__name__": "example"})
    assert out.getvalue() == shown


def test_the_library_has_the_published_games():
    """`finite_game` of a library scenario is the published game: Pyongyang first, and attacking before threatening."""
    games = audience()
    for scenario, pair, first in (("crisis-us-north-korea", "USA-PRK", 1), ("crisis-koreas", "PRK-ROK", 0)):
        game, published = finite_game(scenario), games.games[games.names.index(pair)]
        order = np.ix_(range(3), [0, 2, 1], [0, 2, 1])
        payoffs = published.payoffs if not first else published.payoffs.swapaxes(1, 2)[..., ::-1]
        chances = published.transitions if not first else published.transitions.swapaxes(1, 2)
        np.testing.assert_allclose(game.payoffs, payoffs[order], rtol=0, atol=1e-11)
        np.testing.assert_array_equal(game.transitions, chances[order])


def test_a_scenario_that_is_not_finite_has_no_game():
    """Every reason is told why a scenario is not finite."""
    with pytest.raises(UserError) as told:
        finite_game("two-rivals")
    assert {fault.code for fault in told.value.faults} == {"E430"}
    assert all(fault.remedy for fault in told.value.faults)
