"""One month, exactly: choose, consent, resolve, drift, shock, pay, close, in the order of DESIGN 2.

Observing and believing come before choosing; they belong to scenarios with private knowledge.
"""

from collections.abc import Callable
from dataclasses import replace

import jax.numpy as jnp

from detente.game.choose import available, propose
from detente.game.close import close
from detente.game.consent import answer
from detente.game.drift import drift
from detente.game.game import Game
from detente.game.levels import move_levels
from detente.game.pay import pay
from detente.game.reading import Row, View, in_month
from detente.game.reasons import private_reasons
from detente.game.resolve import begin, move_variables, scales, succeed
from detente.game.settle import settle
from detente.game.shock import strike
from detente.game.state import Do, Draws, Events, Forced, Month, Numbers, State

# What each yes is worth to the party that says it, over indifference, once the month's proposals are known: (moves)
# -> (consents), 0 and 1 to gains.
Answers = Callable[[Row], Row]
# What an eye makes of every row of play: gains of its move rows, and of its answer rows once proposals are known.
AsType = Callable[[int], tuple[Row, Answers]]
# What each move is worth to its agent, over indifference, and how parties answer. Called with the game, its numbers, a
# view of the month's start and the open moves; programs pass a strategy ahead of them.
Gains = Callable[..., tuple[Row, Answers]]


def play_month(
    game: Game,
    numbers: Numbers,
    state: State,
    draws: Draws,
    *,
    gains: Gains,
    do: Do | None = None,
    forced: Forced | None = None,
) -> tuple[State, Month]:
    """Play one month from `state`; pure: the same input gives the same output.

    Every array has the lanes of `state.x` last (or broadcasts against them).
    """
    state = state._replace(x=_hold(game, do, state, state.x, at_start=True))
    start = View(game, numbers, state, state.x, do)
    open_moves = settle(state, available(game, start, state))
    move_gains, answers = gains(game, numbers, start, open_moves)
    proposed = propose(game, numbers, state, draws, open_moves, move_gains, do, forced)
    proposed = settle(state, proposed)
    of_yes = answers(proposed)
    asked, agreed, played, refused = answer(game, numbers, draws, proposed, of_yes, forced)
    succeeded, failed, success_chance = succeed(game, start, draws, played, forced)
    succeeded, failed, refused, played = settle(state, (succeeded, failed, refused, played))
    scale_now = scales(game, start)
    stages = {"proposed": proposed, "refused": refused, "succeeded": succeeded, "failed": failed}
    x_resolved = move_variables(game, numbers, state, scale_now, stages)
    no_shock = jnp.zeros((len(game.shocks), *state.x.shape[1:]), state.x.dtype)  # they come after the plays
    plays = Events(open_moves, proposed, asked, agreed, played, succeeded, failed, refused, no_shock)
    x_resolved, level_chance = move_levels(game, replace(start, events=plays, _formulas={}), draws, x_resolved)
    x_resolved = _hold(game, do, state, x_resolved)
    x_resolved = settle(state, x_resolved)
    in_force, left, scale = begin(game, state, succeeded, scale_now)

    resolved = View(game, numbers, state, x_resolved, do, place="resolved")
    x_drifted, rest, push = drift(game, numbers, state, start, resolved, do, in_force, scale)
    x_drifted = _hold(game, do, state, x_drifted)
    drifted = View(game, numbers, state, x_drifted, do, place="drifted")
    x_end, shocks, shock_chance = strike(game, numbers, state, drifted, draws, do)
    x_end = settle(state, _hold(game, do, state, x_end))

    events = plays._replace(shocks=shocks)
    views = {
        place: View(game, numbers, state, x, do, events, place)
        for place, x in (
            ("start", state.x),
            ("resolved", x_resolved),
            ("drifted", x_drifted),
            ("ends", x_end),
            ("questions", x_end),
        )
    }
    reasons = None
    if any(stake.kind == "choice" for stake in game.stakes):
        reasons = private_reasons(game, numbers, state, open_moves, move_gains, asked, of_yes, do)
    paid = pay(game, numbers, views["start"], views["ends"], played, reasons)
    after, watch = close(game, state, views, events, in_force, left, scale)
    month = Month(
        x=start.everything(),
        x_resolved=x_resolved,
        x_drifted=x_drifted,
        rest=rest,
        push=push,
        x_end=views["ends"].everything(),
        events=events,
        success_chance=success_chance,
        level_chance=level_chance,
        shock_chance=shock_chance,
        in_force=state.in_force,
        scale=scale,
        answers=watch,
        types=state.types,
        estimate=state.estimate,
        belief=state.belief,
        surprise=jnp.zeros_like(state.belief),
        **paid,
    )
    return after, month


def _hold(game: Game, do: Do | None, state: State, x: Row, at_start: bool = False) -> Row:
    """Put what an intervention holds fixed back in its place."""
    if do is None:
        return x
    moving = len(game.variables)
    fixed = do.held[:, :moving] | do.set_at[:, :moving] if at_start else do.held[:, :moving]
    return jnp.where(in_month(fixed, state), in_month(do.value[:, :moving], state), x)
