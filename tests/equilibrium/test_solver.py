"""What strategies depend on and what they do not: seeds, workers, order, scale; and a clean way out."""

import threading
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from detente.equilibrium.branching import Problem, play_jobs
from detente.equilibrium.decisions import Decisions
from detente.equilibrium.figures import summarize
from detente.equilibrium.gains import plan_jobs
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.solving import Options, Solution, branch_segments, solve, states_of_round
from detente.simulation.simulate import Plan, simulate
from equilibrium.games import LINEAR, LINEAR_TURNED, Case, case, states_with

OPTIONS = Options(rounds=3, states=256, months=12, heats=(4.0, 2.0), average=1)
"""Enough to visit every part of the solver; what is compared are bits, not how good strategies are."""


def _solve(
    found: Case, *, options: Options = OPTIONS, workers: int = 2, weights: float = 1.0, only: int | None = None, **more
) -> Solution:
    problem = replace(found.setting.problem, workers=workers)
    scale = np.ones((len(problem.game.numbers), 1), np.float32)
    scale[[".wants." in path for path in problem.game.numbers]] = weights
    return solve(problem, found.setting.worlds * scale, found.setting.numbers * scale, options, only=only, **more)


@lru_cache(maxsize=1)
def base() -> Solution:
    """Solve once for all tests."""
    return _solve(case(LINEAR))


def _assert_same(one: Solution, other: Solution) -> None:
    for name, rows in one.strategy._asdict().items():
        np.testing.assert_array_equal(rows, getattr(other.strategy, name), err_msg=name)
    np.testing.assert_array_equal(one.outlook.beyond, other.outlook.beyond)
    np.testing.assert_array_equal(one.by_stake, other.by_stake)
    assert one.rounds == other.rounds


def test_same_seed_same_bits():
    """Solving again with the same seed gives the same strategies, bit for bit; another seed gives others."""
    _assert_same(_solve(case(LINEAR)), base())
    other = _solve(case(LINEAR), options=replace(OPTIONS, seed=1))
    assert not np.array_equal(other.strategy.seen, base().strategy.seen)


def test_workers_change_nothing():
    """The number of workers changes no bit."""
    for workers in (1, 3):
        _assert_same(_solve(case(LINEAR), workers=workers), base())


def test_scale_of_an_agenda_changes_nothing():
    """Importance is shared out of 100 points: twice the weights of an agenda are the same agenda."""
    _assert_same(_solve(case(LINEAR), weights=2.0), base())


def test_order_of_elements_changes_nothing():
    """A file told in another order has the same strategies, bit for bit, each number at its name."""
    one, other = case(LINEAR), case(LINEAR_TURNED)
    games = [found.setting.problem.game for found in (one, other)]
    assert games[0].moves == games[1].moves
    assert one.setting.problem.design.features == other.setting.problem.design.features
    solutions = [base(), _solve(other)]
    columns = [[(g.actors[stake.actor], stake.label) for stake in g.stakes] for g in games]
    order = [columns[1].index(column) for column in columns[0]]
    np.testing.assert_array_equal(solutions[0].strategy.seen, solutions[1].strategy.seen)
    np.testing.assert_array_equal(solutions[0].outlook.beyond, solutions[1].outlook.beyond[order])


def test_questions_change_nothing():
    """Play is the same whether or not the game remembers what its questions ask."""
    found = case(LINEAR)
    problem = found.setting.problem
    assert found.game.watches
    assert not problem.game.watches
    plays = [
        simulate(
            game,
            found.setting.worlds[:, :16],
            plan=Plan(futures=32, sample=16),
            gains=problem.design.gains,
            strategy=base().strategy,
        )
        for game in (found.game, problem.game)
    ]
    assert plays[0].answers.any()
    np.testing.assert_array_equal(plays[0].proposals, plays[1].proposals)
    np.testing.assert_array_equal(plays[0].sample["x"], plays[1].sample["x"])


@pytest.mark.parametrize(
    "options",
    [
        OPTIONS,
        replace(OPTIONS, rounds=4, heats=(8.0, 4.0, 2.0), average=3),  # the average reaches back into heated rounds
        replace(OPTIONS, rounds=2, heats=(8.0, 4.0, 2.0)),  # rounds end before the heat is off
        replace(OPTIONS, rounds=2, heats=()),
    ],
)
def test_heat_is_off_at_the_end(options):
    """However few the rounds, strategies come back with indifference as it is."""
    assert _solve(case(LINEAR), options=options).strategy.heat == 1.0


def test_large_seeds():
    """Any seed of 32 bits can be used, so that several starts can be numbered freely."""
    for seed in (5_000, 2**32 - 1):
        found = _solve(case(LINEAR), options=replace(OPTIONS, rounds=1, seed=seed))
        assert np.isfinite(found.strategy.seen).all()


def test_nobody_has_a_choice():
    """Where no move is open there is nothing to play, and nothing is lost."""
    problem = case(LINEAR).setting.problem
    groups = states_with(case(LINEAR).setting, level=np.array([50.0]))
    jobs = plan_jobs(problem, np.zeros((3, 1)), np.zeros((3, 1)))
    assert len(jobs) == 0
    sums = play_jobs(problem, base().strategy, groups, jobs, seed=1, segments=4, outlook=None)[4]
    assert sums.shape == (0, len(problem.game.stakes))
    none, empty = np.zeros(0, int), np.zeros((0, 3))
    nobody = Decisions(none, none, none, empty, empty, np.zeros((2, 0, 3)), np.zeros((4, 0, 3)), empty)
    found = summarize(problem.game, nobody, horizon={}, horizon_long={}, states=16, replications=4)
    assert found.loss.value == found.gap.value == 0.0
    assert found.actors == ()


def test_one_actor_alone():
    """Where one actor alone improves, nobody else's strategy moves."""
    design = case(LINEAR).setting.problem.design
    after = _solve(case(LINEAR), options=replace(OPTIONS, heats=(), seed=5), begin=base().begin, only=0)
    mine = design.row_actor == 0
    assert not np.array_equal(after.strategy.seen[mine], base().strategy.seen[mine])
    np.testing.assert_array_equal(after.strategy.seen[~mine], base().strategy.seen[~mine])
    np.testing.assert_array_equal(after.outlook.beyond, base().outlook.beyond)


class _Halfway(Exception):
    """Somebody pulled the plug."""


@pytest.mark.parametrize("how", [KeyboardInterrupt, _Halfway])
def test_interruption(how):
    """An interrupted solve raises what interrupted it at once, leaves no thread behind, and can be begun again."""
    before = set(threading.enumerate())
    seen = []

    def progress(share: float, what: str) -> None:
        seen.append(what)
        if share > 0.4:
            raise how

    with pytest.raises(how):
        _solve(case(LINEAR), progress=progress)
    assert seen[-1] == "round 2 of 3"
    assert set(threading.enumerate()) <= before
    _assert_same(_solve(case(LINEAR)), base())


def test_progress():
    """Progress rises from round to round and ends at all of it."""
    shares = []
    _solve(case(LINEAR), progress=lambda share, what: shares.append((share, what)))
    assert [share for share, _ in shares] == sorted(share for share, _ in shares)
    assert shares[-1] == (1.0, "round 3 of 3")


def test_branches_last_a_quarter_of_a_half_life():
    """Whoever looks further has longer branches, within bounds; where several decide, the longest is played."""
    problem = case(LINEAR).setting.problem  # half-lives of 18 and 6 months: a quarter of them is 4.5 and 1.5
    who = np.array([[True, False], [False, True], [True, True]])
    far = replace(problem, design=replace(problem.design, patience_median=np.log1p(-(2.0 ** (-1 / np.array([70, 6]))))))
    for one, bounds, segments in (
        (problem, (1, 4), [1, 1, 1]),
        (problem, (4, 4), [4, 4, 4]),
        (far, (1, 4), [3, 1, 3]),
        (far, (2, 2), [2, 2, 2]),
    ):
        assert branch_segments(one, who, replace(OPTIONS, segments=bounds)).tolist() == segments
    blind = replace(problem, design=replace(problem.design, patience_median=np.zeros(2)))
    assert branch_segments(blind, who, replace(OPTIONS, segments=(1, 4))).tolist() == [1, 1, 1]


def test_the_first_rounds_meet_fewer_situations():
    """While the way is being found one situation in `thin` is met; afterwards all of them."""
    options = replace(OPTIONS, states=100, thin=3, warm=2)
    assert [states_of_round(options, turn) for turn in range(4)] == [33, 33, 100, 100]


def test_sampled_states():
    """States are drawn from all months evenly and from all worlds; half of the futures see one forced move."""
    found = case(LINEAR)
    problem: Problem = found.setting.problem
    nothing = problem.design.nothing()
    drawn = {"months": 12, "seed": 3, "explore": 0.5, "per_future": 4}
    state, world = sample_states(problem, nothing, found.setting.worlds, 1024, **drawn)
    assert state.x.shape == (2, 1, 1024)
    counts = np.bincount(state.month[0], minlength=12)
    assert len(counts) == 12
    # 1,024 draws in 12 months: 85 in each, five standard errors of 9; forced moves draw a quarter of them later.
    assert counts.min() > 40
    assert len(np.unique(world)) == 256
    start = states_with(found.setting, level=np.array([50.0])).state.x[:, 0, 0]
    first = state.month[0] == 0
    np.testing.assert_array_equal(state.x[:, 0, first], np.repeat(start[:, None], first.sum(), axis=1))
