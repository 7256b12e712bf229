"""Whether a scenario is finite: what play reads of it, why its states have no end, and how few they surely are."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente import expressions
from detente.expressions import tree
from detente.foundation.errors import Place
from detente.scenario.model import Formula, Scenario, Value

# Reasons name this many culprits and count the rest.
_NAMED = 4
# What play that reads one of these depends on besides levels: what was done before, or the date.
_REMEMBERED = (tree.Outcome, tree.MovedWithin, tree.Lasting, tree.Times, tree.Dated, tree.Calendar)


@dataclass(frozen=True, slots=True)
class Endless:
    """One reason why the states of a scenario have no end.

    `why` says it in full and `brief` in a few words; `place` is that of the first element in the file that makes it
    so, and `remedy` what would make it finite.
    """

    why: str
    brief: str
    remedy: str
    place: Place | None = None


def endless(scenario: Scenario, *, fixed: Mapping[str, float] | None = None) -> list[Endless]:
    """List the reasons why the scenario has no finite number of states; none says that it has.

    Finite are levels, formulas of them, timers, shocks that are spent, and counts that are compared with numbers only;
    dates add a clock. What questions remember does not count: nobody's play depends on it. A game in which somebody
    knows what others do not is not finite: what they believe can take any value.
    `fixed` are numbers by path that stand in place of those of the file.
    """
    fixed = fixed or {}
    reasons = [_moving(scenario), _ranges(scenario, fixed), _trend(scenario), _count(scenario, fixed)]
    reasons += _private(scenario)
    if not scenario.cards:
        reasons.append(
            Endless(
                "nobody has a card to play: there is nothing to decide",
                "nobody has a card to play",
                "give an actor a card",
            )
        )
    return [reason for reason in reasons if reason is not None]


def most_states(scenario: Scenario) -> int | None:
    """Say how many states a finite scenario has at most, where that is plain; None where timers or memories add some.

    Asks that `endless` finds nothing.
    """
    cards, shocks = scenario.cards.values(), scenario.shocks.values()
    timed = any(card.once or card.pause or card.lasting or card.consent for card in cards)
    if timed or any(shock.once for shock in shocks):
        return None
    if any(isinstance(node, _REMEMBERED) for top in trees_of_play(scenario) for node in expressions.walk(top)):
        return None
    return math.prod(len(variable.levels) for variable in scenario.variables.values() if variable.levels)


# ---------------------------------------------------------------- what play reads


def trees_of_play(scenario: Scenario) -> list[tree.Node]:
    """List every expression that play depends on: not those of questions, yardsticks and scales.

    Nothing is left to scale where no variable has room for effects.
    """
    return [formula.tree for formula in _formulas_of_play(scenario)]


def _formulas_of_play(scenario: Scenario) -> list[Formula]:
    """List what cards, rules, shocks, links and payoffs say, and the formulas of variables that they or wants name."""
    found = [value for value in _written(scenario) if isinstance(value, Formula)]
    agendas = [part for agenda in scenario.agendas.values() for part in (agenda, *agenda.types)]
    wanted = {want.variable for agenda in agendas for want in agenda.wants}
    rest = {v.id: v.formula for v in scenario.variables.values() if v.formula is not None}
    while needed := [name for name in rest if name in wanted or any(_names(formula, name) for formula in found)]:
        found += [rest.pop(name) for name in needed]
    return found


def _written(scenario: Scenario) -> Iterator[Value | None]:
    for actor in scenario.actors.values():
        yield actor.while_
    for card in scenario.cards.values():
        yield from (card.when, card.chance, card.ends_when, *(amount.value for amount in card.costs.values()))
    for rules in scenario.transitions.values():
        for rule in rules:
            yield from (rule.when, rule.chance)
    for shock in scenario.shocks.values():
        yield from (shock.when, shock.chance)
    for link in scenario.links.values():
        yield link.gate
    for agenda in scenario.agendas.values():
        yield agenda.attention
        for payoff in (*agenda.payoffs, *(payoff for each in agenda.types for payoff in each.payoffs)):
            yield from (payoff.when, payoff.worth.value)


def _names(formula: Formula, name: str) -> bool:
    return any(isinstance(node, tree.Name) and node.id == name for node in expressions.walk(formula.tree))


# ---------------------------------------------------------------- the reasons


def _moving(scenario: Scenario) -> Endless | None:
    """Find variables between 0 and 100."""
    moving = [v for v in scenario.variables.values() if v.kind not in ("levels", "formula")]
    if not moving:
        return None
    moving.sort(key=lambda variable: _order(variable.place))
    names = [variable.id for variable in moving]
    return Endless(
        f"{_list(names)} {_is(names)} not of levels: between 0 and 100 there is no end of values",
        f"{_count_of(names, 'variable')} without levels",
        f"give {'it' if len(names) == 1 else 'every variable'} `levels:` or a `formula:`",
        moving[0].place,
    )


def _ranges(scenario: Scenario, fixed: Mapping[str, float]) -> Endless | None:
    """Find numbers that are drawn anew for each world."""
    ranges = [n for path, n in scenario.numbers.items() if n.low < n.high and path not in fixed]
    if not ranges:
        return None
    ranges.sort(key=lambda number: _order(number.place))
    paths = [number.path for number in ranges]
    return Endless(
        f"{_list(paths)} {_is(paths)} given as a range: an exact game has one value for each number",
        _count_of(paths, "range"),
        f"write one value for {'it' if len(paths) == 1 else 'every number'}",
        ranges[0].place,
    )


def _trend(scenario: Scenario) -> Endless | None:
    """Find the first trend that play reads."""
    for formula in _formulas_of_play(scenario):
        for node in expressions.walk(formula.tree):
            if isinstance(node, tree.Trend):
                told = f"trend({node.variable}) is read"
                remedy = f"read `{node.variable}` instead of its trend"
                return Endless(f"{told}: a trend can take any value", f"trend({node.variable})", remedy, formula.place)
    return None


def _count(scenario: Scenario, fixed: Mapping[str, float]) -> Endless | None:
    """Find the first count of plays that is more than compared with a number."""
    numbers = {path: number.low for path, number in scenario.numbers.items()} | dict(fixed)
    for formula in _formulas_of_play(scenario):
        for node in expressions.walk(formula.tree):
            if isinstance(node, tree.Times) and count_cap(scenario, node.card, numbers) is None:
                return Endless(
                    f"times({node.card}) is more than compared with a number: it can grow without end, as the "
                    "states do",
                    f"times({node.card}) without end",
                    f"compare it with numbers only, as in `times({node.card}) above 2`",
                    formula.place,
                )
    return None


def _private(scenario: Scenario) -> Iterator[Endless]:
    """Find what some know and others do not: types, hidden variables, invisible cards, and views of one's own."""
    typed = [agenda for agenda in scenario.agendas.values() if agenda.types]
    hidden = [variable for variable in scenario.variables.values() if variable.hidden]
    secret = [card for card in scenario.cards.values() if not card.visible]
    if typed:
        names = [agenda.id for agenda in typed]
        why = f"{_list(names)} {_has(names)} types: what others believe of {_them(names)} can take any value"
        yield Endless(why, f"types of {_list(names)}", "give every actor one agenda", typed[0].types[0].place)
    if hidden:
        names = [variable.id for variable in hidden]
        why = f"{_list(names)} {_is(names)} hidden: an estimate of {_them(names)} can take any value"
        yield Endless(why, _count_of(names, "hidden variable"), "hide no variable", hidden[0].place)
    if secret:
        names = [card.id for card in secret]
        why = f"{_list(names)} {_is(names)} invisible: in an exact game everybody sees every move"
        yield Endless(why, _count_of(names, "invisible card"), "let every card be visible", secret[0].place)
    if viewers := [actor for actor, views in scenario.views.items() if views]:
        why = f"{_list(viewers)} {_has(viewers)} views of {_their(viewers)} own: in an exact game all numbers are known"
        remedy = "leave `views:` out"
        yield Endless(why, f"views of {_list(viewers)}", remedy, scenario.views[viewers[0]][0].place)


def _order(place: Place | None) -> tuple[int, int]:
    return (place.line, place.column) if place else (0, 0)


def _list(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    shown = names if more <= 0 else names[:_NAMED]
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _has(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _them(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _their(names: Sequence[str]) -> str:
    return "its" if len(names) == 1 else "their"


def _count_of(names: Sequence[str], noun: str) -> str:
    return f"{len(names)} {noun}{'' if len(names) == 1 else 's'}"


# ---------------------------------------------------------------- how far plays are counted


def count_cap(scenario: Scenario, card: str, numbers: Mapping[str, float]) -> int | None:
    """Find how far plays of a card have to be counted; None if without end.

    `numbers` are those of the file by path, each one value.
    """
    at_most = len(scenario.cards[card].by) if scenario.cards[card].once else None
    compared, uses = [], 0
    for top in trees_of_play(scenario):
        uses += Counter(node.card for node in expressions.walk(top) if isinstance(node, tree.Times))[card]
        for node in expressions.walk(top):
            if isinstance(node, tree.Comparison):
                compared += _turns(scenario, numbers, node, tree.Times(card))
    if uses != len(compared):
        return at_most
    needed = max(compared, default=0)
    return needed if at_most is None else min(needed, at_most)


def _turns(scenario: Scenario, numbers: Mapping[str, float], node: tree.Comparison, count: tree.Times) -> list[int]:
    """Find the first whole number from which a comparison of `count` with a number says the same for all above it."""
    found = []
    for one, other, early in (
        (node.left, node.right, ("at least", "below")),
        (node.right, node.left, ("at most", "above")),
    ):
        number = _fixed(scenario, numbers, other)
        if one == count and number is not None:
            turn = math.ceil(number) if node.operator in early else math.floor(number + expressions.IS_TOLERANCE) + 1
            found.append(max(turn, 0))
    return found


def _fixed(scenario: Scenario, numbers: Mapping[str, float], node: tree.Node) -> float | None:
    """Read a number that is the same in every state: written out, or named."""
    match node:
        case tree.Literal(value):
            return value
        case tree.Negative(inner):
            value = _fixed(scenario, numbers, inner)
            return None if value is None else -value
        case tree.Name(name) if name in scenario.named_numbers:
            return numbers[scenario.named_numbers[name].value.path]
    return None
