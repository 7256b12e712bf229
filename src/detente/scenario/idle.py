"""Doubts about what actors know: what is hidden, believed or noticed, and makes no difference."""

from collections.abc import Iterator, Sequence

from detente.expressions import tree, walk
from detente.foundation.errors import Fault
from detente.scenario import model
from detente.scenario.types import type_chances


def idle_minds(scenario: model.Scenario, formulas: Sequence[model.Formula]) -> Iterator[Fault]:
    """Find types, secrets, signals, views and factions that change nothing; `formulas` are all of the scenario."""
    for agenda in scenario.agendas.values():
        yield from _types(agenda, scenario)
    yield from _becoming(scenario)
    yield from _hidden(scenario)
    yield from _views(scenario)
    yield from _choosing(scenario, formulas)
    yield from _cards(scenario, formulas)


# ---------------------------------------------------------------- types


def _types(agenda: model.Agenda, scenario: model.Scenario) -> Iterator[Fault]:
    """Find types that play the same, and types that nobody is or believes in."""
    first: dict[object, str] = {}
    for each in agenda.types:
        other = first.setdefault(_follows(each), each.id)
        if other != each.id:
            yield Fault(
                "D201",
                f"`{each.id}` wants what `{other}` wants: nobody can tell them apart",
                each.place,
                "let them want different things, or leave one out",
            )
    likely = [type_chances(agenda, views) for views in ((), *scenario.views.values())]
    becoming = {shock.becomes.get(agenda.id) for shock in scenario.shocks.values()}
    for each in agenda.types:
        if each.id not in becoming and all(chances[each.id] <= 0 for chances in likely):
            path = f"agendas.{agenda.id}.types.{each.id}.chance"
            stated = each.chance is not None
            yield Fault(
                "D202",
                f"`{agenda.id}` is never `{each.id}`, and nobody believes that it is",
                each.place,
                f"say under `views:` who does: `- {{{path}: 20%, why: ...}}`" if stated else "leave it a chance",
            )


def _becoming(scenario: model.Scenario) -> Iterator[Fault]:
    """Find shocks that make an actor what another rules out from the start, and so for good."""
    choosing = _choosers(scenario)
    for shock in scenario.shocks.values():
        for actor, type in shock.becomes.items():
            blind = [
                other
                for other in scenario.actors
                if other != actor
                and other in choosing
                and type_chances(scenario.agendas[actor], scenario.views.get(other, ()))[type] <= 0
            ]
            if blind:
                yield Fault(
                    "D211",
                    f"`{blind[0]}` rules out that `{actor}` is `{type}`, and goes on doing so after this shock",
                    shock.place,
                    f"let it be possible from the start: `chance: 1%` for `{type}`",
                )


def _choosers(scenario: model.Scenario) -> set[str]:
    """List the actors that hold a card or are asked."""
    return {actor for card in scenario.cards.values() for actor in (*card.by, *card.consent)}


def _follows(each: model.AgendaType) -> object:
    """Return what a type goes by, to compare it with another."""
    wants = tuple((want.variable, *_ends(want.weight)) for want in each.wants)
    payoffs = [(payoff.when.tree, payoff.worth.coin, *_ends(payoff.worth.value)) for payoff in each.payoffs]
    return wants, tuple(sorted(payoffs, key=repr))


def _ends(value: model.Value) -> tuple[object, ...]:
    return (value.low, value.high) if isinstance(value, model.Number) else (value.tree,)


# ---------------------------------------------------------------- hidden variables, views


def _hidden(scenario: model.Scenario) -> Iterator[Fault]:
    """Find hidden variables that nobody hears of, or that everybody sees, and signals of those."""
    told = {signal.of for signal in scenario.signals.values()}
    shown = {v.id for v in scenario.variables.values() if v.hidden and set(scenario.actors) <= set(v.seen_by)}
    for variable in scenario.variables.values():
        if variable.id in shown:
            message = f"every actor sees `{variable.id}`: it is hidden from nobody"
            yield Fault("D204", message, variable.place, "remove `hidden:` and `seen_by:`, or leave an actor out")
        elif variable.hidden and not variable.seen_by and variable.id not in told:
            yield Fault(
                "D203",
                f"nobody sees `{variable.id}`, and no signal tells of it",
                variable.place,
                f"write a signal: `traffic: {{of: {variable.id}, noise: 10, why: ...}}`; or `seen_by:`",
            )
    for signal in scenario.signals.values():
        if signal.of in shown:
            message = f"every actor sees `{signal.of}` itself: `{signal.id}` tells nobody anything"
            yield Fault("D204", message, signal.place, f"remove the signal, or hide `{signal.of}` from somebody")


def _views(scenario: model.Scenario) -> Iterator[Fault]:
    """Find views that say what the file says."""
    for views in scenario.views.values():
        for view in views:
            number = scenario.numbers[view.target]
            if (number.low, number.high) == (view.value.low, view.value.high):
                message = "the file says the same, so this view changes nothing"
                yield Fault("D205", message, view.place, "leave it out, or write the actor's own value")


# ---------------------------------------------------------------- who chooses


def _choosing(scenario: model.Scenario, formulas: Sequence[model.Formula]) -> Iterator[Fault]:
    """Find views, attention and factions of actors that never choose, and attention to nobody."""
    choosing = _choosers(scenario)
    read = {
        part.actor
        for formula in formulas
        for part in walk(formula.tree)
        if isinstance(part, tree.Belief | tree.Estimate)
    }
    for actor, views in scenario.views.items():
        if views and actor not in choosing | read:
            message = f"`{actor}` holds no card and is not asked: what it takes for true makes no difference"
            yield Fault("D206", message, views[0].place, "give it a card, or leave its views out")
    typed = {agenda.id for agenda in scenario.agendas.values() if agenda.types}
    for agenda in scenario.agendas.values():
        if agenda.types and agenda.id not in choosing:
            message = f"`{agenda.id}` holds no card and is not asked: of which type it is changes nothing that is done"
            yield Fault("D206", message, agenda.types[0].place, "give it a card, or put its wants into the agenda")
        if agenda.attention is None:
            continue
        if not typed - {agenda.id}:
            message = "no other actor has types, so there is nothing to learn of them"
            yield Fault("D206", message, agenda.attention.place, "leave `attention:` out, or give another actor types")
        elif agenda.id not in choosing | read:
            message = f"`{agenda.id}` holds no card and is not asked: what it notices makes no difference"
            yield Fault("D206", message, agenda.attention.place, "give it a card, or leave `attention:` out")
    for actor in scenario.actors.values():
        if actor.inside and actor.id not in choosing:
            message = f"the faction `{actor.id}` holds no card and is not asked"
            yield Fault("D208", message, actor.place, f"name it under `by:` or `consent:` of a card: `[{actor.id}]`")


# ---------------------------------------------------------------- invisible cards


def _cards(scenario: model.Scenario, formulas: Sequence[model.Formula]) -> Iterator[Fault]:
    """Find invisible cards that hide nothing, and conditions on what their readers do not see."""
    read = {card for formula in formulas for card in _cards_in(formula)}
    ended = {card for shock in scenario.shocks.values() for card in shock.ends}
    for card in scenario.cards.values():
        if not card.visible and all(set(scenario.actors) <= {owner, *card.consent} for owner in card.by):
            message = f"every actor holds `{card.id}` or is asked: it is hidden from nobody"
            yield Fault("D207", message, card.place, "remove `visible: no`")
        elif not (card.visible or _does_something(card) or card.id in read | ended):
            message = f"`{card.id}` does nothing, and nobody sees it"
            yield Fault("D207", message, card.place, "write what it does: `effects: {tension: -3}`")
        yield from _unseen(card, scenario)


def _does_something(card: model.Card) -> bool:
    return bool(card.on_proposal or card.if_refused or card.effects or card.if_failed or card.while_in_force)


def _unseen(card: model.Card, scenario: model.Scenario) -> Iterator[Fault]:
    """Find invisible cards that `when` of a card reads and an owner does not see."""
    for other in sorted(_cards_in(card.when)) if card.when is not None else ():
        read = scenario.cards[other]
        blind = [owner for owner in card.by if owner not in (*read.by, *read.consent)]
        if not read.visible and blind and card.when is not None:
            yield Fault(
                "D209",
                f"`{blind[0]}` does not see `{other}`: in its eyes it is never played",
                card.when.place,
                "read something that it sees: what the card moves, or a signal of it",
            )


def _cards_in(formula: model.Formula) -> set[str]:
    """List the cards whose play an expression reads."""
    reading = (tree.Moves, tree.Outcome, tree.InForce, tree.Times, tree.MovedWithin)
    return {part.card for part in walk(formula.tree) if isinstance(part, reading)}
