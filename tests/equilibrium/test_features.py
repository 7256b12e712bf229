"""What actors look at: names beside rows, combinations where they are few, the month's proposals for who is asked."""

import numpy as np
import pytest

from detente.equilibrium.branching import Groups, asked_moves, look
from detente.equilibrium.combinations import MOST
from detente.equilibrium.gains import plan_jobs, requests_elsewhere
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.setting import Setting
from equilibrium.games import LINEAR, ONE_MONTH, case
from equilibrium.small import GAMES, small

# Two variables of eight and nine levels, a card with a pause and one that lasts: too many combinations to tell apart.
MANY = """
actors:
  arden: {name: Arden}
  borea: {name: Borea}
agendas:
  arden: {patience: none, indifference: 1 point-month, wants: {high: +100}, why: assumed}
  borea: {patience: none, indifference: 1 point-month, wants: {wide: +100}, why: assumed}
variables:
  high: {levels: [a, b, c, d, e, f, g, h], now: a, why: assumed}
  wide: {levels: [a, b, c, d, e, f, g, h, i], now: a, why: assumed}
transitions:
  high:
    - {when: arden plays climb and high is a, to: b, why: assumed}
    - {when: arden plays climb and high is b, to: c, why: assumed}
    - {when: high is c, to: d, chance: 50%, why: assumed}
    - {when: high is d, to: e, chance: 50%, why: assumed}
    - {when: high is e, to: f, chance: 50%, why: assumed}
    - {when: high is f, to: g, chance: 50%, why: assumed}
    - {when: high is g, to: h, chance: 50%, why: assumed}
    - {when: high is h, to: a, chance: 50%, why: assumed}
  wide:
    - {when: borea plays spread and wide is a, to: b, why: assumed}
    - {when: wide is b, to: c, chance: 50%, why: assumed}
    - {when: wide is c, to: d, chance: 50%, why: assumed}
    - {when: wide is d, to: e, chance: 50%, why: assumed}
    - {when: wide is e, to: f, chance: 50%, why: assumed}
    - {when: wide is f, to: g, chance: 50%, why: assumed}
    - {when: wide is g, to: h, chance: 50%, why: assumed}
    - {when: wide is h, to: i, chance: 50%, why: assumed}
    - {when: wide is i, to: a, chance: 50%, why: assumed}
cards:
  climb: {by: arden, table: force, consent: [borea], pause: 2 months, why: assumed}
  spread: {by: borea, table: force, lasts: 2 months, why: assumed}
"""


def _settings() -> dict[str, Setting]:
    return {
        "ordinary": case(LINEAR).setting,
        "consent": case(ONE_MONTH).setting,
        "combinations": small(GAMES["consent"], "private_reasons").setting,
        "levels": small(MANY, "mistakes").setting,
    }


def _look(setting: Setting, count: int = 200):
    problem = setting.problem
    nothing = problem.design.nothing()
    state, world = sample_states(problem, nothing, setting.worlds, count, months=12, seed=3)
    return look(problem, nothing, Groups(state, setting.worlds[:, world], np.arange(count)))


@pytest.mark.parametrize("name", ["ordinary", "consent", "combinations", "levels"])
def test_every_row_has_a_name(name):
    """Features come in the order of their names, one row each; names differ."""
    design = _settings()[name].problem.design
    seen = _look(_settings()[name])
    assert seen.looks.seen.shape == (len(design.features), 200)
    assert seen.among.shape == (len(asked_moves(design.game)), len(design.proposals), 200)
    for names in (design.features, design.proposals):
        assert len(set(names)) == len(names)


def test_combinations_are_told_apart():
    """Where few things can be the case, exactly one combination stands, and one round beside it for who is asked."""
    design, seen = _settings()["combinations"].problem.design, _look(_settings()["combinations"])
    standing = seen.looks.seen[[name.startswith("combination ") for name in design.features]]
    assert 1 < len(standing) <= MOST
    np.testing.assert_array_equal(standing.sum(axis=0), 1.0)
    rounds = seen.among[:, [name.startswith("combination ") for name in design.proposals]]
    np.testing.assert_array_equal(rounds.sum(axis=1), 1.0)


def test_levels_where_combinations_are_many():
    """Where they are many, levels, their pairs and what they are met with have features; the first level has none."""
    design, seen = _settings()["levels"].problem.design, _look(_settings()["levels"])
    assert not len(design.combinations)
    rows = dict(zip(design.features, seen.looks.seen, strict=True))
    assert "high is a" not in rows
    assert {
        "high is b and wide is c",
        "high is c and climb (arden) waits",
        "wide is b and spread (borea) in force",
    } <= {*rows}
    np.testing.assert_array_equal(rows["high is b"] * rows["wide is b"], rows["high is b and wide is b"])
    asked = dict(zip(design.proposals, seen.among[0], strict=True))
    spread = asked["spread (borea) proposed"]
    np.testing.assert_array_equal(rows["high is b"] * spread, asked["high is b, spread (borea) proposed"])


def test_a_party_sees_the_request_that_it_answers():
    """Who is asked for a move sees it proposed, nothing else by its asker, and what the others propose in the month."""
    setting = _settings()["consent"]
    game, seen = setting.problem.game, _look(setting)
    for row, move in enumerate(asked_moves(game)):
        proposed = seen.among[row][: len(game.moves)]
        mine = game.move_agent == game.move_agent[move]
        np.testing.assert_array_equal(proposed[mine], np.repeat(np.eye(len(game.moves))[mine, move, None], 200, axis=1))
        np.testing.assert_array_equal(proposed[~mine], seen.proposed[~mine])


def test_nothing_else_is_looked_at():
    """A move's gain ignores proposals; a consent looks at those of other agents only."""
    for setting in _settings().values():
        design = setting.problem.design
        first = len(design.features) + design.selves
        for row, move in enumerate(design.row_move):
            used = design.columns(row) - first
            used = used[used >= 0]
            if row < len(design.game.moves):
                assert not len(used)
            else:
                mine = design.game.move_agent == design.game.move_agent[move]
                assert not set(np.flatnonzero(mine)) & set(used)


def test_refusals_are_played_where_somebody_else_is_asked():
    """To be refused is like holding, unless another party is asked in the month and may look at the request."""
    setting = small(GAMES["consent"], "mistakes").setting
    game = setting.problem.game
    names = [card for card, _ in game.moves]
    proposed = np.zeros((len(names), 3), np.float32)
    proposed[names.index("visit"), 1] = proposed[names.index("strike"), 2] = 1.0
    elsewhere = requests_elsewhere(game, proposed)
    np.testing.assert_array_equal(elsewhere[:, names.index("pact")], [False, True, False])
    np.testing.assert_array_equal(elsewhere[:, names.index("visit")], [False, False, False])
    jobs = plan_jobs(setting.problem, np.ones((len(names), 3)), proposed)
    pact = (jobs.move == names.index("pact")) & (jobs.outcome == 3)
    assert jobs.group[pact].tolist() == [1]
