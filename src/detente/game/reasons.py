"""What private reasons are worth: how much each agent can expect of being free to choose this month."""

import jax
import jax.numpy as jnp

from detente.game.choose import weigh
from detente.game.game import Game
from detente.game.reading import Row
from detente.game.state import Do, Numbers, State
from detente.game.sums import onto


def private_reasons(
    game: Game, numbers: Numbers, state: State, open_moves: Row, gains: Row, asked: Row, of_yes: Row, do: Do | None
) -> Row:
    """Return the expected reasons of every agent, then of every party before a request: (agents + consents, *lanes).

    In indifferences: the sum over options of p * (-log(p / usual)), with usual odds not normalised (holding and no
    are 1). With p proportional to usual * exp(gain) this is log(sum of usual * exp(gain)) less the expected gain:
    the log-sum-exp of dynamic discrete games, without the payoffs that it adds (Rust, Econometrica 55, 1987). Who is
    not asked does not choose. `gains` and `of_yes` are in indifferences; `asked` is 0 and 1 over consents.
    """
    odds, total, largest = weigh(game, numbers, state, open_moves, gains, do)
    expected = onto(game.move_agent, odds * gains, len(game.agents)) / total
    choosing = largest + jnp.log(total) - expected
    if not game.consents:
        return choosing
    leaning = numbers.usual_yes + of_yes
    answering = jax.nn.softplus(leaning) - jax.nn.sigmoid(leaning) * of_yes
    return jnp.concatenate([choosing, asked * answering])
