"""A government that needs a faction's yes while the majority is hostile: the file, and its two states by hand."""

from typing import NamedTuple

import numpy as np

from minds.beliefs import log_odds, sigmoid

TURNS_HOSTILE, TURNS_FRIENDLY, DISCOUNT = 0.25, 0.5, 0.9
DONE, REFUSED, HOUSE_PAYS, HOUSE_INDIFFERENCE, USUAL_YES = 2.0, -1.0, -1.0, 0.5, 0.3
INQUIRY = 0.5


class Play(NamedTuple):
    """Chances to propose the deal (majority friendly, hostile), of the house to agree, and of its inquiry."""

    friendly: float
    hostile: float
    house_agrees: float
    inquiry: float


def by_hand() -> Play:
    """Iterate the values of a deal not yet made; the house looks at the month alone, and is asked if it is hostile."""
    agrees = float(sigmoid(log_odds(USUAL_YES) + HOUSE_PAYS / HOUSE_INDIFFERENCE))
    friendly = hostile = 0.0
    for _ in range(500):
        wait_friendly = DISCOUNT * ((1.0 - TURNS_HOSTILE) * friendly + TURNS_HOSTILE * hostile)
        wait_hostile = DISCOUNT * ((1.0 - TURNS_FRIENDLY) * hostile + TURNS_FRIENDLY * friendly)
        ask = agrees * DONE + (1.0 - agrees) * (REFUSED + wait_hostile)
        plays = float(sigmoid(DONE - wait_friendly)), float(sigmoid(ask - wait_hostile))
        friendly = plays[0] * DONE + (1.0 - plays[0]) * wait_friendly
        hostile = plays[1] * ask + (1.0 - plays[1]) * wait_hostile
    return Play(*plays, agrees, float(sigmoid(INQUIRY / HOUSE_INDIFFERENCE)))


def asked_once() -> np.ndarray:
    """The chances to propose if nothing came after the month: friendly, hostile."""
    agrees = by_hand().house_agrees
    return sigmoid(np.array([DONE, agrees * DONE + (1.0 - agrees) * REFUSED]))


TEXT = f"""\
detente: 1
title: A house divided
start: 2020-01
months: 24
actors:
  capital: {{name: The government}}
  house:
    name: The opposition in the house
    inside: capital
    while: majority is hostile
agendas:
  capital:
    patience: {100 * DISCOUNT:.0f}% a month
    indifference: 1 point-month
    payoffs:
      done: {{when: deal succeeded, worth: {DONE} point-months, why: assumed}}
      snubbed: {{when: deal refused, worth: {REFUSED} point-months, why: assumed}}
    why: assumed
  house:
    patience: none
    indifference: {HOUSE_INDIFFERENCE} point-months
    payoffs:
      done: {{when: deal succeeded, worth: {HOUSE_PAYS} point-months, why: assumed}}
      heard: {{when: house plays inquiry, worth: {INQUIRY} point-months, why: assumed}}
    why: assumed
variables:
  majority: {{levels: [friendly, hostile], now: friendly, why: assumed}}
transitions:
  majority:
    - {{when: majority is friendly, to: hostile, chance: {100 * TURNS_HOSTILE:.0f}%, why: assumed}}
    - {{when: majority is hostile, to: friendly, chance: {100 * TURNS_FRIENDLY:.0f}%, why: assumed}}
cards:
  deal:
    by: capital
    table: talks
    consent: [house]
    usual_yes: {{house: {100 * USUAL_YES:.0f}%}}
    once: yes
    why: assumed
  inquiry: {{by: house, table: oversight, why: assumed}}
"""
"""The house says yes or no to the deal, and inquires, only while the majority is hostile; else nobody is asked."""
