"""One month, exactly: choose, consent, resolve, drift, shock, pay, close, observe, believe, in the order of DESIGN 2.

Observing and believing are cut off from the head of the next month, so that a state is what stands when actors choose;
only scenarios in which something is private have them.
"""

from collections.abc import Callable
from dataclasses import replace

import jax.numpy as jnp

from detente.game.believe import believe, likelihoods, strike_minds, sway
from detente.game.choose import available, propose, taking_part
from detente.game.close import close
from detente.game.consent import answer
from detente.game.drift import drift
from detente.game.game import Game
from detente.game.levels import move_levels
from detente.game.observe import correct, follow
from detente.game.pay import pay
from detente.game.reading import Row, View, hold
from detente.game.reasons import private_reasons
from detente.game.resolve import begin, move_variables, scales, succeed
from detente.game.seeing import look_around, look_through
from detente.game.settle import settle
from detente.game.shock import strike
from detente.game.state import Do, Draws, Events, Forced, Month, Numbers, State
from detente.game.sums import pick, stack

# What each yes is worth to the party that says it, over indifference, once the month's proposals are known: (moves)
# -> (consents), 0 and 1 to gains.
Answers = Callable[[Row], Row]
# What an eye makes of every row of play: gains of its move rows, and of its answer rows once proposals are known.
AsType = Callable[[int], tuple[Row, Answers]]
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

    types, belief = state.types, sway(game, numbers, state.belief, stages=stages, scale=scale_now)
    swayed = state._replace(belief=belief)
    resolved = View(game, numbers, swayed, x_resolved, do, place="resolved")
    x_drifted, rest, push = drift(game, numbers, state, start, resolved, do, in_force, scale)
    x_drifted = hold(game, do, state, x_drifted)
    drifted = View(game, numbers, swayed, x_drifted, do, place="drifted")
    x_end, shocks, shock_chance = strike(game, numbers, state, drifted, draws, do)
    x_end = settle(state, hold(game, do, state, x_end))

    types, belief, revealed = strike_minds(game, numbers, types, belief, shocks)
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
    surprise = jnp.zeros_like(state.belief)
    if len(game.minds.estimate_variable):
        mean, variance = follow(
            game, numbers, start, resolved, stages=stages, shocks=shocks, in_force=in_force, scale=scale, do=do
        )
        found = hold(game, do, after, after.x, at_start=True)
        mean, variance = correct(game, numbers, found, draws.signal, estimate=mean, spread=variance)
        after = after._replace(estimate=mean, spread=variance)
    if len(game.minds.about):
        told = as_type[0] if as_type else _of_one_mind(game, move_gains, answers)
        logs = likelihoods(
            game, numbers, start, active=active, proposed=proposed, asked=asked, agreed=agreed, as_type=told
        )
        after = _believe(game, numbers, after, jnp.where(pick(game.minds.about, revealed) > 0, 0.0, logs), do)
        surprise = -logs
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
        **paid,
    )
    return after, month


def _believe(game: Game, numbers: Numbers, after: State, logs: Row, do: Do | None) -> State:
    """Revise beliefs ahead of the next month's choices: attention is read as that month finds things."""
    minds = game.minds
    found = after._replace(x=hold(game, do, after, after.x, at_start=True))
    view = View(game, numbers, found, found.x, do)
    attention = stack(
        [
            jnp.clip(look_through(view, int(eye)).row(node, without=100.0), 0.0, 100.0) / 100.0
            if (node := minds.attention[actor]) is not None
            else jnp.ones(found.x.shape[1:], found.x.dtype)
            for actor, eye in enumerate(minds.actor_eye)
        ],
        found.x.shape[1:],
    )
    return after._replace(belief=believe(game, numbers, after.belief, logs, pick(minds.believers, attention)))


def _of_one_mind(game: Game, move_gains: Row, answers: Answers) -> AsType:
    """Make of gains that do not differ by type what every eye sees in each."""

    def as_type(eye: int) -> tuple[Row, Answers]:
        del eye
        of_answers = game.minds.answer_rows[:, 0]
        return pick(game.minds.move_rows[:, 0], move_gains), lambda proposed: pick(of_answers, answers(proposed))

    return as_type
