"""Step 2: what each actor believes of the others' types; and what moves beliefs besides: effects and shocks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from detente.reference.choose import Gains, available_moves
from detente.reference.context import Month
from detente.reference.eyes import PUBLIC, unseen_by
from detente.reference.numbers import Move, as_dtype, log_usual_odds, log_usual_yes
from detente.reference.ranges import known_numbers
from detente.reference.reading import Events, Reading, type_place
from detente.reference.record import Request
from detente.reference.state import Array, Held, State
from detente.scenario.model import Scenario

LEAST, MOST = 0.001, 0.999
"""No belief is surer than this, unless it began at 0 or 1."""

LOG_ODDS = 0.04
"""By how much a move of a belief by one point shifts its log-odds: +10 adds 0.4."""


def pairs(scenario: Scenario) -> Iterator[tuple[str, str, list[str]]]:
    """Go through who holds a belief about whom, with the types that the other may be of."""
    for other, agenda in scenario.agendas.items():
        for actor in scenario.actors:
            if agenda.types and actor != other:
                yield actor, other, [one.id for one in agenda.types]


def settle(scenario: Scenario, belief: Mapping[Held, Array], began: Mapping[Held, float]) -> dict[Held, Array]:
    """Scale beliefs to 1, clip them to 0.001..0.999 and scale again; one that began at 0 or 1 stays there."""
    settled = {}
    for actor, other, types in pairs(scenario):
        keys = [(actor, other, name) for name in types]
        shares = np.stack([belief[key] for key in keys])
        shares = shares / np.sum(shares, axis=0)
        for row, key in enumerate(keys):
            shares[row] = began[key] if began[key] in (0, 1) else np.clip(shares[row], LEAST, MOST)
        settled |= dict(zip(keys, shares / np.sum(shares, axis=0), strict=True))
    return settled


def move_beliefs(month: Month, belief: Mapping[Held, Array], by: Mapping[Held, Array]) -> dict[Held, Array]:
    """Shift beliefs by points: the odds of a type are multiplied by e^(0.04 points), the others keep proportions."""
    moved = {key: share * np.exp(LOG_ODDS * by[key]) if key in by else share for key, share in belief.items()}
    return settle(month.scenario, moved, month.began)


def effects_of_cards(
    month: Month,
    look: Reading,
    *,
    proposed: Mapping[Move, Array],
    refused: Mapping[Move, Array],
    succeeded: Mapping[Move, Array],
    failed: Mapping[Move, Array],
) -> dict[Held, Array]:
    """Add up by how many points cards move each belief in step 5."""
    by: dict[Held, Array] = {}
    for move in proposed:
        card = month.scenario.cards[move[0]]
        for happened, effects in (
            (proposed[move], card.on_proposal),
            (refused[move], card.if_refused),
            (succeeded[move], card.effects),
            (failed[move], card.if_failed),
        ):
            for effect in effects:
                if effect.belief is not None:
                    key = effect.belief.actor, effect.belief.other, effect.belief.type
                    by[key] = by.get(key, look.full(0)) + month.size(effect) * look.scale(card) * happened
    return by


def strike_minds(
    month: Month, belief: Mapping[Held, Array], shocks: Mapping[str, Array]
) -> tuple[dict[str, Array], dict[Held, Array]]:
    """Let shocks move beliefs and change types (step 7); whoever becomes of a type is publicly of it.

    Every belief goes to the new type as far as clipping lets it. Who had ruled it out from the start goes on as before.
    """
    scenario, by = month.scenario, {}
    for name, happened in shocks.items():
        for effect in scenario.shocks[name].effects:
            if effect.belief is not None:
                key = effect.belief.actor, effect.belief.other, effect.belief.type
                by[key] = by.get(key, 0) + month.size(effect) * happened
    types, belief = dict(month.state.types), move_beliefs(month, belief, by)
    for name, happened in shocks.items():
        for other, new in scenario.shocks[name].becomes.items():
            types[other] = np.where(happened, type_place(scenario, other, new), types[other])
            for key in belief:
                if key[1] == other and month.began[*key[:2], new] > 0:
                    belief[key] = np.where(happened, float(key[2] == new), belief[key]).astype(belief[key].dtype)
    return types, settle(scenario, belief, month.began)


def believe(
    month: Month,
    belief: Mapping[Held, Array],
    *,
    gains: Gains | None,
    events: Events,
    asked: Mapping[Request, Array],
    said_yes: Mapping[Request, Array],
    attention: Mapping[str, Array],
) -> tuple[dict[Held, Array], dict[Held, Array]]:
    """Multiply each belief by how likely its type made what was seen, to the power of attention; clip and scale.

    `month` is as it was when the moves were made, `attention` (0 to 1, by actor) as it is now. What no type could have
    done, in the believer's eyes, teaches nothing, nor does what was done before a shock made another type of who did
    it. Returns the beliefs, and the surprise of what was seen under each
    type: minus the logarithm of its likelihood.
    """
    revised, surprise = dict(belief), {}
    for actor, other, types in pairs(month.scenario):
        keys = [(actor, other, name) for name in types]
        for key in keys:
            choices = _likelihoods(month, actor, key[1:], gains, events, asked, said_yes)
            with np.errstate(divide="ignore"):  # what a type cannot do is infinitely surprising
                log = np.sum([np.log(choice) for choice in choices], axis=0)
            surprise[key] = -log
            heard = np.multiply(attention[actor], log, where=attention[actor] > 0, out=np.zeros_like(log))
            revised[key] = belief[key] * np.exp(heard)
        idle = sum(revised[key] for key in keys) == 0
        for shock in month.scenario.shocks.values():
            if other in shock.becomes:
                idle = idle | events.shocks[shock.id]
        revised |= {key: np.where(idle, belief[key], revised[key]) for key in keys}
    return settle(month.scenario, revised, month.began), surprise


def _likelihoods(
    month: Month,
    actor: str,
    persona: tuple[str, str],
    gains: Gains | None,
    events: Events,
    asked: Mapping[Request, Array],
    said_yes: Mapping[Request, Array],
) -> Iterator[Array]:
    """Give, for each choice that an actor saw another make, how likely it was for it as one of its types.

    Holding counts as a choice, and a move that is not seen looks like it. The strategy and the conditions of cards are
    read at what is public at the month's start, usual odds at their medians in the actor's view; what is spent, pausing
    or in force, as it sees it.
    """
    scenario, (other, name) = month.scenario, persona
    known = as_dtype(known_numbers(scenario, actor, month.do), month.state.dtype)
    mine, public = month.in_eyes_of(actor), month.in_eyes_of(PUBLIC)
    types = month.state.types | {other: _all_of(scenario, month.state, other, name)}
    public = replace(public, state=replace(public.state, types=types))
    look = replace(public.look_at_start(), decider=persona)
    of_moves, of_answers = gains(scenario, known, look) if gains else ({}, {})
    unseen = unseen_by(scenario, actor)
    available = available_moves(mine, {other: look})
    yield look.full(1)
    for table in sorted({scenario.cards[card].table for card, owner in available}):
        here = [move for move in available if scenario.cards[move[0]].table == table]
        appeal = [log_usual_odds(known, scenario.cards[move[0]].usual) + of_moves.get(move, 0.0) for move in here]
        odds = [np.where(available[move], np.exp(a), 0) for move, a in zip(here, appeal, strict=True)]
        held, chance = look.full(True, bool), look.full(0)
        for move, odd in zip(here, odds, strict=True):
            if move not in unseen:
                held = held & ~events.proposed[move]
                chance = chance + odd * events.proposed[move]
        looks_like_holding = 1 + sum(odd for move, odd in zip(here, odds, strict=True) if move in unseen)
        yield np.where(held, looks_like_holding, chance) / (1 + sum(odds))
    for request, was_asked in asked.items():
        card, owner, party = request
        if party == other and (card, owner) not in unseen:
            lean = log_usual_yes(known, scenario.cards[card].usual_yes.get(party)) + of_answers.get(request, 0.0)
            with np.errstate(over="ignore"):
                yes = look.full(1 / (1 + np.exp(-lean)))
            yield np.where(was_asked, np.where(said_yes[request], yes, 1 - yes), 1)


def _all_of(scenario: Scenario, state: State, actor: str, name: str) -> Array:
    """Say that an actor is of one type in every future."""
    return np.full_like(state.types[actor], type_place(scenario, actor, name))
