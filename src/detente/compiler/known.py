"""The rows of our own among a game's numbers: what each way of seeing takes numbers for, whatever the world."""

from collections.abc import Callable, Mapping

import numpy as np

from detente.compiler.quantiles import median, moments
from detente.compiler.sight import Sight, all_sights, beliefs, gone_by, is_plain, type_ids
from detente.scenario.model import AgendaType, Number, OwnView, Scenario

# What a row holds, given the numbers that are fixed by path.
Fill = Callable[[Mapping[str, float]], float]


def type_row(actor: str) -> str:
    """Name the row that says which type an actor starts as."""
    return f"agendas.{actor}.type"


def median_row(sight: Sight, number: Number) -> str:
    """Name the row in which the median of a number stands that a way of seeing goes by: its own where it is fixed."""
    own = sight.number(number)
    return own.path if own.low == own.high else f"known.{sight.name}.median.{number.path}"


def start_rows(sight: Sight, variable: str) -> tuple[str, str]:
    """Name the rows with the mean and the variance of a hidden variable's start."""
    return f"known.{sight.name}.mean.{variable}", f"known.{sight.name}.variance.{variable}"


def prior_row(scenario: Scenario, believer: str, actor: str, type_id: str) -> str:
    """Name the row with the chance (0 to 1) that an actor gives another's type at the start: its own where it has one.

    Actors without views of their own share a row.
    """
    own = believer if believer in scenario.views else "all"
    return f"known.{own}.prior.{actor}.{type_id}"


def known_rows(scenario: Scenario) -> dict[str, Fill]:
    """List the rows, in order, each with what fills it; none where nothing is private."""
    rows: dict[str, Fill] = {}
    if is_plain(scenario):
        return rows
    for sight in all_sights(scenario)[0]:
        for path in gone_by(scenario, sight):
            number = scenario.numbers[path]
            if median_row(sight, number) not in scenario.numbers:
                rows[median_row(sight, number)] = _median(sight.number(number))
        for name in sight.hidden:
            start = scenario.variables[name].now
            assert start is not None, "only variables that move are hidden"
            mean, variance = start_rows(sight, name)
            rows[mean] = _moment(sight.number(start), 0)
            rows[variance] = _moment(sight.number(start), 1)
    for believer, actor, type_id in beliefs(scenario):
        own = {view.target: view for view in scenario.views.get(believer, ())}
        which = type_ids(scenario, actor).index(type_id)
        row = prior_row(scenario, believer, actor, type_id)
        rows.setdefault(row, _prior(own, scenario.agendas[actor].types, which))
    return rows


def own_rows(scenario: Scenario) -> tuple[str, ...]:
    """Name all rows that follow the numbers of the file."""
    return (*(type_row(actor) for actor in scenario.actors if type_ids(scenario, actor)), *known_rows(scenario))


def shares(types: tuple[AgendaType, ...], chances: list[np.ndarray | None]) -> np.ndarray:
    """Scale chances in per cent to shares of 1: (types, ...); None is the rest, never under 0."""
    given = [chance for chance in chances if chance is not None]
    rest = np.maximum(100.0 - sum(given, np.zeros(())), 0.0)
    rows = np.stack(np.broadcast_arrays(*[rest if chance is None else chance for chance in chances]))
    total = rows.sum(axis=0)
    return np.where(total > 0, rows / np.where(total > 0, total, 1.0), 1.0 / len(types))


def _median(number: Number) -> Fill:
    return lambda fixed: fixed.get(number.path, median(number))


def _moment(number: Number, which: int) -> Fill:
    def fill(fixed: Mapping[str, float]) -> float:
        return ((fixed[number.path], 0.0) if number.path in fixed else moments(number))[which]

    return fill


def _prior(views: Mapping[str, OwnView], types: tuple[AgendaType, ...], which: int) -> Fill:
    def number(each: AgendaType) -> Number | None:
        return views[each.chance.path].value if each.chance and each.chance.path in views else each.chance

    def fill(fixed: Mapping[str, float]) -> float:
        own = [number(each) for each in types]
        chances = [None if number is None else np.asarray(_median(number)(fixed)) for number in own]
        return float(shares(types, chances)[which])

    return fill
