"""Steps 1 and 2 of the month to come: actors observe, then revise their beliefs, ahead of their next choices."""

from typing import NamedTuple

import jax.numpy as jnp

from detente.game.believe import believe
from detente.game.game import Game
from detente.game.likelihood import Answers, AsType, likelihoods
from detente.game.observe import correct, follow
from detente.game.reading import Row, View, hold
from detente.game.seeing import look_through
from detente.game.state import Do, Events, Numbers, State
from detente.game.sums import pick, stack


class Happened(NamedTuple):
    """What a month brought: its events, stage by stage too, and the cards in force after its plays with their scales.

    `revealed` (types, *lanes) whose type its shocks made known.
    """

    events: Events
    stages: dict[str, Row]
    in_force: Row
    scale: Row
    revealed: Row


def learn(
    game: Game,
    numbers: Numbers,
    start: View,
    resolved: View,
    after: State,
    *,
    happened: Happened,
    signal: Row,
    as_type: AsType,
    do: Do | None,
) -> tuple[State, Row]:
    """Revise the estimates and beliefs of the state after a month; and how surprising what was seen of it was.

    `start` views x, with what each eye saw of it, `resolved` x'. Surprise (beliefs, *lanes) is -log of the chance of
    what the believer saw, were the other of that type.
    """
    minds, events = game.minds, happened.events
    surprise = jnp.zeros_like(after.belief)
    found = hold(game, do, after, after.x, at_start=True)
    if len(minds.estimate_variable):
        mean, variance = follow(
            game,
            numbers,
            start,
            resolved,
            stages=happened.stages,
            shocks=events.shocks,
            in_force=happened.in_force,
            scale=happened.scale,
            do=do,
        )
        mean, variance = correct(game, numbers, found, signal, estimate=mean, spread=variance)
        after = after._replace(estimate=mean, spread=variance)
    if len(minds.about):
        logs = likelihoods(game, numbers, start, events=events, as_type=as_type)
        surprise = -logs
        logs = jnp.where(pick(minds.about, happened.revealed) > 0, 0.0, logs)
        attention = pick(minds.believers, _attention(game, numbers, after._replace(x=found), do))
        after = after._replace(belief=believe(game, numbers, after, logs, attention))
    return after, surprise


def of_one_mind(game: Game, move_gains: Row, answers: Answers) -> AsType:
    """Make of gains that do not differ by type what every eye sees in each."""

    def as_type(eye: int) -> tuple[Row, Answers]:
        del eye
        of_answers = game.minds.answer_rows[:, 0]
        return pick(game.minds.move_rows[:, 0], move_gains), lambda proposed: pick(of_answers, answers(proposed))

    return as_type


def _attention(game: Game, numbers: Numbers, found: State, do: Do | None) -> Row:
    """Read how closely actors attend, as the month to come finds things, in their own eyes: 0 to 1 (actors, *lanes)."""
    view = View(game, numbers, found, found.x, do)
    rows = [
        jnp.ones(found.x.shape[1:], found.x.dtype)
        if node is None
        else jnp.clip(look_through(view, int(eye)).row(node, without=100.0), 0.0, 100.0) / 100.0
        for node, eye in zip(game.minds.attention, game.minds.actor_eye, strict=True)
    ]
    return stack(rows, found.x.shape[1:])
