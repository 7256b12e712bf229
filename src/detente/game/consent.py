"""Step 4, consent: every asked party answers each request yes or no; a card is carried out if all say yes."""

import jax.numpy as jnp

from detente.game.game import Game
from detente.game.reading import Row
from detente.game.state import Branch, Draws, Numbers


def answer(
    game: Game, numbers: Numbers, draws: Draws, proposed: Row, gains: Row, branch: Branch | None
) -> tuple[Row, Row, Row, Row]:
    """Answer the requests. Returns asked and agreed over consents, carried out and refused over moves.

    `gains` is Q(yes) - Q(no) over indifference; yes has odds usual_yes * exp(gain), by one logistic draw.
    """
    if not game.consents:
        none = jnp.zeros((0, *proposed.shape[1:]), proposed.dtype)
        return none, none, proposed, jnp.zeros_like(proposed)
    asked = proposed[game.consent_move]
    score = numbers.usual_yes + gains + draws.consent
    if branch is not None:
        this = jnp.arange(len(game.consents)).reshape((-1,) + (1,) * branch.consent.ndim) == branch.consent
        score = jnp.where(this, jnp.where(branch.answer > 0, jnp.inf, -jnp.inf), score)
    yes = (score > 0).astype(proposed.dtype)
    if branch is not None:
        outcome = jnp.where(jnp.asarray(game.consent_move).reshape((-1,) + (1,) * branch.move.ndim) == branch.move, branch.outcome, 0)
        yes = jnp.where(outcome == 3, 0.0, jnp.where(outcome > 0, 1.0, yes))
    agreed = asked * yes
    # A move goes ahead unless one of its parties says no.
    noes = jnp.zeros_like(proposed).at[game.consent_move].add(asked - agreed)
    played = proposed * (noes <= 0)
    return asked, agreed, played, proposed - played
