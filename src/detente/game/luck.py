"""How far what happened in a month was luck: what was proposed, agreed to and achieved, less the chances of it."""

import jax.numpy as jnp
import numpy as np

from detente.game.choose import chances
from detente.game.game import Game
from detente.game.reading import Row
from detente.game.state import Do, Events, Numbers, State
from detente.game.sums import onto, pick

# Under this, the logarithm of a chance is as good as never.
_LEAST = -80.0


def moves_of_luck(game: Game) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """List the moves whose proposal, whose consent and whose success is a matter of chance."""
    risky = [m for m, chance in enumerate(game.move_chance) if chance is not None]
    return np.arange(len(game.moves)), np.unique(game.consent_move), np.array(risky, int)


def luck(
    game: Game,
    numbers: Numbers,
    state: State,
    events: Events,
    *,
    gains: Row,
    of_yes: Row,
    success_chance: Row,
    do: Do | None,
) -> Row:
    """Return each move's luck, in the order of `moves_of_luck`: (luck, *lanes), 0 on average whatever stood before.

    `gains` and `of_yes` are what choices and answers were drawn by, in indifferences; `success_chance` of moves that
    were carried out is in per cent. Where a branch forces the month, this is no luck: leave it out.
    """
    _, asked, risky = moves_of_luck(game)
    proposed = events.proposed - chances(game, numbers, state, events.available, gains, do)
    parts: list[Row] = [jnp.broadcast_to(proposed, events.proposed.shape)]
    if len(asked):
        # log of the chance of yes, of those who are asked; `log1p` would be ten times dearer on a processor
        leaning = jnp.maximum(numbers.usual_yes + of_yes, _LEAST)
        yes = events.asked * -jnp.log(1.0 + jnp.exp(-leaning))
        agreed = jnp.exp(pick(asked, onto(game.consent_move, yes, len(game.moves))))
        parts.append(pick(asked, events.played) - pick(asked, events.proposed) * agreed)
    if len(risky):
        parts.append(pick(risky, events.succeeded) - pick(risky, success_chance) / 100.0)
    return jnp.concatenate(parts)
