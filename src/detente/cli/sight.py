"""An actor's view beside the truth: what it does not see, what it believes of others, what it takes numbers for."""

from detente.cli import words
from detente.scenario.model import Number, Scenario, Variable
from detente.scenario.types import type_chances


def sight_of(scenario: Scenario, actor: str) -> list[tuple[str, str]]:
    """Write an actor's view as rows, what the file says in brackets; none for one that sees everything as it is."""
    rows = [("does not see", _unseen(variable, scenario)) for variable in unseen(scenario, actor)]
    secret = [f"{card}, a card of {' and '.join(owners)}" for card, owners in unseen_cards(scenario, actor).items()]
    rows += [("does not see", card) for card in secret]
    for other, chances in priors(scenario, actor).items():
        rows.append((f"believes of {other}", ", ".join(_believed(type, *both) for type, both in chances.items())))
    for view in scenario.views.get(actor, ()):
        rows.append(("takes", f"{view.target} for {taken(view.value)} (file {taken(scenario.numbers[view.target])})"))
    return rows


def sight_as_data(scenario: Scenario, actor: str) -> dict[str, object]:
    """Turn an actor's view into plain data."""
    return {
        "does_not_see": [variable.id for variable in unseen(scenario, actor)],
        "does_not_see_cards": list(unseen_cards(scenario, actor)),
        "believes": {
            other: {type: {"view": own, "file": true} for type, (own, true) in chances.items()}
            for other, chances in priors(scenario, actor).items()
        },
        "takes": [
            {"path": view.target, "view": words.ends(view.value), "file": words.ends(scenario.numbers[view.target])}
            for view in scenario.views.get(actor, ())
        ],
    }


def unseen(scenario: Scenario, actor: str) -> list[Variable]:
    """List the variables that an actor does not see: hidden ones, and formulas that read one."""
    from detente.scenario.do import surroundings_of

    names = surroundings_of(scenario).names
    return [variable for variable in scenario.variables.values() if not names.sees(actor, variable.id)]


def unseen_cards(scenario: Scenario, actor: str) -> dict[str, list[str]]:
    """List the invisible cards that an actor is not asked about, each with the other owners."""
    return {
        card.id: others
        for card in scenario.cards.values()
        if not card.visible and actor not in card.consent and (others := [owner for owner in card.by if owner != actor])
    }


def priors(scenario: Scenario, actor: str) -> dict[str, dict[str, tuple[float, float]]]:
    """Return how likely, in per cent, an actor takes each type of the others to be at the start; and the file."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for agenda in scenario.agendas.values():
        if agenda.types and agenda.id != actor:
            own, true = type_chances(agenda, scenario.views.get(actor, ())), type_chances(agenda)
            found[agenda.id] = {type: (own[type], true[type]) for type in true}
    return found


def taken(number: Number) -> str:
    """Write a number as a view has it, without what it rests on."""
    low, high = words.ends(number)
    signed = number.kind == "signed"
    text = words.plain(low, signed=signed) + (f" to {words.plain(high, signed=signed)}" if low != high else "")
    return text + (number.unit if number.unit.startswith("%") else f" {number.unit}".rstrip())


def _unseen(variable: Variable, scenario: Scenario) -> str:
    """Say how an actor goes by a variable that it does not see."""
    if variable.formula is not None:
        return f"{variable.id}: reads {variable.formula.text} at its estimates"
    signals = [signal.id for signal in scenario.signals.values() if signal.of == variable.id]
    return f"{variable.id}: has an estimate" + (f", and {', '.join(signals)}" if signals else "")


def _believed(type: str, own: float, true: float) -> str:
    """Write how likely an actor takes a type to be, and what the file says where that differs."""
    return f"{type} {own:.0f}%" + (f" (file {true:.0f}%)" if f"{own:.0f}" != f"{true:.0f}" else "")
