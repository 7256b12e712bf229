"""Two files of one actor with a view of its own, and what it does by formulas: pressure by a link, a gamble by odds."""

from dataclasses import dataclass

import numpy as np

from minds.beliefs import sigmoid

# ---------------------------------------------------------------- a link


@dataclass(frozen=True)
class Squeeze:
    """Pressure rises with every play and fades; the economy follows it by a link of this `strength` (points).

    `view` is the strength that the actor sees (None: the same). Half-lives are in months, the rest in point-months.
    """

    strength: float = -60.0
    view: float | None = None
    pressed: float = 5.0
    pressure_half_life: float = 3.0
    economy_half_life: float = 6.0
    patience: float = 9.0
    cost: float = 8.0
    indifference: float = 4.0


def squeezes(game: Squeeze, *, months: int = 600) -> float:
    """Return the chance to squeeze: everything is linear, so that a play brings the same wherever things stand."""
    strength = game.strength if game.view is None else game.view
    pressure_stays, economy_stays = (2.0 ** (-1.0 / half) for half in (game.pressure_half_life, game.economy_half_life))
    pressure, economy, brought = game.pressed, 0.0, 0.0
    for month in range(months):
        # The economy's rest reads pressure at the month's start, before the play.
        at_start = pressure if month else 0.0
        economy = economy_stays * economy + (1.0 - economy_stays) * strength / 100.0 * at_start
        pressure = pressure_stays * pressure
        brought += 2.0 ** (-month / game.patience) * -economy
    return float(sigmoid((brought - game.cost) / game.indifference))


def squeeze_text(game: Squeeze) -> str:
    """Write the game as a scenario."""
    numbers = {name: getattr(game, name) for name in game.__dataclass_fields__}
    views = "" if game.view is None else _VIEW.format(path="links.pressure -> economy.strength", value=game.view)
    return SQUEEZE.format(**numbers | {"pressed": f"+{game.pressed}"}, views=views)


_VIEW = """\
views:
  capital:
    - {{{path}: {value}, why: assumed}}
"""

SQUEEZE = """\
detente: 1
title: Do sanctions bite?
start: 2020-01
months: 24
actors:
  capital: {{name: Capital}}
agendas:
  capital:
    patience: {patience} months
    indifference: {indifference} point-months
    wants: {{economy: -100}}
    why: assumed
{views}variables:
  pressure: {{now: 20, half_life: {pressure_half_life} months, why: assumed}}
  economy: {{now: 60, half_life: {economy_half_life} months, noise: 1, why: assumed}}
links:
  pressure -> economy: {{strength: {strength}, why: assumed}}
cards:
  squeeze:
    by: capital
    table: trade
    costs: {{capital: {cost} point-months}}
    effects: {{pressure: {pressed}}}
    why: assumed
"""


# ---------------------------------------------------------------- a gamble


@dataclass(frozen=True)
class Gamble:
    """A card that lifts standing from low to high with a `chance` (0 to 1); high standing pays until it falls again.

    `view` is the chance that the actor sees (None: the same). What makes choices vary counts as payoff, so that play by
    the right view is best by the actor's own lights, exactly.
    """

    chance: float = 0.3
    view: float | None = None
    pays: float = 1.0
    cost: float = -1.0
    falls: float = 0.2
    discount: float = 0.85
    indifference: float = 0.5


def gambles(game: Gamble) -> float:
    """Return the chance to gamble while standing is low, by the actor's view: iterate the log-sum-exp."""
    chance, d, low, high = game.chance if game.view is None else game.view, game.discount, 0.0, 0.0
    for _ in range(2000):
        play = game.cost + d * (chance * high + (1.0 - chance) * low)
        low = game.indifference * np.logaddexp(play / game.indifference, d * low / game.indifference)
        high = game.pays + d * (game.falls * low + (1.0 - game.falls) * high)
    return float(sigmoid((game.cost + d * chance * (high - low)) / game.indifference))


def worth_of_gambling(game: Gamble, plays: float) -> float:
    """Value a chance to gamble by the actor's own lights: what it is paid in truth, and what its reasons are worth."""
    d, share = game.discount, np.clip(plays, 1e-12, 1.0 - 1e-12)
    reasons = -game.indifference * (share * np.log(share) + (1.0 - share) * np.log1p(-share))
    rise = share * game.chance
    chain = np.array([[1.0 - rise, rise], [game.falls, 1.0 - game.falls]])
    return float(np.linalg.solve(np.eye(2) - d * chain, [share * game.cost + reasons, game.pays])[0])


def gamble_text(game: Gamble) -> str:
    """Write the game as a scenario."""
    numbers = {name: getattr(game, name) for name in game.__dataclass_fields__}
    view = "" if game.view is None else f"{100.0 * game.view}%"
    views = "" if game.view is None else _VIEW.format(path="cards.venture.chance", value=view)
    shares = {
        "chance": f"{100.0 * game.chance}%",
        "falls": f"{100.0 * game.falls}%",
        "discount": f"{100 * game.discount}%",
    }
    return GAMBLE.format(**numbers | shares, views=views)


GAMBLE = """\
detente: 1
title: Nothing ventured
start: 2020-01
months: 24
continuation: private_reasons
actors:
  capital: {{name: Capital}}
agendas:
  capital:
    patience: {discount} a month
    indifference: {indifference} point-months
    payoffs:
      glory: {{when: standing is high, worth: {pays} point-months, why: assumed}}
      stake: {{when: capital plays venture, worth: {cost} point-months, why: assumed}}
    why: assumed
{views}variables:
  standing: {{levels: [low, high], now: low, why: assumed}}
transitions:
  standing:
    - {{when: venture succeeded, to: high, why: assumed}}
    - {{when: standing is high, to: low, chance: {falls}, why: assumed}}
cards:
  venture: {{by: capital, table: market, when: standing is low, chance: {chance}, why: assumed}}
"""
