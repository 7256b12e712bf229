"""Who sees what, by name: ways of seeing that actors share, who believes what, which numbers observers go by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from detente import expressions
from detente.expressions import tree
from detente.scenario.model import Agenda, Effect, Formula, Number, OwnView, Scenario, Value, Variable

_STAGES = ("on_proposal", "if_refused", "effects", "if_failed", "while_in_force")


@dataclass(frozen=True)
class Sight:
    """One way of seeing: what is hidden from `actors`, which moves (card, owner) they do not see, their own numbers.

    `views` are by path of the number that they replace. A sight is called after its first actor; the public's
    may have none.
    """

    actors: tuple[str, ...]
    hidden: tuple[str, ...]
    unseen: frozenset[tuple[str, str]]
    views: Mapping[str, OwnView]

    @property
    def name(self) -> str:
        """What the rows of its numbers are called after."""
        return self.actors[0] if self.actors else "(public)"

    def number(self, number: Number) -> Number:
        """Return what stands for a number of the file: the actors' own value, or the number itself."""
        return self.views[number.path].value if number.path in self.views else number


def sights(scenario: Scenario) -> tuple[Sight, ...]:
    """Group actors that see the same; an actor with views of its own stands alone.

    Not with a view of how likely a type is: it tells in the belief that it begins with, and in nothing that it sees.
    """
    groups: dict[object, Sight] = {}
    for actor in scenario.actors:
        hidden = tuple(sorted(v.id for v in scenario.variables.values() if v.hidden and actor not in v.seen_by))
        unseen = frozenset(
            (card.id, owner)
            for card in scenario.cards.values()
            if not card.visible
            for owner in card.by
            if actor != owner and actor not in card.consent
        )
        chances = {number.path for agenda in scenario.agendas.values() for number in _chances(agenda)}
        views = {view.target: view for view in scenario.views.get(actor, ()) if view.target not in chances}
        key = actor if views else (hidden, unseen)
        others = groups[key].actors if key in groups else ()
        groups[key] = Sight((*others, actor), hidden, unseen, views)
    return tuple(groups.values())


def public_sight(scenario: Scenario) -> Sight:
    """Return what is public: everything is hidden that is hidden from anybody, and nobody has views of its own."""
    hidden = tuple(sorted(v.id for v in scenario.variables.values() if v.hidden))
    unseen = frozenset((card.id, owner) for card in scenario.cards.values() if not card.visible for owner in card.by)
    return Sight((), hidden, unseen, {})


def all_sights(scenario: Scenario) -> tuple[tuple[Sight, ...], int]:
    """Return every way of seeing, and which of them is the public's: last, if no actor has it."""
    seen, public = sights(scenario), public_sight(scenario)
    for k, sight in enumerate(seen):
        if (sight.hidden, sight.unseen, dict(sight.views)) == (public.hidden, public.unseen, {}):
            return seen, k
    return (*seen, public), len(seen)


def _chances(agenda: Agenda) -> Iterator[Number]:
    return (each.chance for each in agenda.types if each.chance is not None)


def is_plain(scenario: Scenario) -> bool:
    """Tell whether everybody sees everything and is of one type: no numbers of our own are needed then."""
    typed = any(agenda.types for agenda in scenario.agendas.values())
    seen = sights(scenario)
    return len(seen) == 1 and not typed and not (seen[0].hidden or seen[0].unseen or seen[0].views)


def type_ids(scenario: Scenario, actor: str) -> tuple[str, ...]:
    """Return the types that an actor may be, in order; none for an actor of one mind."""
    agenda = scenario.agendas.get(actor)
    return tuple(each.id for each in agenda.types) if agenda else ()


def beliefs(scenario: Scenario) -> tuple[tuple[str, str, str], ...]:
    """List who believes what: (actor, other, type) for everybody that acts, answers or is named in a belief."""
    typed = [actor for actor in scenario.actors if type_ids(scenario, actor)]
    if not typed:
        return ()
    believing = {owner for card in scenario.cards.values() for owner in card.by}
    believing |= {party for card in scenario.cards.values() for party in card.consent if set(card.by) - {party}}
    for part in _parts(scenario):
        if isinstance(part, Formula):
            believing |= {node.actor for node in expressions.walk(part.tree) if isinstance(node, tree.Belief)}
        elif isinstance(part, Effect) and part.belief is not None:
            believing.add(part.belief.actor)
    return tuple(
        (actor, other, each)
        for actor in scenario.actors
        if actor in believing
        for other in typed
        if other != actor
        for each in type_ids(scenario, other)
    )


def gone_by(scenario: Scenario, sight: Sight) -> tuple[str, ...]:
    """List the numbers that observers go by: to follow what is hidden from them, and to weigh what others do.

    What they follow needs its own numbers, the effects and links that move it, and what these read.
    """
    needs = _Needs(scenario)
    for name in sight.hidden:
        needs.resting(scenario.variables[name])
        needs.value(scenario.variables[name].half_life)
        needs.value(scenario.variables[name].noise)
    for card in scenario.cards.values():
        moved = [e for stage in _STAGES for e in getattr(card, stage) if e.variable in sight.hidden]
        for effect in moved:
            needs.value(effect.size)
        if moved:
            needs.value(card.scale)
    for shock in scenario.shocks.values():
        for effect in shock.effects:
            if effect.variable in sight.hidden:
                needs.value(effect.size)
    for link in scenario.links.values():
        if link.target in sight.hidden:
            for value in (link.strength, link.push, link.gate):
                needs.value(value)
            needs.name(link.source)
            needs.resting(scenario.variables[link.source])
    for signal in scenario.signals.values():
        if signal.of in sight.hidden:
            needs.value(signal.noise)
    for card in scenario.cards.values():
        if any(type_ids(scenario, owner) for owner in card.by):
            needs.value(card.usual)
        for party, number in card.usual_yes.items():
            if type_ids(scenario, party):
                needs.value(number)
    return tuple(sorted(needs.paths))


class _Needs:
    """Collects paths of numbers, through formulas and what these read."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.paths: set[str] = set()
        self.read: set[str] = set()

    def value(self, value: Value | None) -> None:
        if isinstance(value, Number):
            self.paths.add(value.path)
        elif value is not None:
            for name in _names(value.tree):
                self.name(name)

    def name(self, name: str) -> None:
        if name in self.read:
            return
        self.read.add(name)
        if name in self.scenario.variables:
            self.value(self.scenario.variables[name].formula)
        elif name in self.scenario.numbers:
            self.paths.add(name)
        elif f"numbers.{name}" in self.scenario.numbers:
            self.paths.add(f"numbers.{name}")

    def resting(self, variable: Variable) -> None:
        """Note where a variable rests; of a formula, where its inputs do."""
        if variable.formula is None:
            self.value(variable.base if variable.base is not None else variable.now)
            return
        self.value(variable.formula)
        for name in _names(variable.formula.tree):
            if name in self.scenario.variables:
                self.resting(self.scenario.variables[name])


def _names(node: tree.Node) -> Iterator[str]:
    return (leaf.id for leaf in expressions.walk(node) if isinstance(leaf, tree.Name))


def _parts(part: object) -> Iterator[object]:
    """Go through everything inside a scenario, expressions as wholes."""
    if isinstance(part, Mapping):
        for value in part.values():
            yield from _parts(value)
    elif isinstance(part, tuple | list):
        for value in part:
            yield from _parts(value)
    elif is_dataclass(part):
        yield part
        if not isinstance(part, Formula | Number):
            for each in fields(part):
                yield from _parts(getattr(part, each.name))
