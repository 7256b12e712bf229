"""Numbers drawn together: exactly at one quantile, each by its own law, all others as if nothing were tied."""

import re

import numpy as np
import pytest
from scipy.special import logit, ndtr, ndtri

from detente.compiler import compile_game, draw_numbers
from detente.compiler.printing import print_game
from detente.scenario import parse
from scenario.pieces import completed

WORLDS = 64
ROUNDING = 1e-5
"""Numbers are float32, of up to a hundred points: worked back to a quantile they are this far off at most."""

A, B, C = "cards.summit.effects.tension", "variables.tension.now", "agendas.washington.indifference"
LIST = "together:\n  mood: {numbers: [%s], why: assumed}"


def drawn(piece, **options):
    """Draw the worlds of the short scenario with a piece in it, by path."""
    scenario = parse(completed(piece))
    return dict(zip(scenario.numbers, draw_numbers(scenario, WORLDS, seed=3, **options), strict=True))


def ranks(piece, one, other, **options):
    """Return the rank correlation of two numbers over worlds."""
    rows = drawn(piece, **options)
    first, second = (np.argsort(np.argsort(rows[path])) - (WORLDS - 1) / 2 for path in (one, other))
    return np.sum(first * second) / np.sum(first**2)


@pytest.mark.parametrize("use", ["worlds", "redrawn"])
def test_tied_numbers_rise_together_and_mirrored_ones_against_each_other(use):
    """The rank correlation is 1, or -1 with a minus, in the worlds and where actors' doubt redraws numbers."""
    piece = LIST % f"{A}, -{B}, {C}"
    assert ranks(piece, A, C, use=use) == pytest.approx(1, abs=1e-12)
    assert ranks(piece, A, B, use=use) == pytest.approx(-1, abs=1e-12)
    assert abs(ranks("", A, B, use=use)) < 4 / np.sqrt(WORLDS)  # four standard errors of no correlation


def test_each_keeps_its_own_law():
    """A tied number has one world in each slice of its range, as if it were drawn by itself."""
    rows = drawn(LIST % f"{A}, -{B}, {C}")
    slices = (np.sort(_uniform(rows)) * WORLDS).astype(int)
    assert (slices == np.arange(WORLDS)).all()


def _uniform(rows):
    """Work the quantiles of a tied number of each kind back by hand from its range; one row each."""
    z95 = ndtri(0.95)
    effect = (rows[A] + 10) / 5 * z95  # -15 to -5, normal
    level = logit(rows[B] / 100) / logit(0.6) * z95  # 40 to 60, logit-normal
    doubt = (np.log(rows[C]) - np.log(0.18) / 2) / (np.log(2) / 2) * z95  # 0.3 to 0.6, log-normal
    return ndtr(np.stack([effect, level, doubt]).astype(float))


def test_the_quantile_by_hand():
    """Worked back by hand from the three laws, the quantile is one and the same; with a minus, one less it."""
    effect, level, doubt = _uniform(drawn(LIST % f"{A}, -{B}, {C}"))
    assert np.allclose(effect, doubt, atol=ROUNDING)
    assert np.allclose(effect, 1 - level, atol=ROUNDING)


def test_a_sum_by_hand():
    """Two equal normal numbers are the same in every world if tied; if mirrored, their sum is."""
    numbers = "numbers:\n  up: {range: 10 to 30, like: strength, why: assumed}\n"
    numbers += "  down: {range: 10 to 30, like: strength, why: assumed}\n"
    tied, mirrored = (drawn(numbers + LIST % f"numbers.up, {sign}numbers.down") for sign in ("", "-"))
    assert np.array_equal(tied["numbers.up"], tied["numbers.down"])
    assert np.allclose(mirrored["numbers.up"] + mirrored["numbers.down"], 40, atol=1e-4)  # float32 of some tens


def test_all_other_numbers_are_drawn_as_before():
    """Bit for bit: all that is not tied, the first by path of those that are, and everything where nothing is."""
    before, after = drawn(""), drawn(LIST % f"-{A}, {B}, -{C}")
    assert list(before) == list(after)
    changed = {path for path in before if not np.array_equal(before[path], after[path])}
    assert changed == {A, B}  # agendas.washington.indifference comes first


def test_the_order_of_the_file_does_not_matter():
    """Neither the order of a list, nor its id, nor all signs turned at once, nor the order of lists changes a draw."""
    first = drawn(LIST % f"{A}, -{B}, {C}")
    for other in (
        LIST % f"-{B}, {C}, {A}",
        LIST % f"-{C}, {B}, -{A}",
        (LIST % f"{A}, {C}, -{B}").replace("mood", "zeal"),
    ):
        again = drawn(other)
        assert all(np.array_equal(row, again[path]) for path, row in first.items()), other
    pair = "  air: {numbers: [numbers.damping, links.tension -> economy.strength], why: assumed}\n"
    mood = f"  mood: {{numbers: [{A}, -{B}, {C}], why: assumed}}\n"
    one, two = drawn("together:\n" + pair + mood), drawn("together:\n" + mood + pair)
    assert all(np.array_equal(row, two[path]) for path, row in one.items())


def test_a_number_that_a_what_if_fixes_moves_no_other():
    """`number PATH is N` changes that number alone, also where it is the one whose draws the others take."""
    piece = LIST % f"{A}, {B}, {C}"
    before, after = drawn(piece), drawn(piece, fixed={C: 0.5})
    assert {path for path in before if not np.array_equal(before[path], after[path])} == {C}


def test_high_and_low_are_meant_as_the_file_writes_them():
    """Where a unit runs against the points, the number of the file rises with the others, and its points fall."""
    measure = (
        "variables:\n  rest: {measure: {unit: days, zero: 50, hundred: 0}, now: %s, half_life: 6 months, why: p1}\n"
    )
    piece = measure % "10 to 40 days" + LIST % f"{A}, variables.rest.now"
    assert ranks(piece, A, "variables.rest.now") == pytest.approx(-1, abs=1e-12)
    alone = drawn(measure % "10 to 40 days" + LIST % "variables.rest.now, variables.tension.now")
    scenario = parse(completed(measure % "10 to 40 days"))
    untied = dict(zip(scenario.numbers, draw_numbers(scenario, WORLDS, seed=3), strict=True))
    assert np.array_equal(alone["variables.rest.now"], untied["variables.rest.now"])  # the first by path stays


def test_the_compiled_game_prints_what_is_tied():
    """The printed game has a line for each list, and none where nothing is tied."""
    scenario = parse(completed(LIST % f"{A}, -{B}"))
    text = print_game(scenario, compile_game(scenario))
    assert re.findall(r"(?m)^together .*$", text) == [f"together mood {A} -{B}"]
    plain = parse(completed(""))
    assert "together" not in print_game(plain, compile_game(plain))
