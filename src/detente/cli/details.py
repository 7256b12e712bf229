"""One element in full, as rows of a key of the file and its text; a function for each kind of element."""

from collections.abc import Callable

from detente.cli import words
from detente.cli.elements import Element, rules
from detente.cli.sight import sight_of, taken
from detente.scenario.model import (
    Actor,
    Agenda,
    Card,
    Claim,
    Effect,
    Grounds,
    Happening,
    Link,
    NamedNumber,
    OwnView,
    Payoff,
    Question,
    Scenario,
    Shock,
    Signal,
    Source,
    Together,
    Transition,
    Variable,
    WhatIf,
)

Rows = list[tuple[str, str]]


def details(scenario: Scenario, element: Element) -> Rows:
    """Write everything that the file says of an element, in the file's own keys; empty keys are left out."""
    content = element.content
    rows = _WRITERS[type(content)](content)
    if isinstance(content, Variable):
        rows.append(("moves", "\n".join(words.rule(rule) for rule in rules(scenario, content.id).values())))
        signals = [signal for signal in scenario.signals.values() if signal.of == content.id]
        rows.append(("signals", "\n".join(f"{each.id}, noise {words.spread(each.noise)}" for each in signals)))
    if isinstance(content, Actor):
        rows += sight_of(scenario, content.id)
    if isinstance(content, OwnView):
        rows += [("the file says", words.spread(scenario.numbers[content.target]))]
    if isinstance(content, Together):
        listed = [f"{words.tied(each)}: {words.spread(scenario.numbers[each.path])}" for each in content.numbers]
        rows.append(("numbers", "\n".join(listed)))
    grounds = getattr(content, "grounds", None)
    if grounds:
        rows += _grounds(scenario, grounds)
    for each in content.types if isinstance(content, Agenda) else ():
        rows += [(f"{key} of {each.id}", text) for key, text in _grounds(scenario, each.grounds)]
    return [(key, text) for key, text in rows if text]


def _source(source: Source) -> Rows:
    return list(source.fields.items())


def _actor(actor: Actor) -> Rows:
    return [
        ("name", actor.name),
        ("inside", actor.inside),
        ("while", actor.while_.text if actor.while_ else ""),
        ("since", actor.since),
    ]


def _agenda(agenda: Agenda) -> Rows:
    rows = [
        ("patience", words.patience(agenda) if agenda.patience or agenda.indifference else ""),
        ("indifference", words.amount(agenda.indifference) if agenda.indifference else ""),
        ("attention", words.chance(agenda.attention) if agenda.attention else ""),
        ("wants", "\n".join(words.wants(agenda))),
    ]
    for each in agenda.types:
        rows.append((f"type {each.id}", words.spread(each.chance) if each.chance else "the rest"))
        rows.append(("  wants", "\n".join(words.wants(each))))
        rows += [(f"  payoff {payoff.id}", _payoff(payoff)) for payoff in each.payoffs]
    rows += [(f"payoff {payoff.id}", _payoff(payoff)) for payoff in agenda.payoffs]
    for other, share in agenda.sides_with.items():
        rows.append(("sides_with", f"{other}: {words.spread(share)}"))
    return rows


def _payoff(payoff: Payoff) -> str:
    return f"{words.amount(payoff.worth, signed=True)} when {payoff.when.text}"


def _view(view: OwnView) -> Rows:
    return [("takes", view.target), ("for", taken(view.value))]


def _variable(variable: Variable) -> Rows:
    measure = variable.measure
    scale = f"{measure.unit}, {words.plain(measure.zero)} to {words.plain(measure.hundred)}" if measure else ""
    half_life = words.spread(variable.half_life) if variable.half_life else ""
    return [
        ("name", variable.name),
        ("zero", variable.zero),
        ("hundred", variable.hundred),
        ("measure", scale),
        ("formula", variable.formula.text if variable.formula else ""),
        ("levels", ", ".join(variable.levels)),
        ("now", words.stand(variable)),
        ("base", words.spread(variable.base) if variable.base and variable.base != variable.now else ""),
        ("half_life", "never: a stock" if variable.kind == "stock" else half_life),
        ("noise", words.spread(variable.noise) if variable.noise else ""),
        ("hidden", words.hiding(variable)),
    ]


def _transition(rule: Transition) -> Rows:
    return [
        ("when", rule.when.text),
        ("to", rule.to),
        ("chance", words.chance(rule.chance) if rule.chance else ""),
    ]


def _named_number(number: NamedNumber) -> Rows:
    return [("range", words.spread(number.value)), ("kind", number.value.kind)]


def _link(link: Link) -> Rows:
    return [
        ("strength", words.spread(link.strength, signed=True) if link.strength else ""),
        ("push", words.spread(link.push, signed=True) if link.push else ""),
        ("after", words.months(link.after) if link.after else ""),
        ("while", link.gate.text if link.gate else ""),
    ]


def _card(card: Card) -> Rows:
    rows = [
        ("name", card.name),
        ("by", ", ".join(card.by)),
        ("table", card.table),
        ("consent", ", ".join(card.consent)),
        ("when", card.when.text if card.when else ""),
        ("usual", words.rate(card.usual) if card.usual else "even odds with holding"),
        ("usual_yes", "\n".join(f"{party} {words.spread(yes)}" for party, yes in card.usual_yes.items())),
        ("once", "yes" if card.once else ""),
        ("pause", words.months(card.pause) if card.pause else ""),
        ("chance", words.chance(card.chance) if card.chance else ""),
        ("costs", "\n".join(f"{who} {words.amount(cost)}" for who, cost in card.costs.items())),
        ("scale", words.value(card.scale) if card.scale else ""),
    ]
    for stage in ("on_proposal", "if_refused", "effects", "if_failed", "while_in_force"):
        rows.append((stage, _lines(getattr(card, stage))))
    rows += [
        ("in force", words.lasting(card) if card.lasting else ""),
        ("at the start", "in force" if card.in_force else ""),
        ("concedes_to", ", ".join(card.concedes_to)),
        ("visible", "" if card.visible else "no: seen by its owner and those asked alone"),
    ]
    return rows


def _signal(signal: Signal) -> Rows:
    return [("name", signal.name), ("of", signal.of), ("noise", words.spread(signal.noise))]


def _shock(shock: Shock) -> Rows:
    return [
        ("name", shock.name),
        ("chance", words.chance(shock.chance)),
        ("when", shock.when.text if shock.when else ""),
        ("once", "yes" if shock.once else ""),
        ("effects", _lines(shock.effects)),
        ("ends", ", ".join(shock.ends)),
        ("becomes", "\n".join(f"{actor}: {type}" for actor, type in shock.becomes.items())),
    ]


def _happening(entry: Happening) -> Rows:
    reading = words.reading(entry) if entry.variable else ""
    return [
        ("in", entry.month),
        ("event", entry.event.text if entry.event else ""),
        ("reading", reading),
        ("source", entry.source),
    ]


def _question(question: Question) -> Rows:
    return [("ask", question.ask), ("yes_if", question.yes_if.text)]


def _whatif(whatif: WhatIf) -> Rows:
    return [("name", whatif.name), ("do", "\n".join(do.text for do in whatif.do))]


def _claim(claim: Claim) -> Rows:
    return [
        ("source", claim.source),
        ("role", claim.role),
        ("says", claim.says),
        ("holds_if", claim.holds_if.text if claim.holds_if else ""),
        ("would_fail_if", claim.would_fail_if or ""),
        ("question", claim.question or ""),
    ]


_WRITERS: dict[type, Callable[..., Rows]] = {
    Source: _source,
    Actor: _actor,
    Agenda: _agenda,
    Variable: _variable,
    Transition: _transition,
    NamedNumber: _named_number,
    Link: _link,
    Card: _card,
    OwnView: _view,
    Signal: _signal,
    Shock: _shock,
    Together: lambda joint: [],  # its numbers are the scenario's
    Happening: _happening,
    Question: _question,
    WhatIf: _whatif,
    Claim: _claim,
}


def _lines(effects: tuple[Effect, ...]) -> str:
    return "\n".join(words.effect(effect) for effect in effects)


def _grounds(scenario: Scenario, grounds: Grounds) -> Rows:
    """Write the claims behind an element in their own words, and where its sizes come from."""
    rows = []
    for id in grounds.why:
        claim = scenario.claims.get(id)
        rows.append(("why", f"{id}: {claim.says} ({claim.source})" if claim else id))
    rows += [("data", id) for id in grounds.data]
    return rows
