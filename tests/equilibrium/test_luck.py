"""What luck is worth, and what is taken from branches for it: right on average whatever it is, and less noise."""

from pathlib import Path

import numpy as np

from detente.compiler import compile_game
from detente.equilibrium.branching import Groups, Jobs, Outlook, no_outlook, play_jobs
from detente.equilibrium.fortune import LuckFit
from detente.equilibrium.gains import combine, plan_jobs
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.setting import make_setting
from detente.scenario import load
from equilibrium.games import case, chances, states_with, with_gains

# A request that may fail, a card of its owner's own, one against it; choices answer the state.
RISKY = """
actors:
  arden: {name: Arden}
  borea: {name: Borea}
agendas:
  arden: {patience: 18 months, indifference: 4 point-months, wants: {level: +60, echo: +40}, why: assumed}
  borea: {patience: 6 months, indifference: 2 point-months, wants: {level: -70, echo: +30}, why: assumed}
variables:
  level: {now: 50, half_life: 8 months, noise: 0.5, why: assumed}
  echo: {now: 50, half_life: 12 months, noise: 0.5, why: assumed}
cards:
  visit:
    by: arden
    table: talks
    consent: [borea]
    chance: 40%
    effects: {level: +3}
    if_failed: {echo: -2}
    if_refused: {level: -1}
    why: assumed
  lift: {by: arden, table: works, usual: 9 a year, effects: {level: +1.5}, why: assumed}
  press: {by: borea, table: force, effects: {level: -2}, why: assumed}
"""

DISCOUNT = {"arden": 2.0 ** (-1 / 18), "borea": 2.0 ** (-1 / 6)}
HALF_LIFE = {"level": 8, "echo": 12}
EFFECTS = {
    "lift": {"level": 1.5},
    "press": {"level": -2.0},
    "visit agreed": {"level": 0.4 * 3 + 1, "echo": -0.6 * 2},
    "visit succeeds": {"level": 3.0, "echo": 2.0},
}
"""What each piece of luck adds to a variable, beside its absence."""

GROUPS = 2048

ROUNDING = 2e-3
"""Tolerance of discounted sums of differences where nothing is random: float32 sums of levels around 50."""

SIGMAS = 4.0
"""By how many standard errors an estimate that is free of bias may miss; seeds are fixed."""


def _strategy(setting, answers: float):
    """Choices that answer the level: odds change by e with `answers` points of it, so that luck has consequences."""
    slope = {"arden": 4.0 * (1 - DISCOUNT["arden"]), "borea": 2.0 * (1 - DISCOUNT["borea"])}
    return with_gains(
        setting,
        moves={
            "visit": {"level": -25 / answers * slope["arden"]},
            "lift": {"level": -25 / answers * slope["arden"]},
            "press": {"level": 25 / answers * slope["borea"]},
        },
        consents={("visit", "borea"): {"level": -25 / answers * slope["borea"]}},
    )


def _played(strategy, outlook: Outlook | None, seed: int = 4):
    setting = case(RISKY).setting
    groups = states_with(setting, level=np.full(GROUPS, 50.0))
    _, _, seen = chances(setting, strategy, groups)
    jobs = plan_jobs(setting.problem, seen.open_moves, seen.proposed)
    return jobs, play_jobs(setting.problem, strategy, groups, jobs, seed=seed, segments=4, outlook=outlook)[4], seen


def _learnt(strategy) -> np.ndarray:
    fit = LuckFit(case(RISKY).setting.problem)
    fit.learn(*_played(strategy, None, seed=9))
    return fit.means()


def test_worth_of_luck_is_its_effects():
    """Where choices answer nothing, a piece of luck is worth its effects, fading and discounted, to every stake."""
    setting = case(RISKY).setting
    game, nothing = setting.problem.game, setting.problem.design.nothing()
    found = _learnt(nothing)
    names = [card for card, _ in game.moves]
    order = [f"{card}" for card in names] + ["visit agreed", "visit succeeds"]
    for k, stake in enumerate(game.stakes):
        if stake.kind != "variable":
            continue
        actor, label = game.actors[stake.actor], stake.label
        fading = (DISCOUNT[actor] * 2.0 ** (-1 / HALF_LIFE[label])) ** np.arange(32)
        after = 2.0 ** (-1 / HALF_LIFE[label]) * fading.sum()
        for name, effects in EFFECTS.items():
            np.testing.assert_allclose(found[order.index(name), k], effects.get(label, 0.0) * after, atol=ROUNDING)


def test_any_worth_leaves_sums_right():
    """Whatever luck is said to be worth, even nonsense, sums and gains are the same on average."""
    setting = case(RISKY).setting
    strategy, none = _strategy(setting, 5.0), no_outlook(setting.problem)
    nonsense = none._replace(luck=np.random.default_rng(1).normal(0.0, 5.0, none.luck.shape).astype(np.float32))
    jobs, plain, seen = _played(strategy, none)
    _, other, _ = _played(strategy, nonsense)
    gains = [np.column_stack(combine(setting.problem, jobs, sums, seen).moves) for sums in (plain, other)]
    by_group = np.zeros((GROUPS, plain.shape[1]))
    np.add.at(by_group, jobs.group, other - plain)
    for off in (by_group, gains[1] - gains[0]):
        error = off.std(axis=0, ddof=1) / np.sqrt(GROUPS)
        assert np.all(np.abs(off.mean(axis=0)) <= SIGMAS * error + ROUNDING)
    assert np.abs(other - plain).max() > 1.0


def test_luck_that_is_known_is_less_noise():
    """With what was learnt of it, gains where choices answer the state vary by less than half as much."""
    setting = case(RISKY).setting
    strategy, none = _strategy(setting, 5.0), no_outlook(setting.problem)
    jobs, plain, seen = _played(strategy, none)
    _, known, _ = _played(strategy, none._replace(luck=_learnt(strategy)))
    before, after = (
        np.array([each.sum(axis=1).var() for each in combine(setting.problem, jobs, sums, seen).moves])
        for sums in (plain, known)
    )
    assert np.all(after < before / 2), (before, after)


def test_luck_where_much_is_private():
    """With types, secret cards and factions too, luck is nothing on average, whatever play is."""
    scenario = load(Path(__file__).parents[2] / "docs" / "examples" / "border-town.yaml")
    setting = make_setting(scenario, compile_game(scenario))
    problem, host = setting.problem, np.random.default_rng(2)
    strategy, none = problem.design.nothing(), no_outlook(setting.problem)
    strategy = strategy._replace(seen=host.normal(0.0, 0.2, strategy.seen.shape).astype(np.float32))
    nonsense = none._replace(luck=host.normal(0.0, 5.0, none.luck.shape).astype(np.float32))
    state, world = sample_states(problem, strategy, setting.worlds, GROUPS, months=24, seed=3, per_future=1)
    groups = Groups(state, setting.worlds[:, world], np.arange(GROUPS) + 10**6)
    nobody = np.full(GROUPS, -1)
    each = np.arange(GROUPS)
    jobs = Jobs(each, each, nobody, nobody, np.zeros(GROUPS, int), nobody, nobody)
    plain, other = (
        play_jobs(problem, strategy, groups, jobs, seed=6, segments=4, outlook=outlook)[4]
        for outlook in (none, nonsense)
    )
    off = other - plain
    error = off.std(axis=0, ddof=1) / np.sqrt(GROUPS)
    assert np.all(np.abs(off.mean(axis=0)) <= SIGMAS * error + ROUNDING), off.mean(axis=0) / error
    assert np.all(error > 0)
