"""One function for each kind of element: from its model of the schema to its part of the Scenario."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from detente.expressions import tree
from detente.foundation.errors import Place
from detente.scenario import model, quantities, schema
from detente.scenario.fields import Written
from detente.scenario.nodes import Key
from detente.scenario.numbers import read_named
from detente.scenario.quantities import Quantity
from detente.scenario.report import Misread, Teller
from detente.scenario.site import Site
from detente.scenario.standing import FORMULA, MONTH, QUESTION, TEST, TRANSITION, WHEN, read_by
from detente.scenario.types import no_type

T = TypeVar("T")


def prose(written: Written[str] | None, otherwise: str = "") -> str:
    """Return the text of a field, or what stands for it."""
    return written.value if written is not None else str(otherwise)


def _plain(written: Written[T] | None) -> T | None:
    return written.value if written is not None else None


def source(key: Key, fields: dict[Key, Written[str] | None], site: Site) -> model.Source:
    """Build a source."""
    return model.Source(str(key), {str(name): prose(text) for name, text in sorted(fields.items())}, key.place)


def actor(key: Key, written: schema.Actor, site: Site) -> model.Actor:
    """Build an actor."""
    around = written.inside
    within = around is not None and site.known(around.value, around.place, "actor")
    return model.Actor(
        id=str(key),
        name=prose(written.name, key),
        place=key.place,
        inside=around.value if around is not None and within else "",
        while_=site.condition(written.while_, "while", WHEN),
        since=written.since.value if written.since is not None else "",
    )


def agenda(key: Key, written: schema.Agenda, site: Site) -> model.Agenda:
    """Build an agenda."""
    site.known(key, key.place, "actor")
    patience = written.patience
    sides = {
        str(other): site.number(size, f"sides_with.{other}", "share", unit="%")
        for other, size in sorted(written.sides_with.items())
        if site.known(other, other.place, "actor")
    }
    return model.Agenda(
        id=str(key),
        wants=_wants(written.wants, site),
        payoffs=_payoffs(written.payoffs, site),
        patience=None if patience and patience.value.word == "none" else site.number(patience, "patience", "positive"),
        indifference=site.amount(written.indifference, "indifference", "positive"),
        sides_with=sides,
        grounds=site.grounds(written.why, written.data),
        place=key.place,
        types=_types(written.types, site),
        attention=site.value(written.attention, "attention", "share", unit="%", where=read_by(FORMULA, key)),
    )


def _types(written: Mapping[Key, schema.AgendaType | None], site: Site) -> tuple[model.AgendaType, ...]:
    built: list[model.AgendaType] = []
    for key, given in sorted(written.items()):
        if given is None:  # something else than a type stands there, and was told
            continue
        inner = Site(f"{site.path}.types.{key}", site.tell, site.around)
        rest = given.chance is not None and given.chance.value.word == "the rest"
        built.append(
            model.AgendaType(
                id=str(key),
                chance=None if rest else inner.number(given.chance, "chance", "share", unit="%"),
                wants=_wants(given.wants, inner),
                payoffs=_payoffs(given.payoffs, inner),
                grounds=inner.grounds(given.why, given.data),
                place=key.place,
            )
        )
    return tuple(built)


def yardstick(key: Key, written: schema.Yardstick, site: Site) -> model.Agenda:
    """Build a yardstick."""
    return model.Agenda(
        id=str(key),
        wants=_wants(written.wants, site),
        payoffs=_payoffs(written.payoffs, site),
        grounds=site.grounds(written.why, written.data),
        place=key.place,
    )


def _wants(written: dict[Key, Written[Quantity] | None], site: Site) -> tuple[model.Want, ...]:
    return tuple(
        model.Want(str(key), site.number(size, f"wants.{key}", "signed", unit="points"))
        for key, size in sorted(written.items())
        if site.known(key, key.place, "variable")
    )


def _payoffs(written: Mapping[Key, schema.Payoff | None], site: Site) -> tuple[model.Payoff, ...]:
    built: list[model.Payoff] = []
    for key, payoff in sorted(written.items()):
        if payoff is None:  # something else than a payoff stands there, and was told
            continue
        when = site.condition(payoff.when, f"payoffs.{key}.when", MONTH)
        worth = site.amount(payoff.worth, f"payoffs.{key}.worth", "signed")
        if when is not None:
            built.append(model.Payoff(str(key), when, worth, site.grounds(payoff.why, payoff.data)))
    return tuple(built)


def measure(written: schema.Variable, tell: Teller) -> model.Measure | None:
    """Build the measure of a variable; None where there is none or it cannot be read."""
    given = written.measure
    if given is None or not (given.unit and given.zero and given.hundred):
        return None
    zero, hundred = given.zero.value.low, given.hundred.value.low
    if zero == hundred:
        tell(
            "E315",
            "`zero` and `hundred` of a measure are the same",
            given.hundred.place,
            "write two different numbers",
        )
        return None
    for end in (given.zero, given.hundred):
        if end.value.unit not in ("", given.unit.value):
            tell(
                "E308",
                f"`{end.value.unit}` cannot stand here",
                end.place,
                f"write the number only: it is in {given.unit.value}",
            )
    return model.Measure(given.unit.value, zero, hundred)


def variable(key: Key, written: schema.Variable, site: Site) -> model.Variable:
    """Build a variable."""
    half_life = written.half_life
    stock = half_life is not None and half_life.value.word == "never"
    levels = site.around.names.levels.get(key)
    kind = (
        "levels"
        if levels is not None
        else "formula"
        if written.formula is not None
        else "stock"
        if stock
        else "ordinary"
    )
    return model.Variable(
        id=str(key),
        kind=kind,
        name=prose(written.name, key),
        zero=prose(written.zero),
        hundred=prose(written.hundred),
        measure=site.around.measures.get(key),
        now=site.stand(written.now, "now", key, quantities.level),
        base=site.measured(written.base, "base", "share", variable=key, difference=False),
        half_life=None if stock else site.optional(half_life, "half_life", "positive"),
        noise=site.measured(written.noise, "noise", "positive", variable=key),
        formula=site.formula(written.formula, "formula", read_by(FORMULA)) if written.formula else None,
        grounds=site.grounds(written.why, written.data),
        place=key.place,
        levels=levels or (),
        hidden=_plain(written.hidden) or False,
        seen_by=tuple(sorted(site.ids(written.seen_by, "actor"))),
    )


def transitions(
    key: Key, written: Sequence[tuple[schema.Transition, Place]], site: Site
) -> tuple[model.Transition, ...]:
    """Build the rules of one variable, in the order of the file.

    A rule is called by its level, `transitions.relation.war`; from the second to the same level on also by a number.
    """
    site.known(key, key.place, "variable")
    names, taken = site.around.names, Counter[str]()
    built: list[model.Transition] = []
    for rule, place in written:
        to = site.stand(rule.to, "to", key, quantities.level) if key in names.levels else None
        level = prose(rule.to)
        taken[level] += 1
        path = level if taken[level] == 1 else f"{level}.{taken[level]}"
        when = site.condition(rule.when, f"{path}.when", TRANSITION)
        chance = site.value(rule.chance, f"{path}.chance", "share", unit="%")
        grounds = site.grounds(rule.why, rule.data)
        if when is not None:
            built.append(model.Transition(when, level, to.low if to else 0.0, chance, grounds, place))
    return tuple(built)


def named_number(key: Key, written: schema.NamedNumber, site: Site) -> model.NamedNumber:
    """Build a named number, read as the kind that `like` names."""
    value = model.Number(str(site.path), 1.0, 1.0, "signed")
    if written.range and written.like:
        try:
            quantity, kind = read_named(written.range.value, written.like.value)
            because = site.because(Written(quantity, written.range.scalar))
            value = model.Number(
                site.path, quantity.low, quantity.high, kind, because, written.range.place, quantity.unit
            )
        except Misread as fault:
            place = written.range.inside(fault.start, length=fault.length)
            site.tell(fault.code, fault.message, place, fault.remedy)
    return model.NamedNumber(str(key), value, site.grounds(written.why, written.data), key.place)


def link(key: Key, written: schema.Link, site: Site) -> model.Link:
    """Build a link; its id is written with one blank on either side of the arrow."""
    ends = [end.strip() for end in key.split("->")]
    source, target = ends if len(ends) == 2 else ("", "")
    if len(ends) == 2:
        for end, column in ((source, key.find(source)), (target, key.rfind(target))):
            place = replace(key.place, column=key.place.column + column, length=len(end))
            site.known(end, place, "variable")
    id = f"{source} -> {target}"
    site = Site(f"links.{id}", site.tell, site.around)
    return model.Link(
        id=id,
        source=source,
        target=target,
        strength=site.optional(written.strength, "strength", "signed", unit="points"),
        push=site.optional(written.push, "push", "signed", unit="points a month"),
        after=_plain(written.after) or 0,
        gate=site.condition(written.while_, "while", WHEN),
        grounds=site.grounds(written.why, written.data),
        place=key.place,
    )


def card(key: Key, written: schema.Card, site: Site) -> model.Card:
    """Build a card."""
    owners = site.ids(written.by, "actor")
    usual_yes = {
        str(party): site.number(size, f"usual_yes.{party}", "share", unit="%")
        for party, size in sorted(written.usual_yes.items())
        if site.known(party, party.place, "actor")
    }
    return model.Card(
        id=str(key),
        name=prose(written.name, key),
        by=owners,
        table=prose(written.table),
        consent=tuple(sorted(site.ids(written.consent, "actor"))),
        when=site.condition(written.when, "when", read_by(WHEN, *owners)),
        usual=site.optional(written.usual, "usual", "positive", unit="a year"),
        usual_yes=usual_yes,
        once=_plain(written.once) or False,
        pause=_plain(written.pause),
        chance=site.value(written.chance, "chance", "share", unit="%"),
        costs=_costs(written, owners, site),
        scale=site.value(written.scale, "scale", "positive"),
        on_proposal=site.effects(written.on_proposal, "on_proposal"),
        if_refused=site.effects(written.if_refused, "if_refused"),
        effects=site.effects(written.effects, "effects"),
        if_failed=site.effects(written.if_failed, "if_failed"),
        while_in_force=site.effects(written.while_in_force, "while_in_force", lasting=True),
        lasts=_plain(written.lasts),
        ends_when=site.condition(written.ends_when, "ends_when", MONTH),
        in_force=_plain(written.in_force) or False,
        concedes_to=tuple(sorted(site.ids(written.concedes_to, "actor"))),
        grounds=site.grounds(written.why, written.data),
        place=key.place,
        visible=written.visible is None or written.visible.value,
    )


def signal(key: Key, written: schema.Signal, site: Site) -> model.Signal:
    """Build a signal; its noise is in the unit of the variable that it tells of."""
    of = prose(written.of)
    if written.of is not None and not site.known(of, written.of.place, "variable"):
        of = ""
    noise = site.measured(written.noise, "noise", "positive", variable=of)
    return model.Signal(
        id=str(key),
        name=prose(written.name, key),
        of=of,
        noise=noise or model.Number(f"{site.path}.noise", 1.0, 1.0, "positive"),
        grounds=site.grounds(written.why, written.data),
        place=key.place,
    )


def _costs(written: schema.Card, owners: tuple[str, ...], site: Site) -> dict[str, model.Amount]:
    """Build the costs by actor; a single amount is paid by whoever plays the card."""
    costs: dict[str, model.Amount] = {}
    for payer, amount in sorted(written.costs.items()):
        if payer == schema.OWNERS:
            costs |= {owner: site.amount(amount, f"costs.{owner}", "positive") for owner in owners}
        elif site.known(payer, payer.place, "actor"):
            costs[str(payer)] = site.amount(amount, f"costs.{payer}", "positive")
    return dict(sorted(costs.items()))


def shock(key: Key, written: schema.Shock, site: Site) -> model.Shock:
    """Build a shock."""
    chance = site.value(written.chance, "chance", "share", unit="% a month")
    return model.Shock(
        id=str(key),
        name=prose(written.name, key),
        chance=chance or model.Number(f"{site.path}.chance", 1.0, 1.0, "share"),
        when=site.condition(written.when, "when", WHEN),
        once=_plain(written.once) or False,
        effects=site.effects(written.effects, "effects"),
        ends=tuple(sorted(site.ids(written.ends, "card"))),
        grounds=site.grounds(written.why, written.data),
        place=key.place,
        becomes=_becomes(written.becomes, site),
    )


def _becomes(written: Mapping[Key, Written[str] | None], site: Site) -> dict[str, str]:
    """Build which type each actor becomes."""
    found: dict[str, str] = {}
    for actor, type in sorted(written.items()):
        if not site.known(actor, actor.place, "actor") or type is None:
            continue
        wrong = no_type(type.value, actor, site.around.names)
        if wrong is not None:
            site.tell(wrong[0], wrong[1], type.place, wrong[2])
        else:
            found[str(actor)] = type.value
    return found


def question(key: Key, written: schema.Question, site: Site) -> model.Question:
    """Build a question."""
    yes_if = site.condition(written.yes_if, "yes_if", QUESTION) or model.Formula(_NEVER, "", f"{site.path}.yes_if")
    grounds = site.grounds(written.why, written.data, input=False)
    return model.Question(str(key), prose(written.ask), yes_if, grounds, key.place)


def claim(key: Key, written: schema.Claim, site: Site) -> model.Claim:
    """Build a claim."""
    if written.would_fail_if:
        site.known(written.would_fail_if.value, written.would_fail_if.place, "what-if")
    if written.question:
        site.known(written.question.value, written.question.place, "question")
    if written.source:
        word = written.source.value.split()[0]
        site.source(word, written.source.inside(0, length=len(word)))
    return model.Claim(
        id=str(key),
        source=prose(written.source),
        role=prose(written.role),
        says=prose(written.says),
        holds_if=site.condition(written.holds_if, "holds_if", TEST),
        would_fail_if=written.would_fail_if.value if written.would_fail_if else None,
        question=written.question.value if written.question else None,
        place=key.place,
    )


# Stands for a condition that could not be read; a scenario with faults is never handed out.
_NEVER = tree.Comparison(tree.Literal(0.0), "above", tree.Literal(1.0))
