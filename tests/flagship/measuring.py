"""Measure what an intervention changes, as a line in words says it: `enforcement in 2019-01`, `plays of rail`."""

import re

import numpy as np

from detente.foundation.calendar import months_between
from detente.results.labels import belief_label
from flagship.playing import Flagship, Played

_COUNTED = {"plays": "played", "proposals": "proposed", "successes": "succeeded"}
_WINDOW = r"(?: (?P<when>in|by|from) (?P<month>\d{4}-\d{2}))?"


def measured(flagship: Flagship, played: Played, what: str) -> np.ndarray:
    """Measure `what` in every future: (worlds, futures).

    The value of a variable at the end of a month (the last, unless it says `in 2019-01`) in its own unit; how often a
    card is played, proposed or carried out, or a shock strikes (in all, `by`, `from` or `in` a month); a belief in per
    cent; what somebody takes a hidden variable for, by how many points that is off on average over all months; what
    somebody's moves cost it, in points.
    """
    match = re.fullmatch(rf"(?P<what>.+?){_WINDOW}", what)
    assert match is not None
    words, months = match["what"].split(), _months(flagship, match["when"], match["month"])
    game, paths = flagship.game, played.paths
    if words[0] in _COUNTED:
        rows = [k for k, (card, _) in enumerate(game.moves) if card == words[2]]
        assert rows, what
        return paths[_COUNTED[words[0]]][:, :, months][..., rows].sum(axis=(2, 3))
    match words:
        case ["times", shock]:
            return paths["shocks"][:, :, months, game.shocks.index(shock)].sum(axis=2)
        case ["costs", "of", actor]:
            return paths["costs"][:, :, months, game.actors.index(actor)].sum(axis=2)
        case ["satisfaction", "of", agenda]:
            return paths["satisfaction"][:, :, -1, game.agendas.index(agenda)]
        case ["belief", "of", *rest]:
            labels = [belief_label(game, row) for row in range(len(game.minds.about))]
            return 100.0 * _at_end(paths["belief"], months)[..., labels.index(" ".join(rest))]
        case ["estimate", "of", actor, "of", variable]:
            return _at_end(paths["estimate"], months)[..., _estimate(flagship, actor, variable)]
        case ["error", "of", actor, "about", variable]:
            return np.abs(paths["missed"][..., _estimate(flagship, actor, variable)]).mean(axis=2)
    (variable,) = words
    measure = flagship.scenario.variables[variable].measure
    x = _at_end(paths["x"], months)[..., game.everything_index[variable]]
    return measure.zero + x / 100.0 * (measure.hundred - measure.zero) if measure else x


def _at_end(rows: np.ndarray, months: slice) -> np.ndarray:
    return rows[:, :, months][:, :, -1]


def _estimate(flagship: Flagship, actor: str, variable: str) -> int:
    game = flagship.game
    eye = game.minds.actor_eye[game.actors.index(actor)]
    position = game.everything_index[variable]
    (row,) = np.flatnonzero((game.minds.estimate_eye == eye) & (game.minds.estimate_variable == position))
    return int(row)


def _months(flagship: Flagship, when: str | None, month: str | None) -> slice:
    if when is None or month is None:
        return slice(None)
    k = months_between(flagship.scenario.start, month)
    return {"in": slice(k, k + 1), "by": slice(0, k + 1), "from": slice(k, None)}[when]
