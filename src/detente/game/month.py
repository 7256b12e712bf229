"""One month, exactly: choose, consent, resolve, drift, shock, pay, close, observe, believe, in the order of DESIGN 2.

Observing and believing are cut off from the head of the next month, so that a state is what stands when actors choose;
only scenarios in which something is private have them.
"""

from collections.abc import Callable
from dataclasses import replace

import jax.numpy as jnp

from detente.game.believe import strike_minds, sway
from detente.game.choose import available, propose, taking_part
from detente.game.close import close
from detente.game.consent import answer
from detente.game.drift import drift
from detente.game.game import Game
from detente.game.learn import Happened, learn, of_one_mind
from detente.game.levels import move_levels
from detente.game.likelihood import Answers, AsType
from detente.game.luck import luck
from detente.game.pay import pay
from detente.game.reading import Row, View, hold
from detente.game.reasons import private_reasons
from detente.game.resolve import begin, move_variables, scales, succeed
from detente.game.seeing import look_around
from detente.game.settle import settle
from detente.game.shock import strike
from detente.game.state import Do, Draws, Events, Forced, Month, Numbers, State

# What each move is worth to its agent, over indifference, and how parties answer. Called with the game, its numbers, a
# view of the month's start and the open moves; programs pass a strategy ahead of them.
Gains = Callable[..., tuple[Row, Answers] | tuple[Row, Answers, AsType]]


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
    state = state._replace(x=hold(game, do, state, state.x, at_start=True))
    start = look_around(View(game, numbers, state, state.x, do))
    open_moves = settle(state, available(game, start, state))
    move_gains, answers, *as_type = gains(game, numbers, start, open_moves)
    proposed = propose(game, numbers, state, draws, open_moves, move_gains, do, forced)
    proposed = settle(state, proposed)
    of_yes = answers(proposed)
    active = taking_part(game, start) if any(node is not None for node in game.minds.active) else None
    asked, agreed, played, refused = answer(game, numbers, draws, proposed, of_yes, forced, active)
    succeeded, failed, success_chance = succeed(game, start, draws, played, forced)
    succeeded, failed, refused, played = settle(state, (succeeded, failed, refused, played))
    scale_now = scales(game, start)
    stages = {"proposed": proposed, "refused": refused, "succeeded": succeeded, "failed": failed}
    x_resolved = move_variables(game, numbers, state, scale_now, stages)
    no_shock = jnp.zeros((len(game.shocks), *state.x.shape[1:]), state.x.dtype)  # they come after the plays
    plays = Events(open_moves, proposed, asked, agreed, played, succeeded, failed, refused, no_shock)
    x_resolved, level_chance = move_levels(game, replace(start, events=plays, _formulas={}), draws, x_resolved)
    x_resolved = hold(game, do, state, x_resolved)
    x_resolved = settle(state, x_resolved)
    in_force, left, scale = begin(game, state, succeeded, scale_now)

    swayed = state._replace(belief=sway(game, numbers, state, stages=stages, scale=scale_now))
    resolved = View(game, numbers, swayed, x_resolved, do, place="resolved")
    x_drifted, rest, push = drift(game, numbers, state, start, resolved, do, in_force, scale)
    x_drifted = hold(game, do, state, x_drifted)
    drifted = View(game, numbers, swayed, x_drifted, do, place="drifted")
    x_end, shocks, shock_chance = strike(game, numbers, state, drifted, draws, do)
    x_end = settle(state, hold(game, do, state, x_end))

    types, belief, revealed = strike_minds(game, numbers, swayed, shocks)
    struck = state._replace(types=types, belief=belief)

    events = plays._replace(shocks=shocks)
    views = {
        place: View(game, numbers, then, x, do, events, place)
        for place, then, x in (
            ("start", state, state.x),
            ("resolved", swayed, x_resolved),
            ("drifted", swayed, x_drifted),
            ("ends", struck, x_end),
            ("questions", struck, x_end),
        )
    }
    reasons = None
    if any(stake.kind == "choice" for stake in game.stakes):
        reasons = private_reasons(game, numbers, state, open_moves, move_gains, asked, of_yes, do)
    paid = pay(game, numbers, views["start"], views["ends"], played, reasons)
    after, watch = close(game, state, views, events, in_force, left, scale)
    after, surprise = learn(
        game,
        numbers,
        start,
        resolved,
        after,
        happened=Happened(events, stages, in_force, scale, revealed),
        signal=draws.signal,
        as_type=as_type[0] if as_type else of_one_mind(game, move_gains, answers),
        do=do,
    )
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
        types=types,
        estimate=state.estimate,
        belief=belief,
        surprise=surprise,
        luck=luck(
            game,
            numbers,
            state,
            plays,
            gains=move_gains,
            of_yes=of_yes,
            success_chance=success_chance,
            do=do,
        ),
        **paid,
    )
    return after, month
