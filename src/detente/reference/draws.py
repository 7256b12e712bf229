"""The chance of one month, by id: what `play_month` takes in place of a stream of its own."""

from collections.abc import Callable, Mapping

import numpy as np

from detente.reference.numbers import asked_by, moves
from detente.scenario.model import Scenario

Draws = Mapping[str, Mapping]
"""`gumbel` by (card, owner), `gumbel_hold` by (actor, table), `consent` (standard logistic) by
(card, owner, party), `success` (uniform) by (card, owner), `noise` (standard normal) by variable,
`shock` (uniform) by shock, `transition` (uniform) by variable of levels, `signal` (standard normal) by signal, for
what is observed at the month's end; arrays of shape [futures]."""


def draw_signals(
    scenario: Scenario, futures: int, rng: np.random.Generator, *, dtype: type = np.float64
) -> dict[str, np.ndarray]:
    """Draw the noise of the first observation, standard normal by signal: it comes with the start."""
    return {signal: rng.normal(size=futures).astype(dtype) for signal in scenario.signals}


def draw_month(scenario: Scenario, futures: int, rng: np.random.Generator, *, dtype: type = np.float64) -> Draws:
    """Draw all that chance decides in one month, used or not."""
    every = moves(scenario)
    tables = sorted({(owner, scenario.cards[card].table) for card, owner in every})
    requests = [(card, owner, party) for card, owner in every for party in asked_by(scenario.cards[card], owner)]
    leveled = [variable.id for variable in scenario.variables.values() if variable.kind == "levels"]
    noisy = [variable.id for variable in scenario.variables.values() if variable.noise is not None]

    def fill(keys: list, sample: Callable[..., np.ndarray]) -> dict:
        return {key: sample(size=futures).astype(dtype) for key in keys}

    return {
        "gumbel": fill(every, rng.gumbel),
        "gumbel_hold": fill(tables, rng.gumbel),
        "consent": fill(requests, rng.logistic),
        "success": fill(every, rng.uniform),
        "noise": fill(noisy, rng.normal),
        "shock": fill(list(scenario.shocks), rng.uniform),
        "transition": fill(leveled, rng.uniform),
        "signal": fill(list(scenario.signals), rng.normal),
    }
