"""Step 4, consent: every asked party answers each request yes or no; a card is carried out if all say yes."""

import jax.numpy as jnp

from detente.game.game import Game
from detente.game.reading import Row
from detente.game.state import Draws, Forced, Numbers
from detente.game.sums import onto, pick


def answer(
    game: Game,
    numbers: Numbers,
    draws: Draws,
    proposed: Row,
    gains: Row,
    forced: Forced | None,
    active: Row | None = None,
) -> tuple[Row, Row, Row, Row]:
    """Answer the requests. Returns asked and agreed over consents, carried out and refused over moves.

    `active` (actors, *lanes) says who takes part (None: all); who does not is not asked.

    `gains` is Q(yes) - Q(no) over indifference; yes has odds usual_yes * exp(gain), by one logistic draw.
    """
    if not game.consents:
        none = jnp.zeros((0, *proposed.shape[1:]), proposed.dtype)
        return none, none, proposed, jnp.zeros_like(proposed)
    asked = pick(game.consent_move, proposed)
    if active is not None:
        asked = asked * pick(game.consent_actor, active)
    score = numbers.usual_yes + gains + draws.consent
    if forced is not None:
        score = score + forced.consents
    yes = (score > 0).astype(proposed.dtype)
    agreed = asked * yes
    # A move goes ahead unless one of its parties says no.
    noes = onto(game.consent_move, asked - agreed, len(game.moves))
    played = jnp.where(noes > 0, 0.0, proposed)
    return asked, agreed, played, proposed - played
