"""Step 8, pay: satisfaction on x+, payoffs, costs of the month, and what each stake contributes."""

import jax.numpy as jnp

from detente.expressions.tree import Node
from detente.game.game import Game
from detente.game.reading import Row, View
from detente.game.state import Numbers
from detente.game.sums import onto, pick, stack


def pay(
    game: Game, numbers: Numbers, start: View, end: View, played: Row, reasons: Row | None = None
) -> dict[str, Row]:
    """Return satisfaction, payoffs, own, costs, utility and stakes of one month, in point-months.

    `start` views x with this month's events, `end` views x+ with them. Costs are read on x without the plays: what
    a mover goes by. `reasons` are what choices were worth to agents and asked parties, where that is at stake.
    """
    before = View(game, numbers, start.state, start.x, start.do)
    x_end = end.everything()
    wants = game.table.wants
    weight = numbers.weights[wants[:, 0], wants[:, 1]]
    met = pick(wants[:, 1], x_end) * weight + jnp.where(weight < 0, -100.0 * weight, 0.0)
    satisfaction = _by_type(game, end, onto(wants[:, 0], met, len(game.minds.personas) + len(game.yardsticks)))
    lanes = satisfaction.shape[1:]
    payoffs = jnp.zeros((0, *lanes), x_end.dtype)
    paid, own = payoffs, satisfaction
    if game.payoffs:
        rows = [start.holds(p.when) * _amount(numbers, start, p.worth, p.lasting, p.agenda) for p in game.payoffs]
        payoffs = jnp.stack([jnp.broadcast_to(row, lanes) for row in rows])
        paid = _to_types(game, end, payoffs)
        own = jnp.stack(
            [
                satisfaction[a] + sum((paid[k] for k, p in enumerate(game.payoffs) if p.agenda == a), jnp.zeros(lanes))
                for a in range(len(game.agendas))
            ]
        )
    bills = [[] for _ in game.actors]
    for cost in game.costs:
        bills[cost.actor].append(played[cost.move] * _amount(numbers, before, cost.amount, cost.lasting, cost.actor))
    costs = jnp.stack([sum(bill, jnp.zeros(lanes)) for bill in bills])
    actors = len(game.actors)
    sides = jnp.sum(numbers.sides, axis=1)
    utility = (1.0 - sides) * own[:actors] + jnp.sum(numbers.sides * own[None, :actors], axis=1) - costs
    parts = {"variable": x_end, "payoff": payoffs, "side": own, "cost": costs, "choice": reasons}
    stakes = stack([parts[stake.kind][stake.index] for stake in game.stakes], lanes)
    return {
        "satisfaction": satisfaction,
        "payoffs": paid,
        "own": own,
        "costs": costs,
        "utility": utility,
        "stakes": stakes,
    }


def _by_type(game: Game, end: View, sheets: Row) -> Row:
    """Take each actor's satisfaction from the sheet of the type that it is: (agendas, *lanes)."""
    minds = game.minds
    if not minds.types:
        return sheets
    rows = []
    for actor in range(len(game.actors)):
        mine = [(p, int(minds.persona_type[p])) for p, (who, _) in enumerate(minds.personas) if who == actor]
        rows.append(sum((sheets[p] * end.state.types[t] for p, t in mine if t >= 0), jnp.zeros(sheets.shape[1:])))
        if len(mine) == 1 and mine[0][1] < 0:
            rows[-1] = sheets[mine[0][0]]
    return jnp.concatenate([stack(rows, sheets.shape[1:]), sheets[len(minds.personas) :]])


def _to_types(game: Game, end: View, payoffs: Row) -> Row:
    """Leave out the payoffs of types that actors are not."""
    if all(row.persona < 0 for row in game.payoffs):
        return payoffs
    types = [game.minds.persona_type[row.persona] if row.persona >= 0 else -1 for row in game.payoffs]
    return jnp.stack([row if t < 0 else row * end.state.types[t] for row, t in zip(payoffs, types, strict=True)])


def _amount(numbers: Numbers, view: View, amount: Node, lasting: bool, agenda: int) -> Row:
    """Read an amount in point-months; a lasting one is worth 1/(1 - d) of them.

    A yardstick has no patience of its own: to it a lasting amount is this month's alone.
    """
    value = view.row(amount, without=0.0)
    lasting = lasting and agenda < numbers.discount.shape[0]
    return value / (1.0 - numbers.discount[agenda]) if lasting else value
