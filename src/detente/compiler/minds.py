"""Compile who knows what: types, ways of seeing, estimates, beliefs and what moves them; names become positions."""

from collections.abc import Mapping, Sequence

import numpy as np

from detente.compiler.known import median_row, prior_row, start_rows, type_row
from detente.compiler.sight import Sight, all_sights, beliefs, gone_by, is_plain, sights, type_ids
from detente.expressions import tree
from detente.game.minds import Eye, Minds
from detente.game.tables import EffectTable
from detente.scenario.model import Effect, Formula, Scenario, Shock, Value

# The stages of a card at which beliefs move, and what `Minds` calls them.
_STAGES = {"on_proposal": "proposed", "if_refused": "refused", "effects": "succeeded", "if_failed": "failed"}


def personas(scenario: Scenario) -> tuple[tuple[int, str], ...]:
    """List every actor as each of its types, actors in order; an actor of one mind once, its type empty."""
    return tuple((a, each) for a, actor in enumerate(scenario.actors) for each in type_ids(scenario, actor) or ("",))


def compile_minds(
    scenario: Scenario,
    *,
    moves: Sequence[tuple[str, str]],
    consents: Sequence[tuple[str, str, str]],
    variables: Mapping[str, int],
    numbers: Mapping[str, int],
) -> Minds:
    """Compile everything private; `variables` and `numbers` say where each stands."""
    actors = {actor: a for a, actor in enumerate(scenario.actors)}
    types = [(actor, each) for actor in actors for each in type_ids(scenario, actor)]
    type_position = {each: k for k, each in enumerate(types)}
    roles = personas(scenario)
    owners, parties = [actors[owner] for _, owner in moves], [actors[party] for _, _, party in consents]
    plain = is_plain(scenario)
    seen, public = (sights(scenario), 0) if plain else all_sights(scenario)
    of_actor = {actor: k for k, sight in enumerate(seen) for actor in sight.actors}
    held = beliefs(scenario)
    belief_position = {belief: k for k, belief in enumerate(held)}
    estimates = [(k, name) for k, sight in enumerate(seen) for name in sight.hidden]
    names = list(actors)
    shocks = list(scenario.shocks.values())

    def table(rows: list[tuple[int, Effect]]) -> EffectTable:
        """Set down effects on beliefs: `variable` is a row of beliefs."""
        moved = sorted(
            (m, belief_position[e.belief.actor, e.belief.other, e.belief.type], numbers[e.size.path])
            for m, e in rows
            if e.belief is not None
        )
        columns = np.array(moved, int).reshape(-1, 3)
        return EffectTable(columns[:, 0], columns[:, 1], columns[:, 2])

    return Minds(
        types=tuple(types),
        type_actor=np.array([actors[actor] for actor, _ in types], int),
        type_index=np.array([type_ids(scenario, actor).index(each) for actor, each in types], int),
        type_number=np.array([numbers[type_row(actor)] for actor, _ in types], int),
        personas=roles,
        persona_type=np.array([type_position.get((names[a], each), -1) for a, each in roles], int),
        move_rows=_rows_of_play(owners, roles),
        answer_rows=_rows_of_play(parties, roles),
        eyes=tuple(
            _eye(scenario, sight, moves, variables, numbers, [r for r, (eye, _) in enumerate(estimates) if eye == k])
            for k, sight in enumerate(seen)
        ),
        actor_eye=np.array([of_actor[actor] for actor in actors], int),
        public=public,
        believers=np.array([actors[actor] for actor, _, _ in held], int),
        about=np.array([type_position[other, each] for _, other, each in held], int),
        prior=np.array([numbers[prior_row(scenario, i, j, each)] for i, j, each in held], int),
        attention=tuple(_read(agenda.attention) if (agenda := scenario.agendas.get(a)) else None for a in actors),
        signals=() if plain else tuple(scenario.signals),
        signal_variable=np.array([] if plain else [variables[s.of] for s in scenario.signals.values()], int),
        signal_noise=np.array([] if plain else [numbers[s.noise.path] for s in scenario.signals.values()], int),
        estimate_eye=np.array([k for k, _ in estimates], int),
        estimate_variable=np.array([variables[name] for _, name in estimates], int),
        estimate_start=np.array(
            [[numbers[row] for row in start_rows(seen[k], name)] for k, name in estimates], int
        ).reshape(-1, 2),
        belief_effects={
            name: table([(m, e) for m, (card, _) in enumerate(moves) for e in getattr(scenario.cards[card], stage)])
            for stage, name in _STAGES.items()
        },
        shock_beliefs=table([(s, effect) for s, shock in enumerate(shocks) for effect in shock.effects]),
        becomes=_becomes(shocks, type_position),
        active=tuple(None if actor.while_ is None else actor.while_.tree for actor in scenario.actors.values()),
        visible=np.array([scenario.cards[card].visible for card, _ in moves], bool),
    )


def _rows_of_play(deciders: list[int], roles: tuple[tuple[int, str], ...]) -> np.ndarray:
    """Pair every move, or every consent, with each persona of whoever decides it."""
    rows = [(k, p) for k, actor in enumerate(deciders) for p, (who, _) in enumerate(roles) if who == actor]
    return np.array(rows, int).reshape(-1, 2)


def _eye(
    scenario: Scenario,
    sight: Sight,
    moves: Sequence[tuple[str, str]],
    variables: Mapping[str, int],
    numbers: Mapping[str, int],
    estimates: list[int],
) -> Eye:
    known = np.full(len(scenario.numbers), -1)
    if not is_plain(scenario):
        for path in gone_by(scenario, sight):
            known[numbers[path]] = numbers[median_row(sight, scenario.numbers[path])]
    order = list(scenario.actors)
    views = [(numbers[target], numbers[view.value.path]) for target, view in sorted(sight.views.items())]
    return Eye(
        actors=tuple(order.index(actor) for actor in sight.actors),
        hidden=np.array([variables[name] for name in sight.hidden], int),
        estimates=np.array(estimates, int),
        unseen=np.array([move in sight.unseen for move in moves], bool),
        views=np.array(views, int).reshape(-1, 2),
        known=known,
    )


def _becomes(shocks: list[Shock], types: Mapping[tuple[str, str], int]) -> np.ndarray:
    rows = [(s, types[actor, each]) for s, shock in enumerate(shocks) for actor, each in sorted(shock.becomes.items())]
    return np.array(rows, int).reshape(-1, 2)


def _read(value: Value | None) -> tree.Node | None:
    if value is None:
        return None
    return value.tree if isinstance(value, Formula) else tree.Name(value.path)
