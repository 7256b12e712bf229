"""Small finite games, what is exact about them, and what the simulation solver makes of them.

The exact side is written here a second time, plainly: values of given play by one linear equation for each player, and
the equilibrium near given play by damped replies.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import jax
import numpy as np

from detente.compiler import compile_game
from detente.compiler.finite import Finite, compile_finite
from detente.compiler.finite.digits import write_state
from detente.equilibrium.branching import Groups, look
from detente.equilibrium.setting import Setting, make_setting
from detente.equilibrium.solving import Options, Solution, solve
from detente.game.finite import FiniteGame
from detente.scenario import parse
from detente.scenario.model import Scenario
from equilibrium.games import sigmoid

HEADER = """\
detente: 1
title: A small game
start: 2020-01
months: 24
continuation: {continuation}
"""

MONTHS = 24
OPTIONS = Options(rounds=14, states=1024, months=MONTHS, heats=(3.0, 2.0, 1.5), keep=(0.3, 0.8), pool=14, average=4)

CRISIS = """
# Two sides threaten, back down and fight; the levels remember what was done last.
actors:
  arden: {name: Arden}
  borea: {name: Borea}
agendas:
  arden:
    patience: 80% a month
    indifference: 1 point-month
    payoffs:
      gain: {when: relation is crisis and borea holds, worth: 1 point-months, why: assumed}
      shame: {when: relation is crisis and arden holds, worth: -1.5 point-months, why: assumed}
      war: {when: relation is war, worth: -1 point-months, why: assumed}
    why: assumed
  borea:
    patience: 70% a month
    indifference: 0.8 point-months
    payoffs:
      gain: {when: relation is crisis and arden holds, worth: 1.2 point-months, why: assumed}
      shame: {when: relation is crisis and borea holds, worth: -1 point-months, why: assumed}
      war: {when: relation is war, worth: -1.4 point-months, why: assumed}
    why: assumed
variables:
  relation: {levels: [peace, crisis, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: arden plays attack or borea plays attack, to: war, why: assumed}
    - {when: arden plays threaten or borea plays threaten, to: crisis, why: assumed}
    - {when: arden holds and borea holds, to: peace, why: assumed}
cards:
  threaten: {by: [arden, borea], table: force, why: assumed}
  attack: {by: [arden, borea], table: force, usual: 3 a year, why: assumed}
"""

ONCE = """
# One actor may sell once, at a price that steps up and down by chance: when?
actors:
  holder: {name: Holder}
agendas:
  holder:
    patience: 85% a month
    indifference: 1 point-month
    payoffs:
      low: {when: holder plays sell and price is low, worth: -1 point-months, why: assumed}
      fair: {when: holder plays sell and price is fair, worth: 2 point-months, why: assumed}
      high: {when: holder plays sell and price is high, worth: 6 point-months, why: assumed}
    why: assumed
variables:
  price: {levels: [low, fair, high], now: fair, why: assumed}
  storm: {levels: [far, near], now: far, why: assumed}
transitions:
  price:
    - {when: price is low, to: fair, chance: 30%, why: assumed}
    - {when: price is high, to: fair, chance: 40%, why: assumed}
    - {when: price is fair and storm is near, to: low, chance: 35%, why: assumed}
    - {when: price is fair, to: high, chance: 30%, why: assumed}
  storm:
    - {when: storm is far, to: near, chance: 20%, why: assumed}
    - {when: storm is near, to: far, chance: 50%, why: assumed}
cards:
  sell: {by: holder, table: market, once: yes, usual: 4 a year, why: assumed}
"""

PAUSE = """
# A patrol that may fail and then has to pause, against an intruder.
actors:
  coast: {name: Coast guard}
  smuggler: {name: Smuggler}
agendas:
  coast:
    patience: 3 months
    indifference: 0.8 point-months
    payoffs:
      caught: {when: patrol succeeded and smuggler plays run, worth: 3 point-months, why: assumed}
      lost: {when: smuggler plays run and not coast plays patrol, worth: -2 point-months, why: assumed}
    why: assumed
  smuggler:
    patience: 2 months
    indifference: 0.5 point-months
    payoffs:
      caught: {when: patrol succeeded and smuggler plays run, worth: -2 point-months, why: assumed}
      landed: {when: smuggler plays run and not patrol succeeded, worth: 1 point-months, why: assumed}
    why: assumed
variables: {}
cards:
  patrol: {by: coast, table: sea, pause: 3 months, chance: 70%, costs: {coast: 0.5 point-months}, why: assumed}
  run: {by: smuggler, table: sea, usual: 4 a year, why: assumed}
"""

LASTING = """
# An embargo lasts three months, unless a deal or a storm ends it; the other side asks for the deal.
actors:
  north: {name: North}
  south: {name: South}
agendas:
  north:
    patience: 75% a month
    indifference: 1 point-month
    payoffs:
      pressed: {when: embargo in force, worth: 1 point-months, why: assumed}
      closed: {when: deal succeeded and embargo in force, worth: 2 point-months, why: assumed}
      given_away: {when: deal succeeded and not embargo in force, worth: -1.5 point-months, why: assumed}
    why: assumed
  south:
    patience: 85% a month
    indifference: 0.7 point-months
    payoffs:
      hurt: {when: embargo in force, worth: -1.2 point-months, why: assumed}
      closed: {when: deal succeeded, worth: -0.5 point-months, why: assumed}
    why: assumed
variables: {}
cards:
  embargo:
    by: north
    table: trade
    usual: 3 a year
    lasts: 3 months
    ends_when: deal succeeded
    costs: {north: 1.5 point-months}
    while_in_force: {}
    why: assumed
  deal: {by: south, table: talks, consent: [north], usual_yes: {north: 40%}, usual: 6 a year, why: assumed}
shocks:
  storm: {chance: 10% a month, ends: [embargo], why: assumed}
"""

TABLES = """
# One actor at two tables, whose moves pay only together; the other would rather it did neither.
actors:
  east: {name: East}
  west: {name: West}
agendas:
  east:
    patience: none
    indifference: 1 point-month
    payoffs:
      both: {when: east plays march and east plays offer, worth: 3 point-months, why: assumed}
      alone: {when: east plays march and east holds at talks, worth: -1 point-months, why: assumed}
      met: {when: east plays march and west plays guard, worth: -1 point-months, why: assumed}
    why: assumed
  west:
    patience: none
    indifference: 0.5 point-months
    payoffs:
      held: {when: west plays guard and east plays march, worth: 1 point-months, why: assumed}
      idle: {when: west plays guard and not east plays march, worth: -1 point-months, why: assumed}
    why: assumed
variables: {}
cards:
  march: {by: east, table: force, why: assumed}
  offer: {by: east, table: talks, usual: 9 a year, why: assumed}
  guard: {by: west, table: force, why: assumed}
"""

CONSENT = """
# A guest is asked by two and sees what else is proposed: a visit pays unless somebody strikes, and not with a pact.
actors:
  guest: {name: Guest}
  host: {name: Host}
  rival: {name: Rival}
agendas:
  guest:
    patience: 60% a month
    indifference: 1 point-month
    payoffs:
      welcome: {when: visit succeeded, worth: 1.5 point-months, why: assumed}
      shot_at: {when: visit succeeded and rival plays strike, worth: -4 point-months, why: assumed}
      bound: {when: pact succeeded, worth: 1 point-months, why: assumed}
      torn: {when: pact succeeded and visit succeeded, worth: -2.5 point-months, why: assumed}
      spurned: {when: mood is sour, worth: -0.5 point-months, why: assumed}
    why: assumed
  host:
    patience: 80% a month
    indifference: 0.8 point-months
    payoffs:
      welcome: {when: visit succeeded, worth: 1.5 point-months, why: assumed}
      spurned: {when: visit refused, worth: -1 point-months, why: assumed}
    why: assumed
  rival:
    patience: 70% a month
    indifference: 1 point-month
    payoffs:
      bound: {when: pact succeeded, worth: 2 point-months, why: assumed}
      envy: {when: visit succeeded and mood is sweet, worth: -1 point-months, why: assumed}
      strike: {when: rival plays strike, worth: -0.3 point-months, why: assumed}
    why: assumed
variables:
  mood: {levels: [sour, sweet], now: sweet, why: assumed}
transitions:
  mood:
    - {when: visit refused or rival plays strike, to: sour, chance: 80%, why: assumed}
    - {when: visit succeeded or pact succeeded, to: sweet, chance: 60%, why: assumed}
cards:
  visit: {by: host, table: travel, consent: [guest], usual: 9 a year, why: assumed}
  pact: {by: rival, table: talks, consent: [guest], usual: 6 a year, why: assumed}
  strike: {by: rival, table: force, usual: 6 a year, why: assumed}
"""

PARTIES = """
# A treaty needs two parties, each of whom answers by itself; what was signed lasts by a level.
actors:
  broker: {name: Broker}
  upper: {name: Upper}
  lower: {name: Lower}
agendas:
  broker:
    patience: 80% a month
    indifference: 1 point-month
    payoffs:
      fame: {when: treaty succeeded, worth: 3 point-months, why: assumed}
      shame: {when: treaty refused, worth: -0.5 point-months, why: assumed}
    why: assumed
  upper:
    patience: 85% a month
    indifference: 0.6 point-months
    payoffs:
      calm: {when: border is calm, worth: 0.6 point-months, why: assumed}
      raid: {when: upper plays raid and border is tense, worth: 0.7 point-months, why: assumed}
      breach: {when: upper plays raid and border is calm, worth: -0.8 point-months, why: assumed}
    why: assumed
  lower:
    patience: 70% a month
    indifference: 1 point-month
    payoffs:
      calm: {when: border is calm, worth: -0.4 point-months, why: assumed}
      signed: {when: treaty succeeded, worth: 1.5 point-months, why: assumed}
    why: assumed
variables:
  border: {levels: [tense, calm], now: tense, why: assumed}
transitions:
  border:
    - {when: upper plays raid, to: tense, why: assumed}
    - {when: treaty succeeded, to: calm, chance: 90%, why: assumed}
    - {when: border is calm, to: tense, chance: 10%, why: assumed}
cards:
  treaty:
    by: broker
    table: talks
    consent: [upper, lower]
    usual_yes: {upper: 30%}
    when: border is tense
    why: assumed
  raid: {by: upper, table: force, usual: 6 a year, why: assumed}
"""

ARMS = """
# Two sides would both rather do what the other does.
actors:
  left: {name: Left}
  right: {name: Right}
agendas:
  left:
    patience: none
    indifference: 1 point-month
    payoffs:
      both: {when: left plays arm and right plays drill, worth: 4 point-months, why: assumed}
      neither: {when: left holds and right holds, worth: 4 point-months, why: assumed}
    why: assumed
  right:
    patience: none
    indifference: 1 point-month
    payoffs:
      both: {when: left plays arm and right plays drill, worth: 3 point-months, why: assumed}
      neither: {when: left holds and right holds, worth: 4 point-months, why: assumed}
    why: assumed
variables: {}
cards:
  arm: {by: left, table: force, why: assumed}
  drill: {by: right, table: force, why: assumed}
"""

GAMES = {
    "crisis": CRISIS,
    "once": ONCE,
    "pause": PAUSE,
    "lasting": LASTING,
    "tables": TABLES,
    "consent": CONSENT,
    "parties": PARTIES,
}


@dataclass(frozen=True, eq=False)
class Small:
    """A finite scenario: its exact game, and the setting in which the simulation solver plays it."""

    finite: Finite
    setting: Setting

    @property
    def game(self) -> FiniteGame:
        """The exact game."""
        return self.finite.game


@lru_cache
def small(text: str, continuation: str) -> Small:
    """Compile a scenario both ways, once for all tests of a process."""
    return compiled(parse(HEADER.format(continuation=continuation) + text))


def compiled(scenario: Scenario) -> Small:
    """Compile a finite scenario both ways."""
    game = compile_game(scenario)
    finite = compile_finite(scenario, game)
    assert isinstance(finite, Finite), finite
    return Small(finite, make_setting(scenario, game))


def simulated(case: Small, options: Options = OPTIONS) -> Solution:
    """Solve by simulation."""
    return solve(case.setting.problem, case.setting.worlds, case.setting.numbers, options)


def as_exact(case: Small, solution: Solution) -> np.ndarray:
    """Read what a strategy plays in every state of the exact game: (players, states, actions).

    In a state of answering, a party answers what is proposed there.
    """
    finite, game = case.finite, case.setting.problem.game
    available = case.game.available.swapaxes(0, 1)
    played = np.where(available, 1.0 / available.sum(axis=2, keepdims=True), 0.0)
    for joint, proposed in rounds(case):
        asked = finite.answering[:, joint] >= 0
        seen = look(case.setting.problem, solution.strategy, _month_starts(case, proposed))
        odds = np.exp(seen.usual.astype(float) + seen.move_gains) * seen.open_moves
        total = 1.0 + np.array([odds[game.move_agent == agent].sum(axis=0) for agent in game.move_agent])
        for m, seat in enumerate(finite.move_seats):
            if seat is not None:
                played[seat.player, finite.where, seat.action] = (odds / total)[m]
                played[seat.player, finite.where, 0] = 1.0 / total[m]
        yes = sigmoid(seen.usual_yes + seen.consent_gains)
        for k, seat in enumerate(finite.consent_seats):
            if seat is not None and proposed[game.consent_move[k]]:
                states = finite.answering[asked, joint]
                played[seat.player, states, seat.action] = yes[k][asked]
                played[seat.player, states, 0] = 1.0 - yes[k][asked]
    return played


def rounds(case: Small) -> list[tuple[int, np.ndarray]]:
    """List what can be proposed together: its position among joint proposals, and 0 and 1 over moves."""
    game = case.setting.problem.game
    each = [[-1, *np.flatnonzero(game.move_agent == agent)] for agent in range(len(game.agents))]
    found = []
    for moves in product(*each):
        proposed = np.isin(np.arange(len(game.moves)), moves).astype(np.float32)
        found.append((int(proposed @ case.finite.stride), proposed))
    return [(joint, proposed) for joint, proposed in found if joint < case.finite.answering.shape[1]]


def _month_starts(case: Small, proposed: np.ndarray) -> Groups:
    """Stand at the start of every month that the exact game can come to, with these proposals."""
    game, months = case.setting.problem.game, len(case.finite.months)
    state = write_state(case.finite.digits, game, case.finite.months)
    state = jax.tree.map(lambda row: row.astype(np.float32) if row.dtype == np.float64 else row, state)
    raw = np.repeat(case.setting.worlds[:, :1], months, axis=1)
    return Groups(state, raw, np.arange(months), np.repeat(proposed[:, None], months, axis=1))


# ---------------------------------------------------------------- the exact side


def equilibrium_near(game: FiniteGame, played: np.ndarray) -> np.ndarray:
    """Go from given play to an equilibrium by ever smaller steps towards the reply."""
    for turn in range(4000):
        better = reply(game, played)
        step = np.abs(better - played).max()
        if step < 1e-9:
            return played
        played = played + max(0.5, 1.0 / (1.0 + turn / 400)) * 0.5 * (better - played)
    raise AssertionError(f"replies do not settle: they still move by {step:.1e}")


def reply(game: FiniteGame, played: np.ndarray) -> np.ndarray:
    """Return the logit reply of every player to given play of the others, and of itself later on."""
    worth = action_values(game, played) / game.indifference[:, None, None]
    usual = np.log(np.where(game.available, game.usual, 1.0)).swapaxes(0, 1)
    odds = np.exp(usual + worth - (usual + worth).max(axis=2, keepdims=True))
    return odds / odds.sum(axis=2, keepdims=True)


def action_values(game: FiniteGame, played: np.ndarray) -> np.ndarray:
    """Value every action of every player if all play on as given: (players, states, actions)."""
    states, players = game.state_count, game.player_count
    rows = game.rows().toarray().reshape(states, *game.action_counts, states)
    worth = np.full(played.shape, -np.inf)
    usual, available = game.usual.swapaxes(0, 1), game.available.swapaxes(0, 1)
    for player in range(players):
        now = _but(player, played, game.payoffs[..., player], game.action_counts)  # (states, actions)
        later = _but(player, played, rows, game.action_counts)  # (states, actions, states)
        mine = played[player, :, : now.shape[1]]
        gains = (mine * now).sum(axis=1)
        if game.shocks == "private_reasons":
            safe = np.where(mine > 0, mine, 1.0)
            odds = np.where(available[player, :, : now.shape[1]], usual[player, :, : now.shape[1]], 1.0)
            gains = gains - game.indifference[player] * (mine * np.log(safe / odds)).sum(axis=1)
        onward = game.discount[:, player, None] * np.einsum("sa,sat->st", mine, later)
        value = np.linalg.solve(np.eye(states) - onward, gains)
        found = now + game.discount[:, player, None] * (later @ value)
        worth[player, :, : now.shape[1]] = np.where(available[player, :, : now.shape[1]], found, -np.inf)
    return worth


def _but(player: int, played: np.ndarray, table: np.ndarray, counts: tuple[int, ...]) -> np.ndarray:
    """Average a table over the actions of everybody but one: (states, actions of that one, ...)."""
    for other in reversed(range(len(counts))):
        if other != player:
            weights = played[other, :, : counts[other]]
            table = np.einsum("sa,s...a->s...", weights, np.moveaxis(table, other + 1, -1))
    return table


def met(game: FiniteGame, played: np.ndarray, start: int, months: int) -> np.ndarray:
    """Say how often each state is met in so many months: the months' average; a month of requests is two states."""
    rows = game.rows().toarray().reshape(game.state_count, *game.action_counts, game.state_count)
    onward = np.einsum("sa,sat->st", played[0, :, : game.action_counts[0]], _but(0, played, rows, game.action_counts))
    now, total = np.eye(game.state_count)[start], np.zeros(game.state_count)
    takes_no_time = (game.discount == 1.0).all(axis=1)
    for _ in range(months):
        total += now / months
        between = now * takes_no_time
        total += between @ onward / months
        now = (now * ~takes_no_time + between @ onward) @ onward
    return total
