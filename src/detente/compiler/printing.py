"""Print a compiled game as stable text: a golden file shows every change that nobody meant."""

from collections.abc import Iterator

import numpy as np

from detente import expressions
from detente.expressions.tree import Node
from detente.game.game import Game, Levels
from detente.game.tables import EffectTable
from detente.scenario.model import Scenario


def print_game(scenario: Scenario, game: Game) -> str:
    """Write the compiled game, one fact a line, numbers with their ranges; ids only, no prose."""
    return "\n".join(line.rstrip() for line in _lines(scenario, game)) + "\n"


def _lines(scenario: Scenario, game: Game) -> Iterator[str]:
    names = list(game.everything)
    moves = [f"{card}/{owner}" for card, owner in game.moves]
    yield f"game {game.start} {game.months} months"
    if game.continuation != "mistakes":
        yield f"continuation {game.continuation}"
    yield "actors " + " ".join(game.actors)
    yield "yardsticks " + " ".join(game.yardsticks)
    for k, name in enumerate(game.variables):
        yield f"variable {k} {name} {scenario.variables[name].kind}"
    for k, (name, tree) in enumerate(zip(game.formulas, game.formula_trees, strict=True), len(game.variables)):
        yield f"formula {k} {name} = {_show(tree)}"
    for k, (actor, table) in enumerate(game.agents):
        yield f"agent {k} {actor} at {table}"
    for m, name in enumerate(moves):
        timing = [f"agent {game.move_agent[m]}"]
        timing += ["once"] if game.move_once[m] else [f"pause {game.move_pause[m]}"]
        if game.move_lasting[m]:
            lasts = game.move_lasts[m]
            timing.append("lasting" if lasts > 1e6 else f"lasts {lasts:g}")
        timing += ["in force at the start"] if game.move_in_force[m] else []
        yield f"move {m} {name}: " + ", ".join(timing)
        for label, node in (
            ("when", game.move_when[m]),
            ("chance", game.move_chance[m]),
            ("scale", game.move_scale[m]),
            ("ends when", game.move_ends_when[m]),
        ):
            if node is not None:
                yield f"  {label} {_show(node)}"
    for k, (card, owner, party) in enumerate(game.consents):
        yield f"consent {k} {party} to {card}/{owner}"
    for label, table in (
        ("on proposal", game.on_proposal),
        ("if refused", game.if_refused),
        ("on success", game.on_success),
        ("if failed", game.if_failed),
        ("shifts rest", game.while_rest),
        ("pushes", game.while_push),
    ):
        yield from _effects(label, table, moves, names, game)
    for cost in game.costs:
        coin = "points" if cost.lasting else "point-months"
        yield f"cost of {moves[cost.move]} to {game.actors[cost.actor]}: {_show(cost.amount)} {coin}"
    for row in game.payoffs:
        coin = "points" if row.lasting else "point-months"
        whose = game.agendas[row.agenda] + _kind(game, row.persona)
        yield f"payoff {row.id} of {whose} when {_show(row.when)}: {_show(row.worth)} {coin}"
    for kind, table, after, gates, ids in (
        ("strength", game.strengths, game.strength_after, game.strength_gate, game.link_ids[0]),
        ("push", game.pushes, game.push_after, game.push_gate, game.link_ids[1]),
    ):
        for k, link in enumerate(ids):
            gate = f" while {_show(gates[k])}" if gates[k] is not None else ""
            yield f"link {link}: {kind} {game.numbers[table.number[k]]} after {after[k]}{gate}"
    for levels in game.levels:
        name = names[levels.variable]
        yield f"levels {name} {' '.join(levels.names)}"
        for rule in levels.rules:
            chance = "" if rule.chance is None else f" chance {_show(rule.chance)}"
            yield f"  to {_level(levels, rule.value)} when {_show(rule.when)}{chance}"
    for s, shock in enumerate(game.shocks):
        once = " once" if game.shock_once[s] else ""
        when = f" when {_show(game.shock_when[s])}" if game.shock_when[s] is not None else ""
        ends = [moves[m] for m in range(len(moves)) if game.shock_ends[s, m]]
        yield f"shock {s} {shock}: chance {_show(game.shock_chance[s])}{when}{once}" + (
            f" ends {' '.join(ends)}" if ends else ""
        )
    yield from _effects("struck", game.shock_effects, list(game.shocks), names, game)
    yield "trends " + " ".join(names[v] for v in game.trends)
    for k, watch in enumerate(game.watches):
        yield f"watch {k} {watch.kind} {_show(watch.term)} in {watch.place}"
    for stake in game.stakes:
        yield f"stake {game.actors[stake.actor]}{_kind(game, stake.persona)} {stake.kind} {stake.label}"
    if not game.minds.plain:
        yield from _minds(game, moves)
    for question, parts in zip(game.questions, game.question_parts, strict=True):
        yield f"question {question} " + " given ".join(f"dated {list(p.dated)} table {list(p.table)}" for p in parts)
    for path in game.numbers[len(scenario.numbers) :]:
        yield f"number {path} of our own"
    for id, together in scenario.together.items():
        yield f"together {id} " + " ".join(("-" if tied.mirrored else "") + tied.path for tied in together.numbers)
    for path, number in scenario.numbers.items():
        size = f"{number.low:g}" if number.low == number.high else f"{number.low:g} to {number.high:g}"
        yield f"number {path} {number.kind} {size}"


def _kind(game: Game, persona: int) -> str:
    return f" as {game.minds.personas[persona][1]}" if persona >= 0 else ""


def _minds(game: Game, moves: list[str]) -> Iterator[str]:
    """Write who sees, estimates and believes what."""
    minds = game.minds
    believed = [f"{game.actors[who]} of {' '.join(minds.types[t])}" for who, t in _pairs(minds.believers, minds.about)]
    for k, (actor, type_id) in enumerate(minds.types):
        yield f"type {k} {actor} {type_id}"
    for k, eye in enumerate(minds.eyes):
        yield f"eye {k} of {' '.join(game.actors[actor] for actor in eye.actors)}"
        for v in eye.hidden:
            yield f"  estimates {game.variables[v]}"
        for m, unseen in enumerate(eye.unseen):
            if unseen:
                yield f"  does not see {moves[m]}"
        for number, own in eye.views:
            yield f"  {game.numbers[own]} for {game.numbers[number]}"
    for k, (belief, row) in enumerate(zip(believed, minds.prior, strict=True)):
        yield f"belief {k} {belief} from {game.numbers[row]}"
    for signal, v, number in zip(minds.signals, minds.signal_variable, minds.signal_noise, strict=True):
        yield f"signal {signal} of {game.variables[v]}: {game.numbers[number]}"
    for actor, node in zip(game.actors, minds.attention, strict=True):
        if node is not None:
            yield f"attention {actor} {_show(node)}"
    for actor, node in zip(game.actors, minds.active, strict=True):
        if node is not None:
            yield f"faction {actor} while {_show(node)}"
    for stage, table in minds.belief_effects.items():
        yield from _effects(f"if {stage}", table, moves, believed, game)
    yield from _effects("struck", minds.shock_beliefs, list(game.shocks), believed, game)
    for shock, row in minds.becomes:
        yield f"shock {game.shocks[shock]} makes {' '.join(minds.types[row])}"


def _pairs(one: np.ndarray, other: np.ndarray) -> list[tuple[int, int]]:
    return list(zip(one.tolist(), other.tolist(), strict=True))


def _level(levels: Levels, value: float) -> str:
    return levels.names[round(value / 100.0 * (len(levels.names) - 1))]


def _effects(label: str, table: EffectTable, moves: list[str], names: list[str], game: Game) -> Iterator[str]:
    for m, v, number in zip(table.move, table.variable, table.number, strict=True):
        yield f"effect {label} {moves[m]} -> {names[v]}: {game.numbers[number]}"


def _show(node: Node | None) -> str:
    return "always" if node is None else expressions.show(node)
