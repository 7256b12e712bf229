"""Two actors in a linear game of many months: branches, tails, strategies and reasons against brute force."""

from functools import lru_cache

import numpy as np
import pytest

from detente import reference
from detente.equilibrium.branching import SEGMENT, Groups, Jobs, play_jobs
from detente.equilibrium.reasons import explain
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.solving import Options, Solution, solve
from detente.scenario import parse_do
from equilibrium.games import LINEAR, case, chances, fit_tail, states_with, usual_odds, with_gains

DISCOUNT = {"arden": 2.0 ** (-1 / 18), "borea": 2.0 ** (-1 / 6)}
INDIFFERENCE = {"arden": 4.0, "borea": 2.0}
WANTS = {"arden": {"level": 0.6, "echo": 0.4}, "borea": {"level": -0.7, "echo": 0.3}}
EFFECT = {
    "lift": ("arden", "level", 1.5, 2.0),
    "press": ("borea", "level", -1.0, 0.0),
    "tease": ("borea", "echo", 2.0, 1.0),
}
"""Owner, variable, effect and cost of each card."""
USUAL = {"lift": usual_odds(9), "press": 0.0, "tease": usual_odds(4)}
TABLES = {"lift": ("lift",), "press": ("press", "tease"), "tease": ("press", "tease")}

OPTIONS = Options(rounds=12, states=512, months=24, heats=(4.0, 2.0), average=4)

ROUNDING = 2e-3
"""Tolerance of discounted sums of differences where nothing is random: float32 sums of levels around 50 over 64
months, each rounded at 4e-6 and carried on, against differences of up to 20 point-months."""

GAIN = 0.02
"""Tolerance of solved gains in indifferences. A move shifts levels by the same path whatever happens, and the fit of
one constant on 512 equal values is exact; what is left is that others' choices answer the fitted noise."""

BEYOND = 0.1
"""Tolerance of what lies beyond a rollout, as a share of it: the regression's own standard error is 2 to 5 per cent."""

SIGMAS = 4.0
"""By how many standard errors an estimate that is free of bias may miss; seeds are fixed."""


def _path(card: str, months: int) -> dict[str, np.ndarray]:
    """What one play in the first month adds to each variable at the end of every month, choices unchanged."""
    _, variable, effect, _ = EFFECT[card]
    pull = {"level": 1 - 2 ** (-1 / 8), "echo": 1 - 2 ** (-1 / 12)}
    x = {"level": np.zeros(months + 1), "echo": np.zeros(months + 1)}
    for month in range(months):
        now = {name: row[month] + (effect if month == 0 and name == variable else 0.0) for name, row in x.items()}
        late = x["level"][month - 2] if month >= 2 else 0.0
        x["level"][month + 1] = now["level"] * (1 - pull["level"])
        x["echo"][month + 1] = now["echo"] + pull["echo"] * (0.5 * late - now["echo"])
    return {name: row[1:] for name, row in x.items()}


def _parts(card: str, months: int = 4000) -> dict[str, float]:
    """What one play brings its owner, in indifferences, by stake."""
    owner, _, _, cost = EFFECT[card]
    weight = DISCOUNT[owner] ** np.arange(months)
    parts = {name: WANTS[owner][name] * float(weight @ row) for name, row in _path(card, months).items()}
    return {name: part / INDIFFERENCE[owner] for name, part in (parts | {"costs": -cost}).items()}


@lru_cache(maxsize=1)
def solved() -> Solution:
    """Solve once for all tests."""
    setting = case(LINEAR).setting
    return solve(setting.problem, setting.worlds, setting.numbers, OPTIONS)


def _columns() -> dict[tuple[str, str], int]:
    """Where each stake stands, by actor and label."""
    game = case(LINEAR).setting.problem.game
    return {(game.actors[stake.actor], stake.label): k for k, stake in enumerate(game.stakes)}


def _alternatives(groups: Groups, cards: tuple[str, ...]) -> Jobs:
    """Play each card, and hold at its table, in every group."""
    game = case(LINEAR).setting.problem.game
    count = groups.raw.shape[1]
    names = [card for card, _ in game.moves]
    rows = [(game.move_agent[names.index(card)], move) for card in cards for move in (names.index(card), -1)]
    group = np.tile(np.arange(count), len(rows))
    agent, move = (np.repeat(field, count) for field in zip(*rows, strict=True))
    nobody = np.full(len(group), -1)
    return Jobs(group, group, agent, move, np.zeros(len(group), int), nobody, nobody)


@pytest.mark.parametrize("segments", [1, 4])
def test_branches_at_usual_odds(segments):
    """Where choices ignore the state, a branch differs from holding by the linear path of its effect, every time."""
    setting = case(LINEAR).setting
    groups = states_with(setting, level=np.linspace(45, 55, 40), echo=np.linspace(53, 47, 40))
    cards = tuple(EFFECT)
    jobs = _alternatives(groups, cards)
    nothing = setting.problem.design.nothing()
    sums = play_jobs(setting.problem, nothing, groups, jobs, seed=2, segments=segments, outlook=None)[segments]
    sums = sums.reshape(len(cards), 2, 40, -1)
    for k, card in enumerate(cards):
        change = sums[k, 0] - sums[k, 1]
        path = _path(card, segments * SEGMENT)
        for (actor, label), column in _columns().items():
            if label != "costs":
                exact = DISCOUNT[actor] ** np.arange(segments * SEGMENT) @ path[label]
                np.testing.assert_allclose(change[:, column], exact, atol=ROUNDING, err_msg=f"{card} {actor} {label}")
        owner, _, _, cost = EFFECT[card]
        np.testing.assert_allclose(change[:, _columns()[owner, "costs"]], cost, atol=ROUNDING)


def _state_dependent():
    """Choices that answer the state strongly: odds change by e with 5 points of level or echo."""
    lasting = {actor: INDIFFERENCE[actor] * (1 - DISCOUNT[actor]) for actor in DISCOUNT}
    return with_gains(
        case(LINEAR).setting,
        moves={
            "lift": {"always": 0.5 * lasting["arden"], "level": -5.0 * lasting["arden"]},
            "press": {"always": -0.3 * lasting["borea"], "level": 5.0 * lasting["borea"]},
            "tease": {"echo": -5.0 * lasting["borea"]},
        },
    )


def _reference_gains(scenario, numbers, look):
    """The same choices for the reference month."""
    level, echo = ((look.variable(name) - 50.0) / 25.0 for name in ("level", "echo"))
    return {("lift", "arden"): 0.5 - 5 * level, ("press", "borea"): -0.3 + 5 * level, ("tease", "borea"): -5 * echo}, {}


def test_branches_against_the_reference_month():
    """Where choices answer the state, branches agree with direct simulation by the month written in NumPy."""
    game = case(LINEAR)
    futures = 4096
    lines = {
        True: (parse_do("arden proposes lift in 2020-01", game.scenario),),
        False: (parse_do("arden does not propose lift in 2020-01", game.scenario),),
    }
    numbers = reference.middles(game.scenario)
    direct = {}
    for plays, do in lines.items():
        records = reference.play(
            game.scenario, numbers, futures=futures, months=SEGMENT, seed=5, do=do, gains=_reference_gains
        )
        for actor, discount in DISCOUNT.items():
            weight = discount ** np.arange(SEGMENT)
            for name in ("level", "echo"):
                direct[plays, actor, name] = weight @ np.stack([record.x_end[name] for record in records])
            direct[plays, actor, "costs"] = weight @ np.stack([record.costs[actor] for record in records])
    groups = states_with(game.setting, level=np.full(futures, 50.0))
    jobs = _alternatives(groups, ("lift",))
    sums = play_jobs(game.setting.problem, _state_dependent(), groups, jobs, seed=9, segments=1, outlook=None)[1]
    sums = sums.reshape(2, futures, -1)
    for (actor, label), column in _columns().items():
        pairs = {
            "play": (sums[0, :, column], direct[True, actor, label]),
            "hold": (sums[1, :, column], direct[False, actor, label]),
            "gain": (sums[0, :, column] - sums[1, :, column], direct[True, actor, label] - direct[False, actor, label]),
        }
        for what, (ours, theirs) in pairs.items():
            error = np.hypot(ours.std(), theirs.std()) / np.sqrt(futures)
            assert abs(ours.mean() - theirs.mean()) < SIGMAS * error + ROUNDING, (actor, label, what, error)


def test_tail_of_a_linear_game():
    """Beyond the rollout the fitted tail is worth what a move changes there, also where states differ by little."""
    setting = case(LINEAR).setting
    nothing = setting.problem.design.nothing()
    state, world = sample_states(setting.problem, nothing, setting.worlds, 1024, months=24, seed=1)
    groups = Groups(state, setting.worlds[:, world], np.arange(1024))
    tail = fit_tail(setting, nothing, groups, seed=4, rounds=8)
    few = states_with(setting, level=np.linspace(46, 54, 32))
    jobs = _alternatives(few, ("lift",))
    sums = play_jobs(setting.problem, nothing, few, jobs, seed=2, segments=4, outlook=tail)[4].reshape(2, 32, -1)
    lift = _path("lift", 4000)
    for (actor, label), column in _columns().items():
        if label == "costs":
            continue
        exact = DISCOUNT[actor] ** np.arange(4000) @ lift[label]
        found = (sums[0] - sums[1])[:, column]
        beyond = DISCOUNT[actor] ** np.arange(4 * SEGMENT, 4000) @ lift[label][4 * SEGMENT :]
        assert np.abs(found - exact).max() < BEYOND * abs(beyond) + ROUNDING, (actor, label, found.mean(), exact)


def test_strategies_of_a_linear_game():
    """In a linear game gains do not depend on the state or on others' play; what is solved are these constants."""
    setting = case(LINEAR).setting
    groups = states_with(setting, level=np.array([47.0, 50.0, 53.0, 50.0]), echo=np.array([50.0, 50.0, 50.0, 53.0]))
    moves, _, seen = chances(setting, solved().strategy, groups)
    odds = {card: np.exp(USUAL[card] + sum(_parts(card).values())) for card in EFFECT}
    for m, (card, _) in enumerate(setting.problem.game.moves):
        exact = sum(_parts(card).values())
        assert np.abs(seen.move_gains[m] - exact).max() < GAIN, (card, exact, seen.move_gains[m])
        chance = odds[card] / (1 + sum(odds[other] for other in TABLES[card]))
        assert np.abs(moves[card] - chance).max() < GAIN / 4, (card, chance, moves[card])


def test_reasons_add_up():
    """The parts of a reason add up to the gain, each is what the linear path says, and costs count against a move."""
    setting = case(LINEAR).setting
    for reason in explain(setting.problem, solved(), setting.worlds, states=256):
        parts = dict(reason.parts)
        assert sum(parts.values()) == pytest.approx(reason.gain, abs=GAIN), reason
        for label, exact in _parts(reason.card).items():
            assert parts[label] == pytest.approx(exact, abs=GAIN), (reason, label, exact)
        assert reason.typical == pytest.approx(abs(reason.gain), abs=GAIN)
        if EFFECT[reason.card][3]:
            assert parts["costs"] < 0
