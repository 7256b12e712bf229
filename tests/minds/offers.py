"""A sender of two types offers and gives in the same month; a receiver is asked and looks at what else is proposed."""

from minds.beliefs import sigmoid

OFFERED, WELL, ILL = 1.5, 2.0, -2.0


def sends(good: bool) -> float:
    """Return the chance that a type offers, and as much that it gives: each is paid for by itself."""
    return float(sigmoid(OFFERED if good else -OFFERED))


def agrees(prior: float) -> float:
    """Return the chance to agree of who learns nothing in the month itself: beliefs move once it is over."""
    return float(sigmoid(prior * WELL + (1.0 - prior) * ILL))


def text(prior: float) -> str:
    """Write the game as a scenario."""
    return TEXT.format(prior=100.0 * prior, offered=OFFERED, well=WELL, ill=ILL)


TEXT = """\
detente: 1
title: An offer and a gift
start: 2020-01
months: 12
actors:
  sender: {{name: Sender}}
  receiver: {{name: Receiver}}
agendas:
  sender:
    patience: none
    indifference: 1 point-month
    types:
      good:
        chance: {prior}%
        payoffs:
          offered: {{when: sender proposes offer, worth: {offered} point-months, why: assumed}}
          given: {{when: sender proposes gift, worth: {offered} point-months, why: assumed}}
        why: assumed
      ill:
        chance: the rest
        payoffs:
          offered: {{when: sender proposes offer, worth: -{offered} point-months, why: assumed}}
          given: {{when: sender proposes gift, worth: -{offered} point-months, why: assumed}}
        why: assumed
    why: assumed
  receiver:
    patience: none
    indifference: 1 point-month
    attention: 0%
    payoffs:
      well: {{when: offer succeeded and sender is good, worth: {well} point-months, why: assumed}}
      ill: {{when: offer succeeded and sender is ill, worth: {ill} point-months, why: assumed}}
    why: assumed
variables: {{}}
cards:
  offer: {{by: sender, table: talks, consent: [receiver], why: assumed}}
  gift: {{by: sender, table: trade, why: assumed}}
"""
"""Who pays no attention believes what it believed, whatever is offered and given: beliefs stay at the prior."""
