"""Types of an actor: two or more, chances that add up, and wants that are theirs instead of the actor's."""

from detente.expressions import RESERVED
from detente.scenario import schema
from detente.scenario.checks.agendas import wants_of_hundred_points
from detente.scenario.elements import Draft
from detente.scenario.fields import Written
from detente.scenario.model import Scenario
from detente.scenario.nodes import Key
from detente.scenario.quantities import Quantity
from detente.scenario.report import Report, Teller
from detente.scenario.viewing import TOLERANCE


def types_that_add_up(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse a single type, wants beside types, chances that do not add up, and types that want nothing."""
    for key, agenda in draft.sections.get("agendas", {}).items():
        types = {id: given for id, given in agenda.types.items() if given is not None}
        if not types:
            continue
        tell = report.about(f"agendas.{key}")
        whole = not tell.spoiled
        if agenda.wants:
            tell(
                "E801",
                f"`{key}` has types, and what it wants is what its type wants",
                next(iter(agenda.wants)).place,
                "write these wants in each type",
            )
        _names(types, tell)
        if not whole:
            continue
        if len(types) < 2:
            one = next(iter(types))
            remedy = "write a second type, or put what it wants into the agenda itself"
            tell("E802", f"`{key}` has one type only, `{one}`: there is nothing to tell it from", one.place, remedy)
        else:
            _chances(key, types, tell)
        for id, given in types.items():
            _content(id, given, agenda, tell)


def _names(types: dict[Key, schema.AgendaType], tell: Teller) -> None:
    for id in types:
        if id in RESERVED:
            remedy = f"choose another name, such as `{id}_1`"
            tell("E212", f"`{id}` is a word of the language", id.place, remedy)


def _chances(key: Key, types: dict[Key, schema.AgendaType], tell: Teller) -> None:
    """Refuse two types that are the rest, and chances that leave nothing to it or do not add up without it."""
    chances: list[Written[Quantity]] = [given.chance for given in types.values() if given.chance is not None]
    rest = [chance for chance in chances if chance.value.word == "the rest"]
    if len(rest) > 1:
        tell("E803", "only one type can be the rest", rest[1].place, "write its chance: `chance: 30%`")
        return
    stated = [chance for chance in chances if chance not in rest]
    total = sum((chance.value.low + chance.value.high) / 2 for chance in stated)
    if total > 100 + TOLERANCE:
        message = f"the chances of the types of `{key}` add up to {total:g}%"
        tell("E803", message, stated[-1].place, f"take {total - 100:g}% away")
    elif not rest and total < 100 - TOLERANCE:
        message = f"the chances of the types of `{key}` add up to {total:g}%, not to 100%"
        remedy = f"give out {100 - total:g}% more, or write `chance: the rest` for one of them"
        tell("E803", message, stated[-1].place, remedy)


def _content(id: Key, given: schema.AgendaType, agenda: schema.Agenda, tell: Teller) -> None:
    """Refuse a type that wants nothing, weights that do not add up, and a payoff that would pay twice."""
    if not (given.wants or given.payoffs or agenda.payoffs or agenda.sides_with):
        tell("E614", f"`{id}` wants nothing", id.place, "write `wants: {economy: +60, control: +40}`, or `payoffs:`")
    wants_of_hundred_points(id, given.wants, tell)
    for payoff in given.payoffs:
        first = next((other for other in agenda.payoffs if other == payoff), None)
        if first is not None:
            tell(
                "E203",
                f"`{payoff}` stands twice: the payoff on line {first.place.line} counts for every type",
                payoff.place,
                "keep one of the two, or give this one a name of its own",
            )
