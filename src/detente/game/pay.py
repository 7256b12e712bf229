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
    satisfaction = onto(wants[:, 0], met, len(game.agendas))
    lanes = satisfaction.shape[1:]
    payoffs = jnp.zeros((0, *lanes), x_end.dtype)
    own = satisfaction
    if game.payoffs:
        rows = [start.holds(p.when) * _amount(numbers, start, p.worth, p.lasting, p.agenda) for p in game.payoffs]
        payoffs = jnp.stack([jnp.broadcast_to(row, lanes) for row in rows])
        own = jnp.stack(
            [
                satisfaction[a]
                + sum((payoffs[k] for k, p in enumerate(game.payoffs) if p.agenda == a), jnp.zeros(lanes))
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
        "payoffs": payoffs,
        "own": own,
        "costs": costs,
        "utility": utility,
        "stakes": stakes,
    }


def _amount(numbers: Numbers, view: View, amount: Node, lasting: bool, agenda: int) -> Row:
    """Read an amount in point-months; a lasting one is worth 1/(1 - d) of them.

    A yardstick has no patience of its own: to it a lasting amount is this month's alone.
    """
    value = view.row(amount, without=0.0)
    lasting = lasting and agenda < numbers.discount.shape[0]
    return value / (1.0 - numbers.discount[agenda]) if lasting else value
