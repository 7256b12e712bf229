"""Compile a Scenario to a Game: names become positions, every stage's effects one table."""

from collections.abc import Iterable

import numpy as np

from detente.compiler.known import own_rows
from detente.compiler.memory import Memory
from detente.compiler.minds import compile_minds, personas
from detente.compiler.questions import compile_questions
from detente.expressions import tree
from detente.game.game import Cost, Game, Levels, NumberTable, PayoffRow, Rule, Stake
from detente.game.tables import EffectTable
from detente.scenario.model import Agenda, AgendaType, Card, Effect, Formula, Number, Scenario, Value

FOREVER = 1e9
# What later choices of one's own are worth, as reasons are told.
OPTIONS = "keeping options open"


def compile_game(scenario: Scenario) -> Game:
    """Compile a checked scenario. The order of elements in the file does not matter: ids are sorted."""
    index = _Positions(scenario)
    memory = Memory(scenario.start)
    moves = index.moves
    cards = [scenario.cards[card] for card, _ in moves]
    agents = index.agents
    consents = [
        (card.id, owner, party)
        for card, (_, owner) in zip(cards, moves, strict=True)
        for party in sorted(card.consent)
        if party != owner
    ]
    strengths = [link for link in scenario.links.values() if link.strength is not None]
    pushes = [link for link in scenario.links.values() if link.push is not None]
    shocks = list(scenario.shocks.values())

    def effects(stage: str) -> list[tuple[int, Effect, str]]:
        return [
            (m, effect, f"cards.{card.id}.{stage}.{effect.variable}")
            for m, card in enumerate(cards)
            for effect in sorted(getattr(card, stage), key=lambda e: e.variable)
            if effect.belief is None
        ]

    lasting = effects("while_in_force")
    trees = _trees(scenario, cards, strengths + pushes, shocks)
    memory.collect(trees)
    questions = compile_questions(scenario, memory)
    payoffs = _payoffs(scenario, index)
    formulas = [formula.tree for name in index.formulas if (formula := scenario.variables[name].formula) is not None]
    delays: dict[int, int] = {}
    for link in strengths + pushes:
        if link.after:
            source = index.everything[link.source]
            delays[source] = max(delays.get(source, 0), link.after)
    return Game(
        title=scenario.title,
        start=scenario.start,
        months=scenario.months,
        continuation=scenario.continuation,
        actors=tuple(scenario.actors),
        yardsticks=tuple(scenario.yardsticks),
        variables=tuple(index.moving),
        formulas=tuple(index.formulas),
        formula_trees=tuple(formulas),
        numbers=tuple(index.numbers),
        moves=tuple(moves),
        agents=tuple(agents),
        move_agent=np.array(
            [agents.index((owner, card.table)) for card, (_, owner) in zip(cards, moves, strict=True)], int
        ),
        agent_actor=np.array([index.actors[actor] for actor, _ in agents], int),
        consents=tuple(consents),
        consent_move=np.array([moves.index((card, owner)) for card, owner, _ in consents], int),
        consent_actor=np.array([index.actors[party] for _, _, party in consents], int),
        move_when=tuple(_read(card.when) for card in cards),
        move_chance=tuple(_read(card.chance) for card in cards),
        move_scale=tuple(_read(card.scale) for card in cards),
        move_once=np.array([card.once for card in cards], bool),
        move_pause=np.array([card.pause or 1 for card in cards], int),
        move_lasting=np.array([card.lasting for card in cards], bool),
        move_lasts=np.array([FOREVER if card.lasts is None else card.lasts for card in cards], float),
        move_ends_when=tuple(_read(card.ends_when) for card in cards),
        move_in_force=np.array([card.in_force for card in cards], bool),
        move_concedes=np.array([bool(card.concedes_to) for card in cards], bool),
        on_proposal=index.table(effects("on_proposal")),
        if_refused=index.table(effects("if_refused")),
        on_success=index.table(effects("effects")),
        if_failed=index.table(effects("if_failed")),
        while_rest=index.table([row for row in lasting if not row[1].push]),
        while_push=index.table([row for row in lasting if row[1].push]),
        costs=_costs(moves, cards, index),
        payoffs=payoffs,
        strengths=index.links(strengths, "strength"),
        strength_after=np.array([link.after for link in strengths], int),
        strength_gate=tuple(_read(link.gate) for link in strengths),
        pushes=index.links(pushes, "push"),
        push_after=np.array([link.after for link in pushes], int),
        push_gate=tuple(_read(link.gate) for link in pushes),
        link_ids=(tuple(link.id for link in strengths), tuple(link.id for link in pushes)),
        delayed=tuple(sorted(delays.items())),
        levels=_levels(scenario, index),
        shocks=tuple(scenario.shocks),
        shock_when=tuple(_read(shock.when) for shock in shocks),
        shock_chance=tuple(_require(shock.chance) for shock in shocks),
        shock_once=np.array([shock.once for shock in shocks], bool),
        shock_effects=index.table(
            [
                (s, e, f"shocks.{shock.id}.effects.{e.variable}")
                for s, shock in enumerate(shocks)
                for e in shock.effects
                if e.belief is None
            ]
        ),
        shock_ends=np.array([[card.id in shock.ends for card in cards] for shock in shocks], bool).reshape(
            len(shocks), len(moves)
        ),
        trends=tuple(sorted({index.everything[v] for v in memory.trends})),
        watches=tuple(memory.watches),
        watch_index=memory.index,
        windows=memory.windows,
        stakes=_stakes(scenario, index, payoffs) + _choices(scenario, index, consents),
        questions=tuple(scenario.questions),
        question_parts=questions,
        dates=tuple(sorted(memory.dates)),
        table=_table(scenario, index, cards, consents),
        number_index=index.numbers,
        everything_index=index.everything,
        minds=compile_minds(
            scenario, moves=moves, consents=consents, variables=index.everything, numbers=index.numbers
        ),
    )


class _Positions:
    """Where each id stands on its axis."""

    def __init__(self, scenario: Scenario):
        self.moving = sorted(v.id for v in scenario.variables.values() if v.kind != "formula")
        self.formulas = sorted(v.id for v in scenario.variables.values() if v.kind == "formula")
        self.everything = {name: k for k, name in enumerate(self.moving + self.formulas)}
        self.actors = {actor: k for k, actor in enumerate(scenario.actors)}
        self.agendas = {name: k for k, name in enumerate([*scenario.actors, *scenario.yardsticks])}
        self.personas = personas(scenario)
        self.numbers = {path: k for k, path in enumerate([*scenario.numbers, *own_rows(scenario)])}
        owned = [(owner, card.table, card.id) for card in scenario.cards.values() for owner in card.by]
        self.moves = [(card, owner) for owner, _, card in sorted(owned)]
        self.agents = sorted({(owner, table) for owner, table, _ in owned})

    def sheets(self, agenda: Agenda) -> list[tuple[int, int, Agenda | AgendaType]]:
        """List an agenda's sheets: where each stands, of which persona it is (-1: of all), what is written on it."""
        agents = len(self.actors)
        if self.agendas[agenda.id] >= agents:
            return [(len(self.personas) + self.agendas[agenda.id] - agents, -1, agenda)]
        actor = self.actors[agenda.id]
        if not agenda.types:
            return [(self.personas.index((actor, "")), -1, agenda)]
        rows = [self.personas.index((actor, each.id)) for each in agenda.types]
        return [(row, row, each) for row, each in zip(rows, agenda.types, strict=True)]

    def table(self, rows: list[tuple[int, Effect, str]]) -> EffectTable:
        return EffectTable(
            np.array([m for m, _, _ in rows], int),
            np.array([self.everything[effect.variable] for _, effect, _ in rows], int),
            np.array([self.numbers[effect.size.path] for _, effect, _ in rows], int),
        )

    def links(self, links: list, field: str) -> EffectTable:
        return EffectTable(
            np.array([self.everything[link.source] for link in links], int),
            np.array([self.everything[link.target] for link in links], int),
            np.array([self.numbers[getattr(link, field).path] for link in links], int),
        )


def _read(value: Value | None) -> tree.Node | None:
    """Turn a number or formula into a tree; a number is read by its path."""
    return None if value is None else _require(value)


def _require(value: Value) -> tree.Node:
    return value.tree if isinstance(value, Formula) else tree.Name(value.path)


def _trees(scenario: Scenario, cards: list[Card], links: list, shocks: list) -> Iterable[tuple[tree.Node, str]]:
    """List every expression with the place in the month where it is read (see `Watch`)."""
    start: list[Value | None] = [v.formula for v in scenario.variables.values()]
    for card in cards:
        start += [card.when, card.chance, card.scale, *(amount.value for amount in card.costs.values())]
    for rules in scenario.transitions.values():
        for rule in rules:
            start += [rule.when, rule.chance]
    for agenda in _agendas(scenario):
        start.append(agenda.attention)
        for payoff in [*agenda.payoffs, *(payoff for each in agenda.types for payoff in each.payoffs)]:
            start += [payoff.when, payoff.worth.value]
    start += [actor.while_ for actor in scenario.actors.values()]
    places = {
        "start": start,
        "resolved": [link.gate for link in links],
        "drifted": [value for shock in shocks for value in (shock.when, shock.chance)],
        "ends": [card.ends_when for card in cards],
    }
    return [(value.tree, place) for place, values in places.items() for value in values if isinstance(value, Formula)]


def _costs(moves: list[tuple[str, str]], cards: list[Card], index: _Positions) -> tuple[Cost, ...]:
    rows = []
    for m, (card, (_, owner)) in enumerate(zip(cards, moves, strict=True)):
        for payer, amount in sorted(card.costs.items()):
            if payer in card.by and payer != owner:
                continue  # an owner pays for its own plays only
            rows.append(Cost(m, index.actors[payer], _require(amount.value), amount.coin == "points"))
    return tuple(rows)


def _payoffs(scenario: Scenario, index: _Positions) -> tuple[PayoffRow, ...]:
    """List payoffs: of an agenda those that count for every type, then those of each type."""
    rows = []
    for agenda in _agendas(scenario):
        sheets = [(-1, agenda), *((row, sheet) for _, row, sheet in index.sheets(agenda) if sheet is not agenda)]
        rows += [
            PayoffRow(
                index.agendas[agenda.id],
                payoff.id,
                payoff.when.tree,
                _require(payoff.worth.value),
                payoff.worth.coin == "points",
                persona,
            )
            for persona, sheet in sheets
            for payoff in sorted(sheet.payoffs, key=lambda p: p.id)
        ]
    return tuple(rows)


def _levels(scenario: Scenario, index: _Positions) -> tuple[Levels, ...]:
    """Compile every variable of levels; without rules it stays where it is."""
    return tuple(
        Levels(
            position,
            scenario.variables[name].levels,
            tuple(Rule(rule.when.tree, rule.value, _read(rule.chance)) for rule in scenario.transitions.get(name, ())),
        )
        for position, name in enumerate(index.moving)
        if scenario.variables[name].kind == "levels"
    )


def _agendas(scenario: Scenario) -> list[Agenda]:
    return [*scenario.agendas.values(), *scenario.yardsticks.values()]


def _stakes(scenario: Scenario, index: _Positions, payoffs: tuple[PayoffRow, ...]) -> tuple[Stake, ...]:
    stakes = []
    for actor, a in index.actors.items():
        agenda = scenario.agendas.get(actor)
        if agenda is None:
            continue
        for _, persona, sheet in index.sheets(agenda):
            for want in sorted(sheet.wants, key=lambda w: w.variable):
                stakes.append(Stake(a, "variable", index.everything[want.variable], want.variable, persona))
        stakes += [Stake(a, "payoff", k, row.id, row.persona) for k, row in enumerate(payoffs) if row.agenda == a]
        stakes += [Stake(a, "side", index.actors[other], other) for other in sorted(agenda.sides_with)]
        stakes.append(Stake(a, "cost", a, "costs"))
    return tuple(stakes)


def _choices(scenario: Scenario, index: _Positions, consents: list[tuple[str, str, str]]) -> tuple[Stake, ...]:
    """List the choices whose private reasons count: of each agent, then of each party before a request."""
    if scenario.continuation != "private_reasons":
        return ()
    choosing = [actor for actor, _ in index.agents] + [party for _, _, party in consents]
    return tuple(Stake(index.actors[who], "choice", k, OPTIONS) for k, who in enumerate(choosing))


def _table(
    scenario: Scenario, index: _Positions, cards: list[Card], consents: list[tuple[str, str, str]]
) -> NumberTable:
    def at(number: Number | None) -> int:
        return -1 if number is None else index.numbers[number.path]

    moving = [scenario.variables[name] for name in index.moving]
    agendas = [scenario.agendas.get(actor) for actor in index.actors]
    indifference = [agenda and agenda.indifference for agenda in agendas]
    wants = [
        (row, index.everything[want.variable], at(want.weight))
        for agenda in _agendas(scenario)
        for row, _, sheet in index.sheets(agenda)
        for want in sheet.wants
    ]
    sides = [
        (index.actors[agenda.id], index.actors[other], at(share))
        for agenda in scenario.agendas.values()
        for other, share in sorted(agenda.sides_with.items())
    ]
    return NumberTable(
        start=np.array([at(v.now) for v in moving], int),
        base=np.array([at(v.base if v.base is not None else v.now) for v in moving], int),
        half_life=np.array([at(v.half_life) for v in moving], int),
        noise=np.array([at(v.noise) for v in moving], int),
        usual=np.array([at(card.usual) for card in cards], int),
        usual_yes=np.array([at(scenario.cards[card].usual_yes.get(party)) for card, _, party in consents], int),
        patience=np.array([at(agenda.patience if agenda else None) for agenda in agendas], int),
        indifference=tuple(_read(amount.value) if amount else None for amount in indifference),
        indifference_lasting=np.array([bool(amount) and amount.coin == "points" for amount in indifference], bool),
        wants=np.array(wants, int).reshape(-1, 3),
        sides=np.array(sides, int).reshape(-1, 3),
    )
