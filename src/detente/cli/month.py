"""`detente month`: the order of a month, told in the scenario's own names."""

from dataclasses import asdict, dataclass

from detente.cli import screen, words
from detente.cli.elements import names
from detente.cli.options import AsJson, Target, Verbose
from detente.cli.sight import priors, unseen
from detente.scenario.model import Agenda, Card, Effect, Link, Payoff, Scenario, Shock, Variable


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happens in a step: who or what, and how, a line each."""

    what: str
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the month."""

    number: int
    title: str
    says: str
    entries: tuple[Entry, ...]


def month(target: Target, as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Tell the order of a month: who chooses what at which table, who is asked, what resolves and drifts.

    The steps are numbered as in the documentation of the month. --verbose adds steps in which
    nothing of this scenario takes part.
    """
    from detente.scenario import load

    scenario = load(target)
    steps = order(scenario)
    if as_json:
        screen.print_json({"title": scenario.title, "steps": [asdict(step) for step in steps]})
        return
    screen.paragraph(f"One month of {scenario.title}")
    for step in steps:
        if step.entries or verbose:
            screen.heading(f"{step.number} {step.title}")
            screen.paragraph(step.says, indent=2)
            screen.entries([(entry.what, "\n".join(entry.how)) for entry in step.entries], indent=4)
    left = [f"{step.number} {step.title}" for step in steps if not step.entries]
    if left and not verbose:
        screen.say()
        screen.paragraph(f"Nothing of this scenario takes part in {screen.listing(left)} (--verbose tells of them).")


def order(scenario: Scenario) -> list[Step]:
    """Describe the steps of a month, from what actors observe to the close."""
    steps = (_observe, _believe, _choose, _consent, _resolve, _drift, _shock, _pay, _close)
    return [step(scenario) for step in steps]


def _observe(scenario: Scenario) -> Step:
    """Tell who goes by an estimate of what, and what corrects it."""
    entries: list[Entry] = []
    blind = {actor: unseen(scenario, actor) for actor in scenario.actors}
    for variable in scenario.variables.values():
        estimating = [actor for actor, hidden in blind.items() if variable in hidden]
        if not estimating:
            continue
        if variable.formula is not None:
            told = [f"{', '.join(estimating)} read {variable.formula.text} at their estimates"]
        else:
            told = [f"estimated by {', '.join(estimating)}"]
            told += [f"seen by {', '.join(variable.seen_by)}"] if variable.seen_by else []
            signals = [signal for signal in scenario.signals.values() if signal.of == variable.id]
            told += [f"{each.id} shows it, give or take {words.spread(each.noise)}" for each in signals]
        entries.append(Entry(variable.id, tuple(told)))
    says = "Who does not see a variable keeps an estimate: it follows what is seen to happen, and signals correct it."
    return Step(1, "Observe", says, tuple(entries))


def _believe(scenario: Scenario) -> Step:
    """Tell who learns of whose types, from which belief on, and how attentively."""
    entries = [
        Entry(f"{actor} of {other}", (_prior(chances), *_attention(scenario, actor)))
        for actor in scenario.actors
        for other, chances in priors(scenario, actor).items()
    ]
    says = "Each actor weighs what it saw another do last month, holding included, by what each type would have done."
    return Step(2, "Believe", says, tuple(entries))


def _prior(chances: dict[str, tuple[float, float]]) -> str:
    return "to begin with " + ", ".join(f"{type} {own:.0f}%" for type, (own, _) in chances.items())


def _attention(scenario: Scenario, actor: str) -> list[str]:
    attention = scenario.agendas[actor].attention if actor in scenario.agendas else None
    return [f"attention {words.chance(attention)}"] if attention is not None else []


def _choose(scenario: Scenario) -> Step:
    tables: dict[tuple[str, str], list[str]] = {}
    for card in scenario.cards.values():
        for owner in card.by:
            tables.setdefault((owner, card.table), []).append(_playable(card))
    entries = tuple(
        Entry(f"{owner} at {table}", (*cards, "or holds", *_taking_part(scenario, owner)))
        for (owner, table), cards in sorted(tables.items())
    )
    return Step(
        3,
        "Choose",
        "Every actor proposes one card or holds, at each of its tables, all at the same time.",
        entries,
    )


def _playable(card: Card) -> str:
    limits = [f"when {card.when.text}" if card.when else "", words.timing(card)]
    if card.lasting:
        limits.append("not while in force")
    if not card.visible:
        limits.append("unseen by others")
    told = "; ".join(limit for limit in limits if limit)
    return f"{card.id} ({told})" if told else card.id


def _taking_part(scenario: Scenario, actor: str) -> list[str]:
    """Say when a faction takes part."""
    condition = scenario.actors[actor].while_
    return [f"only while {condition.text}"] if condition is not None else []


def _consent(scenario: Scenario) -> Step:
    asked: dict[str, list[str]] = {}
    for card in scenario.cards.values():
        for party in card.consent:
            others = [owner for owner in card.by if owner != party]
            asked.setdefault(party, []).append(f"{card.id}, if {' or '.join(others)} proposes it")
    entries = tuple(
        Entry(f"{party} is asked about", (*cards, *_taking_part(scenario, party)))
        for party, cards in sorted(asked.items())
    )
    return Step(4, "Consent", "Each party that is asked says yes or no to each request; one no refuses it.", entries)


def _resolve(scenario: Scenario) -> Step:
    entries = [Entry(card.id, tuple(_outcomes(scenario, card))) for card in scenario.cards.values()]
    for id, rules in scenario.transitions.items():
        entries.append(Entry(id, (*(words.rule(rule) for rule in rules), "else it stays")))
    says = "What was chosen happens; everything reads the state at the month's start."
    if scenario.transitions:
        says += " Of the rules of a variable with levels the first that holds is taken."
    return Step(5, "Resolve", says, tuple(entries))


def _outcomes(scenario: Scenario, card: Card) -> list[str]:
    lines = []
    if card.on_proposal:
        lines.append(f"proposed: {words.effects(card.on_proposal)}")
    if card.if_refused:
        lines.append(f"refused: {words.effects(card.if_refused)}")
    if card.chance is not None:
        lines.append(f"succeeds with a chance of {words.chance(card.chance)}")
    if card.scale is not None:
        lines.append(f"its effects are scaled by {words.value(card.scale)}")
    if card.effects:
        lines.append(f"{'succeeds' if card.chance is not None else 'played'}: {words.effects(card.effects)}")
    if card.if_failed:
        lines.append(f"fails: {words.effects(card.if_failed)}")
    if card.lasting:
        already = ", and is so at the start" if card.in_force else ""
        lines.append(f"comes into force {words.lasting(card)}{already}")
    reading = [id for id, rules in scenario.transitions.items() if any(card.id in names(rule) for rule in rules)]
    if reading:
        lines.append(f"is read by the rules of {', '.join(reading)}")
    return lines or ["moves nothing by itself"]


def _drift(scenario: Scenario) -> Step:
    says = "Variables go towards their rest, which links and cards in force shift; stocks are only pushed."
    moved = (
        Entry(variable.id, tuple(_drifts(scenario, variable)))
        for variable in scenario.variables.values()
        if variable.kind != "formula"
    )
    return Step(6, "Drift", says, tuple(entry for entry in moved if entry.how))


def _drifts(scenario: Scenario, variable: Variable) -> list[str]:
    lines = []
    rest = variable.base or variable.now
    if variable.half_life and rest:
        lines.append(f"towards {words.spread(rest)}, half the way in {words.spread(variable.half_life)}")
    lines += [_pull(scenario, link) for link in scenario.links.values() if link.target == variable.id]
    for card in scenario.cards.values():
        lines += [
            f"{words.spread(effect.size, signed=True)}{_reach(variable, effect)} while {card.id} is in force"
            for effect in card.while_in_force
            if effect.variable == variable.id
        ]
    return lines


def _pull(scenario: Scenario, link: Link) -> str:
    number = link.push or link.strength
    size = words.spread(number, signed=True) if number else "?"
    how = "while" if link.push else "on its rest as"
    late = f", {words.months(link.after)} late" if link.after else ""
    gate = f", while {link.gate.text}" if link.gate else ""
    levels = scenario.variables[link.source].levels or ("zero", "hundred")
    end = f"stands at {levels[-1]}" if link.push else f"goes from {levels[0]} to {levels[-1]}"
    return f"{size} {how} {link.source} {end}{late}{gate}"


def _reach(variable: Variable, effect: Effect) -> str:
    return " a month" if effect.push or variable.kind == "stock" else " on its rest"


def _shock(scenario: Scenario) -> Step:
    entries = [Entry(shock.id, tuple(_strikes(shock))) for shock in scenario.shocks.values()]
    noisy = [
        f"{variable.id} {words.spread(variable.noise)}" for variable in scenario.variables.values() if variable.noise
    ]
    if noisy:
        entries.append(Entry("noise", (f"standard deviation a month: {', '.join(noisy)}",)))
    return Step(
        7,
        "Shock",
        "Events that nobody chooses strike by chance; what has no cause given moves by noise.",
        tuple(entries),
    )


def _strikes(shock: Shock) -> list[str]:
    when = f", when {shock.when.text}" if shock.when else ""
    once = ", once" if shock.once else ""
    lines = [f"{words.chance(shock.chance)}{when}{once}"]
    if shock.effects:
        lines.append(words.effects(shock.effects))
    if shock.ends:
        lines.append(f"ends {', '.join(shock.ends)}")
    lines += [f"{actor} becomes {type}" for actor, type in shock.becomes.items()]
    return lines


def _pay(scenario: Scenario) -> Step:
    entries = tuple(Entry(id, tuple(_earns(scenario, agenda))) for id, agenda in scenario.agendas.items())
    says = "Each actor is paid by its agenda: the month's satisfaction and payoffs, less its costs."
    return Step(8, "Pay", says, entries)


def _earns(scenario: Scenario, agenda: Agenda) -> list[str]:
    lines = [", ".join(words.wants(agenda))] if agenda.wants else []
    for each in agenda.types:
        lines.append(f"as {each.id}: {', '.join(words.wants(each)) or 'no wants of its own'}")
        lines += [f"as {each.id}, {_pays(payoff)}" for payoff in each.payoffs]
    lines += [_pays(payoff) for payoff in agenda.payoffs]
    for card in scenario.cards.values():
        if agenda.id in card.costs:
            lines.append(f"less {words.amount(card.costs[agenda.id])} for {card.id}")
    lines += [f"{words.spread(share)} of what {other} feels" for other, share in agenda.sides_with.items()]
    return lines


def _pays(payoff: Payoff) -> str:
    return f"{payoff.id}: {words.amount(payoff.worth, signed=True)} when {payoff.when.text}"


def _close(scenario: Scenario) -> Step:
    ends = (
        Entry(card.id, (f"ends next month if {card.ends_when.text}",))
        for card in scenario.cards.values()
        if card.ends_when
    )
    return Step(9, "Close", "Timers, delays and trends advance; cards in force may end.", tuple(ends))
