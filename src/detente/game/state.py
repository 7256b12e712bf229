"""What the next month needs, and what a person may look at. `*lanes` stands for the trailing, parallel axes."""

from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Bool, Float, Int

# Programs take host arrays and give device arrays; the same tuples hold either.
Array = jax.Array | np.ndarray


class State(NamedTuple):
    """All that the future depends on, as it stands when actors choose: they have observed and revised their beliefs.

    `types` are 0 and 1; `estimate` and `spread` are the mean and the variance of what an eye takes a hidden variable
    for, in points; `belief` (0 to 1) adds up to 1 over the types of one actor, for each believer (see `Minds`).
    """

    month: Int[Array, ""]
    x: Float[Array, "variables *lanes"]
    in_force: Float[Array, "moves *lanes"]
    left: Float[Array, "moves *lanes"]
    scale: Float[Array, "moves *lanes"]
    wait: Float[Array, "moves *lanes"]
    spent_shocks: Float[Array, "shocks *lanes"]
    trend: Float[Array, "trends *lanes"]
    delayed: tuple[Float[Array, "after *lanes"], ...]
    watch: Float[Array, "watches *lanes"]
    types: Float[Array, "types *lanes"]
    estimate: Float[Array, "estimates *lanes"]
    spread: Float[Array, "estimates *lanes"]
    belief: Float[Array, "beliefs *lanes"]


class Known(NamedTuple):
    """What an eye goes by where it follows others and what is hidden: numbers at their medians in its view."""

    raw: Float[Array, "numbers *lanes"]
    base: Float[Array, "everything *lanes"]
    pull: Float[Array, "variables *lanes"]
    noise: Float[Array, "variables *lanes"]
    usual: Float[Array, "moves *lanes"]
    usual_yes: Float[Array, "consents *lanes"]


class Numbers(NamedTuple):
    """The numbers of a world, made ready once: every field broadcasts against the lanes.

    `raw` holds each number of the file in the order of `Game.numbers`; the rest is derived from it.
    `stake_weight` turns a stake's discounted sum into point-months for its actor. By eye, `seen` are the numbers with
    its `views` in place (None: it has none), `known` what it goes by (None: it follows nothing); empty in a game in
    which nothing is private.
    """

    raw: Float[Array, "numbers *lanes"]
    start: Float[Array, "variables *lanes"]
    base: Float[Array, "everything *lanes"]
    pull: Float[Array, "variables *lanes"]
    noise: Float[Array, "variables *lanes"]
    usual: Float[Array, "moves *lanes"]
    usual_yes: Float[Array, "consents *lanes"]
    discount: Float[Array, "actors *lanes"]
    indifference: Float[Array, "actors *lanes"]
    weights: Float[Array, "sheets everything *lanes"]
    sides: Float[Array, "actors actors *lanes"]
    stake_weight: Float[Array, "stakes *lanes"]
    seen: tuple["Numbers | None", ...] = ()
    known: tuple[Known | None, ...] = ()


class Draws(NamedTuple):
    """The random numbers of one month: standard Gumbel, logistic, uniform and normal.

    `signal` is the noise of what is observed at the month's end, ahead of the next month's choices.
    """

    gumbel: Float[Array, "moves *lanes"]
    gumbel_hold: Float[Array, "agents *lanes"]
    consent: Float[Array, "consents *lanes"]
    success: Float[Array, "moves *lanes"]
    noise: Float[Array, "variables *lanes"]
    shock: Float[Array, "shocks *lanes"]
    transition: Float[Array, "levels *lanes"]
    signal: Float[Array, "signals *lanes"]


class Do(NamedTuple):
    """An intervention as masks and values; the row after the last month stands for every later month.

    `move` and `shock`: 1 force, -1 forbid, 0 leave. `set_at` at the start of a month only, `held` in every step.
    """

    move: Int[Array, "months_and_after moves"]
    shock: Int[Array, "months_and_after shocks"]
    set_at: Bool[Array, "months_and_after everything"]
    held: Bool[Array, "months_and_after everything"]
    value: Float[Array, "months_and_after everything"]
    strength_on: Float[Array, "strengths"]
    push_on: Float[Array, "pushes"]


class Branch(NamedTuple):
    """What is forced in the first month of a branch, a lane each; -1 forces nothing.

    `agent` proposes `move` (-1: holds). `outcome`: 0 as it comes, 1 carried out and succeeds, 2 carried out and
    fails, 3 refused. `consent` answers `answer` (1 yes, 0 no). `given` says what the other agents propose: a move,
    -1 for holding, -2 for what they choose.
    """

    agent: Int[Array, "*lanes"]
    move: Int[Array, "*lanes"]
    outcome: Int[Array, "*lanes"]
    consent: Int[Array, "*lanes"]
    answer: Int[Array, "*lanes"]
    given: Int[Array, "agents *lanes"] | None = None


class Forced(NamedTuple):
    """A branch made ready: what to add to scores while it applies; large numbers force, zeros leave alone."""

    moves: Float[Array, "moves *lanes"]
    consents: Float[Array, "consents *lanes"]
    success: Float[Array, "moves *lanes"]


class Events(NamedTuple):
    """What happened in one month, as 0 and 1; positions as in the game."""

    available: Float[Array, "moves *lanes"]
    proposed: Float[Array, "moves *lanes"]
    asked: Float[Array, "consents *lanes"]
    agreed: Float[Array, "consents *lanes"]
    played: Float[Array, "moves *lanes"]
    succeeded: Float[Array, "moves *lanes"]
    failed: Float[Array, "moves *lanes"]
    refused: Float[Array, "moves *lanes"]
    shocks: Float[Array, "shocks *lanes"]


class Month(NamedTuple):
    """What a person may look at after a month: x at its start and on the way (x', x'', x+), events and payments.

    The chances, in per cent, are those that this month drew by: 0 for a move that was not carried out, a variable
    of levels none of whose rules matched, and a shock whose `when` did not hold.
    """

    x: Float[Array, "everything *lanes"]
    x_resolved: Float[Array, "variables *lanes"]
    x_drifted: Float[Array, "variables *lanes"]
    rest: Float[Array, "variables *lanes"]
    push: Float[Array, "variables *lanes"]
    x_end: Float[Array, "everything *lanes"]
    events: Events
    success_chance: Float[Array, "moves *lanes"]
    level_chance: Float[Array, "levels *lanes"]
    shock_chance: Float[Array, "shocks *lanes"]
    in_force: Float[Array, "moves *lanes"]
    scale: Float[Array, "moves *lanes"]
    own: Float[Array, "agendas *lanes"]
    satisfaction: Float[Array, "agendas *lanes"]
    payoffs: Float[Array, "payoffs *lanes"]
    costs: Float[Array, "actors *lanes"]
    utility: Float[Array, "actors *lanes"]
    stakes: Float[Array, "stakes *lanes"]
    answers: Float[Array, "watches *lanes"]
    # types and beliefs with x+, estimates as actors chose by them; and how surprising it was, of each type, what a
    # believer saw: -log of its chance
    types: Float[Array, "types *lanes"]
    estimate: Float[Array, "estimates *lanes"]
    belief: Float[Array, "beliefs *lanes"]
    surprise: Float[Array, "beliefs *lanes"]
    # what was proposed, agreed to and achieved, less the chances of it (see `moves_of_luck`)
    luck: Float[Array, "luck *lanes"]
