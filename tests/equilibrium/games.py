"""Small games whose strategies are known by other means, and what tests do with them."""

from dataclasses import dataclass
from functools import lru_cache
from textwrap import dedent

import jax
import numpy as np

from detente.compiler import compile_game
from detente.equilibrium.branching import Groups, Outlook, Seen, look, no_outlook
from detente.equilibrium.design import Strategy
from detente.equilibrium.setting import Setting, make_setting
from detente.equilibrium.tails import TailFit
from detente.game.game import Game
from detente.game.ready import make_ready, start_state
from detente.scenario import parse
from detente.scenario.model import Scenario

HEADER = """\
detente: 1
title: An oracle
start: 2020-01
months: 24
"""

ONE_MONTH = """
# Matching pennies of row and col at one table; at two others host asks guest, and guest and ally.
actors:
  row: {name: Row}
  col: {name: Column}
  host: {name: Host}
  guest: {name: Guest}
  ally: {name: Ally}
agendas:
  row:
    patience: none
    indifference: 1 point-month
    payoffs:
      both_first: {when: row plays up and col plays left, worth: 1.1141 point-months, why: assumed}
      both_second: {when: row holds and col holds, worth: 0.2785 point-months, why: assumed}
    why: assumed
  col:
    patience: none
    indifference: 1 point-month
    payoffs:
      first_second: {when: row plays up and col holds, worth: 1.1141 point-months, why: assumed}
      second_first: {when: row holds and col plays left, worth: 1.1141 point-months, why: assumed}
    why: assumed
  host:
    patience: none
    indifference: 2 point-months
    wants: {standing: 100}
    payoffs:
      welcome: {when: visit succeeded, worth: 3 point-months, why: assumed}
      mishap: {when: visit failed, worth: -2 point-months, why: assumed}
      treaty: {when: pact succeeded, worth: 2 point-months, why: assumed}
    why: assumed
  guest:
    patience: none
    indifference: 1 point-month
    payoffs:
      welcome: {when: visit succeeded, worth: 1 point-months, why: assumed}
      mishap: {when: visit failed, worth: -2 point-months, why: assumed}
      pride: {when: visit refused, worth: 0.5 point-months, why: assumed}
      treaty: {when: pact succeeded, worth: 1.5 point-months, why: assumed}
    why: assumed
  ally:
    patience: none
    indifference: 0.5 point-months
    payoffs:
      treaty: {when: pact succeeded, worth: -1 point-months, why: assumed}
    why: assumed
variables:
  standing: {now: 50, half_life: never, why: assumed}
cards:
  up: {by: row, table: pennies, effects: {standing: 0}, why: assumed}
  left: {by: col, table: pennies, effects: {standing: 0}, why: assumed}
  visit:
    by: host
    table: travel
    consent: [guest]
    usual_yes: {guest: 30%}
    usual: 6 a year
    chance: 60%
    costs: {host: 0.4 point-months}
    if_refused: {standing: -1.5}
    effects: {standing: 0}
    why: assumed
  pact: {by: host, table: treaties, consent: [guest, ally], effects: {standing: 0}, why: assumed}
"""

STOPPING = """
# One actor, one card for once, a price that drifts, and a crash when it stands high: when to sell?
actors:
  holder: {name: Holder}
agendas:
  holder:
    patience: 12 months
    indifference: 2 point-months
    payoffs:
      nothing: {when: price above 101, worth: 0 point-months, why: assumed}
    why: assumed
variables:
  price: {now: 15 to 85, base: 50, half_life: 6 months, noise: 6, why: assumed}
cards:
  sell:
    by: holder
    table: market
    once: yes
    usual: 3 a year
    costs: {holder: 0.3 * (50 - price) point-months}
    effects: {price: 0}
    why: assumed
shocks:
  crash: {when: price above 55, chance: 8% a month, effects: {price: -20}, why: assumed}
"""

LINEAR = """
# Two actors pull one variable both ways; another follows it late. No end of a scale comes into reach.
actors:
  arden: {name: Arden}
  borea: {name: Borea}
agendas:
  arden:
    patience: 18 months
    indifference: 4 point-months
    wants: {level: +60, echo: +40}
    why: assumed
  borea:
    patience: 6 months
    indifference: 2 point-months
    wants: {level: -70, echo: +30}
    why: assumed
variables:
  level: {now: 50, half_life: 8 months, noise: 0.5, why: assumed}
  echo: {now: 50, half_life: 12 months, noise: 0.5, why: assumed}
links:
  level -> echo: {strength: +50, after: 2 months, why: assumed}
cards:
  lift: {by: arden, table: talks, usual: 9 a year, costs: {arden: 2 point-months}, effects: {level: +1.5}, why: assumed}
  press: {by: borea, table: force, effects: {level: -1}, why: assumed}
  tease: {by: borea, table: force, usual: 4 a year, effects: {echo: +2}, costs: {borea: 1 point-months}, why: assumed}
questions:
  high: {ask: "Is the level ever high?", yes_if: level above 55}
  twice: {ask: "Does Arden lift twice?", yes_if: times(lift) at least 2}
"""

# The same file told in another order: sections, elements and keys.
LINEAR_TURNED = """
cards:
  tease: {why: assumed, costs: {borea: 1 point-months}, effects: {echo: +2}, usual: 4 a year, table: force, by: borea}
  press: {table: force, by: borea, effects: {level: -1}, why: assumed}
  lift: {effects: {level: +1.5}, by: arden, table: talks, costs: {arden: 2 point-months}, usual: 9 a year, why: assumed}
questions:
  twice: {ask: "Does Arden lift twice?", yes_if: times(lift) at least 2}
  high: {ask: "Is the level ever high?", yes_if: level above 55}
links:
  level -> echo: {after: 2 months, strength: +50, why: assumed}
variables:
  echo: {now: 50, half_life: 12 months, noise: 0.5, why: assumed}
  level: {half_life: 8 months, now: 50, noise: 0.5, why: assumed}
agendas:
  borea: {indifference: 2 point-months, patience: 6 months, wants: {echo: +30, level: -70}, why: assumed}
  arden: {wants: {echo: +40, level: +60}, patience: 18 months, indifference: 4 point-months, why: assumed}
actors:
  borea: {name: Borea}
  arden: {name: Arden}
"""

TAILS = """
# Nobody ever moves: what is left is how variables return to where they rest, for eyes of four patiences.
actors:
  p6: {name: Six months}
  p18: {name: Eighteen months}
  p48: {name: Forty-eight months}
  p120: {name: Hundred and twenty months}
agendas:
  p6: {patience: 6 months, indifference: 1 points, wants: {fast: 30, slow: 30, stock: 40}, why: assumed}
  p18: {patience: 18 months, indifference: 1 points, wants: {fast: 30, slow: 30, stock: 40}, why: assumed}
  p48: {patience: 48 months, indifference: 1 points, wants: {fast: 30, slow: 30, stock: 40}, why: assumed}
  p120: {patience: 120 months, indifference: 1 points, wants: {fast: 30, slow: 30, stock: 40}, why: assumed}
variables:
  fast: {now: 20 to 80, base: 50, half_life: 6 months, why: assumed}
  slow: {now: 20 to 80, base: 40, half_life: 36 months, why: assumed}
  stock: {now: 20 to 80, half_life: never, why: assumed}
cards:
  never: {by: p6, table: talks, when: stock above 101, effects: {stock: +1}, why: assumed}
"""


@dataclass(frozen=True, eq=False)
class Case:
    """A scenario, its game, and all that is needed to solve it."""

    scenario: Scenario
    game: Game
    setting: Setting

    def with_numbers(self, **numbers: float) -> Setting:
        """Prepare the same compiled game with other numbers, by path with `__` for its dots."""
        fixed = {path.replace("__", "."): value for path, value in numbers.items()}
        return make_setting(self.scenario, self.game, fixed=fixed, design=self.setting.problem.design)


@lru_cache(maxsize=16)
def case(body: str) -> Case:
    """Compile a scenario once for all tests of a process: JAX knows a game by its identity."""
    scenario = parse(HEADER + dedent(body))
    game = compile_game(scenario)
    return Case(scenario, game, make_setting(scenario, game))


def states_with(setting: Setting, **levels: np.ndarray) -> Groups:
    """Make starting points as before the first month, but with these variables at these levels, a group each."""
    game = setting.problem.game
    count = len(next(iter(levels.values())))
    raw = np.repeat(setting.worlds[:, :1], count, axis=1)
    state = jax.tree.map(np.array, start_state(game, make_ready(game, raw[:, None, :]), (1, count)))
    for name, values in levels.items():
        state.x[game.variables.index(name), 0] = values
    state = state._replace(month=np.zeros((1, count), np.int32))
    return Groups(state, raw, np.arange(count) + 5 * 10**6)


def chances(setting: Setting, strategy: Strategy, groups: Groups) -> tuple[dict, dict, Seen]:
    """Say how likely each move and each yes is at `groups`: by card for moves, by (card, party) for answers."""
    seen = look(setting.problem, strategy, groups)
    game = setting.problem.game
    odds = np.exp(seen.usual.astype(float) + seen.move_gains) * seen.open_moves
    moves = {
        card: odds[m] / (1.0 + odds[game.move_agent == game.move_agent[m]].sum(axis=0))
        for m, (card, _) in enumerate(game.moves)
    }
    answers = {
        (card, party): sigmoid(seen.usual_yes[k].astype(float) + seen.consent_gains[k])
        for k, (card, _, party) in enumerate(game.consents)
    }
    return moves, answers, seen


def with_gains(setting: Setting, *, moves: dict[str, dict[str, float]], consents: dict | None = None) -> Strategy:
    """Write a strategy by hand: gains in lasting points by card (or (card, party)) and feature."""
    design, game = setting.problem.design, setting.problem.game
    strategy = design.nothing()
    rows = {card: m for m, (card, _) in enumerate(game.moves)}
    rows |= {(card, party): len(game.moves) + k for k, (card, _, party) in enumerate(game.consents)}
    for name, features in (moves | (consents or {})).items():
        for feature, size in features.items():
            strategy.seen[rows[name], design.features.index(feature)] = size
    return strategy


def fit_tail(setting: Setting, strategy: Strategy, groups: Groups, *, seed: int, rounds: int = 1) -> Outlook:
    """Fit what lies beyond a rollout from these states in a few rounds, each forgetting half of the evidence."""
    fit, nothing = TailFit(setting.problem), no_outlook(setting.problem)
    for turn in range(rounds):
        fit.forget(0.5)
        fit.learn(strategy, groups._replace(draw=groups.draw + turn * 10**5), luck=nothing.luck, seed=seed + turn)
        outlook = Outlook(fit.solve(), nothing.luck)
    return outlook


def sigmoid(x: np.ndarray | float) -> np.ndarray | float:
    """Return 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + np.exp(-np.asarray(x, float)))


def usual_odds(yearly: float) -> float:
    """Return the log of the usual odds of a card of so many plays a year."""
    return float(np.log(np.expm1(yearly / 12.0)))
