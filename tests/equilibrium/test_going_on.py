"""Going on from strategies of another scenario: what is carried over, and where it ends."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from detente.equilibrium.carrying import carry
from detente.equilibrium.design import Design, Strategy
from detente.equilibrium.fitting import Begin
from detente.equilibrium.keeping import again
from detente.equilibrium.solving import Solution, solve
from equilibrium.games import LINEAR, LINEAR_TURNED, case
from equilibrium.small import CONSENT, LASTING, OPTIONS, Small, as_exact, equilibrium_near, met, simulated, small
from equilibrium.test_against_exact import MONTHS, PLAY, _assert_same

EDITS = {
    "worth": (CONSENT, ("worth: -4 point-months", "worth: -0.5 point-months"), ("worth: -0.3", "worth: 1.2")),
    "habit": (LASTING, ("usual: 3 a year", "usual: 9 a year"), ("lasts: 3 months", "lasts: 2 months")),
}
"""Games and what is changed in them; each change moves play by far more than the tolerance."""


def _edited(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


@lru_cache
def _before(name: str) -> tuple[Small, Solution]:
    old = small(EDITS[name][0], "mistakes")
    return old, simulated(old)


def _gone_on(name: str, new: Small) -> Solution:
    old, before = _before(name)
    options = replace(again(OPTIONS), seed=3)
    begin = carry(before.begin, old.setting.problem.design, new.setting.problem.design)
    return solve(new.setting.problem, new.setting.worlds, new.setting.numbers, options, begin=begin)


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_game_is_played_as_it_must_be(name):
    """Going on from the old game's strategies ends where the exact solver says that the new game is played."""
    text, *changes = EDITS[name]
    new = small(_edited(text, *changes), "mistakes")
    played = as_exact(new, _gone_on(name, new))
    exact = equilibrium_near(new.game, played)
    _assert_same(new, played, exact)
    old, before = _before(name)
    if old.game.state_count == new.game.state_count:  # the change is one that play shows
        often = met(new.game, exact, new.finite.start, MONTHS) > 0.05
        assert np.abs(as_exact(old, before) - exact).max(axis=2)[:, often].max() > 3 * PLAY


def test_where_nothing_changed_play_stays():
    """Where nothing was changed and there is little evidence, going on leaves play where it was: leaning holds it."""
    old, before = _before("worth")
    options = replace(again(OPTIONS), rounds=2, states=64, pool=0, average=1, seed=3)
    problem, worlds, numbers = old.setting.problem, old.setting.worlds, old.setting.numbers
    played = as_exact(old, before)
    often = met(old.game, equilibrium_near(old.game, played), old.finite.start, MONTHS)

    def moved(solution: Solution) -> float:
        return float((np.abs(as_exact(old, solution) - played).max(axis=2) * often).sum())

    leaning = solve(problem, worlds, numbers, options, begin=before.begin)
    nothing = Begin(problem.design.nothing(), np.zeros_like(before.by_stake), before.outlook)
    assert moved(leaning) < moved(solve(problem, worlds, numbers, options, begin=nothing)) / 2


def test_nothing_is_lost_on_the_way_to_the_same_game():
    """Carried to a game of the same names, every coefficient is what it was."""
    design = case(LINEAR).setting.problem.design
    found = _solved()
    carried = carry(found.begin, design, design)
    np.testing.assert_array_equal(carried.strategy.seen, found.strategy.seen)
    np.testing.assert_array_equal(carried.strategy.selves, found.strategy.selves)
    np.testing.assert_array_equal(carried.strategy.others, found.strategy.others)
    np.testing.assert_array_equal(carried.by_stake, found.by_stake.astype(np.float32))
    np.testing.assert_array_equal(carried.outlook.beyond, found.outlook.beyond)
    np.testing.assert_array_equal(carried.outlook.luck, found.outlook.luck)


def test_what_both_have_is_carried_by_name():
    """In a game of other order and one card more, what both have keeps its coefficients, and the new card has none."""
    old = case(LINEAR).setting.problem.design
    added = LINEAR_TURNED.replace(
        "cards:\n", "cards:\n  rest: {by: arden, table: talks, effects: {}, why: assumed}\n", 1
    )
    new = case(added).setting.problem.design
    carried = carry(_solved().begin, old, new)

    def look_up(design: Design, strategy: Strategy, by_stake: np.ndarray) -> dict:
        game = design.game
        stakes = [(game.actors[stake.actor], stake.label) for stake in game.stakes]
        return {
            (game.moves[move], feature, *of): float(by_stake[row, column, k])
            if of
            else float(strategy.seen[row, column])
            for row, move in enumerate(design.row_move[: design.move_rows].tolist())
            for column, feature in enumerate(design.features)
            for k, of in enumerate([*stakes, ()])
        }

    before = look_up(old, _solved().strategy, _solved().by_stake.astype(np.float32))
    after = look_up(new, carried.strategy, carried.by_stake)
    assert set(before) < set(after)
    for place, value in after.items():
        assert value == before.get(place, 0.0), place
    assert any(before.values())
    assert carried.known is not None
    assert [new.game.moves[move][0] for move in new.row_move[~carried.known]] == ["rest"]
    beyond = {
        (new.game.actors[stake.actor], stake.label): carried.outlook.beyond[k, new.features.index("level")]
        for k, stake in enumerate(new.game.stakes)
    }
    for k, stake in enumerate(old.game.stakes):
        known = _solved().outlook.beyond[k, old.features.index("level")]
        assert beyond[old.game.actors[stake.actor], stake.label] == known


@lru_cache(maxsize=1)
def _solved() -> Solution:
    setting = case(LINEAR).setting
    return solve(
        setting.problem, setting.worlds, setting.numbers, replace(OPTIONS, rounds=2, states=256, heats=(), average=1)
    )


def test_a_changed_want_changes_its_part_of_the_gains():
    """Where a want counts for half, so does the part of every gain that comes of it, and costs stay as they are."""
    old = case(LINEAR).setting.problem.design
    new = case(LINEAR.replace("level: +60, echo: +40", "level: +30, echo: +70")).setting.problem.design
    begin = _solved().begin
    carried = carry(begin, old, new)
    times = {(0, "level"): 0.5, (0, "echo"): 1.75}
    part = np.array([times.get((stake.actor, stake.label), 1.0) for stake in old.game.stakes])
    assert (part != 1.0).sum() == 2
    np.testing.assert_allclose(carried.by_stake, begin.by_stake * part, rtol=1e-5, atol=1e-7)
    more = (begin.by_stake * (part - 1.0)).sum(axis=2)[:, : len(old.features)]
    assert np.abs(more).max() > 0
    np.testing.assert_allclose(carried.strategy.seen, begin.strategy.seen + more, rtol=1e-4, atol=1e-6)
