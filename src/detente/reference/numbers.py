"""Small sums over the numbers of a scenario: lookup, usual odds, discount, coin."""

from collections.abc import Iterable, Mapping

import numpy as np

from detente.scenario.model import Agenda, Card, Do, Number, Scenario

Numbers = Mapping[str, np.ndarray | float]
Move = tuple[str, str]
"""A card and one of its owners: what has timers, force and scale of its own."""


def middles(scenario: Scenario) -> dict[str, float]:
    """Give every number the middle of its interval; shape: a float by path, in the model's own unit.

    Every actor that has types is of the first of them.
    """
    typed = {type_path(agenda.id): 0.0 for agenda in scenario.agendas.values() if agenda.types}
    return {path: (number.low + number.high) / 2 for path, number in scenario.numbers.items()} | typed


def type_path(actor: str) -> str:
    """Say where `numbers` tell which type an actor starts as: 0, 1, ... in the order of ids."""
    return f"agendas.{actor}.type"


def with_numbers(scenario: Scenario, numbers: Numbers, do: Iterable[Do] | None) -> dict[str, np.ndarray | float]:
    """Put in place the numbers that a what-if changes (`number PATH is N`, `ACTOR is TYPE`)."""
    changed = {line.path: line.value for line in do or () if line.kind == "number"}
    for line in do or ():
        if line.kind == "type":
            types = [one.id for one in scenario.agendas[line.actor].types]
            changed[type_path(line.actor)] = float(types.index(line.type))
    return {**numbers, **changed}


def as_dtype(numbers: Numbers, dtype: np.dtype) -> dict[str, np.ndarray]:
    """Give every number the type of the state, so that a float32 month stays one."""
    return {path: np.asarray(value, dtype) for path, value in numbers.items()}


def number(numbers: Numbers, of: Number | None) -> np.ndarray:
    """Look up a number that the file must have given."""
    if of is None:
        raise ValueError("a number that this place needs is missing from the scenario")
    return np.asarray(numbers[of.path])


def moves(scenario: Scenario) -> list[Move]:
    """List every (card, owner), by card and then as the card names its owners."""
    return [(card.id, owner) for card in scenario.cards.values() for owner in card.by]


def asked_by(card: Card, owner: str) -> list[str]:
    """List whom `owner` asks before it plays the card: nobody is asked for its own play."""
    return [party for party in card.consent if party != owner]


def log_usual_odds(numbers: Numbers, usual: Number | None) -> np.ndarray | float:
    """Take the logarithm of q/(1 - q), q = 1 - exp(-rate/12); 0 where no rate is given."""
    if usual is None:
        return 0.0
    with np.errstate(divide="ignore"):  # a rate of 0 is a card never played: odds 0
        return np.log(np.expm1(numbers[usual.path] / 12))


def log_usual_yes(numbers: Numbers, usual_yes: Number | None) -> np.ndarray | float:
    """Take the log-odds of an answer yes when nothing is at stake; 0 (1 to 1) where none is given."""
    if usual_yes is None:
        return 0.0
    share = numbers[usual_yes.path] / 100
    with np.errstate(divide="ignore"):  # 0 % and 100 % are never and always
        return np.log(share) - np.log1p(-share)


def discount(numbers: Numbers, agenda: Agenda | None) -> np.ndarray | float:
    """Give the regard for next month against this: 2^(-1/patience), 0 without patience."""
    if agenda is None or agenda.patience is None:
        return 0.0
    return 2.0 ** (-1 / numbers[agenda.patience.path])


def point_months(value: np.ndarray | float, coin: str, discounting: np.ndarray | float) -> np.ndarray | float:
    """Turn an amount into point-months: a lasting point is worth 1/(1 - d) of them."""
    return value / (1 - discounting) if coin == "points" else value
