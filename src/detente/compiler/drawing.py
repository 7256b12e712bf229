"""Draw the uncertain numbers of worlds: a Latin hypercube, each number from the stream keyed by its path."""

import numpy as np

from detente.compiler.known import known_rows, own_rows, type_row
from detente.compiler.quantiles import median, quantile
from detente.compiler.sight import type_ids
from detente.compiler.types import draw_types, type_chances
from detente.foundation.streams import generator
from detente.scenario.model import Scenario


def draw_numbers(
    scenario: Scenario,
    worlds: int,
    *,
    seed: int,
    use: str = "worlds",
    fixed: dict[str, float] | None = None,
    types: str = "chance",
) -> np.ndarray:
    """Draw every number of the game for `worlds` worlds: float32 (numbers, worlds), rows as in `Game.numbers`.

    Worlds are a Latin hypercube: for each uncertain number one permutation and jitter from the stream keyed by
    its path, so that adding an element redraws nothing else; numbers that are tied `together` share those of the
    first of their paths, mirrored ones at one less the quantile. `fixed` overrides numbers by path. Which type an actor
    starts as is drawn by `chance`, or `even`: each equally often, for the solver.
    """
    fixed = fixed or {}
    own, leads = own_rows(scenario), _leads(scenario)
    rows = np.empty((len(scenario.numbers) + len(own), worlds), np.float32)
    for k, (path, number) in enumerate(scenario.numbers.items()):
        if path in fixed:
            rows[k] = fixed[path]
        elif number.low == number.high:
            rows[k] = number.low
        else:
            lead, mirrored = leads.get(path, (path, False))
            stream = generator(seed, use, lead)
            uniform = (stream.permutation(worlds) + stream.random(worlds)) / worlds
            rows[k] = quantile(number, 1.0 - uniform if mirrored else uniform)
    if own:
        drawn = draw_types(scenario, _by_path(scenario, rows), worlds, seed=seed, use=use, types=types)
        known = known_rows(scenario)
        for k, path in enumerate(own, len(scenario.numbers)):
            rows[k] = fixed[path] if path in fixed else drawn[path] if path in drawn else known[path](fixed)
    return rows


def _leads(scenario: Scenario) -> dict[str, tuple[str, bool]]:
    """Say whose draws each tied number takes (the first path's, fixed or not) and whether the other way round.

    High and low are meant as the file writes them: where the unit of a variable runs against its points, they turn.
    """
    leads: dict[str, tuple[str, bool]] = {}
    for together in scenario.together.values():
        turned = {tied.path: tied.mirrored != (scenario.numbers[tied.path].factor < 0) for tied in together.numbers}
        lead = min(turned)
        leads |= {path: (lead, each != turned[lead]) for path, each in turned.items()}
    return leads


def median_numbers(scenario: Scenario) -> np.ndarray:
    """Return every number at its median, actors as their likeliest types: float32 (numbers, 1)."""
    rows = [median(number) for number in scenario.numbers.values()]
    numbers = np.array(rows, np.float32).reshape(-1, 1)
    by_path = _by_path(scenario, numbers)
    likeliest = {
        type_row(actor): float(np.argmax(type_chances(scenario, actor, by_path)[:, 0]))
        for actor in scenario.actors
        if type_ids(scenario, actor)
    }
    known = [fill({}) for fill in known_rows(scenario).values()]
    own = np.array([*likeliest.values(), *known], np.float32).reshape(-1, 1)
    return np.concatenate([numbers, own])


def _by_path(scenario: Scenario, rows: np.ndarray) -> dict[str, np.ndarray]:
    return dict(zip(scenario.numbers, rows[: len(scenario.numbers)].astype(float), strict=True))
